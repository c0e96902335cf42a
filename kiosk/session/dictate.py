"""An answer that was spoken: checked like any other, read back, and counted only after a yes."""

from dataclasses import replace

from kiosk.catalogue import AnswerContext, Checked, FieldSpec, FieldType, Rejected, check_value
from kiosk.core.words import words
from kiosk.session import events as ev
from kiosk.session.counter import CASE
from kiosk.session.places import CaseNumberPlace, QuestionPlace, ReadBackOver, TypedIdentity
from kiosk.session.state import Moved, State, swap, with_visit
from kiosk.session.who import NAME, NUMBER

_RUNS = {FieldType.ID_NUMBER: 18, FieldType.PHONE: 11, FieldType.CASE_NUMBER: 22}
"""How many characters a number has that people say in pieces."""
_SPOKEN = dict(zip("0123456789X", "零一二三四五六七八九叉", strict=True))


def asked(state: State) -> FieldSpec | None:
    """The question of the page, when it can be answered by dictation."""
    place, form = state.place, state.visit.form
    match place:
        case QuestionPlace(field_id=name) if form is not None:
            return form.spec(name)
        case TypedIdentity(part=part):
            return NAME if part == "name" else NUMBER
        case CaseNumberPlace():
            return CASE
        case _:
            return None


def unsaid_draft(state: State) -> str:
    """What stands in the page's draft; it was keyed or said in pieces and has not been read back."""
    place = state.place
    drafted = isinstance(place, QuestionPlace | TypedIdentity | CaseNumberPlace)
    several = (spec := asked(state)) is not None and spec.type is FieldType.CHOICES
    return place.draft if drafted and not several else ""  # type: ignore[union-attr]


def dictated(state: State, value: str) -> Moved:
    """A value said for the page's question. Numbers may come in pieces; the draft shows how far they have come."""
    spec, place = asked(state), state.place
    if spec is None or not isinstance(place, QuestionPlace | TypedIdentity | CaseNumberPlace):
        return state, ()
    whole = _with_letter(state, place, value)
    joined = _with_letter(state, place, place.draft + value)
    problem: Rejected | None = None
    for candidate in (whole, joined):
        checked = _check(state, spec, candidate)
        if not isinstance(checked, Rejected):
            over = ReadBackOver(spec.id, spec.label, candidate, checked.value)
            return replace(state, overlay=over), ()
        problem = problem or checked
    assert problem is not None
    longest = _RUNS.get(spec.type, 0)
    if len(joined) < longest and joined.isalnum():
        state = swap(state, replace(place, draft=joined, problem=words()))
        return with_visit(state, aside=words(f"记到{by_digit(joined[-4:])}了，请接着说。")), ()
    return swap(state, replace(place, problem=words(problem.problem, problem.mend))), ()


def _check(state: State, spec: FieldSpec, raw: str) -> Checked:
    form = state.visit.form
    biller = next((b for b in state.terminal.billers if form and b.id == form.service.biller), None)
    return check_value(spec, raw, AnswerContext(state.today, form.answers() if form else {}, biller))


def _with_letter(state: State, place: object, digits: str) -> str:
    """A case number said as digits alone: the terminal's letter is not said, it is this terminal's."""
    if isinstance(place, CaseNumberPlace) and len(digits) > 14 and digits[14].isdigit():
        return digits[:14] + state.terminal.terminal_id[:1] + digits[14:]
    return digits


def by_digit(number: str) -> str:
    return "".join(_SPOKEN.get(c, c) for c in number)


def closed(state: State) -> Moved:
    """不对: the value is dropped, the page asks again."""
    place = state.place
    if isinstance(place, QuestionPlace | TypedIdentity):
        state = swap(state, replace(place, draft=""))
    return with_visit(replace(state, overlay=None), aside=words("好，请再说一遍。")), ()


def confirmed(event: ev.Answer, over: ReadBackOver) -> bool:
    """Whether the event is the yes to this read-back."""
    return event.field == over.name and event.value == over.value and event.source == "spoken"
