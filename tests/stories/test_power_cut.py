"""The plug is pulled: SIGKILL to a real terminal process, and what a new one on the same disk still knows."""

from hardware.simulated.people import GUILAN, JIANGUO
from hub.house import HubConfig, open_hub


def cases_of(hub, terminal: str) -> list[str]:
    house = open_hub(HubConfig(hub.data_dir))
    rows = house.store.read(lambda tx: tx.rows("select number from cases where terminal_id = ?", terminal))
    house.close()
    return [row[0] for row in rows]


def test_the_power_fails_after_it_was_stored_and_exactly_one_case_arrives_later(
    child_until, place, hub, make_story
) -> None:
    settings, line = place
    child = child_until("confirm")
    assert child.hear() == ["confirm"]
    line.cut()
    child.go_on()
    number, title = child.hear()
    assert title == "存好了，还没传上去"
    child.kill()
    assert cases_of(hub, settings.terminal) == []
    line.restore()
    story = make_story()
    case = story.wait_case(number)
    assert cases_of(hub, settings.terminal) == [number]
    assert case["holder_masked"] == "测**兰"
    assert story.screen.key == "attract"
    story.ask_by_number(number)
    assert number in story.shown
    story.hands.press("print")
    printer = story.hall.simulators.printer
    story.hands.wait(lambda: len(printer.papers) == 1, "waited for the slip")
    assert number in printer.papers[0].text.replace("\n", "")
    assert case["status"] in printer.papers[0].text


def test_a_visit_cut_short_goes_on_with_the_same_card_and_is_not_shown_to_another(
    child_until, place, make_story
) -> None:
    child = child_until("question")
    assert child.hear() == ["question:01:home"]
    child.kill()
    directory = place[0].queue.directory
    for file in directory.rglob("*"):
        if file.is_file():
            assert GUILAN.id_number.encode() not in file.read_bytes(), file.name
            assert GUILAN.name.encode() not in file.read_bytes(), file.name

    story = make_story()
    story.open("01")
    story.go("question:01:kind", {}, {"holder": JIANGUO})
    assert "resume" not in story.screen.key
    story.hands.rest(500)
    assert story.screen.key == "question:01:kind"
    story.hands.press("home")
    story.hands.press("leave")
    story.hands.wait_for("home")
    story.hands.press("finish")
    story.hands.press("finish")
    story.hands.wait_for("attract")

    story.open("01")
    story.go("identify")
    story.lay(GUILAN)
    story.hands.wait_for("resume")
    story.lift()
    story.hands.press("choice:yes")
    story.hands.wait_for("question:01:home")
    form = story.hall.terminal.runner.state.visit.form
    assert form.chosen("low_income") == "no"
    story.go("confirm")
    story.finish()
    story.wait_case(story.number)
