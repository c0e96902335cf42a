"""The part of the NUT protocol a client needs (TCP 3493; networkupstools.org, "Network protocol information").

GET VAR <ups> <name>   ->   VAR <ups> <name> "value"   |   ERR <CODE>
Reading needs no login. upsd speaks for any make of UPS; its driver talks to the device.
"""

import re
from collections.abc import Mapping

from hardware.power.types import Supply, UpsProblem, UpsReport

PORT = 3493
LONGEST = 4096
"""Bytes of one answer."""
VARIABLES = ("ups.status", "battery.charge", "battery.runtime", "ups.model", "ups.firmware")
_VALUE = re.compile(r'VAR \S+ (\S+) "((?:[^"\\]|\\.)*)"')
_PROBLEMS = {
    "UNKNOWN-UPS": "unknown_ups",
    "DATA-STALE": "stale",
    "DRIVER-NOT-CONNECTED": "driver",
    "ACCESS-DENIED": "access",
}
_OPTIONAL = ("VAR-NOT-SUPPORTED",)
UPS_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def question(ups: str, variable: str) -> bytes:
    """The line that asks for one variable."""
    return f"GET VAR {ups} {variable}\n".encode()


def answer(line: str) -> tuple[str, str] | UpsProblem | None:
    """(variable, value) of one line; None for a variable this UPS does not have."""
    if match := _VALUE.fullmatch(line):
        return match[1], re.sub(r"\\(.)", r"\1", match[2])
    if line.startswith("ERR "):
        code = line.split()[1]
        return None if code in _OPTIONAL else UpsProblem(_PROBLEMS.get(code, "nonsense"))
    return UpsProblem("nonsense")


def report_of(values: Mapping[str, str]) -> UpsReport | UpsProblem:
    """What the variables say together. Flags of ups.status: OL, OB, LB, RB, FSD, OFF, CHRG ..."""
    flags = set(values.get("ups.status", "").split())
    if not flags & {"OL", "OB", "FSD", "BYPASS"}:
        return UpsProblem("stale")
    supply = Supply.BATTERY if "OB" in flags else Supply.MAINS
    if "FSD" in flags or {"OB", "LB"} <= flags:
        supply = Supply.LOW
    charge, runtime = _whole(values.get("battery.charge")), _whole(values.get("battery.runtime"))
    about = values.get("ups.model", "").strip(), values.get("ups.firmware", "").strip()
    return UpsReport(supply, charge, runtime, "RB" in flags, *about)


def _whole(text: str | None) -> int | None:
    try:
        return None if text is None else int(float(text))
    except (ValueError, OverflowError):  # a driver's odd value is no value
        return None
