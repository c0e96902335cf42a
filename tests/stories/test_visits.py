"""Stories in plain sentences, by real touches on a real window, real bytes, a real queue and a real hub."""

import json
from pathlib import Path

from hardware.simulated.people import FUNING, GUILAN, JIANGUO, RARE_NAME

PHONE = "13801020304"
NO = {"question:01:low_income": "choice:no", "question:01:elsewhere": "choice:no"}


def test_an_old_woman_applies_with_her_card_while_the_network_is_cut_and_one_case_arrives_when_it_returns(
    story,
) -> None:
    story.open("01")
    story.go("confirm", NO, {"holder": GUILAN})
    story.hall.cut()
    story.finish()
    assert story.screen.title.plain() == "存好了，还没传上去"
    assert "已暂存·待上传" in story.shown
    number = story.number
    assert number in story.hall.simulators.printer.papers[0].text
    assert "已暂存·待上传" in story.hall.simulators.printer.papers[0].text
    assert story.hall.simulators.printer.errors == []
    assert story.hall.case(number) is None
    story.hall.restore()
    case = story.wait_case(number)
    assert case["status"] == "待受理"
    story.hands.wait(lambda: story.hall.terminal.outbox.counts().queued == 0, "waited for the outbox")
    assert GUILAN.name not in json.dumps(case, ensure_ascii=False)


def test_a_son_acts_for_his_mother_and_both_are_named_in_the_case(story) -> None:
    story.open("01")
    story.go("confirm", {**NO, "whose": "choice:other"}, {"holder": GUILAN, "operator": JIANGUO})
    form = story.hall.terminal.runner.state.visit.form
    assert (form.holder.name, form.operator.name) == (GUILAN.name, JIANGUO.name)
    story.finish()
    assert story.wait_case(story.number)["holder_masked"] == "测**兰"


def test_a_card_from_funing_with_the_old_code_is_as_good_as_any(story) -> None:
    story.open("02")
    story.go("confirm", {}, {"holder": FUNING})
    story.finish()
    assert story.wait_case(story.number)["service_id"] == "02"


def test_a_rare_name_is_drawn_on_the_slip_where_the_printer_has_no_such_letter(story) -> None:
    story.open("02")
    story.go("confirm", {}, {"holder": RARE_NAME})
    story.finish()
    paper = story.hall.simulators.printer.papers[0]
    assert "▒" in paper.text
    assert story.hall.simulators.printer.errors == []
    story.wait_case(story.number)


def test_without_paper_the_truth_is_told_the_number_stays_and_there_is_still_one_case(story) -> None:
    story.hall.simulators.printer.inject("paper_out")
    story.open("02")
    story.go("confirm", {}, {"holder": GUILAN})
    story.finish(paper=False)
    story.hands.wait(lambda: "没纸" in story.shown, "waited to be told of the paper")
    assert story.number in story.shown
    assert "小票打好了" not in story.shown
    story.wait_case(story.number)
    story.hall.simulators.printer.refill()
    story.hands.press("print")
    story.hands.wait(lambda: len(story.hall.simulators.printer.papers) > 0, "waited for the slip", 60)
    assert story.hall.terminal.outbox.counts().queued == 0


def test_a_reader_unplugged_while_reading_is_said_plainly_and_works_again_when_it_is_back(story) -> None:
    story.open("02")
    story.go("identify")
    story.lay(GUILAN)
    story.hall.simulators.reader.unplug()
    story.hands.wait(lambda: "读卡的地方" in story.shown, "waited to be told of the reader")
    assert story.screen.action("typed") is not None
    story.lift()
    story.hall.simulators.reader.replug()
    story.go("question", {}, {"holder": GUILAN})


def test_a_person_who_walks_away_leaves_nothing_for_the_next_one(story, tmp_path: Path) -> None:
    story.open("01")
    story.go("question:01:phone", NO, {"holder": GUILAN})
    story.hands.enter(PHONE)
    story.pass_time(184)
    story.hands.wait(lambda: story.screen.title.plain() == "您还在吗？", "waited to be asked")
    story.pass_time(52)
    story.hands.wait_for("attract")
    runner = story.hall.terminal.runner
    for secret in (GUILAN.name, GUILAN.id_number, GUILAN.address, PHONE):
        assert secret not in repr(runner.state)
        assert secret not in story.log.getvalue()
        for file in tmp_path.rglob("*"):
            if file.is_file():
                assert secret.encode() not in file.read_bytes(), file.name
    story.open("02")
    assert GUILAN.name not in story.shown


def test_she_changes_her_mind_and_refusing_still_leads_to_a_window(story) -> None:
    story.open("01")
    story.go("consent")
    story.hands.press("choice:no")
    story.hands.wait_for("where")
    assert "窗口" in story.shown


def test_a_button_nobody_offers_cannot_be_pressed(story) -> None:
    assert story.hall.terminal.runner.press("submit") is False
    assert story.screen.key == "attract"
