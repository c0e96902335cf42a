"""The terminal's own link and visit against the real hub, with a guide's socket at the other end."""

import io
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
from kiosk.core.settings import Queue, Settings, Voice
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
    socket = link._socket
    assert socket is not None
    socket.socket.shutdown(2)
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
        self.guide, self.lay = guide, lay
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
def visit(lite_hall: Any, identity: Any, tmp_path: Path) -> Iterator[Visit]:
    settings = Settings(terminal="K07", queue=Queue(directory=tmp_path / "queue"), voice=Voice(microphone="none"))
    (tmp_path / "queue").mkdir()
    simulators = start_simulators(reader=True, printer=True, hub_port=None, directory=tmp_path, jack=False)
    journal = Journal(SystemClock(), io.StringIO())
    terminal = build_terminal(
        settings, lite_hall.place.clock, journal, identity, lite_hall.url, simulators,
        speaker=ScriptedSpeaker(at_once=True),
    )  # fmt: skip
    terminal.start()
    guide = lite_hall.guide()
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
