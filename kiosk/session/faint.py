"""A voice that hardly stands above the hall: perhaps hers, perhaps many others'. It is asked about and does nothing.

Measured with an hour of noise on every kind of page (benchmarks/noise_alone.py): without this rule it called for help.
"""

from kiosk.core.hearing import Utterance
from kiosk.core.screen import Action, AskText, Role, Screen
from kiosk.dialogue import Act, Answer, Ask, Choice, Fill, Human, Leave, Meaning, Offer
from kiosk.session.expect import expect_of
from kiosk.session.places import AskOver, LeaveOver, OfferOver, Overlay, ReadBackOver
from kiosk.session.state import State

_ASKING = (AskOver, OfferOver, ReadBackOver)
YES_FROM = 0.5
"""Confidence of an answer to a question that was asked because of doubt."""


def enough(state: State, screen: Screen, hearing: Utterance, meaning: Meaning, exact: Action | None) -> bool:
    """Whether it may go the usual way: the answer to a question asked back, or what only asks or tells where her own
    words are expected."""
    if isinstance(state.overlay, _ASKING):
        return exact is not None and not exact.grave and hearing.hypotheses[0].confidence >= YES_FROM
    if isinstance(meaning, Fill):
        # Text is read back whole; digits would gather in the draft piece by piece.
        return state.overlay is None and isinstance(screen.ask, AskText)
    return isinstance(meaning, Offer | Ask | Answer) and expect_of(screen).open


def asked_first(state: State, screen: Screen, meaning: Meaning, exact: Action | None) -> Overlay | None:
    """The question in place of the deed; None where nothing is worth asking."""
    if state.overlay is not None or not state.began:
        return None
    if isinstance(meaning, Leave):
        return LeaveOver("restart")
    if isinstance(meaning, Human):
        return AskOver("要叫人帮忙吗？", (Choice("叫人帮忙", action="help"),))
    action = exact or (screen.action(meaning.action) if isinstance(meaning, Act) else None)
    if action is None or action.grave or action.role is Role.KEY:
        return None
    return AskOver(f"您说的是“{action.label}”吗？", (Choice(action.label, action=action.id),))
