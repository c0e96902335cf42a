"""What every part of the hub answers when it will not do something."""

from dataclasses import dataclass

from kiosk.core.wire import Problem


@dataclass(frozen=True, slots=True)
class Refused:
    """No, with the HTTP status and the hub's own words for it; never carries a personal value."""

    status: int
    problem: Problem


def refused(status: int, code: str, say: str, field: str = "") -> Refused:
    """Short form: refused(409, "hash_differs", "…")."""
    return Refused(status, Problem(problem=code, say=say, field=field))
