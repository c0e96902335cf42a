"""How long the terminal waits, and for whom: the idle clock, the warning, the pages that end by themselves."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.assist import Passed, active
from kiosk.core.screen import Settings
from kiosk.dialogue import Choice
from kiosk.session import events as ev
from kiosk.session.call_pages import raised
from kiosk.session.calling import in_call
from kiosk.session.counter import asks_again
from kiosk.session.effects import SayAgain
from kiosk.session.events import Event
from kiosk.session.going_out import ending
from kiosk.session.known import forget_absent
from kiosk.session.matter import print_receipt
from kiosk.session.now import busy
from kiosk.session.pages import screen_for
from kiosk.session.places import (
    AskOver,
    CardLeft,
    ConditionsPlace,
    ConfirmPlace,
    ConflictPlace,
    ConsentPlace,
    EndingPlace,
    IdleOver,
    MaterialPlace,
    Paying,
    PaymentPlace,
    QuestionPlace,
    RatingPlace,
    ResultPlace,
    ReviewPlace,
    SignPlace,
    WhosePlace,
)
from kiosk.session.power import power_tick
from kiosk.session.presence import gone_away, has_left
from kiosk.session.state import IDLE_S, IDLE_SLOW_S, WARNING_S, Moved, State, end, with_visit

RATING_S = 30.0
ENDING_S = 12.0
CARD_REMINDER_S = 15.0
HER_TURN = (
    ConditionsPlace, ConfirmPlace, ConflictPlace, ConsentPlace, MaterialPlace, QuestionPlace, ReviewPlace, SignPlace,
    WhosePlace,
)  # fmt: skip
"""Pages on which nothing goes on until she does something."""
HUB_ANSWER_S = 6.0
LONGEST_TICK_S = 5.0
"""A longer gap means the machine slept; it must not eat a resident's warning time."""

Page = Callable[[State, Event], Moved]


def tick(state: State, event: ev.Tick, page: Page) -> Moved:
    """Time passes. `page` is what the page itself makes of an event."""
    passed = min(max(0.0, event.monotonic - state.monotonic), LONGEST_TICK_S)
    state = replace(state, now=event.now, monotonic=event.monotonic)
    state, called = _call_tick(state)
    moved, effects = _visit_tick(state, event, page, passed)
    return moved, (*called, *effects)


def _call_tick(state: State) -> Moved:
    """A call has its own clocks; its question comes up once nothing else lies over the page."""
    if state.visit.call is None:
        return state, ()
    state, effects = in_call(state, Passed(state.monotonic))
    return raised(state), effects


def _visit_tick(state: State, event: ev.Tick, page: Page, passed: float) -> Moved:
    power = power_tick(state)
    if power is not None:
        return power
    if isinstance(state.place, CardLeft):
        if state.monotonic - state.place.said >= CARD_REMINDER_S:
            return replace(state, place=CardLeft(state.monotonic)), (SayAgain(),)
        return state, ()
    if not state.began:
        return _attract_tick(state, passed)
    if state.visit.speaking:
        state = with_visit(state, spoken_s=state.visit.spoken_s + passed)
    moved = _place_tick(state, event, page)
    return moved if moved is not None else _idle_tick(state, passed)


def _attract_tick(state: State, passed: float) -> Moved:
    """Settings and overlays opened on the attract page do not stay for the next person."""
    if state.overlay is None and state.visit.settings == Settings() and state.visit.minted == 0:
        return state, ()
    idle = state.visit.idle_s + (0.0 if state.visit.speaking else passed)
    if idle >= IDLE_S:
        return end(state, "idle")
    return with_visit(state, idle_s=idle), ()


def _place_tick(state: State, event: ev.Tick, page: Page) -> Moved | None:
    match state.place:
        case RatingPlace(since=since) if state.monotonic - since >= RATING_S and not state.visit.speaking:
            return ending(state)
        case EndingPlace(since=since) if state.monotonic - since >= _ending_s(state) and not busy(state):
            return end(state, "finished")
        case ResultPlace(waited_since=since) if (
            state.visit.printing is None and state.monotonic - since >= HUB_ANSWER_S
        ):
            return print_receipt(state)
        case Paying():
            return page(state, event)
        case PaymentPlace() if asks_again(state):
            return page(state, event)
        case _:
            return None


def _ending_s(state: State) -> float:
    """Longer while there is something to agree to."""
    return RATING_S if state.visit.missed else ENDING_S


def _idle_tick(state: State, passed: float) -> Moved:
    guided = state.visit.call is not None and state.visit.call.there is not None
    if busy(state) or (guided and not gone_away(state) and not isinstance(state.overlay, IdleOver)):
        return state, ()  # nobody is sent away while the machine is at work, or a guide is with her
    if isinstance(state.overlay, IdleOver):
        left = state.overlay.left - passed
        if left <= 0:
            return end(state, "idle")
        return replace(state, overlay=IdleOver(left)), ()
    idle = state.visit.idle_s + passed
    due = guided or idle >= allowed_idle(state) or has_left(state, idle)
    if due and not isinstance(state.place, RatingPlace | EndingPlace):
        # Whoever presses "still here" need not be the member of staff who had typed the PIN.
        state = forget_absent(with_visit(state, idle_s=0.0, staff=None))
        return replace(state, overlay=IdleOver(WARNING_S)), ()
    return _asked_whether_stuck(with_visit(state, idle_s=idle)), ()


def _asked_whether_stuck(state: State) -> State:
    """Once on each page of a matter, whoever does nothing for a minute is asked whether a human should come."""
    here = state.terminal.left_at is None and state.terminal.low_at is None
    waits = here and state.visit.idle_s >= allowed_idle(state) / 3
    if not waits or state.overlay is not None or active(state.visit.call) or not isinstance(state.place, HER_TURN):
        return state
    key = screen_for(state).key
    if state.visit.stuck_on == key:
        return state
    human = Choice("叫人帮忙", action="help", aliases=("要人帮", "叫人", "帮帮我"))
    return replace(with_visit(state, stuck_on=key), overlay=AskOver("要叫人来帮您吗？", (human,)))


def allowed_idle(state: State) -> float:
    """Longer for who listens, needs the largest text or the slow mode."""
    settings = state.visit.settings
    slow = settings.slow or settings.text_size >= 3 or settings.dark or state.terminal.headphones
    slow = slow or active(state.visit.call)
    return IDLE_SLOW_S if slow else IDLE_S
