"""A terminal's call and media as they run together, and a guide's peer at the far end of a line."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from benchmarks.busy import Busy
from benchmarks.line import Line
from kiosk import assist
from kiosk.assist import Agreed, Join, Measured, MediaSaid, Passed, Tracks
from kiosk.core import calls
from kiosk.core.calls import Guide, Rung
from kiosk.media import peer
from kiosk.media.peer import PeerMedia
from kiosk.media.sources import Tone

CALL = "01900000-0000-7000-8000-000000000001"
PATIENCE_S = 60.0


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
    """One call over one line. What the ladder does to the media is done; its clock may run faster than the wall's."""

    def __init__(self, line: Line, faster: float = 1.0, stock: bool = False) -> None:
        """stock: as aiortc comes, and nobody lowers anything: for comparison, in a process of its own."""
        self._stock = stock
        self.faster = faster
        """How much faster than the wall's the ladder's clock runs from here on."""
        self._begun = self._last = time.monotonic()
        self._ladders = 0.0
        self._tellers: list[threading.Thread] = []
        self._answered = threading.Event()
        self._asking = threading.Lock()
        self._to_guide: SimpleQueue[str] = SimpleQueue()
        self.news = threading.Condition()
        self.call = joined()
        self.measured: list[assist.Sample] = []
        self.rungs: list[tuple[float, Rung]] = []
        """When, in seconds since the beginning, and what the call came to."""
        self._guide = subprocess.Popen(
            line.inside(sys.executable, "-m", "benchmarks.guide_child", *(["stock"] if stock else [])),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        if stock:
            peer.tune = lambda: None  # type: ignore[attr-defined]
        self.media = PeerMedia(Tone, Busy)
        self.media.on_event = self._happen
        self.media.open(Tracks(live=True, voice=True, camera=True))
        self.wait(lambda: self.connected, "a connection")

    def anew(self) -> None:
        """The same connection, and a call that knows of no trouble."""
        with self.news:
            self.faster = 1.0
            call, _ = assist.step(joined(), Passed(self._ladders))
            self.call, _ = assist.step(call, MediaSaid(connected=True))
            self.measured.clear()
            self.rungs.clear()
        self.media.open(Tracks(live=True, voice=True, camera=True))

    def _happen(self, event: Any) -> None:
        if isinstance(event, MediaSaid) and event.offer:
            self._tellers.append(threading.Thread(target=self._ask, args=(event.offer,)))
            self._tellers[-1].start()
        with self.news:
            before, self._last = self._last, time.monotonic()
            now = self._last - self._begun
            self._ladders += (self._last - before) * self.faster
            self.call, _ = assist.step(self.call, Passed(self._ladders))
            self.call, effects = assist.step(self.call, event)
            if isinstance(event, Measured):
                self.measured.append(event.sample)
            if not self.rungs or self.rungs[-1][1] != self.rung:
                self.rungs.append((now, self.rung))
                if not self._stock:
                    self._to_guide.put(self.rung)
            for effect in effects:
                if isinstance(effect, Tracks) and not self._stock:
                    self.media.open(effect)
            self.news.notify_all()

    def _ask(self, offer: str) -> None:
        answer = json.loads(self._say(json.dumps(offer)))
        self.media.heard(calls.Sdp(call=CALL, seq=1, type="answer", sdp=answer))
        self._answered.set()
        # From now on the guide hears of each rung, as by LineState.
        while rung := self._to_guide.get():
            self._say(rung)

    def _say(self, text: str) -> str:
        assert self._guide.stdin is not None
        assert self._guide.stdout is not None
        with self._asking:
            self._guide.stdin.write(text + "\n")
            self._guide.stdin.flush()
            return self._guide.stdout.readline()

    @property
    def connected(self) -> bool:
        return self.call.there is not None and self.call.there.connected

    @property
    def rung(self) -> Rung:
        assert self.call.there is not None
        return self.call.there.ladder.rung

    @property
    def offers(self) -> int:
        """How often the media had to be set up."""
        return len(self._tellers)

    def counts(self) -> dict[str, Any]:
        """Frames that have come to the guide: audio, video; and the guide's state of the connection."""
        self._answered.wait(PATIENCE_S)
        found: dict[str, Any] = json.loads(self._say("?"))
        return found

    def wait(self, such: Callable[[], object], what: str) -> None:
        """Raises AssertionError, with the last measurements, when it never comes to be so."""
        with self.news:
            assert self.news.wait_for(such, PATIENCE_S), f"{what}: {self.rungs} {self.measured[-8:]}"

    def hears(self, blocks: int) -> None:
        """So many blocks more of her voice reach the guide; raises AssertionError when they do not."""
        self._gets("audio", blocks)

    def sees(self, pictures: int) -> None:
        """Likewise of her picture."""
        self._gets("video", pictures)

    def _gets(self, kind: str, more: int) -> None:
        begun, until = self.counts()[kind], time.monotonic() + PATIENCE_S
        while self.counts()[kind] < begun + more:
            assert time.monotonic() < until, f"{kind} does not come: {self.rungs} {self.measured[-8:]}"
            with self.news:
                self.news.wait(0.2)

    def goes_on(self, seconds: int) -> None:
        """So many measurements go by, one a second."""
        seen = len(self.measured)
        self.wait(lambda: len(self.measured) >= seen + seconds, "time going on")

    def close(self) -> None:
        self.media.close()
        self._to_guide.put("")
        for teller in self._tellers:
            teller.join()
        assert self._guide.stdin is not None
        assert self._guide.stdout is not None
        self._guide.stdin.close()
        self._guide.wait(20)
        self._guide.stdout.close()
