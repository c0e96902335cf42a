"""Turns effects into calls of the neighbours, and their outcomes into events."""

import hashlib
from collections.abc import Callable
from typing import assert_never

from hardware.printing import NotPrinted, Printed, PrintOutcome, PrintUnconfirmed
from hardware.scanner import DOUBT_SAYS, NotClear, Photographed, ScannerFailed, ShotOutcome
from kiosk.core.faults import Fault
from kiosk.core.ids import SubmissionId
from kiosk.core.slip import Slip
from kiosk.core.wire import (
    BillQuery,
    CaseQuery,
    HelpRequest,
    Payment,
    PaymentRequest,
    Rating,
    Repair,
    SubmissionAck,
    TicketRequest,
    Unclear,
)
from kiosk.dialogue.cited import Cited, NotCited, Passage
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session import handed_in
from kiosk.session.aim import Picture
from kiosk.session.around import NOTHING, Peripherals
from kiosk.session.effects import Effect
from kiosk.session.events import Event
from kiosk.session.forms import draft_photos, draft_service, draft_submission_id
from kiosk.session.perform_call import CallPerformer
from kiosk.session.perform_social import SocialReading
from kiosk.session.plate import Plate
from kiosk.session.ports import Ports, Verified
from kiosk.session.refusals import fault_of, resident_says, surely_not_paid
from kiosk.session.submission import complete
from offline_cache import DraftKey, HubRefused, HubUnheard, Ok, Refused, Stored, Whereabouts


class Performer:
    """Performs each effect once; every outcome comes back through `post`."""

    def __init__(
        self,
        ports: Ports,
        post: Callable[[Event], None],
        say_again: Callable[[], None],
        wiped: Callable[[], None],
        devices: Peripherals = NOTHING,
        show_paper: Callable[[Picture | None], None] = lambda picture: None,
    ) -> None:
        """show_paper: what lies under the document camera now, None when nobody looks."""
        self._sheets, self._scanner = devices.sheets, devices.scanner
        self._ports = ports
        self._post = post
        self._say_again = say_again
        self._wiped = wiped
        self._plate = Plate(ports.reader, ports.clock, post)
        self._kept: dict[str, bytes] = {}
        """Pictures of the draft that are on the disk: name of the file -> hash."""
        self._social = SocialReading(devices.social_card, post)
        self._call = CallPerformer(ports, devices.scanner, post, self._send_picture, show_paper)

    def perform(self, effect: Effect) -> None:
        """Start it; never waits."""
        ports = self._ports
        match effect:
            case ef.ReadCard(timeout_s=timeout_s):
                self._plate.read(timeout_s)
            case ef.ReadSocialCard(timeout_s=timeout_s):
                self._social.read(timeout_s)
            case ef.StopReading():
                self._plate.stop()
            case ef.WatchCardGone():
                self._plate.watch_gone()
            case ef.StoreSubmission():
                self._store(lambda: self._submission(effect), ev.StoreRefused(effect.submission.submission_id, _BROKEN))
            case ef.PrintSlip(slip=slip):
                ports.printer.print(slip.on_paper(), lambda outcome: self._post(_print_event(slip.job_id, outcome)))
            case ef.PrintSheet(slip=slip):
                self._print_sheet(slip)
            case ef.TakePhoto(material=material, card=card):
                self._take_photo(material, card)
            case ef.FetchBill(biller=biller, account=account):
                self._ask(lambda: self._bill(biller, account), ev.BillFailed(Fault.LINE_DOWN))
            case ef.Pay(request=due):
                self._ask(lambda: self._pay(due), ev.PaymentUnknown(due.payment_id))
            case ef.AskPayment(payment_id=payment_id):
                self._ask(lambda: self._payment(payment_id), ev.PaymentUnknown(payment_id))
            case ef.ClosePayment(payment_id=payment_id):
                self._ask(lambda: self._close(payment_id), ev.PaymentUnknown(payment_id))
            case ef.QueryCases(case_number=number, id_number=id_number):
                query = CaseQuery(case_number=number, id_number=id_number)
                self._ask(lambda: self._cases(query), ev.CasesFailed(Fault.LINE_DOWN))
            case ef.TakeTicket(request=wanted):
                self._ask(lambda: self._ticket(wanted), ev.TicketFailed(wanted.ticket_id, Fault.LINE_DOWN))
            case ef.CallHelp(request=call):
                self._ask(lambda: self._help(call), ev.HelpUnanswered(call.help_id))
            case ef.CallDo(effect=wanted_of_call):
                self._call.perform(wanted_of_call)
            case ef.SendRating(rating=rating):
                self._store(lambda: self._rating(rating), None)
            case ef.AskModel(ask_id=ask_id, question=question, passages=passages):
                self._ask(
                    lambda: ev.ModelAnswered(ask_id, self._model(question, passages)),
                    ev.ModelAnswered(ask_id, NotCited("unheard")),
                )
            case ef.KeepUnclear(said=said):
                self._store(lambda: self._unclear(said), None)
            case ef.SaveDraft(id_number=id_number, payload=payload, photos=photos):
                self._store(lambda: self._save(id_number, payload, photos), None)
            case ef.FindDraft(id_number=id_number):
                self._store(lambda: self._find(id_number), ev.NoDraft())
            case ef.DropDraft(id_number=id_number):
                self._store(lambda: self._drop(id_number), None)
            case ef.MarkHandedIn():
                self._store(lambda: self._mark(effect), None)
            case ef.FindHandedIn():
                self._store(lambda: self._marked(effect), None)
            case ef.VerifyStaff(staff_id=staff_id, pin=pin):
                self._store(lambda: self._staff(staff_id, pin), ev.StaffRefused())
            case ef.StopMachine():
                ports.stop_machine()
            case ef.UnlockRepair(code=code):
                self._store(lambda: self._unlock(code), ev.StaffRefused())
            case ef.OpenRepair():
                ports.open_repair()
            case ef.TellRepair():
                self._store(lambda: self._repair(effect), None)
            case ef.SayAgain():
                self._say_again()
            case ef.SetSpeech(rate=rate, volume=volume, output=output):
                ports.speaker.set_rate(rate)
                ports.speaker.set_output(output)
                ports.speaker.set_volume(volume)
            case ef.Wipe():
                self._plate.stop()
                self._social.stop()
                self._kept.clear()
                self._wiped()
            case ef.Note(event=name, fields=fields):
                ports.journal.write(name, **fields)
            case _ as never:
                assert_never(never)

    def tend_plate(self, card_on: bool, welcome: bool) -> None:
        """Watch for a card to go, or to come where it is welcome."""
        self._plate.tend(card_on, welcome)

    def _take_photo(self, material: str, card: bool) -> None:
        if self._scanner is None:
            self._post(ev.PhotoFailed(material, Fault.SCANNER_ABSENT))
            return
        self._scanner.shoot("card" if card else "page", lambda outcome: self._post(_photo_event(material, outcome)))

    def _print_sheet(self, slip: Slip) -> None:
        if self._sheets is None:
            self._post(ev.PrintFailed(slip.job_id, Fault.A4_ABSENT))
            return
        self._sheets.print(slip.on_paper(), lambda outcome: self._post(_print_event(slip.job_id, outcome)))

    # --- lanes -----------------------------------------------------------------------------------------------

    def _store(self, work: Callable[[], Event | None], broken: Event | None) -> None:
        self._ports.store_lane.submit(lambda: self._guarded(work, broken))

    def _ask(self, work: Callable[[], Event], broken: Event) -> None:
        self._ports.hub_lane.submit(lambda: self._guarded(work, broken))

    def _send_picture(self, work: Callable[[], Event], broken: Event) -> None:
        self._ports.picture_lane.submit(lambda: self._guarded(work, broken))

    def _guarded(self, work: Callable[[], Event | None], broken: Event | None) -> None:
        """Every piece of work answers, also one that breaks."""
        try:
            event = work()
        except Exception as error:  # noqa: BLE001 - the resident waits for an answer; the journal gets the cause
            self._ports.journal.unexpected(error)
            event = broken
        if event is not None:
            self._post(event)

    def _submission(self, effect: ef.StoreSubmission) -> Event:
        draft = effect.submission
        outcome = self._ports.counter.put_submission(
            SubmissionId(draft.submission_id), lambda number: complete(draft, number), effect.attachments
        )
        match outcome:
            case Stored(case_number=number, earlier=earlier):
                self._ports.wake_drainer()
                return ev.Stored(draft.submission_id, number, earlier)
            case Refused(fault=fault):
                return ev.StoreRefused(draft.submission_id, fault)

    def _rating(self, rating: Rating) -> None:
        self._ports.outbox.put_plain("rating", rating.rating_id, rating.model_dump_json().encode())
        self._ports.wake_drainer()

    def _model(self, question: str, passages: tuple[Passage, ...]) -> Cited | NotCited:
        return self._ports.model.ask(question, passages) if self._ports.model else NotCited("unheard")

    def _unclear(self, said: tuple[Unclear, ...]) -> None:
        for one in said:
            self._ports.outbox.put_plain("unclear", one.unclear_id, one.model_dump_json().encode())
        self._ports.wake_drainer()

    def _repair(self, told: ef.TellRepair) -> None:
        said = Repair(
            repair_id=told.repair_id, at=self._ports.clock.now(), act=told.act, how=told.how, staff=told.staff
        )
        self._ports.outbox.put_plain("repair", said.repair_id, said.model_dump_json().encode())
        self._ports.wake_drainer()

    def _save(self, id_number: str, payload: bytes, photos: tuple[bytes, ...]) -> None:
        """Pictures first, each once: a draft never names one that is not there."""
        key = self._ports.drafts.key_of(id_number)
        for number, jpeg in enumerate(photos):
            part, digest = key.part(number), hashlib.sha256(jpeg).digest()
            if self._kept.get(part.name) != digest and self._ports.drafts.save(part, jpeg):
                self._kept[part.name] = digest
        self._ports.drafts.save(key, payload)

    def _find(self, id_number: str) -> Event:
        """The draft, unless its matter is in the outbox already: then going on with it would hand in an older text."""
        key = self._ports.drafts.key_of(id_number)
        payload = self._ports.drafts.find(key)
        if payload is None:
            return ev.NoDraft()
        submission_id = SubmissionId(draft_submission_id(payload))
        match self._ports.counter.look_up(submission_id):
            case None:
                parts = [self._ports.drafts.find(key.part(number)) for number in range(draft_photos(payload))]
                return ev.DraftFound(payload, tuple(part or b"" for part in parts))
            case Refused():
                return ev.NoDraft()
            case Whereabouts(state=state, case_number=number, receipt=receipt):
                self._forget(key)
                status = SubmissionAck.model_validate_json(receipt).status if receipt else ""
                service_id, _ = draft_service(payload)
                return ev.DraftHandedIn(submission_id, service_id, number, status, refused=state == "dead")

    def _drop(self, id_number: str) -> None:
        self._forget(self._ports.drafts.key_of(id_number))

    def _forget(self, key: DraftKey) -> None:
        self._kept.clear()
        self._ports.drafts.drop(key)

    def _mark(self, effect: ef.MarkHandedIn) -> None:
        key = self._ports.drafts.key_of(handed_in.key_text(effect.id_number))
        before = handed_in.from_bytes(self._ports.drafts.find(key), effect.mark.day)
        self._ports.drafts.save(key, handed_in.to_bytes((*before, effect.mark)))

    def _marked(self, effect: ef.FindHandedIn) -> Event | None:
        """The newest that was not sent back; a disk that refused the mark only means that she is not told."""
        kept = self._ports.drafts.find(self._ports.drafts.key_of(handed_in.key_text(effect.id_number)))
        found = [m for m in handed_in.from_bytes(kept, effect.day) if m.service_id == effect.service_id]
        stands = [m for m in found if not self._sent_back(SubmissionId(m.submission_id))]
        return ev.HandedInToday(effect.service_id, stands[-1].case_number) if stands else None

    def _sent_back(self, submission_id: SubmissionId) -> bool:
        match self._ports.counter.look_up(submission_id):
            case Whereabouts(state=state):
                return state == "dead"
            case _:
                return False

    def _staff(self, staff_id: str, pin: str) -> Event:
        match self._ports.staff.verify(staff_id, pin):
            case Verified(staff_id=verified, name=name):
                return ev.StaffVerified(verified, name)
            case refused:
                return ev.StaffRefused(refused.locked, refused.first)

    def _unlock(self, code: str) -> Event:
        outcome = self._ports.staff.unlock(code)
        return ev.RepairUnlocked() if isinstance(outcome, Verified) else ev.StaffRefused(outcome.locked, outcome.first)

    def _bill(self, biller: str, account: str) -> Event:
        """The bill; while an earlier order of this account is open it is asked about first, and nothing can be paid."""
        settled = [self._settled(self._ports.hub.close_payment(open_.payment_id), open_.payment_id)
                   for open_ in self._ports.payments.of(biller, account)]  # fmt: skip
        match self._ports.hub.bill(biller, BillQuery(account=account)):
            case Ok(value=bill):
                still = bill.state == "unpaid" and not all(settled)
                return ev.BillFetched(bill.model_copy(update={"state": "processing"}) if still else bill)
            case HubRefused(problem=problem):
                return ev.BillFailed(fault_of(problem.problem), resident_says("bill", problem.problem))
            case HubUnheard():
                return ev.BillFailed(Fault.LINE_DOWN)

    def _pay(self, request: PaymentRequest) -> Event:
        """Written down before the order leaves, so that a power cut cannot make anyone pay twice or never know."""
        if not self._ports.payments.begin(request.payment_id, request.biller, request.account):
            return ev.PaymentRefused(request.payment_id, "这台机器现在不能交费，没有扣钱。")
        outcome = self._ports.hub.pay(request)
        if isinstance(outcome, HubRefused) and surely_not_paid(outcome.problem.problem):
            self._ports.payments.end(request.payment_id)
            return ev.PaymentRefused(request.payment_id, resident_says("pay", outcome.problem.problem))
        return self._said(outcome, request.payment_id)

    def _payment(self, payment_id: str) -> Event:
        return self._said(self._ports.hub.payment(payment_id), payment_id)

    def _close(self, payment_id: str) -> Event:
        return self._said(self._ports.hub.close_payment(payment_id), payment_id)

    def _said(self, outcome: Ok[Payment] | HubUnheard | HubRefused, payment_id: str) -> Event:
        self._settled(outcome, payment_id)
        return ev.PaymentSaid(outcome.value) if isinstance(outcome, Ok) else ev.PaymentUnknown(payment_id)

    def _settled(self, outcome: Ok[Payment] | HubUnheard | HubRefused, payment_id: str) -> bool:
        """Whether the server has said its last word of an order; then it need not be kept any longer."""
        over = isinstance(outcome, Ok) and outcome.value.state != "processing"
        if over:
            self._ports.payments.end(payment_id)
        return over

    def _cases(self, query: CaseQuery) -> Event:
        match self._ports.hub.cases(query):
            case Ok(value=found):
                return ev.CasesFound(tuple(found.cases))
            case HubRefused(problem=problem):
                return ev.CasesFailed(fault_of(problem.problem), resident_says("cases", problem.problem))
            case HubUnheard():
                return ev.CasesFailed(Fault.LINE_DOWN)

    def _ticket(self, request: TicketRequest) -> Event:
        match self._ports.hub.ticket(request):
            case Ok(value=ticket):
                return ev.TicketGiven(ticket)
            case HubRefused(problem=problem):
                code = problem.problem
                return ev.TicketFailed(request.ticket_id, fault_of(code), resident_says("ticket", code))
            case HubUnheard():
                return ev.TicketFailed(request.ticket_id, Fault.LINE_DOWN)

    def _help(self, request: HelpRequest) -> Event:
        match self._ports.hub.help(request):
            case Ok(value=reply):
                return ev.HelpAnswered(reply)
            case HubRefused(problem=problem):
                return ev.HelpUnanswered(request.help_id, resident_says("help", problem.problem))
            case HubUnheard():
                self._ports.outbox.put_plain("help", request.help_id, request.model_dump_json().encode())
                return ev.HelpUnanswered(request.help_id)


_BROKEN = Fault.STORE_BROKEN


def _print_event(job_id: str, outcome: PrintOutcome) -> Event:
    match outcome:
        case Printed(reprint=reprint):
            return ev.Printed(job_id, reprint)
        case NotPrinted(fault=fault) | PrintUnconfirmed(fault=fault):
            return ev.PrintFailed(job_id, fault)


def _photo_event(material: str, outcome: ShotOutcome) -> Event:
    match outcome:
        case Photographed(photo=photo):
            return ev.Photographed(material, photo.jpeg)
        case NotClear(doubt=doubt):
            return ev.PhotoUnclear(material, DOUBT_SAYS[doubt])
        case ScannerFailed(fault=fault):
            return ev.PhotoFailed(material, fault)
