"""Case numbers a resident keeps, issued offline without collision: 130302-20250701-K07-0042-5.

    130302   division, 6 digits
    20250701 day of issue, 8 digits
    K07      terminal: a letter and two digits, unique in its division
    0042     sequence of that terminal on that day, 0001 to 9999
    5        check digit, ISO 7064 MOD 11,10 over the 21 characters before it

The check method counts digits 0 to 9 only, so the terminal's letter enters as its place in the alphabet, two digits:
A=00 ... K=10 ... Z=25 (two digits for every letter, so no two letters share a code). ISO 7064 MOD 11,10 finds every
wrong single digit and nearly all swaps of neighbours; exchanging one letter for another can, as in any decimal
scheme, change two digits at once and then is found in nine cases of ten.
"""

import re
from dataclasses import dataclass
from datetime import date

from kiosk.catalogue.answers import Accepted, Checked, Rejected
from kiosk.catalogue.digits import tidy
from kiosk.catalogue.id_number import real_date
from kiosk.core.ids import CaseNumber, TerminalId
from kiosk.core.words import words

MAX_SEQUENCE = 9999
_SHAPE = re.compile(r"(\d{6})(\d{8})([A-Z]\d{2})(\d{4})(\d)")
_TERMINAL = re.compile(r"[A-Z]\d{2}")
_MEND = "请对着小票，再看一遍编号。"


class SequenceUsedUp(Exception):
    """This terminal has issued 9999 numbers today; the window issues the next one."""


@dataclass(frozen=True, slots=True)
class CaseNumberParts:
    """A case number taken apart."""

    division: str
    day: date
    terminal: TerminalId
    sequence: int

    def text(self) -> CaseNumber:
        """As printed, with its check digit."""
        body = f"{self.division}{self.day:%Y%m%d}{self.terminal}{self.sequence:04d}"
        return CaseNumber(
            f"{self.division}-{self.day:%Y%m%d}-{self.terminal}-{self.sequence:04d}-{check_digit_11_10(body)}"
        )


def check_digit_11_10(body: str) -> str:
    """ISO 7064 MOD 11,10 (hybrid system) over digits and capital letters (letters as two digits, A=00)."""
    product = 10
    for digit in _as_digits(body):
        total = (product + digit) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def _as_digits(body: str) -> list[int]:
    text = "".join(c if c in "0123456789" else f"{ord(c) - 65:02d}" for c in body)
    return [int(c) for c in text]


def issue(division: str, day: date, terminal: TerminalId, sequence: int) -> CaseNumber:
    """The number of a terminal's nth case of a day.

    Raises SequenceUsedUp past 9999, ValueError for a division that is not 6 digits, a terminal name that is not a
    letter and two digits, or a sequence below 1.
    """
    if sequence > MAX_SEQUENCE:
        raise SequenceUsedUp(f"terminal {terminal} has issued {MAX_SEQUENCE} numbers on {day}")
    if not re.fullmatch(r"[0-9]{6}", division) or not _TERMINAL.fullmatch(terminal) or sequence < 1:
        raise ValueError(f"not a division, terminal and sequence: {division!r} {terminal!r} {sequence}")
    return CaseNumberParts(division, day, terminal, sequence).text()


def parse_case_number(raw: str) -> CaseNumberParts | Rejected:
    """Read a case number typed or said with or without dashes, letters of any case."""
    text = tidy(raw).upper()
    match = _SHAPE.fullmatch(text) if text.isascii() else None
    if match is None:
        return Rejected("编号不完整。" if len(text) < 22 else "编号对不上。", _MEND)
    division, day_text, terminal, sequence, check = match.groups()
    if check_digit_11_10(text[:-1]) != check:
        return Rejected("编号对不上，可能看错了一位。", _MEND)
    day = real_date(day_text)
    if day is None or int(sequence) == 0:
        return Rejected("编号里的日子不对。" if day is None else "编号对不上。", _MEND)
    return CaseNumberParts(division, day, TerminalId(terminal), int(sequence))


def verify(raw: str) -> bool:
    """Whether a case number is one that a terminal could have issued."""
    return isinstance(parse_case_number(raw), CaseNumberParts)


def check_case_number(raw: str) -> Checked:
    """The rule of a case_number field; stored as printed."""
    parts = parse_case_number(raw)
    if isinstance(parts, Rejected):
        return parts
    return Accepted(parts.text(), words(parts.text()))
