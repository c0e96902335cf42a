"""Who else is in a call: a supervisor who listens, a clerk at a window who joins, somebody of hers by telephone.

    clerk: asked -> coming -> there       asked: the colleague is being asked; coming: the resident is being asked
    family: coming -> ringing -> there    hub.desk.family
    supervisor: there                     told to both ends before anything is heard

The resident sends anybody away with one press. A guest sees her page only while she lets the guide see it, and never a
private value or a picture; their sound goes by the guide's page (docs/adr/0032). All are gone when the call is, or goes
to another guide.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from hub.desk import calls
from hub.desk.calls import Call
from hub.desk.guides import AWAY_AFTER, idle, profile
from hub.desk.notes import UNNUMBERED, Note, as_told
from hub.desk.turn import relays
from hub.house import Hub
from hub.store.base import Tx, one
from hub.times import stamp, unstamp
from kiosk.core.calls import (
    Consented,
    ErrorSaid,
    GuestAsked,
    GuestRole,
    Guide,
    Joined,
    Listening,
    OfferGone,
    PhoneCall,
    PhoneState,
)

GuestState = Literal["asked", "coming", "ringing", "there"]
GUESTS = 2
"""In one call; her terminal's line is not touched by them, but the guide's browser mixes for each."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody asked to a call, or in it."""

    call: str
    user: str
    role: GuestRole
    state: GuestState
    at: datetime
    name: str = ""
    number: str = ""
    """Of a telephone: whose it is, and its last two digits."""

    @property
    def address(self) -> str:
        """Their page; a telephone has none."""
        return self.user if self.role == "family" else f"user:{self.user}"

    def told(self, tx: Tx) -> Guide | None:
        """As both ends are told of them; None when the city knows them no more."""
        if self.role == "family":
            return Guide(id=self.user, name=self.name, number=self.number)
        who = profile(tx, self.user)
        return as_told(who) if who is not None else None


def of_call(tx: Tx, call_id: str) -> list[Guest]:
    """Everybody of one call besides its two ends."""
    rows = tx.rows(f"select {_COLUMNS} from call_guests where call_id = ? order by user_name", call_id)
    return [_guest(row) for row in rows]


def of_user(tx: Tx, user: str) -> Guest | None:
    """Where somebody is a guest or is asked to be one."""
    row = one(tx, f"select {_COLUMNS} from call_guests where user_name = ?", user)
    return _guest(row) if row else None


def there(tx: Tx) -> list[Guest]:
    """Everybody who is in some call, and every telephone that rings for one."""
    return [_guest(row) for row in tx.rows(f"select {_COLUMNS} from call_guests where state in ('there', 'ringing')")]


def listen(hub: Hub, tx: Tx, call: Call, user: str) -> list[Note] | ErrorSaid:
    """A supervisor begins to listen in."""
    if profile(tx, user) is None:
        return ErrorSaid(code="not_now", about="listen", say="您的工号还没有设好。")
    if not call.live or of_user(tx, user) is not None or calls.of_guide(tx, user) is not None:
        return ErrorSaid(code="not_now", about="listen", say="现在不能旁听。")
    if refused(tx, call, user):
        return ErrorSaid(code="not_now", about="listen", say="她不要您旁听。")
    guest = Guest(call.id, user, "supervisor", "there", hub.clock.now())
    put(hub, tx, guest)
    return arrived(hub, tx, call, guest)


def invite(hub: Hub, tx: Tx, call: Call, number: str) -> list[Note] | ErrorSaid:
    """The guide asks a colleague to join."""
    if not call.live or call.next_guide or len(of_call(tx, call.id)) >= GUESTS:
        return ErrorSaid(code="not_now", about="invite", say="现在不能再请人。")
    row = one(
        tx,
        "select user_name from guides where number = ? and presence = 'ready' and seen_at >= ? and user_name <> ?",
        *(number, stamp(hub.clock.now() - AWAY_AFTER), call.guide),
    )
    user = str(row[0]) if row else ""
    if not user or calls.of_guide(tx, user) is not None or of_user(tx, user) is not None:
        return ErrorSaid(code="nobody", about="invite", say="这位现在没有空。")
    if refused(tx, call, user):
        return ErrorSaid(code="nobody", about="invite", say="她没有同意这位来。")
    put(hub, tx, Guest(call.id, user, "clerk", "asked", hub.clock.now()))
    hub.audit(tx, call.desk, "call_guest_asked", f"call:{call.id}", f"user:{user}")
    offer = call.offer(hub.clock.now(), int(calls.OFFER_FOR.total_seconds()))
    return [Note(f"user:{user}", offer.model_copy(update={"joins": True}))]


def coming(hub: Hub, tx: Tx, call: Call, guest: Guest) -> list[Note]:
    """The colleague says yes: now the resident is asked."""
    who = guest.told(tx)
    if guest.state != "asked" or who is None or not call.live:
        return []
    put(hub, tx, replace(guest, state="coming"))
    return [Note(call.terminal, GuestAsked(call=call.id, seq=UNNUMBERED, who=who, role=guest.role))]


def answered(hub: Hub, tx: Tx, call: Call, user: str, yes: bool) -> list[Note]:
    """The resident lets them in, or does not, or sends them away."""
    guest = next((one for one in of_call(tx, call.id) if one.user == user), None)
    if guest is None or guest.state == "asked":
        return []
    hub.audit(
        tx, call.terminal, "call_guest_allowed" if yes else "call_guest_refused", f"call:{call.id}", guest.address
    )
    if not yes:
        # Her no holds for the whole call: nobody presses twice to be let in. A telephone that was put down is rung
        # again only after another yes of hers.
        if guest.role != "family" or guest.state == "coming":
            tx.run(
                "insert into call_guests_refused (call_id, user_name) values (?, ?) on conflict do nothing",
                *(call.id, user),
            )
        return gone(hub, tx, call, guest, "她没有同意。")
    if guest.state != "coming":
        return []
    if guest.role == "family":
        put(hub, tx, replace(guest, state="ringing"))
        return phone_told(call, guest, "dialing")
    put(hub, tx, replace(guest, state="there"))
    return arrived(hub, tx, call, guest)


def rebuilt(hub: Hub, tx: Tx, call: Call, guest: Guest) -> list[Note]:
    """Everything a guest's fresh page must be told."""
    if guest.state == "there":
        return _welcomed(hub, tx, call, guest.user)
    offer = call.offer(hub.clock.now(), int(calls.OFFER_FOR.total_seconds()))
    return [Note(guest.address, offer.model_copy(update={"joins": True}))]


def _welcomed(hub: Hub, tx: Tx, call: Call, user: str) -> list[Note]:
    guide, address = profile(tx, call.guide), f"user:{user}"
    assert guide is not None
    return [
        Note(address, Joined(call=call.id, seq=UNNUMBERED, guide=as_told(guide))),
        *(
            Note(address, Consented(call=call.id, seq=UNNUMBERED, capability=capability, granted=True))
            for capability in sorted(call.granted)
        ),
        *relays(hub, call.id, address),
    ]


def arrived(hub: Hub, tx: Tx, call: Call, guest: Guest) -> list[Note]:
    """They are there from now on: both ends are told, and their own page is."""
    who = guest.told(tx)
    assert who is not None
    act = "call_listened" if guest.role == "supervisor" else "call_guest_there"
    hub.audit(tx, guest.address, act, f"call:{call.id}", guest.number)
    told = Listening(call=call.id, seq=UNNUMBERED, who=who, role=guest.role, on=True)
    page = _welcomed(hub, tx, call, guest.user) if guest.role != "family" else []
    return [Note(call.terminal, told), Note(call.desk, told), *page]


def phone_told(call: Call, guest: Guest, state: PhoneState) -> list[Note]:
    """How it stands with a telephone, for both ends."""
    told = PhoneCall(call=call.id, seq=UNNUMBERED, guest=guest.user, name=guest.name, state=state)
    return [Note(call.terminal, told), Note(call.desk, told)]


def gone(hub: Hub, tx: Tx, call: Call, guest: Guest, say: str = "") -> list[Note]:
    """They leave, do not come, or are sent away. say: why, for the guide, when they never came."""
    tx.run("delete from call_guests where call_id = ? and user_name = ?", call.id, guest.user)
    idle(hub, tx, guest.user)
    notes = [Note(guest.address, OfferGone(call=call.id, seq=UNNUMBERED))] if guest.role != "family" else []
    who = guest.told(tx)
    if guest.state == "there":
        hub.audit(tx, guest.address, "call_unheard", f"call:{call.id}")
    if call.live and who is not None and guest.state != "asked":
        told = Listening(call=call.id, seq=UNNUMBERED, who=who, role=guest.role, on=False)
        notes += [Note(call.terminal, told), Note(call.desk, told)]
    if call.live and guest.state in ("asked", "coming"):
        about = "invite_phone" if guest.role == "family" else "invite"
        notes.append(Note(call.desk, ErrorSaid(code="nobody", about=about, say=say or "请的人没有来。")))
    return notes


def all_gone(hub: Hub, tx: Tx, call: Call) -> list[Note]:
    """The call is over, or another guide's."""
    return [note for guest in of_call(tx, call.id) for note in gone(hub, tx, call, guest)]


def overdue(hub: Hub, tx: Tx) -> list[Note]:
    """Whoever was asked and did not answer in time is not waited for any longer."""
    now = hub.clock.now()
    notes: list[Note] = []
    for row in tx.rows(f"select {_COLUMNS} from call_guests where state <> 'there'"):
        guest = _guest(row)
        call = calls.find(tx, guest.call)
        patience = calls.OFFER_FOR if guest.state == "asked" else calls.ACCEPT_FOR
        if call is not None and guest.state == "ringing" and now - guest.at >= patience:
            # The guide's page never offered its sound.
            notes += phone_told(call, guest, "failed")
        if call is not None and now - guest.at >= patience:
            notes += gone(hub, tx, call, guest, "没有人回答。")
    return notes


def refused(tx: Tx, call: Call, user: str) -> bool:
    """Whether she has said no to them in this call."""
    sql = "select 1 from call_guests_refused where call_id = ? and user_name = ?"
    return one(tx, sql, call.id, user) is not None


_COLUMNS = "call_id, user_name, role, state, state_at, shown_name, number"


def _guest(row: tuple[str, str, GuestRole, GuestState, str, str, str]) -> Guest:
    call_id, user, role, state, at, name, number = row
    return Guest(call_id, user, role, state, unstamp(at), name, number)


def put(hub: Hub, tx: Tx, guest: Guest) -> None:
    """Write down where they are now, from this moment."""
    tx.run(
        "insert into call_guests (call_id, user_name, role, state, state_at, shown_name, number)"
        " values (?, ?, ?, ?, ?, ?, ?)"
        " on conflict (call_id, user_name) do update set state = excluded.state, state_at = excluded.state_at",
        *(guest.call, guest.user, guest.role, guest.state, stamp(hub.clock.now()), guest.name, guest.number),
    )
