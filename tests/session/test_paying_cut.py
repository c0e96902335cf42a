"""27 交电费, the power cut and the line flapping at every boundary: never paid twice, never told a lie.

Session, performer, payment book and the hub's billing are the real ones; only the wire and the mains are the test's.
A machine dies by PowerCut at the nth boundary; the next machine on the same disk asks, and she tries again.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub import billing
from hub.house import Hub, HubConfig, open_hub
from hub.outcomes import Refused as HubSaidNo
from hub.terminals import Terminal as Enrolled
from kiosk.core.clock import ManualClock
from kiosk.core.journal import Journal
from kiosk.session import InlineLane, Ports, State, Terminal, screen_for, start, step
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session.perform import Performer
from kiosk.session.places import PaymentPlace
from offline_cache import HubRefused, HubUnheard, Ok, Outbox, PaymentBook

Wire = Literal["through", "not sent", "answer lost", "late"]
WIRES: tuple[Wire, ...] = ("through", "not sent", "answer lost", "late")
"""late: the line says it is gone, and what was sent arrives when the next thing is said."""
MOST_BOUNDARIES = 14
PATIENCE_S = 40
COMES_AGAIN_S = 60
BAD_TIMES = 3
"""How often she comes again before the line is good."""
NOT_TAKEN, TAKEN = "没有扣钱", "交好了"
FOUND_AGAIN = ("交好了", "这一期不用交")


class PowerCut(BaseException):
    """Nothing after this happened."""


@dataclass
class Mains:
    """Counts boundaries and cuts the power at one of them."""

    cut_at: int = 0
    passed: int = 0

    def boundary(self) -> None:
        self.passed += 1
        if self.passed == self.cut_at:
            raise PowerCut


@dataclass
class Line:
    """The way to the hub's billing; may lose what is sent, lose the answer, or deliver late."""

    hub: Hub
    terminal: Enrolled
    mains: Mains
    fates: list[Wire]
    late: list[Callable[[], object]] = field(default_factory=list)

    def bill(self, biller: str, query: Any) -> Any:
        return self._over(lambda: billing.bill(self.hub, biller, query))

    def pay(self, request: Any) -> Any:
        return self._over(lambda: billing.pay(self.hub, self.terminal, request))

    def payment(self, payment_id: str) -> Any:
        return self._over(lambda: billing.payment(self.hub, self.terminal, payment_id))

    def close_payment(self, payment_id: str) -> Any:
        return self._over(lambda: billing.close(self.hub, self.terminal, payment_id))

    def deliver_late(self) -> None:
        while self.late:
            self.late.pop(0)()

    def _over(self, said: Callable[[], Any]) -> Any:
        self.mains.boundary()
        fate = self.fates.pop(0) if self.fates else "through"
        if fate == "late":
            self.late.append(said)
            return HubUnheard("late")
        self.deliver_late()
        if fate == "not sent":
            return HubUnheard("cut")
        answer = said()
        self.mains.boundary()
        if fate == "answer lost":
            return HubUnheard("cut")
        return HubRefused(answer.status, answer.problem) if isinstance(answer, HubSaidNo) else Ok(answer)


class Book:
    """The real payment book, with a boundary before and after everything it does."""

    def __init__(self, book: PaymentBook, mains: Mains) -> None:
        self._book, self._mains = book, mains

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def bounded(*args: Any) -> Any:
            self._mains.boundary()
            done = getattr(self._book, name)(*args)
            self._mains.boundary()
            return done

        return bounded


class Nothing:
    """A neighbour this errand does not need."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None


@dataclass
class Told:
    """What anybody in front of the glass was told of each order."""

    taken: set[str] = field(default_factory=set)
    not_taken: set[str] = field(default_factory=set)


class Machine:
    """A terminal from one switching-on to the next."""

    def __init__(self, terminal: Terminal, line: Line, book: Any, clock: ManualClock, told: Told, seed: str) -> None:
        nothing: Any = Nothing()
        lane = InlineLane()
        self._clock, self._told, self._line, self._book = clock, told, line, book
        self.state: State = start(terminal, clock.now(), clock.monotonic(), seed)
        self._performer = Performer(
            Ports(
                reader=nothing, printer=nothing, speaker=nothing, counter=nothing, outbox=nothing, drafts=nothing,
                payments=book, hub=line, staff=nothing, clock=clock, journal=Journal(clock, io.StringIO()),
                store_lane=lane, hub_lane=lane, picture_lane=lane, wake_drainer=lambda: None,
            ),
            self.post, lambda: None, lambda: None,
        )  # fmt: skip

    @property
    def title(self) -> str:
        return screen_for(self.state).title.plain()

    def post(self, event: ev.Event) -> None:
        self.state, effects = step(self.state, event)
        self._listen()
        for effect in effects:
            if not isinstance(effect, ef.PrintSlip | ef.SetSpeech | ef.Wipe | ef.Note):
                self._line.mains.boundary()
                self._performer.perform(effect)
            if isinstance(effect, ef.PrintSlip):
                self.post(ev.Printed(effect.slip.job_id))

    def press(self, *action_ids: str) -> None:
        for action_id in action_ids:
            action = screen_for(self.state).action(action_id)
            assert action is not None, (screen_for(self.state).key, action_id)
            self.post(action.event)  # type: ignore[arg-type]

    def wait(self, seconds: int) -> None:
        for _ in range(seconds):
            self._clock.advance(1)
            self.post(ev.Tick(self._clock.now(), self._clock.monotonic()))

    def ask_about_what_was_left(self, account: str) -> None:
        """As the terminal does at every start and every round: ask, close, strike out what is settled."""
        for left in self._book.of("electric", account):
            outcome = self._line.close_payment(left.payment_id)
            if isinstance(outcome, Ok) and outcome.value.state != "processing":
                self._hear(left.payment_id, outcome.value.state)
                self._book.end(left.payment_id)

    def try_to_pay(self, account: str) -> bool:
        """She wants the bill paid; True once she is told that it is, or that nothing is owed."""
        self.post(ev.Begin())
        self.post(ev.ChooseService("27"))
        self.press("next", "choice:yes")
        for _ in range(8):
            if not screen_for(self.state).key.startswith("question"):
                break
            place: Any = self.state.place
            value = {"account": account, "meter": "postpaid", "receipt": "paper"}[place.field_id]
            self.post(ev.Answer(place.field_id, value))
        if screen_for(self.state).action("choice:show_code") is not None:
            self.press("choice:show_code", "pay")
            self.wait(PATIENCE_S)
            for _ in range(3):
                if screen_for(self.state).action("next") is not None:
                    self.press("next")
                self.wait(6)
        title = self.title
        self.post(ev.Leave())
        return title.startswith(FOUND_AGAIN)

    def _listen(self) -> None:
        place = self.state.place
        if not isinstance(place, PaymentPlace) or not place.payment_id:
            return
        words = str(screen_for(self.state).to_json())
        if TAKEN in screen_for(self.state).title.plain():
            self._told.taken.add(place.payment_id)
        if NOT_TAKEN in words:
            self._told.not_taken.add(place.payment_id)

    def _hear(self, payment_id: str, state: str) -> None:
        (self._told.taken if state == "paid" else self._told.not_taken).add(payment_id)


class City:
    """One hub for all these visits; each has an account of its own."""

    def __init__(self, directory: Path, terminal: Terminal) -> None:
        self.clock = ManualClock()
        self.hub = open_hub(HubConfig(directory / "hub"), self.clock)
        self.terminal = terminal
        self.enrolled = Enrolled(
            "K07", "130302", "测试大厅", b"", True, self.clock.now(), None, "", {}, 0, 0, "", True, 0, ""
        )
        self.outbox = Outbox(directory, self.clock)
        self._accounts = count(1)
        self._seeds = count(1)

    def errand(self, cut_at: int, fates: Sequence[Wire]) -> int:
        """One bill, one cut, one flapping line, then good times. Returns how many boundaries there were."""
        account = f"1303{next(self._accounts):05d}1"
        told, book = Told(), PaymentBook(self.outbox.database, self.clock, lambda name: name)
        mains = Mains(cut_at)
        line = Line(self.hub, self.enrolled, mains, list(fates))
        paid = False
        try:
            machine = self._machine(line, Book(book, mains), told)
            machine.try_to_pay(account)
        except PowerCut:
            pass
        boundaries, mains.cut_at = mains.passed, 0
        for turn in range(6):
            if turn == BAD_TIMES:
                line.fates.clear()
            machine = self._machine(line, Book(book, mains), told)
            machine.ask_about_what_was_left(account)
            if machine.try_to_pay(account):
                paid = True
                break
            self.clock.advance(COMES_AGAIN_S)
        line.deliver_late()
        self.clock.advance(60)
        billing.settle_due(self.hub)
        self._check(account, told, book, paid)
        return boundaries

    def _machine(self, line: Line, book: Any, told: Told) -> Machine:
        return Machine(self.terminal, line, book, self.clock, told, f"{next(self._seeds):032x}")

    def _check(self, account: str, told: Told, book: PaymentBook, paid: bool) -> None:
        sql = "select id, state from payments where account_tail = ? and account_key = ?"
        key = self.hub.keys.lookup("account:electric", account)
        rows = dict(self.hub.store.read(lambda tx: tx.rows(sql, account[-4:], key)))
        taken = {payment_id for payment_id, state in rows.items() if state in ("paid", "processing")}
        assert paid, "once the line is good again the bill is paid, or known to be"
        assert len(taken) == 1, f"paid {len(taken)} times"
        assert told.taken <= taken, "told that it was paid, and it was not"
        assert not told.not_taken & taken, "told that no money was taken, and it was"
        assert all(o.payment_id in rows for o in book.of("electric", account)), "what is still asked about exists"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, terminal: Terminal) -> Iterator[City]:
    made = City(tmp_path_factory.mktemp("city"), terminal)
    yield made
    made.outbox.close()
    made.hub.close()


def test_without_any_trouble_it_is_paid_once(city: City) -> None:
    assert city.errand(0, ()) >= MOST_BOUNDARIES // 2


def every_cut(city: City, fates: Sequence[Wire]) -> int:
    """The power cut at the first boundary, the second, and so on; how many there are."""
    cut_at = 1
    while cut_at <= city.errand(cut_at, fates):
        cut_at += 1
    return cut_at - 1


@pytest.mark.parametrize("wire", WIRES)
def test_the_power_cut_at_every_boundary_of_paying(city: City, wire: Wire) -> None:
    """wire: what befalls the order itself, the first thing said after the bill."""
    assert every_cut(city, ("through", wire)) >= MOST_BOUNDARIES // 2


@given(st.lists(st.sampled_from(WIRES), max_size=9), st.integers(0, MOST_BOUNDARIES * 2))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_line_that_flaps_while_the_power_fails(city: City, fates: list[Wire], cut_at: int) -> None:
    city.errand(cut_at, fates)


def test_a_terminal_that_takes_silence_for_a_no_would_be_noticed(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def hasty(performer: Any, request: Any) -> ev.Event:
        outcome = performer._ports.hub.pay(request)
        return performer._said(outcome, request.payment_id) if isinstance(outcome, Ok) else refused(request)

    def refused(request: Any) -> ev.Event:
        return ev.PaymentRefused(request.payment_id, "没有扣钱。")

    monkeypatch.setattr(Performer, "_pay", hasty)
    with pytest.raises(AssertionError, match="no money was taken, and it was"):
        city.errand(0, ("through", "answer lost"))


def test_a_hub_that_forgets_what_it_made_void_would_be_noticed(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(billing, "close", lambda hub, terminal, payment_id: billing._void(payment_id))
    with pytest.raises(AssertionError, match="no money was taken, and it was"):
        every_cut(city, ("through", *["late"] * 12))
