"""The support bundle: a ZIP that tells a technician far away how a terminal is, and nothing of anybody."""

import io
import json
import platform
import zipfile
from collections import deque
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

from kiosk.app.device_kinds import KINDS
from kiosk.core.clock import Clock
from kiosk.core.journal import Value
from kiosk.core.settings import Settings
from kiosk.diagnostics import Finding, support
from offline_cache import Logbook, Outbox

KEPT_LINES = 2000
_EPOCH = (2026, 1, 1, 0, 0, 0)


class Recent:
    """The last lines of the journal, as far as they may leave; a journal's listener.

    A line is kept as its JSON text, 130 bytes: a dictionary took twice as much in several pieces, and two thousand of
    them filled a terminal's memory for its first 180 visits (docs/adr/0035).
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)

    def note(self, event: str, fields: Mapping[str, Value]) -> None:
        """Remember one line."""
        at = self._clock.now().isoformat(timespec="seconds")
        self._lines.append(json.dumps(support.journal_line(at, event, fields), separators=(",", ":")))

    def lines(self) -> list[dict[str, Value]]:
        return [json.loads(line) for line in self._lines.copy()]


def bundle(
    settings: Settings,
    clock: Clock,
    logbook: Logbook | None,
    outbox: Outbox | None,
    lines: Iterable[Mapping[str, Value]] = (),
    findings: Iterable[Finding] = (),
) -> bytes:
    """The ZIP. What a part cannot tell is left out; see kiosk.diagnostics.support for what may be told."""
    records = [support.record(kind.id, logbook.record(kind.id)) for kind in KINDS] if logbook else []
    parts: dict[str, Any] = {
        "about.json": _about(settings, clock),
        "findings.json": [told for one in findings if (told := support.finding(one))],
        "devices.json": [told for told in records if told],
        "queue.json": _queue(outbox),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            _write(packed, name, json.dumps(part, indent=1))
        _write(packed, "journal.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    return out.getvalue()


def _write(packed: zipfile.ZipFile, name: str, text: str) -> None:
    packed.writestr(zipfile.ZipInfo(name, _EPOCH), text, zipfile.ZIP_DEFLATED)


def _about(settings: Settings, clock: Clock) -> dict[str, Any]:
    """Versions, and of the settings only what cannot name anybody: numbers, choices, kinds of address."""
    display = settings.display
    return {
        "terminal": settings.terminal,
        "made_at": clock.now().isoformat(timespec="seconds"),
        "program": version("community-kiosk"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "mode": settings.mode,
        "devices": {kind.key: _scheme(kind.uri(settings)) for kind in KINDS},
        "display": {"inch": display.diagonal_inch, "orientation": display.orientation},
        "queue_max_megabytes": settings.queue.max_megabytes,
        "hub": settings.hub.url.startswith("https://"),
        "voice": settings.voice.enabled,
    }


def _scheme(uri: str) -> str:
    scheme = uri.partition("://")[0]
    return scheme if scheme in ("serial", "tcp", "sim", "usb", "hid", "evdev", "ipp") else ""


def _queue(outbox: Outbox | None) -> dict[str, Any]:
    if outbox is None:
        return {}
    counts, oldest = outbox.counts(), outbox.oldest_age_s()
    return {"queued": counts.queued, "refused": counts.dead, "sent": counts.sent, "oldest_s": int(oldest or 0)}
