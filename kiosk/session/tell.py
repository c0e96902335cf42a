"""How values are said: dates, money, choices, private parts."""

from datetime import date, datetime

from kiosk.catalogue import AT_ONCE, NO, NONE_ANSWER, YES, FieldSpec, FieldType, TimeLimit, group_digits, yuan
from kiosk.core.clock import BEIJING
from kiosk.core.wire import Source
from kiosk.core.words import Private, PrivateKind, Words, words
from kiosk.session.forms import KINDS

SOURCES: dict[Source, str] = {
    "chip": "身份证",
    "typed": "您输入的",
    "spoken": "您说的",
    "handwritten": "您手写的",
    "certificate": "电子证照",
    "guide": "帮办员填的",
    "earlier_visit": "上次办理",
    "rule": "按规定",
    "social_card": "社保卡",
}
"""Where a value comes from, as a resident reads it."""


def said_day(day: date | datetime) -> str:
    """2026年11月24日"""
    if isinstance(day, datetime):
        day = day.astimezone(BEIJING).date()
    return f"{day.year}年{day.month}月{day.day}日"


def said_iso(text: str) -> str:
    """An ISO day as people say it; anything else as it is."""
    try:
        return said_day(date.fromisoformat(text))
    except ValueError:
        return text


def value_words(spec: FieldSpec, value: str) -> Words:
    """A stored value as the resident reads it."""
    if value == "":
        return words("没有填")
    if value == NONE_ANSWER:
        return words(spec.none_answer)
    match spec.type:
        case FieldType.CHOICE | FieldType.CHOICES:
            labels = {o.id: o.label for o in spec.options}
            return _maybe_private(spec, "、".join(labels.get(part, part) for part in value.split(",")))
        case FieldType.YES_NO:
            labels = {o.id: o.label for o in spec.options} or {YES: "是", NO: "不是"}
            return _maybe_private(spec, labels.get(value, value))
        case FieldType.DATE:
            return _maybe_private(spec, said_iso(value))
        case FieldType.MONEY:
            return _maybe_private(spec, yuan(int(value)) if value.isdigit() else value)
        case _:
            return _maybe_private(spec, value)


def _maybe_private(spec: FieldSpec, text: str) -> Words:
    return words(Private(text, KINDS.get(spec.type, PrivateKind.TEXT))) if spec.private else words(text)


def case_digits(number: str) -> str:
    """A case number in its groups, for reading aloud."""
    return " ".join(group_digits(FieldType.CASE_NUMBER, number))


def time_limit(limit: TimeLimit | None) -> str:
    """How long it takes."""
    return AT_ONCE if limit is None else limit.shown()


_KIN = (("妈", "您母亲"), ("娘", "您母亲"), ("爸", "您父亲"), ("爹", "您父亲"), ("老伴", "您老伴"), ("儿子", "您儿子"),
        ("闺女", "您女儿"), ("女儿", "您女儿"), ("奶奶", "您奶奶"), ("爷爷", "您爷爷"))  # fmt: skip


def kin(behalf: str) -> str:
    """Whose matter it is, as the terminal says it: 我妈 -> 您母亲."""
    return next((said for word, said in _KIN if word in behalf), behalf.replace("我", "您"))
