"""Voice and picture between two real peers: a known tone and picture arrive; a device taken back is really closed."""

import asyncio
import gc
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from kiosk.assist import DeviceBack, DeviceGone, Measured, MediaSaid, Tracks
from kiosk.core import calls

aiortc = pytest.importorskip("aiortc", reason="没有装 aiortc（可选的 call 部分），跳过。")

from benchmarks.guide_peer import PATIENCE_S, GuidePeer  # noqa: E402
from kiosk.media.gate import Gate  # noqa: E402
from kiosk.media.peer import PeerMedia  # noqa: E402
from kiosk.media.sources import BLOCK, Pattern, Tone  # noqa: E402

OF_ONE_CONNECTION = 7
"""The desk's own last: itself, two senders, two receivers, two gates."""
CALL = "01900000-0000-7000-8000-000000000001"


class Terminal:
    """The terminal's media with a tone and a picture for devices."""

    def __init__(self, camera: Any = Pattern, microphone: Any = Tone) -> None:
        self.events: list[Any] = []
        self.sound: list[Any] = []
        self.pictures: list[Any] = []
        self.opened: list[Any] = []
        self.news = threading.Condition()
        self.media = PeerMedia(
            lambda: self._device(microphone()), lambda: self._device(camera()), self._into(self.sound),
            self._into(self.pictures),
        )  # fmt: skip
        self.media.on_event = self._into(self.events)

    def _device(self, track: Any) -> Any:
        self.opened.append(track)
        return track

    def _into(self, kept: list[Any]) -> Callable[[Any], None]:
        def keep(thing: Any) -> None:
            with self.news:
                kept.append(thing)
                self.news.notify_all()

        return keep

    def wait(self, such: Callable[[], Any], what: str) -> Any:
        with self.news:
            assert self.news.wait_for(such, PATIENCE_S), what
            return such()

    def offer(self) -> str:
        found = self.wait(lambda: [e for e in self.events if isinstance(e, MediaSaid) and e.offer], "an offer")
        self.events[:] = [e for e in self.events if isinstance(e, DeviceGone)]
        return str(found[-1].offer)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    made = Terminal()
    yield made
    made.media.close()


@pytest.fixture
def desk() -> Iterator[GuidePeer]:
    made = GuidePeer()
    yield made
    made.close()


def soon(such: Callable[[], bool]) -> bool:
    """Waits for what nobody is told of."""
    return any(such() or threading.Event().wait(0.05) for _ in range(round(PATIENCE_S / 0.05)))


def hertz(blocks: list[Any]) -> float:
    samples = np.concatenate(blocks[-25:]).astype(float)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.fft.rfftfreq(len(samples), 1 / 48_000)[int(spectrum.argmax())])


def connect(terminal: Terminal, desk: GuidePeer, tracks: Tracks) -> None:
    terminal.media.open(tracks)
    answer = desk.answer(terminal.offer())
    terminal.media.heard(calls.Sdp(call=CALL, seq=1, type="answer", sdp=answer))
    terminal.wait(lambda: MediaSaid(connected=True) in terminal.events, "the connection")


def test_tone_and_picture_arrive_both_ways_and_the_line_is_measured(terminal: Terminal, desk: GuidePeer) -> None:
    connect(terminal, desk, Tracks(live=True, voice=True, camera=True))
    desk.wait(lambda: len(desk.sound) > 60 and len(desk.pictures) > 10, "tone and picture at the desk")
    assert abs(hertz(desk.sound) - 440) < 20
    left, right = desk.pictures[-1][240, 100], desk.pictures[-1][240, 500]
    assert left[0] > 150 > left[2]
    assert right[2] > 150 > right[0]
    terminal.wait(lambda: len(terminal.sound) > 60 and len(terminal.pictures) > 10, "tone and picture at the terminal")
    assert abs(hertz(terminal.sound) - 1000) < 20
    measured = terminal.wait(lambda: [e for e in terminal.events if isinstance(e, Measured)], "a measurement")
    assert measured[-1].sample.loss <= 1


def test_nothing_opens_before_she_agrees_and_what_she_takes_back_is_closed(terminal: Terminal, desk: GuidePeer) -> None:
    connect(terminal, desk, Tracks(live=True, voice=True))
    desk.wait(lambda: len(desk.sound) > 20, "the tone")
    assert [track.kind for track in terminal.opened] == ["audio"]
    assert not desk.pictures
    terminal.media.open(Tracks(live=True, voice=True, camera=True))
    desk.wait(lambda: len(desk.pictures) > 3, "the picture")
    terminal.media.open(Tracks(live=True, voice=True))
    camera = next(track for track in terminal.opened if track.kind == "video")
    assert soon(lambda: camera.readyState == "ended")
    assert terminal.media.devices == {"audio"}
    terminal.media.open(Tracks(live=False))
    microphone = terminal.opened[0]
    assert soon(lambda: microphone.readyState == "ended")


def test_a_weak_line_gets_a_smaller_picture_without_a_new_offer(terminal: Terminal, desk: GuidePeer) -> None:
    connect(terminal, desk, Tracks(live=True, camera=True))
    desk.wait(lambda: any(picture.shape == (480, 640, 3) for picture in desk.pictures), "the whole picture")
    terminal.media.open(Tracks(live=True, camera=True, small=True))
    desk.wait(lambda: desk.pictures[-1].shape == (240, 320, 3), "the small picture")
    assert not [e for e in terminal.events if isinstance(e, MediaSaid) and e.offer]


def test_a_line_that_carries_little_more_than_a_voice_gets_still_pictures(terminal: Terminal, desk: GuidePeer) -> None:
    connect(terminal, desk, Tracks(live=True, voice=True, camera=True))
    desk.wait(lambda: len(desk.pictures) > 3, "the picture")
    terminal.media.open(Tracks(live=True, voice=True, camera=True, stills=True))
    desk.wait(lambda: desk.pictures[-1].shape == (120, 160, 3), "a still")
    left, right = desk.pictures[-1][60, 25], desk.pictures[-1][60, 125]
    assert left[0] > 150 > left[2]
    assert right[2] > 150 > right[0]
    heard = len(desk.sound)
    desk.wait(lambda: len(desk.sound) > heard + 20, "the voice beside it")


def test_a_desk_that_forgot_everything_is_offered_anew(terminal: Terminal, desk: GuidePeer) -> None:
    connect(terminal, desk, Tracks(live=True, voice=True))
    desk.wait(lambda: len(desk.sound) > 5, "the tone")
    terminal.media.open(Tracks(live=True, voice=True, fresh=True))
    again = desk.answer(terminal.offer())
    heard = len(desk.sound)
    terminal.media.heard(calls.Sdp(call=CALL, seq=2, type="answer", sdp=again))
    desk.wait(lambda: len(desk.sound) > heard + 20, "the tone again")


def test_a_call_that_is_over_leaves_nothing_of_itself_in_memory(terminal: Terminal, desk: GuidePeer) -> None:
    def kept() -> list[Any]:
        gc.collect()
        of = (aiortc.RTCPeerConnection, aiortc.RTCRtpSender, aiortc.RTCRtpReceiver, Gate)
        return [one for one in gc.get_objects() if type(one) in of and id(one) not in before]

    before: set[int] = set()
    before |= {id(one) for one in kept()}
    for _ in range(3):
        connect(terminal, desk, Tracks(live=True, voice=True, camera=True))
        desk.wait(lambda: len(desk.pictures) > 3, "the picture")
        terminal.media.open(Tracks(live=False))
        terminal.wait(lambda: terminal.pictures and terminal.pictures[-1] is None, "the end")
        for seen in (terminal.events, terminal.pictures, terminal.opened, desk.pictures):
            seen.clear()
    # What measures a line looks up once a second, and lets go then.
    assert soon(lambda: len(kept()) <= OF_ONE_CONNECTION), kept()


def test_a_device_that_does_not_open_leaves_the_rest_of_the_call_and_is_named(desk: GuidePeer) -> None:
    def broken() -> Any:
        raise OSError("no such camera")

    terminal = Terminal(camera=broken)
    try:
        connect(terminal, desk, Tracks(live=True, voice=True, camera=True))
        desk.wait(lambda: len(desk.sound) > 20, "the tone")
        assert terminal.media.devices == {"audio"}
        terminal.wait(lambda: any(isinstance(e, Measured) for e in terminal.events), "a second of it")
        assert terminal.events.count(DeviceGone("camera")) == 1
        assert not [e for e in terminal.events if isinstance(e, DeviceBack)]
    finally:
        terminal.media.close()


def test_a_camera_pulled_out_in_a_call_is_told_and_goes_on_by_itself_when_it_is_back(
    terminal: Terminal, desk: GuidePeer
) -> None:
    connect(terminal, desk, Tracks(live=True, voice=True, camera=True))
    desk.wait(lambda: len(desk.pictures) > 3, "the picture")
    next(track for track in terminal.opened if track.kind == "video").stop()
    terminal.wait(lambda: DeviceGone("camera") in terminal.events, "word of the camera")
    heard = len(desk.sound)
    desk.wait(lambda: len(desk.sound) > heard + 20, "the voice going on")
    terminal.wait(lambda: DeviceBack("camera") in terminal.events, "the camera again")
    seen = len(desk.pictures)
    desk.wait(lambda: len(desk.pictures) > seen + 3, "the picture again")


class Hanging(Tone):
    """A microphone that gives nothing any more and says nothing of it."""

    async def recv(self) -> Any:
        if self._at > 20 * BLOCK:
            await asyncio.get_running_loop().create_future()
        return await super().recv()


def test_a_device_that_hangs_is_gone_and_closed(desk: GuidePeer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.media.gate.STALLED_S", 0.3)
    terminal = Terminal(microphone=Hanging)
    try:
        connect(terminal, desk, Tracks(live=True, voice=True))
        terminal.wait(lambda: DeviceGone("microphone") in terminal.events, "word of the microphone")
        assert soon(lambda: terminal.opened[0].readyState == "ended")
        terminal.wait(lambda: DeviceBack("microphone") in terminal.events, "another one")
    finally:
        terminal.media.close()


def test_what_she_takes_back_while_it_is_gone_is_not_opened_again(desk: GuidePeer) -> None:
    there: list[bool] = []

    def sometimes() -> Any:
        if not there:
            raise OSError("no such camera")
        return Pattern()

    terminal = Terminal(camera=sometimes)
    try:
        connect(terminal, desk, Tracks(live=True, voice=True, camera=True))
        terminal.media.open(Tracks(live=True, voice=True))
        there.append(True)
        measured = sum(isinstance(e, Measured) for e in terminal.events)
        terminal.wait(
            lambda: sum(isinstance(e, Measured) for e in terminal.events) >= measured + 2, "two more tries' time"
        )
        assert terminal.media.devices == {"audio"}
        terminal.media.open(Tracks(live=True, voice=True, camera=True))
        desk.wait(lambda: len(desk.pictures) > 3, "the picture")
    finally:
        terminal.media.close()


def test_a_camera_that_hangs_in_being_closed_does_not_take_the_voice_with_it(desk: GuidePeer) -> None:
    let_go, reached = threading.Event(), threading.Event()

    class Stuck(Pattern):
        def stop(self) -> None:
            reached.set()
            assert let_go.wait(PATIENCE_S)
            super().stop()

    terminal = Terminal(camera=Stuck)
    try:
        connect(terminal, desk, Tracks(live=True, voice=True, camera=True))
        desk.wait(lambda: len(desk.pictures) > 3, "the picture")
        terminal.media.open(Tracks(live=True, voice=True))
        assert reached.wait(PATIENCE_S)
        heard = len(desk.sound)
        desk.wait(lambda: len(desk.sound) > heard + 20, "the voice going on")
        assert not let_go.is_set()
    finally:
        let_go.set()
        terminal.media.close()
