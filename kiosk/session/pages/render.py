"""The one door from state to screen; mypy proves that no place is forgotten."""

from dataclasses import replace
from typing import assert_never

from kiosk.core.screen import Screen
from kiosk.session.pages import (
    asking,
    build,
    entrance,
    guided,
    handing_in,
    notices,
    paying,
    person,
    photos,
    progress,
    tickets,
)
from kiosk.session.pages.call import call
from kiosk.session.pages.call_talk import with_call
from kiosk.session.pages.over import overlay
from kiosk.session.pages.picture import picture_of
from kiosk.session.pages.social import social
from kiosk.session.pages.spoken import spoken_over
from kiosk.session.places import (
    SPOKEN,
    Attract,
    BillPlace,
    BringPlace,
    CallOver,
    CardLeft,
    CardOwnerPlace,
    CaseNumberPlace,
    CasePlace,
    CasesPlace,
    Categories,
    CategoryPlace,
    ConditionsPlace,
    ConfirmPayPlace,
    ConfirmPlace,
    ConflictPlace,
    ConsentPlace,
    DuplicatePlace,
    EndingPlace,
    FetchingBill,
    FetchingCases,
    HandedInPlace,
    HomePlace,
    IdentifyPlace,
    LeftPaymentsPlace,
    MaterialPlace,
    MatterPlace,
    MorePlace,
    NoBill,
    NoticePlace,
    NoticesPlace,
    NotStored,
    Paying,
    PaymentPlace,
    PhotoPlace,
    ProgressWays,
    QuestionPlace,
    RatingPlace,
    ReferralPlace,
    ReferralsPlace,
    RepairPlace,
    ResultPlace,
    ResumePlace,
    ReviewPlace,
    SamePersonPlace,
    SignPlace,
    SocialCardPlace,
    Submitting,
    TakingTicket,
    TicketPlace,
    TicketPriority,
    TicketQueues,
    TypedIdentity,
    WherePlace,
    WhosePlace,
    WitnessPlace,
)
from kiosk.session.state import State


class NoMatter(RuntimeError):
    """A page of a matter without a matter: a broken promise of `step`, never met by a resident."""


def screen_for(state: State) -> Screen:
    """What a state looks, sounds and may be answered like."""
    screen = with_call(state, _words_of(state))
    return replace(screen, picture=picture_of(state, screen))


def _words_of(state: State) -> Screen:
    over = state.overlay
    if isinstance(over, SPOKEN):
        return spoken_over(state, over, _words_of(replace(state, overlay=None)))
    if isinstance(over, CallOver):
        now = state.visit.call
        return call(state, over, now) if now is not None else _words_of(replace(state, overlay=None))
    if over is not None:
        return overlay(state, over)
    place = state.place
    match place:
        case Attract():
            return entrance.attract(state)
        case HomePlace():
            return entrance.home(state)
        case Categories():
            return entrance.categories(state)
        case CategoryPlace():
            return entrance.category(state, place)
        case IdentifyPlace():
            return person.identify(state, place)
        case SocialCardPlace():
            return social(state, place)
        case TypedIdentity():
            return person.typed(state, place)
        case ResumePlace():
            return person.resume(state, place)
        case DuplicatePlace():
            return person.duplicate(state, place)
        case SamePersonPlace():
            return person.same_person(state)
        case CardOwnerPlace():
            return person.card_owner(state, place)
        case HandedInPlace():
            return person.handed_in(state, place)
        case ConditionsPlace():
            return person.conditions(state)
        case Submitting():
            return handing_in.submitting(state)
        case NotStored():
            return handing_in.not_stored(state, place)
        case FetchingBill():
            return build.waiting(state, "fetching_bill", "正在查账单")
        case NoBill():
            return paying.no_bill(state, place)
        case BillPlace():
            return paying.bill(state, place)
        case ConfirmPayPlace():
            return paying.confirm_pay(state, place)
        case Paying():
            return paying.paying(state, place)
        case LeftPaymentsPlace():
            return paying.left(state)
        case PaymentPlace():
            return paying.payment(state, place)
        case TicketPriority():
            return tickets.priority(state)
        case TakingTicket():
            return build.waiting(state, "taking_ticket", "正在排号")
        case TicketPlace():
            return tickets.ticket(state, place)
        case ProgressWays():
            return progress.ways(state)
        case CaseNumberPlace():
            return progress.case_number(state, place)
        case FetchingCases():
            return build.waiting(state, "fetching_cases", "正在查办件")
        case CasesPlace():
            return progress.cases(state, place)
        case CasePlace():
            return progress.case(state, place)
        case NoticesPlace():
            return notices.notices(state, place)
        case NoticePlace():
            return notices.notice(state, place)
        case MorePlace():
            return entrance.more(state)
        case RatingPlace():
            return entrance.rating(state)
        case EndingPlace():
            return entrance.ending(state, place)
        case CardLeft():
            return entrance.card_left(state)
        case RepairPlace():
            return entrance.repair(state)
        case MatterPlace() | BringPlace() | WherePlace() | ReferralsPlace() | ReferralPlace() | TicketQueues():
            return _of_service(state, place)
        case (
            ConsentPlace()
            | WhosePlace()
            | QuestionPlace()
            | MaterialPlace()
            | PhotoPlace()
            | ReviewPlace()
            | ConflictPlace()
            | SignPlace()
            | WitnessPlace()
            | ConfirmPlace()
            | ResultPlace()
        ):
            return _of_form(state, place)
        case _ as never:
            assert_never(never)


def _of_service(
    state: State, place: MatterPlace | BringPlace | WherePlace | ReferralsPlace | ReferralPlace | TicketQueues
) -> Screen:
    service = state.visit.service
    if service is None:
        raise NoMatter(type(place).__name__)
    match place:
        case MatterPlace():
            return entrance.matter(state, service)
        case BringPlace():
            return guided.bring(state, place, service)
        case ReferralsPlace():
            return guided.referrals(state, place, service)
        case ReferralPlace():
            return guided.referral(state, place, service)
        case WherePlace(why="guide_only"):
            return guided.where(state, place, service)
        case WherePlace():
            return entrance.where(state, place, service)
        case TicketQueues():
            return tickets.queues(state, service)
        case _ as never:
            assert_never(never)


def _of_form(
    state: State,
    place: (
        ConsentPlace
        | WhosePlace
        | QuestionPlace
        | MaterialPlace
        | PhotoPlace
        | ReviewPlace
        | ConflictPlace
        | SignPlace
        | WitnessPlace
        | ConfirmPlace
        | ResultPlace
    ),
) -> Screen:
    form = state.visit.form
    if form is None:
        raise NoMatter(type(place).__name__)
    match place:
        case ConsentPlace():
            return person.consent(state, form)
        case WhosePlace():
            return person.whose(state, form)
        case QuestionPlace():
            spec = form.spec(place.field_id)
            if spec is None:
                raise NoMatter(place.field_id)
            return asking.question(state, place, spec)
        case MaterialPlace():
            return asking.material(state, place, form)
        case PhotoPlace():
            return photos.photo(state, place, form)
        case ReviewPlace():
            return asking.review(state, place, form)
        case ConflictPlace():
            return asking.conflict(state, place, form)
        case SignPlace():
            return handing_in.sign(state, form)
        case WitnessPlace():
            return handing_in.witness(state, form)
        case ConfirmPlace():
            return handing_in.confirm(state, form)
        case ResultPlace():
            return handing_in.result(state, place, form)
        case _ as never:
            assert_never(never)
