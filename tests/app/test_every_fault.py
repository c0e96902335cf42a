"""Each of the 22 kinds of fault, provoked by the order `kiosk sim` gives, at a whole terminal with its real drivers.

What the resident reads, what the staff's menu says, what the technician is told; and that she can still go on. The
drivers' own tests go through every single fault of each device; here each kind is met once or twice in a visit.
"""

import io
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hardware.simulated.fault_table import FAULT_KINDS
from hardware.simulated.orders import Done, carry_out
from hardware.simulated.people import GUILAN
from kiosk.app.hall import Hall
from kiosk.app.soak.child import HurriedClock, QuietSpeaker
from kiosk.core.faults import TEXTS, Fault
from kiosk.core.journal import Journal
from kiosk.core.outcomes import DeviceState
from kiosk.core.screen import AskCard, Screen
from kiosk.core.settings import Devices, Queue, Settings, Voice
from kiosk.diagnostics.devices import DeviceFacts, device_finding
from kiosk.session.pages import screen_for
from kiosk.session.places import StaffMenuOver
from kiosk.session.state import DeviceStatus

DEVICE = {"reader": "card_reader", "printer": "receipt_printer"}
MENDS = (
    ("reader", "fault", "none"), ("reader", "replug"), ("printer", "mend"), ("printer", "refill"),
    ("printer", "close-cover"), ("card", "lift"),
)  # fmt: skip
ROWS: tuple[tuple[int, tuple[str, ...], Fault | None], ...] = (
    (1, ("printer", "fault", "paper_out"), Fault.PAPER_OUT),
    (2, ("reader", "fault", "cut_while_reading"), Fault.CARD_MOVED),
    (3, ("reader", "fault", "text_flipped"), Fault.CARD_UNREADABLE),
    (4, ("reader", "fault", "request_garbled_once"), None),
    (5, ("printer", "fault", "no_answer"), Fault.PRINTER_SILENT),
    (6, ("reader", "fault", "half_then_rest"), None),
    (7, ("reader", "fault", "half_never_rest"), Fault.CARD_MOVED),
    (8, ("printer", "fault", "stray_asb"), None),
    (9, ("reader", "fault", "slow_9600"), None),
    (10, ("reader", "fault", "length_ffff"), Fault.READER_SILENT),
    (11, ("printer", "fault", "unplug_mid_print"), Fault.PRINTER_ABSENT),
    (12, ("printer", "fault", "power_cycle_mid_print"), Fault.PRINTER_SILENT),
    (13, ("reader", "fault", "self_test_failed"), Fault.READER_BROKEN),
    (14, ("reader", "fault", "wrong_kind"), Fault.CARD_WRONG_KIND),
    (14, ("reader", "fault", "forged"), Fault.CARD_REJECTED),
    (15, ("printer", "fault", "paper_out_mid_print"), Fault.PAPER_OUT),
    (16, ("printer", "fault", "cover_open"), Fault.COVER_OPEN),
    (17, ("printer", "fault", "cutter_jam_on_cut"), Fault.CUTTER_JAM),
    (17, ("printer", "fault", "head_hot_mid_print"), Fault.PRINT_HEAD_HOT),
    (18, ("printer", "fault", "swallow"), Fault.PRINTER_SILENT),
    (19, ("reader", "fault", "busy"), Fault.READER_BUSY),
    (20, ("reader", "fault", "other_card_each_time"), None),
    (21, ("reader", "fault", "odd_content"), None),
    (22, ("reader", "fault", "late_find"), None),
)
"""Kind, order, and the fault the resident is told of; None: she does not notice."""


class Terminal:
    """A terminal without a window, and every Screen it shows."""

    def __init__(self, directory: Path) -> None:
        self.clock = HurriedClock()
        settings = Settings(
            queue=Queue(directory=directory), voice=Voice(microphone="none"), devices=Devices(document_printer="sim://")
        )
        journal = Journal(self.clock, io.StringIO())
        self.hall = Hall(settings, self.clock, journal, speaker=QuietSpeaker(lambda said: None))
        self.runner = self.hall.terminal.runner
        self._changed = threading.Condition()
        self.shown: list[Screen] = []
        self.runner.on_screen(self._show)

    def _show(self, screen: Screen) -> None:
        with self._changed:
            self.shown.append(screen)
            self._changed.notify_all()

    def until(self, so: Callable[[], bool]) -> None:
        """Let it live until something is so."""
        for _ in range(500):
            if so():
                return
            with self._changed:
                self._changed.wait(0.05)
            self.runner.tick()
        raise AssertionError(f"never; the page is {self.runner.screen.key}")

    def press(self, *actions: str) -> None:
        for action in actions:
            self.until(lambda action=action: self.runner.screen.action(action) is not None)  # type: ignore[misc]
            self.runner.press(action)

    def order(self, *words: str) -> None:
        outcome = carry_out(self.hall.simulators, words)
        assert isinstance(outcome, Done), outcome

    def well(self) -> None:
        """Mended, nobody there, every device as good as new."""
        for mend in MENDS:
            self.order(*mend)
        self.until(lambda: all(d.fault is None for d in self.runner.state.terminal.devices if d.device in OWN))
        while not (self.runner.screen.key == "attract" and self.runner.state.overlay is None):
            self.clock.ahead += 20
            self.runner.tick()
            with self._changed:  # the drivers live by the same clock, and need a moment of it to see the card gone
                self._changed.wait(0.05)

    def status(self, device: str) -> DeviceStatus:
        return next(d for d in self.runner.state.terminal.devices if d.device == device)


OWN = frozenset(DEVICE.values())


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    running = Terminal(tmp_path_factory.mktemp("faults"))
    running.until(lambda: {d.device for d in running.runner.state.terminal.devices} >= OWN)
    yield running
    running.hall.close()


def told(screen: Screen, fault: Fault) -> bool:
    """Every sentence for the resident is on the page, or said by it."""
    text = str(screen.to_json())
    return all(sentence in text for sentence in TEXTS[fault].resident.rstrip("。").split("。"))


def meets_reader(terminal: Terminal, order: tuple[str, ...], fault: Fault | None) -> None:
    if order[2] == "busy":  # a port the terminal holds cannot be taken: out, taken, in
        terminal.order("reader", "unplug")
        terminal.order(*order)
        terminal.order("reader", "replug")
        terminal.until(lambda: terminal.status("card_reader").fault is fault)
    terminal.press("start", "service:01", "next", "choice:yes", "choice:self")
    terminal.until(lambda: isinstance(terminal.runner.screen.ask, AskCard))
    if order[2] != "busy":
        terminal.order(*order)
    terminal.order("card", "lay", "guilan")
    if fault is None:
        terminal.until(lambda: not isinstance(terminal.runner.screen.ask, AskCard))
        return
    terminal.until(lambda: any(told(screen, fault) for screen in terminal.shown))
    assert GUILAN.name not in str([screen.to_json() for screen in terminal.shown]), "no half a record is shown"
    terminal.until(lambda: terminal.runner.screen.action("typed") is not None)


def meets_printer(terminal: Terminal, order: tuple[str, ...], fault: Fault | None) -> None:
    terminal.press("start", "service:33", "choice:social")
    terminal.order(*order)
    terminal.press("choice:no")
    terminal.until(lambda: (job := terminal.runner.state.visit.printing) is not None and not job.waiting)
    job = terminal.runner.state.visit.printing
    assert job is not None
    if fault is None:
        assert job.printed
        return
    assert not job.printed
    terminal.until(lambda: told(terminal.runner.screen, fault))
    assert terminal.runner.state.place.number in str(terminal.runner.screen.to_json())  # type: ignore[union-attr]
    assert terminal.runner.screen.action("read") is not None
    # The A4 printer may only just have been mended of the fault before.
    terminal.until(lambda: terminal.runner.screen.action("print_large") is not None)
    assert terminal.runner.screen.action("finish") is not None


def test_every_kind_is_met_and_each_order_is_one_of_its_kind() -> None:
    orders = {kind.number: kind.orders for kind in FAULT_KINDS}
    assert {number for number, _, _ in ROWS} == set(orders)
    assert all(order in orders[number] for number, order, _ in ROWS)


@pytest.mark.parametrize(("number", "order", "fault"), ROWS, ids=[f"{n}-{o[2]}" for n, o, _ in ROWS])
def test_a_fault_is_told_to_three_people_and_the_resident_goes_on(
    terminal: Terminal, number: int, order: tuple[str, ...], fault: Fault | None
) -> None:
    terminal.well()
    terminal.shown.clear()
    (meets_reader if order[0] == "reader" else meets_printer)(terminal, order, fault)
    if fault is None:
        return
    texts = TEXTS[fault]
    assert len({texts.resident, texts.staff, texts.technician}) == 3
    device = DEVICE[order[0]]
    if fault.value.startswith("card_"):  # the card's fault and not the device's: nobody has to mend anything
        assert terminal.status(device).state is DeviceState.ONLINE
        return
    terminal.until(lambda: terminal.status(device).fault is fault)
    menu = screen_for(replace(terminal.runner.state, overlay=StaffMenuOver()))
    assert texts.staff in str(menu.to_json())
    now = terminal.status(device)
    finding = device_finding(DeviceFacts(device, device, "serial:///dev/x", False, now.state, now.fault))
    assert (finding.say, finding.mend) == (texts.staff, texts.technician)
