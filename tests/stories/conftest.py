"""A hall, a window and a pair of hands for stories: the same program as `kiosk demo`, with a person of the story's own.

All stories share one hub process; each has a terminal of its own, enrolled there, behind a line of its own.
"""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import pytest
from argon2 import PasswordHasher

from hardware.simulated.line import SimulatedLine
from hub.embed import RunningHub, start_hub
from hub.house import HubConfig, open_hub
from hub.second_factor import demo_code
from hub.terminals import new_code
from kiosk.app.hall import Hall, enrolled
from kiosk.app.hands import Hands
from kiosk.app.running import panel_of, window_of
from kiosk.core.clock import SystemClock
from kiosk.core.journal import Journal
from kiosk.core.person import IdCard
from kiosk.core.screen import AskChoice, AskDigits, AskSignature, Screen
from kiosk.core.settings import Devices, Display, Queue, Settings, Staff, Voice
from kiosk.core.settings import Hub as HubSettings
from kiosk.session.events import StaffKey
from voice.scripted import ScriptedSpeaker

CHILD = Path(__file__).with_name("terminal_process.py")
PIN = "246810"
PHONE = "13801020304"
"""Obviously nobody's; no digit twice in a row, which would have to wait out the debounce."""


class ShiftedClock(SystemClock):
    """The machine's clock, which a story may push forward."""

    def __init__(self) -> None:
        self.shift = 0.0

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self.shift)

    def monotonic(self) -> float:
        return super().monotonic() + self.shift


def settings_of(directory: Path, terminal: str) -> Settings:
    """A terminal's settings, with one member of staff who may vouch."""
    hashed = PasswordHasher(1, 64, 1).hash(PIN)
    staff = Staff(members={"0001": {"name": "测试社工", "pin_argon2": hashed}})
    return Settings(terminal=terminal, queue=Queue(directory=directory), staff=staff, voice=Voice(microphone="none"))


class Story:
    """One hall and the person standing in front of its terminal."""

    def __init__(self, settings: Settings, hub: RunningHub | None = None) -> None:
        self._closed = False
        self.clock = ShiftedClock()
        self.log = io.StringIO()
        self.speaker = ScriptedSpeaker(at_once=True)
        self.hall = Hall(settings, self.clock, Journal(self.clock, self.log), speaker=self.speaker, hub=hub)
        panel = panel_of(Display(), 1080, 1920)
        self.window = window_of(self.hall, settings, self.clock, panel, fullscreen=False)
        self.hall.terminal.runner.open()
        self.hands = Hands(self.window)

    @property
    def screen(self) -> Screen:
        return self.window.controller.shown

    @property
    def shown(self) -> str:
        """Every word on the page."""
        return str(self.screen.to_json())

    def hear(self, text: str, since: int = 0) -> None:
        """Wait until that has been said; a page may be seen a moment before it is spoken, by another thread.

        since: how many speeches there had been when it was asked for.
        """
        self.hands.wait(lambda: any(text in "".join(said) for said in self.speaker.said[since:]), f"to hear {text}")

    def lay(self, card: IdCard) -> None:
        reader = self.hall.simulators.reader
        assert reader is not None
        reader.lay(card)

    def lift(self) -> None:
        reader = self.hall.simulators.reader
        assert reader is not None
        reader.lift()

    def type(self, text: str) -> None:
        """What the pinyin keyboard hands over when a word is chosen."""
        self.window.controller.typeText(text)

    def open(self, service: str) -> None:
        """From the entrance, or the home page, to a matter."""
        if self.screen.key == "attract":
            self.hands.press("start")
        self.hands.wait_for("home")
        if self.screen.action(f"service:{service}") is None:
            found = self.hall.terminal.runner.state.terminal.service(service)
            assert found is not None
            self.hands.press("more")
            self.hands.press(f"category:{found.category}")
            while self.screen.action(f"service:{service}") is None:
                self.hands.press("page:down")
        self.hands.press(f"service:{service}")

    def ask_by_number(self, number: str) -> None:
        """34 with the number on the slip; the place comes filled in and the letter by itself."""
        self.open("34")
        self.hands.press("choice:number")
        self.hands.wait_for("progress:number")
        typed = number.replace("-", "").removeprefix(self.hall.terminal.runner.state.place.draft)
        self.hands.enter(typed[:8])
        self.hands.enter(typed[9:])
        self.hands.press("next")
        self.hands.wait_for("progress:case")

    def home_again(self) -> None:
        """Something else, after a matter is done."""
        self.hands.press("finish")
        self.hands.press("choice:yes")
        self.hands.wait_for("home")

    def vouch(self) -> None:
        """A member of staff turns the key, gives number and PIN and says it is the same person."""
        self.hall.terminal.runner.post(StaffKey())
        for part, digits in (("number", "0001"), ("pin", PIN)):
            self.hands.wait_for(f"over:staff:{part}")
            self.hands.enter(digits)
            self.hands.press("next")
        self.hands.wait_for("witness:verify")
        self.hands.press("confirm_witness")

    def pass_time(self, seconds: float) -> None:
        """Time goes by in the steps of a living clock; a jump would be taken for a machine that slept."""
        for _ in range(int(seconds / 4)):
            self.clock.shift += 4
            self.hall.terminal.runner.tick()
        self.hands.rest(50)

    def go(self, until: str, answers: dict[str, str] | None = None, cards: dict[str, IdCard] | None = None) -> None:
        """Answer page after page, by touch, until the page that begins with `until`.

        answers: screen key -> action id or digits; whatever is not named takes the page's plain way on.
        cards: "holder" or "operator" -> the card that person lays down and lifts again.
        """
        answers, cards = answers or {}, cards or {}
        for _ in range(80):
            screen = self.screen
            if screen.key.startswith(until):
                return
            self._one(screen, answers, cards)
        raise AssertionError(f"never came to {until}; the page is {self.screen.key}")

    def _one(self, screen: Screen, answers: dict[str, str], cards: dict[str, IdCard]) -> None:
        before = screen
        chosen = answers.get(screen.key, "")
        if screen.key.startswith("identify:") and not chosen:
            self.lay(cards[screen.key.removeprefix("identify:")])
            self.hands.wait(lambda: not self.screen.key.startswith(screen.key), "waited for the card to be read")
            self.lift()
        elif isinstance(screen.ask, AskDigits) and not chosen.startswith("choice:"):
            self.hands.enter(chosen or PHONE)
            self.hands.press("next")
        elif isinstance(screen.ask, AskSignature) and not chosen:
            self.hands.sign()
            self.hands.press("next")
        elif chosen:
            self.hands.press(chosen)
        elif screen.actions:  # a page without any only waits for an answer
            self.hands.press(_plain_way(screen))
        self.hands.wait(lambda: self.screen != before, f"nothing happened on {before.key}")

    def finish(self, *, paper: bool = True) -> None:
        """Hand in, wait until the result is shown and, unless there is none, the slip is out."""
        self.hands.press("submit")
        self.hands.wait_for("result")
        if paper:
            printer = self.hall.simulators.printer
            assert printer is not None
            self.hands.wait(lambda: len(printer.papers) > 0, "waited for the slip", 60)

    @property
    def number(self) -> str:
        return self.hall.terminal.runner.state.visit.done[-1].case_number

    def wait_case(self, number: str) -> dict[str, object]:
        """The case, once the hub has it."""
        self.hands.wait(lambda: self.hall.terminal.outbox.counts().queued == 0, "waited for the outbox", 60)
        case = self.hall.case(number)
        assert case is not None
        return case

    def switch_off(self) -> SimulatedLine:
        """Switch the terminal off, the line to the hub stays as it is; for another start on the same disk."""
        line, self.hall.simulators.line = self.hall.simulators.line, None
        assert line is not None
        self.close()
        return line

    def close(self) -> None:
        """Switch the terminal off; may be called twice."""
        if not self._closed:
            self._closed = True
            self.window.close()
            self.hall.close()


PLAIN = ("choice:suggest:0", "choice:same", "next", "choice:yes", "choice:self", "choice:brought", "page:down")


def _plain_way(screen: Screen) -> str:
    offered = [action.id for action in screen.actions if action.enabled]
    if isinstance(screen.ask, AskChoice) and screen.ask.several and not any(a.chosen for a in screen.actions):
        return next(name for name in offered if name.startswith("choice:"))
    named = [name for name in PLAIN if name in offered]
    choices = [name for name in offered if name.startswith("choice:")]
    return (named or choices or offered)[0]


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    running = start_hub(tmp_path_factory.mktemp("hub"), demo=True)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def terminal_numbers() -> Iterator[int]:
    return count(10)


@pytest.fixture
def place(tmp_path: Path, hub: RunningHub, terminal_numbers: Iterator[int]) -> Iterator[tuple[Settings, SimulatedLine]]:
    """A terminal's directory with an identity of its own, and its line to the hub."""
    settings = settings_of(tmp_path / "terminal", f"K{next(terminal_numbers)}")
    settings.queue.directory.mkdir()
    house = open_hub(HubConfig(hub.data_dir))
    code = new_code(house, settings.terminal, settings.hall.division, settings.hall.name, "stories")
    house.close()
    assert isinstance(code, str)
    enrolled(settings.queue.directory / "identity.json", hub.url, code, SystemClock())
    line = SimulatedLine("127.0.0.1", hub.port)
    yield settings.model_copy(update={"hub": HubSettings(url=line.url)}), line
    line.close()


@pytest.fixture
def make_story(place: tuple[Settings, SimulatedLine], hub: RunningHub, qapp: object) -> Iterator[Callable[..., Story]]:
    """The terminal of this story, as often as it is switched on."""
    settings, line = place
    made: list[Story] = []

    def make(devices: Devices | None = None, **more: object) -> Story:
        wanted = {**more, **({"devices": devices} if devices else {})}
        made.append(Story(settings.model_copy(update=wanted), hub))
        made[-1].hall.simulators.line = line
        return made[-1]

    yield make
    for one in made:
        one.close()


class Child:
    """A terminal's process."""

    def __init__(self, settings, until: str) -> None:
        root = str(CHILD.parents[2])
        self.process = subprocess.Popen(
            [sys.executable, str(CHILD), settings.model_dump_json(), until],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": root},
        )

    def hear(self) -> list[str]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"the terminal ended by itself: {self.process.wait()}"
        return json.loads(line)

    def go_on(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            pipe.close()


@pytest.fixture
def child_until(place: tuple[Settings, SimulatedLine]) -> Iterator[Callable[[str], Child]]:
    begun: list[Child] = []

    def begin(until: str) -> Child:
        begun.append(Child(place[0], until))
        return begun[-1]

    yield begin
    for child in begun:
        if child.process.returncode is None:
            child.kill()


CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


class Desk:
    """A guide at the real desk, who logs in, presses and reads; and every word that reached the page."""

    def __init__(self, browser: Any, hub: RunningHub, session: Any) -> None:
        """session: what her browser keeps of the log-in."""
        self.name, self._hub = hub.logins[1].name, hub
        self.context = browser.new_context(
            viewport={"width": 1440, "height": 1000}, locale="zh-CN", storage_state=session
        )
        self._frames: list[str] = []
        self.again()

    def _watch(self) -> None:
        self.page.on("websocket", lambda link: link.on("framereceived", lambda frame: self._frames.append(str(frame))))

    def ready(self) -> None:
        self.page.get_by_role("button", name="等电话").click()
        self.page.locator("#presence [value=ready][aria-pressed=true]").wait_for()

    def take(self) -> None:
        self.page.locator("#take").click()

    def sees(self, title: str) -> None:
        """Her page, by its heading."""
        self.page.locator("#mirror").get_by_role("heading", name=title).wait_for()

    def points(self, label: str) -> None:
        self.page.locator("#mirror").get_by_role("button", name=label).click()

    def suggests(self, value: str) -> None:
        self.page.fill("#suggest-value", value)
        self.page.locator("#suggest [type=submit]").click()

    def told(self, words: str) -> None:
        self.page.get_by_text(words).locator("visible=true").first.wait_for()

    def types(self, words: str) -> None:
        self.page.locator("#say").press_sequentially(words)
        self.page.keyboard.press("Enter")

    def asks_for(self, what: str) -> None:
        self.page.fill("#photo-what", what)
        self.page.locator("#photo [type=submit]").click()

    def judges(self, what: str, verdict: str) -> None:
        self.page.get_by_role("button", name=f"放大看：{what}").first.click()
        self.page.locator("#verdicts").get_by_role("button", name=verdict).click()

    def writes_up(self, outcome: str, number: str = "", follow_up: str = "") -> None:
        self.page.select_option("#outcome", label=outcome)
        self.page.fill("#case-number", number)
        self.page.fill("#follow-up", follow_up)
        self.page.locator("#wrap-send").click()

    def crash(self) -> None:
        """Her browser is gone, with everything it held."""
        self.page.close()

    def again(self) -> None:
        """A new window on the same session."""
        self.page = self.context.new_page()
        self._watch()
        self.page.goto(f"{self._hub.url}/desk")

    def reached_by(self, *words: str) -> bool:
        """Whether any of it came over the link or stands on the page."""
        everything = "\n".join(self._frames) + self.page.content()
        return any(word in everything for word in words)

    def close(self) -> None:
        """Off duty, so that nobody after this story is offered to her."""
        if not self.page.is_closed():
            self.page.locator("#presence [value=break]").click()
            self.page.locator("#presence [value=break][aria-pressed=true]").wait_for()
        self.context.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium with its own test picture and beep for camera and microphone."""
    if not Path(CHROMIUM).exists():
        pytest.skip("没有安装 Chromium，跳过。")
    from playwright.sync_api import sync_playwright

    flags = [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--no-first-run", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        "--autoplay-policy=no-user-gesture-required", "--disable-features=WebRtcHideLocalIpsWithMdns",
    ]  # fmt: skip
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=flags)
        yield started
        started.close()


@pytest.fixture(scope="session")
def session(browser: Any, hub: RunningHub) -> Any:
    """The guide logs in once, with password and code: a code is good once, and there are two in a minute."""
    login = hub.logins[1]
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{hub.url}/login")
    page.fill("[name=name]", login.name)
    page.fill("[name=password]", login.password)
    page.get_by_role("button", name="登录").click()
    house = open_hub(HubConfig(hub.data_dir))
    try:
        page.fill("[name=code]", str(demo_code(house, login.name)))
    finally:
        house.close()
    page.get_by_role("button", name="进入").click()
    page.wait_for_url("**/desk")
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture
def desk(browser: Any, hub: RunningHub, session: Any) -> Iterator[Callable[[], Desk]]:
    """Lets the demonstration's guide sit down at the desk."""
    made: list[Desk] = []

    def sit() -> Desk:
        made.append(Desk(browser, hub, session))
        return made[-1]

    yield sit
    for one in made:
        one.close()


@pytest.fixture
def story(make_story: Callable[[], Story]) -> Story:
    return make_story()
