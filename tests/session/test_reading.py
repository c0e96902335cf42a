"""The slip aloud: line by line, a number that identifies her only by its tail where others hear it."""

from typing import Any

import pytest

from kiosk.core.slip import SlipFact
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session import sentences


@pytest.fixture
def with_paper(visitor: Any, facts: Any) -> Any:
    visitor.post(ev.LineChanged(False)).begin("01").press("next", "choice:yes", "choice:self")
    visitor.post(ev.CardSeen(facts.mother)).answer_questions(elsewhere="no").past_conditions()
    visitor.bring_everything().look_over().sign().staff_vouch().press("submit").stored()
    return visitor.post(ev.Printed(visitor.asked(ef.PrintSlip)[0].slip.job_id))


def test_each_line_of_the_paper_is_a_sentence_and_the_case_number_comes_in_groups(with_paper: Any) -> None:
    with_paper.press("read")
    said = sentences(with_paper.screen, headphones=False)
    assert said[0] == "小票上写着"
    assert "状态，已暂存·待上传" in said
    assert "130302 20261124 K07 0001 5" in said
    assert "办事人，测试桂兰" in said


@pytest.mark.parametrize("headphones", [False, True])
def test_her_number_is_whole_in_headphones_only(with_paper: Any, facts: Any, headphones: bool) -> None:
    with_paper.press("read")
    said = "".join(sentences(with_paper.screen, headphones))
    assert (facts.mother.id_number in said) is headphones
    assert ("尾号0040" in said) is not headphones


def test_what_a_guide_would_see_of_it_is_masked(with_paper: Any, facts: Any) -> None:
    with_paper.press("read")
    seen = str(with_paper.screen.masked())
    assert not [one for one in facts.personal if one in seen]


def test_the_printer_is_given_nothing_of_what_is_only_said(with_paper: Any, facts: Any) -> None:
    slip = with_paper.asked(ef.PrintSlip)[0].slip
    assert any(isinstance(line, SlipFact) and line.said for line in slip.lines)
    assert not any(getattr(line, "said", None) for line in slip.on_paper().lines)
    assert facts.mother.id_number not in repr(slip)


def test_the_paper_is_read_as_it_was_printed_even_when_more_is_known_by_now(with_paper: Any) -> None:
    with_paper.post(ev.Sent(with_paper.state.visit.form.submission_id, "待受理"))
    with_paper.post(ev.LineChanged(False)).press("read")
    newest = with_paper.asked(ef.PrintSlip)[-1].slip
    status = next(line.value for line in newest.lines if isinstance(line, SlipFact) and line.label == "状态")
    assert f"状态，{status}" in sentences(with_paper.screen, headphones=False)


def test_reading_is_closed_by_its_button_and_by_back_and_the_page_is_untouched(with_paper: Any) -> None:
    place = with_paper.state.place
    assert with_paper.press("read", "next").state.place == place
    assert with_paper.press("read", "back").state.place == place
    assert with_paper.press("read").post(ev.AskHelp()).screen.key == "over:help"
