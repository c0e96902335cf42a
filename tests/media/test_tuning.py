"""What is sent and received on a weak line: slow enough, and never waiting long for what was lost."""

import sys
from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("aiortc", reason="没有装 aiortc（可选的 call 部分），跳过。")

import numpy as np
from aiortc import rtcrtpreceiver, rtcrtpsender
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.busy import Busy
from benchmarks.room import Room, SoundCard
from kiosk.app.media import open_media, overhears, untried
from kiosk.core.settings import Call
from kiosk.media import tuning
from kiosk.media.gate import STILL, STILL_S
from kiosk.media.sources import BLOCK, RATE, sound
from kiosk.media.tuning import LATEST_S, VIDEO_CLOCK, Buffer, PictureEncoder, Untried, VoiceEncoder, tune

VOICE_STEP, PICTURE_STEP = 960, VIDEO_CLOCK // 10


def packet(number: int, step: int, first: int = 65_500) -> Any:
    """One packet a frame; numbers and times run over their edges on the way."""
    time = ((1 << 32) - 20 * step + number * step) % (1 << 32)
    return SimpleNamespace(sequence_number=(first + number) % 65_536, timestamp=time, marker=0, _data=b"%d" % number)


def played(buffer: Buffer, numbers: list[int], step: int) -> tuple[list[int], int]:
    """What came out, in order, and how often a whole picture was asked for."""
    out, asked = [], 0
    for number in numbers:
        asks, frame = buffer.add(packet(number, step))
        asked += asks
        if frame is not None:
            out.append(int(frame.data))
    return out, asked


@given(st.sets(st.integers(1, 299), max_size=120))
def test_of_a_voice_nothing_is_lost_but_what_was_lost(lost: set[int]) -> None:
    came = [n for n in range(300) if n not in lost]
    out, _ = played(Buffer(16, prefetch=4), came, VOICE_STEP)
    assert out == sorted(out)
    # Four wait their turn, so that order can be mended; a hole of a quarter of a second begins anew.
    if max(b - a for a, b in pairwise(came)) < 12:
        assert out == came[: len(out)]
        assert len(out) >= len(came) - 5


@given(st.permutations(range(4)), st.integers(1, 60))
def test_of_a_voice_what_comes_in_another_order_is_played_in_the_right_one(order: list[int], at: int) -> None:
    numbers = list(range(100))
    numbers[at : at + 4] = [at + n for n in order]
    out, _ = played(Buffer(16, prefetch=4), numbers, VOICE_STEP)
    assert out == list(range(len(out)))
    assert len(out) >= 94


def test_a_lost_piece_of_a_picture_holds_it_up_for_a_second_and_then_a_whole_one_is_asked_for() -> None:
    came = [n for n in range(60) if n != 20]
    out, asked = played(Buffer(512, is_video=True), came, PICTURE_STEP)
    assert asked == 1
    held = round(LATEST_S * 10)
    assert out == [n for n in range(59) if n < 19 or n > 19 + held]


def test_a_piece_that_comes_again_in_time_is_put_where_it_belongs() -> None:
    numbers = [n for n in range(40) if n != 20]
    numbers.insert(numbers.index(24), 20)
    out, asked = played(Buffer(512, is_video=True), numbers, PICTURE_STEP)
    assert asked == 0
    assert out == list(range(len(out)))


def bit_s(encoder: Any, frames: list[Any], seconds: float) -> float:
    return sum(len(piece) for frame in frames for piece in encoder.encode(frame)[0]) * 8 / seconds


def test_voice_and_picture_take_what_the_ladders_rungs_allow() -> None:
    """A rung whose floor (kiosk.assist.ladder) is under what is sent on it could never be stood on."""
    tune()
    noise = np.random.default_rng(1).normal(0, 3000, (100, BLOCK)).astype(np.int16)
    voice = [sound(block) for block in noise]
    for n, frame in enumerate(voice):
        frame.pts = n * BLOCK
    assert bit_s(VoiceEncoder(), voice, 100 * BLOCK / RATE) < 32_000
    busy = Busy()
    # As the gate gives them: a small picture is also given half as often.
    for width, height, frames_s, most in ((320, 240, 10, 150_000), (640, 480, 20, 1_000_000)):
        pictures = [busy.picture(n).reformat(width, height) for n in range(3 * frames_s)]
        for n, picture in enumerate(pictures):
            picture.pts, picture.time_base = n * VIDEO_CLOCK // frames_s, Fraction(1, VIDEO_CLOCK)
        encoder = PictureEncoder()
        encoder.target_bitrate = 5_000_000
        # The first one is whole and large.
        encoder.encode(pictures[0])
        assert bit_s(encoder, pictures[1:], 3 - 1 / frames_s) < most


def test_a_picture_whose_last_packet_has_come_does_not_wait_for_the_next_picture() -> None:
    buffer = Buffer(512, is_video=True)
    parts = [packet(n, 1) for n in range(3)]
    for part in parts:
        part.timestamp = 9000
    parts[2].marker = 1
    assert [buffer.add(part)[1] for part in (parts[0], parts[2])] == [None, None]
    whole = buffer.add(parts[1])[1]
    assert whole is not None
    assert (bytes(whole.data), whole.timestamp) == (b"012", 9000)
    late = packet(3, 1)
    late.timestamp, late.marker = 9000 + 4 * VIDEO_CLOCK, 1
    assert buffer.add(late)[0] is False


def test_a_still_beside_a_voice_is_a_few_kilobytes_at_most() -> None:
    tune()
    encoder, camera, sizes = PictureEncoder(), Busy(), []
    for n in range(6):
        picture = camera.picture(80 * n).reformat(*STILL, "yuv420p")
        picture.pts, picture.time_base = round(n * STILL_S * VIDEO_CLOCK), Fraction(1, VIDEO_CLOCK)
        sizes.append(sum(map(len, encoder.encode(picture)[0])))
    assert max(sizes) * 8 / STILL_S < 16_000, sizes


def test_another_aiortc_than_was_tried_is_refused_and_nothing_of_it_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    before = (rtcrtpsender.get_encoder, rtcrtpreceiver.JitterBuffer)
    monkeypatch.setattr(tuning, "version", lambda name: "1.17.0")
    with pytest.raises(Untried, match=r"aiortc 1\.17\.0"):
        tune()
    monkeypatch.undo()
    monkeypatch.delattr(rtcrtpreceiver, "JitterBuffer")
    with pytest.raises(Untried, match="JitterBuffer"):
        tune()
    monkeypatch.undo()
    monkeypatch.setattr(rtcrtpsender, "get_encoder", lambda codec, more: None)
    with pytest.raises(Untried, match="get_encoder"):
        tune()
    monkeypatch.undo()
    assert before == (rtcrtpsender.get_encoder, rtcrtpreceiver.JitterBuffer)
    tune()
    assert rtcrtpreceiver.JitterBuffer is Buffer


def test_a_terminal_with_an_untried_aiortc_has_no_voice_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "version", lambda name: "2.0.0")
    assert untried(Call(microphone="test", camera="test")) == "aiortc 2.0.0"
    assert open_media(Call(microphone="test", camera="test")) is None
    monkeypatch.undo()
    assert untried(Call(microphone="test", camera="test")) == ""


def test_a_sounddevice_without_what_is_looked_up_in_it_is_refused_where_it_would_be_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, pretended = Call(microphone="auto"), Call(microphone="test", camera="test")
    card = SoundCard(Room())
    monkeypatch.setitem(sys.modules, "sounddevice", card)
    assert untried(real) == ""
    assert overhears(real)
    monkeypatch.setattr(card, "_terminate", lambda hard: None, raising=False)
    assert untried(real).endswith("_terminate")
    assert open_media(real) is None
    assert not overhears(real)
    assert untried(pretended) == ""


def test_a_call_that_carries_no_voice_overhears_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", SoundCard(Room()))
    monkeypatch.setattr(tuning, "version", lambda name: "2.0.0")
    assert not overhears(Call(microphone="auto"))
