"""T-07: what can be read can be heard; the face is the simplified one; private values are marked for masking."""

from dataclasses import replace

from PySide6.QtGui import QAccessible, QFontInfo, QGuiApplication, QRawFont

from kiosk.core.screen import Fact, Facts
from kiosk.core.words import Private, PrivateKind, words
from ui.channels import unsaid
from ui.measure import visible_items
from ui.sample_screens import SAMPLE_SCREENS

NUMBERS = {
    PrivateKind.ID_NUMBER: "13030019440404123X",
    PrivateKind.PHONE: "13900009876",
    PrivateKind.ACCOUNT: "622200000000001",
}


def test_every_text_of_the_session_is_also_said(drawn_pages) -> None:
    unheard = {(page.screen.key, text) for page in drawn_pages for text in unsaid(page)}
    assert not unheard, sorted(unheard)


def test_nothing_is_shown_in_another_face(upright) -> None:
    """Without a named face 骨 门 直 come in their Japanese forms."""
    assert QFontInfo(QGuiApplication.font()).family() == "Noto Sans CJK SC"
    for item in visible_items(upright.window.contentItem()):
        if item.inherits("QQuickText"):
            font = item.property("font")
            assert QFontInfo(font).family() == "Noto Sans CJK SC"
            assert QRawFont.fromFont(font).supportsCharacter(ord("骨"))


def test_numbers_compared_with_a_card_or_a_phone_stand_in_groups_and_keep_one_name(upright) -> None:
    said = [Fact(kind, words(Private(value, kind))) for kind, value in NUMBERS.items()]
    upright.show(replace(SAMPLE_SCREENS[0], key="numbers", blocks=(Facts(tuple(said)),)))
    shown = {i.property("text"): i for i in visible_items(upright.window.contentItem()) if i.inherits("QQuickText")}
    assert {"130300 19440404 123X", "139 0000 9876", "6222 0000 0000 001"} <= shown.keys()
    names = {QAccessible.queryAccessibleInterface(i).text(QAccessible.Text.Name) for i in shown.values()}
    assert set(NUMBERS.values()) <= names, "a screen reader is given the number, not its gaps"


def test_private_values_on_the_page_are_marked_for_masking(upright) -> None:
    screen = next(s for s in SAMPLE_SCREENS if s.key == "sample:review")
    upright.show(screen)
    shown = [i for i in visible_items(upright.window.contentItem()) if i.inherits("QQuickText")]
    private = [i for i in shown if "虚构老人" in i.property("text") or "130300 19440404 1234" in i.property("text")]
    assert len(private) == 2
    assert all(item.property("sensitive") for item in private)
