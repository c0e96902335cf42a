"""What she said and was not understood: at the end she may let it be kept, as words that name nobody."""

from dataclasses import dataclass, field

from kiosk.core.wire import Unclear
from kiosk.core.words import words
from kiosk.dialogue.deidentify import deidentify
from kiosk.session.effects import KeepUnclear
from kiosk.session.state import Moved, State, mint, with_visit

_MARKS = "〔数人名地址〕，。 "


@dataclass(frozen=True, slots=True)
class Missed:
    """One utterance of this visit."""

    text: str = field(repr=False)
    near: tuple[str, ...] = ()
    """Service ids that came nearest."""


def keepable(state: State) -> tuple[Missed, ...]:
    """As they would be kept: without anybody's name, number or address, each once, nothing that says nothing."""
    found = {nameless(state, text): near for text, near in state.visit.missed}
    return tuple(Missed(text, near) for text, near in found.items() if len(text.strip(_MARKS)) >= 2)


def nameless(state: State, text: str) -> str:
    """A sentence as it may leave the terminal: without what looks like somebody's, and without this visit's values."""
    keep = tuple(word for service in state.terminal.services for word in (service.plain_name, *service.aliases))
    return deidentify(text, _values(state), keep)


def keep_missed(state: State) -> Moved:
    """She agreed. The day only; the visit forgets them at once."""
    kept = []
    for missed in keepable(state):
        unclear_id, state = mint(state)
        kept.append(Unclear(unclear_id=unclear_id, text=missed.text, candidates=list(missed.near[:5]), day=state.today))
    state = with_visit(state, missed=(), aside=words("留下了，谢谢您。"))
    return state, (KeepUnclear(tuple(kept)),) if kept else ()


def _values(state: State) -> tuple[str, ...]:
    """Everything this visit knows of anybody."""
    visit = state.visit
    people = [person for person in (visit.holder, visit.operator) if person is not None]
    people += [person for person in ((visit.form.holder, visit.form.operator) if visit.form else ()) if person]
    values = [value for person in people for value in (person.name, person.id_number, person.address)]
    private = {spec.id for spec in visit.form.specs() if spec.private and not spec.options} if visit.form else set()
    values += [value for name, value in (visit.form.answers().items() if visit.form else ()) if name in private]
    return tuple(value for value in values if value)
