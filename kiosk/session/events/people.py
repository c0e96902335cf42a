"""What a person does to find their way: opening, choosing, going on and back, speaking, asking for a human."""

from dataclasses import dataclass, field
from typing import Literal

from kiosk.core.hearing import Hearing

How = Literal["touch", "keypad", "voice"]


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody is there and active; every press posts one first. Resets the idle clock."""

    how: How = "touch"


@dataclass(frozen=True, slots=True)
class Begin:
    """Leave the attract page."""


@dataclass(frozen=True, slots=True)
class ChooseCategory:
    """Open one group of matters; "" is the list of groups."""

    category: str


@dataclass(frozen=True, slots=True)
class ChooseService:
    """Open a matter; also what dialogue posts when it understood one."""

    service_id: str


@dataclass(frozen=True, slots=True)
class Next:
    """The page's main way on."""


@dataclass(frozen=True, slots=True)
class Back:
    """One page back, or close what lies over the page."""


@dataclass(frozen=True, slots=True)
class Home:
    """To the home page; asks first when something would be lost."""


@dataclass(frozen=True, slots=True)
class Restart:
    """End the visit and clear everything; asks first."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Yes to the question before leaving."""


@dataclass(frozen=True, slots=True)
class KeepMissed:
    """What was not understood may be kept, so that it can be learned."""


@dataclass(frozen=True, slots=True)
class Finish:
    """Nothing else to do: to the rating and the end."""


@dataclass(frozen=True, slots=True)
class ChoosePayMethod:
    """How to pay."""

    method: Literal["scan_me", "show_code", "cash_at_window"]


@dataclass(frozen=True, slots=True)
class ConfirmPay:
    """Yes, pay this amount."""


@dataclass(frozen=True, slots=True)
class ChooseTicket:
    """Which queue."""

    queue: str


@dataclass(frozen=True, slots=True)
class ChoosePriority:
    """Whether the resident says they need to go first."""

    priority: bool


@dataclass(frozen=True, slots=True)
class ChooseCase:
    """One of the cases found."""

    index: int


@dataclass(frozen=True, slots=True)
class ChooseNotice:
    """One of the notices."""

    notice_id: str


@dataclass(frozen=True, slots=True)
class ChooseReferral:
    """A paper somebody else gives; "" is the list of them."""

    referral: str = ""


@dataclass(frozen=True, slots=True)
class TurnPage:
    """Next or previous page of a list."""

    by: int


@dataclass(frozen=True, slots=True)
class PrintAgain:
    """Print the slip (again)."""

    large: bool = False
    """On A4, in large type."""


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """Hear what the slip says."""


@dataclass(frozen=True, slots=True)
class Rate:
    """好差评; None is 不评价."""

    level: Literal["非常满意", "满意", "基本满意", "不满意", "非常不满意"] | None


@dataclass(frozen=True, slots=True)
class Heard:
    """The ear came back: with words, or with the reason why not."""

    hearing: Hearing = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pick:
    """One of the answers to a question back."""

    index: int


@dataclass(frozen=True, slots=True)
class Deny:
    """Not that; the page below asks again."""


@dataclass(frozen=True, slots=True)
class AskHelp:
    """A human, from any page, in one press."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Say it again."""


@dataclass(frozen=True, slots=True)
class OpenSettings:
    """Text size, colours, sound."""


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """One setting of `screen.Settings` by name, to a value."""

    name: Literal["text_size", "theme", "low", "rate", "volume", "muted", "slow", "dark", "whole_numbers", "dialect"]
    value: int | bool | str


@dataclass(frozen=True, slots=True)
class StillHere:
    """Answer to the idle warning."""


@dataclass(frozen=True, slots=True)
class StaffKey:
    """The staff's physical key was turned; opens the staff entry, nothing else does."""


@dataclass(frozen=True, slots=True)
class UseCode:
    """Not a number of staff but the technician's code of the hour."""


@dataclass(frozen=True, slots=True)
class StartRepair:
    """Verified staff lets the technician work."""


@dataclass(frozen=True, slots=True)
class RepairDone:
    """The technician has left her pages."""


@dataclass(frozen=True, slots=True)
class AskLeftPayments:
    """See what became of the payments a power cut interrupted."""
