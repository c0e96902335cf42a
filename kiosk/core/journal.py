"""The terminal's log: declared events with whitelisted fields, one JSON object a line, nothing personal.

An event that is not declared, or a field that is not on its list, is a bug and raises; values are short codes,
numbers and ids, never free text from a person, a card or an exception's message.
"""

import json
import sys
from collections.abc import Callable, Mapping
from typing import TextIO

from kiosk.core.clock import Clock

EVENTS: Mapping[str, frozenset[str]] = {
    "started": frozenset({"version", "terminal", "simulated"}),
    "stopped": frozenset({"reason"}),
    "visit_began": frozenset({"visit"}),
    "visit_ended": frozenset({"visit", "how"}),
    "wiped": frozenset({"visit"}),
    "service_opened": frozenset({"visit", "service", "version"}),
    "device_state": frozenset({"device", "state", "fault"}),
    "device_outcome": frozenset({"device", "command", "outcome", "attempts"}),
    "identified": frozenset({"visit", "how"}),
    "stored": frozenset({"visit", "submission", "service", "bytes"}),
    "store_refused": frozenset({"visit", "fault"}),
    "sent": frozenset({"submission", "attempts"}),
    "send_failed": frozenset({"submission", "kind", "status"}),
    "printed": frozenset({"visit", "outcome"}),
    "photo": frozenset({"outcome"}),
    "social_card": frozenset({"outcome"}),
    "line": frozenset({"state"}),
    "catalogue": frozenset({"version", "state"}),
    "staff": frozenset({"visit", "outcome"}),
    "call_media": frozenset({"state"}),
    "repair": frozenset({"how", "outcome"}),
    "trial": frozenset({"device", "seen"}),
    "loaded": frozenset({"device"}),
    "orders": frozenset({"devices", "services"}),
    "help_called": frozenset({"visit", "outcome"}),
    "unexpected": frozenset({"type", "where"}),
    "unwritten": frozenset({"lines"}),
    "restarted": frozenset({"count", "code", "hung"}),
}

Value = str | int | float | bool | None


class UndeclaredEvent(ValueError):
    """An event or a field that kiosk.core.journal does not declare."""


class Journal:
    """Writes declared events as JSON lines."""

    def __init__(self, clock: Clock, out: TextIO | None = None) -> None:
        self._clock = clock
        self._out = out
        self._unwritten = 0
        self.listeners: list[Callable[[str, Mapping[str, Value]], None]] = []

    def write(self, event: str, **fields: Value) -> None:
        """Log one event. Raises UndeclaredEvent for a name or field that is not declared.

        A log that cannot be written (a full disk, a reader that is gone) must not stop a visit; how many lines are
        missing stands before the next one that can.
        """
        allowed = EVENTS.get(event)
        if allowed is None or not set(fields) <= allowed:
            raise UndeclaredEvent(f"{event}: {sorted(set(fields) - (allowed or frozenset()))}")
        if self._unwritten and self._put("unwritten", {"lines": self._unwritten}):
            self._unwritten = 0
        if not self._put(event, fields):
            self._unwritten += 1
        for listener in self.listeners:
            listener(event, fields)

    def _put(self, event: str, fields: Mapping[str, Value]) -> bool:
        line = {"at": self._clock.now().isoformat(timespec="milliseconds"), "event": event, **fields}
        out = self._out or sys.stderr
        try:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            out.flush()
        except OSError:
            return False
        return True

    def unexpected(self, error: BaseException) -> None:
        """Log an error nobody planned for: its type and where it came from, never its message."""
        frame = error.__traceback__
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        where = "?"
        if frame is not None:
            code = frame.tb_frame.f_code
            where = f"{code.co_filename.rsplit('/', 2)[-2]}/{code.co_filename.rsplit('/', 1)[-1]}:{frame.tb_lineno}"
        self.write("unexpected", type=type(error).__name__, where=where)
