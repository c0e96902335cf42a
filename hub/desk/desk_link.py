"""What comes over a guide's link."""

from functools import partial
from typing import Any, Literal

from starlette.concurrency import run_in_threadpool

from hub.accounts import Role, Session
from hub.desk import answering, calls, family, guests, guides
from hub.desk.desk_acts import answer, in_hand, leave, send_away
from hub.desk.ending import wrap_up
from hub.desk.links import Link
from hub.desk.notes import Note
from hub.desk.relay import Passed, from_desk, from_guest, to_guest, to_phone
from hub.desk.switchboard import Switchboard
from hub.house import Hub
from hub.store.base import Tx
from hub.telephone import ending
from kiosk.core.calls import (
    AskConsent,
    CallMessage,
    Decline,
    DeskHello,
    DeskMessage,
    DeskWelcome,
    ErrorSaid,
    HangUp,
    Ink,
    Invite,
    InvitePhone,
    Listen,
    Listening,
    Mirror,
    Photo,
    PhotoJudged,
    Point,
    Presence,
    ProposeMatter,
    Queue,
    RequestValue,
    SendAway,
    SideCandidate,
    SideSdp,
    Suggest,
    Take,
    TakePhoto,
    Text,
    Transfer,
    WrapUp,
    grave,
)

_TOLD_ANEW = (Mirror, Text, Ink, Listening, Photo)
"""What a fresh page cannot learn from the database."""
_AUDITED: dict[type, str] = {
    AskConsent: "call_asked_consent",
    PhotoJudged: "call_photo_judged",
    Point: "call_pointed",
    ProposeMatter: "call_proposed",
    RequestValue: "call_value_asked",
    Suggest: "call_suggested",
    TakePhoto: "call_photo_asked",
}
_DETAILS = ("field", "capability", "verdict", "material", "service")
"""What of such a message is written down too: which, never what."""


class DeskLink:
    """One guide's or supervisor's page that is connected. The first message is its hello."""

    def __init__(self, board: Switchboard, session: Session, link: Link) -> None:
        self._board = board
        self._session = session
        self._link = link
        self._name = ""
        """As residents are told."""

    async def heard(self, message: DeskMessage) -> None:
        """One message, acted upon before the next is read."""
        match message:
            case DeskHello():
                await self._hello(message)
            case ErrorSaid():
                return
            case _ if not self._link.greeted:
                self._link.send(ErrorSaid(code="not_now", about=message.kind, say="先说 hello。"))
            case Presence():
                await self._presence(message)
            case Listen():
                await self._listen(message)
            case _:
                await self._numbered(message)

    async def gone(self) -> None:
        """The page has closed and no newer one took its place."""
        user, hub = self._session.user, self._board.hub

        def work(tx: Tx) -> list[Note]:
            # She may have come back, and been greeted, before this was its turn.
            if self._link.address in self._board.links:
                return []
            call, guest = calls.of_guide(tx, user), guests.of_user(tx, user)
            notes = answering.lost(hub, tx, call, user) if call is not None else []
            joined = calls.find(tx, guest.call) if guest is not None else None
            return [*notes, *(guests.gone(hub, tx, joined, guest) if joined is not None and guest is not None else [])]

        await self._board.act(work)
        self._board.kicked.set()

    async def _hello(self, said: DeskHello) -> None:
        board, user, address = self._board, self._session.user, self._link.address

        def work(tx: Tx) -> tuple[list[Note], Any]:
            guides.seen(board.hub, tx, user)
            profile, call = guides.profile(tx, user), calls.of_guide(tx, user)
            if call is not None:
                notes = answering.came_back(tx, call) if call.guide == user else []
                if call.guide == user and said.call != call.id:
                    notes += family.afresh(board.hub, tx, call)
                return notes, (call, answering.rebuilt(board.hub, tx, call, user), profile)
            guest = guests.of_user(tx, user)
            call = calls.find(tx, guest.call) if guest is not None else None
            if call is None or guest is None:
                return [], (None, [], profile)
            return [], (call, guests.rebuilt(board.hub, tx, call, guest), profile)

        known = await run_in_threadpool(board.hub.store.read, partial(in_hand, user))
        call, rebuilt, profile = await board.act_for(work, *([known] if known else []))
        self._link.greeted = True
        if call is None:
            self._link.send(DeskWelcome(call=said.call, heard=0, standing="unknown" if said.call else "none"))
        else:
            key = (call.id, address)
            end = board.end(*key)
            anew = said.call != call.id
            end.sent = max(end.sent, said.heard)
            bond = board.bonds.get(call.id)
            mine = call.guide == user or (bond is not None and address in bond.guests)
            here = call.state in ("joined", "wrap_up") and mine
            standing: Literal["joined", "offered"] = "joined" if here else "offered"
            self._link.send(DeskWelcome(call=call.id, heard=end.heard, standing=standing))
            if anew:
                kept = [m for m in end.kept if isinstance(m, _TOLD_ANEW)]
                for note in [*rebuilt, *(Note(address, message) for message in kept)]:
                    board.tell(note)
            else:
                for message in end.after(said.heard):
                    self._link.send(message)
        if profile is not None:
            self._name = profile.shown_name
            self._link.send(Presence(state=profile.presence))
        self._link.send(Queue(waiting=board.queue))
        board.kicked.set()

    async def _presence(self, message: Presence) -> None:
        outcome = await run_in_threadpool(guides.set_presence, self._board.hub, self._session.user, message.state)
        if outcome is not None:
            self._link.send(ErrorSaid(code="not_now", about="presence", say=outcome.problem.say))
            return
        self._link.send(message)
        self._board.kicked.set()

    async def _numbered(self, message: Any) -> None:
        bond = self._board.bonds.get(message.call)
        mine = bond is not None and (
            bond.desk == self._link.address or (message.call, self._link.address) in self._board.ends
        )
        if not mine:
            self._link.send(ErrorSaid(code="unknown_call", about=message.kind))
        elif self._board.end(message.call, self._link.address).first(message):
            await self._call_message(message)

    async def _call_message(self, message: Any) -> None:
        user = self._session.user
        match message:
            case Take() | Decline():
                await self._act(message, partial(answer, user, isinstance(message, Take)))
            case _ if self._link.address in self._board.bonds[message.call].guests:
                await self._as_guest(message)
            case _ if self._board.bonds[message.call].desk != self._link.address:
                self._link.send(ErrorSaid(code="not_now", about=message.kind))
            case HangUp():
                await self._act(message, answering.hang_up)
            case Transfer():
                await self._act(message, lambda h, tx, call: answering.transfer(h, tx, call, message))
            case Invite():
                await self._act(message, lambda h, tx, call: guests.invite(h, tx, call, message.to))
            case InvitePhone():
                await self._invite_phone(message)
            case SideSdp() | SideCandidate() if message.guest == self._board.bonds[message.call].phone:
                self._to_phone(message)
            case SendAway():
                await self._act(message, partial(send_away, message.guest))
            case WrapUp():
                await self._act(message, lambda h, tx, call: wrap_up(h, tx, call, message))
            case _:
                await self._relay(message)

    async def _invite_phone(self, message: InvitePhone) -> None:
        phones = self._board.phones
        wrong = phones.wrong(self._board.bonds[message.call], message)
        if wrong is not None:
            self._link.send(wrong)
            return
        digits = phones.dialled(message.number) or ""
        ends = ending(digits) if digits else ""

        def invite(hub: Hub, tx: Tx, call: calls.Call) -> list[Note] | ErrorSaid:
            return family.invite(hub, tx, call, message.who, ends)

        def keep(wrong: ErrorSaid | None) -> None:
            if wrong is None and digits:
                phones.keep(message.call, f"phone:{message.who}", digits)

        await self._act(message, invite, keep)

    def _to_phone(self, message: SideSdp | SideCandidate) -> None:
        wrong = to_phone(self._board.bonds[message.call], message)
        if wrong is not None:
            self._link.send(wrong)
        elif isinstance(message, SideSdp):
            self._board.phones.ring(message.call, message.guest, message.sdp)

    async def _relay(self, message: Any) -> None:
        board, hub = self._board, self._board.hub
        if isinstance(message, AskConsent) and message.capability == "recording" and not hub.config.recording:
            self._link.send(ErrorSaid(code="not_now", about=message.kind, say="本市没有开通录音。"))
            return
        bond = board.bonds[message.call]
        side = isinstance(message, SideSdp | SideCandidate)
        passed = to_guest(bond, message) if side else from_desk(bond, message, self._grave)
        if isinstance(passed, ErrorSaid):
            self._link.send(passed)
            return
        if isinstance(message, PhotoJudged) and board.photos.get(message.call, message.photo) is None:
            self._link.send(ErrorSaid(code="not_now", about=message.kind, say="这张照片已经不在了。"))
            return
        if isinstance(message, TakePhoto) or (isinstance(message, PhotoJudged) and message.verdict != "good"):
            board.photos.asked(message.call)
        notes = _notes(passed)
        act = _AUDITED.get(type(message))
        if act is None:
            for note in notes:
                board.tell(note)
            return
        detail = next((str(got) for name in _DETAILS if (got := getattr(message, name, ""))), "")

        def work(tx: Tx) -> list[Note]:
            hub.audit(tx, self._link.address, act, f"call:{message.call}", detail)
            return notes

        await board.act(work)

    def _grave(self, matter: str, field: str) -> bool | None:
        service = self._board.hub.shelf.current.services.get(matter)
        spec = next((spec for spec in service.fields if spec.id == field), None) if service is not None else None
        return grave(spec.type, spec.from_card) if spec is not None else None

    async def _listen(self, message: Listen) -> None:
        board, user = self._board, self._session.user
        if self._session.role is not Role.SUPERVISOR or message.call not in board.bonds:
            self._link.send(ErrorSaid(code="not_now", about="listen", say="现在不能旁听。"))
        elif message.on:
            await self._act(message, lambda h, tx, call: guests.listen(h, tx, call, user))
            self._board.show_page(message.call, self._link.address)
        else:
            await self._act(message, partial(leave, self._session.user))

    async def _as_guest(self, message: Any) -> None:
        bond = self._board.bonds[message.call]
        if isinstance(message, HangUp):
            await self._act(message, partial(leave, self._session.user))
            return
        passed = from_guest(bond, message, self._link.address, self._name)
        if isinstance(passed, ErrorSaid):
            self._link.send(passed)
            return
        for note in _notes(passed):
            self._board.tell(note)

    async def _act(self, message: CallMessage, work: Any, then: Any = None) -> None:
        """What cannot be done the desk is told with its reason."""
        wrong = await self._board.act_for(partial(self._on_call, message.call, work), message.call, then=then)
        if wrong is not None:
            self._link.send(wrong)
        self._board.kicked.set()

    def _on_call(self, call_id: str, work: Any, tx: Tx) -> tuple[list[Note], ErrorSaid | None]:
        call = calls.find(tx, call_id)
        outcome = work(self._board.hub, tx, call) if call is not None else []
        return ([], outcome) if isinstance(outcome, ErrorSaid) else (outcome, None)


def _notes(passed: Passed) -> list[Note]:
    return [Note(to, passed.message) for to in passed.to]
