"""The child that hears, apart from the terminal so that neither can stall or take down the other.

Commands come as JSON lines on standard input, reports go out as JSON lines on standard output:

    in   {"listen": 7, "phrases": [...], "loops": [[...]], "lone": [...], "open": false, "pause_s": 2.0}
         {"stop": true}   {"mute": true}   {"slow": true}   {"forget": true}
    out  {"ready": {"model": ..., ...}}   {"state": "online", "fault": null}   {"lost": ["phrase", ...]}
         {"wake": true} when the wake word was said while muted
         {"level": 0.4, "listen": 7}   {"partial": "...", "listen": 7}
         {"heard": [["...", 0.9], ...], "whole": true, "clear": true, "pace": 3.1, "listen": 7}
         {"not_heard": "silence", "listen": 7}

While it listens it reports a level for every block of sound, which is also its sign of life. The end of standard input,
which comes even when the parent is killed, ends it. It writes no log; words go nowhere but to the parent.
"""

import argparse
import json
import os
import queue
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any, TextIO

from kiosk.core.faults import Fault
from kiosk.core.hearing import Deafness, Expect
from kiosk.core.outcomes import DeviceState
from voice.attention import Attention
from voice.barge_in import BargeIn
from voice.microphone import (
    BLOCK_BYTES,
    BLOCK_S,
    SAMPLE_RATE,
    Microphone,
    MicrophoneGone,
    SoundLost,
    open_microphone,
)
from voice.model import ModelMissing, find_model
from voice.recogniser import Recogniser
from voice.reference import Reference

TRY_AGAIN_S = 2.0
"""How often a missing microphone is looked for."""
DEAD_S = 10.0
"""Digital zeros for so long are a fault."""

Command = dict[str, Any]


class HearingProcess:
    """The loop: obey, read a block, hear it."""

    def __init__(
        self,
        microphone: Microphone,
        model: Path | None,
        patience_s: float,
        longest_s: float,
        wake: tuple[str, Reference] | None = None,
    ) -> None:
        self._wake = wake
        self._barge_in: BargeIn | None = None
        self._microphone = microphone
        self._model = model
        self._limits = (patience_s, longest_s)
        self._attention: Attention | None = None
        self._opened = False
        self._ended = False
        self._try_at = 0.0
        self._zeros_s = 0.0
        self._state: tuple[DeviceState, Fault | None] | None = None
        self._muted = False
        self._slow = False
        self.commands: queue.Queue[Command | None] = queue.Queue()
        self.out: TextIO = sys.stdout

    def run(self) -> None:
        """Until the commands end."""
        self._load()
        while True:
            self._keep_open()
            try:
                command = self.commands.get(timeout=self._idle_s())
            except queue.Empty:
                self._hear()
                continue
            if command is None:
                return
            self._obey(command)

    def _idle_s(self) -> float | None:
        """How long only commands matter; None for ever."""
        if self._attention is None or self._ended:
            return None
        if not self._opened:
            return max(0.0, self._try_at - time.monotonic())
        return 0.0001 if self._microphone.live or self._attention.listening else None

    def _report(self, report: dict[str, Any]) -> None:
        self.out.write(json.dumps(report) + "\n")
        self.out.flush()

    def _become(self, state: DeviceState, fault: Fault | None = None) -> None:
        if self._state != (state, fault):
            self._state = (state, fault)
            self._report({"state": state, "fault": fault})

    def _load(self) -> None:
        try:
            path = find_model(self._model)
        except ModelMissing as missing:
            self._report({"ready": {"model": None, "why": str(missing)}})
            self._become(DeviceState.NO_DEVICE, Fault.RECOGNISER_ABSENT)
            return
        recogniser = Recogniser(path)
        self._attention = Attention(recogniser, self._report, *self._limits)
        self._attention.mute(self._muted)
        self._attention.set_slow(self._slow)
        facts: dict[str, Any] = {"model": str(path), "unknown": recogniser.knows_unknown}
        if self._wake:
            self._barge_in = BargeIn(recogniser, *self._wake)
            facts["wake"] = self._barge_in.known
        self._report({"ready": facts})

    def _keep_open(self) -> None:
        if self._attention is None or self._opened or self._ended or time.monotonic() < self._try_at:
            return
        try:
            self._microphone.open()
        except MicrophoneGone:
            self._lose()
            return
        self._opened = True
        self._zeros_s = 0.0
        if not self._microphone.live:
            self._become(DeviceState.ONLINE)

    def _lose(self) -> None:
        self._microphone.close()
        self._opened = False
        self._try_at = time.monotonic() + TRY_AGAIN_S
        self._become(DeviceState.NO_DEVICE, Fault.MICROPHONE_ABSENT)
        if self._attention:
            self._attention.deafen(Deafness.NO_EAR)

    def _hear(self) -> None:
        if not self._opened or self._attention is None:
            return
        try:
            block = self._microphone.read()
        except MicrophoneGone:
            self._lose()
            return
        except SoundLost:
            self._attention.break_off()
            return
        if block is None:
            self._attention.hear(b"")
            return
        if not block:
            self._ended = True
            self._attention.end_of_sound()
            return
        if self._is_dead(block):
            self._become(DeviceState.HARDWARE_ERROR, Fault.MICROPHONE_SILENT)
            self._attention.deafen(Deafness.NO_EAR)
            return
        self._become(DeviceState.ONLINE)
        if self._barge_in and self._barge_in.hear(block, self._muted):
            self._report({"wake": True})
        self._attention.hear(block)

    def _is_dead(self, block: bytes) -> bool:
        if block.strip(b"\0") or not self._microphone.never_silent:
            self._zeros_s = 0.0
        else:
            self._zeros_s += BLOCK_S
        return self._zeros_s >= DEAD_S

    def _obey(self, command: Command) -> None:
        match command:
            case {"listen": int(number), "phrases": list(phrases), "loops": list(loops), "open": bool(open_)}:
                loops_ = tuple(tuple(loop) for loop in loops)
                lone = tuple(command["lone"])
                self._listen(number, Expect(tuple(phrases), loops_, lone, open_, float(command["pause_s"])))
            case {"stop": True}:
                if self._attention:
                    self._attention.stop()
            case {"mute": bool(muted)}:
                self._muted = muted
                if self._attention:
                    self._attention.mute(muted)
            case {"slow": bool(slow)}:
                self._slow = slow
                if self._attention:
                    self._attention.set_slow(slow)
            case {"forget": True}:
                if self._attention:
                    self._attention.forget()
            case _:
                raise ValueError("unknown command")

    def _listen(self, number: int, expect: Expect) -> None:
        if self._attention is None:  # a model may have been installed meanwhile
            self._load()
        self._keep_open()
        if self._attention and (self._opened or self._ended) and self._zeros_s < DEAD_S:
            self._attention.listen(number, expect)
            if self._ended:
                self._attention.end_of_sound()
        else:
            self._report({"not_heard": Deafness.NO_EAR, "listen": number})


def _read_commands(process: HearingProcess) -> None:
    for line in sys.stdin:
        process.commands.put(json.loads(line))
    process.commands.put(None)


def main() -> None:
    """Hear until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", default="auto")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--patience", type=float, required=True)
    parser.add_argument("--longest", type=float, required=True)
    parser.add_argument("--far", type=int, help="socket on which the speaker tells what it plays")
    parser.add_argument("--wake", default="", help="the word that is heard over the machine's own voice")
    said = parser.parse_args()
    wake = (said.wake, Reference(socket.socket(fileno=said.far), SAMPLE_RATE, BLOCK_BYTES // 2)) if said.wake else None
    process = HearingProcess(open_microphone(said.source), said.model, said.patience, said.longest, wake)
    process.out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Whatever a library prints must not look like a report.
    os.dup2(2, 1)
    threading.Thread(target=_read_commands, args=(process,), name="commands", daemon=True).start()
    process.run()


if __name__ == "__main__":
    main()
