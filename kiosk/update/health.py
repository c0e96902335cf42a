"""Whether a terminal is worse than it was: what its own examination finds after an update and did not find before."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Health:
    """One answer of the health command."""

    code: int | None
    """Exit code; None when it did not end."""
    bad: frozenset[str] | None
    """Ids of the findings at level "bad", as `kiosk doctor --json` names them; None when it said no such thing."""


UNASKED = Health(0, None)
"""No health command was given."""


def ask(command: Sequence[str], timeout_s: float) -> Health:
    """Run the health command."""
    try:
        ended = subprocess.run(
            command, timeout=timeout_s, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        return Health(None, None)
    return Health(ended.returncode, _bad(ended.stdout))


def worse(before: Health, now: Health) -> str:
    """What became worse, for a technician; "" when nothing did. What was broken before is not the update's doing."""
    if now.code is None:
        return "自检没有结束"
    if now.bad is not None and before.bad is not None:
        new = sorted(now.bad - before.bad)
        return f"自检多了问题：{'、'.join(new)}" if new else ""
    if before.code is not None and now.code > before.code:
        return f"自检比更新前差（退出码 {before.code}，现在 {now.code}）"
    return ""


def _bad(said: bytes) -> frozenset[str] | None:
    try:
        return frozenset(finding["id"] for finding in json.loads(said)["findings"] if finding["level"] == "bad")
    except (ValueError, KeyError, TypeError):
        return None
