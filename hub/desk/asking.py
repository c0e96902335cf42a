"""What a terminal does with a call: asks, agrees, allows, takes back, goes, comes back."""

import json

from hub import help_desk, ratings
from hub.desk import calls, guests, recordings
from hub.desk.calls import Call, priority_of
from hub.desk.ending import both_hung_up, end
from hub.desk.guides import profile
from hub.desk.notes import UNNUMBERED, Note, as_told
from hub.desk.turn import relays
from hub.house import Hub
from hub.store.base import Tx, one
from hub.terminals import Terminal
from hub.times import stamp
from kiosk.core.calls import (
    Accept,
    AskHuman,
    Consented,
    GuideLost,
    Hello,
    Joined,
    TerminalBack,
    TerminalLost,
    Welcome,
)
from kiosk.core.wire import HelpRequest, Rating


def hello(hub: Hub, tx: Tx, terminal: Terminal, said: Hello) -> tuple[Welcome, list[Note]]:
    """A terminal's link opens. A call of an earlier start of its program is over; one it still has goes on."""
    call = calls.of_terminal(tx, terminal.id)
    notes: list[Note] = []
    if call is not None and (call.boot != said.boot or call.id != said.call):
        notes, call = end(hub, tx, call, "terminal_lost", f"terminal:{terminal.id}"), None
    if call is None:
        return Welcome(call=said.call, heard=0, standing="unknown" if said.call else "none"), notes
    if call.terminal_lost is not None:
        tx.run("update calls set terminal_lost = null where id = ?", call.id)
        if call.desk:
            notes.append(Note(call.desk, TerminalBack(call=call.id, seq=UNNUMBERED)))
    match call.state:
        case "taken":
            return Welcome(call=call.id, heard=0, standing="offered"), notes
        case "joined":
            return Welcome(call=call.id, heard=0, standing="joined"), notes
        case _:
            return Welcome(call=call.id, heard=0, standing="waiting"), notes


def ask(hub: Hub, tx: Tx, terminal: Terminal, boot: str, said: AskHuman) -> list[Note]:
    """Somebody asks for a human. Asked again, the same call keeps its place; an older one of this terminal is over."""
    known = calls.find(tx, said.call)
    if known is not None:
        return _asked_otherwise(hub, tx, known, said) if known.terminal_id == terminal.id else []
    before = calls.of_terminal(tx, terminal.id)
    notes = end(hub, tx, before, "resident_done", f"terminal:{terminal.id}") if before else []
    if one(tx, "select 1 from help_requests where id = ?", said.call):
        return notes
    request = HelpRequest(help_id=said.call, service_id=said.matter, step=said.step, why=said.reason)
    ticket = help_desk.ticket_for(hub, tx, terminal, request)
    now = stamp(hub.clock.now())
    tx.run(
        "insert into calls (id, terminal_id, boot, division, hall, street, reason, wants, by_facts, priority, matter,"
        " step, trouble, devices, settings, ticket, asked_at, state, state_at)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?)",
        *(said.call, terminal.id, boot, terminal.division, terminal.hall, terminal.street, said.reason, said.wants),
        *(said.by.model_dump_json(), int(priority_of(said.reason, said.by)), said.matter, said.step, said.trouble),
        *(
            json.dumps(said.devices, ensure_ascii=False),
            json.dumps(said.settings, ensure_ascii=False),
            ticket,
            now,
            now,
        ),
    )
    hub.audit(tx, f"terminal:{terminal.id}", "call_asked", f"call:{said.call}", said.reason)
    return notes


def _asked_otherwise(hub: Hub, tx: Tx, call: Call, said: AskHuman) -> list[Note]:
    priority = min(call.priority, priority_of(said.reason, said.by))
    if call.state == "waiting" and (call.wants, call.priority) != (said.wants, priority):
        tx.run("update calls set wants = ?, priority = ? where id = ?", said.wants, int(priority), call.id)
        hub.audit(tx, call.terminal, "call_asked", f"call:{call.id}", said.wants)
    return []


def accept(hub: Hub, tx: Tx, call: Call, _said: Accept) -> list[Note]:
    """She agrees to this guide: from now on both ends are bound to each other."""
    guide = profile(tx, call.guide)
    if call.state != "taken" or guide is None:
        return []
    now = stamp(hub.clock.now())
    tx.run("update calls set state = 'joined', state_at = ?, joined_at = ? where id = ?", now, now, call.id)
    hub.audit(tx, call.terminal, "call_joined", f"call:{call.id}", f"user:{call.guide}")
    joined = Joined(call=call.id, seq=UNNUMBERED, guide=as_told(guide))
    return [Note(call.terminal, joined), Note(call.desk, joined), *relays(hub, call.id, call.terminal, call.desk)]


def withdraw(hub: Hub, tx: Tx, call: Call) -> list[Note]:
    """She no longer wants anybody, or not this guide."""
    return end(hub, tx, call, "resident_done", call.terminal) if call.state in ("waiting", "offered", "taken") else []


def hang_up(hub: Hub, tx: Tx, call: Call) -> list[Note]:
    """She ends it."""
    match call.state:
        case "joined":
            return end(hub, tx, call, "resident_done", call.terminal)
        case "wrap_up" | "ended":
            return both_hung_up(hub, tx, call, call.terminal)
        case _:
            return withdraw(hub, tx, call)


def consent(hub: Hub, tx: Tx, call: Call, said: Consented) -> list[Note]:
    """She allows one thing, refuses it or takes it back; the guide and whoever joined are told."""
    if call.state != "joined" or (said.capability == "recording" and said.granted and not hub.config.recording):
        return []
    granted = call.granted | {said.capability} if said.granted else call.granted - {said.capability}
    tx.run("update calls set granted = ? where id = ?", json.dumps(sorted(granted)), call.id)
    if not said.granted and said.capability in recordings.NEEDED:
        recordings.stop(hub, tx, call.id)
    act = "call_allowed" if said.granted else "call_refused"
    hub.audit(tx, call.terminal, act, f"call:{call.id}", said.capability)
    others = guests.of_call(tx, call.id)
    there = [guest.address for guest in others if guest.state == "there" and guest.role != "family"]
    silent = said.capability == "voice" and not said.granted
    # A telephone with nothing to hear is put down.
    down = [note for one in others if silent and one.role == "family" for note in guests.gone(hub, tx, call, one)]
    return [*(Note(to, said) for to in (call.desk, *there)), *down]


def lost(hub: Hub, tx: Tx, call: Call) -> list[Note]:
    """The terminal's link is gone; it has half a minute to come back."""
    tx.run("update calls set terminal_lost = ? where id = ?", stamp(hub.clock.now()), call.id)
    if call.state not in ("taken", "joined"):
        return []
    seconds = int(calls.LOST_FOR.total_seconds())
    return [Note(call.desk, TerminalLost(call=call.id, seq=UNNUMBERED, seconds=seconds))]


def how_the_guide_is(call: Call) -> list[Note]:
    """What a terminal must hear again when it comes back to a call whose guide went meanwhile."""
    if call.state != "joined" or call.guide_lost is None:
        return []
    return [Note(call.terminal, GuideLost(call=call.id, seq=UNNUMBERED, seconds=int(calls.LOST_FOR.total_seconds())))]


def rate(hub: Hub, terminal: Terminal, call: Call, level: str) -> None:
    """How the help was, kept apart from who helped and who was helped; once."""
    if call.why == "" or call.terminal_id != terminal.id:
        return
    rating = Rating.model_validate(
        {"rating_id": call.id, "service_id": call.matter, "level": level, "at": hub.clock.now()}
    )
    ratings.rate(hub, terminal, rating, rating.model_dump_json(exclude={"at"}).encode())
