"""What time brings: offers go out and move on, lost ends are waited for and then let go, nobody waits in vain."""

from statistics import fmean

from hub.desk import calls, guests, guides
from hub.desk.answering import no_transfer
from hub.desk.calls import Call
from hub.desk.ending import back_in_line, end, nobody
from hub.desk.matcher import Guide, able, in_line, match, minutes, standing
from hub.desk.matcher import Waiting as InLine
from hub.desk.notes import UNNUMBERED, Note
from hub.house import Hub
from hub.store.base import Tx
from hub.times import stamp, unstamp
from kiosk.core.calls import Presence, Waiting

ENOUGH_CALLS = 3
"""Finished calls from which a waiting time may be estimated; below that nobody knows and nothing is said."""


def turn(hub: Hub, tx: Tx) -> list[Note]:
    """One round. Safe to repeat at any moment: what is not due stays."""
    return [*_overdue(hub, tx), *guests.overdue(hub, tx), *_offers(hub, tx)]


def _overdue(hub: Hub, tx: Tx) -> list[Note]:
    now = hub.clock.now()
    notes: list[Note] = []
    for call in calls.watched(tx):
        if call.terminal_lost is not None and now - call.terminal_lost >= calls.LOST_FOR:
            notes += end(hub, tx, call, "terminal_lost", "hub")
        elif call.guide_lost is not None and now - call.guide_lost >= calls.LOST_FOR:
            notes += end(hub, tx, call, "guide_lost", "hub")
        elif call.state == "offered" and now - call.state_at >= calls.OFFER_FOR:
            # Somebody who does not answer is not there: the next offers would only keep residents waiting.
            tx.run("update guides set presence = 'break' where user_name = ?", call.guide)
            hub.audit(tx, "hub", "call_unanswered", f"call:{call.id}", call.desk)
            notes += [*back_in_line(hub, tx, call), Note(call.desk, Presence(state="break"))]
        elif call.state == "taken" and now - call.state_at >= calls.ACCEPT_FOR:
            notes += end(hub, tx, call, "resident_done", "hub")
        elif call.next_at is not None and now >= call.next_at:
            notes += no_transfer(hub, tx, call)
        elif call.state == "waiting" and now - call.asked_at >= calls.WAIT_FOR:
            notes += end(hub, tx, call, "nobody_came", "hub")
    return notes


def _offers(hub: Hub, tx: Tx) -> list[Note]:
    now = hub.clock.now()
    waiting = {call.id: call for call in calls.in_state(tx, "waiting")}
    if not waiting:
        return []
    on_duty = _on_duty(hub, tx)
    notes: list[Note] = []
    line = {}
    for call in waiting.values():
        place = _in_line(call)
        if able(place, on_duty):
            line[call.id] = place
            if call.nobody_since is not None:
                tx.run("update calls set nobody_since = null where id = ?", call.id)
        elif call.nobody_since is None and call.passed:
            # Somebody was there a moment ago; they may come back.
            tx.run("update calls set nobody_since = ? where id = ?", stamp(now), call.id)
        elif call.nobody_since is None or now - call.nobody_since >= calls.NOBODY_FOR:
            notes += nobody(hub, tx, call)
    for offer in match([p for p in line.values() if waiting[p.call].terminal_lost is None], on_duty, now):
        call = waiting[offer.call]
        tx.run(
            "update calls set state = 'offered', state_at = ?, guide = ? where id = ?",
            *(stamp(now), offer.guide, call.id),
        )
        hub.audit(tx, "hub", "call_offered", f"call:{call.id}", f"user:{offer.guide}")
        notes.append(Note(f"user:{offer.guide}", call.offer(now, int(calls.OFFER_FOR.total_seconds()))))
    mean = mean_seconds(tx)
    for call_id, (before, people) in standing(line.values(), on_duty).items():
        told = Waiting(
            call=call_id,
            seq=UNNUMBERED,
            position=before,
            minutes=minutes(before, people, mean),
            ticket=waiting[call_id].ticket,
        )
        notes.append(Note(waiting[call_id].terminal, told))
    return notes


def line(waiting: list[Call]) -> list[Call]:
    """Calls nobody has taken, in the order they are served."""
    by_id = {call.id: call for call in waiting}
    return [by_id[place.call] for place in in_line([_in_line(call) for call in waiting])]


def mean_seconds(tx: Tx) -> float | None:
    """How long the last calls took from joining to the end of the guide's writing, None when too few are known."""
    rows = tx.rows(
        "select joined_at, state_at from calls where state = 'ended' and joined_at is not null order by state_at desc"
        " limit 50"
    )
    if len(rows) < ENOUGH_CALLS:
        return None
    return fmean((unstamp(ended) - unstamp(joined)).total_seconds() for joined, ended in rows)


def _on_duty(hub: Hub, tx: Tx) -> list[Guide]:
    busy = calls.busy(tx)
    return [
        Guide(
            name=profile.user,
            reach=profile.reach,
            place=profile.place,
            matters=frozenset(profile.matters),
            sign=profile.sign,
            dialect=bool(profile.dialects),
            idle_since=unstamp(idle_since),
            free=profile.presence == "ready" and profile.user not in busy,
        )
        for profile, idle_since in guides.present(hub, tx)
    ]


def _in_line(call: Call) -> InLine:
    return InLine(
        call=call.id,
        asked_at=call.asked_at,
        priority=call.priority,
        hall=call.hall,
        street=call.street,
        matter=call.matter,
        sign=call.wants == "sign",
        dialect=call.by.dialect,
        passed=call.passed,
    )
