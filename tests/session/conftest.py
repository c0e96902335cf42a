"""A visitor who presses what the Screen offers and meets devices and a hub that answer as told."""

import gc
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from kiosk import assist
from kiosk.catalogue import Catalogue, FieldSpec, FieldType, load_shipped
from kiosk.core import calls
from kiosk.core.calls import Guide
from kiosk.core.clock import ManualClock
from kiosk.core.person import CardType, IdCard
from kiosk.core.wire import Bill, CaseView, HelpReply, Notice, Payment, Ticket
from kiosk.session import Effect, Event, Screen, State, Terminal, screen_for, start, step, terminal_of
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session.places import QuestionPlace
from kiosk.session.state import with_terminal

WANG = Guide(id="wang", name="王师傅", number="007")
CASE = "130302-20261124-K07-0001-5"

MOTHER = IdCard(
    CardType.RESIDENT, "测试桂兰", "女", "汉", date(1944, 3, 7), "秦皇岛市海港区虚构路1号", "130300194403070040",
    "虚构公安局", date(2010, 1, 1), "长期",
)  # fmt: skip
SON = IdCard(
    CardType.RESIDENT, "测试建国", "男", "满", date(1970, 5, 2), "秦皇岛市海港区虚构路2号", "130300197005020017",
    "虚构公安局", date(2015, 1, 1), date(2035, 1, 1),
)  # fmt: skip
PERSONAL = (MOTHER.name, MOTHER.id_number, MOTHER.address, SON.name, SON.id_number, SON.address, "13900009876")


@dataclass
class Visitor:
    """One visit under a manual clock; `effects` is everything it asked for so far."""

    state: State
    clock: ManualClock
    effects: list[Effect] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    @property
    def screen(self) -> Screen:
        return screen_for(self.state)

    def post(self, *events: Event) -> "Visitor":
        for event in events:
            self.state, effects = step(self.state, event)
            self.effects += effects
            if not isinstance(event, ev.Tick):
                self.keys.append(self.screen.key)
        return self

    def press(self, *action_ids: str) -> "Visitor":
        for action_id in action_ids:
            action = self.screen.action(action_id)
            assert action is not None, f"{self.screen.key} offers no {action_id}: {[a.id for a in self.screen.actions]}"
            self.post(ev.Touched(), action.event)  # type: ignore[arg-type]
        return self

    def wait(self, seconds: int, tick: int = 1) -> "Visitor":
        """Let time pass a tick at a time."""
        for _ in range(0, seconds, tick):
            self.clock.advance(tick)
            self.post(ev.Tick(self.clock.now(), self.clock.monotonic()))
        return self

    def asked(self, kind: type) -> list[Effect]:
        return [e for e in self.effects if isinstance(e, kind)]

    def begin(self, service_id: str) -> "Visitor":
        return self.press("start").post(ev.ChooseService(service_id))

    def answer_questions(self, **answers: str) -> "Visitor":
        """Answer every question that comes, the first choice where none is named."""
        for _ in range(60):
            place, form = self.state.place, self.state.visit.form
            if not isinstance(place, QuestionPlace) or form is None:
                return self
            spec = form.spec(place.field_id)
            assert spec is not None
            value = answers.get(spec.id) or _example(spec, self.state)
            if spec.options and spec.id not in answers:
                value = spec.options[0].id
            source = "spoken" if spec.type is FieldType.CHOICES else "typed"
            before = self.state.place
            self.post(ev.Answer(spec.id, value, source))  # type: ignore[arg-type]
            assert self.state.place != before, f"{spec.id}={value}: {[n.plain() for n in self.screen.notices]}"
        raise AssertionError("questions never end")

    def bring_everything(self) -> "Visitor":
        while self.screen.key.startswith(("material:", "photo:")):
            self.press("choice:brought" if self.screen.key.startswith("material:") else "next")
        return self

    def look_over(self) -> "Visitor":
        while self.screen.key.startswith("review:"):
            self.press("page:down" if self.screen.action("page:down") else "next")
        return self

    def sign(self) -> "Visitor":
        if self.screen.key == "sign":
            self.post(ev.Signed(b"png-of-a-mark", (((10, 10), (90, 90)),))).press("next")
        return self

    def staff_vouch(self) -> "Visitor":
        if self.screen.key == "witness":
            self.post(ev.StaffKey(), ev.KeyPressed("7")).press("next")
            self.post(ev.KeyPressed("1")).press("next")
            self.post(ev.StaffVerified("7", "测试员")).press("confirm_witness")
        return self

    def past_conditions(self) -> "Visitor":
        if self.screen.key == "conditions":
            self.press("next")
        return self

    def stored(self, number: str = CASE) -> "Visitor":
        form = self.state.visit.form
        assert form is not None
        return self.post(ev.Stored(form.submission_id, number))


class Line:
    """The hub's end of one visitor's call."""

    def __init__(self, visitor: Any) -> None:
        self.visitor = visitor

    @property
    def id(self) -> str:
        call = self.visitor.state.visit.call
        return str(call.id) if call else "01900000-0000-7000-8000-000000000000"

    def says(self, kind: type[Any], **parts: object) -> "Line":
        self.visitor.post(ev.HubSaid(kind(call=self.id, seq=1, **parts)))
        return self

    @property
    def sent(self) -> list[Any]:
        done = [e.effect for e in self.visitor.effects if isinstance(e, ef.CallDo)]
        return [e.message for e in done if isinstance(e, assist.Send)]

    @property
    def tracks(self) -> assist.Tracks:
        done = [e.effect for e in self.visitor.effects if isinstance(e, ef.CallDo)]
        return next(e for e in reversed(done) if isinstance(e, assist.Tracks))

    def join(self, *agreed: str) -> "Line":
        """王师傅 comes, and of what is asked she agrees to these."""
        self.visitor.press("help")
        self.says(calls.Offered, guide=WANG)
        self.visitor.press("choice:join")
        self.says(calls.Joined, guide=WANG)
        while self.visitor.screen.key.startswith("over:call:consent"):
            asked = self.visitor.screen.key.rpartition(":")[2]
            self.visitor.press("choice:agree" if asked in agreed else "choice:refuse")
        return self


def _example(spec: FieldSpec, state: State) -> str:
    if spec.type is FieldType.ACCOUNT_NUMBER:
        return spec.example
    examples = {
        FieldType.PHONE: "13900009876",
        FieldType.PERSON_NAME: "测试丙",
        FieldType.BANK_ACCOUNT: "12345678901",
        FieldType.COUNT: "1",
        FieldType.MONEY: "50",
        FieldType.DATE: (state.today + timedelta(days=30) if "leav" in spec.id else state.today).isoformat(),
        FieldType.YES_NO: "no",
        FieldType.ID_NUMBER: SON.id_number,
    }
    return examples.get(spec.type, "虚构小区一号楼")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_shipped()


@pytest.fixture(scope="session")
def terminal(catalogue: Catalogue) -> Terminal:
    return terminal_of(catalogue, hall="测试大厅", terminal_id="K07", division="130302", phone="0335-0000000")


@pytest.fixture
def new_visitor(terminal: Terminal) -> Callable[[], Visitor]:
    def make() -> Visitor:
        clock = ManualClock()
        return Visitor(start(terminal, clock.now(), clock.monotonic(), "5e" * 16), clock)

    return make


@pytest.fixture
def visitor(new_visitor: Callable[[], Visitor]) -> Visitor:
    return new_visitor()


def bill(**changes: object) -> Bill:
    base = {
        "biller": "electric", "account_tail": "0001", "holder_masked": "测*甲", "period": "2026-10", "due_cents": 12005,
        "late_cents": 0, "simulated": True, "state": "unpaid",
    }  # fmt: skip
    return Bill.model_validate(base | changes)


def ticket(ticket_id: str) -> Ticket:
    return Ticket(ticket_id=ticket_id, number="A012", ahead=3, minutes=9, window="2号窗口")


def said(effect: Effect, state: str) -> Payment:
    assert isinstance(effect, ef.Pay)
    request = effect.request
    return Payment.model_validate(
        {"payment_id": request.payment_id, "state": state, "amount_cents": request.amount_cents, "simulated": True}
    )


def case_view(number: str = CASE) -> CaseView:
    return CaseView(case_number=number, service_name="高龄津贴", status="办理中", stages=[], next_step="等区里审核。")


def help_reply(help_id: str, on_duty: bool = True) -> HelpReply:
    return HelpReply(help_id=help_id, on_duty=on_duty, waiting=1, phone="0335-0000000", ticket="B001")


def notice(clock: ManualClock, number: int = 1) -> Notice:
    return Notice(
        id=f"n{number}", title="停水通知", text="明天上午停水。", level="重要", source="虚构社区", published=clock.now()
    )


@pytest.fixture
def facts() -> "Facts":
    return Facts()


@dataclass(frozen=True, repr=False)
class Facts:
    """What tests cannot import from here (importlib mode), handed over as a fixture."""

    mother: IdCard = MOTHER
    son: IdCard = SON
    personal: tuple[str, ...] = PERSONAL
    case: str = CASE
    bill: Callable[..., Bill] = bill
    ticket: Callable[[str], Ticket] = ticket
    said: Callable[[Effect, str], Payment] = said
    case_view: Callable[..., CaseView] = case_view
    help_reply: Callable[..., HelpReply] = help_reply
    notice: Callable[..., Notice] = notice


NOT_OURS = (types.ModuleType, type, types.FunctionType, types.BuiltinFunctionType, types.FrameType)


def _texts(root: object, *without: object) -> Iterator[str]:
    """Every text and byte string that can be reached from an object, closures included."""
    seen, waiting = {id(o) for o in without}, [root]
    while waiting:
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        if isinstance(found, str):
            yield found
        elif isinstance(found, bytes | bytearray):
            yield found.decode("utf-8", "ignore")
        elif isinstance(found, types.FunctionType):
            waiting += [*(found.__closure__ or ()), *(found.__defaults__ or ())]
        elif not isinstance(found, NOT_OURS):
            waiting += gc.get_referents(found)


@pytest.fixture
def texts() -> Callable[..., Iterator[str]]:
    """Every text that can be reached from an object, without going into some others."""
    return _texts


@pytest.fixture
def new_line() -> type[Line]:
    return Line


@pytest.fixture
def line(new_visitor: Any) -> Line:
    visitor = new_visitor()
    visitor.state = with_terminal(visitor.state, has_media=True)
    visitor.post(ev.LinkChanged(calls.Welcome()))
    visitor.press("start")
    return Line(visitor)


@pytest.fixture
def asked(line: Line, facts: Any) -> Line:
    """She is in 高龄津贴, her card read, at a question."""
    visitor = line.visitor
    visitor.post(ev.ChooseService("01"))
    visitor.press("next", "choice:yes", "choice:self")
    visitor.post(ev.CardSeen(facts.mother)).past_conditions()
    assert isinstance(visitor.state.place, QuestionPlace), visitor.screen.key
    return line
