"""That a card's holder handed a matter in today: kept until tomorrow, as a draft is, readable only with that card."""

import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One matter; nothing of what was filled in."""

    submission_id: str
    service_id: str
    case_number: str = field(repr=False)
    day: str
    """ISO date in Beijing."""


def key_text(id_number: str) -> str:
    """What the store's slow key is made from; another than the card's draft has."""
    return f"{id_number}/handed-in"


def to_bytes(marks: tuple[HandedIn, ...]) -> bytes:
    """As it is sealed."""
    return json.dumps([asdict(mark) for mark in marks]).encode()


def from_bytes(payload: bytes | None, day: str) -> tuple[HandedIn, ...]:
    """Those of that day; none of what is damaged or older."""
    try:
        found = json.loads(payload or b"[]")
        return tuple(mark for mark in (HandedIn(**one) for one in found) if mark.day == day)
    except (ValueError, TypeError):
        return ()
