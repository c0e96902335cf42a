"""Links of terminals and desks in this process, and what goes over them.

Acts change the database in its one writer's order and are told in that order, whichever thread finished first. What
only passes through (pages, words, media set-up) is judged by `relay` and never touches the disk. A hub that is killed
loses nothing but the second in flight: how calls stand is in the database, and both ends come back and are told.
"""

import asyncio
import itertools
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from starlette.concurrency import run_in_threadpool

from hub.desk import answering, asking, calls, family, guests, guides, rounds
from hub.desk.calls import Call
from hub.desk.ends import End
from hub.desk.guests import Guest
from hub.desk.links import NOT_ALLOWED, NOT_HERE, REPLACED, Link
from hub.desk.notes import Note
from hub.desk.phones import Phones
from hub.desk.photos import Photos
from hub.desk.relay import Bond
from hub.errors import StoreBroken
from hub.house import Hub
from hub.store.base import Tx
from kiosk.core.calls import CallMessage, GuestRole, Mirror, Queue, Waiting, WaitingCall

log = logging.getLogger("hub")
ROUND_S = 0.5
SEEN_EVERY_S = 10.0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a call stands after an act."""

    id: str
    call: Call | None
    guide_name: str
    """As told to residents."""
    guests: dict[str, GuestRole]
    """Address -> role of those who are there with a page."""
    phone: Guest | None


@dataclass(frozen=True, slots=True)
class Acted:
    """What an act in the database came to: what to tell, and the calls as they now stand."""

    notes: list[Note]
    stand: list[Standing]
    answer: Any = None
    then: Callable[[Any], None] | None = None


@dataclass
class Switchboard:
    """Everything that lives only as long as this process."""

    hub: Hub
    links: dict[str, Link] = field(default_factory=dict)
    bonds: dict[str, Bond] = field(default_factory=dict)
    ends: dict[tuple[str, str], End] = field(default_factory=dict)
    photos: Photos = field(default_factory=Photos)
    told: dict[str, Waiting] = field(default_factory=dict)
    queue: list[WaitingCall] = field(default_factory=list)
    kicked: asyncio.Event = field(default_factory=asyncio.Event)
    phones: Phones = field(init=False)
    _order: Any = field(default_factory=lambda: itertools.count(1))
    _next: int = 1
    _done: dict[int, Acted] = field(default_factory=dict)
    _awaited: dict[int, asyncio.Future[None]] = field(default_factory=dict)
    _rounds: asyncio.Task[None] | None = None
    _seen_at: float | None = None

    def __post_init__(self) -> None:
        self.phones = Phones(self.hub, self.act)

    # --- links ------------------------------------------------------------------------------------------------

    def join(self, link: Link) -> None:
        """A link opens; an older one of the same address is let go, for a terminal or guide is in one place only."""
        older = self.links.get(link.address)
        if older is not None:
            older.close(REPLACED)
        self.links[link.address] = link
        if self._rounds is None or self._rounds.done():
            self._rounds = asyncio.create_task(self._go_round())

    def part(self, link: Link) -> bool:
        """A link has closed; whether it was its address's present one, so that the end is really gone."""
        if self.links.get(link.address) is not link:
            return False
        del self.links[link.address]
        return True

    def end(self, call_id: str, address: str) -> End:
        """One end of one call."""
        return self.ends.setdefault((call_id, address), End())

    # --- telling ----------------------------------------------------------------------------------------------

    def tell(self, note: Note) -> None:
        """One message to one address, numbered and kept when it belongs to a call."""
        message = note.message
        if isinstance(message, Waiting):
            if self.told.get(message.call) == message:
                return
            self.told[message.call] = message
        if isinstance(message, CallMessage):
            message = self.end(message.call, note.to).number(message)
        link = self.links.get(note.to)
        if link is not None and link.greeted:
            link.send(message)

    def show_page(self, call_id: str, address: str) -> None:
        """A guest who has just come in sees what the guide sees, if she lets the page be seen."""
        bond = self.bonds.get(call_id)
        if bond is None or "page" not in bond.granted or address not in bond.guests:
            return
        seen = [message for message in self.end(call_id, bond.desk).kept if isinstance(message, Mirror)]
        for mirror in seen[-1:]:
            self.tell(Note(address, mirror))

    async def act(self, work: Callable[[Tx], list[Note]], *about: str) -> None:
        """Change the database and tell what came of it. about: calls whose standing may change."""
        await self.act_for(lambda tx: (work(tx), None), *about)

    async def act_for(
        self, work: Callable[[Tx], tuple[list[Note], Any]], *about: str, then: Callable[[Any], None] | None = None
    ) -> Any:
        """The same for work that also has an answer for its caller.

        then: hears it here, once the work is in the database and before anybody is told.
        """
        place: list[int] = []

        def ordered(tx: Tx) -> Acted:
            place.append(next(self._order))
            notes, answer = work(tx)
            touched = {*about, *(n.message.call for n in notes if isinstance(n.message, CallMessage))}
            stand = [_stands(tx, call_id) for call_id in sorted(touched)]
            return Acted(notes, stand, answer, then)

        acted = Acted([], [])
        try:
            acted = await run_in_threadpool(self.hub.store.write, ordered)
        finally:
            for number in place:
                self._done[number] = acted
            self._tell_in_order()
        # An earlier act's thread may still be on its way back: what this link says next must find this one told.
        for number in place:
            if number >= self._next:
                self._awaited[number] = asyncio.get_running_loop().create_future()
                await self._awaited[number]
        return acted.answer

    def _tell_in_order(self) -> None:
        while self._next in self._done:
            acted = self._done.pop(self._next)
            self._next += 1
            over = []
            for standing in acted.stand:
                if standing.call is None or standing.call.state == "ended":
                    over.append(standing.id)
                else:
                    self._stand(standing.call, standing)
            if acted.then is not None:
                acted.then(acted.answer)
            for note in acted.notes:
                self.tell(note)
            for call_id in over:
                self._forget(call_id)
            awaited = self._awaited.pop(self._next - 1, None)
            if awaited is not None and not awaited.done():
                awaited.set_result(None)

    def _stand(self, call: Call, standing: Standing) -> None:
        bond = self.bonds.get(call.id)
        if bond is None:
            bond = Bond(call.id, call.terminal, "", False, frozenset(), "", call.matter)
            self.bonds[call.id] = bond
        bond.desk, bond.live, bond.granted, bond.guide_name = call.desk, call.live, call.granted, standing.guide_name
        bond.guests = standing.guests
        bond.phone = standing.phone.user if standing.phone and standing.phone.state in ("ringing", "there") else ""
        self.phones.follow(call.id, standing.phone)
        if call.state != "waiting":
            self.told.pop(call.id, None)
        if not call.live:
            self.photos.forget(call.id)
        if "page" not in call.granted:
            # Whoever comes back to it, or comes anew, is not shown what she took back.
            for (of, _), end in self.ends.items():
                if of == call.id:
                    end.forget(Mirror)

    def _forget(self, call_id: str) -> None:
        self.bonds.pop(call_id, None)
        self.told.pop(call_id, None)
        self.photos.forget(call_id)
        self.phones.follow(call_id, None, over=True)
        for key in [key for key in self.ends if key[0] == call_id]:
            del self.ends[key]

    # --- rounds -----------------------------------------------------------------------------------------------

    async def _go_round(self) -> None:
        while self.links or self.bonds:
            if not await run_in_threadpool(self.hub.seat.ours):
                self._leave()
                return
            self.kicked.clear()
            try:
                await self.round()
            except StoreBroken as broken:
                # Nothing was lost: what is due stays due until the database answers again.
                log.error("a round of the desk failed: %s", broken)
            try:
                await asyncio.wait_for(self.kicked.wait(), ROUND_S)
            except TimeoutError:
                continue

    def _leave(self) -> None:
        """Another hub may have taken the seat: both ends of every call go there and are told how it stands."""
        for link in self.links.values():
            link.close(NOT_HERE)
        for call_id in list(self.bonds):
            self._forget(call_id)
        self._seen_at = None

    async def round(self) -> None:
        """What is due now; also once at any other moment."""
        now = self.hub.clock.monotonic()
        # Whoever lived through a restart of the hub has these seconds to come back before it is missed.
        self._seen_at = now if self._seen_at is None else self._seen_at
        due = now - self._seen_at >= SEEN_EVERY_S
        here = list(self.links) if due else []

        def work(tx: Tx) -> tuple[list[Note], tuple[list[WaitingCall], set[str]]]:
            for address in here:
                if address.startswith("user:"):
                    guides.seen(self.hub, tx, address.removeprefix("user:"))
            inside = _inside(tx) if due else set()
            missed = self._missed(tx) if due else []
            notes = [*missed, *rounds.turn(self.hub, tx)]
            at = self.hub.clock.now()
            line = rounds.line(calls.in_state(tx, "waiting", "offered"))
            return notes, ([call.as_waiting(at) for call in line[:100]], inside)

        queue, inside = await self.act_for(work)
        if due:
            self._seen_at = now
            for address in here:
                if address not in inside and address in self.links:
                    self.links[address].close(NOT_ALLOWED)
        self._tell_queue(queue)

    def _missed(self, tx: Tx) -> list[Note]:
        """Ends that should be here and are not: this hub was killed, and they have not come back to it."""
        notes: list[Note] = []
        for call in calls.in_state(tx, "waiting", "taken", "joined"):
            if call.terminal not in self.links and call.terminal_lost is None:
                notes += asking.lost(self.hub, tx, call)
            if call.state == "joined" and call.desk not in self.links and call.guide_lost is None:
                notes += answering.lost(self.hub, tx, call, call.guide)
        for guest in guests.there(tx):
            joined = calls.find(tx, guest.call)
            if guest.role == "family":
                notes += self._telephone_missed(tx, guest)
            elif joined is not None and guest.address not in self.links:
                notes += guests.gone(self.hub, tx, joined, guest)
        return notes

    def _telephone_missed(self, tx: Tx, guest: Guest) -> list[Note]:
        """One that rings or speaks by what is written down, and is on no line of this hub."""
        at_work = guest.call in self.phones.legs or self.phones.kept(guest.call, guest.user)
        if at_work or self.hub.clock.now() - guest.at < timedelta(seconds=SEEN_EVERY_S):
            return []
        return family.ended(self.hub, tx, guest.call, "hung_up" if guest.state == "there" else "failed")

    def _tell_queue(self, queue: list[WaitingCall]) -> None:
        if [call.call for call in queue] != [call.call for call in self.queue]:
            self.queue = queue
            for address, link in self.links.items():
                if address.startswith("user:"):
                    link.send(Queue(waiting=queue))


def _inside(tx: Tx) -> set[str]:
    """Addresses that may have a link: people who are logged in, terminals that are not revoked."""
    people = {f"user:{row[0]}" for row in tx.rows("select distinct user_name from sessions")}
    return people | {f"terminal:{row[0]}" for row in tx.rows("select id from terminals where state = 'active'")}


def _stands(tx: Tx, call_id: str) -> Standing:
    call = calls.find(tx, call_id)
    guide = guides.profile(tx, call.guide) if call is not None and call.guide else None
    others = guests.of_call(tx, call_id)
    there: dict[str, GuestRole] = {
        one.address: one.role for one in others if one.state == "there" and one.role != "family"
    }
    phone = next((one for one in others if one.role == "family"), None)
    return Standing(call_id, call, guide.shown_name if guide else "", there, phone)
