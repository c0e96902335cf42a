"""A card reader whose state changes while somebody stands before it: the page says what is so now, and when the reader
is well again it reads on by itself, nobody has to press anything."""

from dataclasses import replace

from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.session.effects import ReadCard, ReadSocialCard
from kiosk.session.places import IdentifyPlace, SocialCardPlace
from kiosk.session.plan import READ_TIMEOUT_S
from kiosk.session.state import Moved, State, swap

OF_THE_READER = {
    "card_reader": (Fault.READER_ABSENT, Fault.READER_SILENT, Fault.READER_BUSY, Fault.READER_BROKEN,
                    Fault.OUT_OF_USE),
    "social_card": (Fault.SOCIAL_READER_ABSENT, Fault.SOCIAL_READER_BUSY, Fault.OUT_OF_USE),
}  # fmt: skip
"""What is wrong with a reader, and not with the card in it."""


def reader_changed(state: State, device: str, now: DeviceState, fault: Fault | None) -> Moved:
    """What a device's new state changes on the page of its card."""
    faults = OF_THE_READER.get(device, ())
    place = state.place
    match place:
        case IdentifyPlace() if device == "card_reader" and place.fault in faults:
            if now is DeviceState.ONLINE:
                return swap(state, replace(place, fault=None)), (ReadCard(place.who, READ_TIMEOUT_S),)
        case SocialCardPlace() if device == "social_card" and place.fault in faults:
            if now is DeviceState.ONLINE:
                return swap(state, SocialCardPlace(place.who, place.field)), (ReadSocialCard(READ_TIMEOUT_S),)
        case _:
            return state, ()
    return (swap(state, replace(place, fault=fault)) if fault in faults else state), ()
