"""The ladder over a line that really is too narrow: two network namespaces, a token bucket between the two peers."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk import assist
from kiosk.assist import Agreed, Join, Measured, MediaSaid, Passed, Tracks
from kiosk.core import calls
from kiosk.core.calls import RUNGS, Guide

pytest.importorskip("aiortc", reason="没有装 aiortc（可选的 call 部分），跳过。")

from kiosk.media.peer import PeerMedia
from kiosk.media.sources import Pattern, Tone

CALL = "01900000-0000-7000-8000-000000000001"
SPACE, HERE, THERE = f"kiosk-call-{os.getpid()}", f"kc{os.getpid() % 10_000}a", f"kc{os.getpid() % 10_000}b"
PATIENCE_S = 40.0


def run(*words: str) -> bool:
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def inside(*words: str) -> tuple[str, ...]:
    return ("ip", "netns", "exec", SPACE, *words)


def wide(rate: str) -> bool:
    """How much gets through from here on."""
    bucket = ("root", "tbf", "rate", rate, "burst", "8kb", "latency", "300ms")
    return run("tc", "qdisc", "replace", "dev", HERE, *bucket)


@pytest.fixture
def line() -> Iterator[None]:
    """A pair of cables' ends, one here, one in a network namespace of its own; the test may make it worse."""
    if not (shutil.which("tc") and shutil.which("ip") and os.geteuid() == 0 and run("ip", "netns", "add", SPACE)):
        pytest.skip("没有 root、ip netns 或 tc，弱网跳过。")
    try:
        made = (
            run("ip", "link", "add", HERE, "type", "veth", "peer", "name", THERE, "netns", SPACE)
            and run("ip", "addr", "add", "10.213.77.1/30", "dev", HERE)
            and run("ip", "link", "set", HERE, "up")
            and run(*inside("ip", "addr", "add", "10.213.77.2/30", "dev", THERE))
            and run(*inside("ip", "link", "set", THERE, "up"))
            and wide("20mbit")
        )
        if not made:
            pytest.skip("这里不能建虚拟网线或限速，弱网跳过。")
        yield
    finally:
        run("ip", "link", "del", HERE)
        run("ip", "netns", "del", SPACE)


def joined() -> assist.Call:
    """王师傅 is there and may hear and see her."""
    guide = Guide(id="wang", name="王师傅", number="007")
    call, _ = assist.begin(calls.AskHuman(call=CALL, seq=1, reason="asked"))
    events: list[Any] = [
        calls.Offered(call=CALL, seq=1, guide=guide), Join(True), calls.Joined(call=CALL, seq=2, guide=guide),
        Agreed("voice", True), Agreed("camera", True),
    ]  # fmt: skip
    for event in events:
        call, _ = assist.step(call, event)
    return call


class Talk:
    """The terminal's call and media as they run together, and the desk in its namespace."""

    def __init__(self) -> None:
        self.news = threading.Condition()
        self.call = joined()
        self.desk = subprocess.Popen(
            inside(sys.executable, str(Path(__file__).with_name("desk_child.py"))),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.media = PeerMedia(Tone, Pattern)
        self.media.on_event = self.happen
        self.media.open(Tracks(live=True, voice=True, camera=True))

    def happen(self, event: Any) -> None:
        if isinstance(event, MediaSaid) and event.offer:
            threading.Thread(target=self._ask, args=(event.offer,)).start()
        with self.news:
            self.call, _ = assist.step(self.call, Passed(time.monotonic()))
            self.call, effects = assist.step(self.call, event)
            for effect in effects:
                if isinstance(effect, Tracks):
                    self.media.open(effect)
            self.news.notify_all()

    def _ask(self, offer: str) -> None:
        answer = json.loads(self._say(json.dumps(offer)))
        self.media.heard(calls.Sdp(call=CALL, seq=1, type="answer", sdp=answer))

    def _say(self, text: str) -> str:
        assert self.desk.stdin is not None
        assert self.desk.stdout is not None
        self.desk.stdin.write(text + "\n")
        self.desk.stdin.flush()
        return self.desk.stdout.readline()

    @property
    def rung(self) -> int:
        assert self.call.there is not None
        return RUNGS.index(self.call.there.ladder.rung)

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = json.loads(self._say("?"))
        return found

    def wait(self, such: Any, what: str) -> None:
        with self.news:
            assert self.news.wait_for(such, PATIENCE_S), what

    def close(self) -> None:
        self.media.close()
        assert self.desk.stdin is not None
        self.desk.stdin.close()
        self.desk.wait(20)
        assert self.desk.stdout is not None
        self.desk.stdout.close()


@pytest.fixture
def talk(line: None) -> Iterator[Talk]:
    made = Talk()
    yield made
    made.close()


def test_a_line_that_grows_narrow_gives_up_the_picture_and_keeps_the_voice(talk: Talk) -> None:
    measured: list[Any] = []
    before = talk.media.on_event
    talk.media.on_event = lambda event: (measured.append(event) if isinstance(event, Measured) else None, before(event))
    talk.wait(lambda: len(measured) >= 2, "a measured line")
    assert talk.rung == RUNGS.index("video"), measured
    assert talk.counts()["video"] > 0
    assert wide("150kbit")
    talk.wait(lambda: talk.rung >= RUNGS.index("voice_stills"), f"the picture given up: {measured[-8:]}")
    talk.wait(lambda: talk.media.devices <= {"audio"}, "a closed camera")
    assert talk.call.may("camera"), "it is the line that took it away, not she"
    heard = talk.counts()["audio"]
    seen = len(measured)
    talk.wait(lambda: len(measured) > seen + 1, "time going on")
    assert talk.rung == RUNGS.index("voice_stills"), measured[-8:]
    assert talk.counts()["audio"] > heard
