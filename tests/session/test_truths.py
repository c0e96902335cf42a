"""Small truths: nobody is invited to speak to a deaf machine, and a reader that comes back goes on by itself."""

from dataclasses import replace

from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session import screen_for


def test_a_terminal_that_cannot_hear_invites_nobody_to_speak(visitor) -> None:
    assert "直接说" not in str(visitor.screen.to_json())
    hearing = replace(visitor.state, terminal=replace(visitor.state.terminal, hears=True))
    assert "直接说" in str(screen_for(hearing).to_json())
    assert str(screen_for(hearing).to_json()).count("比如说") == 2


def test_a_reader_that_comes_back_reads_on_without_a_press(visitor) -> None:
    visitor.press("start", "service:02", "next", "choice:yes", "choice:self")
    visitor.post(ev.CardProblem(Fault.READER_ABSENT))
    visitor.effects.clear()
    visitor.post(ev.DeviceChanged("card_reader", DeviceState.ONLINE))
    assert any(isinstance(effect, ef.ReadCard) for effect in visitor.effects)
    assert not visitor.screen.notices
