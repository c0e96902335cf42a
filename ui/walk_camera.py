"""The pages of the document camera, one of each: ready, taking, taken, unclear, given up, failed."""

from collections.abc import Iterator

from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.session import events as ev
from kiosk.session import step
from kiosk.session.places import MaterialPlace
from kiosk.session.state import State

SHOWN = "household_book"


def camera_states(state: State) -> Iterator[State]:
    """What becomes of a page that asks for the 户口簿 where a camera is well; nothing for any other page."""
    if not isinstance(state.place, MaterialPlace) or state.place.material != SHOWN:
        return
    ready = _after(state, ev.DeviceChanged("scanner", DeviceState.ONLINE), ev.SetMaterial(SHOWN, "brought"))
    taking = _after(ready, ev.Shoot())
    unclear = _after(taking, ev.PhotoUnclear(SHOWN, "有反光，请把纸挪一挪。"))
    again = (ev.Shoot(), ev.PhotoUnclear(SHOWN, "有点糊，请按住别动。"))
    yield from (ready, taking, _after(taking, ev.Photographed(SHOWN, b"jpeg")), unclear)
    yield _after(unclear, *again, *again)
    yield _after(taking, ev.PhotoFailed(SHOWN, Fault.SCANNER_ABSENT))


def _after(state: State, *events: ev.Event) -> State:
    for event in events:
        state, _ = step(state, event)
    return state
