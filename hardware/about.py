"""What a device says of itself, for whoever has to order its spare part or its firmware."""

from dataclasses import dataclass

LONGEST = 60
"""Characters of one fact; a device that says more is cut."""


@dataclass(frozen=True, slots=True)
class About:
    """One device's own words; "" where it says nothing."""

    model: str = ""
    """Maker and model."""
    firmware: str = ""
    number: str = ""
    """Its own serial number."""

    def __bool__(self) -> bool:
        return bool(self.model or self.firmware or self.number)


def plain(text: str) -> str:
    """A device's text as a line: what cannot be printed left out, blanks joined, not too long."""
    kept = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(kept.split())[:LONGEST]
