"""Random visits over the 38 real services: presses of what is offered, and devices, hub and time at any moment."""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk import assist
from kiosk.catalogue import load_shipped
from kiosk.core import calls
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session.places import Attract, CardLeft, HomePlace, Paying, PaymentPlace, ResultPlace, Submitting

SERVICES = tuple(load_shipped().services)
Press = tuple[str, int]

moves = st.lists(
    st.one_of(
        st.tuples(st.just("press"), st.integers(0, 40)),
        st.tuples(st.just("press"), st.integers(0, 3)),
        st.tuples(st.just("always"), st.integers(0, 4)),
        st.tuples(st.just("world"), st.integers(0, 59)),
        st.tuples(st.just("answer"), st.integers(0, 3)),
        st.tuples(st.just("wait"), st.integers(1, 30)),
    ),
    max_size=60,
)
starts = st.sampled_from(SERVICES)
budget = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def world(visitor: Any, facts: Any, n: int) -> ev.Event:
    """What devices and the hub may say at any time, fitting or not."""
    form = visitor.state.visit.form
    submission = form.submission_id if form else "00000000-0000-7000-8000-000000000000"
    pays = visitor.asked(ef.Pay)
    prints = visitor.asked(ef.PrintSlip)
    job = prints[-1].slip.job_id if prints else "none"
    tickets = visitor.asked(ef.TakeTicket)
    helps = visitor.asked(ef.CallHelp)
    call = visitor.state.visit.call
    said = hub_says(call.id if call else submission, visitor.screen)
    events: list[ev.Event] = [
        ev.CardSeen(facts.mother), ev.CardSeen(facts.son), ev.CardProblem(Fault.CARD_MOVED), ev.NoCardSeen(),
        ev.CardGone(),
        ev.DeviceChanged("card_reader", DeviceState.NO_DEVICE, Fault.READER_ABSENT),
        ev.DeviceChanged("receipt_printer", DeviceState.USER_ERROR, Fault.PAPER_OUT), ev.LineChanged(True),
        ev.LineChanged(False), ev.Stored(submission, facts.case), ev.StoreRefused(submission, Fault.STORE_FULL),
        ev.Sent(submission, "待受理"), ev.SendRefused(submission), ev.Printed(job),
        ev.PrintFailed(job, Fault.COVER_OPEN),
        ev.BillFetched(facts.bill()), ev.BillFailed(Fault.LINE_DOWN), ev.CasesFound((facts.case_view(),)),
        ev.CasesFound(()), ev.CasesFailed(Fault.LINE_DOWN),
        ev.TicketGiven(facts.ticket(tickets[-1].request.ticket_id)) if tickets else ev.NoDraft(),
        ev.TicketFailed(tickets[-1].request.ticket_id, Fault.LINE_DOWN) if tickets else ev.NoDraft(),
        ev.HelpAnswered(facts.help_reply(helps[-1].request.help_id)) if helps else ev.NoDraft(), ev.StaffKey(),
        ev.StaffVerified("7", "测试员"), ev.StaffRefused(), ev.Signed(b"png", (((1, 2),),)), ev.TextTyped("虚构文字"),
        ev.Headphones(True),
        ev.NoticesLoaded((facts.notice(visitor.clock),)),
        ev.PaymentSaid(facts.said(pays[-1], "paid")) if pays else ev.NoDraft(),
        ev.PaymentUnknown(pays[-1].request.payment_id) if pays else ev.NoDraft(),
        ev.PaymentRefused(pays[-1].request.payment_id, "没有扣钱。") if pays else ev.NoDraft(),
        ev.PaymentSaid(facts.said(pays[-1], "void")) if pays else ev.NoDraft(),
        ev.CardLaid(), ev.CardReading(), ev.Stored(submission, facts.case, earlier=True),
        ev.DraftHandedIn("00000000-0000-7000-8000-000000000001", "01", facts.case, "待受理"),
        ev.CodeScanned(facts.case), ev.CodeScanned("134000000000000001"), ev.PersonSeen(True), ev.PersonSeen(False),
        ev.DeviceChanged("power", DeviceState.ONLINE, Fault.POWER_ON_BATTERY),
        ev.DeviceChanged("power", DeviceState.ONLINE),
        ev.DeviceChanged("power", DeviceState.ONLINE, Fault.POWER_LOW),
        ev.QueueCounted(2, 1), ev.PaymentsLeft((ev.LeftPayment("1234 5678", visitor.clock.now()),)),
        ev.LinkChanged(calls.Welcome()), ev.LinkChanged(None), ev.AskHelp(), *said,
    ]  # fmt: skip
    return events[n % len(events)]


def hub_says(call: str, screen: Any) -> list[ev.Event]:
    """What may come of a call for a human at any time, and her yes to whatever is asked."""
    wang = calls.Guide(id="wang", name="王师傅", number="007")
    first = next((a.id for a in screen.actions if a.enabled), "next")
    said = [
        calls.Waiting(call=call, seq=1, position=1), calls.Offered(call=call, seq=1, guide=wang),
        calls.Joined(call=call, seq=1, guide=wang), calls.Left(call=call, seq=1, why="guide_done"),
        calls.Text(call=call, seq=1, line=1, body="您好", live=False), calls.GuideLost(call=call, seq=1, seconds=30),
        calls.AskConsent(call=call, seq=1, capability="page"), calls.RequestValue(call=call, seq=1, field="phone"),
        calls.Suggest(call=call, seq=1, number=1, field="phone", value="13900001111"),
        calls.Point(call=call, seq=1, screen=screen.key, action=first),
        calls.ProposeMatter(call=call, seq=1, service="02"),
    ]  # fmt: skip
    yes: list[assist.Event] = [
        assist.Join(True), *(assist.Agreed(c, True) for c in ("page", "filling", "private_values")),
    ]  # fmt: skip
    return [*(ev.HubSaid(message) for message in said), *(ev.InCall(event) for event in yes)]


def play(visitor: Any, facts: Any, service: str, steps: list[Press], check: Callable[[Any], None]) -> None:
    visitor.post(ev.Begin(), ev.ChooseService(service))
    for kind, n in steps:
        screen = visitor.screen
        if kind == "press" and (offered := [a for a in screen.actions if a.enabled]):
            visitor.post(ev.Touched(), offered[n % len(offered)].event)
        elif kind == "always" and (bar := [a for a in screen.always if a.enabled]):
            visitor.post(ev.Touched(), bar[n % len(bar)].event)
        elif kind == "world":
            visitor.post(world(visitor, facts, n))
        elif kind == "answer" and visitor.state.overlay is None:
            visitor.answer_questions()
        elif kind == "wait":
            visitor.wait(n)
        check(visitor)


def is_whole(visitor: Any, personal: tuple[str, ...]) -> None:
    """What must be true of every Screen."""
    screen = visitor.screen
    acts = [*screen.actions, *screen.always]
    assert screen.title
    assert screen.say
    assert len({a.id for a in acts}) == len(acts), [a.id for a in acts]
    for action in acts:
        assert action.label, action.id
        assert action.pictogram, action.id
        assert len(action.label) <= 8, action.label
        assert action.enabled or action.why_not, action.id
    ways = {"help", "back", "home"} & {a.id for a in screen.always if a.enabled}
    assert "help" in ways
    if not isinstance(visitor.state.place, Attract | CardLeft | Submitting | Paying) and visitor.state.overlay is None:
        assert len(ways) > 1 or any(a.enabled for a in screen.actions), screen.key
    masked = json.dumps(screen.masked(), ensure_ascii=False)
    for value in personal:
        assert value not in masked, (screen.key, value)


@budget
@given(service=starts, steps=moves)
def test_every_screen_is_whole_masks_what_is_private_and_leaves_a_way_out(
    new_visitor: Any, facts: Any, service: str, steps: list[Press]
) -> None:
    visitor = new_visitor()
    play(visitor, facts, service, steps, lambda v: is_whole(v, facts.personal))


@budget
@given(service=starts, steps=moves, way=st.sampled_from(["idle", "leave", "crash"]))
def test_nothing_of_a_person_is_left_after_the_end_of_any_visit(
    new_visitor: Any, facts: Any, service: str, steps: list[Press], way: str
) -> None:
    visitor = new_visitor()
    play(visitor, facts, service, steps, lambda v: None)
    wipes = len(visitor.asked(ef.Wipe))
    if way == "crash":
        visitor.post(ev.UnexpectedError())
    else:
        while isinstance(visitor.state.place, Submitting):
            form = visitor.state.visit.form
            visitor.post(ev.Stored(form.submission_id, facts.case))
        printing = visitor.state.visit.printing
        if printing is not None:
            visitor.post(ev.Printed(printing.slip.job_id))
        visitor.post(ev.Speaking(False))
        if way == "leave":
            visitor.post(ev.StillHere(), ev.Back(), ev.Restart(), ev.Leave())
        visitor.wait(700, tick=5)
    if visitor.state.began:
        raise AssertionError(f"still at {visitor.state.place} under {visitor.state.overlay}")
    assert len(visitor.asked(ef.Wipe)) >= wipes
    left = repr(visitor.state) + json.dumps(visitor.screen.to_json(), ensure_ascii=False)
    after = len(visitor.effects)
    visitor.wait(30)
    left += repr(visitor.effects[after:])
    for value in (*facts.personal, facts.case):
        assert value not in left
    assert visitor.state.visit.form is None
    assert visitor.state.visit.holder is None


@budget
@given(service=starts, steps=moves)
def test_nothing_is_handed_in_paid_or_rated_without_its_own_confirming_press(
    new_visitor: Any, facts: Any, service: str, steps: list[Press]
) -> None:
    visitor = new_visitor()
    pressed: list[ev.Event] = []
    post = visitor.post

    def listen(*events: ev.Event) -> Any:
        for event in events:
            before = len(visitor.effects)
            post(event)
            for effect in visitor.effects[before:]:
                match effect:
                    case ef.StoreSubmission():
                        assert isinstance(event, ev.ConfirmSubmit)
                    case ef.Pay():
                        assert isinstance(event, ev.ConfirmPay)
                    case ef.SendRating():
                        assert isinstance(event, ev.Rate)
                    case ef.VerifyStaff():
                        assert isinstance(event, ev.Next)
                    case _:
                        pass
            pressed.append(event)
        return visitor

    visitor.post = listen
    play(visitor, facts, service, steps, lambda v: None)
    stored = {e.submission_id for e in pressed if isinstance(e, ev.Stored | ev.DraftHandedIn)}
    assert {d.submission_id for d in visitor.state.visit.done} <= stored
    identified = any(isinstance(e, ev.CardSeen) for e in pressed)
    holder = visitor.state.visit.holder
    assert holder is None or holder.how == "typed" or identified
    if any("没有扣钱" in text.plain() for text in visitor.screen.say) and visitor.screen.key == "payment":
        ruled_out = any(
            isinstance(e, ev.PaymentRefused)
            or (isinstance(e, ev.PaymentSaid) and e.payment.state in ("void", "failed"))
            for e in pressed
        )
        assert ruled_out, "only a word of the hub makes it true that no money was taken"
    job = visitor.state.visit.printing
    assert job is None or not job.printed or ev.Printed(job.slip.job_id) in pressed
    if isinstance(visitor.state.place, PaymentPlace) and visitor.state.place.payment is not None:
        assert any(isinstance(e, ev.PaymentSaid) for e in pressed)


@budget
@given(service=starts, steps=moves)
def test_back_and_home_always_lead_to_the_first_page(
    new_visitor: Any, facts: Any, service: str, steps: list[Press]
) -> None:
    visitor = new_visitor()
    play(visitor, facts, service, steps, lambda v: None)
    if isinstance(visitor.state.place, Submitting | Paying | CardLeft | Attract):
        return
    for _ in range(80):
        if not visitor.state.began:
            return
        if visitor.state.overlay is not None and visitor.screen.action("leave"):
            visitor.press("leave")
        elif visitor.screen.action("back"):
            visitor.press("back")
        else:
            visitor.press("home" if visitor.screen.action("home") else "finish")
        if visitor.screen.key == "home" and visitor.state.overlay is None:
            return
        if isinstance(visitor.state.place, ResultPlace):
            visitor.press("finish")
    raise AssertionError(f"back never got home: {visitor.keys[-12:]}")


@budget
@given(service=starts, steps=moves)
def test_help_covers_any_page_and_gives_it_back_untouched(
    new_visitor: Any, facts: Any, service: str, steps: list[Press]
) -> None:
    visitor = new_visitor()
    play(visitor, facts, service, steps, lambda v: None)
    if visitor.state.overlay is not None:
        return
    before = visitor.state
    visitor.press("help")
    called = visitor.screen.key.startswith("over:call:")
    assert visitor.screen.key == "over:help" or called
    visitor.press("next" if visitor.screen.action("next") else "back")
    # A call begun from the first page begins the visit with it.
    given_back = HomePlace() if called and isinstance(before.place, Attract) else before.place
    assert visitor.state.place == given_back
    assert visitor.state.visit.form == before.visit.form
    assert visitor.state.trail == before.trail
