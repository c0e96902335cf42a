"""While a technician works at the terminal there is no visit: no resident's data is reachable, nothing is heard."""

from dataclasses import replace

from kiosk.session import events as ev
from kiosk.session.effects import Note, TellRepair
from kiosk.session.events import Event
from kiosk.session.reported import reported
from kiosk.session.state import Moved, State, end, mint

_MACHINES = (
    ev.DeviceChanged, ev.LineChanged, ev.PaymentsLeft, ev.QueueCounted, ev.Headphones, ev.NoticesLoaded,
    ev.CatalogueChanged, ev.MattersStopped, ev.Wiped, ev.Speaking,
)  # fmt: skip


def in_repair(state: State, event: Event) -> Moved:
    """One event while the technician works."""
    match event:
        case ev.Tick(now=now, monotonic=monotonic):
            return replace(state, now=now, monotonic=monotonic), ()
        case ev.RepairDone():
            repair_id, state = mint(state)
            ended, effects = end(state, "repair_done")
            return ended, (*effects, Note("repair", {"how": "", "outcome": "closed"}), TellRepair(repair_id, "closed"))
        case _ if isinstance(event, _MACHINES):
            moved = reported(state, event)
            return moved if moved is not None else (state, ())
        case _:
            return state, ()
