"""What lies over any page because somebody spoke."""

from dataclasses import dataclass, field

from kiosk.dialogue import Choice, Danger


@dataclass(frozen=True, slots=True)
class OfferOver:
    """One matter was understood; is it that one? `others` came next."""

    service: str
    behalf: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskOver:
    """More than one thing may have been meant."""

    say: str
    choices: tuple[Choice, ...]
    behalf: str = ""


@dataclass(frozen=True, slots=True)
class AnswerOver:
    """A question answered from the catalogue, with its source."""

    service: str
    say: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class EmergencyOver:
    """Gas, fire, a failing heart: whom to call and what to do now."""

    danger: Danger
    say: tuple[str, ...]
    call: str


@dataclass(frozen=True, slots=True)
class ReadBackOver:
    """A dictated answer, read back before it counts."""

    name: str
    label: str
    value: str = field(repr=False)
    """As it was said."""
    taken: str = field(repr=False)
    """As the field's rules take it."""


@dataclass(frozen=True, slots=True)
class SureOver:
    """Paying or handing in was said; the page below has the action."""

    action: str
