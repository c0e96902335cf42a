"""The social-security card in its reader: instead of the identity card, or where the money shall go to it.

What it tells is read without a key, so it names a person as a typed name does: the window looks at the identity card.
Where it disagrees with the identity card both are kept, and she is asked.
"""

from dataclasses import replace

from kiosk.core.person import Person
from kiosk.core.words import words
from kiosk.session import events as ev
from kiosk.session.effects import Effect, Note, ReadSocialCard
from kiosk.session.events import Event
from kiosk.session.forms import Form, Value
from kiosk.session.places import IdentifyPlace, SocialCardPlace, TypedIdentity
from kiosk.session.plan import READ_TIMEOUT_S, enter, identified, not_by_card, onward
from kiosk.session.state import Moved, State, go, swap, with_form
from kiosk.session.who import duplicate


def step_social(state: State, event: Event) -> Moved:
    place, form = state.place, state.visit.form
    assert isinstance(place, SocialCardPlace)
    if form is None:
        return state, ()
    again: tuple[Effect, ...] = (ReadSocialCard(READ_TIMEOUT_S),)
    fresh = SocialCardPlace(place.who, place.field)
    match event:
        case ev.SocialCardSeen(person=person) if place.field:
            return _for_field(state, form, place.field, person)
        case ev.SocialCardSeen(person=person):
            return _person(state, form, place, person)
        case ev.SocialCardWithheld():
            return swap(state, replace(fresh, withheld=True, reading=False)), (_note("withheld"),)
        case ev.SocialCardProblem(fault=fault):
            return swap(state, replace(fresh, fault=fault, reading=False)), (_note(str(fault)),)
        case ev.NoSocialCardSeen():
            return swap(state, replace(fresh, notice=words("还没看到社保卡。"))), again
        case ev.Next() if not place.reading and not place.withheld:
            return swap(state, fresh), again
        case ev.Next() | ev.Skip() if place.field:
            return onward(with_form(state, not_by_card(form, place.field)))
        case ev.UseWay(way="card") if not place.field:
            return enter(state, IdentifyPlace(place.who))
        case ev.UseWay(way="typed") if not place.field:
            return go(state, TypedIdentity(place.who)), ()
        case _:
            return state, ()


def _person(state: State, form: Form, place: SocialCardPlace, person: Person) -> Moved:
    other = form.holder if place.who == "operator" else form.operator
    if other is not None and other.id_number == person.id_number:
        return swap(state, SocialCardPlace(place.who, notice=words("这还是刚才那位的。请换一张。"))), (
            ReadSocialCard(READ_TIMEOUT_S),
        )
    moved, effects = duplicate(identified(state, person, place.who)) or onward(identified(state, person, place.who))
    return moved, (Note("identified", {"how": "social"}), *effects)


def _for_field(state: State, form: Form, name: str, person: Person) -> Moved:
    """The number on the card; beside the identity card's own where they differ, so that nobody overlooks it."""
    holder = form.holder
    if holder is not None and holder.how == "chip" and holder.id_number != person.id_number:
        form = form.with_value(name, Value(holder.id_number, "chip", state.now))
    form = form.with_value(name, Value(person.id_number, "social_card", state.now)).changed()
    return onward(with_form(state, form))


def _note(outcome: str) -> Note:
    return Note("social_card", {"outcome": outcome})
