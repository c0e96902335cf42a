"""What becomes of what was heard: offers, answers, read-backs, emergencies; and what never follows from it."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk.core.hearing import Deafness, Hypothesis, NotHeard, Utterance
from kiosk.core.screen import BigText, Bullets
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session.expect import NO, YES, expect_of, spoken
from kiosk.session.places import EmergencyOver, HomePlace, MatterPlace, QuestionPlace, Submitting
from kiosk.session.state import with_visit


def say(visitor: Any, text: str, confidence: float = 1.0) -> Any:
    whole = text in spoken(visitor.screen)
    return visitor.post(ev.Heard(Utterance((Hypothesis(text, confidence),), whole)))


def titles(visitor: Any) -> str:
    screen = visitor.screen
    return "".join(w.plain() for w in (screen.title, *screen.notices, *screen.say))


@pytest.fixture
def at_home(visitor: Any) -> Any:
    return visitor.press("start")


def test_her_own_words_lead_to_an_offer_and_a_yes_opens_the_matter(at_home: Any) -> None:
    say(at_home, "我要交电费")
    assert at_home.screen.key == "over:offer"
    assert "交电费" in at_home.screen.title.plain()
    say(at_home, "对的")
    assert isinstance(at_home.state.place, MatterPlace)
    assert at_home.state.visit.service.id == "27"


def test_not_this_one_gives_the_page_back_and_asks_for_other_words(at_home: Any) -> None:
    say(at_home, "我要交电费")
    say(at_home, "不是这个" if "不是这个" in spoken(at_home.screen) else "都不是")
    assert isinstance(at_home.state.place, HomePlace)
    assert at_home.state.overlay is None
    assert "换个说法" in titles(at_home)


def test_talk_in_the_hall_before_anybody_is_there_does_nothing(visitor: Any) -> None:
    before = visitor.state
    say(visitor, "我要交电费")
    say(visitor, "今天天气不错")
    assert visitor.state == before


@pytest.mark.parametrize("text", ["我家有煤气味", "胸口疼得厉害", "有人打我", "着火了"])
@pytest.mark.parametrize("page", ["home", "consent", "help", "attract"])
def test_an_emergency_comes_before_anything_else_on_every_page(visitor: Any, text: str, page: str) -> None:
    if page != "attract":
        visitor.press("start")
    if page == "consent":
        visitor.press("service:01", "next")
    if page == "help":
        visitor.press("help")
    say(visitor, text)
    assert isinstance(visitor.state.overlay, EmergencyOver)
    assert visitor.state.overlay.call in titles(visitor).replace("，", "")
    assert not visitor.asked(ef.StoreSubmission)
    say(visitor, "我没事回去")
    assert visitor.state.overlay is None


def hear_readings(visitor: Any, *readings: tuple[str, float]) -> None:
    visitor.post(ev.Heard(Utterance(tuple(Hypothesis(text, share) for text, share in readings))))


def test_danger_half_heard_in_an_empty_hall_is_not_believed_but_in_most_readings_it_is(visitor: Any) -> None:
    before = visitor.state
    hear_readings(visitor, ("今天来了", 0.7), ("着火了", 0.3))
    assert visitor.state == before
    hear_readings(visitor, ("着火了", 0.4), ("照火了吧", 0.2), ("招伙了", 0.4))
    assert isinstance(visitor.state.overlay, EmergencyOver)


def test_once_somebody_is_there_one_reading_of_danger_is_enough(at_home: Any) -> None:
    hear_readings(at_home, ("今天来了", 0.9), ("着火了", 0.1))
    assert isinstance(at_home.state.overlay, EmergencyOver)


def test_where_gas_hangs_in_the_air_going_out_comes_before_telephoning(at_home: Any) -> None:
    say(at_home, "我家有煤气味")
    screen = at_home.screen
    assert screen.title.plain() == "先到外面，再打 119"
    assert [type(block) for block in screen.blocks] == [Bullets, BigText]


def test_an_emergency_can_be_printed_and_calls_a_human_when_she_wants_one(at_home: Any) -> None:
    say(at_home, "我家有煤气味")
    assert not at_home.asked(ef.CallHelp), "nobody is called before she wants it"
    at_home.press("print")
    assert at_home.asked(ef.PrintSlip)
    say(at_home, "叫人来帮我")
    assert [e.request.why for e in at_home.asked(ef.CallHelp)] == ["emergency"]


def test_a_question_is_answered_with_its_source_and_leads_back_to_where_she_was(at_home: Any) -> None:
    at_home.press("service:01")
    say(at_home, "要带什么")
    assert at_home.screen.key == "over:answer"
    assert "以窗口答复为准" in titles(at_home) or "来源" in titles(at_home)
    say(at_home, "知道了")
    assert isinstance(at_home.state.place, MatterPlace)


def test_an_ambiguous_word_is_asked_back_with_at_most_three_choices(at_home: Any) -> None:
    say(at_home, "卡丢了")
    assert at_home.screen.key == "over:ask"
    picks = [a for a in at_home.screen.actions if a.id.startswith("choice:pick")]
    assert 2 <= len(picks) <= 3
    say(at_home, "都不是")
    assert at_home.state.overlay is None


def test_misses_go_down_the_ladder_to_a_human_and_never_blame(at_home: Any) -> None:
    keys = []
    for text in ("唧唧复唧唧", "木兰当户织", "不闻机杼声", "唯闻女叹息"):
        say(at_home, text)
        keys.append((at_home.screen.key, titles(at_home)))
    assert keys[0][0] == "home"
    assert keys[1][0] == "over:ask"
    assert "叫人帮忙" in "".join(a.label for a in at_home.screen.actions)
    assert not at_home.asked(ef.CallHelp), "a human is offered, not called"
    for _, text in keys:
        assert not any(word in text for word in ("错误", "失败", "您没说", "无效"))
    say(at_home, "叫人帮忙")
    assert at_home.asked(ef.CallHelp)


def test_whoever_goes_on_by_voice_alone_is_answered_each_time_and_a_murmur_or_a_finger_is_not(at_home: Any) -> None:
    at_home.press("service:01", "next")
    for _ in range(4):
        say(at_home, "唧唧复唧唧")
    before = len(at_home.asked(ef.SayAgain))
    at_home.post(ev.Touched("voice"))
    for nth in (1, 2):
        say(at_home, "唧唧复唧唧")
        assert len(at_home.asked(ef.SayAgain)) == before + nth
    assert "没听清" in titles(at_home)
    at_home.post(ev.Heard(Utterance((Hypothesis("唧唧复唧唧"),), clear=False)))
    at_home.post(ev.Touched("touch"))
    say(at_home, "唧唧复唧唧")
    assert len(at_home.asked(ef.SayAgain)) == before + 2


def test_a_success_forgives_what_was_missed_before(at_home: Any) -> None:
    say(at_home, "唧唧复唧唧")
    assert at_home.state.visit.misses == 1
    say(at_home, "我要交电费")
    assert at_home.state.visit.misses == 0


@pytest.mark.parametrize("why", list(Deafness))
def test_silence_and_noise_change_nothing_and_are_spoken_of_once(at_home: Any, why: Deafness) -> None:
    before = at_home.state
    for _ in range(5):
        at_home.post(ev.Heard(NotHeard(why)))
    assert at_home.state.place == before.place
    assert at_home.state.overlay is None
    assert not at_home.effects or all(isinstance(e, ef.Note) for e in at_home.effects)
    assert len(at_home.screen.notices) <= 1
    assert at_home.state.visit.idle_s == before.visit.idle_s


def test_whose_matter_it_is_can_be_said_and_the_page_says_it_back(at_home: Any, facts: Any) -> None:
    say(at_home, "我想给我妈办高龄津贴")
    assert "您母亲" in at_home.screen.title.plain()
    say(at_home, "对的")
    at_home.press("next", "choice:yes")
    form = at_home.state.visit.form
    assert form.whose == "other"
    assert at_home.screen.key == "identify:holder"
    assert "您母亲" in at_home.screen.title.plain()


def phone_page(visitor: Any, facts: Any) -> Any:
    visitor.press("start", "service:01", "next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    while visitor.screen.key != "question:01:phone":
        visitor.press(next(a.id for a in visitor.screen.actions if a.id.startswith("choice:")))
    return visitor


def test_a_number_said_in_pieces_is_read_back_before_it_counts(visitor: Any, facts: Any) -> None:
    phone_page(visitor, facts)
    say(visitor, "幺三九")
    assert isinstance(visitor.state.place, QuestionPlace)
    say(visitor, "零零零零")
    say(visitor, "九八七六")
    assert visitor.screen.key == "over:read_back"
    assert visitor.state.visit.form.chosen("phone") is None
    assert "13900009876" in titles(visitor)
    assert "13900009876" not in str(visitor.screen.masked())
    say(visitor, "对的")
    [value] = visitor.state.visit.form.values_of("phone")
    assert (value.value, value.source) == ("13900009876", "spoken")


def test_a_wrong_read_back_is_dropped_and_asked_again(visitor: Any, facts: Any) -> None:
    phone_page(visitor, facts)
    say(visitor, "幺三九零零零零九八七六")
    say(visitor, "不对")
    assert visitor.screen.key == "question:01:phone"
    assert visitor.state.visit.form.chosen("phone") is None
    assert "再说一遍" in titles(visitor)


def confirm_page(visitor: Any, facts: Any) -> Any:
    phone_page(visitor, facts)
    visitor.answer_questions().past_conditions().bring_everything().look_over().sign()
    assert visitor.screen.key == "confirm"
    return visitor


def test_handing_in_takes_its_own_words_and_a_yes_to_the_read_back(visitor: Any, facts: Any) -> None:
    confirm_page(visitor, facts)
    for text in ("好的", "对的", "下一步", "可以", "办吧", "给我办了吧", "第一个", "行", "叫上去"):
        say(visitor, text)
        visitor.state.overlay is None or visitor.press("back")
        assert not visitor.asked(ef.StoreSubmission), text
    say(visitor, "交上去")
    assert visitor.screen.key == "over:sure"
    assert not visitor.asked(ef.StoreSubmission)
    say(visitor, "对的")
    assert isinstance(visitor.state.place, Submitting)
    assert len(visitor.asked(ef.StoreSubmission)) == 1


def test_leaving_in_words_keeps_what_was_begun_prints_it_and_asks_nothing(visitor: Any, facts: Any) -> None:
    phone_page(visitor, facts)
    say(visitor, "算了等我儿子来")
    assert visitor.screen.key == "ending"
    assert visitor.asked(ef.SaveDraft)
    assert "接着办" in str(visitor.asked(ef.PrintSlip)[-1].slip)
    visitor.post(ev.Printed(visitor.asked(ef.PrintSlip)[-1].slip.job_id)).wait(20)
    assert not visitor.state.began


def test_leaving_asks_once_where_something_would_be_lost_for_good(visitor: Any) -> None:
    visitor.press("start", "service:32", "next", "choice:yes", "choice:anonymous")
    say(visitor, "不办了")
    assert visitor.screen.key == "over:leave"


def test_nobody_vouches_by_voice(visitor: Any, facts: Any) -> None:
    confirm_page(visitor, facts).press("back")
    visitor.press("witness").post(ev.StaffKey(), ev.KeyPressed("7")).press("next")
    visitor.post(ev.KeyPressed("1")).press("next").post(ev.StaffVerified("7", "测试员"))
    assert visitor.screen.key == "witness:verify"
    say(visitor, "核对过一致")
    assert visitor.state.visit.form.witness is None
    assert "工作人员" in titles(visitor)


def test_what_is_heard_unsurely_is_asked_back_and_in_dialect_sooner(at_home: Any) -> None:
    at_home.press("service:01", "next")
    say(at_home.post(ev.ChangeSettings("dialect", True)), "去窗口", 0.6)
    assert at_home.screen.key == "over:ask"
    assert "吗" in at_home.screen.title.plain()
    at_home.press("back").post(ev.ChangeSettings("dialect", False))
    say(at_home, "去窗口", 0.6)
    assert at_home.screen.key == "where:refused"


def test_louder_and_slower_are_understood_everywhere(at_home: Any) -> None:
    volume, rate = at_home.state.visit.settings.volume, at_home.state.visit.settings.rate
    say(at_home, "大声点")
    say(at_home, "慢一点")
    assert at_home.state.visit.settings.volume == volume + 1
    assert at_home.state.visit.settings.rate < rate
    assert at_home.asked(ef.SayAgain)


def test_consent_is_not_taken_from_a_voice_that_is_not_believed(visitor: Any) -> None:
    visitor.begin("01").press("next")
    assert visitor.screen.key == "consent"
    visitor.post(ev.Heard(Utterance((Hypothesis("同意", 0.05),), whole=False)))
    assert visitor.screen.key == "consent"
    say(visitor, "同意")
    assert visitor.screen.key != "consent"


def test_softer_never_makes_a_silenced_voice_louder(at_home: Any) -> None:
    at_home.post(ev.ChangeSettings("volume", 0))
    say(at_home, "小声点")
    assert at_home.state.visit.settings.volume == 0


def test_a_name_by_voice_is_read_back_with_its_surname_told_apart(at_home: Any, facts: Any) -> None:
    at_home.press("service:01", "next", "choice:yes", "choice:self").press("typed")
    assert at_home.screen.key == "typed:holder:name"
    say(at_home, "章测试，弓长张")
    assert at_home.screen.key == "over:read_back"
    said = titles(at_home)
    assert "张测试" in said
    assert "姓是弓长张" in said
    assert "字是测量的测，考试的试" in said
    assert "张测试" not in str(at_home.screen.masked())
    say(at_home, "对的")
    assert at_home.screen.key == "typed:holder:id_number"


FIRE_TOO = (Hypothesis("错了", 0.6), Hypothesis("火了", 0.13), Hypothesis("过了", 0.03))
"""What real vosk made of 错了."""


def at_read_back(visitor: Any, facts: Any) -> Any:
    """A telephone number she said is read back to her."""
    say(phone_page(visitor, facts), "幺三九零零零零九八七六")
    assert visitor.screen.key == "over:read_back"
    return visitor


def test_an_answer_of_the_page_is_not_danger_because_of_a_lesser_reading_of_it(visitor: Any, facts: Any) -> None:
    at_read_back(visitor, facts).post(ev.Heard(Utterance(FIRE_TOO, whole=True)))
    assert visitor.screen.key == "question:01:phone", "she said that it is wrong, and is asked again"


def test_danger_that_most_readings_tell_of_is_heeded_over_an_answer_of_the_page(visitor: Any, facts: Any) -> None:
    likely = (Hypothesis("错了", 0.3), Hypothesis("着火了", 0.6))
    at_read_back(visitor, facts).post(ev.Heard(Utterance(likely, whole=True)))
    assert visitor.screen.key == "over:emergency"


@pytest.mark.parametrize("yes", [word for word in YES if len(word) > 1])
def test_each_way_to_say_yes_here_is_a_yes(visitor: Any, facts: Any, yes: str) -> None:
    say(at_read_back(visitor, facts), yes)
    [value] = visitor.state.visit.form.values_of("phone")
    assert (value.value, value.source) == ("13900009876", "spoken")


@pytest.mark.parametrize("yes", [word for word in YES if len(word) == 1])
def test_a_yes_of_one_syllable_is_a_yes_but_never_to_anything_grave(visitor: Any, facts: Any, yes: str) -> None:
    assert yes in expect_of(at_read_back(visitor, facts).screen).lone
    visitor.post(ev.Heard(Utterance((Hypothesis(yes, 0.95),))))
    [value] = visitor.state.visit.form.values_of("phone")
    assert value.value == "13900009876"


@pytest.mark.parametrize("no", [*NO, "第二个"])
def test_each_way_to_say_no_here_is_a_no(visitor: Any, facts: Any, no: str) -> None:
    say(at_read_back(visitor, facts), no)
    assert visitor.screen.key == "question:01:phone"
    assert visitor.state.visit.form.chosen("phone") is None


def test_a_lunar_day_is_asked_back_by_the_calendar_before_it_counts(visitor: Any, facts: Any) -> None:
    visitor.begin("17").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    for name, value in (("home", "虚构小区一号楼"), ("reason", "work")):
        visitor.post(ev.Answer(name, value, "typed"))
    assert visitor.screen.key.startswith("question:17:moved_in")
    say(visitor, "农历八月十五")
    assert visitor.screen.key == "over:read_back"
    assert "2026年9月25日" in titles(visitor)
    assert visitor.state.visit.form.chosen("moved_in") is None
    say(visitor, "嗯呐")
    assert visitor.state.visit.form.chosen("moved_in") == "2026-09-25"


def say_at(visitor: Any, pace: float, clear: bool = True) -> int:
    """Something, at so many syllables a second; the rate at which the machine then speaks."""
    visitor.post(ev.Heard(Utterance((Hypothesis("再说一遍"),), whole=clear, clear=clear, pace=pace)))
    [*_, speech] = [ef.SetSpeech(100, None, "speaker"), *visitor.asked(ef.SetSpeech)]
    return speech.rate


def test_the_machine_speaks_slower_to_who_speaks_slowly_and_as_usual_again(at_home: Any) -> None:
    assert say_at(at_home, 1.8) == 100, "one sentence proves nothing"
    assert say_at(at_home, 2.0) == 75
    assert at_home.screen.settings.rate == 75
    assert [say_at(at_home, 2.7), say_at(at_home, 2.9)] == [75, 75], "between slow and usual it does not waver"
    assert [say_at(at_home, 4.0), say_at(at_home, 4.0)][-1] == 100


def test_a_rate_she_has_chosen_stays_and_a_murmur_chooses_none(at_home: Any) -> None:
    assert [say_at(at_home, 1.5, clear=False) for _ in range(4)][-1] == 100
    say(at_home, "快一点")
    assert [say_at(at_home, 1.5) for _ in range(4)][-1] == 125


def test_the_next_visitor_is_spoken_to_as_usual(at_home: Any) -> None:
    assert [say_at(at_home, 1.5) for _ in range(3)][-1] == 75
    at_home.post(ev.Home(), ev.Leave(), ev.Restart(), ev.Leave())
    assert at_home.screen.settings.rate == 100
    assert at_home.asked(ef.SetSpeech)[-1].rate == 100


@pytest.mark.parametrize(("usual", "slower"), [(50, 50), (75, 50), (100, 75), (150, 100)])
def test_slower_is_never_faster_than_the_hall_speaks(new_visitor: Any, usual: int, slower: int) -> None:
    visitor = new_visitor()
    visitor.state = replace(visitor.state, terminal=replace(visitor.state.terminal, rate=usual))
    visitor.state = with_visit(visitor.state, settings=replace(visitor.state.visit.settings, rate=usual))
    visitor.press("start")
    for pace, rate in ((1.5, slower), (4.0, usual)):
        for _ in range(3):
            say_at(visitor, pace)
        assert visitor.screen.settings.rate == rate
