"""What may leave a terminal in a support bundle: known fields with known kinds of value, nothing else. Pure.

No text of any device, setting, file or person is copied; what is not on the list is left out, not masked.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kiosk.core.device_record import DeviceRecord
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.diagnostics.findings import Area, Finding, Level

DEVICES = frozenset({
    "card_reader", "receipt_printer", "document_printer", "social_card", "scanner", "code_reader", "keypad", "jack",
    "presence", "power", "cabinet", "camera", "microphone", "speaker", "voice_pack", "store",
})  # fmt: skip
_WORDS = frozenset({
    "printed", "up", "down", "taken", "unusable", "dead", "refused", "verified", "chip", "typed", "staff", "code",
    "opened", "closed", "left", "idle", "finished", "unexpected", "repair", "repair_done", "asked", "stuck", "fault",
    "emergency",
})  # fmt: skip
"""Values of our own code that a journal line may carry."""
FINDINGS = re.compile(r"^(device\.[a-z_]{1,30}|hub|identity|clock|queue(\.[a-z]{1,10})?|catalogue|disk|"
                      r"voice\.[a-z]{1,12}|screen\.[a-z]{1,10}|call(\.[a-z]{1,12})?)$")  # fmt: skip
_VERSION = re.compile(r"^\d{1,4}(\.\d{1,4}){1,3}([a-z]{1,4}\d{1,3})?$")
_SERVICE = re.compile(r"^\d{2}$")
_TERMINAL = re.compile(r"^[A-Z]\d{2}$")
_PLACE = re.compile(r"^[a-z_]{1,30}/[a-z_]{1,40}\.py:\d{1,5}$")
_TYPE = re.compile(r"^[A-Z][A-Za-z]{1,38}(Error|Exception|Warning|Broken|Unreadable|Durable|Program)$")
COUNTED = ("done", "failed", "paper_mm", "rolls", "sheets", "fills")
Value = str | int | float | bool | None


def _number(value: Value) -> bool:
    return isinstance(value, bool | int | float) and abs(value) < 1e9


def _one_of(known: Iterable[str]) -> Callable[[Value], bool]:
    names = frozenset(str(name) for name in known)
    return lambda value: value is None or value in names


def _like(pattern: re.Pattern[str]) -> Callable[[Value], bool]:
    return lambda value: isinstance(value, str) and pattern.match(value) is not None


_FIELDS: Mapping[str, Callable[[Value], bool]] = {
    "device": _one_of(DEVICES),
    "state": _one_of([*DeviceState, *_WORDS]),
    "fault": _one_of(Fault),
    "outcome": _one_of([*_WORDS, *Fault]),
    "how": _one_of(_WORDS),
    "kind": _one_of(_WORDS),
    "reason": _one_of(_WORDS),
    "type": _like(_TYPE),
    "where": _like(_PLACE),
    "version": _like(_VERSION),
    "terminal": _like(_TERMINAL),
    "service": _like(_SERVICE),
    "simulated": _number, "bytes": _number, "attempts": _number, "status": _number, "count": _number, "code": _number,
    "hung": _number, "seen": _number, "devices": _number, "services": _number,
}  # fmt: skip
"""Journal fields that may leave, and what their value must be. Ids of visits and submissions stay."""


def journal_line(at: str, event: str, fields: Mapping[str, Value]) -> dict[str, Value]:
    """One journal line as it may leave: known fields with known values. `event` is one the journal declares."""
    kept = {name: value for name, value in fields.items() if name in _FIELDS and _FIELDS[name](value)}
    return {"at": at, "event": event, **kept}


def finding(one: Finding) -> dict[str, str]:
    """What an examination found, without the words: they may quote a device or a setting."""
    known = FINDINGS.match(one.id) is not None and one.level in list(Level) and one.area in list(Area)
    return {"id": one.id, "area": str(one.area), "level": str(one.level)} if known else {}


def record(device: str, one: DeviceRecord) -> dict[str, Any]:
    """A device's memory: counts of known names, faults of known codes, times."""
    if device not in DEVICES:
        return {}
    counts = {name: one.counts[name] for name in COUNTED if name in one.counts}
    faults = [{"fault": str(past.known), "at": past.at.isoformat()} for past in one.faults if past.known]
    test = {"seen": one.test.seen, "at": one.test.at.isoformat()} if one.test else None
    now = {"state": str(one.last.state), "fault": str(one.last.fault or ""), "since": one.last.since.isoformat()} \
        if one.last else None  # fmt: skip
    return {"device": device, "counts": counts, "faults": faults, "test": test, "now": now}
