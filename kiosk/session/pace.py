"""Who speaks slowly to the machine expects it to answer slower still (VUI-03); how fast it speaks follows her pace."""

from dataclasses import replace

from kiosk.core.hearing import SLOW_PACE, Hearing, Utterance
from kiosk.session.state import RATES, Moved, State, speech_of, with_visit

SLOWER = 0.75
"""Share of the hall's usual rate."""
_FEWEST, _KEPT = 2, 3
"""Utterances before anything is concluded, and how many are looked back on."""
_CLEARLY_USUAL = 1.2 * SLOW_PACE
"""Between slow and this nothing changes, so that it does not waver."""


def paced(state: State, hearing: Hearing) -> Moved:
    """Slower for whoever speaks slowly, as usual again for whoever does not; never once she has chosen a rate."""
    visit = state.visit
    if not isinstance(hearing, Utterance) or not hearing.clear or not hearing.pace:
        return state, ()
    if not state.began or visit.chose_rate:
        return state, ()
    paces = (*visit.paces, hearing.pace)[-_KEPT:]
    state = with_visit(state, paces=paces)
    if len(paces) < _FEWEST:
        return state, ()
    mean = sum(paces) / len(paces)
    usual = state.terminal.rate
    rate = _slower(usual) if mean < SLOW_PACE else usual if mean > _CLEARLY_USUAL else visit.settings.rate
    if rate == visit.settings.rate:
        return state, ()
    state = with_visit(state, settings=replace(visit.settings, rate=rate))
    return state, (speech_of(state),)


def _slower(usual: int) -> int:
    """The step nearest to three quarters of the usual rate, never above it."""
    return min((rate for rate in RATES if rate <= usual), key=lambda rate: abs(rate - SLOWER * usual))
