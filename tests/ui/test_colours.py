"""T-02 token contrast, T-13 contrast of drawn pixels, T-14 states told apart without colour."""

from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest
from PIL import Image, ImageChops
from PySide6.QtGui import QColor, QImage

from kiosk.core.screen import Bullets, Role, Tone
from ui.measure import texts, visible_items
from ui.pictograms import render
from ui.sample_screens import SAMPLE_SCREENS

THEMES = ("standard", "black", "white", "soft")
TEXT_FLOOR = {"standard": 10, "black": 20, "white": 20, "soft": 10}
ROLES = ("primary", "danger", "success", "warn")


def luminance(colour: QColor) -> float:
    """WCAG relative luminance."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_every_pair_of_tokens_meets_its_floor(upright, theme) -> None:
    upright.show(SAMPLE_SCREENS[0], theme=theme)
    palette = upright.kiosk._theme.property("colours").toVariant()
    colour = {name: QColor(value) for name, value in palette.items()}
    for ground in (colour["bg"], colour["surface"]):
        assert contrast(colour["text"], ground) >= TEXT_FLOOR[theme]
        assert contrast(colour["text2"], ground) >= 10
        assert contrast(colour["outline"], ground) >= 7
        assert contrast(colour["disabled"], ground) >= 5
        assert all(contrast(colour[role], ground) >= 10 for role in ROLES)
    assert contrast(colour["primaryInk"], colour["primary"]) >= 10
    assert contrast(colour["primaryInk"], colour["primaryDown"]) >= 10
    assert contrast(colour["text"], colour["tint"]) >= 7
    assert contrast(colour["text"], colour["down"]) >= 7
    # The ring is text on bg, and must also stand out from a filled button beside it.
    assert contrast(colour["bg"], colour["primary"]) >= 10


def pixel_contrast(image: QImage, box) -> float:
    """Contrast of the lightest against the darkest pixel in a box."""
    part = image.copy(box.toAlignedRect()).convertToFormat(QImage.Format.Format_RGBA8888)
    drawn = Image.frombuffer("RGBA", (part.width(), part.height()), bytes(part.constBits()), "raw", "RGBA", 0, 1)
    shades = [shade(pixel) for _, pixel in drawn.getcolors(1 << 20)]
    return (max(shades) + 0.05) / (min(shades) + 0.05)


@cache
def shade(pixel: tuple[int, ...]) -> float:
    """The same few inks are in every page."""
    return luminance(QColor(*pixel))


@pytest.mark.parametrize("theme", THEMES)
def test_every_drawn_text_stands_out_from_its_ground(stage, one_of_each_page, theme) -> None:
    # Inks do not change with the way the glass hangs: the real pages are drawn upright only.
    real = one_of_each_page if stage.panel.height > stage.panel.width else ()
    for screen in (*SAMPLE_SCREENS, *real):
        stage.show(screen, theme=theme)
        image = stage.kiosk.grab()
        for text in texts(stage.window):
            floor = 5 if text.owner is not None and not text.owner.isEnabled() else 7
            assert pixel_contrast(image, text.rect) >= floor, (screen.key, text.text)


@pytest.mark.parametrize("theme", THEMES)
def test_a_main_button_that_is_not_ready_yet_is_read_as_well(upright, theme) -> None:
    screen = next(s for s in SAMPLE_SCREENS if any(a.role is Role.PRIMARY and a.enabled for a in s.actions))
    actions = tuple(
        replace(a, enabled=False, why_not="号码还没有按完") if a.role is Role.PRIMARY else a for a in screen.actions
    )
    upright.show(replace(screen, actions=actions), theme=theme)
    image = upright.kiosk.grab()
    off = [text for text in texts(upright.window) if text.owner is not None and not text.owner.isEnabled()]
    assert any("号码还没有按完" in text.text for text in off)
    for text in off:
        assert pixel_contrast(image, text.rect) >= 5, text.text


def test_the_moods_differ_by_shape_in_grey(upright) -> None:
    shapes = {}
    for tone in (Tone.DONE, Tone.WAIT, Tone.ATTENTION):
        screen = next(s for s in SAMPLE_SCREENS if s.key == "sample:home")
        upright.show(replace(screen, tone=tone))
        names = [i.property("name") for i in visible_items(upright.window.contentItem()) if i.property("side")]
        shapes[tone] = next(name for name in names if name in ("tick", "wait", "attention"))
    assert len(set(shapes.values())) == 3
    for one, other in combinations(shapes.values(), 2):
        assert differing(one, other) > 0.05


def test_the_marks_of_a_list_differ_by_shape_in_grey() -> None:
    for one, other in combinations(("tick", "dot", "cross"), 2):
        assert differing(one, other) > 0.05


def differing(one: str, other: str) -> float:
    """Share of pixels that differ between two signs drawn in the same single ink."""
    masks = []
    for name in (one, other):
        sign = render(name, 48, "#000000", "none").convertToFormat(QImage.Format.Format_Alpha8)
        masks.append(Image.frombuffer("L", (48, 48), bytes(sign.constBits()), "raw", "L", sign.bytesPerLine(), 1))
    return sum(value > 127 for value in ImageChops.difference(*masks).tobytes()) / 48**2


def test_a_list_says_missing_with_a_cross_and_not_only_with_red(upright) -> None:
    screen = next(s for s in SAMPLE_SCREENS if any(isinstance(b, Bullets) and b.marks for b in s.blocks))
    upright.show(screen)
    names = {i.property("name") for i in visible_items(upright.window.contentItem()) if i.property("side")}
    assert {"tick", "dot", "cross"} <= names
