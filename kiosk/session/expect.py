"""What may be said now, from the Screen alone: every action that can be pressed can be said, and told from the others.

Pure. `spoken` is also how an utterance that is exactly one of these phrases finds its action again.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache

from kiosk.core.hearing import Expect
from kiosk.core.screen import Action, AskDate, AskDigits, AskPin, AskText, Role, Screen

YES = ("对", "对的", "是", "是的", "没错", "嗯呐", "中", "行", "好", "好的", "就是这个")
NO = ("不对", "不是", "错了", "不中", "不要", "不是这个")
"""As people say it here, for every page that asks 对吗？"""

DIGITS = tuple("零一二三四五六七八九幺两洞叉")
AMOUNTS = tuple("零一二三四五六七八九十百千万两半块元角毛分点")
DATES = (*"零一二三四五六七八九十廿初正腊冬年月日号", "农历", "阴历", "阳历", "今年", "去年", "今天", "昨天")
"""What digits, amounts and dates are made of; each may be said in any number and order."""

LOUDER, SOFTER, SLOWER, FASTER = "louder", "softer", "slower", "faster"
COMMANDS: Mapping[str, str] = {
    **dict.fromkeys(("大声点", "大点声", "声音大点", "听不见"), LOUDER),
    **dict.fromkeys(("小声点", "声音小点", "太吵了"), SOFTER),
    **dict.fromkeys(("慢一点", "说慢点", "慢点说"), SLOWER),
    **dict.fromkeys(("快一点", "说快点", "快点说"), FASTER),
}
"""Said on any page; shown as buttons on the page of settings."""

ANYWHERE = (
    "不办了", "算了", "先不办了", "等我儿子来", "要带什么", "要带啥", "多少钱", "几天能办好", "我能不能办",
    "煤气味", "有煤气味", "着火了", "胸口疼", "喘不上气", "有人打我", "救命", "让我转账", "撞车了",
)  # fmt: skip
"""Never on a button, yet understood on every page: leaving, the usual questions, and what comes before all."""

PAUSE_S, SLOW_PAUSE_S = 2.0, 3.0
_OPEN_KEYS = ("home", "categories", "category:", "matter:", "where:", "progress:ways", "more", "over:ask", "over:offer",
              "over:answer")  # fmt: skip
_LISTED = (Role.TILE, Role.CHOICE)
_ORDINALS = "一二三四五六七八九十"
_LONGER = {
    "对": ("对的", "对对"), "是": ("是的", "是是"), "有": ("有的", "我有"), "要": ("我要", "要的"), "中": ("中啊",),
    "好": ("好的", "好了"), "行": ("行啊",), "留": ("留下",), "男": ("男的",), "女": ("女的",), "查": ("查吧",),
}  # fmt: skip
"""A single syllable is what noise sounds like; it is listened for only as part of something longer."""


def expect_of(screen: Screen) -> Expect:
    """What the ear is told to expect on this page; nothing open before anybody is there or while staff type."""
    secret = isinstance(screen.ask, AskPin)
    phrases = [*spoken(screen)]
    if not secret:
        phrases += [*COMMANDS, *ANYWHERE]
    return Expect(
        phrases=tuple(dict.fromkeys(phrases)),
        loops=_loops(screen),
        lone=() if secret else _lone(screen),
        open=isinstance(screen.ask, AskText) or screen.key.startswith(_OPEN_KEYS),
        pause_s=SLOW_PAUSE_S if screen.settings.slow else PAUSE_S,
    )


def _loops(screen: Screen) -> tuple[tuple[str, ...], ...]:
    match screen.ask:
        case AskDigits(groups=groups):
            return (DIGITS,) if groups else (DIGITS, AMOUNTS)
        case AskDate():
            return (DATES,)
        case _:
            return ()


def _lone(screen: Screen) -> tuple[str, ...]:
    """Syllables that answer to one action of the page; nothing grave follows from a syllable."""
    own = [a for a in _enabled(screen.actions) if not a.grave]
    forms = _claims(own, lambda a: tuple(bare(text) for text in (a.label, a.say, *a.aliases)))
    return tuple(form for form, action in forms.items() if action is not None and len(form) == 1)


def spoken(screen: Screen) -> dict[str, Action]:
    """Every phrase that presses exactly one enabled action of the page.

    A label beats what is only another word for something, and what is on every page beats the page's own words. What
    two actions share equally presses neither; they still have their place in the list: 第二个.
    """
    own, bar = _enabled(screen.actions), _enabled(screen.always)
    found: dict[str, Action] = {}
    for actions, forms in ((own, _aliases), (bar, _aliases), (own, _label), (bar, _label)):
        for form, action in _claims(actions, forms).items():
            if action is None:
                found.pop(form, None)
            else:
                found[form] = action
    listed = [a for a in own if a.role in _LISTED]
    if len(listed) > 1:
        found |= {f"第{_ORDINALS[n]}个": a for n, a in enumerate(listed[: len(_ORDINALS)]) if not a.grave}
    return found


def _claims(actions: list[Action], forms: Callable[[Action], tuple[str, ...]]) -> dict[str, Action | None]:
    """Who answers to each form; None where two do."""
    claimed: dict[str, Action | None] = {}
    for action in actions:
        for form in forms(action):
            other = claimed.setdefault(form, action)
            if other is not None and other.event != action.event:
                claimed[form] = None
    return claimed


def ways_to_say(screen: Screen) -> Counter[str]:
    """How many phrases each enabled action has, by its id; a key of a pad is said as part of a run."""
    return Counter(action.id for action in spoken(screen).values())


def _enabled(actions: tuple[Action, ...]) -> list[Action]:
    return [a for a in actions if (a.enabled and a.role is not Role.KEY) or (a.enabled and a.id in ("erase", "clear"))]


def _label(action: Action) -> tuple[str, ...]:
    return _said(action.label)


def _aliases(action: Action) -> tuple[str, ...]:
    if action.grave:
        return tuple(alias for alias in action.aliases if len(alias) >= 3)
    return tuple(form for text in (action.say, *action.aliases) for form in _said(text))


@lru_cache(8192)
def _said(text: str) -> tuple[str, ...]:
    plain = bare(text)
    if len(plain) == 1:
        return _LONGER.get(plain, ())
    return (plain,) if plain else ()


def bare(text: str) -> str:
    """A label as it is said: numbers in words, no signs or spaces. 1944年 -> 一九四四年, 12日 -> 十二日."""
    text = re.sub(r"\d{4}(?=年)|\d{3,}", lambda m: "".join("零一二三四五六七八九"[int(d)] for d in m.group()), text)
    text = re.sub(r"\d+", lambda m: _cardinal(int(m.group())), text)
    return re.sub(r"[^\w]", "", text)


def _cardinal(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return "零一二三四五六七八九"[ones]
    return ("" if tens == 1 else "零一二三四五六七八九"[tens]) + "十" + ("零一二三四五六七八九"[ones] if ones else "")
