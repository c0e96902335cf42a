"""Where sound comes from: a microphone, a FIFO of raw sound (the simulated hall), or a WAV file.

All give blocks of 100 ms, 16 kHz mono signed 16-bit.
"""

import contextlib
import os
import queue
import select
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

SAMPLE_RATE = 16_000
BLOCK_S = 0.1
BLOCK_BYTES = 3200
STALLED_S = 1.0
"""A microphone that gives nothing for so long has been pulled out, or hangs."""
FIRST_S = 5.0
"""... but a sound server that has slept takes its time for the first block (2 s measured)."""
_GLANCE_S = 0.5
BEHIND_S = 1.5
"""A recogniser may fall so far behind the sound; then what was waiting is dropped, and she is asked to say it again."""
LONGEST_FILE_S = 120.0


class MicrophoneGone(RuntimeError):
    """There is no microphone, or not any more. Says nothing to residents."""


class SoundLost(RuntimeError):
    """Sound was dropped since the last block: a sentence with a hole in it may be the opposite of what was said."""


class Microphone(Protocol):
    """A source of sound."""

    live: bool
    """Goes on by itself, whether anybody listens or not; otherwise it waits, and a moment is a moment of sound."""
    never_silent: bool
    """Digital zeros from it mean that something is wrong."""

    def open(self) -> None:
        """Raises MicrophoneGone."""
        ...

    def read(self) -> bytes | None:
        """The next block; None when it is still starting, b"" when a file is at its end.

        Raises MicrophoneGone, and SoundLost once where the reader came too late.
        """
        ...

    def close(self) -> None: ...


class PortAudioMicrophone:
    """A sound card's input, by part of its name ("" for the default one): a card's number changes, its name not."""

    live = True
    never_silent = True

    def __init__(self, name: str = "") -> None:
        self._name = name
        self._stream: Any = None
        self._blocks = _waiting_room()
        self._lost = threading.Event()
        self._patient_until = 0.0

    def open(self) -> None:
        try:
            import sounddevice  # type: ignore[import-untyped]  # loads libportaudio: may fail
        except OSError as error:
            raise MicrophoneGone(str(error)) from error
        # PortAudio lists devices once; only a fresh start sees one that was plugged in since.
        sounddevice._terminate()
        sounddevice._initialize()
        self._blocks = _waiting_room()
        self._lost.clear()
        try:
            self._stream = sounddevice.RawInputStream(
                SAMPLE_RATE, BLOCK_BYTES // 2, self._find(sounddevice), 1, "int16", latency=BLOCK_S, callback=self._take
            )
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            raise MicrophoneGone(str(error)) from error
        self._patient_until = time.monotonic() + FIRST_S

    def _find(self, sounddevice: Any) -> int | None:
        inputs = [device for device in sounddevice.query_devices() if device["max_input_channels"] > 0]
        if not inputs:
            raise MicrophoneGone("no input device")
        if not self._name:
            return None
        for device in inputs:
            if self._name in device["name"]:
                return int(device["index"])
        raise MicrophoneGone(f"no input device named {self._name}")

    def _take(self, sound: Any, frames: int, at: object, status: object) -> None:
        """Called by PortAudio's thread; when nobody reads in time, what waits is lost."""
        try:
            self._blocks.put_nowait(bytes(sound))
        except queue.Full:
            self._lost.set()

    def read(self) -> bytes | None:
        if self._lost.is_set():
            self._drop()
            raise SoundLost
        try:
            block = self._blocks.get(timeout=_GLANCE_S)
        except queue.Empty:
            if time.monotonic() < self._patient_until:
                return None
            raise MicrophoneGone("no sound any more") from None
        self._patient_until = time.monotonic() + STALLED_S
        return block

    def _drop(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                self._blocks.get_nowait()
        self._lost.clear()

    def close(self) -> None:
        stream, self._stream = self._stream, None
        if stream:
            import sounddevice

            with contextlib.suppress(sounddevice.PortAudioError):
                stream.close()


def _waiting_room() -> "queue.Queue[bytes]":
    return queue.Queue(maxsize=round(BEHIND_S / BLOCK_S))


class PipeMicrophone:
    """A FIFO into which somebody writes raw sound; silence while nobody does. A FIFO taken away is a microphone
    pulled out."""

    live = True
    never_silent = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = -1
        self._due = 0.0

    def open(self) -> None:
        try:
            # For writing too, so that a writer that goes away is no end of file.
            self._file = os.open(self._path, os.O_RDWR | os.O_NONBLOCK)
        except OSError as error:
            raise MicrophoneGone(str(error)) from error
        self._due = time.monotonic()

    def read(self) -> bytes:
        """Sound at its own pace: never ahead of time, and silence for what did not come in time."""
        self._due = max(self._due + BLOCK_S, time.monotonic() - STALLED_S)
        block = b""
        while len(block) < BLOCK_BYTES:
            left = self._due - time.monotonic()
            if not select.select([self._file], [], [], max(0.0, left))[0]:
                break
            block += os.read(self._file, BLOCK_BYTES - len(block))
        time.sleep(max(0.0, self._due - time.monotonic()))
        if not self._path.exists():
            raise MicrophoneGone("FIFO taken away")
        return block[: len(block) & ~1].ljust(BLOCK_BYTES, b"\0")

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


class WavMicrophone:
    """A sound file, with the silence after it that ends an utterance; at its own pace or as fast as it is heard."""

    never_silent = False
    TAIL_S = 4.0

    def __init__(self, path: Path, *, paced: bool = False) -> None:
        self._path = path
        self.live = paced
        self._blocks: Iterator[bytes] = iter(())
        self._due = 0.0

    def open(self) -> None:
        try:
            sound = read_sound(self._path) + bytes(round(self.TAIL_S * SAMPLE_RATE) * 2)
        except SoundUnreadable as error:
            raise MicrophoneGone(str(error)) from error
        self._blocks = (
            sound[at : at + BLOCK_BYTES].ljust(BLOCK_BYTES, b"\0") for at in range(0, len(sound), BLOCK_BYTES)
        )
        self._due = time.monotonic()

    def read(self) -> bytes:
        if self.live:
            self._due += BLOCK_S
            time.sleep(max(0.0, self._due - time.monotonic()))
        return next(self._blocks, b"")

    def close(self) -> None:
        self._blocks = iter(())


class SoundUnreadable(ValueError):
    """A sound file that cannot be used; the message is a Chinese sentence."""


def read_sound(path: Path) -> bytes:
    """Any WAV (8 to 32 bit, any rate, any channels) as 16 kHz mono s16. Raises SoundUnreadable."""
    import numpy as np
    import soundfile  # type: ignore[import-untyped]
    import soxr  # type: ignore[import-untyped]

    if not path.is_file():
        raise SoundUnreadable(f"找不到声音文件 {path}。")
    try:
        about = soundfile.info(str(path))
        if about.frames > about.samplerate * LONGEST_FILE_S:
            raise SoundUnreadable(f"{path} 太长了，最多 {LONGEST_FILE_S:.0f} 秒。")
        samples, rate = soundfile.read(str(path), dtype="float64", always_2d=True)
    except soundfile.SoundFileError:
        raise SoundUnreadable(f"{path} 不是能读的声音文件。请用 WAV。") from None
    if not len(samples):
        raise SoundUnreadable(f"{path} 里没有声音。")
    mono = soxr.resample(samples.mean(axis=1), rate, SAMPLE_RATE)
    return bytes((np.clip(np.nan_to_num(mono), -1, 1) * 32767).astype("<i2").tobytes())


def next_block(microphone: Microphone) -> bytes:
    """A block for somebody who measures: waits for a start, and does not mind a hole. Raises MicrophoneGone."""
    while True:
        with contextlib.suppress(SoundLost):
            if (block := microphone.read()) is not None:
                return block


def open_microphone(source: str) -> Microphone:
    """source as voice.ear.Ear has it. Raises ValueError for another."""
    kind, _, rest = source.partition(":")
    match kind:
        case "auto":
            return PortAudioMicrophone()
        case "mic":
            return PortAudioMicrophone(rest)
        case "pipe":
            return PipeMicrophone(Path(rest))
        case "wav":
            return WavMicrophone(Path(rest))
        case "wav-paced":
            return WavMicrophone(Path(rest), paced=True)
        case _:
            raise ValueError(f"unknown source {source!r}")
