"""Voice and picture of a call with a real browser at the other end: set-up, glass to glass, skew, processor, memory.

Run: python -m benchmarks.bench_media. Both ends share this machine. Limits: 400 ms end to end and 100 ms between voice
and picture (EN 301 549, 6.5), one second from her yes to being heard, 50 ms from a message to its frame on the glass.
"""

import asyncio
import gc
import os
import shutil
import statistics
import sys
import threading
import time
from collections import deque
from queue import SimpleQueue
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import psutil
from aiortc.mediastreams import MediaStreamTrack
from av import VideoFrame

from benchmarks.guide_peer import GuidePeer
from benchmarks.timecode import PAGE, Coded, age_ms
from kiosk.assist import Measured, MediaSaid, Tracks
from kiosk.core import calls
from kiosk.media.peer import PeerMedia
from kiosk.media.sources import BLOCK, FRAMES_S, RATE, SIZE, Tone, paced, sound

CALL = "01900000-0000-7000-8000-000000000001"
END_TO_END_MS, SKEW_MS, SET_UP_MS, GLASS_MS = 400.0, 100.0, 1000.0, 50.0
LOOK_S, SET_UPS, CALLS = 12, 5, 20
EVERYTHING = Tracks(live=True, voice=True, camera=True)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
]  # fmt: skip


def share(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


class Call:
    """The terminal's media, and what came of it. Offers wait in `offers`; whoever plays the guide answers."""

    def __init__(self, camera: Any = Coded, microphone: Any = Tone) -> None:
        self.offers: SimpleQueue[str] = SimpleQueue()
        self.heard_at = 0.0
        self.seen = threading.Event()
        self.ages: deque[int] = deque(maxlen=2000)
        self.rtts: list[float] = []
        self.media = PeerMedia(microphone, camera, self._sound, self._picture)
        self.media.on_event = self._event

    def _event(self, event: Any) -> None:
        if isinstance(event, MediaSaid) and event.offer:
            self.offers.put(event.offer)
        if isinstance(event, Measured):
            self.rtts.append(event.sample.rtt_ms)

    def _sound(self, samples: Any) -> None:
        if samples is not None and not self.heard_at and np.abs(samples).max() > 300:
            self.heard_at = time.time()

    def _picture(self, picture: Any) -> None:
        if picture is not None:
            self.ages.append(age_ms(picture))
            self.seen.set()

    def answered(self, sdp: str) -> None:
        self.media.heard(calls.Sdp(call=CALL, seq=1, type="answer", sdp=sdp))


def with_chromium() -> None:
    program = shutil.which("chromium")
    if program is None:
        print("no Chromium here: set-up, glass to glass and processor skipped")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        set_up: list[float] = []
        for number in range(SET_UPS):
            page = browser.new_page()
            page.route("http://bench/", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
            page.goto("http://bench/")
            call = Call()
            begun = time.time()
            call.media.open(EVERYTHING)
            call.answered(page.evaluate("sdp => window.answer(sdp)", call.offers.get(timeout=30)))
            page.wait_for_function("window.heardAt > 0", timeout=30_000)
            while not call.heard_at:
                page.wait_for_timeout(5)
            set_up.append((max(call.heard_at, page.evaluate("window.heardAt") / 1000) - begun) * 1000)
            if number == SET_UPS - 1:
                steady(call, page)
            call.media.close()
            page.close()
        browser.close()
    print(
        f"her yes to both hearing each other, Chromium, {SET_UPS} times: median {statistics.median(set_up):.0f} ms ="
        f" {statistics.median(set_up) / SET_UP_MS:.2f} of a second, worst {max(set_up):.0f} ms"
    )


def steady(call: Call, page: Any) -> None:
    """A call that has been going for a while."""
    page.wait_for_timeout(2000)
    call.ages.clear()
    call.rtts.clear()
    page.evaluate("window.ages()")
    process = psutil.Process()
    before, begun = process.cpu_times(), time.perf_counter()
    page.wait_for_timeout(LOOK_S * 1000)
    after, took = process.cpu_times(), time.perf_counter() - begun
    for name, ages in (
        ("terminal to guide", [float(ms) for ms in page.evaluate("window.ages()")]),
        ("guide to terminal", [float(ms) for ms in call.ages]),
    ):
        middle = statistics.median(ages)
        print(
            f"glass to glass, {name}: median {middle:.0f} ms, p95 {share(ages, 0.95):.0f} ms ="
            f" {middle / END_TO_END_MS:.2f} of the {END_TO_END_MS:.0f} ms; {len(ages) / took:.1f} pictures a second"
        )
    cpu = (after.user + after.system - before.user - before.system) / took
    print(f"  terminal's media, {SIZE[0]}x{SIZE[1]}x{FRAMES_S} both ways: {cpu:.0%} of one core of {os.cpu_count()}")
    steps = [1, 2, 5, 10, 20, 50, 100, 1e9]
    counts = [sum(low <= ms < high for ms in call.rtts) for low, high in zip([0, *steps], steps, strict=False)]
    told = "  ".join(f"<{high:g}: {n}" for high, n in zip(steps, counts, strict=True) if n)
    print(f"  round trips (ms), {len(call.rtts)} reports: {told}")


# --- skew --------------------------------------------------------------------------------------------------------


class Beep(Tone):
    """A tenth of a second of tone at each full second of the loop's time, else silence."""

    async def recv(self) -> Any:
        self._begun = await paced(self, self._begun, self._at / RATE)
        self._at += BLOCK
        on = asyncio.get_running_loop().time() % 1 < 0.1
        wave = np.resize([9000, 9000, 9000, -9000, -9000, -9000], BLOCK).astype(np.int16)
        return sound(wave if on else np.zeros_like(wave))


class Flash(MediaStreamTrack):
    """White for as long, else black."""

    kind = "video"

    def __init__(self) -> None:
        super().__init__()
        self._n, self._begun = 0, 0.0

    async def recv(self) -> VideoFrame:
        self._begun = await paced(self, self._begun, self._n / FRAMES_S)
        self._n += 1
        on = asyncio.get_running_loop().time() % 1 < 0.1
        return VideoFrame.from_ndarray(np.full((SIZE[1], SIZE[0], 3), 235 if on else 20, np.uint8), format="rgb24")


def skew() -> None:
    """When a flash and the beep of the same moment come out of the terminal's media."""
    beeps: list[float] = []
    flashes: list[float] = []
    lit, loud = [False], [False]

    def hear(samples: Any) -> None:
        now, is_loud = time.monotonic(), samples is not None and int(np.abs(samples).max()) > 3000
        if is_loud and not loud[0]:
            beeps.append(now)
        loud[0] = is_loud

    def see(picture: Any) -> None:
        now, is_lit = time.monotonic(), picture is not None and picture.mean() > 128
        if is_lit and not lit[0]:
            flashes.append(now)
        lit[0] = is_lit

    guide = GuidePeer(lambda: (Beep(), Flash()))
    call = Call()
    call.media.on_sound, call.media.on_picture = hear, see
    call.media.open(EVERYTHING)
    call.answered(guide.answer(call.offers.get(timeout=30)))
    time.sleep(LOOK_S)
    call.media.close()
    guide.close()
    apart = [(flash - min(beeps, key=lambda beep: abs(beep - flash))) * 1000 for flash in flashes[2:]]
    middle = statistics.median(apart)
    print(
        f"picture after voice, {len(apart)} flashes with a beep: median {middle:.0f} ms ="
        f" {abs(middle) / SKEW_MS:.2f} of the {SKEW_MS:.0f} ms, worst {max(apart, key=abs):.0f} ms"
    )


# --- memory --------------------------------------------------------------------------------------------------------


def memory() -> None:
    """Twenty calls one after another, voice and picture both ways; both peers are in this process."""
    guide = GuidePeer()
    call = Call()
    process, seen = psutil.Process(), []
    before = process.memory_info().rss / 2**20
    for _ in range(CALLS):
        call.seen.clear()
        call.media.open(EVERYTHING)
        call.answered(guide.answer(call.offers.get(timeout=30)))
        guide.wait(lambda: len(guide.pictures) > 20, "pictures")
        call.seen.wait(30)
        call.media.open(Tracks(live=False))
        guide.sound.clear()
        guide.pictures.clear()
        time.sleep(0.5)
        gc.collect()
        seen.append((process.memory_info().rss / 2**20, process.num_threads(), process.num_fds()))
    call.media.close()
    guide.close()
    (first, _, _), (third, threads, files), (last, threads_after, files_after) = seen[0], seen[4], seen[-1]
    print(
        f"{CALLS} calls: {before:.0f} MB before, {first:.0f} after the first, {third:.0f} after the fifth,"
        f" {last:.0f} after the last; threads {threads} then {threads_after}, open files {files} then {files_after}"
    )


# --- pointer -------------------------------------------------------------------------------------------------------


def pointer() -> None:
    """From the guide's Point reaching the session to the frame on which the button is ringed."""
    from PySide6.QtCore import QEventLoop, QTimer

    from benchmarks.bench_press import Session
    from kiosk import assist
    from kiosk.core.calls import Guide
    from kiosk.session import events as ev
    from ui.window import application, open_window

    application()
    session = Session()
    window = open_window(session, seconds=iter(range(1_000_000)).__next__)
    loop = QEventLoop()

    def rest(ms: int) -> None:
        QTimer.singleShot(ms, loop.quit)
        loop.exec()

    def hub(kind: Any, **parts: object) -> None:
        call = session._state.visit.call
        assert call is not None
        session.post(ev.HubSaid(kind(call=call.id, seq=1, **parts)))

    session.post(ev.LinkChanged(calls.Welcome()))
    session.press("start")
    session.press("help")
    guide = Guide(id="wang", name="王师傅", number="007")
    hub(calls.Offered, guide=guide)
    session.post(ev.InCall(assist.Join(True)))
    hub(calls.Joined, guide=guide)
    session.post(ev.InCall(assist.Agreed("page", True)))
    session.post(ev.InCall(assist.Agreed("filling", False)))
    rest(300)
    frames: list[float] = []
    window.window.frameSwapped.connect(lambda: frames.append(time.perf_counter()))
    ids = [action.id for action in session.screen.actions if action.enabled][:4]
    took = []
    for number in range(60):
        rest(30)
        frames.clear()
        asked = time.perf_counter()
        hub(calls.Point, screen=session.screen.key, action=ids[number % len(ids)])
        while not frames:
            rest(1)
        took.append((frames[0] - asked) * 1000)
    window.close()
    late = share(took, 0.95)
    print(
        f"pointer at the terminal to its ring on the glass: median {statistics.median(took):.1f} ms, p95"
        f" {late:.1f} ms = {late / GLASS_MS:.2f} of {GLASS_MS:.0f} ms (through the hub: as a typed line, bench_calls)"
    )


def main() -> int:
    with_chromium()
    skew()
    memory()
    pointer()
    return 0


if __name__ == "__main__":
    sys.exit(main())
