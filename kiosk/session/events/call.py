"""What happens in a call for a human. What it means is kiosk.assist's to decide."""

from dataclasses import dataclass
from typing import Literal

from kiosk import assist
from kiosk.core.calls import ToTerminalMessage, Welcome


@dataclass(frozen=True, slots=True)
class HubSaid:
    """A message of the call came over the link."""

    message: ToTerminalMessage


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The link to the hub is there, with the hub's welcome, or is not (None)."""

    welcome: Welcome | None


@dataclass(frozen=True, slots=True)
class InCall:
    """She did something about the call, or its media or camera report."""

    event: assist.Event


@dataclass(frozen=True, slots=True)
class OpenCall:
    """Look at the call, type to the guide or watch the guide; the page below stays."""

    part: Literal["menu", "talk", "write", "see"]
