"""What somebody at a desk does who may be a guide or a guest: found out from the database, act by act."""

from hub.desk import answering, calls, guests
from hub.desk.calls import Call
from hub.desk.notes import Note
from hub.house import Hub
from hub.store.base import Tx


def in_hand(user: str, tx: Tx) -> str:
    """The call somebody has in hand or is a guest in; "" for none."""
    call, guest = calls.of_guide(tx, user), guests.of_user(tx, user)
    return call.id if call is not None else guest.call if guest is not None else ""


def answer(user: str, yes: bool, hub: Hub, tx: Tx, call: Call) -> list[Note]:
    """Somebody who was asked to take a call, or to join one, says so."""
    guest = guests.of_user(tx, user)
    if guest is not None and guest.call == call.id and guest.state == "asked":
        return guests.coming(hub, tx, call, guest) if yes else guests.gone(hub, tx, call, guest)
    return answering.take(hub, tx, call, user) if yes else answering.decline(hub, tx, call, user)


def send_away(user: str, hub: Hub, tx: Tx, call: Call) -> list[Note]:
    """The guide lets a clerk or a telephone go, or does not wait for one."""
    guest = next((one for one in guests.of_call(tx, call.id) if one.user == user and one.role != "supervisor"), None)
    return guests.gone(hub, tx, call, guest, "您不请了。") if guest is not None else []


def leave(user: str, hub: Hub, tx: Tx, call: Call) -> list[Note]:
    """A guest goes."""
    guest = guests.of_user(tx, user)
    return guests.gone(hub, tx, call, guest) if guest is not None and guest.call == call.id else []
