"""What a guide does with a call: takes it or not, hands it on, goes, comes back."""

import json
from datetime import timedelta

from hub.desk import calls, recordings
from hub.desk.calls import Call
from hub.desk.ending import back_in_line, both_hung_up, end
from hub.desk.guests import all_gone, of_user
from hub.desk.guides import AWAY_AFTER, Profile, idle, profile
from hub.desk.notes import UNNUMBERED, Note, as_told
from hub.desk.turn import relays
from hub.house import Hub
from hub.store.base import Tx
from hub.times import stamp
from kiosk.core.calls import (
    Consented,
    ErrorSaid,
    GuideBack,
    GuideLost,
    Joined,
    Left,
    Offered,
    OfferGone,
    Transfer,
    Transferred,
    Waiting,
)


def take(hub: Hub, tx: Tx, call: Call, user: str) -> list[Note]:
    """The guide says yes: to an offer, the resident is asked; to a transfer, the guide is there at once."""
    guide = profile(tx, user)
    if guide is None:
        return [Note(f"user:{user}", OfferGone(call=call.id, seq=UNNUMBERED))]
    if call.state == "joined" and call.next_guide == user:
        return _handed_over(hub, tx, call, guide)
    if call.state != "offered" or call.guide != user:
        return [Note(f"user:{user}", OfferGone(call=call.id, seq=UNNUMBERED))]
    now = stamp(hub.clock.now())
    tx.run(
        "update calls set state = 'taken', state_at = ?, answered_at = coalesce(answered_at, ?) where id = ?",
        *(now, now, call.id),
    )
    hub.audit(tx, f"user:{user}", "call_taken", f"call:{call.id}")
    return [Note(call.terminal, Offered(call=call.id, seq=UNNUMBERED, guide=as_told(guide)))]


def _handed_over(hub: Hub, tx: Tx, call: Call, guide: Profile) -> list[Note]:
    """What the guide before was allowed is no longer allowed: the resident is asked anew."""
    now = stamp(hub.clock.now())
    guests = all_gone(hub, tx, call)
    tx.run(
        "update calls set guide = ?, next_guide = '', next_at = null, granted = '[]', guide_lost = null,"
        " transfers = transfers + 1 where id = ?",
        *(guide.user, call.id),
    )
    recordings.stop(hub, tx, call.id)
    idle(hub, tx, call.guide)
    hub.audit(tx, f"user:{guide.user}", "call_transferred", f"call:{call.id}", f"user:{call.guide}")
    tx.run("update calls set state_at = ? where id = ?", now, call.id)
    told = as_told(guide)
    return [
        *guests,
        Note(call.terminal, Transferred(call=call.id, seq=UNNUMBERED, guide=told)),
        Note(f"user:{guide.user}", Joined(call=call.id, seq=UNNUMBERED, guide=told)),
        Note(call.desk, Transferred(call=call.id, seq=UNNUMBERED, guide=told)),
        *relays(hub, call.id, call.terminal, f"user:{guide.user}"),
    ]


def decline(hub: Hub, tx: Tx, call: Call, user: str) -> list[Note]:
    """The guide does not take it."""
    if call.state == "joined" and call.next_guide == user:
        return no_transfer(hub, tx, call)
    if call.state != "offered" or call.guide != user:
        return []
    hub.audit(tx, f"user:{user}", "call_declined", f"call:{call.id}")
    return back_in_line(hub, tx, call)


def transfer(hub: Hub, tx: Tx, call: Call, said: Transfer) -> list[Note] | ErrorSaid:
    """Ask another guide to take over; until that one says yes, this one stays."""
    if call.state != "joined" or call.next_guide:
        return ErrorSaid(code="not_now", about="transfer", say="现在不能转。")
    chosen = _free_guide(hub, tx, call, said)
    if chosen is None:
        return ErrorSaid(code="nobody", about="transfer", say="没有空着的导办员可以接。")
    now = hub.clock.now()
    tx.run(
        "update calls set next_guide = ?, next_at = ? where id = ?",
        *(chosen, stamp(now + calls.OFFER_FOR), call.id),
    )
    hub.audit(tx, call.desk, "call_transfer_asked", f"call:{call.id}", f"user:{chosen}")
    return [Note(f"user:{chosen}", call.offer(now, int(calls.OFFER_FOR.total_seconds())))]


def _free_guide(hub: Hub, tx: Tx, call: Call, said: Transfer) -> str | None:
    rows = tx.rows(
        "select user_name, shown_name, number, sign, dialects, matters from guides where presence = 'ready'"
        " and seen_at >= ? and user_name <> ? order by idle_since",
        *(stamp(hub.clock.now() - AWAY_AFTER), call.guide),
    )
    for user, shown, number, sign, dialects, matters in rows:
        skills = {*json.loads(dialects), *json.loads(matters), *(["手语"] if sign else [])}
        named = said.to in (user, shown, number) if said.to else not said.skill or said.skill in skills
        if named and calls.of_guide(tx, user) is None and of_user(tx, user) is None:
            return str(user)
    return None


def no_transfer(hub: Hub, tx: Tx, call: Call) -> list[Note]:
    """Whoever was asked to take over did not."""
    tx.run("update calls set next_guide = '', next_at = null where id = ?", call.id)
    hub.audit(tx, f"user:{call.next_guide}", "call_declined", f"call:{call.id}", "transfer")
    return [
        Note(f"user:{call.next_guide}", OfferGone(call=call.id, seq=UNNUMBERED)),
        Note(call.desk, ErrorSaid(code="nobody", about="transfer", say="对方没有接，请您继续。")),
    ]


def hang_up(hub: Hub, tx: Tx, call: Call) -> list[Note]:
    """The guide ends it."""
    match call.state:
        case "joined":
            return end(hub, tx, call, "guide_done", call.desk)
        case "wrap_up":
            return both_hung_up(hub, tx, call, call.desk)
        case "taken":
            return _back(hub, tx, call)
        case _:
            return []


def lost(hub: Hub, tx: Tx, call: Call, user: str) -> list[Note]:
    """The guide's page is gone: a call she had joined waits half a minute for her, any other goes to the next."""
    if call.next_guide == user and call.state == "joined":
        return no_transfer(hub, tx, call)
    match call.state:
        case "offered":
            return back_in_line(hub, tx, call)
        case "taken":
            return _back(hub, tx, call)
        case "joined":
            tx.run("update calls set guide_lost = ? where id = ?", stamp(hub.clock.now()), call.id)
            seconds = int(calls.LOST_FOR.total_seconds())
            return [Note(call.terminal, GuideLost(call=call.id, seq=UNNUMBERED, seconds=seconds))]
        case _:
            return []


def _back(hub: Hub, tx: Tx, call: Call) -> list[Note]:
    notes = back_in_line(hub, tx, call)
    return [*notes, Note(call.terminal, Waiting(call=call.id, seq=UNNUMBERED, position=0, ticket=call.ticket))]


def came_back(tx: Tx, call: Call) -> list[Note]:
    """She is there again."""
    if call.guide_lost is None:
        return []
    tx.run("update calls set guide_lost = null where id = ?", call.id)
    return [Note(call.terminal, GuideBack(call=call.id, seq=UNNUMBERED))]


def rebuilt(hub: Hub, tx: Tx, call: Call, user: str) -> list[Note]:
    """Everything a fresh page must be told of the call it has in hand; the mirror comes from the terminal."""
    to = f"user:{user}"
    notes = [Note(to, call.offer(hub.clock.now(), _left_s(hub, call)))]
    guide = profile(tx, user)
    if guide is not None and call.guide == user and call.state in ("joined", "wrap_up"):
        notes.append(Note(to, Joined(call=call.id, seq=UNNUMBERED, guide=as_told(guide))))
        for capability in sorted(call.granted):
            notes.append(Note(to, Consented(call=call.id, seq=UNNUMBERED, capability=capability, granted=True)))
        notes += relays(hub, call.id, to)
    if call.state == "wrap_up":
        notes.append(Note(to, Left.model_validate({"call": call.id, "seq": UNNUMBERED, "why": call.why})))
    return notes


def _left_s(hub: Hub, call: Call) -> int:
    left: timedelta = call.state_at + calls.OFFER_FOR - hub.clock.now()
    return max(1, int(left.total_seconds()))
