"""T-09: headphones in, the glass dark, and only a keypad: each of the ten matters to its end, by what is heard alone.

The resident moves from stop to stop, is told each one's name, and presses where the name is the one wanted; nothing of
the Screen is looked at. At the end everything the pages and the paper say must have been said.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from hardware.card_reader import CardRead
from kiosk.core.screen import AskPin, BigText, Bullets, Fact, Facts, Paragraph, Screen
from kiosk.session import events as ev

WANTED = (
    ("可以选：看下一页", "看下一页"), ("请您核对一下", "都对"),
    ("先跟您说明白", "同意"), ("这件事是给谁办", "给我自己"), ("要留下姓名吗", "不留姓名"), ("请您签个名", "不会写字"),
    ("请放.*身份证", "#card"), ("请工作人员来核对", "#staff"), ("现在交上去吗", "交上去"), ("现在交吗", "交钱"),
    ("您想怎么交", "扫屏上的码"), ("您想怎么查", "放身份证"), ("有一条可能不符合", "还是要办"),
    ("领低保吗", "没领"), ("领着这个钱吗", "没"), ("有危险吗", "没危险"), ("带了吗", "带了"),
    ("要先照顾您吗", "不用"), ("您要办哪一类", "养老"), ("有这些通知", "停水通知"), ("户号是多少", "#1303000001"),
    ("电话号码是多少|电话是多少|哪个电话", "#13900009876"), ("您想交多少钱", "#50"), ("几个人和您一起住", "#1"),
    ("您现在住在哪里", "@虚构小区一号楼"), ("叫什么|姓什么", "@测试丁"), ("住在哪里", "同身份证"),
    ("什么地方", "我们楼道"), ("哪天住下的", "今天"),
    ("住到哪天", "先不填"),
)  # fmt: skip
"""What is heard, and the name the finger then looks for: the first that fits. Anything else: the first choice."""
GOAL = {
    "01": "result", "02": "result", "03": "result", "17": "result", "32": "result",
    "27": "payment", "33": "ticket", "34": "progress:case", "35": "notice", "38": "over:help",
}  # fmt: skip
"""Where each matter's own business is over."""
MOST_PRESSES = 90


class Ear:
    """Two headphones and a thumb. `screens` are kept for the check at the end, never looked at on the way."""

    def __init__(self, counter: Any) -> None:
        one = counter.resident
        self.runner, self.speaker, self.plate, self.vouch = one.runner, one.speaker, one.plate, one.vouch
        self.screens: list[Screen] = []
        self.since = 0
        self.runner.on_screen(self.screens.append)
        self.runner.post(ev.Headphones(True))
        self.press(self.runner.screen.action("settings").label)
        self.press("黑屏只听")
        self.press("好了")
        assert self.runner.screen.settings.dark

    @property
    def heard(self) -> str:
        return "".join("".join(said) for said in self.speaker.said[self.since :])

    @property
    def all_heard(self) -> str:
        return squeezed("".join("".join(said) for said in self.speaker.said))

    def press(self, name: str) -> None:
        """Feel from stop to stop until one with this name is told, and press it."""
        for stop in self._stops():
            self.runner.say_aside(stop.spoken)
            told = "".join(self.speaker.said[-1])
            if told.startswith(name) or not name:
                self.since = len(self.speaker.said)
                assert self.runner.press(stop.id, "keypad")
                return
        raise AssertionError(f"no stop is called {name} after: {self.heard}")

    def key_in(self, digits: str) -> None:
        for digit in digits:
            self.press(digit)
        self.press("确定")

    def _stops(self) -> Iterator[Any]:
        screen = self.runner.screen
        return (action for action in (*screen.actions, *screen.always) if action.enabled)

    def go(self, card: Any, until: str) -> None:
        for _ in range(MOST_PRESSES):
            heard = self.heard
            if self.runner.screen.key == until:
                return
            name = next((n for pattern, n in WANTED if re.search(pattern, heard)), "")
            if name == "#card":
                self.since = len(self.speaker.said)
                self.plate.waiting(CardRead(card))
            elif name == "#staff":
                self.since = len(self.speaker.said)
                self.vouch()
            elif name.startswith("@"):
                # The keyboard's own stops are felt in tests/ui; here only its text arrives.
                self.runner.post(ev.TextTyped(name[1:]))
                self.press("确定")
            elif name.startswith("#"):
                self.key_in(name[1:])
            else:
                self.press(name)
        raise AssertionError(f"never came to {until}, last heard: {self.speaker.said[-3:]}")


def squeezed(text: str) -> str:
    return re.sub(r"[\s，。！？；：、·　]", "", text)


def facts_of(screen: Screen) -> Iterator[str]:
    """Every fact a page shows: numbers, names, amounts, days, what to bring, what comes next."""
    for block in screen.blocks:
        match block:
            case BigText(text=text, spoken=spoken):
                yield str(spoken.plain() if hasattr(spoken, "plain") else spoken) or text.plain()
            case Facts(facts=facts):
                yield from (fact.value.plain() for fact in facts if isinstance(fact, Fact))
            case Bullets(items=items):
                yield from (item.plain() for item in items)
            case Paragraph(text=text):
                yield text.plain()


@pytest.mark.parametrize("service", GOAL)
def test_a_matter_is_finished_with_headphones_and_keypad_in_the_dark(counter: Any, facts: Any, service: str) -> None:
    ear = Ear(counter)
    ear.press("")
    towards(ear, ear.runner.state.terminal.service(service))
    ear.go(facts.mother, GOAL[service])
    if GOAL[service] == "result":
        [done] = ear.runner.state.visit.done
        ear.runner.post(ev.Sent(done.submission_id, "待受理", "2026-12-22"))
        assert "2026年12月22日" in ear.all_heard, "the promised day is said"
        assert squeezed(done.case_number.replace("-", "")) in ear.all_heard
    whole_paper(ear, counter)
    for screen in ear.screens:
        if not isinstance(screen.ask, AskPin):
            unsaid = [fact for fact in facts_of(screen) if squeezed(fact) not in ear.all_heard]
            assert not unsaid, f"only shown on {screen.key}: {unsaid}"
    assert ear.runner.screen.settings.dark


def whole_paper(ear: Ear, counter: Any) -> None:
    """The slip of this page, heard line by line: each fact that is printed."""
    if not counter.tray.slips:
        ear.press("打小票")
    if ear.runner.screen.action("read") is not None:
        ear.press("念小票")
        assert ear.runner.screen.key == "over:paper"
    own = counter.tray.slips[-1].lines if ear.runner.screen.key == "over:paper" else counter.tray.slips[-1].lines[3:-1]
    for line in own:
        for text in (getattr(line, "text", ""), getattr(line, "value", "")):
            plain = re.sub(r"^[□√·] |^\d+\. |  \w+$", "", text)
            masked_or_grouped = "*" in plain or re.fullmatch(r"[\w-]{20,}", plain)
            assert masked_or_grouped or squeezed(plain) in ear.all_heard, f"printed and not said: {text}"


def towards(ear: Ear, service: Any) -> None:
    """From the home page to the matter, by its own name or that of its group."""
    group = next(c.name for c in ear.runner.state.terminal.categories if c.id == service.category)
    for _ in range(6):
        names = [stop.spoken for stop in ear._stops()]
        ear.press(
            next(
                name
                for name in (service.plain_name, group, "下一页", "看下一页", "更多")
                if any(n.startswith(name) for n in names)
            )
        )
        if service.plain_name in names:
            return
