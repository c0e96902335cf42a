"""T-07: what can be read can be heard; the face is the simplified one; private values are marked for masking."""

from PySide6.QtGui import QFontInfo, QGuiApplication, QRawFont

from ui.channels import unsaid
from ui.measure import visible_items
from ui.sample_screens import SAMPLE_SCREENS


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


def test_private_values_on_the_page_are_marked_for_masking(upright) -> None:
    screen = next(s for s in SAMPLE_SCREENS if s.key == "sample:review")
    upright.show(screen)
    shown = [i for i in visible_items(upright.window.contentItem()) if i.inherits("QQuickText")]
    private = [i for i in shown if "虚构老人" in i.property("text") or "130300194404041234" in i.property("text")]
    assert len(private) == 2
    assert all(item.property("sensitive") for item in private)
