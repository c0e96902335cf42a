"""RTC-08: whoever signs with a guide sees the hands, a sixth of the glass and more, while a form is open.

And nothing of the form is lost by it.
"""

from dataclasses import replace

import numpy as np
import pytest

from kiosk.core.screen import AskText, Beside
from ui.gallery import one_of_each
from ui.measure import page_faults, scene_rect, settle, turn_page, visible_items
from ui.sample_screens import SAMPLE_SCREENS

SIGNING = Beside("这里是王师傅的画面。", sign=True)
FREE = Beside("这里是王师傅的画面。")
RED = np.full((48, 64, 3), (200, 20, 20), np.uint8)
MOST_PAGES = 25


@pytest.fixture
def guide(stage):
    """The guide's camera sees red."""
    stage.kiosk.guide_picture(RED)
    yield stage
    stage.kiosk.guide_picture(None)
    settle()


def red_share(stage) -> float:
    """How much of the glass is the guide's picture, counted on a grid of points."""
    settle()
    image = stage.window.grabWindow()
    points = [image.pixelColor(x, y) for x in range(0, image.width(), 12) for y in range(0, image.height(), 12)]
    return sum(abs(c.red() - 200) < 12 and c.green() < 40 for c in points) / len(points)


def shown(stage, name: str) -> list:
    return [item for item in visible_items(stage.window.contentItem()) if item.objectName() == name]


def largest(stage) -> int:
    """The largest text at which a page without a keyboard makes room."""
    return 3 if stage.panel.height > stage.panel.width else 1


@pytest.mark.parametrize("settings", [{}, {"low": True}, {"theme": "black"}, {"text_size": "largest"}], ids=str)
def test_a_sixth_of_the_glass_is_the_guides_picture_while_a_question_is_open(guide, settings) -> None:
    if settings.get("text_size"):
        settings = {"text_size": largest(guide)}
    question = next(screen for screen in SAMPLE_SCREENS if screen.ask and not isinstance(screen.ask, AskText))
    guide.show(replace(question, beside=SIGNING), **settings)
    assert red_share(guide) >= 1 / 6
    assert page_faults(guide.window, guide.panel, "low" in settings) == []


def test_every_page_stays_whole_beside_the_picture(guide, real_screens) -> None:
    upright = guide.panel.height > guide.panel.width
    faults, sixth = [], guide.panel.width * guide.panel.height / 6
    for screen in one_of_each(real_screens):
        guide.show(replace(screen, beside=SIGNING), text_size=2 if upright else 1)
        pictures = shown(guide, "signing")
        if upright or not isinstance(screen.ask, AskText):
            (picture,) = pictures
            assert scene_rect(picture).width() * scene_rect(picture).height() >= sixth, screen.key
        for number in range(1, MOST_PAGES + 1):
            faults += [f"{screen.key} page {number}: {fault}" for fault in page_faults(guide.window, guide.panel)]
            if not turn_page(guide.window):
                break
        else:
            faults.append(f"{screen.key}: more than {MOST_PAGES} pages")
    assert not faults, "\n".join(faults)


def test_whoever_speaks_sees_the_guide_in_the_room_nobody_else_needs(guide) -> None:
    seen = 0
    for screen in SAMPLE_SCREENS:
        guide.show(replace(screen, beside=FREE))
        if not shown(guide, "beside"):
            continue
        seen += 1
        assert red_share(guide) > 0.01
        assert page_faults(guide.window, guide.panel) == [], screen.key
    assert seen > 2


def test_without_a_picture_the_free_room_stays_as_it_was(stage) -> None:
    stage.show(replace(SAMPLE_SCREENS[0], beside=FREE))
    assert not shown(stage, "beside")
    assert not shown(stage, "signing")
