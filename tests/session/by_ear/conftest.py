"""A counter without a glass: the real runner, queue and drafts; a plate, a tray and a hub that answer as the
demonstration's do. Whoever comes here hears and speaks, or hears and feels for the keys."""

import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from hardware.card_reader import CardOutcome, CardRead
from hardware.receipt_printer import Printed, PrintOutcome
from kiosk.catalogue import Catalogue, issue
from kiosk.core.clock import ManualClock
from kiosk.core.faults import Fault
from kiosk.core.ids import TerminalId
from kiosk.core.journal import Journal
from kiosk.core.outcomes import DeviceState
from kiosk.core.person import IdCard
from kiosk.core.slip import Slip
from kiosk.core.wire import Bill, CaseList, HelpReply, Payment, Ticket
from kiosk.session import InlineLane, NotVerified, Ports, SessionRunner, Verified, terminal_of
from kiosk.session import events as ev
from offline_cache import Counter, Drafts, Ok, Outbox, PaymentBook, Sealer
from voice import Ear, ScriptedEar, ScriptedSpeaker

PATIENCE_S = 60.0


@dataclass
class Plate:
    waiting: Callable[[CardOutcome], None] | None = None

    def read(self, timeout_s: float, on_outcome: Callable[[CardOutcome], None], on_found: Callable[[], None]) -> None:
        self.waiting = on_outcome

    def watch_arrival(self, on_card: Callable[[], None], timeout_s: float, on_none: Any = None) -> None:
        self.arrives = on_card

    def cancel(self) -> None:
        self.waiting = None

    def watch_removal(self, on_gone: Callable[[], None], timeout_s: float, on_still_there: Any = None) -> None:
        self.gone = on_gone

    def listen(self, callback: Callable[[DeviceState, Fault | None], None]) -> None:
        self.tell = callback


@dataclass
class Tray:
    slips: list[Slip] = field(default_factory=list)

    def print(self, slip: Slip, on_outcome: Callable[[PrintOutcome], None]) -> None:
        self.slips.append(slip)
        on_outcome(Printed(slip.job_id, False))

    def listen(self, callback: Callable[[DeviceState, Fault | None], None]) -> None:
        self.tell = callback


class Hub:
    """Answers as the demonstration's hub does."""

    def __init__(self, facts: Any) -> None:
        self._facts = facts
        self.paid = 0
        self.called = 0

    def bill(self, biller: str, query: Any) -> Ok[Bill]:
        return Ok(self._facts.bill(biller=biller))

    def pay(self, request: Any) -> Ok[Payment]:
        self.paid += 1
        paid = {"payment_id": request.payment_id, "state": "paid", "amount_cents": request.amount_cents}
        return Ok(Payment.model_validate(paid | {"simulated": True}))

    def cases(self, query: Any) -> Ok[CaseList]:
        return Ok(CaseList(cases=[self._facts.case_view()]))

    def ticket(self, request: Any) -> Ok[Ticket]:
        return Ok(self._facts.ticket(request.ticket_id))

    def help(self, request: Any) -> Ok[HelpReply]:
        self.called += 1
        return Ok(self._facts.help_reply(request.help_id))


class Clerk:
    def verify(self, staff_id: str, pin: str) -> Verified | NotVerified:
        return Verified("7", "测试员") if (staff_id, pin) == ("7", "1") else NotVerified()


ANSWERS = (
    ("真的要", "对的"), ("记得对不对", "对的"), ("对吗", "对的"), ("您说的是", "对的"),
    ("开始办", "开始办"), ("您同意吗|同意就按同意", "同意"), ("是给谁办", "给我自己"), ("要留下姓名吗", "不留姓名"),
    ("请放.*身份证", "#card"), ("带了吗", "带了"), ("看下一页", "看下一页"), ("请您核对一下", "都对下一步"),
    ("请您签个名", "不会写字"), ("请工作人员来核对", "#staff"), ("可能不符合", "还是要办"),
    ("现在交上去吗", "交上去"), ("现在交吗", "交钱"), ("您想怎么交", "扫屏上的码"),
    ("办件编号.*|交上去了", "好了"), ("还要办别的吗", "办完了"), ("您觉得办得怎么样", "满意"), ("您慢走", "#end"),
    ("领低保吗", "不是"), ("领着这个钱吗", "不是"), ("有危险吗", "不是"),
    ("电话号码是多少|电话是多少|哪个电话", "幺三九零零零零九八七六"), ("我们找谁|叫什么名字", "测试丙"),
    ("住在哪里", "同身份证"), ("什么地方", "我们楼道"), ("是什么事", "楼道灯坏了"), ("哪天住下的", "今天"),
    ("住到哪天", "先不填"), ("户号是多少", "幺三零三零零零零零幺"), ("您想交多少钱", "五十块"),
    ("几个人和您一起住", "一个"), ("一张.*照片", "带了"),
)  # fmt: skip
"""What is heard, and what she says to it; the first that fits. Anything else: the first thing offered."""


class Resident:
    """Hears what the speaker says, speaks into the ear."""

    def __init__(self, runner: SessionRunner, speaker: ScriptedSpeaker, ear: ScriptedEar, plate: Plate) -> None:
        self.runner, self.speaker, self.ear, self.plate = runner, speaker, ear, plate
        self.talk: list[str] = []
        self.spoke = 0

    @property
    def heard(self) -> str:
        return "".join("".join(speech) for speech in self.speaker.said[self.spoke :])

    def say(self, text: str) -> None:
        assert self.ear.listening, f"nobody listens after: {self.heard}"
        self.talk.append(f"机：{self.heard}\n我：{text}")
        self.spoke = len(self.speaker.said)
        self.ear.hear(text)

    def go(self, card: IdCard, own: dict[str, str], limit: int = 70) -> None:
        """Until the end of the visit. own: answers of this matter before all others."""
        for _ in range(limit):
            heard = self.heard
            answer = next((a for p, a in (*own.items(), *ANSWERS) if re.search(p, heard)), "第一个")
            match answer:
                case "#end":
                    return
                case "#card":
                    assert self.plate.waiting is not None
                    self.spoke = len(self.speaker.said)
                    self.plate.waiting(CardRead(card))
                case "#staff":
                    self.spoke = len(self.speaker.said)
                    self.vouch()
                case _:
                    self.say(answer)
            assert self.heard, "\n".join(self.talk)
        raise AssertionError("\n".join(self.talk[-6:]))

    def vouch(self) -> None:
        """A member of staff comes, with key, number, PIN and a finger."""
        for event in (ev.StaffKey(), ev.KeyPressed("7"), ev.Next(), ev.KeyPressed("1"), ev.Next(), ev.ConfirmWitness()):
            self.runner.post(event)


@dataclass
class Counted:
    resident: Resident
    outbox: Outbox
    hub: Hub
    tray: Tray
    presses: list[str]


@pytest.fixture
def counter(catalogue: Catalogue, facts: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    yield from standing(catalogue, facts, tmp_path, monkeypatch, ScriptedEar())


@pytest.fixture
def sounding(catalogue: Catalogue, facts: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    """The same with a real ear: vosk in its own process behind a FIFO of sound."""
    os.mkfifo(tmp_path / "microphone")
    ear = Ear(f"pipe:{tmp_path / 'microphone'}")
    assert ear.wait_ready(PATIENCE_S)
    yield from standing(catalogue, facts, tmp_path, monkeypatch, ear)
    ear.close()


def standing(
    catalogue: Catalogue, facts: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ear: Any
) -> Iterator[Counted]:
    clock = ManualClock()
    outbox = Outbox(tmp_path, clock)
    sealer = Sealer(X25519PrivateKey.generate().public_key().public_bytes_raw(), "test")
    plate, tray, speaker, hub = Plate(), Tray(), ScriptedSpeaker(at_once=True), Hub(facts)
    lane = InlineLane()
    runner = SessionRunner(
        terminal_of(catalogue, hall="测试大厅", terminal_id="K07", division="130302", phone="0335-0000000"),
        Ports(
            reader=plate, printer=tray, speaker=speaker, ear=ear, hub=hub, staff=Clerk(), clock=clock, outbox=outbox,
            counter=Counter(outbox, sealer, "130302", TerminalId("K07"), issue, clock),
            drafts=Drafts(tmp_path, clock, scrypt_cost=2), journal=Journal(clock, io.StringIO()), store_lane=lane,
            hub_lane=lane, picture_lane=lane, wake_drainer=lambda: None,
            payments=PaymentBook(outbox.database, clock, lambda name: name),
        ),
    )  # fmt: skip
    presses: list[str] = []
    press = runner.press
    monkeypatch.setattr(runner, "press", lambda action, how="touch": presses.append(action) or press(action, how))
    runner.post(ev.LineChanged(False))
    runner.post(ev.NoticesLoaded((facts.notice(clock),)))
    runner.open()
    yield Counted(Resident(runner, speaker, ear, plate), outbox, hub, tray, presses)
    outbox.close()
