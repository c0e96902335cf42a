"""A power cut: nobody begins anything new, what is begun may be finished, and before the battery ends all is put away.

Nothing is saved here that is not saved anyway: a draft after each answer, a submission before it is spoken of.
"""

from dataclasses import replace

from kiosk.core.screen import NO_WORDS
from kiosk.core.words import Words, words
from kiosk.session.effects import StopMachine
from kiosk.session.leaving import kept
from kiosk.session.now import busy
from kiosk.session.state import Moved, State, end, with_terminal
from kiosk.session.supply import NOT_NOW, nearly_out, on_battery

READ_S = 20.0
"""From the last warning to the wipe, and again from the wipe to switching off: time to hear it and to take the card."""


def power_says(state: State) -> Words:
    """What stands on every page of a visit, and is said when it comes."""
    if nearly_out(state):
        return words("快没电了，机器马上要关。", "填的都存着。" if kept(state) else "")
    if not on_battery(state):
        return NO_WORDS
    begun = state.visit.form is not None
    return words("停电了，机器还能用一会儿。请先办完这件事。") if begun else NOT_NOW


def power_tick(state: State) -> Moved | None:
    """What the passing of time does when the battery is nearly empty; None when nothing is due."""
    since = state.terminal.low_at
    if since is None or state.terminal.stopping or state.monotonic - since < READ_S or busy(state):
        return None
    if state.began:
        ended, effects = end(state, "power")
        return with_terminal(ended, low_at=state.monotonic), effects
    return with_terminal(replace(state, overlay=None), stopping=True), (StopMachine(),)
