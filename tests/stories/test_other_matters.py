"""A report without a name, numbers, progress, notices, a call for help, an attestation: with the line and without."""

import json

from hardware.simulated.people import GUILAN


def papers(story) -> list:
    return story.hall.simulators.printer.papers


def wait_paper(story, count: int = 1) -> str:
    story.hands.wait(lambda: len(papers(story)) == count, "waited for the slip", 60)
    return papers(story)[-1].text


def test_a_broken_lamp_is_reported_without_card_name_or_telephone(story) -> None:
    story.open("32")
    answers = {"whose": "choice:anonymous", "question:32:danger": "choice:no", "question:32:phone": "choice:none"}
    story.go("confirm", answers)
    story.finish()
    case = story.wait_case(story.number)
    assert case["service_id"] == "32"
    assert case["holder_masked"] == "（匿名）"
    paper = wait_paper(story)
    assert "不用回话" in paper
    assert "办事人" not in paper


def test_a_number_is_taken_with_the_line_and_the_hub_knows_how_many_wait(story) -> None:
    story.open("33")
    story.hands.press("choice:social")
    story.hands.press("choice:no")
    story.hands.wait_for("ticket")
    number = story.hall.terminal.runner.state.place.ticket.number
    assert number in story.shown
    text = wait_paper(story)
    assert number in text
    assert "前面" in text
    assert "临时" not in text


def test_without_the_line_the_number_is_called_what_it_is(story) -> None:
    story.hall.cut()
    story.open("33")
    story.hands.press("choice:elder")
    story.hands.press("choice:yes")
    story.hands.wait_for("ticket")
    assert story.screen.title.plain() == "给您一个临时号"
    assert "网络不通，这是临时号。" in wait_paper(story).replace("\n", "")
    assert "前面" not in papers(story)[0].text


def test_progress_is_found_by_the_card_and_by_the_number_on_the_slip(story) -> None:
    story.open("02")
    story.go("confirm", {}, {"holder": GUILAN})
    story.finish()
    number = story.number
    story.wait_case(number)
    story.home_again()

    story.ask_by_number(number)
    assert number in story.shown
    assert story.screen.title.plain() == "现在是：待受理"

    story.home_again()
    story.open("34")
    story.hands.press("choice:card")
    story.hands.wait_for("identify:holder")  # the card was lifted long ago: whoever stands here now shows one again
    story.lay(GUILAN)
    story.hands.wait_for("progress:")
    story.hands.wait(lambda: story.screen.key in ("progress:case", "progress:list"), "waited for the cases")
    assert GUILAN.name not in story.shown


def test_a_wrong_number_is_told_with_how_to_mend_it_and_no_line_is_not_called_no_case(story) -> None:
    story.open("34")
    story.hands.press("choice:number")
    story.hands.enter("20261")
    story.hands.press("next")
    story.hands.wait(lambda: bool(story.screen.notices), "waited to be told that the number is wrong")
    assert story.screen.key == "progress:number"
    story.hands.press("back")
    story.hall.cut()
    story.hands.press("choice:card")
    story.lay(GUILAN)
    story.hands.wait_for("progress:none")
    assert story.screen.title.plain() == "现在查不了"
    assert "没有查到" not in story.shown


def test_notices_are_listed_read_and_printed_also_when_the_line_is_down(story) -> None:
    story.hands.wait(lambda: len(story.hall.terminal.runner.state.terminal.notices) == 3, "waited for the notices")
    story.hall.cut()
    story.open("35")
    story.hands.wait_for("notices")
    notice = next(n for n in story.hall.terminal.runner.state.terminal.notices if "防骗" in n.title)
    story.hands.press(f"notice:{notice.id}")
    story.hands.wait(lambda: story.screen.key == "notice", "waited for the notice")
    assert notice.text in story.shown
    assert "示例" in story.screen.title.plain()
    story.hear(notice.text)
    story.hands.press("print")
    assert "别给他" in wait_paper(story).replace("\n", "")


def test_help_says_who_is_really_there_and_keeps_what_was_filled_in(story) -> None:
    story.open("02")
    story.go("question:02:kind", {}, {"holder": GUILAN})
    story.hands.press("help")
    story.hands.wait(lambda: "现在没人值班" in story.shown, "waited for the answer")
    assert "0335-0000000" in story.shown
    assert "帮-" in story.shown
    story.hands.press("next")
    story.hands.wait_for("question:02:kind")


def test_help_without_the_line_gives_the_telephone_and_promises_nobody(story) -> None:
    story.hall.cut()
    story.open("38")
    story.hands.wait(lambda: story.screen.title.plain() == "网络不通，没叫到", "waited for the truth", 60)
    assert "0335-0000000" in story.shown
    assert "会来" not in story.shown
    story.hands.press("next")
    story.hall.restore()
    story.hands.wait(lambda: story.hall.terminal.outbox.counts().queued == 0, "waited for the call to arrive late")


def test_a_pension_is_attested_by_card_and_a_human_who_looks(story) -> None:
    story.open("03")
    story.go("witness", {}, {"holder": GUILAN})
    assert story.screen.action("submit") is None
    story.vouch()
    story.hands.wait_for("confirm")
    story.finish()
    case = story.wait_case(story.number)
    assert case["service_id"] == "03"
    assert GUILAN.name not in json.dumps(case, ensure_ascii=False)
    assert "认证成功" not in story.screen.title.plain()


def test_a_wrong_pin_vouches_for_nobody(story) -> None:
    story.open("03")
    story.go("witness", {}, {"holder": GUILAN})
    from kiosk.session.events import StaffKey

    story.hall.terminal.runner.post(StaffKey())
    story.hands.wait_for("over:staff:number")
    story.hands.enter("0001")
    story.hands.press("next")
    story.hands.wait_for("over:staff:pin")
    story.hands.enter("135790")
    story.hands.press("next")
    story.hands.wait(lambda: "不对" in story.shown, "waited to be refused")
    story.hands.press("back")
    story.hands.wait_for("witness")
    assert story.screen.key == "witness"
    assert "246810" not in story.log.getvalue()
