"""Which guide light shines: the one beside the device that is wanted now."""

from hardware.cabinet import Light
from kiosk.session.places import CardLeft, CaseNumberPlace, ConfirmPayPlace, EndingPlace, IdentifyPlace, ProgressWays
from kiosk.session.state import State


def lights_for(state: State) -> Light:
    """The card's place while a card is asked for or has to be taken, paper once it is out, the scanner for a code."""
    wanted = Light(0)
    ends = isinstance(state.place, EndingPlace | CardLeft)
    if isinstance(state.place, IdentifyPlace) or (ends and state.terminal.card_on):
        wanted |= Light.CARD
    job = state.visit.printing
    if job is not None and job.printed:
        wanted |= Light.SHEET if job.large else Light.SLIP
    shows = isinstance(state.place, ConfirmPayPlace) and state.place.method == "show_code"
    if (shows or isinstance(state.place, ProgressWays | CaseNumberPlace)) and state.terminal.has("code_reader"):
        wanted |= Light.CODE
    return wanted
