"""Small truths: nobody is invited to speak to a deaf machine, and a reader that comes back goes on by itself."""

from dataclasses import replace

from kiosk.catalogue import NONE_ANSWER
from kiosk.core.faults import TEXTS, Fault
from kiosk.core.outcomes import DeviceState
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session import screen_for, step
from kiosk.session.places import MaterialPlace
from kiosk.session.plan import identified
from kiosk.session.slips import next_steps
from kiosk.session.state import with_form, with_visit
from kiosk.session.who import person_of


def test_a_terminal_that_cannot_hear_invites_nobody_to_speak(visitor) -> None:
    assert "直接说" not in str(visitor.screen.to_json())
    hearing = replace(visitor.state, terminal=replace(visitor.state.terminal, hears=True))
    assert "直接说" in str(screen_for(hearing).to_json())
    assert str(screen_for(hearing).to_json()).count("比如说") == 2


def test_a_reader_that_comes_back_reads_on_without_a_press(visitor) -> None:
    visitor.press("start", "service:02", "next", "choice:yes", "choice:self")
    visitor.post(ev.CardProblem(Fault.READER_ABSENT))
    visitor.effects.clear()
    visitor.post(ev.DeviceChanged("card_reader", DeviceState.ONLINE))
    assert any(isinstance(effect, ef.ReadCard) for effect in visitor.effects)
    assert not visitor.screen.notices


def test_a_reader_that_comes_back_broken_is_told_as_broken_and_then_reads_on(visitor) -> None:
    visitor.press("start", "service:02", "next", "choice:yes", "choice:self")
    visitor.post(ev.CardProblem(Fault.READER_ABSENT))
    before = visitor.screen
    visitor.post(ev.DeviceChanged("card_reader", DeviceState.HARDWARE_ERROR, Fault.READER_BROKEN))
    assert visitor.screen != before
    told = "".join(notice.masked() for notice in visitor.screen.notices)
    assert told == TEXTS[Fault.READER_BROKEN].resident
    assert not set(visitor.screen.notices) & set(before.notices), "only what is new on a page is spoken"
    visitor.effects.clear()
    visitor.post(ev.DeviceChanged("card_reader", DeviceState.ONLINE))
    assert any(isinstance(effect, ef.ReadCard) for effect in visitor.effects)


def test_a_card_held_badly_is_not_forgotten_because_the_reader_says_how_it_is(visitor) -> None:
    visitor.press("start", "service:02", "next", "choice:yes", "choice:self")
    visitor.post(ev.CardProblem(Fault.CARD_MOVED))
    before = visitor.state.place
    visitor.post(ev.DeviceChanged("card_reader", DeviceState.ONLINE))
    visitor.post(ev.DeviceChanged("card_reader", DeviceState.OFFLINE, Fault.READER_SILENT))
    assert visitor.state.place == before


def test_another_card_takes_nothing_of_the_first_persons_matter_with_it(visitor, facts) -> None:
    visitor.press("start", "service:01", "next", "choice:yes", "choice:self")
    visitor.post(ev.CardSeen(facts.mother), ev.NoDraft()).press("choice:first")
    first = visitor.state.visit.form
    changed = replace(first, signature=b"png", signed_text="hers", looked_over=True, witness=None)
    state = identified(with_form(visitor.state, changed), person_of(facts.son), "holder")
    form = state.visit.form
    assert form.holder.name == facts.son.name
    assert form.submission_id != first.submission_id
    assert (form.signature, form.signed_text, form.looked_over) == (b"", "", False)
    for secret in (facts.mother.name, facts.mother.id_number, facts.mother.address):
        assert secret not in repr(form)


def test_a_changed_material_has_to_be_signed_again(visitor, facts) -> None:
    visitor.press("start", "service:01", "next", "choice:yes", "choice:self")
    visitor.post(ev.CardSeen(facts.mother), ev.NoDraft())
    signed = replace(visitor.state.visit.form, signature=b"png", signed_text="hers", looked_over=True)
    state = with_form(replace(visitor.state, place=MaterialPlace("household_book")), signed)
    state, _ = step(state, ev.SetMaterial("household_book", "missing"))
    assert state.visit.form.signature == b""


def test_staff_are_logged_out_when_nobody_moves(visitor) -> None:
    visitor.press("start")
    visitor.state = with_visit(visitor.state, staff=("0001", "测试社工"))
    visitor.wait(400)
    assert visitor.state.visit.staff is None


def test_a_blank_chip_names_nobody_and_the_matter_waits(visitor, facts) -> None:
    visitor.press("start", "service:01", "next", "choice:yes", "choice:self")
    visitor.post(ev.CardSeen(replace(facts.mother, name="", id_number=" ")))
    assert visitor.screen.key == "identify:holder"
    assert visitor.screen.notices
    assert visitor.screen.action("typed") is not None


def test_staff_read_in_words_how_much_waits_and_how_much_was_refused(visitor) -> None:
    visitor.press("start").post(ev.QueueCounted(3, 1), ev.StaffKey(), ev.KeyPressed("7")).press("next")
    visitor.post(ev.KeyPressed("1")).press("next").post(ev.StaffVerified("7", "测试员"))
    facts = {fact.label: fact.value.plain() for fact in visitor.screen.blocks[0].facts}
    assert facts["等着上传"].startswith("3 件")
    assert "技术人员" in facts["被退回"]
    visitor.post(ev.QueueCounted(0, 0))
    assert {f.value.plain() for f in visitor.screen.blocks[0].facts if f.label in ("等着上传", "被退回")} == {"没有"}


def handed_in(visitor, facts):
    visitor.post(ev.LineChanged(True)).begin("01").press("next", "choice:yes", "choice:self")
    visitor.post(ev.CardSeen(facts.mother)).answer_questions(elsewhere="no").past_conditions()
    visitor.bring_everything().look_over().sign().press("submit").stored()
    return visitor.state.visit.form.submission_id


def test_a_refused_matter_promises_no_call_and_tells_what_to_do(visitor, facts) -> None:
    submission = handed_in(visitor, facts)
    visitor.post(ev.SendRefused(submission))
    [printing] = visitor.asked(ef.PrintSlip)
    told = str(visitor.screen.to_json()) + str(printing.slip)
    assert "联系您" not in told
    assert "给工作人员看" in told
    visitor.post(ev.Sent(submission, "待受理"))
    assert visitor.screen.title.plain() == "交上去了"


def test_a_slip_that_said_wait_is_followed_by_one_that_says_refused(visitor, facts) -> None:
    submission = handed_in(visitor, facts)
    visitor.wait(8)
    [first] = visitor.asked(ef.PrintSlip)
    visitor.post(ev.Printed(first.slip.job_id), ev.SendRefused(submission))
    second = visitor.asked(ef.PrintSlip)[-1].slip
    assert second.job_id != first.slip.job_id
    assert "没能交上去" in str(second)


def result_of(visitor, facts, phone):
    visitor.post(ev.LineChanged(False)).begin("01").press("next", "choice:yes", "choice:self")
    visitor.post(ev.CardSeen(facts.mother)).answer_questions(elsewhere="no", phone=phone).past_conditions()
    visitor.bring_everything().look_over().sign().press("submit").stored()
    return str(visitor.screen.to_json()) + str(visitor.asked(ef.PrintSlip)[-1].slip)


def test_nobody_is_promised_a_call_who_left_no_number(new_visitor, facts) -> None:
    with_phone = result_of(new_visitor(), facts, "13900009876")
    another = result_of(new_visitor(), facts, NONE_ANSWER)
    assert "会打电话告诉您" in with_phone
    assert "会打电话告诉您" not in another
    assert "会打电话给您留的联系人。" in another


def test_who_left_no_number_at_all_is_told_how_to_hear(visitor, facts) -> None:
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    form = visitor.state.visit.form
    steps = next_steps(form, refused=False)
    assert "结果用这个编号查，或到窗口问。" in steps
    assert not [text for text in steps if "打电话" in text]
    assert next_steps(form, refused=True) == ["请把号码给工作人员看。"]


def test_a_refused_matter_names_no_steps_that_will_not_happen(visitor, facts) -> None:
    submission = handed_in(visitor, facts)
    visitor.post(ev.SendRefused(submission))
    assert "打电话" not in str(visitor.screen.to_json()) + str(visitor.asked(ef.PrintSlip)[-1].slip)


def test_help_says_that_what_was_filled_is_still_there_only_when_something_was(visitor, facts) -> None:
    visitor.press("start", "help")
    assert "您填的" not in str(visitor.screen.to_json())
    visitor.press("next").post(ev.ChooseService("01")).press("next", "choice:yes", "choice:self")
    visitor.post(ev.CardSeen(facts.mother), ev.AskHelp())
    assert "您填的" not in str(visitor.screen.to_json())
    visitor.press("next", "choice:first", "help")
    assert "您填的都还在" in str(visitor.screen.to_json())
