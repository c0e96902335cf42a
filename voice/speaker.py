"""The terminal's side of speech: says sentences in another process, and knows which character is sounding.

Never blocks its caller. Callbacks come on the speaker's own thread; the caller marshals.
"""

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.core.faults import Fault
from kiosk.core.loudness import DEFAULT, FULL_SCALE, Output, gain
from kiosk.core.outcomes import DeviceState
from voice.loopback import Loopback

RATES = (50, 75, 100, 125, 150, 175, 200)
"""Percent of 160 characters a minute."""
PAUSE_MS = 500
"""Silence between sentences."""
CHOICE_PAUSE_MS = 800
"""Silence before each thing that may be chosen, long enough to press."""
RESTARTS = 3
"""Deaths of the child within one speech after which the speech is given up; so many before it ever found its voice
and no other child is started."""

STALL_S = 3.0
"""A child that gives no sign of life for so long while it should speak is stuck: it is killed, and another goes on."""
START_S = 30.0
"""Finding the voice on a slow disk; longer is stuck."""

Progress = Callable[[int, int, int], None]
Done = Callable[[bool], None]
Listener = Callable[[DeviceState, Fault | None], None]


@dataclass(slots=True)
class _Speech:
    number: int
    sentences: Sequence[str]
    pauses: Sequence[int]
    on_progress: Progress | None
    on_done: Done | None
    skipped: int = 0
    """Sentences already said by a child that died."""
    begun: int = -1
    deaths: int = 0


class Speaker:
    """Says what a Screen says.

    sink: "auto" (the sound card, else nothing at the same pace), "null", "alsa:DEVICE", "file:PATH" (a WAV file,
    complete after close).
    """

    def __init__(
        self,
        sink: str = "auto",
        *,
        devices: Mapping[Output, str] | None = None,
        full_scale_db: Mapping[Output, float] = FULL_SCALE,
        pack: Path | None = None,
        told: Sequence[Loopback] = (),
        python: str = sys.executable,
    ) -> None:
        """devices: the ALSA name of each output, "" or none for the default one. full_scale_db: what each output makes
        of full scale where she stands, measured with a meter. pack: a folder of prepared audio (voice.pack).
        told: who hears beside it of everything that is played.
        python: the interpreter that runs the child."""
        self._pack = pack
        self._told = tuple(told)
        self._pack_listeners: list[Listener] = []
        self.pack_state: tuple[DeviceState, Fault | None] | None = None
        self._devices = dict(devices or {})
        self._full_scale_db = full_scale_db
        self._sink = sink
        self._python = python
        self._lock = threading.RLock()
        self._process: subprocess.Popen[str] | None = None
        self._speech: _Speech | None = None
        self._replaced: dict[int, _Speech] = {}
        self._count = 0
        self._rate = 100
        self._output: Output = "speaker"
        self._volume: int | None = DEFAULT["speaker"]
        self._closed = False
        self._stillborn = 0
        self._loaded = False
        self._alive_at = 0.0
        self._woken = threading.Event()
        self._ready = threading.Event()
        self._listeners: list[Listener] = []
        self.state = DeviceState.STARTING
        self.fault: Fault | None = None
        with self._lock:
            self._start()
        self._watcher = threading.Thread(target=self._watch, name="speaker watch", daemon=True)
        self._watcher.start()

    # --- what the session does ----------------------------------------------------------------------------------

    def say(
        self,
        sentences: Sequence[str],
        on_progress: Progress | None = None,
        on_done: Done | None = None,
        choices: int = 0,
    ) -> None:
        """Say sentences in order, 500 ms apart, in place of whatever is being said.

        choices: so many at the end are things to choose from, 800 ms apart.
        on_progress(sentence, start, end): `sentences[sentence][start:end]` begins to sound. on_done(finished) comes
        exactly once: True when all was said (or would have been, in a hall without sound), False when it was
        stopped, replaced or given up.
        """
        with self._lock:
            self._count += 1
            self._alive_at = time.monotonic()
            if self._speech:
                self._replaced[self._speech.number] = self._speech
            self._speech = _Speech(self._count, tuple(sentences), pauses(len(sentences), choices), on_progress, on_done)
            number = self._count
            self._woken.set()
            self._send({"say": number, "sentences": list(sentences), "pauses": list(self._speech.pauses)})
            mute = self._process is None
        if mute:
            threading.Thread(target=self._finish, args=(number, False), name="speaker", daemon=True).start()

    def stop(self) -> None:
        """Be silent now; the speech's on_done(False) follows."""
        self._send({"stop": True})

    def set_rate(self, percent: int) -> None:
        """One of RATES, from the next sentence on."""
        if percent not in RATES:
            raise ValueError(f"rate {percent}")
        self._rate = percent
        self._send({"rate": percent})

    def set_volume(self, level: int | None) -> None:
        """A level of kiosk.core.loudness for the present output, None for nothing at all; from the next sound on."""
        self._volume = level
        self._send({"gain": self._gain()})

    def set_output(self, output: Output) -> None:
        """Loudspeaker or headphones from the next speech on, at that output's own first level."""
        self._output = output
        self._send({"output": self._devices.get(output, "")})
        self.set_volume(DEFAULT[output])

    def _gain(self) -> float:
        if self._volume is None:
            return 0.0
        return gain(self._output, self._volume, self._full_scale_db[self._output])

    @property
    def available(self) -> bool:
        """Whether there is a voice and something to hear it on; captions go on either way."""
        return self.state is DeviceState.ONLINE

    def listen(self, callback: Listener) -> None:
        """Be told of each change of state; the present one is told at once when it is known."""
        with self._lock:
            self._listeners.append(callback)
            state, fault = self.state, self.fault
        if state is not DeviceState.STARTING:
            callback(state, fault)

    def listen_pack(self, callback: Listener) -> None:
        """Be told how the prepared audio is; nothing is told where there is none."""
        with self._lock:
            self._pack_listeners.append(callback)
            known = self.pack_state
        if known is not None:
            callback(*known)

    def wait_ready(self, timeout_s: float) -> bool:
        """Wait until the child has found its voice (or that there is none)."""
        return self._ready.wait(timeout_s)

    def close(self) -> None:
        """Be silent and end the child."""
        with self._lock:
            self._closed = True
            process = self._process
        self._woken.set()
        if process is None:
            return
        self._send({"stop": True})
        if process.stdin:
            with contextlib.suppress(OSError):
                process.stdin.close()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if threading.current_thread() is not self._thread:
            self._thread.join(5)

    @property
    def pid(self) -> int | None:
        """The child's process id."""
        return self._process.pid if self._process else None

    # --- the child ----------------------------------------------------------------------------------------------

    def _start(self) -> None:
        told = tuple(loopback.played.fileno() for loopback in self._told)
        self._process = subprocess.Popen(
            [
                self._python, "-m", "voice", self._sink,
                *(["--pack", str(self._pack)] if self._pack else []),
                *(word for fd in told for word in ("--played", str(fd))),
            ],
            pass_fds=told, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            encoding="utf-8",
        )  # fmt: skip
        self._loaded = False
        self._alive_at = time.monotonic()
        self._woken.set()
        self._thread = threading.Thread(target=self._hear, args=(self._process,), name="speaker", daemon=True)
        self._thread.start()
        self._send({"rate": self._rate})
        self._send({"gain": self._gain()})
        self._send({"output": self._devices.get(self._output, "")})

    def _send(self, command: Mapping[str, Any]) -> None:
        with self._lock:
            if self._process and self._process.stdin and not self._process.stdin.closed:
                # A dead child is noticed, and started again, by the thread that hears it.
                with contextlib.suppress(OSError):
                    self._process.stdin.write(json.dumps(command) + "\n")
                    self._process.stdin.flush()

    def _hear(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        for line in process.stdout:
            self._report(json.loads(line))
        process.stdout.close()
        process.wait()
        with self._lock, contextlib.suppress(OSError):
            assert process.stdin
            process.stdin.close()
        self._bury(process)

    def _watch(self) -> None:
        """Kill a child that is stuck; whoever hears it starts another. Takes no lock: a full pipe may hold that."""
        while not self._closed:
            self._woken.wait(self._spare_s())
            self._woken.clear()
            process = self._process
            if process and self._spare_s() == 0.0:
                self._alive_at = time.monotonic()
                process.kill()

    def _spare_s(self) -> float | None:
        """Until the child must have given a sign of life; None when nothing is waited for."""
        waited_for = self._speech is not None or bool(self._replaced)
        if self._closed or self._process is None or (self._loaded and not waited_for):
            return None
        return max(0.0, self._alive_at + (STALL_S if self._loaded else START_S) - time.monotonic())

    def _report(self, report: Mapping[str, Any]) -> None:
        self._alive_at = time.monotonic()
        match report:
            case {"beat": True}:
                pass
            case {"ready": True, "voice": bool(voice), "sink": str(sink)}:
                self._loaded = True
                self._stillborn = 0
                self._become(voice and sink != "null")
                self._ready.set()
            case {"pack": str(how)}:
                self._packed(how == "good")
            case {"begun": int(number), "sentence": int(sentence)}:
                if speech := self._current(number):
                    speech.begun = sentence
            case {"mark": int(number), "sentence": int(sentence), "from": int(start), "to": int(end)}:
                speech = self._current(number)
                if speech and speech.on_progress:
                    speech.on_progress(sentence + speech.skipped, start, end)
            case {"done": int(number), "finished": bool(finished), "heard": heard}:
                if finished:
                    self._become(bool(heard))
                self._finish(number, finished)
            case _:
                raise ValueError("unknown report")

    def _packed(self, good: bool) -> None:
        """One damaged recording makes the pack something to look at until the program starts again."""
        said = (DeviceState.ONLINE, None) if good else (DeviceState.USER_ERROR, Fault.VOICE_PACK_DAMAGED)
        with self._lock:
            if self.pack_state is not None and (good or self.pack_state == said):
                return
            self.pack_state = said
            listeners = list(self._pack_listeners)
        for listener in listeners:
            listener(*said)

    def _current(self, number: int) -> _Speech | None:
        with self._lock:
            return self._speech if self._speech and self._speech.number == number else None

    def _finish(self, number: int, finished: bool) -> None:
        with self._lock:
            speech = self._replaced.pop(number, None) or self._current(number)
            if speech is not None and speech is self._speech:
                self._speech = None
        if speech and speech.on_done:
            speech.on_done(finished)

    def _become(self, online: bool) -> None:
        state = DeviceState.ONLINE if online else DeviceState.NO_DEVICE
        with self._lock:
            if state is self.state:
                return
            self.state, self.fault = state, None if online else Fault.SPEAKER_ABSENT
            listeners = list(self._listeners)
        for listener in listeners:
            listener(self.state, self.fault)

    def _bury(self, process: subprocess.Popen[str]) -> None:
        """The child is gone: start another and go on with the next sentence."""
        with self._lock:
            lost = list(self._replaced)
            speech = self._speech
            self._stillborn += 1
            again = not self._closed and self._stillborn <= RESTARTS
            if again:
                self._start()
            else:
                self._process = None
            if speech and again and speech.deaths < RESTARTS:
                self._resume(speech)
            elif speech:
                lost.append(speech.number)
        for number in lost:
            self._finish(number, finished=False)
        if not again and not self._closed:
            self._become(False)
            self._ready.set()

    def _resume(self, speech: _Speech) -> None:
        speech.deaths += 1
        speech.skipped += speech.begun + 1
        speech.begun = -1
        left = slice(speech.skipped, None)
        self._send({
            "say": speech.number, "sentences": list(speech.sentences[left]), "pauses": list(speech.pauses[left]),
        })  # fmt: skip


def pauses(sentences: int, choices: int) -> tuple[int, ...]:
    """Milliseconds of silence before each sentence, of which the last `choices` are to be chosen from."""
    said = max(0, sentences - choices)
    return (*(0 if index == 0 else PAUSE_MS for index in range(said)), *[CHOICE_PAUSE_MS] * (sentences - said))
