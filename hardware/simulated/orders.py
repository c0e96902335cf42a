"""Orders to the simulated devices in a technician's words: `card lay guilan`, `printer fault paper_out`, `line cut`.

The dock's buttons, `kiosk sim` and the control socket all give the same orders.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from hardware.simulated.card_faults import FAULTS as READER_FAULTS
from hardware.simulated.card_reader import SimulatedCardReader
from hardware.simulated.jack import SimulatedJack
from hardware.simulated.line import Cut, SimulatedLine
from hardware.simulated.part import NoSuchOrder, SimulatedPart
from hardware.simulated.people import PEOPLE
from hardware.simulated.receipt_printer import FAULTS as PRINTER_FAULTS
from hardware.simulated.receipt_printer import SimulatedReceiptPrinter


class Bench(Protocol):
    """The simulated parts of one terminal; parts that are real are None."""

    @property
    def reader(self) -> SimulatedCardReader | None: ...
    @property
    def printer(self) -> SimulatedReceiptPrinter | None: ...
    @property
    def line(self) -> SimulatedLine | None: ...
    @property
    def jack(self) -> SimulatedJack | None: ...
    @property
    def mouth(self) -> Callable[[str], None] | None: ...
    @property
    def page(self) -> Callable[[], str] | None: ...
    @property
    def parts(self) -> Mapping[str, SimulatedPart]: ...


@dataclass(slots=True)
class Devices:
    """A bench of one's own, as `kiosk sim serve` starts it."""

    reader: SimulatedCardReader | None = None
    printer: SimulatedReceiptPrinter | None = None
    line: SimulatedLine | None = None
    jack: SimulatedJack | None = None
    mouth: Callable[[str], None] | None = None
    """Says a sentence to the terminal; a bench alone has nobody to speak to."""
    page: Callable[[], str] | None = None
    """The key of the page a terminal shows; a bench alone has none."""
    parts: Mapping[str, SimulatedPart] = field(default_factory=dict)
    """Every other simulated device by its name."""

    def close(self) -> None:
        for part in (self.reader, self.printer, self.line, self.jack, *self.parts.values()):
            if part is not None:
                part.close()


@dataclass(frozen=True, slots=True)
class Done:
    """The order was carried out."""

    say: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """There is no such order, name, or simulated part."""

    say: str


Outcome = Done | Refused


def carry_out(bench: Bench, words: Sequence[str]) -> Outcome:
    """Carry out one order. May wait for a cable to be out or in (milliseconds)."""
    match words:
        case [part, verb, *rest] if (part, verb) in _ORDERS:
            order = _ORDERS[part, verb]
        case ["status"]:
            return Done("现在的样子：", status(bench))
        case [name, verb, *rest] if (device := bench.parts.get(name)) is not None:
            order = lambda _, words: device.obey(verb, words)  # noqa: E731 - the same shape as the named ones
        case _:
            return Refused(f"没有这个命令，或这里没有这种模拟设备：{' '.join(words)}")
    try:
        return Done(order(bench, rest))
    except BlockingIOError:
        return Refused("端口正被终端用着，占不了。先拔线，占住再插。")
    except NoSuchOrder as problem:
        return Refused(str(problem))


def status(bench: Bench) -> dict[str, object]:
    """How the parts are; names as orders use them."""
    facts: dict[str, object] = {}
    if bench.page:
        facts["page"] = bench.page()
    if bench.reader:
        laid = next((name for name, card in PEOPLE.items() if card == bench.reader.card), None)
        facts["reader"] = {"uri": bench.reader.uri, "card": laid, "fault": bench.reader.fault}
    if bench.printer:
        printer = bench.printer
        facts["printer"] = {"uri": printer.uri, "faults": sorted(printer.faults), "papers": len(printer.papers)}
    if bench.line:
        facts["line"] = {"url": bench.line.url, "cut": bench.line.is_cut}
    if bench.jack:
        facts["headphones"] = {"plugged": bench.jack.plugged}
    return facts | {name: part.facts() for name, part in bench.parts.items()}


def _reader(bench: Bench) -> SimulatedCardReader:
    if bench.reader is None:
        raise NoSuchOrder("这里没有模拟读卡器。")
    return bench.reader


def _printer(bench: Bench) -> SimulatedReceiptPrinter:
    if bench.printer is None:
        raise NoSuchOrder("这里没有模拟打印机。")
    return bench.printer


def _line(bench: Bench) -> SimulatedLine:
    if bench.line is None:
        raise NoSuchOrder("这里没有模拟网络。")
    return bench.line


def _headphones(bench: Bench, plugged: bool) -> str:
    if bench.jack is None:
        raise NoSuchOrder("这里没有模拟耳机孔。")
    bench.jack.plug(plugged)
    return "耳机插上了。" if plugged else "耳机拔了。"


def _named(names: Mapping[str, object], rest: Sequence[str], what: str) -> str:
    if len(rest) != 1 or rest[0] not in names:
        raise NoSuchOrder(f"没有这个{what}：{' '.join(rest) or '（没有写）'}。可以是：{'、'.join(names)}")
    return rest[0]


def _say(bench: Bench, rest: Sequence[str]) -> str:
    if bench.mouth is None:
        raise NoSuchOrder("这里没有终端在听。")
    text = "".join(rest).strip()
    if not text:
        raise NoSuchOrder("要说什么？比如：我要交电费。")
    bench.mouth(text)
    return f"说了：{text}"


def _lay(bench: Bench, rest: Sequence[str]) -> str:
    name = _named(PEOPLE, rest, "人")
    _reader(bench).lay(PEOPLE[name])
    return f"放上了{PEOPLE[name].name}的卡。"


def _lift(bench: Bench, rest: Sequence[str]) -> str:
    _reader(bench).lift()
    return "卡拿走了。"


def _reader_fault(bench: Bench, rest: Sequence[str]) -> str:
    name = _named({**READER_FAULTS, "none": "好的"}, rest, "故障")
    _reader(bench).set_fault(None if name == "none" else name)
    return "读卡器好了。" if name == "none" else f"读卡器：{READER_FAULTS[name]}。"


def _reader_unplug(bench: Bench, rest: Sequence[str]) -> str:
    _reader(bench).unplug()
    return "读卡器的线拔了。"


def _reader_replug(bench: Bench, rest: Sequence[str]) -> str:
    _reader(bench).replug()
    return "读卡器的线插好了。"


def _printer_fault(bench: Bench, rest: Sequence[str]) -> str:
    name = _named({**PRINTER_FAULTS, "none": "好的"}, rest, "故障")
    if name == "none":
        return _mend(bench, rest)
    _printer(bench).inject(name)
    return f"打印机：{PRINTER_FAULTS[name]}。"


def _mend(bench: Bench, rest: Sequence[str]) -> str:
    _printer(bench).mend()
    return "打印机好了。"


def _refill(bench: Bench, rest: Sequence[str]) -> str:
    _printer(bench).refill()
    return "换了新纸。"


def _close_cover(bench: Bench, rest: Sequence[str]) -> str:
    _printer(bench).close_cover()
    return "盖子合上了。"


def _paper(bench: Bench, rest: Sequence[str]) -> str:
    if len(rest) != 1:
        raise NoSuchOrder("请写图片存到哪里。")
    try:
        _printer(bench).paper_png(Path(rest[0]))
    except IndexError:
        raise NoSuchOrder("还没有打出纸来。") from None
    except OSError:
        raise NoSuchOrder(f"写不了这个文件：{rest[0]}") from None
    return f"最后一张小票存到了 {rest[0]}。"


def _cut(bench: Bench, rest: Sequence[str]) -> str:
    how = _named({kind.value: kind for kind in Cut}, rest or [Cut.REFUSE.value], "断法")
    _line(bench).cut(Cut(how))
    return "网络断了。"


def _restore(bench: Bench, rest: Sequence[str]) -> str:
    _line(bench).restore()
    return "网络通了。"


def _slow(bench: Bench, rest: Sequence[str]) -> str:
    try:
        seconds = float(rest[0]) if len(rest) == 1 else -1.0
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 60:
        raise NoSuchOrder("请写延迟的秒数，0 到 60。")
    _line(bench).slow(seconds)
    return f"网络每个来回慢 {2 * seconds:g} 秒。"


_ORDERS: dict[tuple[str, str], Callable[[Bench, Sequence[str]], str]] = {
    ("card", "lay"): _lay,
    ("card", "lift"): _lift,
    ("reader", "fault"): _reader_fault,
    ("reader", "unplug"): _reader_unplug,
    ("reader", "replug"): _reader_replug,
    ("printer", "fault"): _printer_fault,
    ("printer", "mend"): _mend,
    ("printer", "refill"): _refill,
    ("printer", "close-cover"): _close_cover,
    ("printer", "paper"): _paper,
    ("voice", "say"): _say,
    ("line", "cut"): _cut,
    ("line", "restore"): _restore,
    ("line", "slow"): _slow,
    ("headphones", "in"): lambda bench, _: _headphones(bench, plugged=True),
    ("headphones", "out"): lambda bench, _: _headphones(bench, plugged=False),
}
