"""A guide at her desk in a real Chromium with a microphone and a camera, and a terminal that speaks by WebRTC."""

import asyncio
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamTrack
from av import AudioFrame, VideoFrame

from hub.accounts import Role
from kiosk.core import calls
from kiosk.core.screen import Action, AskDigits, Fact, Facts, Paragraph, Screen
from kiosk.core.screen import Role as Weight
from kiosk.core.words import Private, PrivateKind, words

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
AXE = Path(__file__).parents[1] / "axe" / "axe.min.js"
SHOTS = os.environ.get("KIOSK_TEST_HUB_SHOTS", "")
"""A directory to keep pictures of the desk in, for a person to look at."""
NAME, NUMBER, PHONE = "测试老人家", "130300194101010017", "13800005678"
"""Planted in her page; must never reach the desk."""
HER_HZ, GUIDE_HZ = 440, 1000
SIZE = (320, 240)
RED_BLUE = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
RED_BLUE[:, : SIZE[0] // 2, 0] = 220
RED_BLUE[:, SIZE[0] // 2 :, 2] = 220


def her_page(draft: str = "") -> Screen:
    """A question in the middle of a matter, full of what is private."""
    return Screen(
        key="question:01:phone",
        title=words("您的手机号码是多少？"),
        say=(words("请按数字。", Private(NAME, PrivateKind.NAME), "您好。"),),
        blocks=(
            Paragraph(words("给", Private(NAME, PrivateKind.NAME), "办高龄津贴。")),
            Facts((Fact("身份证号", words(Private(NUMBER, PrivateKind.ID_NUMBER)), "身份证"),)),
        ),
        ask=AskDigits("phone", words("手机号码"), words(Private(draft, PrivateKind.PHONE)) if draft else words()),
        actions=(
            Action("next", "下一步", "next", None, Weight.PRIMARY),
            Action("agree", "同意", "yes", None, grave=True),
            Action("print", "打印", "print", None, enabled=False, why_not="打印机没纸"),
        ),
        always=(Action("help", "叫人帮忙", "help", None, Weight.ALWAYS),),
    )


# --- a terminal's media -----------------------------------------------------------------------------------------


class Tone(MediaStreamTrack):
    """A steady tone, 20 ms at a time."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._at, self._begun = 0, 0.0

    async def recv(self) -> AudioFrame:
        loop = asyncio.get_running_loop()
        self._begun = self._begun or loop.time()
        await asyncio.sleep(max(0.0, self._begun + self._at / 48000 - loop.time()))
        t = (np.arange(960) + self._at) / 48000
        frame = AudioFrame.from_ndarray((np.sin(2 * np.pi * HER_HZ * t) * 9000).astype(np.int16)[None], layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 48000, self._at, Fraction(1, 48000)
        self._at += 960
        return frame


class Picture(MediaStreamTrack):
    """Red on the left, blue on the right, twenty times a second."""

    kind = "video"

    def __init__(self) -> None:
        super().__init__()
        self._n, self._begun = 0, 0.0

    async def recv(self) -> VideoFrame:
        loop = asyncio.get_running_loop()
        self._begun = self._begun or loop.time()
        await asyncio.sleep(max(0.0, self._begun + self._n / 20 - loop.time()))
        frame = VideoFrame.from_ndarray(RED_BLUE, format="rgb24")
        frame.pts, frame.time_base = self._n * 4500, Fraction(1, 90000)
        self._n += 1
        return frame


class Peer:
    """A terminal's side of the media, on a loop of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.seen, self.heard = threading.Event(), threading.Event()
        self.picture: Any = None
        self.sound: list[Any] = []
        self._readers: list[asyncio.Task[None]] = []

    def run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def offer(self) -> str:
        async def make() -> str:
            self.pc = RTCPeerConnection()
            self.pc.on("track", lambda track: self._readers.append(self.loop.create_task(self._read(track))))
            self.pc.addTrack(Tone())
            self.pc.addTrack(Picture())
            await self.pc.setLocalDescription(await self.pc.createOffer())
            return str(self.pc.localDescription.sdp)

        text = self.run(make())
        assert isinstance(text, str)
        return text

    def answered(self, sdp: str) -> None:
        self.run(self.pc.setRemoteDescription(RTCSessionDescription(sdp, "answer")))

    async def _read(self, track: Any) -> None:
        n = 0
        while True:
            frame = await track.recv()
            n += 1
            if track.kind == "video" and n >= 10:
                self.picture = frame.to_ndarray(format="rgb24")
                self.seen.set()
            if track.kind == "audio" and n >= 60 and len(self.sound) < 50:
                self.sound.append(frame.to_ndarray().reshape(-1, 2)[:, 0].astype(float))
                if len(self.sound) == 50:
                    self.heard.set()

    def close(self) -> None:
        async def end() -> None:
            for reader in self._readers:
                reader.cancel()
            await asyncio.gather(*self._readers, return_exceptions=True)
            await self.pc.close()

        if hasattr(self, "pc"):
            self.run(end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()


def loudest_hz(samples: Any, rate: int = 48000) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.fft.rfftfreq(len(samples), 1 / rate)[int(spectrum.argmax())])


@pytest.fixture
def peer() -> Iterator[Peer]:
    made = Peer()
    yield made
    made.close()


# --- a guide's browser ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """With a microphone that hums and a camera that sees green above yellow."""
    if not Path(CHROMIUM).exists():
        pytest.skip("没有安装 Chromium，跳过。")
    from playwright.sync_api import sync_playwright

    folder = tmp_path_factory.mktemp("devices")
    tone = np.sin(2 * np.pi * GUIDE_HZ * np.arange(48000) / 48000) * 0.4
    soundfile.write(folder / "hum.wav", tone, 48000, subtype="PCM_16")
    y = np.vstack([np.full((120, 320), 150, np.uint8), np.full((120, 320), 210, np.uint8)])
    u = np.vstack([np.full((60, 160), 54, np.uint8), np.full((60, 160), 16, np.uint8)])
    v = np.vstack([np.full((60, 160), 34, np.uint8), np.full((60, 160), 146, np.uint8)])
    frame = b"FRAME\n" + y.tobytes() + u.tobytes() + v.tobytes()
    (folder / "see.y4m").write_bytes(b"YUV4MPEG2 W320 H240 F20:1 Ip A1:1 C420jpeg\n" + frame * 20)
    flags = [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-first-run", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={folder / 'hum.wav'}",
        f"--use-file-for-fake-video-capture={folder / 'see.y4m'}",
        "--autoplay-policy=no-user-gesture-required", "--disable-features=WebRtcHideLocalIpsWithMdns",
    ]  # fmt: skip
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=flags)
        yield started
        started.close()


class Guide:
    """A guide at her desk, seen from outside: what she presses, and every byte that reached her."""

    def __init__(
        self, hall: Any, chromium: Any, number: str = "0712", role: Role = Role.GUIDE, name: str = "小王"
    ) -> None:
        hall.guide(number, name, role).close()
        self.hall = hall
        self.context = chromium.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
        self.context.add_cookies([{"name": "hub_session", "value": f"cookie-{number}", "url": hall.url}])
        self.bytes: list[str] = []
        self.complaints: list[str] = []
        self.open()

    def open(self) -> None:
        self.page = self.context.new_page()
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("websocket", self._watch)
        self.page.goto(f"{self.hall.url}/desk")

    def _watch(self, socket: Any) -> None:
        socket.on("framereceived", lambda payload: self.bytes.append(str(payload)))

    def ready(self) -> None:
        self.page.get_by_role("button", name="等电话").click()
        self.page.locator("#presence [value=ready][aria-pressed=true]").wait_for()

    def status(self, words_: str) -> None:
        self.page.locator("#status", has_text=words_).wait_for()

    def shot(self, name: str) -> None:
        if SHOTS:
            self.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)

    def faults(self) -> list[str]:
        """What axe-core finds against WCAG 2.2 AA."""
        self.page.evaluate(AXE.read_text("utf-8"))
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        found = self.page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
        assert len(found["passes"]) > 10
        return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


@pytest.fixture
def seat(lite_hall: Any, chromium: Any) -> Iterator[Callable[..., Guide]]:
    """Makes guides with a desk open; none may have complained on the console."""
    made: list[Guide] = []

    def sit(**more: Any) -> Guide:
        made.append(Guide(lite_hall, chromium, **more))
        return made[-1]

    yield sit
    for guide in made:
        guide.context.close()
        assert guide.complaints == []


def until(page: Any, holds: str) -> None:
    """Wait for what the page's own rules keep Playwright from waiting for by itself."""
    for _ in range(400):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    raise AssertionError(holds)


def join(hall: Any, guide: Guide, *capabilities: str, **more: Any) -> tuple[Any, str]:
    """A terminal in a call with this guide, who took it with the keyboard."""
    terminal = hall.terminal()
    guide.ready()
    call = terminal.ask(**more)
    guide.page.locator("#take").wait_for()
    guide.shot("desk_offer")
    guide.page.keyboard.press("Enter")
    terminal.told(calls.Offered)
    terminal.say(calls.Accept, call)
    guide.page.locator("#talk").wait_for()
    for capability in capabilities:
        terminal.say(calls.Consented, call, capability=capability, granted=True)
    return terminal, call
