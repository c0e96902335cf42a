"""What a code reader hands over."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Scanned:
    """The whole text of one code. It may be money (a payment code): never logged."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Garbled:
    """Something was scanned, but it is no whole text."""

    why: str
    """A technician's word: unfinished, too_long, control, encoding, key."""


Reading = Scanned | Garbled
