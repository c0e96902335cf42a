"""Answers picked from what is offered."""

from kiosk.catalogue.answers import Accepted, Checked, Rejected
from kiosk.catalogue.types import NO, YES, FieldSpec, Option
from kiosk.core.words import Words, words

PICK = "请从下面选一个。"

_YES_NO = (Option(id=YES, label="是", pictogram="yes"), Option(id=NO, label="不是", pictogram="no"))


def options_of(spec: FieldSpec) -> tuple[Option, ...]:
    """What may be picked; a yes_no field without options of its own offers 是 and 不是."""
    return tuple(spec.options) or (_YES_NO if spec.type.value == "yes_no" else ())


def check_choice(spec: FieldSpec, raw: str) -> Checked:
    """One option by id or by its label."""
    option = _find(spec, raw.strip())
    if option is None:
        return Rejected("没有这一项。" if raw.strip() else "还没有选。", PICK)
    return Accepted(option.id, words(option.label))


def check_choices(spec: FieldSpec, raw: str) -> Checked:
    """Several options by id, joined by ","; stored in the order they are offered, each once."""
    asked = [part.strip() for part in raw.split(",") if part.strip()]
    picked = [_find(spec, part) for part in asked]
    if None in picked:
        return Rejected("有一项不在里面。", "请从下面选，可以选几个。")
    chosen = [option for option in options_of(spec) if option in picked]
    if not chosen:
        return Rejected("还没有选。", "请从下面选，可以选几个。")
    return Accepted(",".join(o.id for o in chosen), Words(("、".join(o.label for o in chosen),)))


def _find(spec: FieldSpec, said: str) -> Option | None:
    return next((o for o in options_of(spec) if said and said in (o.id, o.label)), None)
