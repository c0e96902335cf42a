"""The Q1 question of small serial UPSes (Megatec protocol, 2400 8N1).

Q1 CR -> (MMM.M NNN.N PPP.P QQQ RR.R S.SS TT.T b7b6b5b4b3b2b1b0 CR
in, fault and out voltage, load %, Hz, battery V, deg C, flags:
b7 utility fail, b6 battery low, b5 bypass, b4 UPS failed, b3 line-interactive, b2 test, b1 shutdown active, b0 beeper.
"""

import re

from hardware.power.types import Supply, UpsProblem, UpsReport

BAUD = 2400
QUESTION = b"Q1\r"
LONGEST = 64
_NUMBER = r"[0-9.-]{1,6}"
"""A value it cannot measure is dashes."""
_ANSWER = re.compile(rf"\((?:{_NUMBER} ){{7}}([01]{{8}})")


def report_of(line: str) -> UpsReport | UpsProblem:
    """What one answer says, without its CR."""
    match = _ANSWER.fullmatch(line)
    if match is None:
        return UpsProblem("nonsense")
    utility_fail, low, _, failed, _, _, shutdown, _ = (bit == "1" for bit in match[1])
    if shutdown or (utility_fail and low):
        return UpsReport(Supply.LOW, replace_battery=failed)
    return UpsReport(Supply.BATTERY if utility_fail else Supply.MAINS, replace_battery=failed)
