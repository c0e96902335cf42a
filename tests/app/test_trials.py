"""The machine's part of each guided test, over its simulator's bytes, up to what the technician is told."""

import threading
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from hardware.jack import Jack
from hardware.keypad import PadKey
from hardware.power import open_ups
from hardware.presence import open_presence
from hardware.scanner import open_source
from hardware.simulated.jack import SimulatedJack
from hardware.simulated.part import SimulatedPart
from hardware.simulated.parts import PARTS, make_part
from kiosk.app.peripherals import OpenPeripherals
from kiosk.app.trials import TRIALS, Hands, signs
from kiosk.app.trials.pictures import film
from kiosk.core.clock import SystemClock
from kiosk.core.settings import Call, Devices, Settings, Voice
from kiosk.diagnostics import Glimpse
from kiosk.diagnostics.trials import Act
from offline_cache import Logbook
from voice.play_back import measure, play
from voice.scripted import ScriptedSpeaker
from voice.sinks import FileSink

PATIENCE_S = 60
CASE_CODE = "130302-20250701-K07-0042-5"


class Trying:
    """One terminal's devices, and a technician who watches the page."""

    def __init__(self, tmp_path: Path, part: str = "") -> None:
        made = {kind.NAME: make_part(kind, tmp_path) for kind in PARTS if part == kind.NAME}
        self.part: Any = made.get(part)
        self.around = OpenPeripherals(Devices(), made, SystemClock(), Logbook(tmp_path, SystemClock()))
        self.settings = Settings(voice=Voice(enabled=False, microphone="none"), call=Call(camera="none"))
        self.terminal: Any = SimpleNamespace(around=self.around, jack=None, speaker=ScriptedSpeaker(at_once=True))
        self.over = threading.Event()
        self.pressed: Callable[[PadKey], None] | None = None
        self.frames: list[Image.Image] = []
        self._seen: list[Glimpse] = []
        self._changed = threading.Condition()
        self._said: list[str] = []

    def begin(self, act: Act, work: Callable[[Hands], str] | None = None) -> None:
        hands = Hands(self.settings, self.terminal, self._show, self._frame, self._keys, self.over)
        task = work or TRIALS[act]
        self._thread = threading.Thread(target=lambda: self._said.append(task(hands)), daemon=True)
        self._thread.start()

    def wait(self, so: Callable[[Glimpse], bool]) -> Glimpse:
        """Until the page shows something that is so."""
        with self._changed:
            assert self._changed.wait_for(lambda: any(so(g) for g in self._seen), PATIENCE_S), self._seen[-3:]
            return next(g for g in self._seen if so(g))

    def wait_frame(self) -> Image.Image:
        with self._changed:
            assert self._changed.wait_for(lambda: bool(self.frames), PATIENCE_S)
            return self.frames[-1]

    def end(self) -> str:
        """The technician presses 试完了; what the machine says then."""
        self.over.set()
        return self.said()

    def said(self) -> str:
        self._thread.join(PATIENCE_S)
        assert self._said, "the test never ended"
        return self._said[0]

    def _show(self, glimpse: Glimpse) -> None:
        with self._changed:
            self._seen.append(glimpse)
            self._changed.notify_all()

    def _frame(self, picture: Image.Image) -> None:
        with self._changed:
            self.frames.append(picture)
            self._changed.notify_all()

    def _keys(self, taker: Callable[[PadKey], None] | None) -> None:
        self.pressed = taker


@pytest.fixture
def trying(tmp_path: Path) -> Iterator[Callable[..., Trying]]:
    made: list[Trying] = []

    def make(part: str = "") -> Trying:
        made.append(Trying(tmp_path, part))
        return made[-1]

    yield make
    for one in made:
        one.around.close()
        if isinstance(one.part, SimulatedPart):
            one.part.close()


def marked(glimpse: Glimpse, name: str) -> bool:
    return dict(glimpse.marks).get(name, False)


def test_an_a4_page_is_printed_by_ipp_and_only_the_printer_says_so(trying) -> None:
    one = trying("document_printer")
    one.begin("print_sheet")
    assert one.said() == "打印机说打好了。"
    assert one.part.sheets_out == 1


def test_codes_are_told_by_their_kind_and_a_payment_code_is_never_shown(trying) -> None:
    one = trying("code_reader")
    one.begin("scan_code")
    one.wait(lambda g: "等着" in g.say)
    one.part.scan(CASE_CODE)
    one.wait(lambda g: marked(g, f"小票的码，{len(CASE_CODE)} 个字：13…-5"))
    one.part.scan("134567890123456789")
    shown = one.wait(lambda g: marked(g, "付款码（微信），18 个字，不显示。"))
    assert "1345" not in repr(shown)
    one.part.set_fault("control")
    one.part.scan("https://example.test/")
    one.wait(lambda g: marked(g, "没扫完整：有看不见的字符"))
    assert one.end() == "扫了 3 次，2 次完整。"


def test_every_key_ticks_itself_off_and_the_missing_ones_are_named(trying) -> None:
    one = trying("keypad")
    stop = one.around.keypad.hear(lambda key: one.pressed(key) if one.pressed else None)
    one.begin("keys")
    one.wait(lambda g: len(g.marks) == len(one.around.keypad.meanings))
    for key in one.around.keypad.meanings:
        if key is not PadKey.LOUDER:
            one.part.do("press", [str(key)])
    one.wait(lambda g: sum(seen for _, seen in g.marks) == len(g.marks) - 1)
    assert one.end() == "没有按到：大声。小键盘上没有的键不用管。"
    assert one.pressed is None, "the page has its keys back"
    stop()


def test_walking_up_and_away_is_seen_by_the_radars_own_frames(trying) -> None:
    one = trying("presence")
    one.around.presence.close()
    one.around.presence = open_presence(one.part.uri, SystemClock(), coming_s=0.3, leaving_s=0.3)
    one.begin("radar")
    one.part.do("near", ["85"])
    one.wait(lambda g: "85 厘米" in g.say)
    one.wait(lambda g: marked(g, "走近看到了"))
    one.part.do("leave", [])
    assert one.said() == "走近、走开，雷达都认出来了。"


def test_a_plug_that_is_pulled_and_put_back_comes_over_the_wire(trying) -> None:
    one = trying("power")
    one.around.power.close()
    one.around.power = open_ups(one.part.uri, SystemClock(), poll_s=0.1)
    one.begin("supply")
    one.wait(lambda g: g.say.startswith("市电正常，电量"))
    one.part.do("battery", [])
    one.wait(lambda g: marked(g, "用电池"))
    one.part.do("mains", [])
    assert one.said() == "停电、来电，后备电源都说了。"


def test_the_lights_shine_one_by_one_and_an_open_door_is_seen(trying, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signs, "LIT_S", 0.2)
    one = trying("cabinet")
    one.begin("lights")
    one.wait(lambda g: "身份证灯" in g.say)
    one.part.do("door", ["open"])
    one.wait(lambda g: "小票灯" in g.say)
    one.wait(lambda g: marked(g, "柜门打开看到了"))
    one.wait(lambda g: "扫码灯" in g.say)
    assert one.end() == "灯一盏一盏亮过了。柜门打开，也看到了。"
    dark = threading.Event()
    while one.part.lights and not dark.wait(0.05):
        pass


def test_headphones_in_and_out_are_seen(trying, tmp_path: Path) -> None:
    one = trying()
    simulated = SimulatedJack(tmp_path / "jack")
    one.terminal.jack = Jack(simulated.path)
    one.begin("jack")
    one.wait(lambda g: g.say == "没有插耳机。")
    simulated.plug(True)
    one.wait(lambda g: marked(g, "插上看到了"))
    simulated.plug(False)
    assert one.said() == "插上、拔下，都看到了。"
    one.terminal.jack.close()
    simulated.close()


def test_the_document_camera_shows_a_moving_picture_then_the_page_with_the_judgement(trying) -> None:
    one = trying("scanner")
    one.part.lay("page")
    one.begin("shoot")
    assert one.wait_frame().width <= 2000
    said = one.end()
    assert said.startswith("拍好了，")
    assert said.endswith("判断：看得清。")
    page = one.frames[-1]
    assert np.asarray(page.convert("L")).mean() > 150, "the page alone, without the dark mat"


def test_a_page_that_nobody_could_read_is_told_with_the_reason(trying) -> None:
    one = trying("scanner")
    one.part.lay("page")
    one.part.set_fault("glare")
    one.begin("shoot")
    one.wait_frame()
    assert one.end() == "拍了，判断：有反光，请把纸挪一挪。"


def test_a_camera_shows_its_picture_and_how_sharp_it_is(trying) -> None:
    one = trying("scanner")
    one.part.lay("page")
    source = open_source(one.part.uri)
    one.begin("camera", lambda hands: film(source, hands))
    one.wait(lambda g: g.picture and g.say.startswith("清晰度"))
    assert one.end().endswith("够清楚。")
    one.part.unplug()
    gone = trying("scanner")
    gone.part.unplug()
    gone.begin("camera", lambda hands: film(open_source(gone.part.uri), hands))
    assert gone.said().startswith("没有画面")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (None, "读到了，发卡地区 130302。卡上的内容没有留下。"),
        ("holder_withheld_6982", "读卡器是好的。发卡地区 130302 不让读持卡人（6982）。"),
    ],
)
def test_a_social_card_is_read_and_a_region_that_withholds_is_no_fault(trying, fault: str | None, said: str) -> None:
    one = trying("social_card")
    one.part.set_fault(fault)
    one.begin("read_social")
    one.part.insert()
    assert one.said() == said


def test_what_a_terminal_does_not_have_is_said(trying) -> None:
    one = trying()
    for act in ("print_sheet", "read_social", "scan_code", "keys", "radar", "supply", "lights", "jack", "shoot"):
        one._said.clear()
        one.begin(act)
        assert one.said() == "设置里没有这个设备。"


def test_what_the_microphone_heard_is_measured_and_played_back(trying, tmp_path: Path) -> None:
    heard = (np.sin(np.arange(16000) * 2 * np.pi * 440 / 16000) * 8000).astype("<i2").tobytes()
    out = tmp_path / "played.wav"
    sink = FileSink(out)
    assert play(sink, heard)
    sink.close()
    with wave.open(str(out)) as played:
        samples = np.frombuffer(played.readframes(played.getnframes()), "<i2")
        assert len(samples) / played.getframerate() == pytest.approx(1.0, abs=0.01)
    assert measure(samples.tobytes()) == pytest.approx(measure(heard), abs=0.5)
    one = trying()
    one.begin("hall_noise")
    assert one.said() == "没有找到话筒。"
