"""`step(state, event) -> (state, effects)`: the whole visit. Pure and total: any event is safe in any state.

Order: what machines report, then what lies over the page, then what is the same on every page, then the page itself.
"""

from collections.abc import Callable
from dataclasses import replace

from kiosk.catalogue import Category, Flow, Service
from kiosk.core.faults import Fault
from kiosk.core.loudness import LEVELS, output_of
from kiosk.core.outcomes import DeviceState
from kiosk.core.screen import NO_WORDS, Settings
from kiosk.core.wire import Rating
from kiosk.session import events as ev
from kiosk.session.counter import COUNTER_STEPS, asks_again
from kiosk.session.effects import Effect, Note, ReadCard, SayAgain, SendRating, StopReading
from kiosk.session.events import Event
from kiosk.session.guided import GUIDED_STEPS
from kiosk.session.hear import heard, model_answered
from kiosk.session.known import card_laid, card_lifted, forget_absent, step_card_owner, step_same_person
from kiosk.session.matter import (
    MATTER_STEPS,
    choose_service,
    done_of,
    print_receipt,
    step_list,
)
from kiosk.session.missed import keep_missed
from kiosk.session.now import busy, something_to_lose
from kiosk.session.over import ask_help, step_overlay
from kiosk.session.papers import print_again
from kiosk.session.places import (
    SPOKEN,
    Attract,
    CardLeft,
    CardOwnerPlace,
    CasePlace,
    Categories,
    CategoryPlace,
    DuplicatePlace,
    EndingPlace,
    HandedInPlace,
    HomePlace,
    IdentifyPlace,
    IdleOver,
    LeaveOver,
    LeftPaymentsPlace,
    MorePlace,
    NoticePlace,
    Paying,
    PaymentPlace,
    RatingPlace,
    ReferralPlace,
    ResultPlace,
    SamePersonPlace,
    SettingsOver,
    StaffOver,
    Submitting,
    TicketPlace,
    TroubleOver,
    WherePlace,
)
from kiosk.session.plan import READ_TIMEOUT_S, reenter
from kiosk.session.spoken_over import step_spoken
from kiosk.session.state import (
    IDLE_S,
    IDLE_SLOW_S,
    WARNING_S,
    DeviceStatus,
    Moved,
    State,
    back,
    end,
    first_settings,
    go,
    home,
    mint,
    speech_of,
    stocked,
    swap,
    with_terminal,
    with_visit,
)
from kiosk.session.who import draft_found, handed_in_found

RATING_S = 30.0
ENDING_S = 12.0
CARD_REMINDER_S = 15.0
HUB_ANSWER_S = 6.0
LONGEST_TICK_S = 5.0
"""A longer gap means the machine slept; it must not eat a resident's warning time."""

_OUTCOMES = (
    ev.CardReading, ev.CardSeen, ev.CardProblem, ev.NoCardSeen, ev.Stored, ev.StoreRefused, ev.BillFetched,
    ev.BillFailed, ev.PaymentSaid, ev.PaymentUnknown, ev.PaymentRefused, ev.CasesFound,
    ev.CasesFailed, ev.TicketGiven, ev.TicketFailed,
)  # fmt: skip
"""Answers to effects that belong to the page, whatever lies over it."""


def step(state: State, event: Event) -> Moved:
    """One event."""
    if isinstance(event, ev.Heard):
        return heard(state, event.hearing, step)
    reported = _machine(state, event)
    if reported is not None:
        return reported
    if isinstance(event, _OUTCOMES):
        return _page(state, event)
    if isinstance(state.place, Attract | CardLeft) and not isinstance(event, _AT_ATTRACT):
        return state, ()
    state = with_visit(state, idle_s=0.0, aside=NO_WORDS)
    if isinstance(event, ev.Touched):
        state = with_visit(state, how=event.how)
        return (replace(state, overlay=None) if isinstance(state.overlay, IdleOver) else state), ()
    over = state.overlay
    covered = step_spoken(state, over, event, step) if isinstance(over, SPOKEN) else step_overlay(state, event)
    if covered is not None:
        return covered
    return _anywhere(state, event) or _page(state, event)


_AT_ATTRACT = (
    ev.Begin, ev.Next, ev.Touched, ev.ChooseService, ev.ChooseCategory, ev.AskHelp, ev.Repeat, ev.OpenSettings,
    ev.ChangeSettings, ev.StaffKey, ev.Back, ev.Home, ev.StillHere, ev.HelpAnswered, ev.HelpUnanswered,
    ev.StaffVerified, ev.StaffRefused, ev.KeyPressed, ev.Erase, ev.Clear, ev.Finish,
    ev.Pick, ev.Deny, ev.PrintAgain,
)  # fmt: skip


# --- machines ------------------------------------------------------------------------------------------------


def _machine(state: State, event: Event) -> Moved | None:
    match event:
        case ev.Tick():
            return _tick(state, event)
        case ev.Wiped(seed=seed):
            untouched = not state.began and state.visit.minted == 0
            return (with_visit(state, seed=seed) if untouched else state), ()
        case ev.UnexpectedError():
            ended, effects = end(state, "unexpected")
            return replace(ended, overlay=TroubleOver()), effects
        case ev.DeviceChanged(device=device, state=device_state, fault=fault):
            others = tuple(d for d in state.terminal.devices if d.device != device)
            if device == "card_reader" and device_state is DeviceState.NO_DEVICE:
                # Nobody can tell any more whether a card lies there; do not insist on it for ever.
                state, _ = card_lifted(state)
            note = Note("device_state", {"device": device, "state": str(device_state), "fault": fault and str(fault)})
            state = with_terminal(state, devices=(*others, DeviceStatus(device, device_state, fault)))
            if device == "microphone":
                state = with_terminal(state, hears=device_state is DeviceState.ONLINE)
            back_again = device == "card_reader" and device_state is DeviceState.ONLINE
            state, effects = _read_on(state) if back_again else (state, ())
            return state, (note, *effects)
        case ev.LineChanged(up=up):
            return _line(state, up)
        case ev.PaymentsLeft(payments=payments):
            return with_terminal(state, left_payments=payments), ()
        case ev.QueueCounted(waiting=waiting, refused=refused):
            return with_terminal(state, waiting=waiting, refused=refused), ()
        case ev.CardLaid():
            return card_laid(state)
        case ev.CardGone():
            return card_lifted(state)
        case ev.Speaking(now=now):
            return with_visit(state, speaking=now, spoken_s=0.0), ()
        case ev.ModelAnswered():
            return model_answered(state, event)
        case ev.Headphones(plugged=plugged):
            return _headphones(state, plugged)
        case ev.NoticesLoaded(notices=notices, as_of=as_of):
            return with_terminal(state, notices=notices, notices_as_of=as_of), ()
        case ev.CatalogueChanged(version=version, services=services, categories=categories):
            return _catalogue(state, version, services, categories)
        case ev.Printed() | ev.PrintFailed():
            return _printer(state, event)
        case ev.Sent() | ev.SendRefused():
            return _sent(state, event)
        case ev.DraftFound(payload=payload):
            return draft_found(state, payload)
        case ev.DraftHandedIn():
            return handed_in_found(state, event)
        case ev.NoDraft():
            return state, ()
        case _:
            return None


def _headphones(state: State, plugged: bool) -> Moved:
    """Another output at its own first level, and the page once more there. Nobody is left with a dark, silent page."""
    if plugged == state.terminal.headphones:
        return state, ()
    state = with_terminal(state, headphones=plugged)
    settings = state.visit.settings
    first = first_settings(state.terminal)
    settings = replace(settings, volume=first.volume, dark=settings.dark and plugged)
    state = with_visit(state, settings=settings, idle_s=0.0)
    return state, (speech_of(state), SayAgain())


def _line(state: State, up: bool) -> Moved:
    note = () if state.terminal.line_up == up else (Note("line", {"state": "up" if up else "down"}),)
    state = with_terminal(state, line_up=up)
    if not up and isinstance(state.place, ResultPlace):
        state, effects = print_receipt(state)
        return state, (*note, *effects)
    return state, note


_READER_FAULTS = (Fault.READER_ABSENT, Fault.READER_SILENT, Fault.READER_BUSY)


def _read_on(state: State) -> Moved:
    """The reader is back while somebody waits before it: go on by itself, nobody has to press anything."""
    place = state.place
    if not isinstance(place, IdentifyPlace) or place.fault not in _READER_FAULTS:
        return state, ()
    return swap(state, replace(place, fault=None)), (ReadCard(place.who, READ_TIMEOUT_S),)


def _catalogue(state: State, version: str, services: tuple[Service, ...], categories: tuple[Category, ...]) -> Moved:
    if state.began:
        return with_terminal(state, newer=(version, services, categories)), ()
    return replace(state, terminal=stocked(state.terminal, version, services, categories)), ()


def _printer(state: State, event: ev.Printed | ev.PrintFailed) -> Moved:
    job = state.visit.printing
    if job is None or job.slip.job_id != event.job_id:
        return state, ()
    if isinstance(event, ev.Printed):
        done = replace(job, printed=True, reprint=event.reprint, fault=None)
        return with_visit(state, printing=done), (Note("printed", {"outcome": "printed"}),)
    failed = replace(job, printed=False, fault=event.fault)
    return with_visit(state, printing=failed), (Note("printed", {"outcome": str(event.fault)}),)


def _sent(state: State, event: ev.Sent | ev.SendRefused) -> Moved:
    if done_of(state, event.submission_id) is None:
        return state, ()

    updated = tuple(
        d
        if d.submission_id != event.submission_id
        else replace(d, status=event.status, due=event.due, refused=False)
        if isinstance(event, ev.Sent)
        else replace(d, refused=not d.status)
        for d in state.visit.done
    )
    state = with_visit(state, done=updated)
    if isinstance(state.place, ResultPlace) and state.place.submission_id == event.submission_id:
        if isinstance(event, ev.SendRefused) and state.visit.printing is not None:
            # The paper already out says that nothing more has to be done; this one says otherwise.
            return print_again(state)
        return print_receipt(state)
    return state, ()


# --- time ----------------------------------------------------------------------------------------------------


def _tick(state: State, event: ev.Tick) -> Moved:
    passed = min(max(0.0, event.monotonic - state.monotonic), LONGEST_TICK_S)
    state = replace(state, now=event.now, monotonic=event.monotonic)
    if isinstance(state.place, CardLeft):
        if state.monotonic - state.place.said >= CARD_REMINDER_S:
            return replace(state, place=CardLeft(state.monotonic)), (SayAgain(),)
        return state, ()
    if not state.began:
        return _attract_tick(state, passed)
    if state.visit.speaking:
        state = with_visit(state, spoken_s=state.visit.spoken_s + passed)
    moved = _place_tick(state, event)
    return moved if moved is not None else _idle_tick(state, passed)


def _attract_tick(state: State, passed: float) -> Moved:
    """Settings and overlays opened on the attract page do not stay for the next person."""
    if state.overlay is None and state.visit.settings == Settings() and state.visit.minted == 0:
        return state, ()
    idle = state.visit.idle_s + (0.0 if state.visit.speaking else passed)
    if idle >= IDLE_S:
        return end(state, "idle")
    return with_visit(state, idle_s=idle), ()


def _place_tick(state: State, event: ev.Tick) -> Moved | None:
    match state.place:
        case RatingPlace(since=since) if state.monotonic - since >= RATING_S and not state.visit.speaking:
            return _ending(state)
        case EndingPlace(since=since) if state.monotonic - since >= _ending_s(state) and not busy(state):
            return end(state, "finished")
        case ResultPlace(waited_since=since) if (
            state.visit.printing is None and state.monotonic - since >= HUB_ANSWER_S
        ):
            return print_receipt(state)
        case Paying():
            return _page(state, event)
        case PaymentPlace() if asks_again(state):
            return _page(state, event)
        case _:
            return None


def _ending_s(state: State) -> float:
    """Longer while there is something to agree to."""
    return RATING_S if state.visit.missed else ENDING_S


def _idle_tick(state: State, passed: float) -> Moved:
    if busy(state):
        return state, ()
    if isinstance(state.overlay, IdleOver):
        left = state.overlay.left - passed
        if left <= 0:
            return end(state, "idle")
        return replace(state, overlay=IdleOver(left)), ()
    idle = state.visit.idle_s + passed
    if idle >= allowed_idle(state) and not isinstance(state.place, RatingPlace | EndingPlace):
        # Whoever presses "still here" need not be the member of staff who had typed the PIN.
        state = forget_absent(with_visit(state, idle_s=0.0, staff=None))
        return replace(state, overlay=IdleOver(WARNING_S)), ()
    return with_visit(state, idle_s=idle), ()


def allowed_idle(state: State) -> float:
    """Longer for who listens, needs the largest text or the slow mode."""
    settings = state.visit.settings
    slow = settings.slow or settings.text_size >= 3 or settings.dark or state.terminal.headphones
    return IDLE_SLOW_S if slow else IDLE_S


# --- the same on every page ----------------------------------------------------------------------------------


def _anywhere(state: State, event: Event) -> Moved | None:
    match event:
        case ev.AskHelp():
            return ask_help(state, "asked")
        case ev.Repeat():
            return state, (SayAgain(),)
        case ev.OpenSettings():
            return replace(state, overlay=SettingsOver()), ()
        case ev.ChangeSettings():
            return change_settings(state, event)
        case ev.StaffKey():
            return replace(state, overlay=StaffOver()), ()
        case ev.ChooseService(service_id=service_id) if not isinstance(state.place, Submitting | Paying):
            return _choose(state, service_id)
        case ev.AskLeftPayments() if isinstance(state.place, HomePlace):
            return go(state, LeftPaymentsPlace()), ()
        case ev.Back():
            return _back(state)
        case ev.Home():
            return _home(state)
        case ev.Restart() if state.began and not isinstance(state.place, Submitting | Paying):
            return replace(state, overlay=LeaveOver("restart")), ()
        case ev.Leave() | ev.StillHere() | ev.Touched():
            return state, ()
        case ev.PrintAgain():
            return print_again(state)
        case ev.Finish():
            return _finish(state)
        case ev.KeepMissed() if isinstance(state.place, EndingPlace):
            return keep_missed(state)
        case ev.KeepMissed():
            return state, ()
        case _:
            return None


def _choose(state: State, service_id: str) -> Moved:
    service = state.terminal.service(service_id)
    if service is not None and service.flow is Flow.HELP:
        return ask_help(state, "asked")
    if not isinstance(state.place, Attract | HomePlace | Categories | CategoryPlace | MorePlace):
        return state, ()
    if not state.began:
        state = replace(state, place=HomePlace())
    return choose_service(state, service_id)


def change_settings(state: State, event: ev.ChangeSettings) -> Moved:
    """One setting; a value it cannot have changes nothing."""
    allowed: dict[str, tuple[object, ...]] = {
        "text_size": (0, 1, 2, 3),
        "theme": ("standard", "black", "white", "soft"),
        "rate": (50, 75, 100, 125, 150, 175, 200),
        "volume": tuple(range(len(LEVELS[output_of(state.terminal.headphones)]))),
    }
    if event.value not in allowed.get(event.name, (True, False)):
        return state, ()
    settings = replace(state.visit.settings, **{event.name: event.value})  # type: ignore[arg-type]
    state = with_visit(state, settings=settings)
    if event.name in ("rate", "volume", "muted"):
        return state, (speech_of(state),)
    return state, ()


def _back(state: State) -> Moved:
    stop: tuple[Effect, ...] = (StopReading(),) if isinstance(state.place, IdentifyPlace) else ()
    match state.place:
        case Submitting() | Paying() | Attract() | CardLeft():
            return state, ()
        case HomePlace():
            return _leave_or(state, "restart") or end(state, "left")
        case RatingPlace() | EndingPlace():
            return state, ()
        case ResultPlace() | PaymentPlace() | TicketPlace() if not state.trail:
            return replace(state, place=MorePlace()), ()
        case _:
            state, again = reenter(back(state))
            return state, (*stop, *again)


def _leave_or(state: State, to: str) -> Moved | None:
    if something_to_lose(state) or (to == "restart" and state.visit.holder is not None):
        return replace(state, overlay=LeaveOver("restart" if to == "restart" else "home")), ()
    return None


def _home(state: State) -> Moved:
    match state.place:
        case Submitting() | Paying() | CardLeft():
            return state, ()
        case Attract():
            return replace(state, place=HomePlace()), ()
        case RatingPlace() | EndingPlace():
            return end(state, "finished")
        case DuplicatePlace() | HandedInPlace() if state.visit.form is None or state.visit.form.untouched():
            return home(state)
        case _:
            return _leave_or(state, "home") or home(state)


DONE_WITH = (ResultPlace, PaymentPlace, TicketPlace, CasePlace, NoticePlace, WherePlace, ReferralPlace)
"""The last page of a matter; after it: anything else?"""


def _finish(state: State) -> Moved:
    match state.place:
        case Submitting() | Paying() | Attract() | CardLeft():
            return state, ()
        case EndingPlace():
            return end(state, "finished")
        case RatingPlace():
            return _ending(state)
        case place if isinstance(place, DONE_WITH):
            return go(state, MorePlace()), ()
        case _ if something_to_lose(state):
            return replace(state, overlay=LeaveOver("restart")), ()
        case _ if state.visit.done or state.visit.queued:
            return swap(replace(state, trail=()), RatingPlace(state.monotonic)), ()
        case _:
            return _ending(state)


def _ending(state: State) -> Moved:
    return replace(state, place=EndingPlace(state.monotonic), trail=(), overlay=None), ()


# --- the page itself -----------------------------------------------------------------------------------------


def step_attract(state: State, event: Event) -> Moved:
    if isinstance(event, ev.Begin | ev.Next):
        return replace(state, place=HomePlace()), (Note("visit_began", {}),)
    return step_list(replace(state, place=HomePlace()), event) if isinstance(event, ev.ChooseCategory) else (state, ())


def step_rating(state: State, event: Event) -> Moved:
    """Voluntary; kept apart from who it was."""
    if not isinstance(event, ev.Rate):
        return state, ()
    if event.level is None:
        return _ending(state)
    done = state.visit.done[-1] if state.visit.done else None
    service = state.visit.service
    service_id = done.service_id if done else service.id if service else ""
    rating_id, state = mint(state)
    rating = Rating(
        rating_id=rating_id,
        case_number=done.case_number if done else "",
        service_id=service_id,
        level=event.level,
        at=state.now,
    )
    state, effects = _ending(state)
    return state, (SendRating(rating), *effects)


def step_more(state: State, event: Event) -> Moved:
    if isinstance(event, ev.Next):
        return home(state)
    return step_list(state, event)


_PAGES: dict[type, Callable[[State, Event], Moved]] = {
    **MATTER_STEPS,
    **COUNTER_STEPS,
    **GUIDED_STEPS,
    SamePersonPlace: step_same_person,
    CardOwnerPlace: step_card_owner,
    Attract: step_attract,
    CardLeft: step_attract,
    HomePlace: step_list,
    Categories: step_list,
    CategoryPlace: step_list,
    MorePlace: step_more,
    RatingPlace: step_rating,
}


def _page(state: State, event: Event) -> Moved:
    if isinstance(event, ev.CardSeen) and not isinstance(state.place, IdentifyPlace):
        return state, ()
    handler = _PAGES.get(type(state.place))
    return handler(state, event) if handler is not None else (state, ())
