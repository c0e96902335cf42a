"""The social-security card in a matter: who somebody is, where the money goes, and what is said where nobody may."""

from datetime import date
from typing import Any

import pytest

from kiosk.core.faults import TEXTS, Fault
from kiosk.core.outcomes import DeviceState
from kiosk.core.person import Person
from kiosk.session import Effect, Event, State, screen_for, step
from kiosk.session import events as ev
from kiosk.session.effects import ReadSocialCard, SaveDraft, StopReading, Wipe
from kiosk.session.places import ConflictPlace, IdentifyPlace, QuestionPlace, SocialCardPlace
from kiosk.session.submission import wire_person
from ui.walk import HOLDER

HERE = ev.DeviceChanged("social_card", DeviceState.ONLINE)
SAME = Person(HOLDER.name, HOLDER.id_number, HOLDER.sex, birth=HOLDER.birth, how="social")
OTHER = Person("测试桂兰", "130300194403070040", "女", birth=date(1944, 3, 7), how="social")


def after(state: State, *events: Event) -> tuple[State, tuple[Effect, ...]]:
    effects: tuple[Effect, ...] = ()
    for event in events:
        state, effects = step(state, event)
    return state, effects


def identifying(fresh: State, *before: Event) -> State:
    state, _ = after(fresh, *before, ev.Begin(), ev.ChooseService("01"), ev.Next(), ev.Agree(), ev.ForWhom("self"))
    assert state.place == IdentifyPlace("holder")
    return state


def asked_where_to(fresh: State, *before: Event) -> State:
    """At the question where the money goes, with her identity card read."""
    state, _ = after(identifying(fresh, *before), ev.CardSeen(HOLDER))
    answers = {"elsewhere": "no", "phone": "13800001234", "home": HOLDER.address}
    for _ in range(20):
        place = state.place
        assert isinstance(place, QuestionPlace), place
        if place.field_id == "pay_to":
            return state
        spec = state.visit.form.spec(place.field_id) if state.visit.form else None
        assert spec is not None
        first = spec.options[-1].id if spec.options else ""
        state, _ = after(state, ev.Answer(place.field_id, answers.get(place.field_id, first)))
    raise AssertionError("never asked")


def texts(state: State) -> str:
    screen = screen_for(state)
    return "".join(words.masked() for words in (screen.title, *screen.say, *screen.notices))


def test_a_terminal_without_the_reader_asks_nothing_of_it(visitor: Any) -> None:
    assert screen_for(identifying(visitor.state)).action("social") is None
    state, _ = after(asked_where_to(visitor.state), ev.Answer("pay_to", "social_card"))
    assert not isinstance(state.place, SocialCardPlace)
    assert state.visit.form is not None
    assert "social_number" not in {spec.id for spec in state.visit.form.specs()}


def test_who_left_the_identity_card_at_home_is_known_by_the_other_card_and_checked_at_the_window(visitor: Any) -> None:
    state = identifying(visitor.state, HERE)
    assert screen_for(state).action("social") is not None
    state, effects = after(state, ev.UseWay("social"))
    assert isinstance(state.place, SocialCardPlace)
    assert effects[0] == StopReading()
    assert isinstance(effects[1], ReadSocialCard)
    state, _ = after(state, ev.SocialCardSeen(SAME))
    form = state.visit.form
    assert form is not None
    assert form.holder == SAME
    assert {v.source for v in form.values_of("name")} <= {"social_card"}
    person = wire_person(form.holder)
    assert person is not None
    assert person.how == "social", "the clerk sees that it was no identity card"
    assert not any(isinstance(e, SaveDraft) for e in after(state, ev.Next())[1]), "no draft without a chip that proves"


def test_the_card_in_the_reader_fills_where_the_money_goes(visitor: Any) -> None:
    state, effects = after(asked_where_to(visitor.state, HERE), ev.Answer("pay_to", "social_card"))
    assert state.place == SocialCardPlace("holder", "social_number")
    assert any(isinstance(e, ReadSocialCard) for e in effects)
    state, _ = after(state, ev.SocialCardSeen(SAME))
    form = state.visit.form
    assert form is not None
    (value,) = form.values_of("social_number")
    assert (value.value, value.source) == (HOLDER.id_number, "social_card")
    assert not isinstance(state.place, SocialCardPlace | ConflictPlace)


def test_a_card_of_somebody_else_is_kept_beside_the_identity_card_and_shown(visitor: Any) -> None:
    state, _ = after(asked_where_to(visitor.state, HERE), ev.Answer("pay_to", "social_card"), ev.SocialCardSeen(OTHER))
    form = state.visit.form
    assert form is not None
    assert [(v.value, v.source) for v in form.values_of("social_number")] == [
        (HOLDER.id_number, "chip"),
        (OTHER.id_number, "social_card"),
    ]
    assert "social_number" in form.conflicts(), "nothing is handed in before she has said which one counts"


@pytest.mark.parametrize("field", ["", "social_number"])
def test_a_reader_that_changes_its_fault_says_the_new_one_and_when_well_reads_on(visitor: Any, field: str) -> None:
    if field:
        state, _ = after(asked_where_to(visitor.state, HERE), ev.Answer("pay_to", "social_card"))
    else:
        state, _ = after(identifying(visitor.state, HERE), ev.UseWay("social"))
    state, _ = after(state, ev.SocialCardProblem(Fault.SOCIAL_READER_ABSENT))
    busy = ev.DeviceChanged("social_card", DeviceState.BUSY, Fault.SOCIAL_READER_BUSY)
    state, _ = after(state, busy)
    assert TEXTS[Fault.SOCIAL_READER_BUSY].resident.split("。")[0] in texts(state)
    state, effects = step(state, HERE)
    assert any(isinstance(effect, ReadSocialCard) for effect in effects)
    assert state.place == SocialCardPlace("holder", field)


@pytest.mark.parametrize("field", ["", "social_number"])
def test_a_region_that_withholds_its_holders_is_told_plainly_with_what_still_works(visitor: Any, field: str) -> None:
    if field:
        asked = asked_where_to(visitor.state, HERE)
        state, _ = after(asked, ev.Answer("pay_to", "social_card"), ev.SocialCardWithheld())
        assert "没有卡号也能交" in texts(state)
        on, _ = after(state, ev.Next())
        assert not isinstance(on.place, SocialCardPlace)
    else:
        state, _ = after(identifying(visitor.state, HERE), ev.UseWay("social"), ev.SocialCardWithheld())
        assert "请放身份证，也可以手工输入" in texts(state)
        on, effects = after(state, ev.UseWay("card"))
        assert isinstance(on.place, IdentifyPlace)
        assert effects
    assert "卡没有坏" in texts(state)


def test_a_card_that_cannot_be_read_may_be_tried_again_or_left(visitor: Any) -> None:
    state, _ = after(identifying(visitor.state, HERE), ev.UseWay("social"))
    state, _ = after(state, ev.SocialCardProblem(Fault.SOCIAL_CARD_WRONG_KIND))
    assert "这不是社保卡" in texts(state)
    again, effects = after(state, ev.Next())
    assert any(isinstance(e, ReadSocialCard) for e in effects)
    assert isinstance(again.place, SocialCardPlace)
    typed, _ = after(state, ev.UseWay("typed"))
    assert screen_for(typed).key == "typed:holder:name"


def test_nothing_of_the_card_is_left_when_the_visit_ends(visitor: Any) -> None:
    state, _ = after(identifying(visitor.state, HERE), ev.UseWay("social"), ev.SocialCardSeen(OTHER))
    state, effects = after(state, ev.Finish(), ev.Leave())
    assert any(isinstance(e, Wipe) for e in effects) or OTHER.id_number not in repr(state)
    assert OTHER.name not in repr(state)
