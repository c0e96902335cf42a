"""The way to the sound card, over ALSA's own null card, which takes sound as a real one does."""

import shutil

import pytest

from voice.sinks import AlsaSink

pytestmark = pytest.mark.skipif(not shutil.which("aplay"), reason="aplay (alsa-utils) is not installed here")

PIECE = bytes(882)


def test_sound_goes_through_the_player_and_its_end_is_heard() -> None:
    sink = AlsaSink("null")
    sink.begin()
    assert all(sink.write(PIECE) for _ in range(5))
    assert sink.end()
    assert sink.heard


def test_a_cut_ends_the_player() -> None:
    sink = AlsaSink("null")
    sink.begin()
    assert sink.write(PIECE)
    sink.cut()
    assert not sink.write(PIECE)
    assert not sink.end()


def test_a_card_that_is_not_there_is_not_called_heard() -> None:
    sink = AlsaSink("hw:31")
    sink.begin()
    for _ in range(5):
        sink.write(PIECE)
    assert sink.end()
    assert not sink.heard


def test_the_next_speech_follows_a_cut_one() -> None:
    sink = AlsaSink("null")
    sink.begin()
    sink.cut()
    sink.end()
    sink.begin()
    assert sink.write(PIECE)
    assert sink.end()
