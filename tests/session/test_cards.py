"""Whose card speaks for whom: laid down unasked, lifted, swapped, left behind, and two people in a row."""

import json
from typing import Any

import pytest

from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session.places import CardOwnerPlace


def shown(visitor: Any) -> str:
    return json.dumps(visitor.screen.to_json(), ensure_ascii=False)


def finished(visitor: Any, facts: Any, service: str = "01") -> Any:
    """A matter handed in with the mother's card, and back on the home page."""
    visitor.post(ev.LineChanged(False)).begin(service).press("next", "choice:yes", "choice:self")
    visitor.post(ev.CardSeen(facts.mother)).answer_questions(elsewhere="no").past_conditions()
    visitor.bring_everything().look_over().sign().press("submit").stored()
    visitor.post(ev.Printed(visitor.asked(ef.PrintSlip)[-1].slip.job_id)).press("finish", "choice:yes")
    assert visitor.screen.key == "home"
    return visitor


def test_a_card_laid_on_the_first_page_greets_and_begins_nothing_by_itself(visitor: Any) -> None:
    visitor.post(ev.CardLaid())
    assert visitor.screen.key == "home"
    assert "身份证放好了" in visitor.screen.notices[0].plain()
    visitor.wait(60)
    assert visitor.screen.key == "home"
    assert not [e for e in visitor.effects if isinstance(e, ef.ReadCard | ef.StoreSubmission | ef.QueryCases)]
    assert visitor.state.visit.holder is None
    visitor.post(ev.CardGone())
    assert not visitor.screen.notices


def test_a_card_laid_before_is_read_only_after_consent_and_used_for_the_matter(visitor: Any, facts: Any) -> None:
    visitor.post(ev.CardLaid(), ev.ChooseService("01")).press("next")
    assert not visitor.asked(ef.ReadCard)
    visitor.press("choice:yes", "choice:self")
    assert len(visitor.asked(ef.ReadCard)) == 1
    visitor.post(ev.CardReading())
    assert "正在读" in visitor.screen.title.plain()
    visitor.post(ev.CardSeen(facts.mother))
    assert visitor.state.visit.form.holder.name == facts.mother.name
    assert visitor.screen.key.startswith("question:01:")


@pytest.mark.parametrize("whose", ["holder", "operator"])
def test_a_card_laid_before_acting_for_another_is_asked_about_and_not_guessed(
    visitor: Any, facts: Any, whose: str
) -> None:
    visitor.post(ev.CardLaid(), ev.ChooseService("01")).press("next", "choice:yes", "choice:other")
    visitor.post(ev.CardSeen(facts.son))
    assert visitor.screen.key == "card_owner"
    assert visitor.state.visit.form.holder is None
    visitor.press(f"choice:{whose}")
    form = visitor.state.visit.form
    if whose == "operator":
        assert (form.holder, form.operator.name) == (None, facts.son.name)
        assert visitor.screen.key == "identify:holder"
        visitor.post(ev.CardSeen(facts.son))
        assert "请换办事人" in visitor.screen.notices[0].plain()
        visitor.post(ev.CardGone(), ev.CardSeen(facts.mother))
        form = visitor.state.visit.form
        assert (form.holder.name, form.operator.name) == (facts.mother.name, facts.son.name)
    else:
        assert (form.holder.name, form.operator) == (facts.son.name, None)
        assert visitor.screen.key == "identify:operator"
    assert not any(isinstance(place, CardOwnerPlace) for place in visitor.state.trail)


def test_a_card_that_still_lies_there_speaks_for_its_owner(visitor: Any, facts: Any) -> None:
    finished(visitor, facts).post(ev.ChooseService("02")).press("next", "choice:yes")
    assert visitor.screen.key.startswith("question:02:")
    assert visitor.state.visit.form.holder.name == facts.mother.name


def test_after_the_card_was_lifted_the_next_matter_asks_and_shows_too_little_for_a_stranger(
    visitor: Any, facts: Any
) -> None:
    finished(visitor, facts).post(ev.CardGone(), ev.ChooseService("02")).press("next", "choice:yes")
    assert visitor.screen.key == "same_person"
    assert visitor.state.visit.form.holder is None
    for secret in (facts.mother.name, facts.mother.id_number, facts.mother.address):
        assert secret not in shown(visitor)
    visitor.press("choice:no")
    assert visitor.screen.key == "whose"
    visitor.press("choice:self").post(ev.CardSeen(facts.son))
    assert visitor.state.visit.form.holder.name == facts.son.name
    assert facts.mother.name not in repr(visitor.state.visit.form)


def test_another_card_laid_after_the_first_was_lifted_does_not_speak_for_the_first_person(
    visitor: Any, facts: Any
) -> None:
    finished(visitor, facts).post(ev.CardGone(), ev.CardLaid(), ev.ChooseService("02")).press("next", "choice:yes")
    assert visitor.screen.key == "same_person"


def test_once_nobody_seemed_to_be_there_the_person_is_forgotten_for_the_next_matter(visitor: Any, facts: Any) -> None:
    finished(visitor, facts).post(ev.CardGone()).wait(200)
    assert visitor.screen.key == "over:idle"
    visitor.press("still_here").post(ev.ChooseService("02")).press("next", "choice:yes")
    assert visitor.screen.key == "whose"


def test_progress_by_card_asks_for_the_card_every_time(visitor: Any, facts: Any) -> None:
    finished(visitor, facts).post(ev.CardGone(), ev.ChooseService("34")).press("choice:card")
    assert visitor.screen.key == "identify:holder"
    assert not visitor.asked(ef.QueryCases)
    visitor.post(ev.CardSeen(facts.son))
    assert [q.id_number for q in visitor.asked(ef.QueryCases)] == [facts.son.id_number]


def test_nobody_goes_first_on_the_age_of_somebody_who_has_left(visitor: Any, facts: Any) -> None:
    finished(visitor, facts).post(ev.CardGone(), ev.ChooseService("33"))
    visitor.press(visitor.screen.actions[0].id)
    assert visitor.screen.key == "ticket:priority"
    assert not visitor.asked(ef.TakeTicket)


def test_a_reader_that_is_pulled_out_lets_no_card_speak_any_more(visitor: Any, facts: Any) -> None:
    from kiosk.core.faults import Fault
    from kiosk.core.outcomes import DeviceState

    finished(visitor, facts)
    visitor.post(ev.DeviceChanged("card_reader", DeviceState.NO_DEVICE, Fault.READER_ABSENT))
    visitor.post(ev.ChooseService("02")).press("next", "choice:yes")
    assert visitor.screen.key == "same_person"
