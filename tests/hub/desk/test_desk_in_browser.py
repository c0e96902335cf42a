"""The guide's desk in a real Chromium with a microphone and a camera, and a terminal that speaks by WebRTC."""

import asyncio
import base64
import hashlib
import io
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import requests
import soundfile
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamTrack
from av import AudioFrame, VideoFrame
from PIL import Image

from hub.accounts import Role
from kiosk.core import calls
from kiosk.core.screen import Action, AskChoice, AskDigits, Fact, Facts, Paragraph, Screen
from kiosk.core.screen import Role as Weight
from kiosk.core.terminal_auth import sign_request
from kiosk.core.words import Private, PrivateKind, words

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
AXE = Path(__file__).parent / "axe" / "axe.min.js"
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


def test_a_guide_takes_a_call_by_key_points_suggests_types_and_writes_up(lite_hall: Any, seat: Any) -> None:
    guide = seat()
    page = guide.page
    terminal, call = join(lite_hall, guide, "page", "filling", trouble="paper_out", devices={"打印机": "userError"})
    assert "要人动手" in page.locator("#facts-list").inner_text()
    terminal.say(calls.Mirror, call, screen=her_page("1380").masked())
    page.get_by_role("button", name="下一步").click()
    point = terminal.told(calls.Point)
    assert (point.screen, point.action) == ("question:01:phone", "next")
    terminal.say(calls.PointerShown, call, action="next", shown=True)
    guide.status("她看到了")
    page.fill("#suggest-value", "13800005678")
    page.keyboard.press("Enter")
    suggestion = terminal.told(calls.Suggest)
    assert (suggestion.field, suggestion.value) == ("phone", "13800005678")
    terminal.say(calls.Settled, call, number=suggestion.number, field="phone", outcome="accepted")
    page.get_by_text("她用了您的建议").wait_for()
    terminal.say(calls.Text, call, line=1, body="我看不清", live=True)
    page.locator("#lines .hers.live", has_text="我看不清").wait_for()
    page.locator("#say").press_sequentially("您别急")
    assert terminal.told(calls.Text, lambda text: text.live).name == "小王"
    page.keyboard.press("Enter")
    assert terminal.told(calls.Text, lambda text: not text.live).body == "您别急"
    guide.shot("desk_call")
    assert guide.faults() == []
    page.select_option("#outcome", "finished")
    page.fill("#case-number", "130302-20261124-K07-0001-5")
    page.locator("#wrap-send").focus()
    page.keyboard.press("Enter")
    assert terminal.told(calls.Left).why == "guide_done"
    page.locator("#idle").wait_for()
    assert page.locator("#lines").inner_text() == ""
    assert page.locator("#mirror").inner_html() == ""


def test_a_choice_is_suggested_as_it_reads_on_her_page(lite_hall: Any, seat: Any) -> None:
    guide = seat()
    terminal, call = join(lite_hall, guide, "page", "filling")
    choices = (
        Action("choice:social_card", "社保卡", "card", None, Weight.CHOICE),
        Action("choice:passbook", "存折", "book", None, Weight.CHOICE),
    )
    page = Screen(
        "question:01:pay_to", words("钱打到哪里？"), (), ask=AskChoice("pay_to", words("打到哪里")), actions=choices
    )
    terminal.say(calls.Mirror, call, screen=page.masked())
    guide.page.locator("#mirror [data-action='choice:passbook']").wait_for()
    offered = guide.page.locator("#suggest-choices option")
    assert [offered.nth(n).get_attribute("value") for n in range(offered.count())] == ["社保卡", "存折"]
    guide.page.fill("#suggest-value", "社保卡")
    guide.page.keyboard.press("Enter")
    assert terminal.told(calls.Suggest).value == "社保卡"


def test_no_byte_that_reaches_the_desk_holds_what_is_masked_until_she_allows_it(lite_hall: Any, seat: Any) -> None:
    guide = seat()
    terminal, call = join(lite_hall, guide, "page")
    terminal.say(calls.Mirror, call, screen=her_page(PHONE).masked())
    guide.page.get_by_role("heading", name="您的手机号码是多少？").wait_for()
    see = guide.page.locator("#see-value")
    assert see.is_disabled()
    everything = "\n".join(guide.bytes) + guide.page.content()
    assert "测***家" in everything
    assert not any(planted in everything for planted in (NAME, NUMBER, PHONE))
    terminal.say(calls.Consented, call, capability="private_values", granted=True)
    until(guide.page, "() => !document.getElementById('see-value').disabled")
    see.click()
    assert terminal.told(calls.RequestValue).field == "phone"
    terminal.say(calls.Value, call, field="phone", value=PHONE)
    guide.page.get_by_text(PHONE).wait_for()
    terminal.say(calls.Consented, call, capability="private_values", granted=False)
    guide.page.get_by_text(PHONE).wait_for(state="detached")
    terminal.say(calls.Consented, call, capability="page", granted=False)
    guide.page.get_by_text("她还没有同意让您看页面").wait_for()
    assert "下一步" not in guide.page.locator("#mirror").inner_text()


def test_picture_and_sound_go_both_ways_and_stop_when_she_takes_them_back(
    lite_hall: Any, seat: Any, peer: Peer
) -> None:
    guide = seat()
    page = guide.page
    terminal, call = join(lite_hall, guide, "voice", "camera")
    terminal.say(calls.Sdp, call, type="offer", sdp=peer.offer())
    peer.answered(terminal.told(calls.Sdp).sdp)
    assert peer.seen.wait(30)
    assert peer.heard.wait(30)
    above, below = (peer.picture[int(peer.picture.shape[0] * part)].mean(axis=0) for part in (0.2, 0.8))
    assert above[1] > above[0] + 60, f"green above: {above}"
    assert min(below[0], below[1]) > below[2] + 60, f"yellow below: {below}"
    assert abs(loudest_hz(np.concatenate(peer.sound[-25:])) - GUIDE_HZ) < 30
    until(page, "() => document.getElementById('hers').videoWidth > 0")
    seen = page.evaluate(
        """async () => { const v = document.getElementById('hers'), c = document.createElement('canvas');
           for (let n = 0; n < 100 && v.currentTime < 0.5; n++) await new Promise(r => setTimeout(r, 100));
           c.width = 100; c.height = 100; const g = c.getContext('2d'); g.drawImage(v, 0, 0, 100, 100);
           const at = (x) => [...g.getImageData(x, 50, 1, 1).data].slice(0, 3);
           return [...at(25), ...at(75)]; }"""
    )
    assert seen[0] > 150 > seen[2]
    assert seen[5] > 150 > seen[3]
    heard = page.evaluate(
        """async () => { const c = new AudioContext(); await c.resume(); const a = c.createAnalyser(); a.fftSize = 8192;
           c.createMediaStreamSource(document.getElementById('hers').srcObject).connect(a);
           const bins = new Float32Array(a.frequencyBinCount); let best = 0;
           for (let n = 0; n < 600; n++) { await new Promise(r => setTimeout(r, 100)); a.getFloatFrequencyData(bins);
             best = bins.indexOf(Math.max(...bins)) * c.sampleRate / a.fftSize; if (Math.abs(best - 440) < 20) break; }
           await c.close(); return best; }"""
    )
    assert abs(heard - HER_HZ) < 20
    page.locator("#speaking.on").wait_for()
    line = terminal.told(calls.LineState)
    assert line.rung in calls.RUNGS
    page.locator("#line[data-frames]").wait_for()
    guide.shot("desk_video")
    for capability in ("voice", "camera"):
        terminal.say(calls.Consented, call, capability=capability, granted=False)
    until(
        page, "document.getElementById('hers').srcObject === null && document.getElementById('mine').srcObject === null"
    )


def test_a_guide_whose_browser_dies_finds_everything_again(lite_hall: Any, seat: Any) -> None:
    guide = seat()
    terminal, call = join(lite_hall, guide, "page")
    terminal.say(calls.Mirror, call, screen=her_page().masked())
    guide.page.get_by_role("heading", name="您的手机号码是多少？").wait_for()
    terminal.say(calls.Text, call, line=1, body="还在吗", live=False)
    guide.page.get_by_text("还在吗").wait_for()
    guide.page.close()
    terminal.told(calls.GuideLost)
    guide.open()
    terminal.told(calls.GuideBack)
    guide.page.get_by_role("heading", name="您的手机号码是多少？").wait_for()
    guide.page.get_by_text("还在吗").wait_for()
    guide.page.get_by_role("button", name="下一步").click()
    assert terminal.told(calls.Point).action == "next"
    terminal.say(calls.HangUp, call)
    guide.page.get_by_text("她结束了帮办").first.wait_for()
    guide.shot("desk_wrap_up")
    assert guide.faults() == []


def test_what_was_typed_while_the_line_was_cut_arrives_once_when_it_is_back(lite_hall: Any, seat: Any) -> None:
    guide = seat()
    sockets: list[Any] = []
    guide.page.route_web_socket("**/desk/link", lambda one: sockets.append((one, one.connect_to_server())))
    guide.page.reload()
    terminal, call = join(lite_hall, guide, "page")
    for side in sockets[-1]:
        side.close(code=3001)
    terminal.told(calls.GuideLost)
    guide.page.fill("#say", "断了也要说到")
    guide.page.locator("#say").press("Enter")

    def told(ask: Any, *what: Any) -> Any:
        # The new link goes through this test too, which must not stand still while the terminal waits.
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(ask, *what)
            while not answer.done():
                guide.page.wait_for_timeout(50)
        return answer.result()

    told(terminal.told, calls.GuideBack)
    assert told(terminal.told, calls.Text, lambda text: not text.live).body == "断了也要说到"
    terminal.say(calls.Mirror, call, screen=her_page().masked())
    guide.page.get_by_role("button", name="下一步").click()
    assert told(terminal.not_told, calls.Text, calls.Point).action == "next"
    assert len(sockets) == 2


def test_a_guide_who_was_logged_out_elsewhere_is_led_to_the_log_in_page(lite_hall: Any, seat: Any) -> None:
    guide = seat()
    guide.status("连着中枢")
    lite_hall.place.hub.store.write(lambda tx: tx.run("delete from sessions"))
    lite_hall.pass_time(11)
    guide.page.wait_for_url(f"{lite_hall.url}/login")
    # The browser itself complains of each refused handshake.
    guide.complaints = [text for text in guide.complaints if "/desk/link" not in text]


def test_a_photo_is_shown_to_the_guide_who_asked_and_to_nobody_else(lite_hall: Any, seat: Any) -> None:
    guide = seat()
    terminal, call = join(lite_hall, guide)
    out = io.BytesIO()
    Image.fromarray(RED_BLUE).save(out, "JPEG")
    photo = "01a20f20-7bf1-72c7-87b4-b841e988fbea"
    path = f"/v1/calls/{call}/photos/{photo}"

    def upload(body: bytes) -> int:
        digest = hashlib.sha256(body)
        headers = {
            "Authorization": sign_request(
                terminal.kiosk.key, "K07", "PUT", path, digest.hexdigest(), lite_hall.place.clock.now()
            ),
            "Content-Digest": f"sha-256=:{base64.b64encode(digest.digest()).decode()}:",
            "Content-Type": "image/jpeg",
        }
        return requests.put(lite_hall.url + path, data=body, headers=headers, timeout=30).status_code

    assert upload(out.getvalue()) == 409
    guide.page.fill("#photo-what", "户口簿首页")
    guide.page.keyboard.press("Enter")
    assert terminal.told(calls.TakePhoto).what == "户口簿首页"
    assert upload(b"GIF89a not a photo") == 415
    assert upload(out.getvalue()) == 200
    terminal.say(calls.Photo, call, photo=photo, what="户口簿首页", outcome="sent")
    until(guide.page, "() => document.querySelector('#photos img')?.naturalWidth === 320")
    other = seat(number="0713", name="小李")
    assert other.page.request.get(f"{lite_hall.url}/desk/calls/{call}/photos/{photo}").status == 404
    terminal.say(calls.HangUp, call)
    guide.page.get_by_text("她结束了帮办").first.wait_for()
    assert guide.page.request.get(f"{lite_hall.url}/desk/calls/{call}/photos/{photo}").status == 404


def test_a_supervisor_listens_in_and_the_desk_looks_up_what_is_asked(lite_hall: Any, seat: Any) -> None:
    guide, boss = seat(), seat(number="0100", role=Role.SUPERVISOR, name="老赵")
    terminal, call = join(lite_hall, guide, "page")
    terminal.say(calls.Mirror, call, screen=her_page().masked())
    boss.page.get_by_role("button", name="旁听").click()
    assert terminal.told(calls.Listening).who.name == "老赵"
    guide.status("督导老赵在旁听")
    boss.page.get_by_role("heading", name="您的手机号码是多少？").wait_for()
    terminal.say(calls.Text, call, line=1, body="听得到", live=False)
    boss.page.get_by_text("听得到").wait_for()
    assert boss.page.locator("#consents-box").is_hidden()
    guide.page.fill("#ask", "高龄津贴")
    guide.page.locator("#answers summary", has_text="高龄津贴").first.wait_for()
    guide.page.locator("#phrases summary").click()
    guide.page.get_by_role("button", name="您好，我来帮您。").click()
    assert terminal.told(calls.Text).body == "您好，我来帮您。"
    assert boss.faults() == []


def test_the_other_pages_of_the_desk_are_sound(lite_hall: Any, seat: Any) -> None:
    guide = seat(number="0100", role=Role.SUPERVISOR, name="老赵")
    page = guide.page
    guide.shot("desk_idle")
    assert guide.faults() == []
    page.goto(f"{lite_hall.url}/desk/check")
    page.get_by_role("button", name="开始试").click()
    page.get_by_text("话筒可以用").wait_for()
    page.get_by_text("摄像头可以用：320×240").wait_for()
    guide.shot("desk_check")
    assert guide.faults() == []
    page.get_by_role("button", name="停", exact=True).click()
    for path in ("/desk/figures", "/desk/guides"):
        page.goto(lite_hall.url + path)
        guide.shot(f"desk_{path.rpartition('/')[2]}")
        assert guide.faults() == [], path
    for width in (480, 900):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{lite_hall.url}/desk")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_ladder_comes_down_quickly_and_climbs_slowly(seat: Any) -> None:
    rungs = seat().page.evaluate(
        """async () => { const { begin, step } = await import('/desk/static/ladder.js');
           let s = begin(); const seen = [];
           const go = (sample, times) => { for (let n = 0; n < times; n++) s = step(s, sample); seen.push(s.rung); };
           go({rtt: 50, loss: 0}, 9); go({rtt: 50, loss: 0.1}, 1); go({rtt: 50, loss: 0.1}, 1);
           go({rtt: 50, loss: 0.5}, 4);
           go({rtt: 50, loss: 0}, 4); go({rtt: 50, loss: 0}, 1); go({rtt: 50, loss: 0}, 10); return seen; }"""
    )
    assert rungs == [0, 0, 1, 3, 3, 2, 0]
