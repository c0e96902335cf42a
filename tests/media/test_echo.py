"""What the loudspeaker says in an open hall, guide or terminal, does not reach the guide; her own voice does."""

import asyncio
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

aiortc = pytest.importorskip("aiortc", reason="没有装 aiortc（可选的 call 部分），跳过。")

import soundfile  # noqa: E402
import soxr  # type: ignore[import-untyped]  # noqa: E402

from benchmarks.guide_peer import GuidePeer  # noqa: E402
from benchmarks.room import BLOCK, RATE, Room, SoundCard, level_db, response  # noqa: E402
from kiosk.app.media import open_media  # noqa: E402
from kiosk.assist import MediaSaid, Tracks  # noqa: E402
from kiosk.core import calls  # noqa: E402
from kiosk.core.settings import Call  # noqa: E402
from kiosk.media.echo import Echo  # noqa: E402
from kiosk.media.playback import Playback  # noqa: E402
from kiosk.media.sources import Microphone, sound  # noqa: E402
from voice import Loopback  # noqa: E402
from voice.loopback import Overheard  # noqa: E402
from voice.reference import Reference  # noqa: E402
from voice.rendering import SAMPLE_RATE as SPOKEN_RATE  # noqa: E402

CALL = "01900000-0000-7000-8000-000000000001"
LEARNT = 100
"""Blocks (2 s) after which the canceller knows the room."""


def spoken(seconds: float, pitch: float, loud: float) -> list[Any]:
    """Something like a voice, in blocks: harmonics that come and go as syllables do."""
    count = round(seconds * RATE)
    t = np.arange(count) / RATE
    voice = sum(np.sin(2 * np.pi * pitch * k * t * (1 + 0.01 * np.sin(6 * np.pi * t))) / k for k in range(1, 30))
    syllables = np.repeat(np.random.default_rng(int(pitch)).random(count // 4800 + 1) > 0.35, 4800)[:count]
    shaped = voice * np.convolve(syllables, np.ones(480) / 480, "same")
    return list((shaped * (loud / np.abs(shaped).max())).reshape(-1, BLOCK))


def through(path: Any, cleans: bool, hers: list[Any] | None = None) -> tuple[list[Any], list[Any]]:
    """Blocks as the microphone heard them and as they would be sent, while the guide speaks for four seconds."""
    room, echo = Room(path), Echo()
    heard, sent = [], []
    for n, far in enumerate(spoken(4, 140, 9000)):
        block = room.heard(far, hers[n] if hers else 0.0)
        echo.played(far.astype(np.int16))
        heard.append(block)
        sent.append(echo.clean(block) if cleans else block)
    return heard, sent


@pytest.mark.parametrize("delay_ms", [10.0, 300.0])
def test_twenty_decibels_of_echo_and_more_are_taken_out_whatever_the_halls_delay(delay_ms: float) -> None:
    path = response(delay_ms)
    heard, sent = through(path, cleans=True)
    assert level_db(heard[LEARNT:]) - level_db(sent[LEARNT:]) > 20
    untouched, all_of_it = through(path, cleans=False)
    assert level_db(untouched[LEARNT:]) == level_db(all_of_it[LEARNT:])


def test_her_own_voice_stays_while_the_guide_speaks() -> None:
    hers = spoken(4, 210, 5000)
    _, sent = through(response(60), cleans=True, hers=hers)
    _, alone = through(response(60), cleans=True)
    assert level_db(sent[LEARNT:]) > level_db(alone[LEARNT:]) + 15
    assert level_db(sent[LEARNT:]) > 10 * np.log10(np.mean(np.concatenate(hers[LEARNT:]) ** 2)) - 6


def test_a_loudspeaker_that_is_silent_or_gone_leaves_the_microphone_as_it_is() -> None:
    echo, hers = Echo(), spoken(3, 210, 5000)
    sent = [echo.clean(block.astype(np.int16)) for block in hers]
    assert all(block.shape == (BLOCK,) and block.dtype == np.int16 for block in sent)
    assert level_db(sent[LEARNT:]) > level_db([block.astype(np.int16) for block in hers[LEARNT:]]) - 4


class Aloud:
    """The terminal's own voice as its child plays it: told to the ear, and heard in the hall by a way of its own."""

    def __init__(self, delay_ms: float) -> None:
        self.loopback = Loopback()
        self.echo: Any = np.zeros(BLOCK)
        self._sink = Overheard(self, self.loopback.played)
        self._room = Room(response(delay_ms, seed=5), noise=0.0)
        self._to_hall = soxr.ResampleStream(SPOKEN_RATE, RATE, 1, dtype="int16")
        self._left = np.zeros(0, np.int16)

    def say(self, block: Any) -> Any:
        """20 ms of it, or of its silence; what of it comes to the microphone now."""
        self._sink.write(soxr.resample(block, RATE, SPOKEN_RATE).astype("<i2").tobytes())
        return self.echo

    def write(self, pcm: bytes) -> bool:
        """The loudspeaker's end of the sink."""
        sound = self._to_hall.resample_chunk(np.frombuffer(pcm, "<i2"))
        self._left = np.append(self._left, sound)
        played, self._left = self._left[:BLOCK], self._left[BLOCK:]
        self.echo = self._room.heard(np.pad(played.astype(float), (BLOCK - len(played), 0)))
        return True


@pytest.fixture
def aloud() -> Iterator[Aloud]:
    made = Aloud(150)
    yield made
    made.loopback.close()


def by_turns(seconds: float) -> Iterator[tuple[Any, Any]]:
    """The guide and the terminal's own voice, two seconds each: (guide's block, terminal's block)."""
    quiet = np.zeros(BLOCK)
    for n, (far, own) in enumerate(zip(spoken(seconds, 140, 9000), spoken(seconds, 95, 9000), strict=True)):
        yield (far, quiet) if n // 100 % 2 == 0 else (quiet, own)


@pytest.mark.parametrize("overheard", [True, False])
def test_the_terminals_own_voice_is_taken_out_beside_the_guides(aloud: Aloud, overheard: bool) -> None:
    """The two come with different delays, so that one canceller would lose each at every turn."""
    room, echo = Room(response(60)), Echo(Reference(aloud.loopback.heard, RATE, BLOCK) if overheard else None)
    echo.begin()
    heard, sent = [], []
    for far, own in by_turns(8):
        heard.append(room.heard(far, aloud.say(own)))
        echo.played(far.astype(np.int16))
        sent.append(echo.clean(heard[-1]))

    def taken(first: int) -> float:
        """Of one turn, its first half second left out: the tail of the turn before."""
        turn = slice(first + 25, first + 100)
        return level_db(heard[turn]) - level_db(sent[turn])

    assert taken(200) > 20
    assert (taken(300) > 20) is overheard
    assert overheard or taken(300) < 3


def test_her_own_voice_stays_while_the_terminal_speaks(aloud: Aloud) -> None:
    hers, room = spoken(4, 210, 5000), Room(response(60))
    echo = Echo(Reference(aloud.loopback.heard, RATE, BLOCK))
    echo.begin()
    sent = [
        echo.clean(room.heard(np.zeros(BLOCK), aloud.say(own) + said))
        for own, said in zip(spoken(4, 95, 9000), hers, strict=True)
    ]
    assert level_db(sent[LEARNT:]) > 10 * np.log10(np.mean(np.concatenate(hers[LEARNT:]) ** 2)) - 6


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> SoundCard:
    """A sound card in a room, where PortAudio would be."""
    card = SoundCard(Room(response(80)))
    monkeypatch.setitem(sys.modules, "sounddevice", card)
    return card


def test_what_the_loudspeaker_really_played_is_what_is_taken_out_of_the_microphone(hall: SoundCard) -> None:
    """Playback and Microphone as in a call; the guide's blocks come unevenly, so that some silences are played."""

    async def call() -> list[Any]:
        echo = Echo()
        playback, microphone = Playback("", echo.played), Microphone("", echo.clean)
        sent = []
        for n, far in enumerate(spoken(4, 140, 9000)):
            if n % 50 != 49:
                playback.take(far.astype(np.int16))
            hall.turn()
            sent.append((await microphone.recv()).to_ndarray().reshape(-1))
        microphone.stop()
        playback.close()
        return sent

    sent = asyncio.run(call())
    assert level_db(hall.raw[LEARNT:]) - level_db(sent[LEARNT:]) > 15
    assert hall.inputs == hall.outputs == []


class Clip(aiortc.MediaStreamTrack):  # type: ignore[misc]
    """The guide reads the self-test's sentence, over and over; each block waits for the hall to go on."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        samples, rate = soundfile.read("voice/clips/self_test.wav", dtype="int16")
        self._samples = soxr.resample(samples, rate, RATE)
        self._at, self._begun = 0, 0.0

    async def recv(self) -> Any:
        loop = asyncio.get_running_loop()
        self._begun = self._begun or loop.time()
        await asyncio.sleep(max(0.0, self._begun + self._at / RATE - loop.time()))
        block = np.take(self._samples, range(self._at, self._at + BLOCK), mode="wrap")
        self._at += BLOCK
        return sound(block)


@pytest.fixture
def desk() -> Iterator[GuidePeer]:
    made = GuidePeer(lambda: (Clip(),))
    yield made
    made.close()


def test_a_guide_in_a_real_call_hears_neither_herself_nor_the_terminal_from_the_hall(
    hall: SoundCard, desk: GuidePeer, aloud: Aloud
) -> None:
    media = open_media(Call(microphone="auto"), aloud.loopback)
    assert media is not None
    heard, speech = media.on_sound, iter(spoken(12, 95, 9000))

    def plays(samples: Any) -> None:
        # The sound card moves as the guide's voice comes: the test waits on no clock of its own.
        heard(samples)
        if samples is not None:
            hall.turn(aloud.say(next(speech)))

    media.on_sound = plays
    media.on_event = lambda event: (
        media.heard(calls.Sdp(call=CALL, seq=1, type="answer", sdp=desk.answer(event.offer)))
        if isinstance(event, MediaSaid) and event.offer
        else None
    )
    try:
        media.open(Tracks(live=True, voice=True))
        desk.wait(lambda: len(desk.sound) > 200, "four seconds of the hall")
        came = desk.sound[120:200]
        assert level_db(hall.raw[120:200]) - level_db(came) > 15
    finally:
        media.close()
    assert hall.inputs == hall.outputs == []
