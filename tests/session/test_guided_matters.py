"""Matters that are done elsewhere: told whole, led to the window, never begun here."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.catalogue import WINDOW_DECIDES, Flow, load_shipped
from kiosk.core.slip import SlipFact, SlipText
from kiosk.session import effects as ef
from kiosk.session import events as ev

SERVICES = load_shipped().services
GUIDED = [s for s in SERVICES.values() if s.flow is Flow.GUIDE_ONLY]
every_guided = pytest.mark.parametrize("service", GUIDED, ids=lambda s: s.id)


def paper(slip: Any) -> str:
    return "\n".join(
        line.text if isinstance(line, SlipText) else f"{line.label} {line.value}" if isinstance(line, SlipFact) else ""
        for line in slip.lines
    )


def shown(visitor: Any) -> str:
    return json.dumps(visitor.screen.to_json(), ensure_ascii=False)


def printed(visitor: Any) -> str:
    visitor.press("print")
    slip = visitor.asked(ef.PrintSlip)[-1].slip
    visitor.post(ev.Printed(slip.job_id))
    return paper(slip)


@pytest.mark.parametrize("service", SERVICES.values(), ids=lambda s: s.id)
def test_every_matter_is_found_by_pressing_and_opens(visitor: Any, service: Any) -> None:
    visitor.press("start", "more", f"category:{service.category}")
    while visitor.screen.action(f"service:{service.id}") is None:
        visitor.press("page:down")
    assert len(visitor.screen.actions) <= 9
    found = visitor.screen.action(f"service:{service.id}")
    assert found.aliases == tuple(service.aliases)
    before = visitor.screen.key
    visitor.press(f"service:{service.id}")
    assert visitor.screen.key != before
    assert visitor.screen.action("help") is not None


@every_guided
def test_a_guided_matter_tells_what_to_bring_and_where_to_go_and_takes_nothing(visitor: Any, service: Any) -> None:
    visitor.begin(service.id)
    told = shown(visitor)
    assert "这件事在窗口办。" in told
    assert all(text in told for text in service.guide)
    assert all(rule.text in told for rule in service.rules)
    visitor.press("next")
    assert visitor.screen.key == f"bring:{service.id}"
    listed = ""
    while True:
        listed += shown(visitor)
        if visitor.screen.action("page:down") is None:
            break
        visitor.press("page:down")
    assert all(m.name in listed and m.note in listed for m in service.materials)
    assert WINDOW_DECIDES in listed
    visitor.press("next")
    assert visitor.screen.key == "where:guide_only"
    told = shown(visitor)
    assert service.offline_channel in told
    assert all(step in told for step in service.next_steps)
    assert visitor.state.visit.form is None
    kinds = {type(effect) for effect in visitor.effects}
    assert not kinds & {ef.ReadCard, ef.StoreSubmission, ef.SaveDraft, ef.QueryCases, ef.Pay}
    visitor.press("finish")
    assert visitor.screen.key == "more"


@every_guided
def test_what_is_shown_of_a_guided_matter_can_be_heard(visitor: Any, service: Any) -> None:
    said = "".join(sentence.plain() for sentence in visitor.begin(service.id).screen.say)
    assert all(text in said for text in service.guide)
    visitor.press("next", "next")
    said = "".join(sentence.plain() for sentence in visitor.screen.say)
    assert service.offline_channel in said
    assert all(m.name in said for m in service.materials)


def test_a_rule_of_the_whole_country_is_told_with_where_it_comes_from(visitor: Any) -> None:
    visitor.begin("14")
    assert "从交申请的当月算起" in shown(visitor)
    assert "全国办理规定" in shown(visitor)
    visitor.press("home").post(ev.ChooseService("18")).press("next", "next")
    assert "受理后十五天内" in shown(visitor)
    assert "居住证暂行条例" in shown(visitor)
    assert "受理后十五天内" in printed(visitor)


def test_what_she_has_is_ticked_on_the_paper_and_what_is_missing_is_left_open(visitor: Any) -> None:
    visitor.begin("12").press("next", "choice:id_card", "choice:application", "choice:application")
    assert visitor.screen.action("choice:id_card").chosen
    assert not visitor.screen.action("choice:application").chosen
    visitor.press("next")
    said = "".join(sentence.plain() for sentence in visitor.screen.say)
    assert "一家人的身份证" not in said
    assert "申请书" in said
    text = printed(visitor)
    assert "√ 一家人的身份证" in text
    assert "□ 申请书（窗口可以帮您写）" in text
    assert WINDOW_DECIDES in text
    assert SERVICES["12"].offline_channel in text
    visitor.press("back")
    assert visitor.screen.action("choice:id_card").chosen


def test_whoever_has_everything_is_told_so(visitor: Any) -> None:
    visitor.begin("20").press("next", *(f"choice:{m.id}" for m in SERVICES["20"].materials), "next")
    assert "要带的都有了。" in shown(visitor)


@pytest.mark.parametrize("service", [s for s in GUIDED if s.queue], ids=lambda s: s.id)
def test_a_number_for_the_window_is_taken_without_going_back_home(visitor: Any, facts: Any, service: Any) -> None:
    visitor.begin(service.id).press("next", "next", "ticket", "choice:no")
    [take] = visitor.asked(ef.TakeTicket)
    assert take.request.matter == service.queue
    assert take.request.service_id == service.id
    visitor.post(ev.TicketGiven(facts.ticket(take.request.ticket_id)))
    assert visitor.screen.key == "ticket"
    label = next(o.label for o in SERVICES["33"].tickets if o.id == service.queue)
    assert label in paper(visitor.asked(ef.PrintSlip)[-1].slip)


@pytest.mark.parametrize("service", [s for s in GUIDED if not s.queue], ids=lambda s: s.id)
def test_no_number_is_given_for_a_window_in_another_house(visitor: Any, service: Any) -> None:
    visitor.begin(service.id).press("next", "next")
    assert visitor.screen.action("ticket") is None
    visitor.post(ev.ChooseTicket("other"), ev.ChooseTicket(""))
    assert visitor.screen.key == "where:guide_only"
    assert not visitor.asked(ef.TakeTicket)


def test_each_of_the_twenty_papers_is_found_by_pressing_and_says_who_gives_it(new_visitor: Callable[[], Any]) -> None:
    for referral in SERVICES["21"].referrals:
        visitor = new_visitor().begin("21").press("referrals")
        while visitor.screen.action(f"choice:{referral.id}") is None:
            visitor.press("page:down")
        visitor.press(f"choice:{referral.id}")
        told = shown(visitor)
        assert referral.name in told
        assert all(text in told for text in referral.go_to)
        assert "社区不能开" in told
        text = printed(visitor)
        assert referral.name in text
        assert all(line in text for line in referral.go_to)
        visitor.press("back", "back")
        assert visitor.screen.key == "matter:21"


def test_a_paper_nobody_lists_opens_nothing(visitor: Any) -> None:
    visitor.begin("21").press("referrals").post(ev.ChooseReferral("nobody_lists_this"))
    assert visitor.screen.key == "referrals:21"
    visitor.press("back").press("next").post(ev.SetMaterial("nobody_lists_this", "brought"))
    assert not any(action.chosen for action in visitor.screen.actions)
