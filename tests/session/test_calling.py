"""A call for a human inside a visit: asked in one press, allowed piece by piece, ended anywhere, and nothing lost."""

import json
from dataclasses import replace
from typing import Any

import pytest

from kiosk import assist
from kiosk.catalogue.plain_language import complaints
from kiosk.core import calls
from kiosk.core.calls import Guide
from kiosk.core.screen import Paragraph, Screen
from kiosk.core.words import words
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session.call_pages import BACK_SAYS, GONE_SAYS, NONE_SAYS, mirror_of
from kiosk.session.places import CallOver, CardLeft, HelpOver, HomePlace, SignPlace

WANG = Guide(id="wang", name="王师傅", number="007")
LI = Guide(id="li", name="小李", number="012")
ALL = ("voice", "page", "filling")
PNG_200_BY_100 = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\xc8\x00\x00\x00\x64"


def says(screen: Screen) -> str:
    return "".join(text.plain() for text in screen.spoken())


def test_one_press_asks_and_tells_no_name(asked: Any, facts: Any) -> None:
    asked.visitor.press("help")
    assert asked.visitor.screen.key == "over:call:waiting"
    (ask,) = asked.sent
    assert (ask.kind, ask.matter, ask.by.age80) == ("ask", "01", True)
    assert ask.step.startswith("question:01:")
    for value in facts.personal:
        assert value not in ask.model_dump_json()


def test_without_a_link_help_goes_by_ticket_as_before(new_visitor: Any) -> None:
    visitor = new_visitor().press("start", "help")
    assert isinstance(visitor.state.overlay, HelpOver)
    assert visitor.asked(ef.CallHelp)


def test_a_hub_that_does_not_answer_the_call_is_asked_for_a_ticket(line: Any) -> None:
    line.visitor.press("help").wait(14)
    assert isinstance(line.visitor.state.overlay, HelpOver)
    assert line.visitor.asked(ef.CallHelp)
    assert line.visitor.state.visit.call is None


def test_she_is_told_the_true_line_and_may_go_on_meanwhile(asked: Any) -> None:
    place = asked.visitor.state.place
    asked.visitor.press("help")
    asked.says(calls.Waiting, position=2, minutes=None)
    assert "前面，2 人" in says(asked.visitor.screen)
    assert "分钟" not in says(asked.visitor.screen)
    asked.says(calls.Waiting, position=1, minutes=4)
    assert "大约等，4 分钟" in says(asked.visitor.screen)
    asked.visitor.press("next")
    assert asked.visitor.state.overlay is None
    assert asked.visitor.state.place == place
    assert "正在叫人" in asked.visitor.screen.banner.plain()
    asked.says(calls.Offered, guide=WANG)
    assert asked.visitor.screen.key == "over:call:join"


def test_typing_or_signing_is_asked_for_without_losing_the_place(line: Any) -> None:
    line.visitor.press("help")
    line.says(calls.Waiting, position=2)
    line.visitor.press("choice:want:sign")
    assert [(m.kind, m.wants) for m in line.sent] == [("ask", "voice"), ("ask", "sign")]
    assert len({m.call for m in line.sent}) == 1
    line.says(calls.Offered, guide=WANG)
    line.visitor.press("choice:join")
    line.says(calls.Joined, guide=WANG)
    assert line.visitor.screen.key == "over:call:consent:camera"


def test_nobody_on_duty_prints_the_number_and_tells_the_telephone(asked: Any) -> None:
    asked.visitor.press("help")
    asked.says(calls.Nobody, ticket="帮-003", phone="0335-1111111")
    (slip,) = [e.slip for e in asked.visitor.asked(ef.PrintSlip)]
    printed = repr(slip.lines)
    assert "帮-003" in printed
    assert "0335-1111111" in printed
    assert "没人值班" in says(asked.visitor.screen)
    assert "您填的都还在" not in says(asked.visitor.screen)


def test_each_consent_is_its_own_and_shows_in_the_banner(line: Any) -> None:
    line.join("page")
    assert [(m.capability, m.granted) for m in line.sent if m.kind == "consent"] == [
        ("voice", False), ("page", True), ("filling", False),
    ]  # fmt: skip
    banner = line.visitor.screen.banner.plain()
    assert "王师傅正在帮您，工号007" in banner
    assert "看得到这页" in banner
    assert "话筒" not in banner


def test_whoever_signs_sees_the_guide_beside_every_page_as_long_as_the_line_carries_it(asked: Any) -> None:
    visitor = asked.visitor
    visitor.press("help", "choice:want:sign")
    asked.says(calls.Offered, guide=WANG)
    visitor.press("choice:join")
    asked.says(calls.Joined, guide=WANG)
    while visitor.screen.key.startswith("over:call:consent"):
        visitor.press("choice:agree")
    visitor.post(ev.InCall(assist.MediaSaid(connected=True)))
    assert visitor.screen.key == "over:call:see"
    assert visitor.screen.beside is None
    visitor.press("next")
    assert visitor.screen.key.startswith("question:")
    assert visitor.screen.beside is not None
    assert visitor.screen.beside.sign
    for second in range(6):
        visitor.post(ev.InCall(assist.Passed(100.0 + second)))
        visitor.post(ev.InCall(assist.Measured(assist.Sample(50.0, 0.3))))
    assert visitor.screen.beside is None


def test_whoever_speaks_and_is_seen_has_the_guides_picture_only_where_there_is_room(line: Any) -> None:
    line.join("voice", "page", "filling")
    line.visitor.post(ev.InCall(assist.MediaSaid(connected=True)))
    assert line.visitor.screen.beside is None
    line.visitor.post(ev.InCall(assist.Agreed("camera", True)))
    assert line.visitor.screen.beside is not None
    assert not line.visitor.screen.beside.sign


@pytest.mark.parametrize(
    ("device", "told", "banner"),
    [
        ("camera", "这台机器没有摄像头。不看人，也一样帮您", "话筒开着 · 没有摄像头"),
        ("microphone", "这台机器没有话筒。您可以打字", "没有话筒 · 摄像头开着"),
    ],
)
def test_of_a_device_that_the_settings_say_is_not_there_nobody_says_that_it_is_not_plugged_in(
    line: Any, device: Any, told: str, banner: str
) -> None:
    line.join("voice", "page")
    line.visitor.post(ev.InCall(assist.Agreed("camera", True)))
    line.visitor.post(ev.InCall(assist.DeviceGone(device, none=True)))
    assert told in says(line.visitor.screen)
    assert banner in line.visitor.screen.banner.plain()
    assert "没接好" not in line.visitor.screen.banner.plain()
    assert [fault for text in NONE_SAYS[device] for fault in complaints(text)] == []


@pytest.mark.parametrize(
    ("device", "told", "banner", "back"),
    [
        ("camera", "摄像头没接好", "话筒开着 · 摄像头没接好", "摄像头好了"),
        ("microphone", "话筒没接好。您可以打字", "话筒没接好 · 摄像头开着", "话筒好了"),
        ("speaker", "喇叭没接好。您可以打字", "喇叭没接好 · 话筒开着", "喇叭好了"),
    ],
)
def test_a_device_pulled_out_is_told_to_her_and_to_the_technician_and_so_is_its_return(
    line: Any, device: Any, told: str, banner: str, back: str
) -> None:
    line.join("voice", "page")
    line.visitor.post(ev.InCall(assist.Agreed("camera", True)))
    line.visitor.post(ev.InCall(assist.DeviceGone(device)))
    assert told in says(line.visitor.screen)
    assert banner in line.visitor.screen.banner.plain()
    assert (line.sent[-1].device, line.sent[-1].works) == (device, False)
    line.visitor.post(ev.InCall(assist.DeviceBack(device)))
    assert back in says(line.visitor.screen)
    assert "没接好" not in line.visitor.screen.banner.plain()
    texts = [text for table in (GONE_SAYS, BACK_SAYS) for text in table[device]]
    assert [fault for text in texts for fault in complaints(text)] == []
    notes = [e.fields["state"] for e in line.visitor.asked(ef.Note) if e.event == "call_media"]
    assert notes == [f"no_{device}", f"{device}_back"]


def test_the_page_is_mirrored_only_while_she_lets_it_be_seen_and_masked(asked: Any, facts: Any) -> None:
    visitor = asked.visitor
    assert mirror_of(visitor.state, visitor.screen) is None
    asked.join(*ALL)
    visitor.answer_questions().past_conditions().bring_everything()
    assert visitor.screen.key.startswith("review:")
    mirror = mirror_of(visitor.state, visitor.screen)
    assert mirror is not None
    sent = mirror.model_dump_json()
    assert "review:" in sent
    for value in facts.personal:
        assert value not in sent
    visitor.press("help", "choice:may:page", "next")
    assert mirror_of(visitor.state, visitor.screen) is None


def test_a_page_longer_than_any_is_mirrored_without_what_it_tells(asked: Any) -> None:
    asked.join("page")
    long = replace(asked.visitor.screen, blocks=(Paragraph(words("长" * 20_000)),))
    mirror = mirror_of(asked.visitor.state, long)
    assert mirror is not None
    assert mirror.screen["blocks"] == []
    assert mirror.screen["actions"]


def test_the_private_values_are_not_in_the_mirror_even_when_they_may_be_told(asked: Any, facts: Any) -> None:
    asked.join(*ALL)
    asked.says(calls.AskConsent, capability="private_values")
    asked.visitor.press("choice:agree").answer_questions().past_conditions().bring_everything()
    mirror = mirror_of(asked.visitor.state, asked.visitor.screen)
    assert mirror is not None
    assert not [value for value in facts.personal if value in mirror.model_dump_json()]
    asked.says(calls.RequestValue, field="holder_id_number")
    assert asked.sent[-1].value == facts.mother.id_number
    asked.visitor.press("help", "choice:may:private_values")
    asked.says(calls.RequestValue, field="holder_id_number")
    assert (asked.sent[-1].value, asked.sent[-1].why) == (None, "no_consent")


def test_a_pointer_lights_the_real_button_and_is_said(asked: Any) -> None:
    asked.join("page")
    screen = asked.visitor.screen
    action = next(a for a in screen.actions if a.enabled)
    asked.says(calls.Point, screen=screen.key, action=action.id)
    shown = asked.visitor.screen
    assert [a.id for a in shown.actions if a.pointed] == [action.id]
    assert shown.notices[0].plain() == f"王师傅请您按“{action.label}”。"
    assert asked.sent[-1].shown is True
    asked.says(calls.Point, screen="another:page", action=action.id)
    assert asked.sent[-1].shown is False
    assert not [a for a in asked.visitor.screen.actions if a.pointed]


def test_a_suggestion_is_hers_only_after_her_yes_and_names_the_guide_in_the_case(asked: Any) -> None:
    asked.join(*ALL)
    asked.says(calls.Suggest, number=1, field="phone", value="13900009876")
    assert asked.visitor.screen.key == "over:call:suggestion"
    assert asked.visitor.state.visit.form.chosen("phone") is None
    asked.visitor.press("choice:take")
    (value,) = asked.visitor.state.visit.form.values_of("phone")
    assert (value.value, value.source, value.by) == ("13900009876", "guide", "wang")
    assert asked.sent[-1].outcome == "accepted"
    asked.visitor.answer_questions().past_conditions().bring_everything().look_over().sign()
    asked.visitor.press("submit")
    (stored,) = asked.visitor.asked(ef.StoreSubmission)
    assert [(v.source, v.by) for v in stored.submission.fields["phone"]] == [("guide", "wang")]


def test_a_guide_suggests_a_choice_as_it_reads_on_the_page(asked: Any) -> None:
    asked.join(*ALL)
    spec = next(s for s in asked.visitor.state.visit.form.specs() if s.options)
    asked.says(calls.Suggest, number=1, field=spec.id, value=spec.options[1].label)
    assert spec.options[1].label in says(asked.visitor.screen)
    asked.visitor.press("choice:take")
    assert asked.visitor.state.visit.form.chosen(spec.id) == spec.options[1].id
    asked.says(calls.Suggest, number=2, field=spec.id, value="没有这一项")
    assert asked.sent[-1].outcome == "not_valid"


def test_a_suggestion_refused_changes_nothing(asked: Any) -> None:
    asked.join(*ALL)
    form = asked.visitor.state.visit.form
    asked.says(calls.Suggest, number=1, field="phone", value="13900009876")
    asked.visitor.press("choice:leave")
    assert asked.visitor.state.visit.form == form
    assert asked.sent[-1].outcome == "refused"


def test_what_was_signed_is_signed_anew_once_a_guide_has_filled_something(asked: Any) -> None:
    visitor = asked.visitor
    visitor.answer_questions().past_conditions().bring_everything().look_over()
    assert isinstance(visitor.state.place, SignPlace)
    visitor.post(ev.Signed(b"png-of-a-mark", (((1, 2),),)))
    asked.join(*ALL)
    asked.says(calls.Suggest, number=1, field="phone", value="13900001111")
    visitor.press("choice:take").past_conditions()
    assert visitor.screen.key.startswith("review:")
    assert not visitor.state.visit.form.signature
    assert not visitor.state.visit.form.conflicts()


def test_grave_things_are_never_suggested(asked: Any) -> None:
    asked.join(*ALL)
    form = asked.visitor.state.visit.form
    for spec in form.specs():
        if calls.grave(spec.type, spec.from_card):
            asked.says(calls.Suggest, number=9, field=spec.id, value="测试丁")
            assert asked.sent[-1].outcome == "grave", spec.id
    for name in ("consent", "signature", "amount", "holder_name"):
        asked.says(calls.Suggest, number=9, field=name, value="1")
        assert asked.sent[-1].outcome == "not_asked"
    assert asked.visitor.state.visit.form == form


def test_no_message_of_a_guide_hands_anything_in(asked: Any) -> None:
    """Whatever a guide may send, the form and the place are hers."""
    asked.join(*ALL)
    state = asked.visitor.state
    for kind, parts in (
        (calls.Point, {"screen": asked.visitor.screen.key, "action": "next"}),
        (calls.Text, {"line": 1, "body": "交上去", "live": False}),
        (calls.AskConsent, {"capability": "camera"}),
        (calls.RequestValue, {"field": "phone"}),
    ):
        asked.says(kind, **parts)
    assert asked.visitor.state.place == state.place
    assert asked.visitor.state.visit.form == state.visit.form
    assert not asked.visitor.asked(ef.StoreSubmission)


def test_a_proposed_matter_opens_only_by_her_and_keeps_the_draft(asked: Any) -> None:
    asked.visitor.answer_questions()
    asked.join(*ALL)
    asked.says(calls.ProposeMatter, service="02")
    assert asked.visitor.screen.key == "over:call:proposal"
    asked.visitor.press("choice:open")
    assert asked.visitor.state.visit.service.id == "02"
    assert asked.visitor.state.visit.call.there is not None


def test_typing_goes_both_ways_letter_by_letter(line: Any) -> None:
    line.join("voice")
    line.visitor.press("help", "talk").post(ev.TextTyped("听"), ev.TextTyped("不清")).press("erase", "next")
    texts = [(m.body, m.live) for m in line.sent if m.kind == "text"]
    assert texts == [("听", True), ("听不清", True), ("听不", True), ("听不", False)]
    line.says(calls.Text, line=1, body="您按", live=True)
    assert "王师傅" in json.dumps(line.visitor.screen.to_json(), ensure_ascii=False)
    line.visitor.press("choice:quick:0")
    assert line.sent[-1].body == "听不见"
    line.visitor.press("back")
    line.says(calls.Text, line=1, body="您按下一步", live=False)
    assert line.visitor.screen.notices[0].plain() == "王师傅说：您按下一步"


def test_one_press_stops_it_from_any_page_and_the_form_stays(asked: Any) -> None:
    asked.join(*ALL)
    form, place = asked.visitor.state.visit.form, asked.visitor.state.place
    asked.visitor.press("stop_call")
    assert asked.sent[-1].kind == "hang_up"
    assert asked.tracks == assist.Tracks(live=False)
    assert asked.visitor.screen.key == "over:call:ended"
    asked.visitor.press("choice:help_rate:1")
    assert (asked.sent[-1].kind, asked.sent[-1].level) == ("rating", "满意")
    assert asked.visitor.state.visit.call is None
    assert (asked.visitor.state.visit.form, asked.visitor.state.place) == (form, place)
    assert asked.visitor.screen.action("stop_call") is None


def test_not_waiting_any_longer_needs_no_further_question(line: Any) -> None:
    line.visitor.press("help", "not_waiting")
    assert line.sent[-1].kind == "withdraw"
    assert line.visitor.screen.key == "home"


def test_the_end_of_the_visit_ends_the_call_and_leaves_nothing_of_it(line: Any) -> None:
    line.join("voice")
    line.visitor.press("help", "talk").post(ev.TextTyped("虚构的话")).press("next")
    line.visitor.post(ev.UnexpectedError())
    assert line.sent[-1].kind == "hang_up"
    assert line.tracks == assist.Tracks(live=False)
    assert line.visitor.state.visit.call is None
    assert "虚构的话" not in repr(line.visitor.state)


def test_a_line_lost_for_a_while_leaves_everything_in_place(asked: Any) -> None:
    asked.join(*ALL)
    call_id, form = asked.id, asked.visitor.state.visit.form
    asked.visitor.post(ev.LinkChanged(None)).wait(20)
    assert "线断了" in asked.visitor.screen.banner.plain()
    asked.visitor.post(ev.LinkChanged(calls.Welcome(call=call_id, standing="joined")))
    assert "王师傅正在帮您" in asked.visitor.screen.banner.plain()
    assert asked.visitor.state.visit.form == form
    asked.visitor.post(ev.LinkChanged(None)).wait(32)
    assert asked.visitor.screen.key == "over:call:ended"
    assert "线断了，没接上" in says(asked.visitor.screen)
    assert asked.visitor.state.visit.form == form


def test_another_guide_is_announced_and_allowed_nothing(line: Any) -> None:
    line.join(*ALL)
    line.says(calls.Transferred, guide=LI)
    assert line.visitor.screen.key == "over:call:consent:voice"
    assert "换了小李来帮您。" in says(line.visitor.screen)
    assert line.tracks == assist.Tracks(live=False)


def test_a_terminal_without_a_microphone_asks_for_typing_and_never_for_the_voice(
    new_visitor: Any, new_line: Any
) -> None:
    visitor = new_visitor().post(ev.LinkChanged(calls.Welcome())).press("start")
    line = new_line(visitor)
    line.join("page", "filling")
    assert line.sent[0].wants == "text"
    assert [m.capability for m in line.sent if m.kind == "consent"] == ["page", "filling"]
    line.says(calls.AskConsent, capability="voice")
    assert (line.sent[-1].capability, line.sent[-1].granted) == ("voice", False)
    visitor.press("help")
    assert visitor.screen.action("choice:may:voice") is None
    assert visitor.screen.action("see") is None
    assert visitor.screen.action("choice:may:page") is not None


def test_whoever_listens_in_is_announced_and_stays_in_the_banner(line: Any) -> None:
    line.join("voice")
    line.says(calls.Listening, who=LI, role="supervisor", on=True)
    assert "小李也在听。" in says(line.visitor.screen)
    assert "小李也在听" in line.visitor.screen.banner.plain()


def test_a_clerk_comes_with_her_yes_alone_and_goes_at_her_word(line: Any) -> None:
    line.join("voice")
    line.says(calls.GuestAsked, who=LI, role="clerk")
    assert line.visitor.screen.key == "over:call:guest"
    line.visitor.press("choice:let_in")
    assert (line.sent[-1].kind, line.sent[-1].guest, line.sent[-1].yes) == ("guest_answered", LI.id, True)
    line.says(calls.Listening, who=LI, role="clerk", on=True)
    assert "小李也来帮您了。" in says(line.visitor.screen)
    line.visitor.press("help").press("choice:away:0")
    assert (line.sent[-1].kind, line.sent[-1].yes) == ("guest_answered", False)
    line.says(calls.Listening, who=LI, role="clerk", on=False)
    assert "小李" not in line.visitor.screen.banner.plain()


def test_a_clerk_who_is_not_wanted_or_comes_no_longer_is_not_asked_about(line: Any) -> None:
    line.join()
    line.says(calls.GuestAsked, who=LI, role="clerk")
    line.visitor.press("choice:keep_out")
    assert line.sent[-1].yes is False
    line.says(calls.GuestAsked, who=LI, role="clerk")
    line.says(calls.Listening, who=LI, role="clerk", on=False)
    assert line.visitor.screen.key != "over:call:guest"
    assert "小李走了。" not in says(line.visitor.screen), "nobody goes who never came"


DAUGHTER = calls.Guide(id="phone:女儿", name="女儿", number="")


def test_her_daughter_is_rung_with_her_yes_and_her_own_number_which_no_mirror_carries(line: Any) -> None:
    line.join("voice", "page")
    line.says(calls.GuestAsked, who=DAUGHTER, role="family", asks_number=True)
    screen = line.visitor.screen
    assert (screen.key, screen.action("let_in")) == ("over:call:guest", None)
    for digit in "13800000012":
        line.visitor.press(f"digit:{digit}")
    assert "13800000012" not in str(line.visitor.screen.masked())
    line.visitor.press("let_in")
    said = line.sent[-1]
    assert (said.kind, said.guest, said.yes, said.number) == ("guest_answered", DAUGHTER.id, True, "13800000012")
    assert not any("13800000012" in str(one.screen) for one in line.sent if one.kind == "mirror")
    line.says(calls.PhoneCall, guest=DAUGHTER.id, name="女儿", state="dialing")
    assert "正在给您女儿打电话。" in says(line.visitor.screen)
    assert "正在给女儿打电话" in line.visitor.screen.banner.plain()
    line.says(calls.Listening, who=DAUGHTER, role="family", on=True)
    assert "您女儿接了，请说话。" in says(line.visitor.screen)
    assert "女儿也在听" in line.visitor.screen.banner.plain()
    line.visitor.press("help").press("choice:away:0")
    assert (line.sent[-1].kind, line.sent[-1].yes, line.sent[-1].number) == ("guest_answered", False, "")
    line.says(calls.Listening, who=DAUGHTER, role="family", on=False)
    assert "您女儿的电话挂了。" in says(line.visitor.screen)


def test_whoever_else_would_come_waits_until_she_has_keyed_the_number(line: Any) -> None:
    line.join("voice")
    line.says(calls.GuestAsked, who=DAUGHTER, role="family", asks_number=True)
    for digit in "138":
        line.visitor.press(f"digit:{digit}")
    line.says(calls.GuestAsked, who=LI, role="clerk")
    assert line.visitor.screen.title.plain() == "您女儿的电话是多少？"
    for digit in "00000012":
        line.visitor.press(f"digit:{digit}")
    line.visitor.press("let_in")
    assert (line.sent[-1].guest, line.sent[-1].number) == (DAUGHTER.id, "13800000012")
    assert line.visitor.screen.title.plain() == "小李也来帮您，可以吗？"
    line.visitor.press("choice:let_in")
    assert (line.sent[-1].guest, line.sent[-1].yes, line.sent[-1].number) == (LI.id, True, "")


def test_a_number_goes_with_whoever_it_was_keyed_for(line: Any) -> None:
    line.join("voice")
    line.says(calls.GuestAsked, who=DAUGHTER, role="family", asks_number=True)
    for digit in "13800000012":
        line.visitor.press(f"digit:{digit}")
    line.says(calls.Listening, who=DAUGHTER, role="family", on=False)
    line.says(calls.GuestAsked, who=LI, role="clerk")
    assert [one.number for one in line.visitor.state.visit.call.stage.guests] == [None]
    line.visitor.press("choice:let_in")
    assert (line.sent[-1].guest, line.sent[-1].number) == (LI.id, "")
    line.says(calls.GuestAsked, who=DAUGHTER, role="family", asks_number=True)
    assert line.visitor.screen.action("let_in") is None, "what was keyed before is gone"


def test_nobody_is_rung_after_her_no_and_ringing_stops_at_one_press(line: Any) -> None:
    line.join("voice")
    line.says(calls.GuestAsked, who=DAUGHTER.model_copy(update={"number": "尾号12"}), role="family")
    line.visitor.press("choice:keep_out")
    assert (line.sent[-1].yes, line.sent[-1].number) == (False, "")
    line.says(calls.GuestAsked, who=DAUGHTER, role="family")
    line.visitor.press("choice:let_in")
    line.says(calls.PhoneCall, guest=DAUGHTER.id, name="女儿", state="ringing")
    line.visitor.press("help").press("choice:not_ringing")
    assert (line.sent[-1].kind, line.sent[-1].guest, line.sent[-1].yes) == ("guest_answered", DAUGHTER.id, False)


@pytest.mark.parametrize(
    ("state", "words_"),
    [
        ("busy", "您女儿的电话占线。"),
        ("no_answer", "您女儿没有接电话。"),
        ("declined", "您女儿没有接。"),
        ("not_allowed", "这个号码不能打。"),
        ("failed", "电话没有打通。"),
    ],
)
def test_a_telephone_that_is_not_to_be_had_is_told_to_her(line: Any, state: str, words_: str) -> None:
    line.join("voice")
    line.says(calls.PhoneCall, guest=DAUGHTER.id, name="女儿", state="dialing")
    line.says(calls.PhoneCall, guest=DAUGHTER.id, name="女儿", state=state)
    assert words_ in says(line.visitor.screen)
    assert "打电话" not in line.visitor.screen.banner.plain()


def test_a_terminal_without_a_camera_says_so_to_both(line: Any) -> None:
    line.join()
    line.says(calls.TakePhoto, what="存折")
    assert "这台机器拍不了。" in says(line.visitor.screen)
    assert (line.sent[-1].kind, line.sent[-1].outcome) == ("photo", "no_camera")


def test_questions_of_the_call_wait_while_something_else_lies_over_the_page(line: Any) -> None:
    line.join()
    line.visitor.press("settings")
    line.says(calls.AskConsent, capability="camera")
    assert line.visitor.screen.key == "over:settings"
    line.visitor.press("next").wait(1)
    assert line.visitor.screen.key == "over:call:consent:camera"


def test_a_call_asked_for_on_the_first_page_begins_the_visit(new_visitor: Any) -> None:
    visitor = new_visitor().post(ev.LinkChanged(calls.Welcome()))
    visitor.press("help")
    assert isinstance(visitor.state.place, HomePlace)
    assert visitor.state.overlay == CallOver()


def test_a_value_she_took_from_the_guide_is_not_asked_about_again_and_what_stopped_her_is_gone(asked: Any) -> None:
    """Her own answer stays on record beside it."""
    visitor = asked.visitor
    visitor.answer_questions(elsewhere="no", pay_to="passbook", account_owner="other")
    assert visitor.screen.title.plain() == "现在还不能办"
    asked.join("page", "filling")
    asked.says(calls.Suggest, number=1, field="pay_to", value="社保卡")
    visitor.press("choice:take")
    assert visitor.screen.key == "material:01:household_book"
    form = visitor.state.visit.form
    assert [(v.value, v.source) for v in form.values_of("pay_to")] == [("passbook", "typed"), ("social_card", "guide")]
    visitor.press("back")
    assert visitor.screen.key.startswith("question:01")


BAD = assist.Sample(rtt_ms=3000, loss=0.5, kbit=10)
SLOW = assist.Sample(rtt_ms=700, loss=0.0, kbit=200)


@pytest.mark.parametrize(
    ("agreed", "told"),
    [
        (("voice",), ["线路慢，先只说话。", "线路很慢，先打字。"]),
        (("camera",), ["线路慢，画面隔几秒一张。", "线路很慢，先打字。"]),
        (("page",), ["线路慢。", "线路很慢，先打字。"]),
    ],
)
def test_each_rung_of_a_weak_line_is_told_in_words_that_fit_what_is_open(
    line: Any, agreed: Any, told: list[str]
) -> None:
    line.join("page")
    for capability in agreed:
        line.visitor.post(ev.InCall(assist.Agreed(capability, True)))
    heard = []
    for _ in range(12):
        line.visitor.wait(1).post(ev.InCall(assist.Measured(BAD)))
        heard += [n.plain() for n in line.visitor.screen.notices if n.plain() not in heard]
    assert heard == told
    line.visitor.press("help")
    facts = {f.label: f.value.plain() for b in line.visitor.screen.blocks for f in getattr(b, "facts", ())}
    assert facts["线路"] == "很慢，只打字"


def test_a_picture_made_small_is_spoken_of_only_where_there_is_one(line: Any) -> None:
    line.join("voice", "page")
    for _ in range(4):
        line.visitor.wait(1).post(ev.InCall(assist.Measured(SLOW)))
    assert says(line.visitor.screen).startswith("线路有点慢。")
    line.visitor.post(ev.InCall(assist.Agreed("camera", True)))
    line.visitor.press("help")
    facts = {f.label: f.value.plain() for b in line.visitor.screen.blocks for f in getattr(b, "facts", ())}
    assert facts["线路"] == "有点慢，画面小"


def test_she_walks_away_from_a_call_and_a_minute_later_the_page_is_empty_and_the_guide_is_told(
    asked: Any, facts: Any
) -> None:
    """Whatever the guide still types: nobody who comes after her may find it."""
    asked.join("page", "filling")
    visitor = asked.visitor.post(ev.PersonSeen(False))
    for second in range(61):
        asked.says(calls.Text, line=second + 1, body="您还在吗", live=False)
        visitor.wait(1)
    assert isinstance(visitor.state.place, CardLeft), "her card still lies there"
    assert isinstance(asked.sent[-1], calls.HangUp)
    assert visitor.asked(ef.Wipe)
    assert facts.mother.name not in repr(visitor.state)


def test_a_guide_who_talks_long_to_somebody_who_listens_is_not_interrupted(asked: Any) -> None:
    asked.join("voice")
    asked.visitor.post(ev.PersonSeen(True)).wait(900)
    assert asked.visitor.screen.key.startswith("question:")


def test_without_recording_she_is_helped_all_the_same(line: Any) -> None:
    line.join("page")
    line.says(calls.AskConsent, capability="recording")
    assert "不录，也一样帮您。" in says(line.visitor.screen)
    line.visitor.press("choice:refuse")
    assert line.visitor.state.visit.call.there.granted == {"page"}
    assert "正在录" not in line.visitor.screen.banner.plain()


def test_not_to_go_on_in_the_middle_of_a_call_ends_both_and_forgets_her(asked: Any, facts: Any) -> None:
    asked.join("page", "filling")
    visitor = asked.visitor.post(ev.Finish())
    assert visitor.screen.key.startswith("over:leave")
    visitor.press("leave")
    assert isinstance(asked.sent[-1], calls.HangUp)
    assert facts.mother.name not in repr(visitor.state.visit)


def test_every_consent_is_one_press_away_from_every_page_of_the_matter(asked: Any) -> None:
    """Her page, the way to the guide's page, the switch: from the first question to the last yes."""
    asked.join("voice", "page", "filling")
    visitor, seen = asked.visitor, set()
    for step in ("", "questions", "materials", "review", "sign"):
        {
            "": lambda: None,
            "questions": lambda: visitor.answer_questions(elsewhere="no").past_conditions(),
            "materials": visitor.bring_everything,
            "review": visitor.look_over,
            "sign": visitor.sign,
        }[step]()
        page = visitor.screen
        seen.add(page.key.split(":")[0])
        assert [a.id for a in page.always if a.id in ("help", "stop_call")] == ["help", "stop_call"]
        assert "王师傅正在帮您，工号007 · 话筒开着 · 看得到这页" in page.banner.plain()
        for capability in ("voice", "page", "filling"):
            visitor.press("help", f"choice:may:{capability}")
            assert not visitor.state.visit.call.may(capability)
            visitor.press(f"choice:may:{capability}", "next")
        assert visitor.screen.key == page.key
    assert seen == {"question", "material", "review", "sign", "confirm"}


def test_words_by_finger_go_out_stroke_by_stroke_and_stay_on_her_page_as_written(line: Any) -> None:
    line.join("page")
    visitor = line.visitor.press("help", "talk", "choice:write")
    assert visitor.screen.key == "over:call:write"
    one = ((1000, 2000), (1010, 2010), (9000, 8000))
    visitor.post(ev.Signed(PNG_200_BY_100, (one,)))
    sent = line.sent[-1]
    assert (sent.kind, sent.line, sent.live, sent.tall) == ("ink", 1, True, 50)
    assert sent.strokes == (((100, 200), (900, 800)),), "points closer than a pen's width are not sent"
    visitor.post(ev.Signed(PNG_200_BY_100, (one, one))).press("next")
    assert (line.sent[-1].live, len(line.sent[-1].strokes)) == (False, 2)
    visitor.press("back")
    assert "（手写的字）" in str(visitor.screen.to_json())
    visitor.post(ev.TextTyped("好"))
    assert line.sent[-1].line == 2


def test_what_was_wiped_off_the_sheet_is_gone_at_the_desk_too(line: Any) -> None:
    line.join("page")
    visitor = line.visitor.press("help", "talk", "choice:write").post(
        ev.Signed(PNG_200_BY_100, (((0, 0), (5000, 5000)),))
    )
    visitor.press("clear_sign")
    assert line.sent[-1].strokes == ()
    assert not visitor.screen.ask.signed
    before = len(line.sent)
    visitor.press("next", "back")
    assert len([m for m in line.sent[before:] if m.kind == "ink"]) == 0
