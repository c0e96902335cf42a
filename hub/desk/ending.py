"""How a call ends: truthfully for both, with a ticket when something is still to be done, and all of it on record."""

import json
from dataclasses import replace
from typing import Literal

from hub import help_desk
from hub.desk.calls import Call
from hub.desk.guests import all_gone
from hub.desk.guides import idle
from hub.desk.notes import UNNUMBERED, Note
from hub.house import Hub
from hub.store.base import Tx
from hub.times import stamp
from kiosk.core.calls import Left, Nobody, OfferGone, WrapUp

Why = Literal["guide_done", "resident_done", "both_done", "guide_lost", "terminal_lost", "nobody_came"]
DONE: frozenset[str] = frozenset({"finished", "continues_at_window", "advice"})
"""Outcomes after which nobody has to call back."""


def end(hub: Hub, tx: Tx, call: Call, why: Why, by: str) -> list[Note]:
    """The call is over. Whoever had joined still writes down how it went; everybody else is free at once."""
    joined = call.state == "joined"
    guests = all_gone(hub, tx, replace(call, state="ended"))
    unfinished = why in ("guide_lost", "terminal_lost", "nobody_came")
    if unfinished:
        help_desk.settle_by_desk(hub, tx, call.id, "waiting")
    elif not joined:
        help_desk.settle_by_desk(hub, tx, call.id, "closed")
    now = stamp(hub.clock.now())
    tx.run(
        "update calls set state = ?, state_at = ?, left_at = ?, why = ?, granted = '[]', next_guide = '', next_at ="
        " null where id = ?",
        *("wrap_up" if joined else "ended", now, now, why, call.id),
    )
    hub.audit(tx, by, "call_left", f"call:{call.id}", why)
    ticket, phone = (call.ticket, hub.config.phone) if unfinished else ("", "")
    left = Left(call=call.id, seq=UNNUMBERED, why=why, ticket=ticket, phone=phone)
    notes = [Note(call.terminal, left), *guests]
    if call.state == "taken" or joined:
        notes.append(Note(call.desk, left))
    notes += [Note(f"user:{user}", OfferGone(call=call.id, seq=UNNUMBERED)) for user in asked(call)]
    if not joined:
        idle(hub, tx, call.guide)
    return notes


def nobody(hub: Hub, tx: Tx, call: Call) -> list[Note]:
    """Nobody is on duty for it: a call-back ticket."""
    help_desk.settle_by_desk(hub, tx, call.id, "waiting")
    now = stamp(hub.clock.now())
    tx.run(
        "update calls set state = 'ended', state_at = ?, left_at = ?, why = 'nobody', guide = '' where id = ?",
        *(now, now, call.id),
    )
    hub.audit(tx, "hub", "call_left", f"call:{call.id}", "nobody")
    return [
        Note(call.terminal, Nobody(call=call.id, seq=UNNUMBERED, ticket=call.ticket, phone=hub.config.phone)),
        *(Note(f"user:{user}", OfferGone(call=call.id, seq=UNNUMBERED)) for user in asked(call)),
    ]


def both_hung_up(hub: Hub, tx: Tx, call: Call, by: str) -> list[Note]:
    """The other end had hung up a moment before."""
    if call.why != ("guide_done" if by == call.terminal else "resident_done"):
        return []
    tx.run("update calls set why = 'both_done' where id = ?", call.id)
    hub.audit(tx, by, "call_left", f"call:{call.id}", "both_done")
    left = Left(call=call.id, seq=UNNUMBERED, why="both_done")
    return [Note(call.terminal, left), Note(call.desk, left)]


def wrap_up(hub: Hub, tx: Tx, call: Call, said: WrapUp) -> list[Note]:
    """The guide writes down how it ended; one who is still with the resident ends the call by it."""
    if call.state not in ("joined", "wrap_up"):
        return []
    notes: list[Note] = []
    by = f"user:{call.guide}"
    if call.state == "joined":
        notes = end(hub, tx, call, "guide_done", by)
    now = stamp(hub.clock.now())
    tx.run(
        "update calls set state = 'ended', state_at = ?, outcome = ?, follow_up = ?, case_number = ? where id = ?",
        *(now, said.outcome, said.follow_up, said.case_number, call.id),
    )
    open_ = said.outcome not in DONE
    help_desk.settle_by_desk(hub, tx, call.id, "waiting" if open_ else "closed")
    hub.audit(tx, by, "call_wrapped_up", f"call:{call.id}", said.outcome)
    idle(hub, tx, call.guide)
    if not open_:
        return notes
    # Of a call that goes on she has the number in her hand.
    return [_with_ticket(hub, call, note) for note in notes]


def _with_ticket(hub: Hub, call: Call, note: Note) -> Note:
    # Guests, and whoever was asked to take over, are only told that it is over.
    if not isinstance(note.message, Left):
        return note
    return replace(note, message=note.message.model_copy(update={"ticket": call.ticket, "phone": hub.config.phone}))


def back_in_line(hub: Hub, tx: Tx, call: Call) -> list[Note]:
    """Whoever was asked or came did not take it; the others are asked, in her old place."""
    now = stamp(hub.clock.now())
    passed = {**{name: stamp(at) for name, at in call.passed.items()}, call.guide: now}
    tx.run(
        "update calls set state = 'waiting', state_at = ?, guide = '', passed = ? where id = ?",
        *(now, json.dumps(passed, ensure_ascii=False), call.id),
    )
    idle(hub, tx, call.guide)
    return [Note(f"user:{call.guide}", OfferGone(call=call.id, seq=UNNUMBERED))]


def asked(call: Call) -> list[str]:
    """Who is being asked right now."""
    return [user for user in (call.guide if call.state == "offered" else "", call.next_guide) if user]
