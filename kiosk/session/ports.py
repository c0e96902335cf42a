"""What the runner needs of the world: the smallest part of each neighbour's own class."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from hardware.card_reader import CardOutcome
from hardware.printing import PrintOutcome
from hardware.social_card import SocialOutcome
from kiosk import assist
from kiosk.core.calls import CallMessage, Candidate, Sdp, Turn
from kiosk.core.clock import Clock
from kiosk.core.faults import Fault
from kiosk.core.hearing import Expect, Hearing
from kiosk.core.ids import CaseNumber, SubmissionId
from kiosk.core.journal import Journal
from kiosk.core.loudness import Output
from kiosk.core.outcomes import DeviceState
from kiosk.core.slip import Slip
from kiosk.core.wire import (
    Bill,
    BillQuery,
    CaseList,
    CaseQuery,
    HelpReply,
    HelpRequest,
    Payment,
    PaymentRequest,
    Received,
    Submission,
    Ticket,
    TicketRequest,
)
from kiosk.dialogue.cited import ModelPort
from offline_cache import DraftKey, HubRefused, HubUnheard, Kept, Kind, Ok, OpenPayment, Refused, Stored, Whereabouts

DeviceListener = Callable[[DeviceState, Fault | None], None]


class CardReaderPort(Protocol):
    """hardware.card_reader.CardReader."""

    def read(
        self, timeout_s: float, on_outcome: Callable[[CardOutcome], None], on_found: Callable[[], None]
    ) -> None: ...
    def watch_arrival(
        self, on_card: Callable[[], None], timeout_s: float, on_none: Callable[[], None] | None = None
    ) -> None: ...
    def cancel(self) -> None: ...
    def watch_removal(
        self, on_gone: Callable[[], None], timeout_s: float, on_still_there: Callable[[], None] | None = None
    ) -> None: ...
    def listen(self, callback: DeviceListener) -> None: ...


class SocialCardPort(Protocol):
    """hardware.social_card.SocialCardReader."""

    def read(self, timeout_s: float, on_outcome: Callable[[SocialOutcome], None]) -> None: ...
    def cancel(self) -> None: ...
    def listen(self, callback: DeviceListener) -> None: ...


class PrinterPort(Protocol):
    """hardware.receipt_printer.ReceiptPrinter, hardware.document_printer.DocumentPrinter."""

    def print(self, slip: Slip, on_outcome: Callable[[PrintOutcome], None]) -> None: ...
    def listen(self, callback: DeviceListener) -> None: ...


class SpeakerPort(Protocol):
    """voice.Speaker."""

    def say(
        self,
        sentences: Sequence[str],
        on_progress: Callable[[int, int, int], None] | None = None,
        on_done: Callable[[bool], None] | None = None,
        choices: int = 0,
    ) -> None: ...
    def stop(self) -> None: ...
    def set_rate(self, percent: int) -> None: ...
    def set_volume(self, level: int | None) -> None: ...
    def set_output(self, output: Output) -> None: ...


class EarPort(Protocol):
    """voice.Ear."""

    def listen(
        self,
        expect: Expect,
        on_heard: Callable[[Hearing], None],
        on_partial: Callable[[str], None] | None = None,
        on_level: Callable[[float], None] | None = None,
    ) -> None: ...
    def stop(self) -> None: ...
    def mute(self, muted: bool) -> None: ...
    def set_slow(self, slow: bool) -> None: ...
    def forget(self) -> None: ...
    def on_wake(self, callback: Callable[[], None]) -> None: ...
    def watch(self, callback: DeviceListener) -> None: ...


class CounterPort(Protocol):
    """offline_cache.Counter."""

    def put_submission(
        self,
        submission_id: SubmissionId,
        build: Callable[[CaseNumber], Submission],
        attachments: Mapping[str, bytes],
    ) -> Stored | Refused: ...
    def look_up(self, submission_id: SubmissionId) -> Whereabouts | Refused | None: ...


class OutboxPort(Protocol):
    """offline_cache.Outbox, for what is not personal."""

    def put_plain(self, kind: Kind, item_id: str, body: bytes) -> Kept | Refused: ...


class DraftPort(Protocol):
    """offline_cache.Drafts; key_of is slow on purpose and runs on the store's lane."""

    def key_of(self, id_number: str) -> DraftKey: ...
    def save(self, key: DraftKey, content: bytes) -> bool: ...
    def find(self, key: DraftKey) -> bytes | None: ...
    def drop(self, key: DraftKey) -> None: ...


class PaymentsPort(Protocol):
    """offline_cache.PaymentBook; its names are slow on purpose, so it runs on the hub's lane."""

    def begin(self, payment_id: str, biller: str, account: str) -> bool: ...
    def end(self, payment_id: str) -> None: ...
    def of(self, biller: str, account: str) -> tuple[OpenPayment, ...]: ...


class HubPort(Protocol):
    """offline_cache.HubClient; blocking, so it runs on the hub's lane."""

    def cases(self, query: CaseQuery) -> Ok[CaseList] | HubUnheard | HubRefused: ...
    def ticket(self, request: TicketRequest) -> Ok[Ticket] | HubUnheard | HubRefused: ...
    def bill(self, biller: str, query: BillQuery) -> Ok[Bill] | HubUnheard | HubRefused: ...
    def pay(self, request: PaymentRequest) -> Ok[Payment] | HubUnheard | HubRefused: ...
    def payment(self, payment_id: str) -> Ok[Payment] | HubUnheard | HubRefused: ...
    def close_payment(self, payment_id: str) -> Ok[Payment] | HubUnheard | HubRefused: ...
    def help(self, request: HelpRequest) -> Ok[HelpReply] | HubUnheard | HubRefused: ...
    def photo(self, call: str, photo: str, jpeg: bytes) -> Ok[Received] | HubUnheard | HubRefused: ...


@dataclass(frozen=True, slots=True)
class Verified:
    """Staff number and PIN were right."""

    staff_id: str
    name: str


@dataclass(frozen=True, slots=True)
class NotVerified:
    """They were not; locked for a while after too many tries."""

    locked: bool = False
    first: bool = False
    """This was the try that locked it."""


class StaffPort(Protocol):
    """Who may vouch at this terminal."""

    def verify(self, staff_id: str, pin: str) -> Verified | NotVerified: ...
    def unlock(self, code: str) -> Verified | NotVerified: ...


class Lane(Protocol):
    """One thread that does slow work in order."""

    def submit(self, work: Callable[[], None]) -> None: ...


class CallPort(Protocol):
    """The link to the hub and the media of a call (kiosk.app.calling). Never blocks; what comes is posted as events."""

    def send(self, message: CallMessage) -> None: ...
    def tracks(self, tracks: assist.Tracks) -> None: ...
    def relay(self, message: Sdp | Candidate | Turn) -> None: ...
    def forget(self, call: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything the runner performs effects with."""

    reader: CardReaderPort
    printer: PrinterPort
    speaker: SpeakerPort
    counter: CounterPort
    outbox: OutboxPort
    drafts: DraftPort
    payments: PaymentsPort
    hub: HubPort
    staff: StaffPort
    clock: Clock
    journal: Journal
    store_lane: Lane
    hub_lane: Lane
    picture_lane: Lane
    """For pictures of papers in a call: a long upload holds up nothing she waits for."""
    wake_drainer: Callable[[], None]
    """Something new is in the outbox."""
    model: ModelPort | None = None
    """A city's own model for open questions, where there is one."""
    stop_machine: Callable[[], None] = lambda: None
    """Switches the machine off in order, where the settings say how; returns at once."""
    ear: EarPort | None = None
    """None: nobody listens."""
    calls: CallPort | None = None
    """None: no link to the hub; help is asked for by ticket."""
    open_repair: Callable[[], None] = lambda: None
    """Puts the technician's pages on the glass."""
