"""Sound and picture that were taken at one moment carry one time, also after she has been silent for a while."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest

pytest.importorskip("aiortc", reason="没有装 aiortc（可选的 call 部分），跳过。")

import numpy as np
from aiortc.mediastreams import MediaStreamTrack
from av import VideoFrame

from kiosk.media.gate import CLOCK, STILL, STILL_S, Gate
from kiosk.media.sources import BLOCK, FRAMES_S, RATE, sound

APART_S = 0.1
"""RTC-04: the most that voice and picture may be apart."""


class ByHand(asyncio.SelectorEventLoop):
    """Its time is set by the test."""

    now = 1000.0

    def time(self) -> float:
        return self.now


class Source(MediaStreamTrack):
    """Gives a frame whenever it is asked."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    async def recv(self) -> Any:
        if self.kind == "audio":
            return sound(np.zeros(BLOCK, np.int16))
        return VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")


def test_voice_and_picture_agree_from_the_beginning_and_after_a_silence() -> None:
    loop = ByHand()
    apart, stamps = [], []

    async def talk() -> None:
        gates = {kind: Gate(kind) for kind in ("audio", "video")}
        for silence_s in (0.0, 60.0, 7.3):
            for gate in gates.values():
                gate.put(None)
            loop.now += silence_s
            gates["audio"].put(Source("audio"))
            gates["video"].put(Source("video"))
            for n in range(100):
                heard = await gates["audio"].recv()
                stamps.append(heard.pts)
                if n % 5 == 0:
                    seen = await gates["video"].recv()
                    apart.append(abs(heard.pts / RATE - seen.pts / CLOCK))
                loop.now += BLOCK / RATE
        for gate in gates.values():
            gate.stop()

    try:
        loop.run_until_complete(talk())
    finally:
        loop.close()
    assert max(apart) <= BLOCK / RATE < APART_S
    assert stamps == sorted(stamps)
    assert stamps[100] - stamps[99] >= 60 * RATE


def test_a_still_goes_at_once_and_then_every_few_seconds() -> None:
    loop = ByHand()
    at: list[float] = []

    class Camera(Source):
        async def recv(self) -> Any:
            loop.now += 1 / FRAMES_S
            return await super().recv()

    async def look() -> None:
        gate = Gate("video")
        gate.still = True
        gate.put(Camera("video"))
        for _ in range(4):
            picture = await gate.recv()
            assert (picture.width, picture.height) == STILL
            at.append(picture.pts / CLOCK)
        gate.stop()

    try:
        loop.run_until_complete(look())
    finally:
        loop.close()
    assert at[0] - 1000 <= 2 / FRAMES_S
    assert all(STILL_S <= later - sooner <= STILL_S + 2 / FRAMES_S for sooner, later in pairwise(at))


@pytest.mark.parametrize("turns", range(5))
def test_a_sender_that_is_ended_just_as_a_frame_comes_is_ended(turns: int) -> None:
    class Slow(Source):
        async def recv(self) -> Any:
            await comes
            return await super().recv()

    async def call() -> None:
        nonlocal comes
        comes = asyncio.get_running_loop().create_future()
        gate = Gate("audio")
        gate.put(Slow("audio"))
        waiting = asyncio.create_task(gate.recv())
        for _ in range(5):
            await asyncio.sleep(0)
        comes.set_result(None)
        for _ in range(turns):
            await asyncio.sleep(0)
        if waiting.cancel():
            with pytest.raises(asyncio.CancelledError):
                await waiting
        gate.stop()

    comes: Any = None
    asyncio.run(call())
