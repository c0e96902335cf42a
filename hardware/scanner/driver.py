"""The document camera as the rest of the program knows it."""

import threading
from collections.abc import Callable
from functools import partial

from PIL import Image

from hardware.hearers import Hearers, Stop
from hardware.link import BadUri as BadUri
from hardware.link import LinkAbsent, LinkBusy, LinkError, LinkStuck
from hardware.scanner.frames import FrameSource, open_source
from hardware.scanner.glance import glance
from hardware.scanner.jpeg import encode
from hardware.scanner.page import cut_off, find_page, straighten
from hardware.scanner.quality import judge
from hardware.scanner.types import Doubt, Kind, Look, NotClear, Photo, Photographed, ScannerFailed, ShotOutcome, Timings
from hardware.worker import DeviceStatus, DeviceWorker, Listener, Turn
from kiosk.core.clock import Clock, SystemClock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

FRAMES = 3
"""So many frames are taken for one shot before she is asked to do anything: a hand may just be leaving."""
MISSES = 3


class Scanner:
    """Takes pages and keeps nothing of them. No method but `shoot_once` waits; callbacks run on its threads."""

    def __init__(self, source: FrameSource, *, clock: Clock | None = None, timings: Timings | None = None) -> None:
        self._source = source
        self._timings = timings or Timings()
        self._status = DeviceStatus()
        self._misses = 0
        self._watchers: Hearers[Image.Image] = Hearers()
        self._worker = DeviceWorker("scanner", clock or SystemClock(), idle=self._look, closing=self._source.rest)

    @property
    def state(self) -> DeviceState:
        return self._status.state

    @property
    def fault(self) -> Fault | None:
        return self._status.fault

    def listen(self, callback: Listener) -> None:
        """Be told of changes of state or fault."""
        self._status.listen(callback)

    def shoot(self, kind: Kind, on_outcome: Callable[[ShotOutcome], None]) -> None:
        """Take the page that lies there now; on_outcome hears exactly one outcome."""
        self._submit(kind, on_outcome, self._timings.shot_s)

    def watch(self, on_frame: Callable[[Image.Image], None]) -> Stop:
        """Be shown small frames, several a second, on the scanner's thread, until the returned is called. A shot goes
        before them. Nothing of them is kept."""
        stop = self._watchers.add(on_frame)
        self._worker.submit(lambda turn: None, lambda none: None, deadline_s=1.0, timed_out=None)  # wakes an idle one
        return stop

    def shoot_once(self, kind: Kind, timeout_s: float) -> ShotOutcome:
        """Shoot and wait, for the command line."""
        done = threading.Event()
        outcomes: list[ShotOutcome] = []

        def keep(outcome: ShotOutcome) -> None:
            outcomes.append(outcome)
            done.set()

        turn = self._submit(kind, keep, timeout_s)
        if not done.wait(timeout_s + 5.0):
            turn.stop()
            return ScannerFailed(Fault.SCANNER_SILENT, DeviceState.OFFLINE)
        return outcomes[0]

    def look(self, kind: Kind, on_look: Callable[[Look], None], *, judge: bool = False) -> None:
        """One small frame after a short pause: again and again, it is a preview. judge: also a whole one, which says
        what to mend; it takes a camera a second or so."""
        silent = Look(ScannerFailed(Fault.SCANNER_SILENT, DeviceState.OFFLINE))
        self._worker.submit(
            partial(self._glance, kind, judge), on_look, deadline_s=self._timings.shot_s, timed_out=silent
        )

    def close(self) -> None:
        """Stop; a shot under way is answered ScannerFailed."""
        self._worker.close(self._timings.answer_s + 1.0)

    def _submit(self, kind: Kind, on_outcome: Callable[[ShotOutcome], None], deadline_s: float) -> Turn:
        silent: ShotOutcome = ScannerFailed(Fault.SCANNER_SILENT, DeviceState.OFFLINE)
        return self._worker.submit(partial(self._shoot, kind), on_outcome, deadline_s=deadline_s, timed_out=silent)

    def _shoot(self, kind: Kind, turn: Turn) -> ShotOutcome:
        outcome: ShotOutcome = NotClear(Doubt.NO_PAGE)
        for _ in range(FRAMES):
            try:
                frame = self._source.grab(self._timings.answer_s)
            except LinkError as error:
                failed = _failure(error)
                self._status.set(failed.state, failed.fault)
                return failed
            outcome = read_frame(frame, kind)
            if isinstance(outcome, Photographed) or turn.stopped:
                break
        self._well()
        return outcome

    def _glance(self, kind: Kind, judged: bool, turn: Turn) -> Look:
        turn.wait(self._timings.frame_s)
        try:
            small = self._source.glance(self._timings.answer_s)
            whole = self._source.grab(self._timings.answer_s) if judged else None
        except LinkError as error:
            failed = _failure(error)
            self._status.set(failed.state, failed.fault)
            return Look(failed)
        self._well()
        picture, corners = glance(small)
        return Look(placed(small) if whole is None else read_frame(whole, kind), picture, corners)

    def _look(self) -> float:
        watched = self._watchers.any
        try:
            if watched:
                self._watchers.tell(self._source.glance(self._timings.answer_s))
            else:
                self._source.rest()
                self._source.grab(self._timings.answer_s)
        except LinkError as error:
            self._misses += 1
            if self._misses >= MISSES or (isinstance(error, LinkAbsent) and self.state is DeviceState.STARTING):
                failed = _failure(error)
                self._status.set(failed.state, failed.fault)
            return self._timings.retry_s
        self._well()
        return self._timings.frame_s if watched else self._timings.poll_s

    def _well(self) -> None:
        self._misses = 0
        self._status.set(DeviceState.ONLINE)


def placed(frame: Image.Image) -> NotClear | None:
    """Whether a paper lies wholly in the frame, however small that is. Pure."""
    corners = find_page(frame)
    if corners is None:
        return NotClear(Doubt.NO_PAGE)
    return NotClear(Doubt.CUT_OFF) if cut_off(corners, frame.size) else None


def read_frame(frame: Image.Image, kind: Kind) -> Photographed | NotClear:
    """One frame from finding the paper to a JPEG, or what is wrong with it. Pure."""
    corners = find_page(frame)
    if corners is None:
        return NotClear(Doubt.NO_PAGE)
    if cut_off(corners, frame.size):
        return NotClear(Doubt.CUT_OFF)
    page = straighten(frame, corners, kind)
    doubt = judge(page)
    if doubt is not None:
        return NotClear(doubt)
    data, shown = encode(page)
    return Photographed(Photo(data, shown.width, shown.height))


def _failure(error: LinkError) -> ScannerFailed:
    match error:
        case LinkAbsent():
            return ScannerFailed(Fault.SCANNER_ABSENT, DeviceState.NO_DEVICE)
        case LinkBusy():
            return ScannerFailed(Fault.SCANNER_BUSY, DeviceState.BUSY)
        case LinkStuck():
            return ScannerFailed(Fault.SCANNER_SILENT, DeviceState.OFFLINE)
        case _:
            return ScannerFailed(Fault.SCANNER_BROKEN, DeviceState.HARDWARE_ERROR)


def open_scanner(uri: str, *, clock: Clock | None = None, timings: Timings | None = None) -> Scanner:
    """A document camera by URI (see `open_source`); reached later, on its own thread. Raises BadUri."""
    return Scanner(open_source(uri), clock=clock, timings=timings)
