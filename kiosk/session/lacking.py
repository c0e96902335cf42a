"""What of the terminal is out of order, said before anyone begins, with what still works in its place."""

from collections.abc import Iterable

from kiosk.catalogue import Service
from kiosk.core.outcomes import DeviceState
from kiosk.session.state import State

ALWAYS_USED = ("card_reader", "receipt_printer")
"""Told on the home page already: nearly every matter uses them."""

_WELL = (DeviceState.ONLINE, DeviceState.STARTING, DeviceState.BUSY)
_NAMES = {
    "card_reader": "读卡的地方",
    "receipt_printer": "打小票的机器",
    "document_printer": "打大张纸的机器",
    "scanner": "拍材料的地方",
}


def out(state: State, device: str) -> bool:
    """Whether a device that is here said that it cannot work; one that says nothing is given the benefit."""
    now = next((d.state for d in state.terminal.devices if d.device == device), DeviceState.STARTING)
    moved = device == "card_reader" and now is DeviceState.USER_ERROR  # a card put down askew is no broken reader
    return now not in _WELL and not moved


def blocked_by(state: State, service: Service) -> str:
    """A device the matter cannot do without and that does not work here, as people call it; "" when there is none."""
    needed = [name for name, how in service.devices.items() if how == "needs"]
    lacking = [name for name in needed if out(state, name) or not _here(state, name)]
    return _NAMES[lacking[0]] if lacking else ""


def lacking_says(state: State, devices: Iterable[str]) -> tuple[str, ...]:
    """One sentence for each that is out."""
    return tuple(_says(state, device) for device in devices if out(state, device))


def _here(state: State, device: str) -> bool:
    return device in ALWAYS_USED or any(d.device == device for d in state.terminal.devices)


def _says(state: State, device: str) -> str:
    match device:
        case "card_reader":
            return "读卡的地方用不了，可以手工输入。"
        case "receipt_printer" if state.terminal.has("document_printer"):
            return "小票打不了，改打大张纸。"
        case "receipt_printer":
            return "小票打不了，号码会显示、会念。"
        case "document_printer":
            return "大张纸打不了，屏幕上能看能听。"
        case _:
            return "拍材料的地方用不了，材料带到窗口。"
