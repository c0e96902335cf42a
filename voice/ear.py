"""The terminal's side of hearing: listens once in another process, and always comes back with an answer.

Never blocks its caller. Callbacks come on the ear's own thread, one at a time; the caller marshals.
"""

import contextlib
import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.core.faults import Fault
from kiosk.core.hearing import Deafness, Expect, Hearing, Hypothesis, NotHeard, Utterance
from kiosk.core.outcomes import DeviceState
from voice.loopback import Loopback

PATIENCE_S = 15.0
"""How long nobody need say anything before NotHeard(SILENCE)."""
LONGEST_S = 20.0
"""The longest utterance; an identity number said in groups by a slow speaker takes 15."""
STALL_S = 1.8
"""A child that is silent so long while it should listen is stuck and killed: whoever spoke is answered within 2 s."""
START_S = 30.0
"""Loading the recogniser on a slow disk; longer is stuck."""
BACK_OFF_S = (0.0, 1.0, 5.0, 30.0)
"""Before a child is started again, by how many died in a row without having been of use."""

OnHeard = Callable[[Hearing], None]
OnPartial = Callable[[str], None]
OnLevel = Callable[[float], None]
Listener = Callable[[DeviceState, Fault | None], None]


@dataclass(slots=True)
class _Listening:
    number: int
    on_heard: OnHeard
    on_partial: OnPartial | None
    on_level: OnLevel | None
    until: float
    """Monotonic time after which no answer will be waited for."""


class Ear:
    """Hears what a Screen expects.

    source: "auto" (the default microphone), "mic:NAME" (part of a device's name), "pipe:PATH" (raw 16 kHz mono s16
    from a FIFO), "wav:PATH" (as fast as possible) or "wav-paced:PATH".
    model: directory of a vosk model; None chooses as voice.model.find_model does.
    """

    def __init__(
        self,
        source: str = "auto",
        *,
        model: Path | None = None,
        patience_s: float = PATIENCE_S,
        longest_s: float = LONGEST_S,
        stall_s: float = STALL_S,
        loopback: Loopback | None = None,
        wake_word: str = "",
        python: str = sys.executable,
    ) -> None:
        """stall_s: somebody who waits for a file, not for an answer, may give a busy machine longer.
        loopback, wake_word: what the speaker plays, and the word that is heard over it; both or neither.
        python: the interpreter that runs the child."""
        self._heard_fds = (loopback.heard.fileno(),) if loopback and wake_word else ()
        self._command = [
            python, "-m", "voice.hearing_process",
            "--source", source, "--patience", str(patience_s), "--longest", str(longest_s),
            *(["--model", str(model)] if model else []),
            *(["--far", str(self._heard_fds[0]), "--wake", wake_word] if self._heard_fds else []),
        ]  # fmt: skip
        self._limit_s = patience_s + longest_s
        self._stall_s = stall_s
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._process: subprocess.Popen[str] | None = None
        self._listening: _Listening | None = None
        self._count = 0
        self._deaths = 0
        self._alive_at = 0.0
        self._loaded = False
        self._slow = False
        self._muted = False
        self._closed = False
        self._ready = threading.Event()
        self._listeners: list[Listener] = []
        self._on_wake: list[Callable[[], None]] = []
        self.state = DeviceState.STARTING
        self.fault: Fault | None = None
        self.facts: Mapping[str, Any] = {}
        """What the child said of itself when it was ready: its model, or why it has none."""
        self.lost: frozenset[str] = frozenset()
        """Phrases so far that the model has no words for; they can be pressed but not said."""
        self._calls: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=work, name="ear", daemon=True) for work in (self._call, self._tend, self._watch)
        ]
        for thread in self._threads:
            thread.start()

    # --- what the session does ----------------------------------------------------------------------------------

    def listen(
        self, expect: Expect, on_heard: OnHeard, on_partial: OnPartial | None = None, on_level: OnLevel | None = None
    ) -> None:
        """Listen once, in place of whatever is being listened for.

        on_heard comes exactly once: an Utterance, or NotHeard with its reason (STOPPED when stopped or replaced).
        on_partial(text) while she speaks; on_level(0.0 to 1.0) ten times a second for the meter.
        """
        with self._lock:
            self._end(NotHeard(Deafness.STOPPED))
            self._count += 1
            until = time.monotonic() + self._limit_s + expect.pause_s + STALL_S
            self._listening = _Listening(self._count, on_heard, on_partial, on_level, until)
            self._alive_at = time.monotonic()
            # The first child may take its time to load; one that is started again is waited for by trying again.
            gone = self._process is None or self._closed or (self._deaths > 0 and not self._loaded)
            if gone:
                self._end(NotHeard(Deafness.NO_EAR))
            else:
                self._send({
                    "listen": self._count, "phrases": expect.phrases, "loops": expect.loops, "lone": expect.lone,
                    "open": expect.open, "pause_s": expect.pause_s,
                })  # fmt: skip
            self._changed.notify_all()

    def stop(self) -> None:
        """Listen no more; on_heard(NotHeard(STOPPED)) follows."""
        with self._lock:
            self._end(NotHeard(Deafness.STOPPED))
            self._send({"stop": True})

    def set_slow(self, slow: bool) -> None:
        """Wait 3.0 s for a slow speaker to go on."""
        self._slow = slow
        self._send({"slow": slow})

    def mute(self, muted: bool) -> None:
        """Hear nothing while the machine itself speaks; hearing comes back 300 ms after."""
        self._muted = muted
        with self._lock:
            if self._listening:
                self._listening.until = time.monotonic() + self._limit_s + 2 * STALL_S
        self._send({"mute": muted})

    def on_wake(self, callback: Callable[[], None]) -> None:
        """Be told when the wake word was said while the machine spoke."""
        self._on_wake.append(callback)

    def forget(self) -> None:
        """The visit is over: forget how this person speaks."""
        self._send({"forget": True})

    @property
    def available(self) -> bool:
        """Whether there is something to hear with."""
        return self.state is DeviceState.ONLINE

    def watch(self, callback: Listener) -> None:
        """Be told of each change of state; the present one is told at once when it is known."""
        with self._lock:
            self._listeners.append(callback)
            if self.state is not DeviceState.STARTING:
                state, fault = self.state, self.fault
                self._calls.put(lambda: callback(state, fault))

    def wait_ready(self, timeout_s: float) -> bool:
        """Wait until the child knows whether it can hear."""
        return self._ready.wait(timeout_s)

    def close(self) -> None:
        """Listen no more and end the child."""
        with self._lock:
            self._end(NotHeard(Deafness.STOPPED))
            self._closed = True
            process = self._process
            self._changed.notify_all()
        if process is not None:
            with contextlib.suppress(OSError):
                assert process.stdin
                process.stdin.close()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
        self._calls.put(None)
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(5)

    @property
    def pid(self) -> int | None:
        """The child's process id."""
        return self._process.pid if self._process else None

    # --- three threads: callbacks, the child, the clock -------------------------------------------------------------

    def _call(self) -> None:
        while call := self._calls.get():
            call()

    def _tend(self) -> None:
        """Keep a child, hear its reports, and start another when it is gone."""
        while True:
            with self._changed:
                if self._deaths and not self._closed:
                    self._changed.wait_for(lambda: self._closed, BACK_OFF_S[min(self._deaths, len(BACK_OFF_S)) - 1])
                if self._closed:
                    return
                process = self._start()
            assert process.stdout
            for line in process.stdout:
                self._report(json.loads(line))
            self._bury(process)

    def _watch(self) -> None:
        """Kill a child that is stuck, so that whoever waits is answered."""
        with self._changed:
            while not self._closed:
                self._changed.wait(self._spare_s())
                if self._process and self._spare_s() == 0.0:
                    self._process.kill()
                    self._alive_at = time.monotonic()

    def _spare_s(self) -> float | None:
        """Until the child must have said something; None when nothing is waited for."""
        if self._process is None or (self._loaded and self._listening is None):
            return None
        due = self._alive_at + (self._stall_s if self._loaded else START_S)
        if self._listening:
            due = min(due, self._listening.until) if self._loaded else due
        return max(0.0, due - time.monotonic())

    def _start(self) -> subprocess.Popen[str]:
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, encoding="utf-8", pass_fds=self._heard_fds,
        )  # fmt: skip
        self._loaded = False
        self._alive_at = time.monotonic()
        self._send({"slow": self._slow})
        self._send({"mute": self._muted})
        self._changed.notify_all()
        return self._process

    def _bury(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        process.stdout.close()
        process.wait()
        with self._lock:
            with contextlib.suppress(OSError):
                assert process.stdin
                process.stdin.close()
            self._process = None
            self._deaths += 1
            self._end(NotHeard(Deafness.NO_EAR))
            if not self._closed and self._deaths > 1:
                self._become(DeviceState.HARDWARE_ERROR, Fault.RECOGNISER_BROKEN)
        self._ready.set()

    def _send(self, command: Mapping[str, Any]) -> None:
        with self._lock:
            if self._process and self._process.stdin and not self._process.stdin.closed:
                # A dead child is noticed, and started again, by the thread that tends it.
                with contextlib.suppress(OSError):
                    self._process.stdin.write(json.dumps(command) + "\n")
                    self._process.stdin.flush()

    # --- reports ------------------------------------------------------------------------------------------------

    def _report(self, report: Mapping[str, Any]) -> None:
        with self._lock:
            self._alive_at = time.monotonic()
            match report:
                case {"ready": dict(facts)}:
                    self._loaded = True
                    self.facts = facts
                    self._changed.notify_all()
                case {"wake": True}:
                    if self._muted:
                        for callback in self._on_wake:
                            self._calls.put(callback)
                case {"lost": list(phrases)}:
                    self.lost |= frozenset(map(str, phrases))
                case {"state": str(state), "fault": fault}:
                    self._become(DeviceState(state), Fault(fault) if fault else None)
                    self._ready.set()
                case {"level": float(level), "listen": int(number)}:
                    self._pass(number, lambda now: now.on_level and now.on_level(level))
                case {"partial": str(text), "listen": int(number)}:
                    self._pass(number, lambda now: now.on_partial and now.on_partial(text))
                case {"heard": list(found), "whole": bool(whole), "clear": bool(clear), "listen": int(number)}:
                    self._deaths = 0
                    hypotheses = tuple(Hypothesis(str(text), float(confidence)) for text, confidence in found)
                    self._answer(number, Utterance(hypotheses, whole, clear, float(report["pace"])))
                case {"not_heard": str(why), "listen": int(number)}:
                    self._deaths = 0
                    self._answer(number, NotHeard(Deafness(why)))
                case _:
                    raise ValueError("unknown report")

    def _pass(self, number: int, tell: Callable[[_Listening], object]) -> None:
        def call() -> None:
            now = self._listening
            if now and now.number == number:
                tell(now)

        self._calls.put(call)

    def _answer(self, number: int, hearing: Hearing) -> None:
        if self._listening and self._listening.number == number:
            self._end(hearing)

    def _end(self, hearing: Hearing) -> None:
        listening, self._listening = self._listening, None
        if listening:
            self._calls.put(lambda: listening.on_heard(hearing))

    def _become(self, state: DeviceState, fault: Fault | None) -> None:
        if (state, fault) == (self.state, self.fault):
            return
        self.state, self.fault = state, fault
        for listener in self._listeners:
            self._calls.put(lambda listener=listener: listener(state, fault))  # type: ignore[misc]
