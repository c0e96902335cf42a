"""办事人 and 操作人, two sources of one value, drafts, and who is asked what."""

from dataclasses import replace
from datetime import date
from typing import Any

from kiosk.core.faults import Fault
from kiosk.session import effects as ef
from kiosk.session import events as ev


def finish(visitor: Any, **answers: str) -> Any:
    return visitor.answer_questions(**answers).past_conditions().bring_everything().look_over().sign()


def test_a_son_acts_for_his_mother_and_both_are_kept_apart(visitor: Any, facts: Any) -> None:
    visitor.begin("01").press("next", "choice:yes", "choice:other").post(ev.CardSeen(facts.mother))
    assert visitor.screen.key == "identify:operator"
    visitor.post(ev.CardSeen(facts.mother))
    assert "这还是刚才那张" in visitor.screen.notices[0].plain()
    visitor.post(ev.CardSeen(facts.son))
    finish(visitor, elsewhere="no").press("submit")
    [store] = visitor.asked(ef.StoreSubmission)
    assert store.submission.holder.name == facts.mother.name
    assert store.submission.operator.name == facts.son.name
    assert store.submission.relation


def test_a_card_lifted_while_reading_is_told_and_read_again(visitor: Any, facts: Any) -> None:
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardProblem(Fault.CARD_MOVED))
    assert "没读完" in visitor.screen.notices[0].plain()
    reads = len(visitor.asked(ef.ReadCard))
    visitor.press("next").post(ev.CardSeen(facts.mother))
    assert len(visitor.asked(ef.ReadCard)) == reads + 1
    assert visitor.state.visit.holder.name == facts.mother.name


def test_without_a_card_the_number_is_typed_and_the_slip_asks_to_show_the_card(visitor: Any, facts: Any) -> None:
    visitor.post(ev.LineChanged(False)).begin("01").press("next", "choice:yes", "choice:self", "typed")
    visitor.post(ev.TextTyped("测试桂兰")).press("next")
    wrong = "1" if facts.mother.id_number[-1] != "1" else "2"
    for char in facts.mother.id_number[:-1] + wrong:
        visitor.press(f"digit:{char}")
    visitor.press("next")
    assert visitor.screen.notices
    visitor.press("erase", f"digit:{facts.mother.id_number[-1]}", "next")
    finish(visitor, elsewhere="no").press("submit").stored()
    assert visitor.asked(ef.StoreSubmission)[0].submission.holder.how == "typed"
    lines = visitor.asked(ef.PrintSlip)[0].slip.lines
    assert any("到窗口核对" in getattr(line, "text", "") for line in lines)


def test_a_card_of_old_funing_is_taken_as_it_is(visitor: Any, facts: Any) -> None:
    card = replace(facts.mother, id_number="130323194403070029", address="河北省抚宁县虚构村")
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(card))
    assert visitor.screen.key.startswith("question:")


def test_who_is_clearly_too_young_is_told_why_and_where_to_go(visitor: Any, facts: Any) -> None:
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.son))
    finish(visitor, elsewhere="no")
    told = " ".join(s.plain() for s in visitor.screen.say) if "conditions" in visitor.keys else ""
    assert "conditions" in visitor.keys, told


def test_refusing_consent_keeps_nothing_and_leads_to_the_window(visitor: Any) -> None:
    visitor.begin("01").press("next", "choice:no")
    assert visitor.screen.key == "where:refused"
    assert visitor.state.visit.form is None
    visitor.press("print")
    assert visitor.asked(ef.PrintSlip)
    assert not visitor.asked(ef.ReadCard)


def test_two_sources_that_disagree_are_both_kept_and_the_resident_chooses(visitor: Any, facts: Any) -> None:
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    visitor.answer_questions(elsewhere="no").past_conditions().bring_everything()
    form = visitor.state.visit.form
    home = next(s.id for s in form.service.fields if s.same_as_card == "address")
    visitor.post(ev.EditField(home), ev.Answer(home, facts.mother.address, "chip"))
    assert visitor.screen.key == f"conflict:{home}"
    values = visitor.state.visit.form.values_of(home)
    assert {v.source for v in values} == {"chip", "typed"}
    visitor.post(ev.ChooseValue(home, 0))
    assert visitor.state.visit.form.chosen(home) == "虚构小区一号楼"
    assert len(visitor.state.visit.form.values_of(home)) == 2
    assert not visitor.state.visit.form.conflicts()


def test_an_address_of_the_old_county_is_kept_as_the_card_has_it_beside_todays(visitor: Any, facts: Any) -> None:
    old, today = "河北省抚宁县虚构镇虚构村", "秦皇岛市抚宁区虚构镇虚构村"
    card = replace(facts.mother, address=old)
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(card))
    home = next(s.id for s in visitor.state.visit.form.service.fields if s.same_as_card == "address")
    visitor.answer_questions(elsewhere="no", **{home: today}).past_conditions().bring_everything()
    assert not [key for key in visitor.keys if key.startswith("where:")], "no name of a place turns anybody away"
    visitor.post(ev.EditField(home), ev.Answer(home, old, "chip"))
    assert visitor.screen.key == f"conflict:{home}"
    shown = str(visitor.screen.to_json())
    assert old in shown
    assert today in shown
    visitor.post(ev.ChooseValue(home, 0)).look_over().sign().press("submit")
    [store] = visitor.asked(ef.StoreSubmission)
    assert store.submission.holder.address == old
    assert visitor.state.visit.form.chosen(home) == today


def test_a_draft_of_the_same_card_is_offered_and_goes_on_where_it_stopped(new_visitor: Any, facts: Any) -> None:
    first = new_visitor().begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    first.answer_questions(elsewhere="no").past_conditions()
    payload = first.asked(ef.SaveDraft)[-1].payload
    second = new_visitor().begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    assert second.asked(ef.FindDraft)
    second.post(ev.DraftFound(payload))
    assert second.screen.key == "resume"
    second.press("choice:yes")
    assert second.state.visit.form.submission_id == first.state.visit.form.submission_id
    assert not second.state.visit.form.unanswered()


def test_beginning_anew_drops_the_draft(new_visitor: Any, facts: Any) -> None:
    first = new_visitor().begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    first.answer_questions(elsewhere="no").past_conditions()
    second = new_visitor().begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    second.post(ev.DraftFound(first.asked(ef.SaveDraft)[-1].payload)).press("choice:no")
    assert second.asked(ef.DropDraft)
    assert second.screen.key.startswith("question:")


def test_a_damaged_draft_is_not_offered(visitor: Any, facts: Any) -> None:
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    visitor.post(ev.DraftFound(b"{broken"))
    assert visitor.screen.key.startswith("question:")


def test_the_next_matter_of_the_visit_does_not_ask_again_who_it_is(visitor: Any, facts: Any) -> None:
    visitor.post(ev.LineChanged(False)).begin("01").press("next", "choice:yes", "choice:self")
    visitor.post(ev.CardSeen(facts.mother))
    finish(visitor, elsewhere="no").press("submit").stored().post(ev.CardGone())
    visitor.post(ev.Printed(visitor.asked(ef.PrintSlip)[0].slip.job_id)).press("finish", "choice:yes")
    visitor.post(ev.ChooseService("02")).press("next", "choice:yes")
    assert visitor.screen.key == "same_person"
    visitor.press("choice:yes")
    assert visitor.screen.key.startswith("question:02:")
    visitor.press("home", "leave").post(ev.ChooseService("01")).press("next", "choice:yes", "choice:yes")
    assert visitor.screen.key == "duplicate"
    assert facts.case in visitor.screen.blocks[0].text.plain()


def test_an_expired_card_is_told_but_never_stops(visitor: Any, facts: Any) -> None:
    card = replace(facts.mother, valid_to=date(2020, 1, 1))
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(card))
    visitor.answer_questions(elsewhere="no").past_conditions().bring_everything()
    assert any("过期" in n.plain() for n in visitor.screen.notices)
    assert visitor.look_over().sign().screen.key == "confirm"


def test_who_cannot_write_is_vouched_for_by_staff_with_key_and_pin(visitor: Any, facts: Any) -> None:
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    visitor.answer_questions(elsewhere="no").past_conditions().bring_everything().look_over().press("witness")
    assert visitor.screen.key == "witness"
    visitor.post(ev.ConfirmWitness())
    assert visitor.state.visit.form.witness is None
    visitor.staff_vouch().press("submit")
    assert visitor.asked(ef.StoreSubmission)[0].submission.witness.staff_id == "7"


def test_pension_attestation_always_needs_a_human_witness(visitor: Any, facts: Any) -> None:
    visitor.begin("03").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    finish(visitor)
    assert visitor.screen.key == "witness"
    visitor.post(ev.ConfirmSubmit())
    assert not visitor.asked(ef.StoreSubmission)


def test_the_pin_is_in_no_screen_and_the_staff_page_opens_by_the_key_alone(visitor: Any) -> None:
    visitor.press("start").post(ev.KeyPressed("1"))
    assert visitor.state.overlay is None
    visitor.post(ev.StaffKey(), ev.KeyPressed("7")).press("next")
    visitor.post(ev.KeyPressed("9"), ev.KeyPressed("8"))
    assert "98" not in repr(visitor.state.overlay) + str(visitor.screen.to_json())
    visitor.press("next").post(ev.StaffRefused())
    assert "不对" in visitor.screen.notices[0].plain()


def first_page_with_card(visitor: Any, facts: Any, service: str) -> Any:
    return visitor.begin(service).press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))


def test_a_draft_whose_matter_was_handed_in_is_told_so_and_not_gone_on_with(visitor: Any, facts: Any) -> None:
    first_page_with_card(visitor, facts, "01").post(ev.DraftHandedIn("0" * 36, "01", facts.case, "待受理"))
    assert visitor.screen.key == "handed_in"
    shown = str(visitor.screen.to_json())
    assert facts.case in shown
    assert "待受理" in shown
    visitor.press("print")
    assert facts.case in str(visitor.asked(ef.PrintSlip)[-1].slip)
    visitor.press("home_now")
    assert visitor.screen.key == "home"
    assert not visitor.asked(ef.StoreSubmission)
    visitor.post(ev.ChooseService("01")).press("next")
    assert "duplicate" in visitor.screen.key or "duplicate" in visitor.press("choice:yes").screen.key


def test_a_handed_in_matter_is_told_also_while_another_one_is_begun(visitor: Any, facts: Any) -> None:
    first_page_with_card(visitor, facts, "02").post(ev.DraftHandedIn("0" * 36, "01", facts.case))
    assert "高龄" in visitor.screen.title.plain()
    assert "待上传" in str(visitor.screen.to_json())
    visitor.press("next")
    assert visitor.screen.key.startswith("question:02:")


def test_a_matter_stored_before_shows_what_counts_and_never_the_newer_text_as_handed_in(
    visitor: Any, facts: Any
) -> None:
    first_page_with_card(visitor, facts, "01")
    finish(visitor, elsewhere="no").press("submit")
    visitor.post(ev.Stored(visitor.state.visit.form.submission_id, facts.case, earlier=True))
    assert visitor.screen.key == "handed_in"
    assert not visitor.asked(ef.PrintSlip)
    visitor.press("next")
    assert visitor.screen.key == "matter:01"
    assert visitor.state.visit.form is None


def test_whoever_is_not_the_person_of_the_card_may_ask_and_hands_nothing_in(visitor: Any, facts: Any) -> None:
    """Staff look at the man who brought his mother's card, and do not vouch."""
    visitor.begin("03").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother)).past_conditions()
    visitor.answer_questions().past_conditions().bring_everything().look_over()
    assert visitor.screen.key == "witness"
    visitor.post(ev.StaffKey(), ev.KeyPressed("7")).press("next").post(ev.KeyPressed("1")).press("next")
    visitor.post(ev.StaffVerified("7", "测试员")).press("deny_witness")
    assert visitor.screen.key == "where:not_same"
    assert not visitor.asked(ef.StoreSubmission)
    assert visitor.asked(ef.DropDraft)
    assert facts.mother.name not in repr(visitor.state.visit)
    visitor.press("finish")
    assert visitor.screen.key == "more"


def test_the_same_matter_of_the_same_card_in_another_visit_today_is_told_with_its_number(
    new_visitor: Any, facts: Any
) -> None:
    first = new_visitor()
    finish(first.begin("02").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother)))
    first.press("submit").stored()
    [mark] = first.asked(ef.MarkHandedIn)
    assert (mark.id_number, mark.mark.service_id) == (facts.mother.id_number, "02")
    assert facts.mother.name not in repr(mark.mark)
    second = new_visitor()
    second.begin("02").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    [find] = second.asked(ef.FindHandedIn)
    assert (find.service_id, find.day) == ("02", mark.mark.day)
    second.post(ev.HandedInToday("02", mark.mark.case_number))
    assert second.screen.title.plain() == "这件事今天办过了"
    assert mark.mark.case_number in str(second.screen.to_json())
    second.press("next")
    assert not second.screen.key.startswith("duplicate")
    second.post(ev.HandedInToday("02", mark.mark.case_number))
    assert not second.screen.key.startswith("duplicate"), "she has said that she wants it again"


def test_a_fifteen_digit_number_is_taken_and_a_wrong_one_is_said_how_to_mend(visitor: Any) -> None:
    visitor.begin("02").press("next", "choice:yes", "choice:self", "typed")
    visitor.post(ev.TextTyped("测试丁")).press("next")
    for digit in "130302440312002":
        visitor.post(ev.KeyPressed(digit))
    visitor.press("next")
    holder = visitor.state.visit.form.holder
    assert (holder.id_number[:17], holder.birth.isoformat()) == ("13030219440312002", "1944-03-12")
