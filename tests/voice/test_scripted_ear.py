"""The ear of the tests answers as the real one does."""

from kiosk.core.faults import Fault
from kiosk.core.hearing import Deafness, Expect, Hearing, NotHeard, Utterance
from kiosk.core.outcomes import DeviceState
from voice import ScriptedEar

EXPECT = Expect(("返回", "下一步"))


def test_each_listening_is_answered_exactly_once() -> None:
    ear = ScriptedEar()
    heard: list[Hearing] = []
    ear.listen(EXPECT, heard.append)
    ear.listen(EXPECT, heard.append)
    assert heard == [NotHeard(Deafness.STOPPED)]
    ear.hear("返回")
    assert isinstance(heard[1], Utterance)
    assert heard[1].whole
    ear.stop()
    assert len(heard) == 2
    assert not ear.listening


def test_an_unplugged_microphone_ends_the_listening_and_the_next_one_too() -> None:
    ear = ScriptedEar()
    heard: list[Hearing] = []
    states: list[tuple[DeviceState, Fault | None]] = []
    ear.watch(lambda state, fault: states.append((state, fault)))
    ear.listen(EXPECT, heard.append)
    ear.become(DeviceState.NO_DEVICE, Fault.MICROPHONE_ABSENT)
    ear.listen(EXPECT, heard.append)
    assert heard == [NotHeard(Deafness.NO_EAR)] * 2
    assert states[-1] == (DeviceState.NO_DEVICE, Fault.MICROPHONE_ABSENT)
