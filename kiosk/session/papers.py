"""Which slip the present page prints, and printing it again."""

from dataclasses import replace

from kiosk.catalogue import Flow
from kiosk.core.slip import Slip, SlipText
from kiosk.session.guided import referral_of
from kiosk.session.matter import (
    done_of,
)
from kiosk.session.places import (
    BringPlace,
    CallOver,
    CasePlace,
    EmergencyOver,
    HandedInPlace,
    HelpOver,
    MatterPlace,
    NoticePlace,
    PaymentPlace,
    ReferralPlace,
    ResultPlace,
    TicketPlace,
    WherePlace,
)
from kiosk.session.slips import (
    call_slip,
    case_slip,
    emergency_slip,
    handed_in_slip,
    help_slip,
    notice_slip,
    payment_slip,
    receipt,
    referral_slip,
    ticket_slip,
    where_to_go,
)
from kiosk.session.state import (
    Moved,
    State,
    print_slip,
    with_visit,
)

_LISTS = (BringPlace, WherePlace, MatterPlace, ReferralPlace, ResultPlace, HandedInPlace, NoticePlace)
"""Pages whose paper is read at home, where large type is worth a page."""
_WITH_A_LIST = (Flow.APPLICATION, Flow.ATTESTATION, Flow.REPORT, Flow.GUIDE_ONLY)


def print_again(state: State, *, large: bool = False) -> Moved:
    """The slip of this page, composed anew from what is true now; after a confirmed one, as a second copy."""
    job = state.visit.printing
    if job is not None and job.waiting:
        return state, ()
    slip = slip_here(state)
    if slip is None:
        if job is not None and job.fault is not None:
            return print_slip(state, job.slip, large=large)
        return state, ()
    if job is not None and job.printed:
        state = with_visit(state, minted=state.visit.minted + 1)
        slip = replace(slip, job_id=f"{slip.job_id}-{state.visit.minted}")
    elif job is not None:
        slip = replace(slip, job_id=job.slip.job_id)
    return print_slip(state, slip, large=large)


def large_here(state: State) -> bool:
    """Whether the page's paper may be had on A4 now; never offered where no A4 printer is well."""
    if not state.terminal.has("document_printer") or slip_here(state) is None:
        return False
    at_home = state.overlay is None and isinstance(state.place, _LISTS)
    return at_home or not state.terminal.can_print_slips


def slip_shown(state: State) -> Slip | None:
    """The paper to speak of: as it was printed, even where more has become known since; else as it would be."""
    job, here = state.visit.printing, slip_here(state)
    if job is not None and (here is None or _headings(job.slip) == _headings(here)):
        return job.slip
    return here


def _headings(slip: Slip) -> tuple[str, ...]:
    """What a paper is about: its title and its number."""
    return tuple(line.text for line in slip.lines if isinstance(line, SlipText) and line.size == 3)


def slip_here(state: State) -> Slip | None:
    """What the present page prints, None when it prints nothing."""
    form, service = state.visit.form, state.visit.service
    if isinstance(state.overlay, HelpOver) and state.overlay.reply is not None:
        return help_slip(state, state.overlay.reply)
    if isinstance(state.overlay, CallOver):
        return call_slip(state)
    if isinstance(state.overlay, EmergencyOver):
        return emergency_slip(state, state.overlay)
    match state.place:
        case ResultPlace(submission_id=sid) if form is not None and (done := done_of(state, sid)) is not None:
            return receipt(state, form, done)
        case HandedInPlace(submission_id=sid) if (done := done_of(state, sid)) is not None:
            return handed_in_slip(state, done)
        case PaymentPlace(bill=bill, payment_id=pid, payment=payment, cash=cash, refused=""):
            return payment_slip(state, bill, pid, payment, cash)
        case TicketPlace() as place:
            return ticket_slip(state, place)
        case CasePlace(case=case):
            return case_slip(state, case)
        case NoticePlace(notice_id=notice_id):
            return next((notice_slip(state, n) for n in state.terminal.notices if n.id == notice_id), None)
        case WherePlace(have=have) | BringPlace(have=have) if service is not None:
            return where_to_go(state, service, have)
        case ReferralPlace(referral=name) if service is not None and (referral := referral_of(service, name)):
            return referral_slip(state, service, referral)
        case _ if service is not None and service.flow in _WITH_A_LIST:
            return where_to_go(state, service)
        case _:
            return None
