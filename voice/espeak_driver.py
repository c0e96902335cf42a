"""Our own pyttsx3 driver over libespeak-ng, plugged in by pyttsx3's public `init(driverName)`.

The driver pyttsx3 ships plays through a shell after the whole text is made, cannot stop, and loses sentences; this one
makes sound in the calling thread and hands it over with the time of every word, so that playing, stopping and
captions belong to the caller. espeak-ng keeps one engine in each process: use it from one thread only.
"""

import ctypes
import sys
from dataclasses import dataclass
from typing import Any

import pyttsx3  # type: ignore[import-untyped]

DRIVER = "kiosk"
VOICE = "cmn-latn-pinyin"
"""`cmn` of espeak-ng 1.51 reads pinyin letters as English; this voice reads them as pinyin."""

_BUFFER_MS = 200
_WORD_GAP = 7
"""espeakWORDGAP of speak_lib.h, which pyttsx3's binding does not name."""


class EspeakMissing(RuntimeError):
    """libespeak-ng or its Mandarin voice is not installed."""


@dataclass(frozen=True, slots=True)
class WordMark:
    """Where in the text (characters from 0) a word begins and when it sounds (milliseconds)."""

    at: int
    ms: int


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono signed 16-bit PCM and the marks of its words."""

    pcm: bytes
    sample_rate: int
    marks: tuple[WordMark, ...]


class EspeakDriver:
    """What pyttsx3 expects of a driver; `on_sound` receives each finished text as a Sound."""

    _sample_rate = 0

    def __init__(self, proxy: Any) -> None:
        from pyttsx3.drivers import _espeak  # type: ignore[import-untyped]  # loads the shared library: may fail

        self._proxy = proxy
        self._espeak = _espeak
        self._pcm = bytearray()
        self._marks: list[WordMark] = []
        self.on_sound: Any = None
        if not EspeakDriver._sample_rate:
            rate = _espeak.Initialize(_espeak.AUDIO_OUTPUT_SYNCHRONOUS, _BUFFER_MS)
            if rate <= 0:
                raise EspeakMissing("espeak-ng has no data")
            EspeakDriver._sample_rate = rate
        _espeak.SetSynthCallback(self._hear)
        if _espeak.SetVoiceByName(VOICE.encode()) != _espeak.EE_OK:
            raise EspeakMissing(f"espeak-ng has no voice {VOICE}")

    def _hear(self, samples: Any, count: int, events: Any) -> int:
        if count > 0:
            self._pcm += ctypes.string_at(samples, count * 2)
        index = 0
        while events[index].type != self._espeak.EVENT_LIST_TERMINATED:
            event = events[index]
            if event.type == self._espeak.EVENT_WORD:
                self._marks.append(WordMark(event.text_position - 1, event.audio_position))
            index += 1
        return 0

    # --- the interface of pyttsx3 drivers (pyttsx3/drivers/dummy.py) --------------------------------------------

    def say(self, text: str) -> None:
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        self._pcm = bytearray()
        self._marks = []
        self._espeak.Synth(text.encode(), flags=self._espeak.CHARS_UTF8)
        if self.on_sound is not None:
            self.on_sound(Sound(bytes(self._pcm), EspeakDriver._sample_rate, tuple(self._marks)))
        self._proxy.notify("finished-utterance", completed=True)
        self._proxy.setBusy(False)

    def stop(self) -> None:
        """Nothing plays here; whoever plays the sound stops it."""

    def getProperty(self, name: str) -> Any:
        match name:
            case "rate":
                return self._espeak.GetParameter(self._espeak.RATE)
            case "volume":
                return self._espeak.GetParameter(self._espeak.VOLUME) / 100
            case "voice":
                return VOICE
            case "voices":
                return []
            case _:
                raise KeyError(name)

    def setProperty(self, name: str, value: Any) -> None:
        match name:
            case "rate":
                self._espeak.SetParameter(self._espeak.RATE, int(value), 0)
            case "volume":
                self._espeak.SetParameter(self._espeak.VOLUME, round(value * 100), 0)
            case "word_gap":
                self._espeak.SetParameter(_WORD_GAP, int(value), 0)
            case _:
                raise KeyError(name)

    def startLoop(self) -> None:
        self._proxy.setBusy(False)

    def endLoop(self) -> None:
        """The queue is already empty: every text is made within `say`."""

    def iterate(self) -> Any:
        self._proxy.setBusy(False)
        yield

    def destroy(self) -> None:
        """The engine lives as long as the process."""


def buildDriver(proxy: Any) -> EspeakDriver:
    """Called by pyttsx3 when it opens the driver named DRIVER."""
    return EspeakDriver(proxy)


def open_engine() -> Any:
    """A pyttsx3 engine over this driver. Raises EspeakMissing when the library or voice is not there."""
    sys.modules[f"pyttsx3.drivers.{DRIVER}"] = sys.modules[__name__]
    try:
        return pyttsx3.init(DRIVER)
    except (RuntimeError, OSError, ImportError) as error:
        raise EspeakMissing(str(error)) from error
