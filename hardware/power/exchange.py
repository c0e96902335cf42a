"""One question and its answer over an open port, for both kinds of UPS."""

from collections.abc import Callable

from hardware.link import Link
from hardware.power import megatec, nut
from hardware.power.types import UpsProblem, UpsReport
from kiosk.core.clock import Clock

ANSWER_S = 2.0
"""Longest wait for one line."""


class NoAnswer(Exception):
    """The port is open, but nothing whole came back in time."""


Ask = Callable[[Link, Clock], UpsReport | UpsProblem]
"""Ask an open UPS how it is. Raises NoAnswer, LinkGone, LinkStuck."""


def ask_nut(ups: str) -> Ask:
    """Ask upsd for one UPS."""

    def ask(link: Link, clock: Clock) -> UpsReport | UpsProblem:
        values: dict[str, str] = {}
        for variable in nut.VARIABLES:
            line = _line(link, clock, nut.question(ups, variable), b"\n", nut.LONGEST)
            match nut.answer(line):
                case UpsProblem() as problem:
                    return problem
                case (name, value) if name == variable:
                    values[name] = value
                case None:
                    pass
                case _:
                    return UpsProblem("nonsense")
        return nut.report_of(values)

    return ask


def ask_megatec(link: Link, clock: Clock) -> UpsReport | UpsProblem:
    """Ask a serial UPS."""
    return megatec.report_of(_line(link, clock, megatec.QUESTION, b"\r", megatec.LONGEST))


def _line(link: Link, clock: Clock, question: bytes, end: bytes, longest: int) -> str:
    """Whatever lay there before the question answers an earlier one and is dropped."""
    while link.read(0):
        pass
    link.write(question)
    until = clock.monotonic() + ANSWER_S
    data = b""
    while end not in data:
        left = until - clock.monotonic()
        if left <= 0 or len(data) > longest:
            raise NoAnswer
        data += link.read(left)
    return data.partition(end)[0].decode("ascii", "replace").strip()
