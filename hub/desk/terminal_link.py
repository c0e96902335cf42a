"""What comes over a terminal's link."""

from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool

from hub.desk import asking, calls, family, guests
from hub.desk.calls import Call
from hub.desk.links import Link
from hub.desk.notes import Note
from hub.desk.relay import from_terminal
from hub.desk.switchboard import Switchboard
from hub.house import Hub
from hub.store.base import Tx
from hub.telephone import ending
from hub.terminals import Terminal
from kiosk.core.calls import (
    Accept,
    AskHuman,
    CallMessage,
    Consented,
    ErrorSaid,
    GuestAnswered,
    HangUp,
    Hello,
    Rated,
    Settled,
    TerminalMessage,
    Withdraw,
)


class TerminalLink:
    """One terminal that is connected. The first message is its hello."""

    def __init__(self, board: Switchboard, terminal: Terminal, link: Link) -> None:
        self._board = board
        self._terminal = terminal
        self._link = link
        self._boot = ""
        self._call = ""

    async def heard(self, message: TerminalMessage) -> None:
        """One message, acted upon before the next is read."""
        if isinstance(message, Hello):
            await self._hello(message)
            return
        if isinstance(message, ErrorSaid):
            return
        if not self._boot:
            self._link.send(ErrorSaid(code="not_now", about=message.kind, say="先说 hello。"))
            return
        if isinstance(message, Rated):
            await self._rated(message)
            return
        if message.call not in self._board.bonds and not isinstance(message, AskHuman):
            self._link.send(ErrorSaid(code="unknown_call", about=message.kind))
            return
        if self._stranger(message):
            self._link.send(ErrorSaid(code="unknown_call", about=message.kind))
        elif self._board.end(message.call, self._link.address).first(message):
            await self._call_message(message)

    async def gone(self) -> None:
        """The link has closed and no newer one took its place."""
        bond = self._board.bonds.get(self._call)
        if bond is not None and bond.terminal == self._link.address:
            await self._board.act(partial(self._on_call, self._call, self._lost), self._call)

    def _lost(self, hub: Hub, tx: Tx, call: Call) -> list[Note]:
        # It may have come back, and been greeted, before this was its turn.
        return [] if self._link.address in self._board.links else asking.lost(hub, tx, call)

    def _stranger(self, message: CallMessage) -> bool:
        bond = self._board.bonds.get(message.call)
        return bond is not None and bond.terminal != self._link.address

    async def _hello(self, said: Hello) -> None:
        hub = self._board.hub
        self._boot, self._call = said.boot, said.call or ""

        def work(tx: Tx) -> tuple[list[Note], Any]:
            welcome, notes = asking.hello(hub, tx, self._terminal, said)
            call = calls.find(tx, said.call) if said.call else None
            return notes, (welcome, asking.how_the_guide_is(call) if call is not None else [])

        welcome, again = await self._board.act_for(work, *([said.call] if said.call else []))
        self._link.greeted = True
        if welcome.call is None or welcome.standing in ("none", "unknown"):
            self._link.send(welcome)
            self._board.kicked.set()
            return
        key = (welcome.call, self._link.address)
        fresh = key not in self._board.ends
        end = self._board.end(*key)
        end.sent = max(end.sent, said.heard)
        self._link.send(welcome.model_copy(update={"heard": end.heard}))
        for message in end.after(said.heard):
            self._link.send(message)
        if fresh:
            for note in again:
                self._board.tell(note)
        self._board.kicked.set()

    async def _rated(self, message: Rated) -> None:
        board = self._board

        def work() -> None:
            call = board.hub.store.read(lambda tx: calls.find(tx, message.call))
            if call is not None:
                asking.rate(board.hub, self._terminal, call, message.level)

        await run_in_threadpool(work)

    async def _call_message(self, message: Any) -> None:
        board, hub = self._board, self._board.hub
        match message:
            case AskHuman():
                self._call = message.call
                await board.act(lambda tx: asking.ask(hub, tx, self._terminal, self._boot, message), message.call)
                board.kicked.set()
            case Accept():
                await self._act(message, lambda h, tx, call: asking.accept(h, tx, call, message))
            case Withdraw():
                await self._act(message, asking.withdraw)
            case HangUp():
                await self._act(message, asking.hang_up)
            case GuestAnswered():
                await self._guest_answered(message)
                board.show_page(message.call, f"user:{message.guest}")
            case Consented():
                await self._act(message, lambda h, tx, call: asking.consent(h, tx, call, message))
            case _:
                await self._relay(message)

    async def _guest_answered(self, message: GuestAnswered) -> None:
        """Her yes to a telephone needs a number that may be rung: hers, or the one the guide gave."""
        phones = self._board.phones
        hers = phones.dialled(message.number) if message.yes and message.number else None

        def work(tx: Tx) -> tuple[list[Note], bool]:
            """bool: her number is the one to ring."""
            hub, call = self._board.hub, calls.find(tx, message.call)
            if call is None or call.terminal != self._link.address:
                return [], False
            guest = family.of(tx, call.id)
            asked = guest is not None and guest.user == message.guest and guest.state == "coming"
            if asked and message.yes:
                # Whoever keyed one in is not rung by another.
                if hers is None and (message.number or not phones.kept(call.id, message.guest)):
                    return family.ended(hub, tx, call.id, "not_allowed", "这个号码不能打。"), False
                if hers is not None:
                    family.keyed_in(tx, call, ending(hers))
            return guests.answered(hub, tx, call, message.guest, message.yes), asked and hers is not None

        def keep(ring_hers: bool) -> None:
            if ring_hers and hers is not None:
                phones.keep(message.call, message.guest, hers)

        await self._board.act_for(work, message.call, then=keep)
        self._board.kicked.set()

    async def _relay(self, message: Any) -> None:
        board = self._board
        passed = from_terminal(board.bonds[message.call], message)
        if isinstance(passed, ErrorSaid):
            self._link.send(passed)
            return
        notes = [Note(to, passed.message) for to in passed.to]
        if isinstance(message, Settled) and message.outcome == "accepted":
            by, about = self._link.address, f"call:{message.call}"

            def work(tx: Tx) -> list[Note]:
                board.hub.audit(tx, by, "call_filled", about, message.field)
                return notes

            await board.act(work)
            return
        for note in notes:
            board.tell(note)

    async def _act(self, message: CallMessage, work: Any) -> None:
        await self._board.act(partial(self._on_call, message.call, work), message.call)
        self._board.kicked.set()

    def _on_call(self, call_id: str, work: Any, tx: Tx) -> list[Note]:
        call = calls.find(tx, call_id)
        return work(self._board.hub, tx, call) if call is not None and call.terminal == self._link.address else []
