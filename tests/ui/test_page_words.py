"""T-07: what can be read can be heard; the face is the simplified one; private values are marked for masking."""

import re

from PySide6.QtGui import QFontInfo, QGuiApplication, QRawFont

from kiosk.core.screen import AskDate, AskDigits, AskPin, AskText, BigText, Screen
from kiosk.session import sentences
from ui.measure import texts, turn_page, visible_items
from ui.sample_screens import SAMPLE_SCREENS

CHROME = re.compile(r"\d+ / \d+|第\d+步，共\d+步|\d+秒|上一页|下一页|在这里签名|已签名")
"""The page's own furniture, each with an accessible name: page and step numbers, seconds, the sheet's mark."""


def heard(screen: Screen) -> str:
    """Everything that is said of a Screen: opening, each action as the focus reaches it, question, banner, entry."""
    parts = [*sentences(screen, headphones=True), screen.title.plain(), screen.banner.plain()]
    for action in (*screen.actions, *screen.always):
        parts += [action.label, action.note, action.why_not, "不可用"]
    if screen.ask is not None:
        parts += [
            getattr(screen.ask, name).plain() for name in ("prompt", "statement", "draft") if hasattr(screen.ask, name)
        ]
        parts.append(getattr(screen.ask, "hint", ""))
    # A number with its own way of being read is heard in that way.
    parts += [block.text.plain() for block in screen.blocks if isinstance(block, BigText) and block.spoken]
    return squeezed("".join(parts))


def squeezed(text: str) -> str:
    return re.sub(r"[\s，。！？；：、·　]", "", text)


def entered(screen: Screen, text: str) -> bool:
    """The answer so far, as the field draws it; its keys are said as they are pressed."""
    return isinstance(screen.ask, AskDate | AskPin | AskDigits | AskText) and (
        bool(re.fullmatch(r"[●\s]+|[\d　]+年[\d　]+月[\d　]+日", text)) or squeezed(text) in heard(screen)
    )


def test_every_text_of_the_session_is_also_said(upright, real_screens) -> None:
    unheard = set()
    for screen in real_screens:
        upright.show(screen)
        for _ in range(25):
            for text in texts(upright.window):
                said = squeezed(text.text) in heard(screen) or CHROME.fullmatch(text.text) or entered(screen, text.text)
                if not said and "服务大厅" not in text.text:
                    unheard.add((screen.key, text.text))
            if not turn_page(upright.window):
                break
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
