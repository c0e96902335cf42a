"""A moving picture is drawn on the page by the software renderer, and gone when it is over."""

from dataclasses import replace

import numpy as np

from kiosk.core.screen import Live, Screen
from kiosk.core.words import words
from ui.measure import settle

SEE = Screen(
    key="over:call:see",
    title=words("王师傅的画面"),
    say=(words("王师傅的画面"), words("这里是王师傅的画面。")),
    blocks=(Live("这里是王师傅的画面。"),),
)
RED = np.full((48, 64, 3), (200, 20, 20), np.uint8)


def reddish(image) -> int:
    """How many of a grid of points are the picture's red."""
    points = ((image.pixelColor(x, y)) for x in range(0, image.width(), 40) for y in range(0, image.height(), 40))
    return sum(1 for colour in points if abs(colour.red() - 200) < 12 and colour.green() < 40)


def test_a_frame_is_drawn_larger_than_a_sixth_of_the_glass_and_taken_away_again(stage) -> None:
    stage.show(SEE)
    assert reddish(stage.window.grabWindow()) == 0
    stage.kiosk.guide_picture(RED)
    settle()
    seen = stage.window.grabWindow()
    grid = len(range(0, seen.width(), 40)) * len(range(0, seen.height(), 40))
    assert reddish(seen) >= grid / 6
    stage.kiosk.guide_picture(None)
    settle()
    assert reddish(stage.window.grabWindow()) == 0


def test_the_paper_under_the_camera_and_the_guides_face_never_take_each_others_place(stage) -> None:
    stage.show(replace(SEE, key="over:call:photo:aim", blocks=(Live("这里是台面。", of="paper"),)))
    stage.kiosk.guide_picture(RED)
    settle()
    assert reddish(stage.window.grabWindow()) == 0
    stage.kiosk.paper_picture(RED)
    settle()
    assert reddish(stage.window.grabWindow()) > 0
    stage.kiosk.paper_picture(None)
    settle()
    assert reddish(stage.window.grabWindow()) == 0
