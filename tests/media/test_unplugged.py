"""Microphone and loudspeaker pulled out in the middle of a call, by the calls of PortAudio; and plugged in again."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

aiortc = pytest.importorskip("aiortc", reason="没有装 aiortc（可选的 call 部分），跳过。")

from benchmarks.guide_peer import PATIENCE_S, GuidePeer  # noqa: E402
from benchmarks.room import BLOCK, Room, SoundCard  # noqa: E402
from kiosk.app.media import open_media  # noqa: E402
from kiosk.assist import DeviceBack, DeviceGone, MediaSaid, Tracks  # noqa: E402
from kiosk.core import calls  # noqa: E402
from kiosk.core.settings import Call  # noqa: E402
from kiosk.media.cards import SoundCards  # noqa: E402
from kiosk.media.playback import FIRST, STALLED, Playback  # noqa: E402

CALL = "01900000-0000-7000-8000-000000000001"
LOUD = np.full(BLOCK, 5000, np.int16)


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> SoundCard:
    """A sound card in a room, where PortAudio would be."""
    card = SoundCard(Room())
    monkeypatch.setitem(sys.modules, "sounddevice", card)
    return card


@pytest.fixture
def desk() -> Iterator[GuidePeer]:
    made = GuidePeer()
    yield made
    made.close()


class Seen:
    """What the media says, in the order it says it."""

    def __init__(self) -> None:
        self.events: list[Any] = []
        self._news = threading.Condition()

    def keep(self, event: Any) -> None:
        with self._news:
            self.events.append(event)
            self._news.notify_all()

    def wait(self, such: Callable[[], Any], what: str) -> None:
        with self._news:
            assert self._news.wait_for(such, PATIENCE_S), f"{what}: {self.events}"


def test_a_sound_card_pulled_out_in_a_call_is_told_twice_over_and_both_come_back_by_themselves(
    hall: SoundCard, desk: GuidePeer
) -> None:
    media, seen = open_media(Call(microphone="auto")), Seen()
    assert media is not None
    heard = media.on_sound

    def plays(samples: Any) -> None:
        # The hall goes on as the guide's voice comes: the test waits on no clock of its own.
        heard(samples)
        if samples is not None:
            hall.turn()

    def happens(event: Any) -> None:
        seen.keep(event)
        if isinstance(event, MediaSaid) and event.offer:
            media.heard(calls.Sdp(call=CALL, seq=1, type="answer", sdp=desk.answer(event.offer)))

    media.on_sound, media.on_event = plays, happens
    try:
        media.open(Tracks(live=True, voice=True))
        desk.wait(lambda: len(desk.sound) > 20, "her voice")
        hall.pull()
        for device in ("microphone", "speaker"):
            seen.wait(lambda name=device: DeviceGone(name) in seen.events, f"word of the {device}")  # type: ignore[misc]
        assert media.devices == frozenset()
        hall.plugged = True
        for device in ("microphone", "speaker"):
            seen.wait(lambda name=device: DeviceBack(name) in seen.events, f"the {device} again")  # type: ignore[misc]
        came = len(desk.sound)
        desk.wait(lambda: len(desk.sound) > came + 20, "her voice again")
    finally:
        media.close()
    assert hall.inputs == hall.outputs == []


def take(playback: Playback, blocks: int) -> None:
    for _ in range(blocks):
        playback.take(LOUD)


def test_a_loudspeaker_that_hangs_is_told_after_a_second_of_words_and_again_when_it_plays(hall: SoundCard) -> None:
    playback, told = Playback(), []
    playback.on_works = told.append
    playback.take(LOUD)
    hall.turn()
    take(playback, STALLED)
    assert told == []
    playback.take(LOUD)
    assert told == [False]
    assert hall.outputs == []
    take(playback, STALLED + 1)
    hall.turn()
    assert told == [False, True]
    playback.close()
    assert hall.outputs == []


def test_a_loudspeaker_that_does_not_open_never_breaks_the_call_and_is_tried_once_a_second(hall: SoundCard) -> None:
    hall.plugged = False
    playback, told = Playback(), []
    playback.on_works = told.append
    take(playback, 1 + 2 * (STALLED + 1))
    assert told == [False] * 3
    hall.plugged = True
    take(playback, STALLED + 1)
    hall.turn()
    assert told == [False] * 3 + [True]


def test_a_sound_server_that_slept_has_five_seconds_for_its_first_block(hall: SoundCard) -> None:
    playback, told = Playback(), []
    playback.on_works = told.append
    take(playback, FIRST)
    assert told == []
    playback.take(LOUD)
    assert told == [False]


def test_a_card_that_came_since_is_looked_for_once_and_what_was_open_opens_again(
    hall: SoundCard, tmp_path: Path
) -> None:
    listed = tmp_path / "cards"
    listed.write_text("0 [PCH]")
    cards, playback = SoundCards(listed), Playback()
    playback.take(LOUD)
    cards.look(playback.renew)
    assert (hall.starts, len(hall.outputs)) == (0, 1)
    listed.write_text("0 [PCH]\n1 [USB]")
    cards.look(playback.renew)
    cards.look(playback.renew)
    assert (hall.starts, len(hall.outputs)) == (1, 0)
    playback.take(LOUD)
    assert len(hall.outputs) == 1


def test_the_guides_voice_does_not_wait_for_a_loudspeaker_that_takes_its_time_to_open(hall: SoundCard) -> None:
    waiting: list[Callable[[], None]] = []
    playback = Playback(submit=waiting.append)
    take(playback, 5)
    assert len(waiting) == 1
    assert hall.outputs == []
    waiting.pop()()
    hall.turn()
    assert len(hall.outputs) == 1
    playback.close()
    assert len(hall.outputs) == 1
    waiting.pop()()
    assert hall.outputs == []
