"""T-11: nothing of anybody is lost without a warning in time, a hand of any kind extends it, and afterwards it is gone.

Looked at from one situation of every kind of page the walk comes to, with the clock in the test's hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from kiosk.core.hearing import typed
from kiosk.core.screen import Screen
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session import patience, screen_for, step
from kiosk.session.now import busy, something_to_lose
from kiosk.session.places import EndingPlace, IdleOver, RatingPlace
from kiosk.session.state import State
from ui.measure import settle, texts
from ui.walk import HOLDER, OPERATOR, Met

TICK_S = 2.5
LEAST_IDLE_S, MOST_IDLE_S = 120.0, 300.0
LEAST_WARNING_S = 20.0
COUNTED_S = 20
LONGEST_S = 1000.0
LOOK_S = 50.0
"""How often a page without a warning is looked at."""
PERSONAL = (HOLDER.name, HOLDER.id_number, HOLDER.address, OPERATOR.name, OPERATOR.id_number, OPERATOR.address)
FROZEN = ("the machine speaks", "a slip is printed", "a card is read", "a guide is with her", "a bill is being paid")


@dataclass(frozen=True)
class Moment:
    """What is so at one second."""

    at: float
    state: State
    screen: Screen

    @property
    def warned(self) -> bool:
        return isinstance(self.state.overlay, IdleOver)


def left_alone(state: State) -> Iterator[Moment]:
    """Nobody does anything, until the visit is over. Raises AssertionError where it never is."""
    at, screen = 0.0, screen_for(state)
    while at < LONGEST_S:
        if isinstance(state.overlay, IdleOver) or at % LOOK_S == 0 or not state.began:
            screen = screen_for(state)
        yield Moment(at, state, screen)
        if not state.began:
            return
        at += TICK_S
        state, effects = step(state, ev.Tick(state.now + timedelta(seconds=TICK_S), state.monotonic + TICK_S))
        for slip in (effect.slip for effect in effects if isinstance(effect, ef.PrintSlip)):
            state, _ = step(state, ev.Printed(slip.job_id))  # a printer always answers
    raise AssertionError(f"{screen_for(state).key} never ends")


def time_faults(moments: list[Moment]) -> list[str]:
    """What is wrong with how a visit ended that was left alone; empty when T-11 holds."""
    first, last = moments[0], moments[-1]
    warned = [m for m in moments if m.warned]
    faults = []
    loses = any(something_to_lose(m.state) for m in moments[:-1])
    by_itself = isinstance(moments[-2].state.place, RatingPlace | EndingPlace)
    if not warned:
        if loses or not by_itself:
            faults.append("ends without a warning")
    else:
        if last.at - warned[0].at < LEAST_WARNING_S:
            faults.append(f"ends {last.at - warned[0].at} s after the warning")
        if not first.warned and not LEAST_IDLE_S <= warned[0].at - first.at <= MOST_IDLE_S + 2 * patience.RATING_S:
            faults.append(f"warns after {warned[0].at} s")
    for moment in moments[:-1]:
        left = last.at - moment.at
        if moment.screen.countdown is not None and (not moment.warned or left > COUNTED_S + TICK_S):
            faults.append(f"counts down {left} s before the end")
    kept = repr((last.state.visit, last.state.place, last.state.trail, last.state.overlay))
    faults += [f"{text} is still there" for text in PERSONAL if text in kept]
    return faults


def kind(met: Met) -> object:
    form = met.state.visit.form
    known = form is not None and form.holder is not None
    page = met.screen.key.split(":")[0], type(met.state.place), type(met.state.overlay)
    return *page, something_to_lose(met.state), known


@pytest.fixture(scope="session")
def situations(met_everywhere) -> list[Met]:
    """One of each kind of page, with and without something to lose, nobody speaking or working."""
    found: dict[object, Met] = {}
    for met in met_everywhere:
        if met.state.began and not busy(met.state) and met.state.terminal.left_at is None:
            found.setdefault(kind(met), met)
    return [met for met in found.values() if not _with_guide(met.state)]


def _with_guide(state: State) -> bool:
    return state.visit.call is not None and state.visit.call.there is not None


def test_every_page_that_is_left_alone_warns_in_time_and_forgets_the_person_afterwards(situations) -> None:
    assert len(situations) > 60
    faults = [f"{met.screen.key}: {fault}" for met in situations for fault in time_faults(list(left_alone(met.state)))]
    assert not faults, "\n".join(faults)


def test_any_hand_or_word_on_the_warning_gives_the_time_back_more_than_ten_times(situations) -> None:
    """A touch anywhere, an arrow, a word that is understood: none has to find a button."""
    extends = (ev.Touched("touch"), ev.Touched("keypad"), ev.StillHere(), ev.Heard(typed("我还在")))
    tried = 0
    for met in situations:
        if met.state.overlay is not None or isinstance(met.state.place, RatingPlace | EndingPlace):
            continue
        state, form = met.state, met.state.visit.form
        for turn in range(12):
            warned = next((m.state for m in left_alone(state) if m.warned and _nearly_over(m.state)), None)
            if warned is None:
                break  # a page that goes on by itself
            state, _ = step(warned, extends[turn % len(extends)])
            left = state.overlay.left if isinstance(state.overlay, IdleOver) else patience.IDLE_S
            assert left >= LEAST_WARNING_S, (met.screen.key, extends[turn % len(extends)])
            assert state.began
            assert state.visit.form == form, met.screen.key
            tried += 1
    assert tried > 300


def _nearly_over(state: State) -> bool:
    return isinstance(state.overlay, IdleOver) and state.overlay.left <= 2 * TICK_S


def test_not_to_go_on_is_done_where_the_warning_offers_it(situations) -> None:
    """A finger on the button is also a hand that asks for time; the button still does what it says."""
    met = next(m for m in situations if m.screen.key.startswith("question"))
    warned = next(m for m in left_alone(met.state) if m.warned)
    leave = warned.screen.action("leave")
    assert leave is not None
    state, _ = step(warned.state, ev.Touched("touch"))
    state, _ = step(state, leave.event)  # type: ignore[arg-type]
    assert not state.began


def frozen(met_everywhere: tuple[Met, ...], why: str) -> State:
    """A state in which that is going on."""
    states = [met.state for met in met_everywhere if met.state.began]
    if why == "the machine speaks":
        state, _ = step(next(s for s in states if something_to_lose(s) and not busy(s)), ev.Speaking(True))
        return state
    found = {
        "a slip is printed": lambda s: s.visit.printing is not None and s.visit.printing.waiting,
        "a card is read": lambda s: screen_for(s).key.startswith("identify") and busy(s),
        "a guide is with her": _with_guide,
        "a bill is being paid": lambda s: screen_for(s).key == "paying",
    }[why]
    return next(s for s in states if s.overlay is None and found(s))


@pytest.mark.parametrize("why", FROZEN)
def test_the_clock_stands_still_while(why: str, met_everywhere) -> None:
    state = frozen(met_everywhere, why)
    at = 0.0
    while at < MOST_IDLE_S + 60 and (busy(state) or _with_guide(state)):
        at += TICK_S
        state, _ = step(state, ev.Tick(state.now + timedelta(seconds=TICK_S), state.monotonic + TICK_S))
        assert state.began
        assert not isinstance(state.overlay, IdleOver)
    assert state.visit.idle_s <= TICK_S
    assert at >= (patience.IDLE_S if why != "a bill is being paid" else 30)


def test_the_warning_on_the_glass_has_words_at_once_and_a_number_only_at_the_end(stage, situations) -> None:
    met = next(m for m in situations if m.screen.key.startswith("question"))
    warned = [m for m in left_alone(met.state) if m.warned]
    for moment in warned:
        stage.session.go(moment.screen)
        settle()
        shown = [text.text for text in texts(stage.window)]
        assert "您还在吗？" in shown
        counted = [text for text in shown if text.endswith("秒")]
        left = warned[-1].at - moment.at + TICK_S
        assert bool(counted) == (moment.screen.countdown is not None), shown
        assert not counted or left <= COUNTED_S + TICK_S


# --- and the gate can fail -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("WARNING_S", 10.0, "after the warning"),
        ("IDLE_S", 60.0, "warns after"),
    ],
)
def test_a_clock_set_wrong_is_noticed(name: str, value: object, fault: str, situations, monkeypatch) -> None:
    monkeypatch.setattr(patience, name, value)
    met = next(m for m in situations if m.screen.key.startswith("question"))
    assert [f for f in time_faults(list(left_alone(met.state))) if fault in f]


def test_an_early_number_a_silent_end_and_a_kept_name_are_noticed(situations) -> None:
    met = next(m for m in situations if m.screen.key.startswith("question") and m.state.visit.form.holder)
    good = list(left_alone(met.state))
    assert time_faults(good) == []
    early = [replace(m, screen=replace(m.screen, countdown=40)) if m.warned else m for m in good]
    assert [f for f in time_faults(early) if "counts down" in f]
    silent = [m for m in good if not m.warned]
    assert time_faults(silent) == ["ends without a warning"]
    kept = [*good[:-1], replace(good[-1], state=replace(good[-1].state, visit=met.state.visit))]
    assert [f for f in time_faults(kept) if "is still there" in f]
