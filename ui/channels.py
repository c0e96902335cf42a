"""What a page offers by each channel, once it is drawn: the finger, the keys, the voice; what is only seen, only heard.

Gate T-10: whatever may be done can be done by each of them, and whatever is told reaches both eye and ear.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtQuick import QQuickWindow

from kiosk.core.screen import Action, AskDate, AskDigits, AskPin, AskText, BigText, Role, Screen
from kiosk.session import sentences
from kiosk.session.expect import expect_of, spoken
from ui.controllers.keypad import stops_of
from ui.measure import targets, texts, turn_page

MOST_PARTS = 25
CHROME = re.compile(r"\d+ / \d+|第\d+步，共\d+步|\d+秒|上一页|下一页|在这里签名|已签名")
"""The page's own furniture, each with an accessible name: page and step numbers, seconds, the sheet's mark."""
ON_KEYBOARD = re.compile(r"[A-Z0-9，。‹›]|123|拼|清空|删除|选第一个|按拼音，再选字")
"""Faces of the keyboard's keys; each has a name that is said when the keys come to it."""
STANDS_FOR = {"erase": "key:erase", "clear": "key:clear"}
"""Where there is a keyboard, its own keys do what the Screen's do elsewhere."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One Screen as it was on the glass, all its parts."""

    screen: Screen
    texts: tuple[str, ...]
    touch: frozenset[str]
    """What a finger can press, by object name."""
    keys: frozenset[str]
    """What the keypad comes to."""


def drawn(window: QQuickWindow, screen: Screen) -> Drawn:
    """Look at every part of the page that is on the window now."""
    seen: dict[str, None] = {}
    touch: set[str] = set()
    keys: set[str] = set()
    while turn_page(window, "page:before"):
        pass  # the same page shown anew stays on the part she had turned to
    for _ in range(MOST_PARTS):
        seen |= dict.fromkeys(text.text for text in texts(window))
        touch |= {target.name for target in targets(window) if target.enabled}
        keys |= {stop.objectName() for stop in stops_of(window)}
        if not turn_page(window):
            break
    return Drawn(screen, tuple(seen), frozenset(touch), frozenset(keys))


def by_voice(screen: Screen) -> frozenset[str]:
    """What can be done by speaking, by action id: a phrase of its own, a run of digits, or her own words."""
    said = {action.id for action in spoken(screen).values()}
    if expect_of(screen).loops:
        said |= {action.id for action in screen.actions if action.role is Role.KEY}
    return frozenset(said)


def channel_faults(page: Drawn) -> list[str]:
    """What one channel offers or tells and another does not, one line each; empty when T-10 holds."""
    key = page.screen.key
    ways: dict[str, Callable[[Action], bool]] = {
        "a finger": lambda action: bool({action.id, STANDS_FOR.get(action.id)} & page.touch),
        "the keys": lambda action: bool({action.id, STANDS_FOR.get(action.id)} & page.keys),
        "the voice": lambda action: action.id in by_voice(page.screen) or isinstance(page.screen.ask, AskPin),
    }  # a PIN is never spoken; it is the staff's own
    faults = [
        f"T-10 {key}: {way} cannot do {action.label!r} ({action.id})"
        for action in (*page.screen.actions, *page.screen.always)
        if action.enabled
        for way, can in ways.items()
        if not can(action)
    ]
    return (
        faults
        + [f"T-10 {key}: not said: {text!r}" for text in unsaid(page)]
        + [f"T-10 {key}: not shown: {text!r}" for text in unshown(page)]
    )


# --- what is told to eye and ear -----------------------------------------------------------------------------


def unsaid(page: Drawn) -> list[str]:
    """Texts on the glass that nobody hears."""
    heard = _heard(page.screen)
    return [
        text
        for text in page.texts
        if not (
            _squeezed(text) in heard
            or _of_keyboard(page, text)
            or CHROME.fullmatch(text)
            or _entered(page.screen, text, heard)
        )
        and "服务大厅" not in text
    ]


def unshown(page: Drawn) -> list[str]:
    """Parts of sentences that are said and stand nowhere on the glass."""
    shown = _squeezed("".join(page.texts))
    furniture = {"可以选", "已经填了", *(f"{a.label}现在不能按" for a in page.screen.actions if not a.enabled)}
    return [
        part
        for sentence in _told(page.screen)
        for part in re.split(r"[，。！？；：]", sentence)
        if part not in furniture and _squeezed(part) not in shown
    ]


def _told(screen: Screen) -> Iterator[str]:
    """What is said when the page opens; a number with its own way of being read stands as it is written."""
    written = {
        f"{block.label}，{block.spoken if isinstance(block.spoken, str) else block.spoken.plain()}": block.text.plain()
        for block in screen.blocks
        if isinstance(block, BigText) and block.spoken
    }
    for sentence in sentences(screen, headphones=True):
        yield written.get(sentence, sentence)


def _heard(screen: Screen) -> str:
    """Everything that is said of a Screen: opening, each action as the focus reaches it, question, banner, entry."""
    parts = [*sentences(screen, headphones=True), screen.title.plain(), screen.banner.plain()]
    for action in (*screen.actions, *screen.always):
        parts += [action.label, action.note, "不可用", action.why_not]
    if screen.ask is not None:
        parts += [
            getattr(screen.ask, name).plain() for name in ("prompt", "statement", "draft") if hasattr(screen.ask, name)
        ]
        parts.append(getattr(screen.ask, "hint", ""))
    # A number with its own way of being read is heard in that way.
    parts += [block.text.plain() for block in screen.blocks if isinstance(block, BigText) and block.spoken]
    return _squeezed("".join(parts))


def _squeezed(text: str) -> str:
    return re.sub(r"[\s，。！？；：、·　]", "", text)


def _of_keyboard(page: Drawn, text: str) -> bool:
    return isinstance(page.screen.ask, AskText) and bool(ON_KEYBOARD.fullmatch(text))


def _entered(screen: Screen, text: str, heard: str) -> bool:
    """The answer so far, as the field draws it; its keys are said as they are pressed."""
    return isinstance(screen.ask, AskDate | AskPin | AskDigits | AskText) and (
        bool(re.fullmatch(r"[●\s]+|[\d　]+年[\d　]+月[\d　]+日", text)) or _squeezed(text) in heard
    )
