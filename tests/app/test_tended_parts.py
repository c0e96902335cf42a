"""Any device the hub has put out of use is left alone, and the session hears that it is out, over simulators' bytes."""

import queue
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hardware.cabinet import Light
from hardware.jack import Jack
from hardware.scanner import Photographed, ScannerFailed
from hardware.simulated.jack import SimulatedJack
from hardware.simulated.parts import PARTS, make_part
from hardware.social_card import SocialCardRead, SocialReaderFailed
from hub.orders import DEVICE_IDS
from hub.web.wording import DEVICES as NAMED_AT_THE_HUB
from kiosk.app.peripherals import OPTIONAL, OpenPeripherals
from kiosk.app.tended_parts import TendedEar, TendedJack, TendedSpeaker
from kiosk.core.clock import SystemClock
from kiosk.core.faults import Fault
from kiosk.core.hearing import Deafness, Expect, NotHeard
from kiosk.core.outcomes import DeviceState
from kiosk.core.settings import Devices
from offline_cache import Logbook
from voice.scripted import ScriptedSpeaker
from voice.scripted_ear import ScriptedEar

PATIENCE_S = 60


@pytest.fixture
def logbook(tmp_path: Path) -> Iterator[Logbook]:
    with closing(Logbook(tmp_path, SystemClock())) as book:
        yield book


@pytest.fixture
def around(tmp_path: Path, logbook: Logbook) -> Iterator[tuple[OpenPeripherals, dict[str, Any]]]:
    parts = {kind.NAME: make_part(kind, tmp_path) for kind in PARTS}
    opened = OpenPeripherals(Devices(), parts, SystemClock(), logbook)
    yield opened, parts
    opened.close()
    for part in parts.values():
        part.close()


def outcome(ask: Any) -> Any:
    came: queue.Queue[Any] = queue.Queue()
    ask(came.put)
    return came.get(timeout=PATIENCE_S)


def test_the_hub_can_put_every_device_out_of_use_and_calls_each_by_a_name() -> None:
    assert {*OPTIONAL, "card_reader", "receipt_printer", "jack", "microphone", "speaker"} == set(DEVICE_IDS)
    assert set(DEVICE_IDS) <= set(NAMED_AT_THE_HUB)


def test_every_optional_device_can_be_put_out_of_use_and_says_so(around) -> None:
    opened, _ = around
    assert set(opened.uses) == set(OPTIONAL)
    for name, use in opened.uses.items():
        heard: list[tuple[DeviceState, Fault | None]] = []
        use.listen(lambda state, fault, heard=heard: heard.append((state, fault)))
        use.put(True)
        assert heard[-1] == (DeviceState.OFFLINE, Fault.OUT_OF_USE), name
        assert (use.state, use.fault) == (DeviceState.OFFLINE, Fault.OUT_OF_USE)


def test_a_camera_and_a_card_reader_out_of_use_are_not_asked_and_counted_when_they_are(
    around, logbook: Logbook
) -> None:
    opened, parts = around
    scanner, social = opened.ports.scanner, opened.ports.social_card
    parts["scanner"].lay("page")
    parts["social_card"].insert()
    for name in ("scanner", "social_card"):
        opened.uses[name].put(True)
    assert outcome(lambda keep: scanner.shoot("page", keep)) == ScannerFailed(Fault.OUT_OF_USE, DeviceState.OFFLINE)
    assert outcome(lambda keep: social.read(5.0, keep)) == SocialReaderFailed(Fault.OUT_OF_USE, DeviceState.OFFLINE)
    assert logbook.record("scanner").counts == {}
    for name in ("scanner", "social_card"):
        opened.uses[name].put(False)
    assert isinstance(outcome(lambda keep: scanner.shoot("page", keep)), Photographed)
    assert isinstance(outcome(lambda keep: social.read(5.0, keep)), SocialCardRead)
    assert logbook.record("scanner").counts == {"done": 1}
    assert logbook.record("social_card").counts == {"done": 1}


def test_codes_keys_and_lights_out_of_use_are_dark_and_deaf(around, logbook: Logbook) -> None:
    opened, parts = around
    codes, keys, cabinet = opened.ports.codes, opened.ports.keypad, opened.ports.cabinet
    read: queue.Queue[Any] = queue.Queue()
    pressed: queue.Queue[Any] = queue.Queue()
    codes.hear(read.put)
    keys.hear(pressed.put)
    for name in ("code_reader", "keypad", "cabinet"):
        opened.uses[name].put(True)
    codes.aim(True)
    raw: queue.Queue[Any] = queue.Queue()
    opened.keypad.hear(raw.put)
    parts["keypad"].do("press", ["next"])
    assert raw.get(timeout=PATIENCE_S)
    assert pressed.empty()
    cabinet.show(Light.CARD)
    assert parts["cabinet"].lights == 0
    for name in ("code_reader", "keypad", "cabinet"):
        opened.uses[name].put(False)
    codes.aim(True)
    parts["code_reader"].scan("130302-20250701-K07-0042-5")
    assert read.get(timeout=PATIENCE_S).text == "130302-20250701-K07-0042-5"
    assert logbook.record("code_reader").counts == {"done": 1}


def test_headphones_in_a_jack_out_of_use_leave_the_loudspeaker_speaking(tmp_path: Path) -> None:
    simulated = SimulatedJack(tmp_path / "jack")
    jack = Jack(simulated.path)
    heard: queue.Queue[bool] = queue.Queue()
    tended = TendedJack(jack, heard.put)
    simulated.plug(True)
    while not heard.get(timeout=PATIENCE_S):
        pass
    tended.use.put(True)
    assert heard.get(timeout=PATIENCE_S) is False
    tended.use.put(False)
    assert heard.get(timeout=PATIENCE_S) is True
    jack.close()
    simulated.close()


def test_a_jack_that_is_gone_is_told_after_three_looks_and_comes_back(tmp_path: Path) -> None:
    states: queue.Queue[tuple[DeviceState, Fault | None]] = queue.Queue()
    jack = Jack(tmp_path / "jack", look_again_s=0.05)
    jack.listen(lambda state, fault: states.put((state, fault)))
    assert states.get(timeout=PATIENCE_S) == (DeviceState.NO_DEVICE, Fault.JACK_ABSENT)
    simulated = SimulatedJack(tmp_path / "jack")
    assert states.get(timeout=PATIENCE_S) == (DeviceState.ONLINE, None)
    jack.close()
    simulated.close()


def test_a_speaker_out_of_use_is_silent_and_an_ear_is_deaf() -> None:
    speaker = ScriptedSpeaker(at_once=True)
    tended = TendedSpeaker(speaker)
    tended.use.put(True)
    done = threading.Event()
    tended.say(("您好。",), on_done=lambda finished: done.set())
    assert done.is_set()
    assert speaker.said == []
    ear = TendedEar(ScriptedEar())
    ear.use.put(True)
    assert outcome(lambda keep: ear.listen(Expect(("交电费",)), keep)) == NotHeard(Deafness.NO_EAR)
