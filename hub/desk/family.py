"""Somebody of hers joins by telephone: she is asked, it rings, they are there. What of it is in the database.

Of a number only its last two digits are here; whole it lives in `hub.desk.phones` while it is needed.
"""

from dataclasses import replace

from hub.desk import calls
from hub.desk.calls import Call
from hub.desk.guests import GUESTS, Guest, arrived, gone, of_call, phone_told, put, refused
from hub.desk.notes import UNNUMBERED, Note
from hub.house import Hub
from hub.store.base import Tx
from kiosk.core.calls import ErrorSaid, GuestAsked, PhoneState, Relation, SideSdp


def of(tx: Tx, call_id: str) -> Guest | None:
    """The telephone of a call, asked about, ringing or there; there is one at most."""
    return next((guest for guest in of_call(tx, call_id) if guest.role == "family"), None)


def invite(hub: Hub, tx: Tx, call: Call, who: Relation, number: str) -> list[Note] | ErrorSaid:
    """The guide proposes it; she is asked. number: its ending, "" when she is to key it in."""
    if not call.live or call.next_guide or len(of_call(tx, call.id)) >= GUESTS or of(tx, call.id) is not None:
        return ErrorSaid(code="not_now", about="invite_phone", say="现在不能再请人。")
    guest = Guest(call.id, f"phone:{who}", "family", "coming", hub.clock.now(), who, number)
    if refused(tx, call, guest.user):
        return ErrorSaid(code="nobody", about="invite_phone", say=f"她没有同意给{who}打电话。")
    put(hub, tx, guest)
    hub.audit(tx, call.desk, "call_guest_asked", f"call:{call.id}", f"{guest.user} {number}".strip())
    told = guest.told(tx)
    assert told is not None
    asked = GuestAsked(call=call.id, seq=UNNUMBERED, who=told, role="family", asks_number=not number)
    return [Note(call.terminal, asked)]


def keyed_in(tx: Tx, call: Call, number: str) -> None:
    """She gave the number herself: its ending is what the guide sees of it."""
    tx.run("update call_guests set number = ? where call_id = ? and role = 'family'", number, call.id)


def rings(tx: Tx, call_id: str) -> list[Note]:
    """It rings."""
    call, guest = calls.find(tx, call_id), of(tx, call_id)
    return phone_told(call, guest, "ringing") if call is not None and guest is not None else []


def picked_up(hub: Hub, tx: Tx, call_id: str, answer: str) -> list[Note]:
    """They are there: both are told before the guide's page lets their sound through."""
    call, guest = calls.find(tx, call_id), of(tx, call_id)
    if call is None or guest is None or guest.state != "ringing" or not call.live:
        return []
    put(hub, tx, replace(guest, state="there"))
    sound = SideSdp(call=call_id, seq=UNNUMBERED, guest=guest.user, type="answer", sdp=answer)
    return [*arrived(hub, tx, call, guest), Note(call.desk, sound)]


def ended(hub: Hub, tx: Tx, call_id: str, how: PhoneState, say: str = "") -> list[Note]:
    """The telephone is down, or cannot be rung. how: what both are told."""
    call, guest = calls.find(tx, call_id), of(tx, call_id)
    if call is None or guest is None:
        return []
    hub.audit(tx, guest.user, "call_phone", f"call:{call_id}", how)
    return [*(phone_told(call, guest, how) if call.live else []), *gone(hub, tx, call, guest, say)]


def afresh(hub: Hub, tx: Tx, call: Call) -> list[Note]:
    """The guide's page is loaded anew: it has no sound for a telephone any more."""
    guest = of(tx, call.id)
    return ended(hub, tx, call.id, "hung_up") if guest is not None and guest.state != "coming" else []
