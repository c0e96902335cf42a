"""The terminal's own link and visit against the real hub, with a guide's socket at the other end."""

import io
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from hub.terminals import new_code
from kiosk.app.simulators import start_simulators
from kiosk.app.terminal import Terminal, build_terminal
from kiosk.core import calls
from kiosk.core.clock import SystemClock
from kiosk.core.journal import Journal
from kiosk.core.person import CardType, IdCard
from kiosk.core.settings import Call, Queue, Settings, Voice
from kiosk.session import events as ev
from offline_cache import Link, Ok, enrol, link_of
from voice.scripted import ScriptedSpeaker

PATIENCE_S = 20.0


class Watched:
    """What a link tells, and waiting for it."""

    def __init__(self, link: Link) -> None:
        self.said: list[Any] = []
        self._news = threading.Condition()
        link.on_message = self._came
        link.on_change = self._came

    def _came(self, message: Any) -> None:
        with self._news:
            self.said.append(message)
            self._news.notify_all()

    def wait(self, such: Callable[[Any], bool]) -> Any:
        with self._news:
            assert self._news.wait_for(lambda: any(map(such, self.said)), PATIENCE_S), self.said
            found = next(said for said in self.said if such(said))
            self.said.clear()
            return found


@pytest.fixture
def identity(lite_hall: Any) -> Any:
    code = new_code(lite_hall.place.hub, "K07", "130302", "测试大厅", "cli", "")
    found = enrol(lite_hall.url, code, lite_hall.place.clock)
    assert isinstance(found, Ok), found
    return found.value


@pytest.fixture
def linked(lite_hall: Any, identity: Any) -> Iterator[tuple[Link, Watched]]:
    link = link_of(identity, lite_hall.url, lite_hall.place.clock, Random(1))
    watched = Watched(link)
    link.start()
    assert watched.wait(lambda said: isinstance(said, calls.Welcome)).standing == "none"
    yield link, watched
    link.close()


def asked(number: int = 1) -> calls.AskHuman:
    return calls.AskHuman(call=f"01900000-0000-7000-8000-00000000000{number}", seq=1, reason="asked", matter="01")


def test_a_link_that_is_cut_in_a_call_comes_back_and_says_what_was_lost(lite_hall: Any, linked: Any) -> None:
    link, watched = linked
    guide = lite_hall.guide()
    guide.ready()
    ask = asked()
    link.send(ask)
    guide.told(calls.Offer)
    guide.say(calls.Take, ask.call)
    watched.wait(lambda said: isinstance(said, calls.Offered))
    link.send(calls.Accept(call=ask.call, seq=1))
    watched.wait(lambda said: isinstance(said, calls.Joined))
    link.send(calls.Consented(call=ask.call, seq=1, capability="page", granted=True))
    guide.told(calls.Consented)
    assert link.cut()
    for key in ("a", "b"):
        link.send(calls.Mirror(call=ask.call, seq=1, screen={"key": key}))
    welcome = watched.wait(lambda said: isinstance(said, calls.Welcome))
    assert (welcome.call, welcome.standing) == (ask.call, "joined")
    guide.told(calls.Mirror, lambda mirror: mirror.screen == {"key": "b"})


def test_a_restarted_terminal_has_ended_its_call_and_the_guide_is_told(
    lite_hall: Any, linked: Any, identity: Any
) -> None:
    link, watched = linked
    guide = lite_hall.guide()
    guide.ready()
    ask = asked()
    link.send(ask)
    guide.told(calls.Offer)
    guide.say(calls.Take, ask.call)
    watched.wait(lambda said: isinstance(said, calls.Offered))
    link.send(calls.Accept(call=ask.call, seq=1))
    guide.told(calls.Joined)
    link.close()
    again = link_of(identity, lite_hall.url, lite_hall.place.clock, Random(2))
    Watched(again)
    again.start()
    try:
        assert guide.told(calls.Left).why == "terminal_lost"
    finally:
        again.close()


def test_nobody_on_duty_is_said_with_a_number(lite_hall: Any, linked: Any) -> None:
    link, watched = linked
    link.send(asked())
    nobody = watched.wait(lambda said: isinstance(said, calls.Nobody))
    assert nobody.ticket.startswith("帮-")


# --- the whole visit ------------------------------------------------------------------------------------------


class Visit:
    """One resident at a whole terminal without a window, and a guide at her socket."""

    def __init__(self, terminal: Terminal, guide: Any, lay: Callable[[IdCard], None]) -> None:
        self.guide, self.lay, self.terminal = guide, lay, terminal
        self.runner = terminal.runner
        self._news = threading.Condition()
        self.runner.on_screen(self._shown)

    def _shown(self, _: Any) -> None:
        with self._news:
            self._news.notify_all()

    def comes(self, such: Callable[[Any], bool], what: str) -> Any:
        with self._news:
            assert self._news.wait_for(lambda: such(self.runner.screen), PATIENCE_S), (
                f"{what}: {self.runner.screen.key}"
            )
        return self.runner.screen

    def press(self, *action_ids: str) -> None:
        for action_id in action_ids:
            self.comes(lambda screen, wanted=action_id: screen.action(wanted) is not None, action_id)
            assert self.runner.press(action_id)


@pytest.fixture
def visit(request: pytest.FixtureRequest, lite_hall: Any, identity: Any, tmp_path: Path) -> Iterator[Visit]:
    """A test that asks for `chromium` has a guide at a real desk, and a terminal with test devices."""
    seen = "chromium" in request.fixturenames
    devices = Call(microphone="test", camera="test") if seen else Call()
    settings = Settings(
        terminal="K07", queue=Queue(directory=tmp_path / "queue"), voice=Voice(microphone="none"), call=devices
    )
    (tmp_path / "queue").mkdir()
    simulators = start_simulators(reader=True, printer=True, hub_port=None, directory=tmp_path, jack=False)
    journal = Journal(SystemClock(), io.StringIO())
    terminal = build_terminal(
        settings, lite_hall.place.clock, journal, identity, lite_hall.url, simulators,
        speaker=ScriptedSpeaker(at_once=True),
    )  # fmt: skip
    terminal.start()
    guide = lite_hall.guide()
    if seen:
        guide.close()
    else:
        guide.ready()
    assert simulators.reader is not None
    yield Visit(terminal, guide, simulators.reader.lay)
    terminal.close()
    simulators.close()


MOTHER = IdCard(
    CardType.RESIDENT, "测试桂兰", "女", "汉", date(1944, 3, 7), "秦皇岛市海港区虚构路1号", "130300194403070040",
    "虚构公安局", date(2010, 1, 1), "长期",
)  # fmt: skip
PHONE = "13900009876"


def test_a_guide_helps_inside_the_same_matter_and_sees_no_private_value(visit: Visit) -> None:
    """From the press for help to the number filled in: what reached the desk holds nothing that is hers alone."""
    guide = visit.guide
    visit.comes(lambda screen: visit.runner.state.terminal.linked, "the link")
    visit.press("start")
    visit.runner.post(ev.ChooseService("01"))
    visit.press("next", "choice:yes", "choice:self")
    visit.lay(MOTHER)
    visit.comes(lambda screen: screen.key.startswith("question:01"), "the first question")
    visit.press("help")
    offer = guide.told(calls.Offer)
    call = offer.call
    assert (offer.waiting.matter, offer.waiting.by.age80) == ("01", True)
    guide.say(calls.Take, call)
    visit.press("choice:join", "choice:agree", "choice:agree")
    mirror = guide.told(calls.Mirror, lambda said: said.screen["key"].startswith("question:01"))
    guide.say(calls.Point, call, screen=mirror.screen["key"], action="settings")
    assert guide.told(calls.PointerShown).shown
    visit.comes(lambda screen: any(a.pointed for a in screen.always), "the pointer")
    guide.say(calls.Text, call, line=1, body="您先按", live=False)
    visit.comes(lambda screen: "说：您先按" in str(screen.notices), "the guide's words")
    guide.say(calls.Suggest, call, number=1, field="phone", value=PHONE)
    visit.press("choice:take")
    assert guide.told(calls.Settled).outcome == "accepted"
    (value,) = visit.runner.state.visit.form.values_of("phone")
    assert (value.source, value.by) == ("guide", guide.user)
    visit.press("help", "talk")
    visit.runner.post(ev.TextTyped("好"))
    assert guide.told(calls.Text).body == "好"
    reached = "".join(guide.frames)
    for hers in (MOTHER.name, MOTHER.id_number, MOTHER.address):
        assert hers not in reached
    guide.say(calls.AskConsent, call, capability="private_values")
    visit.press("back", "choice:agree")
    guide.told(calls.Consented, lambda said: said.capability == "private_values")
    guide.say(calls.RequestValue, call, field="holder_id_number")
    assert guide.told(calls.Value).value == MOTHER.id_number
    visit.press("stop_call")
    assert guide.told(calls.Left).why == "resident_done"
    visit.comes(lambda screen: screen.key == "over:call:ended", "the end")
    assert visit.runner.state.visit.form.chosen("phone") == PHONE


# --- with a guide at a real desk ------------------------------------------------------------------------------

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
SHOTS = os.environ.get("KIOSK_TEST_CALL_SHOTS", "")
"""A directory to keep pictures of the desk in, for a person to look at."""


@pytest.fixture
def chromium() -> Iterator[Any]:
    """A browser whose camera and microphone are Chromium's own test picture and beep."""
    if not Path(CHROMIUM).exists():
        pytest.skip("没有安装 Chromium，跳过。")
    from playwright.sync_api import sync_playwright

    flags = [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--no-first-run", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        "--autoplay-policy=no-user-gesture-required", "--disable-features=WebRtcHideLocalIpsWithMdns",
    ]  # fmt: skip
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=flags)
        yield browser
        browser.close()


SEES = """async () => { const v = document.getElementById('hers'), c = document.createElement('canvas');
  for (let n = 0; n < 200 && !(v.videoWidth && v.currentTime > 0.5); n++) await new Promise(r => setTimeout(r, 100));
  c.width = 100; c.height = 100; const g = c.getContext('2d'); g.drawImage(v, 0, 0, 100, 100);
  return [...g.getImageData(25, 50, 1, 1).data, ...g.getImageData(75, 50, 1, 1).data]; }"""
HEARS = """async () => { const c = new AudioContext(); await c.resume(); const a = c.createAnalyser(); a.fftSize = 8192;
  c.createMediaStreamSource(document.getElementById('hers').srcObject).connect(a); let best = 0;
  const bins = new Float32Array(a.frequencyBinCount);
  for (let n = 0; n < 150; n++) { await new Promise(r => setTimeout(r, 100)); a.getFloatFrequencyData(bins);
    best = bins.indexOf(Math.max(...bins)) * c.sampleRate / a.fftSize; if (Math.abs(best - 440) < 20) break; }
  await c.close(); return best; }"""


def test_the_whole_call_with_a_guide_at_a_real_desk(visit: Visit, chromium: Any, lite_hall: Any) -> None:
    """Sound and picture both ways, pointer, suggestion, a cut line, the end: the real terminal, hub and browser."""
    media = visit.terminal.media
    assert media is not None
    pictures, sounds = threading.Event(), threading.Event()
    media.on_picture = lambda picture: pictures.set() if picture is not None else None
    media.on_sound = lambda samples: sounds.set() if samples is not None and abs(samples).max() > 500 else None
    context = chromium.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    context.add_cookies([{"name": "hub_session", "value": "cookie-0712", "url": lite_hall.url}])
    page = context.new_page()
    reached: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: reached.append(str(frame))))
    page.goto(f"{lite_hall.url}/desk")
    page.get_by_role("button", name="等电话").click()
    page.locator("#presence [value=ready][aria-pressed=true]").wait_for()
    visit.comes(lambda screen: visit.runner.state.terminal.linked, "the link")
    visit.press("start")
    visit.runner.post(ev.ChooseService("01"))
    visit.press("next", "choice:yes", "choice:self")
    visit.lay(MOTHER)
    visit.comes(lambda screen: screen.key.startswith("question:01"), "the first question")
    title = visit.runner.screen.title.plain()
    visit.press("help")
    page.locator("#take").wait_for()
    page.keyboard.press("Enter")
    visit.press("choice:join", "choice:agree", "choice:agree", "choice:agree")
    page.get_by_role("heading", name=title).wait_for()
    visit.press("help", "choice:may:camera", "next")
    seen = page.evaluate(SEES)
    assert seen[0] > 150 > seen[2], f"red at the left: {seen}"
    assert seen[6] > 150 > seen[4], f"blue at the right: {seen}"
    assert abs(page.evaluate(HEARS) - 440) < 20
    assert pictures.wait(PATIENCE_S)
    assert sounds.wait(PATIENCE_S)
    shot(page, "whole_call")
    page.locator("#mirror").get_by_role("button", name="再说一遍").click()
    visit.comes(lambda screen: any(a.pointed for a in screen.always), "the pointer")
    form = visit.runner.state.visit.form
    assert visit.terminal.calling.link.cut()
    visit.comes(lambda screen: "线断了" in screen.banner.plain(), "the cut")
    visit.comes(lambda screen: "话筒开着" in screen.banner.plain(), "the line again")
    assert visit.runner.state.visit.form == form
    page.locator("#say").press_sequentially("您别急")
    page.keyboard.press("Enter")
    visit.comes(lambda screen: "您别急" in str(screen.notices), "the guide's words")
    everything = "\n".join(reached) + page.content()
    assert "question:01" in everything
    for hers in (MOTHER.name, MOTHER.id_number, MOTHER.address):
        assert hers not in everything
    visit.press("stop_call")
    page.locator("#outcome").wait_for()
    visit.comes(lambda screen: screen.key == "over:call:ended", "the end")
    visit.press("choice:help_rate:0")
    visit.comes(lambda screen: not media.devices, "closed devices")
    assert visit.runner.state.visit.form == form
    context.close()


def shot(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
