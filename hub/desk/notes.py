"""What an act of the desk has to say to whom. The acts change the database; the switchboard delivers."""

from dataclasses import dataclass

from hub.desk.guides import Profile
from kiosk.core.calls import CallMessage, Guide
from kiosk.core.calls.parts import LinkMessage

UNNUMBERED = 1
"""Each end of a call counts for itself; the switchboard gives a message its number when it goes out."""


@dataclass(frozen=True, slots=True)
class Note:
    """One message to one address: "terminal:K07" or "user:名字", as the audit chain writes them."""

    to: str
    message: CallMessage | LinkMessage


def as_told(profile: Profile) -> Guide:
    """A guide as residents are told."""
    return Guide(id=profile.user, name=profile.shown_name, number=profile.number, sign=profile.sign)
