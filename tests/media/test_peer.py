"""Voice and picture between two real peers: a known tone and picture arrive; a device taken back is really closed."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from kiosk.assist import Measured, MediaSaid, Tracks
from kiosk.core import calls

aiortc = pytest.importorskip("aiortc", reason="没有装 aiortc（可选的 call 部分），跳过。")

import asyncio  # noqa: E402

from aiortc import RTCPeerConnection, RTCSessionDescription  # noqa: E402

from kiosk.media.gate import Gate  # noqa: E402
from kiosk.media.peer import PeerMedia  # noqa: E402
from kiosk.media.sources import Pattern, Tone  # noqa: E402

CALL = "01900000-0000-7000-8000-000000000001"
PATIENCE_S = 30.0


class Desk:
    """The guide's side: answers, sends a tone of its own, keeps what it hears and sees."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.pc: Any = None
        self.tasks: list[Any] = []
        self.sound: list[Any] = []
        self.pictures: list[Any] = []
        self.news = threading.Condition()

    def answer(self, offer: str) -> str:
        async def make() -> str:
            if self.pc is not None:
                await self.pc.close()
            self.pc = RTCPeerConnection()
            self.pc.on("track", lambda track: self.tasks.append(self.loop.create_task(self._read(track))))
            for source in (Tone(1000), Pattern()):
                gate = Gate(source.kind)
                gate.put(source)
                self.pc.addTrack(gate)
            await self.pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
            await self.pc.setLocalDescription(await self.pc.createAnswer())
            return str(self.pc.localDescription.sdp)

        return str(asyncio.run_coroutine_threadsafe(make(), self.loop).result(PATIENCE_S))

    async def _read(self, track: Any) -> None:
        while True:
            frame = await track.recv()
            with self.news:
                if track.kind == "audio":
                    self.sound.append(frame.to_ndarray().reshape(-1, 2)[:, 0])
                else:
                    self.pictures.append(frame.to_ndarray(format="rgb24"))
                self.news.notify_all()

    def wait(self, such: Callable[[], bool], what: str) -> None:
        with self.news:
            assert self.news.wait_for(such, PATIENCE_S), what

    def close(self) -> None:
        async def end() -> None:
            for task in self.tasks:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)
            if self.pc is not None:
                await self.pc.close()

        asyncio.run_coroutine_threadsafe(end(), self.loop).result(PATIENCE_S)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()


class Terminal:
    """The terminal's media with a tone and a picture for devices."""

    def __init__(self) -> None:
        self.events: list[Any] = []
        self.sound: list[Any] = []
        self.pictures: list[Any] = []
        self.opened: list[Any] = []
        self.news = threading.Condition()
        self.media = PeerMedia(
            lambda: self._device(Tone()), lambda: self._device(Pattern()), self._into(self.sound),
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
        self.events.clear()
        return str(found[-1].offer)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    made = Terminal()
    yield made
    made.media.close()


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.close()


def hertz(blocks: list[Any]) -> float:
    samples = np.concatenate(blocks[-25:]).astype(float)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.fft.rfftfreq(len(samples), 1 / 48_000)[int(spectrum.argmax())])


def connect(terminal: Terminal, desk: Desk, tracks: Tracks) -> None:
    terminal.media.open(tracks)
    answer = desk.answer(terminal.offer())
    terminal.media.heard(calls.Sdp(call=CALL, seq=1, type="answer", sdp=answer))
    terminal.wait(lambda: MediaSaid(connected=True) in terminal.events, "the connection")


def test_tone_and_picture_arrive_both_ways_and_the_line_is_measured(terminal: Terminal, desk: Desk) -> None:
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


def test_nothing_opens_before_she_agrees_and_what_she_takes_back_is_closed(terminal: Terminal, desk: Desk) -> None:
    connect(terminal, desk, Tracks(live=True, voice=True))
    desk.wait(lambda: len(desk.sound) > 20, "the tone")
    assert [track.kind for track in terminal.opened] == ["audio"]
    assert not desk.pictures
    terminal.media.open(Tracks(live=True, voice=True, camera=True))
    desk.wait(lambda: len(desk.pictures) > 3, "the picture")
    terminal.media.open(Tracks(live=True, voice=True))
    camera = next(track for track in terminal.opened if track.kind == "video")
    ended = threading.Event()
    camera.add_listener("ended", ended.set)
    assert ended.wait(PATIENCE_S) or camera.readyState == "ended"
    assert terminal.media.devices == {"audio"}
    terminal.media.open(Tracks(live=False))
    microphone = terminal.opened[0]
    over = threading.Event()
    microphone.add_listener("ended", over.set)
    assert over.wait(PATIENCE_S) or microphone.readyState == "ended"


def test_a_weak_line_gets_a_smaller_picture_without_a_new_offer(terminal: Terminal, desk: Desk) -> None:
    connect(terminal, desk, Tracks(live=True, camera=True))
    desk.wait(lambda: any(picture.shape == (480, 640, 3) for picture in desk.pictures), "the whole picture")
    terminal.media.open(Tracks(live=True, camera=True, small=True))
    desk.wait(lambda: desk.pictures[-1].shape == (240, 320, 3), "the small picture")
    assert not [e for e in terminal.events if isinstance(e, MediaSaid) and e.offer]


def test_a_desk_that_forgot_everything_is_offered_anew(terminal: Terminal, desk: Desk) -> None:
    connect(terminal, desk, Tracks(live=True, voice=True))
    desk.wait(lambda: len(desk.sound) > 5, "the tone")
    terminal.media.open(Tracks(live=True, voice=True, fresh=True))
    again = desk.answer(terminal.offer())
    heard = len(desk.sound)
    terminal.media.heard(calls.Sdp(call=CALL, seq=2, type="answer", sdp=again))
    desk.wait(lambda: len(desk.sound) > heard + 20, "the tone again")


def test_a_device_that_does_not_open_leaves_the_rest_of_the_call(desk: Desk) -> None:
    def broken() -> Any:
        raise OSError("no such camera")

    terminal = Terminal()
    terminal.media._open_of["video"] = broken
    try:
        connect(terminal, desk, Tracks(live=True, voice=True, camera=True))
        desk.wait(lambda: len(desk.sound) > 20, "the tone")
        assert terminal.media.devices == {"audio"}
    finally:
        terminal.media.close()
