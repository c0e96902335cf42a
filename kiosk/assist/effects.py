"""What a call may ask the world to do."""

import dataclasses
from dataclasses import dataclass

from kiosk.core.calls import CallMessage, Candidate, Sdp, Turn


@dataclass(frozen=True, slots=True)
class Send:
    """To the hub. The link numbers it (`seq`) and keeps it until it is known to have been heard."""

    message: CallMessage


@dataclass(frozen=True, slots=True)
class Tracks:
    """Which devices are open from now on. Off means stopped, not muted. Both off and `live` false: no media at all."""

    live: bool
    voice: bool = False
    camera: bool = False
    small: bool = False
    """The line carries only a small picture."""
    fresh: bool = False
    """The other end has forgotten what was agreed: offer anew."""


@dataclass(frozen=True, slots=True)
class Relay:
    """For the terminal's media, from the other end."""

    message: Sdp | Candidate | Turn


@dataclass(frozen=True, slots=True)
class LookUp:
    """Look a value up in her form: `Found`. Only asked for while she agrees that it is told."""

    field: str


@dataclass(frozen=True, slots=True)
class Fill:
    """She confirmed a suggestion: fill it in, with who suggested it."""

    field: str
    value: str = dataclasses.field(repr=False)
    guide_id: str = ""


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """She confirmed a proposed matter."""

    service: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Take a picture of a paper: `Pictured`."""

    what: str


@dataclass(frozen=True, slots=True)
class Forget:
    """The call is over: forget what media and link held of it."""

    call: str


Effect = Send | Tracks | Relay | LookUp | Fill | OpenMatter | Picture | Forget
