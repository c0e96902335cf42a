"""Matters that are done elsewhere, and those the community now takes in: on a real window, printer and hub."""

import pytest

from hardware.simulated.people import GUILAN


def wait_paper(story, count: int = 1) -> str:
    printer = story.hall.simulators.printer
    story.hands.wait(lambda: len(printer.papers) == count, "waited for the slip", 60)
    assert printer.errors == []
    return printer.papers[-1].text


def test_who_asks_for_the_minimum_living_allowance_goes_with_a_ticked_list_and_a_number_for_the_window(story) -> None:
    story.open("12")
    assert "以窗口答复为准" in story.shown
    story.hands.press("next")
    story.hands.wait_for("bring:12")
    story.hands.press("choice:id_card")
    story.hands.press("next")
    story.hands.wait_for("where:guide_only")
    story.hear("社区民政窗口")
    story.hands.press("print")
    paper = wait_paper(story)
    assert "√ 一家人的身份证" in paper
    assert "□ 户口簿" in paper
    assert "以窗口答复为准" in paper.replace("\n", "")

    story.hands.press("ticket")
    story.hands.wait_for("ticket:priority")
    story.hands.press("choice:no")
    story.hands.wait(lambda: story.screen.key == "ticket", "waited for the number", 60)
    ticket = story.hall.terminal.runner.state.place.ticket
    assert ticket is not None, "the hub gave the number"
    assert ticket.number in wait_paper(story, 2)
    story.hands.press("finish")
    story.hands.wait_for("more")


def test_a_paper_the_community_does_not_give_is_told_where_to_get(story) -> None:
    story.open("21")
    story.hands.press("referrals")
    while story.screen.action("choice:death") is None:
        story.hands.press("page:down")
    story.hands.press("choice:death")
    story.hands.wait_for("referral:21")
    assert "社区不能开" in story.shown
    story.hands.press("print")
    paper = wait_paper(story)
    assert "死亡证明" in paper
    assert "派出所" in paper
    story.hands.press("help")
    story.hands.wait(lambda: "现在没人值班" in story.shown, "waited for the answer")
    story.hands.press("next")
    story.hands.wait_for("referral:21")


def test_a_guided_matter_is_told_and_printed_also_without_the_line(story) -> None:
    story.hall.cut()
    story.open("36")
    story.hands.press("next")
    story.hands.press("next")
    story.hands.wait_for("where:guide_only")
    assert "一二三四八" in story.shown
    story.hands.press("print")
    assert "一二三四八" in wait_paper(story).replace("\n", "")


@pytest.mark.parametrize("service", ["06", "07", "08", "37"])
def test_what_the_community_takes_in_becomes_a_case_at_the_hub(story, service: str) -> None:
    story.open(service)
    answers = {"question:37:cards": "2", "question:06:contact_relation": "choice:none"}
    story.go("confirm", answers, {"holder": GUILAN})
    story.finish()
    case = story.wait_case(story.number)
    assert case["service_id"] == service
    assert case["status"] == "待受理"
    assert "以窗口答复为准" in wait_paper(story).replace("\n", "")


def test_water_is_paid_in_the_sandbox_and_the_slip_says_water_and_simulated(story) -> None:
    story.open("28")
    story.go("bill", {"question:28:account": "13030021", "question:28:receipt": "choice:paper"})
    assert "模拟" in story.shown
    story.hands.press("choice:show_code")
    story.hands.press("pay")
    story.hands.wait(lambda: story.screen.title.plain() == "交好了", "waited for the biller", 60)
    paper = wait_paper(story)
    assert "交水费" in paper
    assert "模拟" in paper
    assert "电费" not in paper


def test_who_smells_gas_is_sent_out_and_the_hub_hears_of_no_payment(story) -> None:
    story.open("29")
    story.go("over:emergency", {"question:29:smell": "choice:yes"})
    assert "119" in story.shown
    story.hear("打开门窗")
    story.hands.press("safe")
    story.hands.wait_for("conditions")
    assert story.screen.action("choice:show_code") is None
    story.hands.press("next")
    story.hands.wait_for("where:conditions")
