"""What goes on beside the visits: fetch catalogue and notices, say to the hub how the terminal is."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from importlib.metadata import version
from typing import Protocol

from pydantic import TypeAdapter

from kiosk.app.introducing import Introducing
from kiosk.app.obeying import Obeying
from kiosk.catalogue import load_catalogue
from kiosk.core.clock import Clock
from kiosk.core.faults import Fault
from kiosk.core.ids import payment_number
from kiosk.core.journal import Journal
from kiosk.core.outcomes import DeviceState
from kiosk.core.wire import Heartbeat, Notice
from kiosk.session.events import LeftPayment, NoticesLoaded, PaymentsLeft, QueueCounted
from kiosk.session.runner import SessionRunner
from kiosk.session.wake import catalogue_changed
from offline_cache import HubClient, Ok, Outbox, PaymentBook, Reference, ReferenceCache, Taken, refresh

PERIOD_S = 15.0
NOBODY_ASKS_AFTER = timedelta(minutes=2)
"""A younger order is still asked about by the page that sent it."""
_NOTICES = TypeAdapter(list[Notice])


class Watched(Protocol):
    """A device that says how it is."""

    @property
    def state(self) -> DeviceState: ...
    @property
    def fault(self) -> Fault | None: ...


class Tending:
    """One thread; every failure leaves the last good version in place and is tried again."""

    def __init__(
        self,
        runner: SessionRunner,
        hub: HubClient,
        references: tuple[ReferenceCache, ReferenceCache],
        outbox: Outbox,
        clock: Clock,
        journal: Journal,
        devices: Mapping[str, Watched],
        sweep: Callable[[], object],
        payments: PaymentBook,
        aside: Callable[[], bool],
        awake: Callable[[], object],
        obeying: Obeying,
        introducing: Introducing,
        papers_left: Callable[[], Mapping[str, int]],
    ) -> None:
        """references: catalogue and notices. devices: by the name the hub shows. sweep: removes old drafts."""
        self._sweep = sweep
        self._payments = payments
        self._aside = aside
        self._awake = awake
        self.obeying = obeying
        self._introducing = introducing
        self._papers_left = papers_left
        self._left = {p.payment_id: LeftPayment(payment_number(p.payment_id), p.begun_at) for p in payments.all()}
        self._runner = runner
        self._hub = hub
        self._catalogue, self._notices = references
        self._outbox = outbox
        self._clock = clock
        self._journal = journal
        self._devices = devices
        self._stop = threading.Event()
        self._round = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="tending", daemon=True)

    def start(self) -> None:
        """Show the cached notices and what waits, and begin."""
        self.count()
        self.obeying.begin()
        if self._left:
            self._runner.post(PaymentsLeft(tuple(self._left.values())))
        self._show_notices(self._notices.current())
        self._thread.start()

    def stop(self) -> None:
        """End after the call in hand."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join(10)

    def once(self) -> None:
        """One round; a second caller waits for the first."""
        with self._round:
            self._once()

    def _once(self) -> None:
        self._awake()
        self._introducing.once()
        self._runner.state.terminal.matters.prepare()
        self.count()
        self._settle_payments()
        self._sweep()
        outcome = refresh(self._catalogue, self._hub)
        if isinstance(outcome, Taken):
            self._change(outcome.reference)
        outcome = refresh(self._notices, self._hub)
        if isinstance(outcome, Taken):
            self._show_notices(outcome.reference)
        self._hub.heartbeat(self._heartbeat())
        self.obeying.once(self._hub)

    def _settle_payments(self) -> None:
        """Ask about every order that nobody at the page asks about: those a power cut interrupted, and those left open.

        Closing is safe for both: an order that arrived is told as it stands, one that never did can no longer arrive.
        """
        told = dict(self._left)
        for payment in self._payments.all():
            interrupted = payment.payment_id in self._left
            if not interrupted and self._clock.now() - payment.begun_at < NOBODY_ASKS_AFTER:
                continue
            outcome = self._hub.close_payment(payment.payment_id)
            if not isinstance(outcome, Ok):
                continue
            if outcome.value.state != "processing":
                self._payments.end(payment.payment_id)
            if interrupted:
                told[payment.payment_id] = replace(told[payment.payment_id], state=outcome.value.state)
        if told != self._left:
            self._left = told
            self._runner.post(PaymentsLeft(tuple(told.values())))

    def count(self) -> None:
        """Tell the session what waits in the outbox and what was refused, for the staff's page."""
        counts = self._outbox.counts()
        self._runner.post(QueueCounted(counts.queued, counts.dead))

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.once()
            except Exception as error:  # noqa: BLE001 - news must never end the terminal; journalled, tried again
                self._journal.unexpected(error)
            self._stop.wait(PERIOD_S)

    def _change(self, reference: Reference) -> None:
        try:
            catalogue = load_catalogue(dict(reference.files))
        except ValueError:
            self._journal.write("catalogue", version=reference.version, state="unusable")
            return
        self._journal.write("catalogue", version=reference.version, state="taken")
        self._runner.post(catalogue_changed(catalogue))

    def _show_notices(self, reference: Reference) -> None:
        notices = _NOTICES.validate_python(json.loads(reference.files.get("notices.json", "[]")))
        now = self._clock.now()
        valid = tuple(n for n in notices if n.expires is None or n.expires > now)
        self._runner.post(NoticesLoaded(valid, None if reference.shipped else reference.issued_at))

    def _heartbeat(self) -> Heartbeat:
        counts = self._outbox.counts()
        oldest = self._outbox.oldest_age_s()
        papers = self._papers_left()
        return Heartbeat(
            at=self._clock.now(),
            version=version("community-kiosk"),
            devices=self._devices_now(),
            queued=counts.queued,
            oldest_queued_s=int(oldest or 0),
            refused=counts.dead,
            catalogue_version=self._catalogue.current().version,
            simulated=self._runner.state.terminal.simulated,
            paper_left_mm=papers.get("receipt_printer"),
            sheets_left=papers.get("document_printer"),
            about=self._introducing.about,
        )

    def _devices_now(self) -> dict[str, str]:
        said = {n: f"{d.state}/{d.fault}" if d.fault else str(d.state) for n, d in self._devices.items()}
        if self._aside():
            said["store"] = f"{DeviceState.USER_ERROR}/{Fault.STORE_SET_ASIDE}"
        return said
