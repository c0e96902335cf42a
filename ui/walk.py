"""Every page the real session can show, found by walking it: pressing everything and letting devices answer either way.

Used by the gallery and the gates, so that a new page is drawn and measured without anybody remembering it. All
persons are invented.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from kiosk.catalogue import Catalogue, Flow
from kiosk.core.faults import Fault
from kiosk.core.hearing import Hypothesis, Utterance
from kiosk.core.outcomes import DeviceState
from kiosk.core.person import CardType, IdCard
from kiosk.core.screen import AskDate, AskDigits, AskPin, AskSignature, AskText, Screen, Talk
from kiosk.core.wire import Bill, CaseStage, CaseView, HelpReply, Notice, Payment, Ticket
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session import screen_for, start, step, terminal_of
from kiosk.session.events import LeftPayment
from kiosk.session.places import (
    Attract,
    CardLeft,
    Categories,
    CategoryPlace,
    EndingPlace,
    HomePlace,
    MorePlace,
    NoticePlace,
    NoticesPlace,
    RatingPlace,
    ReviewPlace,
    StaffOver,
    WitnessPlace,
)
from kiosk.session.state import State
from ui.walk_call import call_states
from ui.walk_devices import camera_states, social_states

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PER_KEY = 4
"""Different drawings kept of one page: with an error, with a device broken ..."""
MOST_VISITS = 3
"""How often the walk goes on from one page in one situation."""
COMMON = (
    Attract,
    HomePlace,
    Categories,
    CategoryPlace,
    NoticesPlace,
    NoticePlace,
    MorePlace,
    RatingPlace,
    EndingPlace,
    CardLeft,
)
"""Pages that are the same whatever matter came before."""
Waiting = tuple[State, tuple[ev.Event, ...]]
"""A state to go on from, and what the world answers there."""
HOLDER = IdCard(
    CardType.RESIDENT, "测试甲", "女", "汉", date(1940, 3, 7), "河北省秦皇岛市海港区测试路1号", "110101194003070011",
    "测试公安局", date(2010, 1, 1), "长期",
)  # fmt: skip
OPERATOR = IdCard(
    CardType.RESIDENT, "测试乙", "男", "汉", date(1970, 3, 7), "河北省秦皇岛市海港区测试路2号", "110101197003070012",
    "测试公安局", date(2010, 1, 1), "长期",
)  # fmt: skip
TYPED = ("测试丙", "13800001234", "130302-20250701-K07-0042-5", "测试路1号楼的灯坏了")
SENTENCES = (
    "给我妈办高龄津贴",
    "高龄津贴要带什么",
    "卡丢了",
    "有煤气味",
    "唧唧复唧唧",
    "幺三八零幺零二零三零四",
    "交上去",
)
CASE = CaseView(
    case_number="1303020126112400017", service_name="领高龄津贴", status="补正", due="2026-12-22", working_days_left=12,
    stages=[CaseStage(status="待受理", at=NOW), CaseStage(status="补正", at=NOW, note="缺一张照片")],
    light="yellow", missing=["近期一寸照片"], next_step="请带照片到窗口", who="虚构街道办事处",
)  # fmt: skip
NOTICES = tuple(
    Notice(id=str(n), title="停水通知，请提前接水" if n % 2 else "社区义诊",
           text="下周二上午八点到十二点停水。请您提前接好水。有困难的老人，我们上门送水。",
           level="重要" if n % 2 else "一般", source="虚构社区居委会", published=NOW)
    for n in range(9)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Met:
    """Somewhere the walk has been."""

    state: State
    screen: Screen


def every_screen(catalogue: Catalogue) -> tuple[Screen, ...]:
    """Screens in the order they were met, at most PER_KEY drawings of a key within one matter."""
    return screens_of(walk(catalogue))


def screens_of(walked: Iterable[Met]) -> tuple[Screen, ...]:
    """The same, of a walk already walked."""
    found: dict[object, Screen] = {}
    kept: Counter[object] = Counter()
    for met in walked:
        place = _place(met)
        drawing = (place, *_drawing(met.screen))
        if drawing not in found and kept[place] < PER_KEY:
            found[drawing] = met.screen
            kept[place] += 1
    return tuple(found.values())


def walk(catalogue: Catalogue) -> Iterator[Met]:
    """Breadth first through the pure session, once for each situation that leads to other pages."""
    terminal = terminal_of(
        catalogue, hall="虚构社区", terminal_id="T0001", division="130302", phone="0335-0000000", simulated=True
    )
    seen: set[object] = set()
    spoken_on: set[str] = set()
    called_on: set[str] = set()
    visits: Counter[object] = Counter()
    kept_back: dict[str, State] = {}
    waiting: deque[tuple[State, tuple[ev.Event, ...]]] = deque()
    waiting.append((start(terminal, NOW, 0.0, "00" * 16), ()))
    while waiting:
        state, answers = waiting.popleft()
        met = Met(state, screen_for(state))
        place = (_place(met), _situation(state))
        mark = (place, *_drawing(met.screen), bool(answers))
        if mark in seen or visits[place] >= MOST_VISITS:
            continue
        seen.add(mark)
        visits[place] += 1
        yield met
        if _calls_here(met, called_on):
            yield from (Met(calling, screen_for(calling)) for calling in call_states(state))
        if met.screen.key == "material:01:household_book" and visits[place] == 1:
            yield from (Met(shown, screen_for(shown)) for shown in camera_states(state))
        if met.screen.key in ("identify:holder", "question:01:pay_to") and visits[place] == 1:
            yield from (Met(shown, screen_for(shown)) for shown in social_states(state))
        if met.screen.key == "home" and visits[place] == 1:
            waiting.extend((idle, ()) for idle in _left_alone(state))
        if met.screen.key == "more" and state.visit.holder is not None:
            waiting.append((_lifted_and_on(state), ()))
        # What may happen anywhere is let happen once on each page.
        anywhere = (*_world(state), *_always(met.screen)) if visits[place] == 1 else ()
        if (kind := met.screen.key.split(":")[0]) not in spoken_on:
            spoken_on.add(kind)
            anywhere = (*anywhere, *_said(met.screen))
        for event in (*answers, *_presses(met.screen), *_answers(state, met.screen), *anywhere):
            after, effects = step(state, event)
            if after is state:
                continue
            waiting.append((after, tuple(reply for effect in effects for reply in replies(effect))))
            waiting.extend(_interrupted(kept_back, after, effects))


def _calls_here(met: Met, called_on: set[str]) -> bool:
    """A human is called once from the home page and once from a question that holds something of hers already."""
    key = met.screen.key
    visit = met.state.visit
    form = visit.form
    applied = form is not None and bool(form.values) and form.service.flow is Flow.APPLICATION
    begun = key == "home" or (key.startswith("question:") and applied)
    kind = key.split(":")[0]
    if met.state.overlay is not None or not begun or kind in called_on:
        return False
    called_on.add(kind)
    return True


def _place(met: Met) -> object:
    service = met.state.visit.service
    common = met.state.overlay is not None or isinstance(met.state.place, COMMON)
    return met.screen.key, "" if common or service is None else service.id


def _drawing(screen: Screen) -> tuple[object, ...]:
    counted = screen.countdown is not None
    return (
        bool(screen.notices),
        screen.tone,
        tuple(a.id for a in screen.actions),
        _drafted(screen),
        counted,
        _called(screen),
    )


def _situation(state: State) -> object:
    """What the page does not show and what leads elsewhere: for whom, for the how-manieth time, changing an answer."""
    visit = state.visit
    editing = any(isinstance(place, ReviewPlace) for place in state.trail)
    checking = isinstance(state.overlay, StaffOver) and state.overlay.checking
    if isinstance(state.place, COMMON):
        gone = visit.holder is not None and not state.known_here
        return bool(visit.done), checking, gone, visit.laid and not visit.done
    absent = visit.form is not None and visit.form.whose is None and visit.holder is not None
    laid = visit.laid and not visit.done
    return visit.whose, bool(visit.done), absent, laid, editing, checking, isinstance(state.place, WitnessPlace)


def _interrupted(kept_back: dict[str, State], after: State, effects: tuple[ef.Effect, ...]) -> Iterator[Waiting]:
    """A draft saved in one visit is found when the same card comes to the same matter again."""
    service = after.visit.service
    for effect in effects:
        if service is not None and isinstance(effect, ef.FindDraft):
            kept_back.setdefault(service.id, after)
        elif service is not None and isinstance(effect, ef.SaveDraft) and (asked := kept_back.pop(service.id, None)):
            yield step(asked, ev.DraftFound(effect.payload))[0], ()


def _called(screen: Screen) -> object:
    """Whether a call goes on, what is pointed at, whether anything is written."""
    marked = tuple(a.id for a in (*screen.actions, *screen.always) if a.pointed or a.id == "stop_call")
    return marked, any(isinstance(block, Talk) for block in screen.blocks)


def _drafted(screen: Screen) -> object:
    match screen.ask:
        case AskDigits(draft=draft) | AskText(draft=draft):
            return bool(draft)
        case AskPin(length=length):
            return length > 0
        case AskSignature(signed=signed):
            return signed
        case _:
            return screen.ask is None


def _left_alone(state: State) -> tuple[State, ...]:
    """The idle warning, as it opens and when its countdown shows."""
    seen = []
    for second in range(1, 240):
        state, _ = step(state, ev.Tick(state.now + timedelta(seconds=1), state.monotonic + 1))
        if second in (190, 215):
            seen.append(state)
    return tuple(seen)


def _lifted_and_on(state: State) -> State:
    """The card is taken away after one matter, and another is begun."""
    more = next(action.event for action in screen_for(state).actions if action.id == "choice:yes")
    for event in (ev.CardGone(), more, ev.ChooseService("02"), ev.Next()):
        state, _ = step(state, event)  # type: ignore[arg-type]
    return state


def _presses(screen: Screen) -> Iterator[ev.Event]:
    for action in screen.actions:
        if action.enabled:
            yield action.event  # type: ignore[misc]


def _always(screen: Screen) -> Iterator[ev.Event]:
    for action in screen.always:
        if action.enabled:
            yield action.event  # type: ignore[misc]


def _said(screen: Screen) -> Iterator[ev.Event]:
    """What somebody may say here: what she wants, what she wants to know, an answer, the words on a button."""
    for sentence in SENTENCES:
        yield ev.Heard(Utterance((Hypothesis(sentence, 0.9),)))
    for action in screen.actions[:2]:
        for sure in (0.9, 0.2):
            yield ev.Heard(Utterance((Hypothesis(action.label, sure),), whole=True))


def _answers(state: State, screen: Screen) -> Iterator[ev.Event]:
    match screen.ask:
        case AskDigits(field=name) | AskText(field=name):
            known = state.visit.service.fields if state.visit.service is not None else []
            for typed in (*(f.example for f in known if f.id == name and f.example), *TYPED, HOLDER.id_number):
                yield ev.Answer(name, typed)
        case AskDate(field=name):
            yield ev.Answer(name, "1944-04-05")
        case AskSignature():
            yield ev.Signed(b"png", (((10, 10), (90, 90)),))
        case _:
            return


def _world(state: State) -> Iterator[ev.Event]:
    yield ev.StaffKey()
    yield ev.CardLaid()
    yield ev.CardGone()
    yield ev.NoticesLoaded(NOTICES, NOW)
    yield ev.PaymentsLeft((LeftPayment("P1", NOW, "paid"),))
    yield ev.LineChanged(not state.terminal.line_up)
    yield ev.DeviceChanged("receipt_printer", DeviceState.HARDWARE_ERROR, Fault.PAPER_OUT)
    if isinstance(state.place, Attract):
        yield ev.DeviceChanged("power", DeviceState.ONLINE, Fault.POWER_ON_BATTERY)
        yield ev.DeviceChanged("power", DeviceState.ONLINE, Fault.POWER_LOW)
        yield ev.DeviceChanged("power", DeviceState.ONLINE)
    yield ev.CardSeen(HOLDER)
    yield ev.Tick(state.now + timedelta(seconds=40), state.monotonic + 40)
    yield ev.UnexpectedError()


def replies(effect: ef.Effect) -> tuple[ev.Event, ...]:
    """What the world may answer to one effect, well and badly."""
    match effect:
        case ef.ReadCard(who=who):
            card = HOLDER if who == "holder" else OPERATOR
            return ev.CardReading(), ev.CardSeen(card), ev.CardProblem(Fault.CARD_MOVED), ev.NoCardSeen()
        case ef.StoreSubmission(submission=wanted):
            key = str(wanted.submission_id)
            return ev.Stored(key, CASE.case_number), ev.StoreRefused(key, Fault.STORE_FULL)
        case ef.PrintSlip(slip=slip):
            return ev.Printed(slip.job_id), ev.PrintFailed(slip.job_id, Fault.PAPER_OUT)
        case ef.FetchBill():
            bill = Bill(
                biller="electricity", account_tail="0000", holder_masked="测*甲", period="2026年10月", due_cents=12345,
                late_cents=0, simulated=True, state="unpaid",
            )  # fmt: skip
            return ev.BillFetched(bill), ev.BillFailed(Fault.LINE_DOWN)
        case ef.Pay(request=request):
            key = str(request.payment_id)
            paid = [
                Payment.model_validate(
                    {"payment_id": key, "state": how, "amount_cents": request.amount_cents, "simulated": True}
                )
                for how in ("processing", "paid", "failed")
            ]
            return *(ev.PaymentSaid(p) for p in paid), ev.PaymentUnknown(key), ev.PaymentRefused(key, "现在不能交")
        case ef.QueryCases():
            return ev.CasesFound((CASE,) * 3), ev.CasesFound(()), ev.CasesFailed(Fault.LINE_DOWN)
        case ef.TakeTicket(request=request):
            ticket = Ticket(ticket_id=request.ticket_id, number="A012", ahead=3, minutes=15, window="二号窗口")
            return ev.TicketGiven(ticket), ev.TicketFailed(str(request.ticket_id), Fault.LINE_DOWN)
        case ef.CallHelp(request=request):
            here = HelpReply(help_id=request.help_id, on_duty=True, waiting=1, phone="0335-0000000", ticket="H07")
            return (
                ev.HelpAnswered(here),
                ev.HelpAnswered(here.model_copy(update={"on_duty": False})),
                ev.HelpUnanswered(str(request.help_id)),
            )
        case ef.VerifyStaff():
            return ev.StaffVerified("S01", "虚构员工"), ev.StaffRefused()
        case ef.FindDraft():
            return (ev.DraftHandedIn(CASE.case_number, "02", CASE.case_number, "待受理"),)
        case ef.FindHandedIn(service_id=service_id):
            return (ev.HandedInToday(service_id, CASE.case_number),)
        case ef.Wipe():
            return (ev.Wiped("11" * 16),)
        case _:
            return ()
