"""A call as it goes, and as it goes wrong."""

from typing import Any

import pytest

from kiosk.assist import (
    Agreed,
    Asking,
    Call,
    DeviceBack,
    DeviceGone,
    Effect,
    Ended,
    Fill,
    Found,
    Join,
    LinkDown,
    LinkUp,
    LookUp,
    Measured,
    OpenMatter,
    OpenProposal,
    Passed,
    Pointed,
    Pointer,
    RateHelp,
    Revoke,
    Sample,
    Send,
    Stop,
    Suggested,
    TakeSuggestion,
    There,
    Tracks,
    Typed,
    Waiting,
    begin,
    step,
)
from kiosk.core import calls
from kiosk.core.calls import Guide

CALL = "01900000-0000-7000-8000-000000000001"
WANG = Guide(id="wang", name="王师傅", number="007")


def called(wants: Any = "voice") -> Call:
    """A call just asked for."""
    return begin(calls.AskHuman(call=CALL, seq=1, reason="asked", wants=wants))[0]


LI = Guide(id="li", name="小李", number="012")


def hub(kind: type[Any], **parts: object) -> Any:
    return kind(call=CALL, seq=1, **parts)


def after(call: Call, *events: Any) -> tuple[Call, list[Effect]]:
    """The call after all of them, and every effect on the way."""
    done: list[Effect] = []
    for event in events:
        call, effects = step(call, event)
        done.extend(effects)
    return call, done


def joined(*agreed: Any, wants: Any = "voice") -> Call:
    """王师傅 is there, and these consents were given."""
    call, _ = after(called(wants), hub(calls.Offered, guide=WANG), Join(True), hub(calls.Joined, guide=WANG))
    for capability in agreed:
        call, _ = after(call, hub(calls.AskConsent, capability=capability), Agreed(capability, True))
    return call


def sent(effects: list[Effect]) -> list[Any]:
    return [effect.message for effect in effects if isinstance(effect, Send)]


def test_the_place_in_the_line_is_told_as_the_hub_tells_it() -> None:
    call, _ = after(called(), hub(calls.Waiting, position=2, minutes=None, ticket="帮-003"))
    assert call.stage == Waiting(2, None, "帮-003")


def test_nobody_on_duty_ends_in_a_ticket_and_a_number_to_call() -> None:
    call, effects = after(called(), hub(calls.Nobody, ticket="帮-003", phone="0335-0000000"))
    assert call.stage == Ended("nobody", False, "帮-003", "0335-0000000")
    assert Tracks(live=False) in effects


def test_nobody_joins_before_she_has_said_yes_to_that_person() -> None:
    call, effects = after(called(), hub(calls.Joined, guide=WANG))
    assert isinstance(call.stage, Asking)
    call, effects = after(call, hub(calls.Offered, guide=WANG), hub(calls.Joined, guide=LI))
    assert call.there is None
    call, effects = after(call, Join(True), hub(calls.Joined, guide=WANG))
    assert call.there is not None
    assert hub(calls.Accept) in sent(effects)


def test_no_to_the_guide_who_was_offered_ends_it_without_a_question() -> None:
    call, effects = after(called(), hub(calls.Offered, guide=WANG), Join(False))
    assert call.stage == Ended("by_her")
    assert sent(effects) == [hub(calls.Withdraw)]


@pytest.mark.parametrize(
    ("wants", "asked"),
    [
        ("voice", ("voice", "page", "filling")),
        ("sign", ("camera", "page", "filling")),
        ("text", ("page", "filling")),
    ],
)
def test_consents_are_asked_one_by_one_by_how_she_wants_to_speak(wants: Any, asked: tuple[str, ...]) -> None:
    there = joined(wants=wants).there
    assert there is not None
    assert there.asking == asked
    assert not there.granted


def test_a_yes_opens_the_microphone_and_taking_it_back_closes_it_first() -> None:
    call, effects = after(joined(), Agreed("voice", True))
    assert effects[-1] == Tracks(live=True, voice=True)
    call, effects = after(call, Revoke("voice"))
    assert effects == [Tracks(live=False), Send(hub(calls.Consented, capability="voice", granted=False))]


def device(name: str, works: bool) -> Any:
    return hub(calls.DeviceSaid, device=name, works=works)


def test_a_device_that_is_gone_is_told_once_and_what_she_agreed_to_stays_until_it_is_back() -> None:
    call, effects = after(joined("voice", "camera"), DeviceGone("camera"))
    assert sent(effects) == [device("camera", False)]
    assert call.may("camera")
    assert after(call, DeviceGone("camera"))[1] == []
    call, effects = after(call, DeviceBack("camera"))
    assert sent(effects) == [device("camera", True)]
    assert after(call, DeviceBack("camera"))[1] == []


def test_what_she_takes_back_is_not_gone_any_more_and_a_late_word_of_it_is_nobodys() -> None:
    call, _ = after(joined("voice", "camera"), DeviceGone("microphone"), DeviceGone("speaker"), Revoke("voice"))
    assert call.there is not None
    assert call.there.gone == {"speaker"}
    assert after(call, DeviceGone("microphone"))[1] == []
    assert after(call, DeviceBack("microphone"))[1] == []
    call, _ = after(call, Revoke("camera"))
    assert call.there is not None
    assert call.there.gone == frozenset()


def test_a_guides_page_that_was_lost_hears_again_what_is_gone() -> None:
    call, _ = after(joined("voice"), DeviceGone("microphone"), hub(calls.GuideLost, seconds=30))
    assert device("microphone", False) in sent(after(call, hub(calls.GuideBack))[1])


def test_a_guide_told_no_twice_is_not_let_ask_a_third_time() -> None:
    call, _ = after(joined(), *[hub(calls.AskConsent, capability="camera"), Agreed("camera", False)] * 2)
    call, effects = after(call, hub(calls.AskConsent, capability="camera"))
    assert call.there is not None
    assert "camera" not in call.there.asking
    assert sent(effects) == [hub(calls.Consented, capability="camera", granted=False)]


def test_another_guide_is_allowed_nothing_until_she_says_so_again() -> None:
    call, effects = after(joined("voice", "page", "private_values"), hub(calls.Transferred, guide=LI))
    there = call.there
    assert there is not None
    assert there.guide == LI
    assert not there.granted
    assert set(there.asking) == {"voice", "page", "filling", "private_values"}
    assert Tracks(live=False) in effects
    assert hub(calls.Consented, capability="private_values", granted=False) in sent(effects)


def test_the_pointer_is_shown_only_on_a_page_the_guide_may_see() -> None:
    point = hub(calls.Point, screen="home", action="next")
    call, effects = after(joined(), Pointed(point, True))
    assert sent(effects) == [hub(calls.PointerShown, action="next", shown=False)]
    call, effects = after(joined("page"), Pointed(point, True))
    assert call.there is not None
    assert call.there.pointer == Pointer("home", "next")
    assert sent(effects) == [hub(calls.PointerShown, action="next", shown=True)]
    call, _ = after(call, Pointed(hub(calls.Point, screen="home", action=""), False))
    assert call.there is not None
    assert call.there.pointer is None


def test_a_suggestion_becomes_hers_only_when_she_says_so_and_carries_who_made_it() -> None:
    suggest = hub(calls.Suggest, number=4, field="phone", value="13000000000")
    call, effects = after(joined("filling"), Suggested(suggest, ""))
    assert effects == []
    _, taken = after(call, TakeSuggestion(4, True))
    assert Fill("phone", "13000000000", "wang") in taken
    assert sent(taken)[0].outcome == "accepted"
    _, refused = after(call, TakeSuggestion(4, False))
    assert [type(effect) for effect in refused] == [Send]
    assert sent(refused)[0].outcome == "refused"


@pytest.mark.parametrize("judged", ["grave", "not_asked", "not_valid"])
def test_a_suggestion_the_visit_does_not_take_is_never_shown(judged: str) -> None:
    suggest = hub(calls.Suggest, number=4, field="holder_name", value="测试丁")
    call, effects = after(joined("filling"), Suggested(suggest, judged))
    assert call.there is not None
    assert call.there.suggestion is None
    assert sent(effects)[0].outcome == judged


def test_a_private_value_is_looked_up_only_after_its_own_consent() -> None:
    _, effects = after(joined("page", "filling"), hub(calls.RequestValue, field="phone"))
    assert sent(effects) == [hub(calls.Value, field="phone", value=None, why="no_consent")]
    call, effects = after(joined("private_values"), hub(calls.RequestValue, field="phone"))
    assert effects == [LookUp("phone")]
    _, effects = after(call, Revoke("private_values"), Found("phone", "13000000000"))
    assert hub(calls.Value, field="phone", value=None, why="no_consent") in sent(effects)
    _, effects = after(call, Found("phone", "13000000000"))
    assert sent(effects)[-1].value == "13000000000"


def test_what_she_types_goes_out_as_she_types_it() -> None:
    call, effects = after(joined(wants="text"), Typed("听"), Typed("听不"), Typed("听不清", done=True), Typed("谢"))
    assert [(m.line, m.body, m.live) for m in sent(effects)] == [
        (1, "听", True), (1, "听不", True), (1, "听不清", False), (2, "谢", True),
    ]  # fmt: skip
    assert call.there is not None
    assert [(said.by, said.body) for said in call.there.said] == [("", "听不清")]


def test_what_the_guide_types_is_shown_while_it_is_typed_and_kept_when_done() -> None:
    call, _ = after(joined(), hub(calls.Text, line=1, body="先按", live=True))
    assert call.there is not None
    assert call.there.typing == "先按"
    call, _ = after(call, hub(calls.Text, line=1, body="先按红的", live=False))
    assert call.there is not None
    assert call.there.typing == ""
    assert [(said.by, said.body) for said in call.there.said] == [("王师傅", "先按红的")]


def test_a_proposed_matter_is_opened_by_her() -> None:
    asked, effects = after(joined(), hub(calls.ProposeMatter, service="02"))
    assert effects == []
    _, effects = after(asked, OpenProposal("02", True))
    assert OpenMatter("02") in effects


def test_a_line_back_within_the_half_minute_goes_on_where_it_was() -> None:
    call, _ = after(joined("voice"), Passed(100.0), LinkDown(), Passed(129.0))
    call, effects = after(call, LinkUp(calls.Welcome(call=CALL, standing="joined")))
    assert call.may("voice")
    assert call.lost_since is None
    assert effects == [Tracks(live=True, voice=True, fresh=True)]


def test_a_line_that_was_cut_is_spoken_over_again_as_soon_as_it_is_back() -> None:
    call = joined("voice", "camera")
    for second in range(101, 110):
        call, _ = after(call, Passed(float(second)), Measured(Sample(50.0, 1.0)))
    assert call.there is not None
    assert call.there.ladder.rung == "text_pointer"
    call, effects = after(call, LinkDown(), Passed(120.0), LinkUp(calls.Welcome(call=CALL, standing="joined")))
    assert call.there is not None
    assert call.there.ladder.rung == "voice_stills"
    assert effects == [Tracks(live=True, voice=True, camera=True, stills=True, fresh=True)]


def test_a_line_gone_for_longer_ends_it_and_says_by_what() -> None:
    call, effects = after(joined("voice"), Passed(100.0), LinkDown(), Passed(131.0))
    assert call.stage == Ended("line_lost", helped=True)
    assert Tracks(live=False) in effects


def test_a_hub_that_knows_nothing_of_the_call_has_ended_it() -> None:
    call, _ = after(joined("voice"), LinkDown(), LinkUp(calls.Welcome(call=CALL, standing="unknown")))
    assert call.stage == Ended("line_lost", helped=True)


def test_a_question_that_crossed_a_lost_line_is_not_taken_for_unknown() -> None:
    call, _ = after(called(), LinkDown(), LinkUp(calls.Welcome(call=None, standing="none")))
    assert isinstance(call.stage, Asking)


def test_a_hub_that_never_answers_is_not_waited_for() -> None:
    call, effects = after(called(), Passed(10.0), Passed(23.0))
    assert call.stage == Ended("unheard")
    assert hub(calls.Withdraw) in sent(effects)


def test_a_guide_whose_browser_died_is_waited_for_as_long_as_the_hub_says() -> None:
    call, _ = after(joined("voice"), Passed(10.0), hub(calls.GuideLost, seconds=30))
    assert call.there is not None
    assert call.there.away_until == 40.0
    back, _effects = after(call, hub(calls.GuideBack))
    assert back.there is not None
    assert back.there.away_until is None
    gone, _ = after(call, hub(calls.Left, why="guide_lost", ticket="帮-009"))
    assert gone.stage == Ended("guide_lost", True, "帮-009", "")
    silent, _ = after(call, Passed(56.0))
    assert silent.stage == Ended("guide_lost", helped=True)


def test_both_hanging_up_at_once_is_told_as_both() -> None:
    call, _ = after(joined(), Stop(), hub(calls.Left, why="both_done"))
    assert call.stage == Ended("both", helped=True)


def test_the_help_may_be_rated_once_and_only_if_there_was_any() -> None:
    _call, effects = after(joined(), Stop(), RateHelp("满意"), RateHelp("不满意"))
    assert [m for m in sent(effects) if isinstance(m, calls.Rated)] == [hub(calls.Rated, level="满意")]
    _, effects = after(called(), Stop(), RateHelp("满意"))
    assert not [m for m in sent(effects) if isinstance(m, calls.Rated)]


def test_a_weak_line_leaves_the_camera_still_pictures_and_a_good_one_brings_it_back_with_consent_only() -> None:
    bad = [event for second in range(4) for event in (Passed(100.0 + second), Measured(Sample(900, 0.15)))]
    good = [event for second in range(60) for event in (Passed(110.0 + second), Measured(Sample(40, 0.0)))]
    call, effects = after(joined("voice", "camera"), *bad)
    assert [e for e in effects if isinstance(e, Tracks)] == [Tracks(live=True, voice=True, camera=True, stills=True)]
    _, effects = after(call, *good)
    assert [e for e in effects if isinstance(e, Tracks)][-1] == Tracks(live=True, voice=True, camera=True)
    _, effects = after(call, Revoke("camera"), *good)
    assert not any(isinstance(e, Tracks) and e.camera for e in effects)
    assert isinstance(call.stage, There)
