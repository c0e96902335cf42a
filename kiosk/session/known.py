"""Who is known before a page asks: a card laid down unasked, and the people of the matter before.

A card that still lies there speaks for its owner. Once it has been lifted, the next matter asks first; and once the
machine has had to ask whether anybody is still there, it forgets them, because whoever answers may be somebody else.
"""

from dataclasses import replace

from kiosk.core.words import words
from kiosk.session import events as ev
from kiosk.session.effects import Note, ReadCard
from kiosk.session.events import Event
from kiosk.session.places import (
    Attract,
    CardLeft,
    CardOwnerPlace,
    Categories,
    CategoryPlace,
    HomePlace,
    IdentifyPlace,
    IdleOver,
    MorePlace,
)
from kiosk.session.plan import READ_TIMEOUT_S, carried, identified, onward
from kiosk.session.state import Moved, State, swap, with_form, with_terminal, with_visit
from kiosk.session.supply import on_battery
from kiosk.session.who import duplicate, look_back


def welcomes_card(state: State) -> bool:
    """Where a card may be laid down before anything was asked."""
    return isinstance(state.place, Attract | HomePlace | Categories | CategoryPlace | MorePlace)


def card_laid(state: State) -> Moved:
    """Somebody is here: greet and ask what for. Nothing is read, and nothing begins by itself."""
    greeted = isinstance(state.place, Attract) and state.overlay is None and not on_battery(state)
    state = with_visit(with_terminal(state, card_on=True), laid=True, idle_s=0.0)
    if isinstance(state.overlay, IdleOver):
        state = replace(state, overlay=None)
    if not greeted:
        return state, ()
    return replace(state, place=HomePlace()), (Note("visit_began", {}),)


def card_lifted(state: State) -> Moved:
    """The plate is empty: nobody's card speaks for them any more."""
    state = with_visit(with_terminal(state, card_on=False), laid=False, present="")
    if isinstance(state.place, CardLeft):
        return replace(state, place=Attract()), ()
    return state, ()


def forget_absent(state: State) -> State:
    """Before asking whether anybody is still there: who answers need not be who was known."""
    if state.terminal.card_on:
        return state
    return with_visit(state, holder=None, operator=None, whose=None)


def step_same_person(state: State, event: Event) -> Moved:
    form = state.visit.form
    if form is None or not isinstance(event, ev.SamePerson):
        return state, ()
    if event.same and state.visit.holder is not None:
        state = with_form(state, carried(state, form, "agreed"))
        return duplicate(state) or onward(state)
    return onward(with_visit(state, holder=None, operator=None, whose=None))


def step_card_owner(state: State, event: Event) -> Moved:
    place, form = state.place, state.visit.form
    assert isinstance(place, CardOwnerPlace)
    if form is None or not isinstance(event, ev.CardIs):
        return state, ()
    # The way back is to the card, not to this question with somebody's data in it.
    state = swap(state, IdentifyPlace("holder"))
    state = with_visit(identified(state, place.person, event.who), laid=False)
    noted = Note("identified", {"how": "chip"})
    if event.who == "operator":
        notice = words("请换上办事人的身份证。")
        return swap(state, IdentifyPlace("holder", notice=notice)), (noted, ReadCard("holder", READ_TIMEOUT_S))
    moved, effects = duplicate(state) or onward(state)
    return moved, (noted, *look_back(moved, place.person.id_number), *effects)
