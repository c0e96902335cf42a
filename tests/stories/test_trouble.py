"""Something in the program breaks: a calm page, everything forgotten, the way home, and a journal without persons."""

import json

from hardware.simulated.people import GUILAN
from kiosk.session.events import KeyPressed, NoticesLoaded


class Breaks:
    """Stands where a value belongs, and breaks whatever touches it with a personal text."""

    def _break(self, *_: object) -> object:
        raise ValueError(f"{GUILAN.name} {GUILAN.id_number}")

    __radd__ = _break
    __getattr__ = _break


def calm_then_home(story) -> None:
    story.hands.wait_for("over:trouble")
    assert story.screen.title.plain() == "机器出了点问题"
    for secret in (GUILAN.name, GUILAN.id_number, GUILAN.address):
        assert secret not in story.shown
        assert secret not in repr(story.hall.terminal.runner.state)
        assert secret not in story.log.getvalue()
    entries = [json.loads(line) for line in story.log.getvalue().splitlines()]
    assert any("ValueError" in json.dumps(entry) for entry in entries)
    story.hands.press("next")
    story.hands.wait_for("attract")
    story.open("02")
    story.hands.wait_for("matter:02")


def test_an_answer_that_breaks_the_step_ends_the_visit_calmly_and_names_no_person(story) -> None:
    story.open("02")
    story.go("question:02:phone", {}, {"holder": GUILAN})
    story.hall.terminal.runner.post(KeyPressed(Breaks()))
    calm_then_home(story)


def test_a_page_that_cannot_be_drawn_ends_the_visit_calmly(story) -> None:
    story.hands.wait(lambda: len(story.hall.terminal.runner.state.terminal.notices) == 3, "waited for the notices")
    story.open("35")
    story.hands.wait_for("notices")
    story.hall.terminal.runner.post(NoticesLoaded((Breaks(),), None))
    calm_then_home(story)
