"""Where the technician is and what happens next. Pure."""

from dataclasses import dataclass, field, replace
from typing import Literal

from kiosk.diagnostics import NOTHING_YET, WATCHED, Finding, Glimpse, Level, Trial

COLUMNS, ROWS = 9, 16
"""Fields of the touch test on an upright glass; a lying one has as many the other way round."""
LEAVES_AFTER_S = 600.0
"""Without a press for so long the technician has gone, and the glass is given back."""
TOUCH_ENDS_AFTER_S = 20.0
"""Without a new field for so long what is left does not answer."""

LOADED = {"receipt_printer": "换了新纸卷", "document_printer": "纸盒装满了"}
"""Stations that paper is put into, and how a person says that it was."""

Where = Literal["menu", "station", "doing", "asking", "findings"]


@dataclass(frozen=True, slots=True)
class Station:
    """One thing that can be tried."""

    id: str
    name: str
    trial: Trial
    say: str = ""
    """How it is now, in words."""
    level: Level = Level.UNTRIED
    mend: str = ""
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Bench:
    """The whole state of the technician's pages."""

    stations: tuple[Station, ...]
    upright: bool = True
    where: Where = "menu"
    station: str = ""
    said: str = ""
    """What the machine found out while it did its part of a test."""
    glimpse: Glimpse = NOTHING_YET
    """What it sees meanwhile."""
    findings: tuple[Finding, ...] = ()
    examining: bool = False
    touched: frozenset[int] = frozenset()
    idle_s: float = 0.0
    number: int = 0
    """Of the test under way; an answer to an earlier one is nobody's."""

    @property
    def at(self) -> Station | None:
        return next((s for s in self.stations if s.id == self.station), None)

    @property
    def fields(self) -> int:
        return COLUMNS * ROWS


# --- events --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choose:
    """One station."""

    id: str


@dataclass(frozen=True, slots=True)
class Start:
    """Begin its test."""


@dataclass(frozen=True, slots=True)
class Glimpsed:
    """What the test under way sees now."""

    number: int
    glimpse: Glimpse


@dataclass(frozen=True, slots=True)
class Enough:
    """The technician has seen what there is to see; the machine says what it was."""


@dataclass(frozen=True, slots=True)
class Performed:
    """The machine has done its part."""

    number: int
    say: str


@dataclass(frozen=True, slots=True)
class Seen:
    """The person's word."""

    seen: bool


@dataclass(frozen=True, slots=True)
class Load:
    """Event and effect: somebody has put paper in, and it is counted anew."""

    station: str = ""


@dataclass(frozen=True, slots=True)
class Touch:
    """A field of the touch test was touched."""

    field: int


@dataclass(frozen=True, slots=True)
class Examine:
    """Event: go through everything. Effect: do so, then Examined."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found, and how the stations are by it."""

    findings: tuple[Finding, ...]
    stations: tuple[Station, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passes."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Back:
    """To the page before."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Give the glass back."""


Event = Choose | Start | Glimpsed | Enough | Performed | Seen | Load | Touch | Examine | Examined | Tick | Back | Leave

# --- effects -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Perform:
    """Do the machine's part of a test, then Performed."""

    trial: Trial = field(repr=False)
    station: str
    number: int


@dataclass(frozen=True, slots=True)
class Stop:
    """End the test under way: it answers Performed soon, or nobody waits for it any more."""


@dataclass(frozen=True, slots=True)
class Remember:
    """A test ended with a person's word."""

    station: str
    seen: bool


@dataclass(frozen=True, slots=True)
class Close:
    """The technician has left."""


Effect = Perform | Stop | Remember | Load | Examine | Close
Moved = tuple[Bench, tuple[Effect, ...]]


def step(bench: Bench, event: Event) -> Moved:
    """One event; any event is safe on any page."""
    if isinstance(event, Tick):
        return _tick(bench, event.seconds)
    if not isinstance(event, Glimpsed | Performed | Examined):
        bench = replace(bench, idle_s=0.0)
    match event:
        case Leave():
            return bench, (*_stopped(bench), Close())
        case Choose(id=id_) if bench.where == "menu" and any(s.id == id_ for s in bench.stations):
            return replace(bench, where="station", station=id_, said=""), ()
        case Start() if bench.where == "station" and bench.at is not None:
            return _start(bench, bench.at)
        case Glimpsed(number=number, glimpse=glimpse) if bench.where == "doing" and number == bench.number:
            return replace(bench, glimpse=glimpse), ()
        case Enough() if bench.where == "doing" and bench.at is not None and bench.at.trial.act in WATCHED:
            return bench, (Stop(),)
        case Performed(number=number, say=say) if bench.where == "doing" and number == bench.number:
            return replace(bench, where="asking", said=say), ()
        case Touch(field=number) if _trying_touch(bench) and 0 <= number < bench.fields:
            return _touch(bench, number)
        case Seen(seen=seen) if bench.where == "asking" and bench.at is not None:
            return replace(bench, where="menu", station="", said=""), (Remember(bench.station, seen),)
        case Load() if bench.where == "station" and bench.station in LOADED:
            return bench, (Load(bench.station),)
        case Examine() if bench.where == "menu" and not bench.examining:
            return replace(bench, where="findings", examining=True, findings=()), (Examine(),)
        case Examined(findings=findings, stations=stations):
            return replace(bench, findings=findings, stations=stations, examining=False), ()
        case Back() if bench.where == "menu":
            return bench, (Close(),)
        case Back() if bench.where in ("doing", "asking"):
            return replace(bench, where="station", number=bench.number + 1, said=""), _stopped(bench)
        case Back():
            return replace(bench, where="menu", station=""), ()
        case _:
            return bench, ()


def _start(bench: Bench, station: Station) -> Moved:
    number = bench.number + 1
    bench = replace(bench, where="doing", number=number, touched=frozenset(), said="", glimpse=NOTHING_YET)
    if station.trial.act == "chart":
        return replace(bench, where="asking"), ()  # the person only looks
    if station.trial.act == "touch_grid":
        return bench, ()
    return bench, (Perform(station.trial, station.id, number),)


def _stopped(bench: Bench) -> tuple[Effect, ...]:
    return (Stop(),) if bench.where == "doing" else ()


def _trying_touch(bench: Bench) -> bool:
    return bench.where == "doing" and bench.at is not None and bench.at.trial.act == "touch_grid"


def _touch(bench: Bench, number: int) -> Moved:
    bench = replace(bench, touched=bench.touched | {number})
    return (_touch_over(bench) if len(bench.touched) == bench.fields else bench), ()


def _touch_over(bench: Bench) -> Bench:
    return replace(bench, where="asking", said=dead_zones(bench.touched, upright=bench.upright))


def _tick(bench: Bench, seconds: float) -> Moved:
    bench = replace(bench, idle_s=bench.idle_s + seconds)
    if _trying_touch(bench) and bench.idle_s >= TOUCH_ENDS_AFTER_S:
        return replace(_touch_over(bench), idle_s=0.0), ()
    if bench.idle_s >= LEAVES_AFTER_S:
        return bench, (*_stopped(bench), Close())
    return bench, ()


_ACROSS = ("左边", "中间", "右边")
_DOWN = ("上面", "中部", "下面")


def dead_zones(touched: frozenset[int], *, upright: bool) -> str:
    """Where the glass did not answer, in words: 「有 3 格没有反应：左边下面。」"""
    columns, rows = (COLUMNS, ROWS) if upright else (ROWS, COLUMNS)
    dead = [n for n in range(columns * rows) if n not in touched]
    if not dead:
        return "每一格都有反应。"
    places = dict.fromkeys(
        f"{_ACROSS[n % columns * 3 // columns]}{_DOWN[n // columns * 3 // rows]}" for n in dead
    )  # fmt: skip
    return f"有 {len(dead)} 格没有反应：{'、'.join(places)}。"
