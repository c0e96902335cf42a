"""From facts to findings: each kind of trouble is told apart, with what to do."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.faults import TEXTS, WORKS_ON, Fault
from kiosk.core.outcomes import DeviceState
from kiosk.diagnostics import (
    Area,
    CallFacts,
    CallPart,
    CatalogueFacts,
    ClockFacts,
    DeviceFacts,
    DiskFacts,
    Finding,
    FontFacts,
    HearingFacts,
    HubFacts,
    IdentityFacts,
    Level,
    QueueFacts,
    TerminalFacts,
    examine,
    fit,
)
from kiosk.diagnostics.devices import device_finding
from kiosk.diagnostics.focus import Focus, Verdict
from kiosk.diagnostics.paper import ROLL, TRAY, Supply, left, left_words

READER = DeviceFacts("reader", "读卡器", "serial:///dev/ttyUSB0", False, DeviceState.ONLINE)
WELL = TerminalFacts(
    devices=(READER,),
    queue=QueueFacts(),
    disk=DiskFacts(10**11),
    hub=HubFacts("https://hub.example", answered=True),
    clock=ClockFacts(0.4),
    identity=IdentityFacts("K07"),
    catalogue=CatalogueFacts("2026-11-24", 38, 0),
    font=FontFacts("Noto Sans CJK SC", True),
    hearing=HearingFacts("/opt/model", sha256="0" * 64, microphone=True, loudness_db=-50.0, silent=False),
    voice_out=True,
    call=CallFacts(microphone=CallPart("auto"), speaker=CallPart("auto"), camera=CallPart("/dev/video0")),
)


def found(facts: TerminalFacts, name: str) -> Finding:
    return next(f for f in examine(facts) if f.id == name)


def test_a_terminal_in_good_health_is_fit() -> None:
    assert fit(examine(WELL))
    assert all(f.level is Level.OK and not f.mend for f in examine(WELL))


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_of_a_device_is_told_in_its_own_words_with_the_technicians_mend(fault: Fault) -> None:
    finding = found(replace(WELL, devices=(replace(READER, fault=fault),)), "device.reader")
    assert finding.level is (Level.LOOK if fault in WORKS_ON else Level.BAD)
    assert (finding.say, finding.mend) == (TEXTS[fault].staff, TEXTS[fault].technician)


@pytest.mark.parametrize(
    ("hub", "area"),
    [
        (HubFacts("https://h", unheard="没有应答"), Area.NETWORK),
        (HubFacts("https://h", unheard="证书过期", trust=True), Area.KEY),
        (HubFacts("https://h", refused="clock_differs"), Area.CLOCK),
        (HubFacts("https://h", refused="bad_signature"), Area.KEY),
        (HubFacts("https://h", refused="bad_message"), Area.SCHEMA),
        (HubFacts("https://h", refused="no_such_service"), Area.DATA),
    ],
)
def test_faults_of_network_key_clock_and_data_are_told_apart(hub: HubFacts, area: Area) -> None:
    finding = found(replace(WELL, hub=hub), "hub")
    assert (finding.level, finding.area) == (Level.BAD, area)
    assert finding.mend


@pytest.mark.parametrize(
    ("ahead", "level"),
    [(0.5, Level.OK), (-59.0, Level.OK), (90.0, Level.LOOK), (-400.0, Level.BAD), (None, Level.UNTRIED)],
)
def test_a_clock_that_drifts_is_named_before_the_hub_refuses(ahead: float | None, level: Level) -> None:
    assert found(replace(WELL, clock=ClockFacts(ahead)), "clock").level is level


def test_refused_submissions_are_bad_and_old_ones_want_a_look() -> None:
    facts = replace(WELL, queue=QueueFacts(queued=3, refused=1, oldest_s=30 * 3600))
    assert found(facts, "queue.refused").level is Level.BAD
    assert found(facts, "queue").level is Level.LOOK
    assert "30 小时" in found(facts, "queue").say


def test_a_damaged_queue_that_was_put_aside_is_bad_for_as_long_as_it_lies_there() -> None:
    assert found(replace(WELL, queue=QueueFacts(aside=1)), "queue.aside").level is Level.BAD


def test_the_model_shipped_for_demonstrations_is_never_called_good_enough() -> None:
    hearing = replace(WELL.hearing, shipped=True)
    assert found(replace(WELL, hearing=hearing), "voice.model").level is Level.LOOK


@pytest.mark.parametrize("why", ["没有找到模型目录。", "模型不全。", ""])
def test_that_there_is_no_model_is_said_once(why: str) -> None:
    say = found(replace(WELL, hearing=replace(WELL.hearing, model="", why_not=why)), "voice.model").say
    assert say.count("没有") <= 1
    assert say.endswith("。")


@given(
    supply=st.sampled_from([ROLL, TRAY]),
    full=st.integers(1, 300_000),
    used=st.integers(0, 10**6),
    fault=st.none() | st.sampled_from(Fault),
)
def test_the_paper_left_is_never_less_than_none_nor_more_than_was_loaded(
    supply: Supply, full: int, used: int, fault: Fault | None
) -> None:
    rest = left(supply, full, used, fault)
    assert 0 <= rest <= full
    assert left(supply, full, used + 100, fault) <= rest
    assert fault is not supply.out or rest == 0
    assert fault is not supply.low or rest <= supply.near_end


def test_paper_is_told_in_metres_of_a_roll_and_sheets_of_a_tray() -> None:
    assert (left_words(ROLL, 60_000), left_words(TRAY, 120)) == ("60.0 米", "120 张")


@pytest.mark.parametrize("fault", [Fault.A4_PAPER_LOW, Fault.A4_INK_LOW, Fault.UPS_BATTERY_WORN])
def test_what_runs_low_wants_a_look_and_is_not_called_broken(fault: Fault) -> None:
    device = DeviceFacts("document_printer", "A4 打印机", "ipp://x", False, DeviceState.ONLINE, fault)
    assert device_finding(device).level is Level.LOOK


def test_a_microphone_that_hears_nothing_is_told_from_one_that_is_not_there() -> None:
    deaf = found(replace(WELL, hearing=replace(WELL.hearing, silent=True)), "voice.microphone")
    gone = found(replace(WELL, hearing=replace(WELL.hearing, microphone=False)), "voice.microphone")
    assert (deaf.level, gone.level) == (Level.BAD, Level.LOOK)
    assert deaf.say != gone.say


@given(
    free=st.integers(0, 10**12),
    queued=st.integers(0, 10**6),
    ahead=st.none() | st.floats(-1e6, 1e6),
    voice=st.booleans(),
)
def test_whatever_is_found_has_words_and_trouble_has_a_mend(
    free: int, queued: int, ahead: float | None, voice: bool
) -> None:
    facts = replace(
        WELL, disk=DiskFacts(free), queue=QueueFacts(queued), clock=ClockFacts(ahead), voice_out=voice
    )  # fmt: skip
    for finding in examine(facts):
        assert finding.say.endswith("。")
        assert finding.mend or finding.level in (Level.OK, Level.UNTRIED)
    assert len({f.id for f in examine(facts)}) == len(examine(facts))


def test_a_call_that_can_only_be_typed_says_whether_it_was_wanted_so() -> None:
    none = found(replace(WELL, call=CallFacts()), "call")
    assert (none.level, "只打字" in none.say) == (Level.UNTRIED, True)
    missing = found(replace(WELL, call=CallFacts(missing=True, camera=CallPart("/dev/video0"))), "call")
    assert (missing.level, "aiortc" in missing.say, "--extra call" in missing.mend) == (Level.BAD, True, True)
    untried = found(replace(WELL, call=CallFacts(untried="aiortc 2.0.0", camera=CallPart("/dev/video0"))), "call")
    assert (untried.level, "aiortc 2.0.0" in untried.say, "--locked" in untried.mend) == (Level.BAD, True, True)


def test_a_calls_device_that_does_not_open_is_named_with_what_to_look_at() -> None:
    call = replace(WELL.call, camera=CallPart("/dev/video7", "没有这个文件或目录"), speaker=CallPart("test"))
    camera = found(replace(WELL, call=call), "call.camera")
    assert (camera.level, camera.say) == (Level.BAD, "打不开（/dev/video7）：没有这个文件或目录。")
    assert "call.camera" in camera.mend
    assert found(replace(WELL, call=call), "call.speaker").level is Level.LOOK
    assert found(replace(WELL, call=call), "call.microphone").level is Level.OK


def test_a_blurred_camera_of_calls_wants_a_look_and_a_sharp_one_does_not() -> None:
    for verdict, level in ((Verdict.BLURRED, Level.LOOK), (Verdict.SHARP, Level.OK)):
        camera = CallPart("/dev/video0", focus=Focus(0.02, 0.035, verdict))
        finding = found(replace(WELL, call=CallFacts(camera=camera)), "call.camera")
        assert finding.level is level
        assert verdict in finding.say
