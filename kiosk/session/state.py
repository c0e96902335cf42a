"""Where a visit is and what it knows. Everything personal lives in `Visit` and `Place`; ending replaces both."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256

from kiosk import assist
from kiosk.assist import Call
from kiosk.catalogue import Biller, Category, Option, Service
from kiosk.core.clock import BEIJING
from kiosk.core.faults import Fault
from kiosk.core.ids import uuid7
from kiosk.core.loudness import DEFAULT, output_of
from kiosk.core.outcomes import DeviceState
from kiosk.core.person import Person
from kiosk.core.screen import DEFAULT_SETTINGS, NO_WORDS, Settings
from kiosk.core.slip import Slip
from kiosk.core.wire import Notice
from kiosk.core.words import Words
from kiosk.dialogue import Matters
from kiosk.session.effects import CallDo, Effect, Note, PrintSheet, PrintSlip, SetSpeech, StopReading, Wipe
from kiosk.session.events import Event, How, LeftPayment
from kiosk.session.forms import Form, Whose
from kiosk.session.places import (
    OF_A_MATTER,
    TRANSIENT,
    Attract,
    CardLeft,
    HomePlace,
    IdentifyPlace,
    Overlay,
    Place,
    RepairPlace,
)

IDLE_S = 180.0
RATES = (50, 75, 100, 125, 150, 175, 200)
"""Speech, percent of the ordinary rate."""
LONGEST_SPEECH_S = 600.0
"""Longer than any page takes at the slowest rate."""
LONGEST_PRINT_S = 300.0
"""A driver answers within its own deadline; a silence longer than that keeps nobody's page on the glass."""
IDLE_SLOW_S = 300.0
WARNING_S = 45.0
COUNTDOWN_S = 20


@dataclass(frozen=True, slots=True)
class Done:
    """One matter finished in this visit."""

    submission_id: str
    service_id: str
    case_number: str = field(repr=False)
    holder_id: str = field(default="", repr=False)
    stored_at: datetime | None = None
    status: str = ""
    """The hub's word for it once it has confirmed; "" while only stored here."""
    due: str = ""
    refused: bool = False


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """The last thing a device said of itself."""

    device: str
    state: DeviceState
    fault: Fault | None


@dataclass(frozen=True, slots=True)
class Terminal:
    """What outlives a visit; nothing personal."""

    hall: str
    terminal_id: str
    division: str
    phone: str
    """The hall's own number, printed on slips; "" when nobody set one."""
    services: tuple[Service, ...]
    categories: tuple[Category, ...]
    catalogue_version: str
    popular: tuple[str, ...] = ("01", "02", "03", "27", "32", "33")
    billers: tuple[Biller, ...] = ()
    matters: Matters = field(default=Matters(()), repr=False, compare=False)
    """The same services, prepared for the dialogue."""
    hears: bool = False
    """A recogniser is listening; only then does a page invite anyone to speak."""
    simulated: bool = False
    """Devices are simulated; every page says so."""
    newer: tuple[str, tuple[Service, ...], tuple[Category, ...]] | None = None
    """A catalogue waiting for the visit to end."""
    devices: tuple[DeviceStatus, ...] = ()
    line_up: bool | None = None
    left_payments: tuple[LeftPayment, ...] = ()
    """Orders a power cut interrupted; told for a while to whoever stands here, without saying whose they are."""
    waiting: int = 0
    """Items in the outbox that wait for the line."""
    refused: int = 0
    """Items the hub refused for good; a technician has to look."""
    stopped: frozenset[str] = frozenset()
    """Ids of matters not to be begun here, at the hub's word."""
    notices: tuple[Notice, ...] = ()
    notices_as_of: datetime | None = None
    card_on: bool = False
    left_at: float | None = None
    """Monotonic time since when nobody stands here, as a radar says; None: somebody does, or nobody can tell."""
    low_at: float | None = None
    """Monotonic time since when the battery is nearly empty; None: it is not."""
    stopping: bool = False
    """The machine has been asked to switch itself off."""
    greeted_at: float | None = None
    """When somebody who came near was last spoken to."""
    headphones: bool = False
    """Something is plugged into the jack; it may outlast a visit."""
    asks_model: bool = False
    """A city's own model may be asked what the catalogue's own answers do not cover."""
    rate: int = 100
    """Percent at which a visit starts to be spoken to."""
    has_media: bool = False
    """Voice and picture can go over a call; without, she and the guide type."""
    linked: bool = False
    """The link to the hub is up: a call for a human goes by it."""

    def service(self, service_id: str) -> Service | None:
        return next((s for s in self.services if s.id == service_id), None)

    @property
    def queues(self) -> tuple[Option, ...]:
        """What one can take a number for."""
        return tuple(ticket for service in self.services for ticket in service.tickets)

    def has(self, device: str) -> bool:
        """Whether a device is there and well now."""
        return any(d.device == device and d.state is DeviceState.ONLINE for d in self.devices)

    @property
    def has_camera(self) -> bool:
        """There is a camera for papers, and it works."""
        return self.has("scanner")

    @property
    def can_print_slips(self) -> bool:
        """Nothing is known to be wrong with the slip printer but that its paper will end."""
        return self.fault_of("receipt_printer") in (None, Fault.PAPER_LOW)

    def fault_of(self, device: str) -> Fault | None:
        """What is wrong with a device now, None when nothing is known to be."""
        return next((d.fault for d in self.devices if d.device == device), None)


@dataclass(frozen=True, slots=True)
class PrintJob:
    """The slip on its way; only the printer's own word makes it printed."""

    slip: Slip
    since: float
    """When it was sent, monotonic seconds."""
    printed: bool = False
    reprint: bool = False
    fault: Fault | None = None
    large: bool = False
    """On the A4 printer."""

    @property
    def waiting(self) -> bool:
        return not self.printed and self.fault is None


@dataclass(frozen=True, slots=True)
class Visit:
    """One resident's visit; forgotten whole."""

    seed: str = field(repr=False)
    minted: int = 0
    how: How = "touch"
    settings: Settings = DEFAULT_SETTINGS
    service: Service | None = None
    form: Form | None = None
    whose: Whose | None = None
    """Kept for the next matter of the same visit."""
    laid: bool = False
    """A card lies there that somebody put down without being asked."""
    present: str = field(default="", repr=False)
    """The ID number of the card that was read and still lies there, "" when none does."""
    holder: Person | None = None
    operator: Person | None = None
    done: tuple[Done, ...] = ()
    printing: PrintJob | None = None
    staff: tuple[str, str] | None = None
    speaking: bool = False
    spoken_s: float = 0.0
    """How long it has been speaking; a voice that never ends must not hold the visit for ever."""
    idle_s: float = 0.0
    aside: Words = NO_WORDS
    """One line said on the page that is open: 我没听清; gone with whatever is done next."""
    misses: int = 0
    """How often in a row nothing was understood."""
    missed: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), repr=False)
    """What was said then, and the services that came nearest, for the question at the end whether it may be kept."""
    stuck_on: str = ""
    """The page on which she was last asked whether a human should come."""
    asking: str = ""
    """The question the city's model was asked and has not answered."""
    reminded: str = ""
    """The page on which silence or noise was spoken of; once is enough."""
    paces: tuple[float, ...] = ()
    """How fast she spoke last, in syllables a second."""
    chose_rate: bool = False
    """She has said or pressed how fast she wants the machine to speak."""
    behalf: str = ""
    """Whose matter it is, as it was said: 我妈."""
    offered: tuple[str, ...] = ()
    """Matters named last, best first: what 那个 means."""
    queued: bool = False
    """A rating may be asked for: something was finished."""
    call: Call | None = field(default=None, repr=False)
    """A call for a human, from the asking to what is said of it afterwards."""


@dataclass(frozen=True, slots=True)
class State:
    """The whole session at one moment."""

    terminal: Terminal
    visit: Visit
    now: datetime
    monotonic: float = 0.0
    place: Place = field(default_factory=Attract)
    trail: tuple[Place, ...] = ()
    overlay: Overlay | None = None

    @property
    def today(self) -> date:
        return self.now.astimezone(BEIJING).date()

    @property
    def began(self) -> bool:
        return not isinstance(self.place, Attract | CardLeft | RepairPlace)

    @property
    def known_here(self) -> bool:
        """The card of somebody this visit knows still lies on the reader."""
        known = {p.id_number for p in (self.visit.holder, self.visit.operator) if p is not None}
        return self.terminal.card_on and self.visit.present in known


Moved = tuple[State, tuple[Effect, ...]]
Press = Callable[[State, Event], Moved]
"""`step`, handed to what acts in place of a finger."""


def stocked(
    terminal: Terminal, version: str, services: tuple[Service, ...], categories: tuple[Category, ...]
) -> Terminal:
    """The terminal with another catalogue."""
    return replace(
        terminal,
        catalogue_version=version,
        services=services,
        categories=categories,
        matters=Matters(services),
    )


def start(terminal: Terminal, now: datetime, monotonic: float, seed: str) -> State:
    """The state a terminal wakes up in. seed: hex of at least 16 random bytes."""
    return State(terminal, Visit(seed, settings=first_settings(terminal)), now, monotonic)


def first_settings(terminal: Terminal) -> Settings:
    """How a visit begins, whatever the one before had set."""
    return replace(DEFAULT_SETTINGS, rate=terminal.rate, volume=DEFAULT[output_of(terminal.headphones)])


def speech_of(state: State) -> SetSpeech:
    """The settings of speech, for the speaker."""
    settings = state.visit.settings
    volume = None if settings.muted else settings.volume
    return SetSpeech(settings.rate, volume, output_of(state.terminal.headphones))


def mint(state: State) -> tuple[str, State]:
    """A fresh UUIDv7 for this visit: its random bits from the visit's seed, so that `step` stays pure."""
    number = state.visit.minted
    digest = sha256(f"{state.visit.seed}/{number}".encode()).hexdigest()
    stamp = uuid7(int(state.now.timestamp() * 1000))[:15]
    variant = "89ab"[int(digest[3], 16) % 4]
    value = f"{stamp}{digest[:3]}-{variant}{digest[4:7]}-{digest[7:19]}"
    return value, with_visit(state, minted=number + 1)


def with_visit(state: State, **changes: object) -> State:
    return replace(state, visit=replace(state.visit, **changes))  # type: ignore[arg-type]


def with_terminal(state: State, **changes: object) -> State:
    return replace(state, terminal=replace(state.terminal, **changes))  # type: ignore[arg-type]


def with_form(state: State, form: Form) -> State:
    return with_visit(state, form=form)


def swap(state: State, place: Place) -> State:
    """Another page in the place of this one; back leads to the one before."""
    return replace(state, place=place)


def go(state: State, place: Place) -> State:
    """On to a page, remembering this one for the way back."""
    if place == state.place:
        return state
    if place in state.trail:
        return replace(state, place=place, trail=state.trail[: state.trail.index(place)])
    keep = not isinstance(state.place, (*TRANSIENT, Attract, CardLeft))
    return replace(state, place=place, trail=(*state.trail, state.place) if keep else state.trail)


def back(state: State) -> State:
    """To the page before; to the home page when there is none."""
    trail = state.trail
    if state.visit.form is None:
        # A refused or finished matter is forgotten; its pages are no way back.
        trail = tuple(p for p in trail if not isinstance(p, OF_A_MATTER))
    if not trail:
        return replace(state, place=HomePlace(), trail=())
    return replace(state, place=trail[-1], trail=trail[:-1])


def home(state: State) -> Moved:
    """To the home page with this matter put down, the person kept."""
    stop: tuple[Effect, ...] = (StopReading(),) if isinstance(state.place, IdentifyPlace) else ()
    calm = with_visit(state, form=None, service=None, printing=None, queued=False, staff=None)
    return replace(calm, place=HomePlace(), trail=(), overlay=None), stop


def print_slip(state: State, slip: Slip, *, large: bool = False) -> Moved:
    """Send a slip to its printer; where that one is out and the A4 printer is well, to that one."""
    large = state.terminal.has("document_printer") and (large or not state.terminal.can_print_slips)
    job = PrintJob(slip, since=state.monotonic, large=large)
    return with_visit(state, printing=job), (PrintSheet(slip) if large else PrintSlip(slip),)


def end(state: State, how: str) -> Moved:
    """Forget the visit: nothing of it is in the state that comes out."""
    terminal = state.terminal
    if terminal.newer is not None:
        terminal = replace(stocked(terminal, *terminal.newer), newer=None)
    visit = Visit(sha256(f"{state.visit.seed}/next".encode()).hexdigest(), settings=first_settings(terminal))
    place: Place = CardLeft(state.monotonic) if terminal.card_on else Attract()
    ended = State(terminal, visit, state.now, state.monotonic, place)
    call = state.visit.call
    hang_up = tuple(CallDo(effect) for effect in assist.step(call, assist.Stop())[1]) if call else ()
    effects: tuple[Effect, ...] = (*hang_up, Note("visit_ended", {"how": how}), speech_of(ended), Wipe())
    if isinstance(state.place, IdentifyPlace):
        effects = (StopReading(), *effects)
    return ended, effects
