"""Where the power comes from, as the UPS said last, and what may not begin without mains."""

from kiosk.core.faults import Fault
from kiosk.core.words import words
from kiosk.session.state import Moved, State, with_terminal, with_visit

NOT_NOW = words("停电了，先不办新的事。请到窗口问。")


def on_battery(state: State) -> bool:
    """Nothing new is begun."""
    return state.terminal.fault_of("power") in (Fault.POWER_ON_BATTERY, Fault.POWER_LOW)


def nearly_out(state: State) -> bool:
    """All is put away now."""
    return state.terminal.fault_of("power") is Fault.POWER_LOW


def power_changed(state: State) -> State:
    """After the UPS's word: since when the battery is low; None once there is power again."""
    if not nearly_out(state):
        return with_terminal(state, low_at=None, stopping=False)
    return state if state.terminal.low_at is not None else with_terminal(state, low_at=state.monotonic)


def turned_away(state: State) -> Moved | None:
    """In place of something new, while there is no mains."""
    return (with_visit(state, aside=NOT_NOW), ()) if on_battery(state) else None
