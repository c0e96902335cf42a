"""What a call may ask the world to do."""

import dataclasses
from dataclasses import dataclass

from kiosk.assist.state import Paper
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
    stills: bool = False
    """The line carries only a still picture every few seconds beside the voice."""
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
class Look:
    """Show what lies under the document camera until it can be read and lies still: `PaperSeen`, then `PaperTaken`."""

    paper: Paper
    card: bool = False
    """It has the size of a card; the visit knows."""


@dataclass(frozen=True, slots=True)
class Shoot:
    """Take it now: `PaperTaken`, `PaperUnclear` or `PaperFailed`."""

    paper: Paper
    card: bool = False


@dataclass(frozen=True, slots=True)
class StopLook:
    """Nobody looks under the camera any more; what was shown of it is forgotten."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Send it to the hub for this call's guide: `Uploaded`. photo: "" until the visit has made an id."""

    call: str
    photo: str = ""
    jpeg: bytes = dataclasses.field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Keep:
    """She wants it with her matter, marked with the guide who asked for it."""

    paper: Paper
    guide_id: str


@dataclass(frozen=True, slots=True)
class Forget:
    """The call is over: forget what media and link held of it."""

    call: str


Effect = Send | Tracks | Relay | LookUp | Fill | OpenMatter | Look | Shoot | StopLook | Upload | Keep | Forget
