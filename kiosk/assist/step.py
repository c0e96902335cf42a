"""One event of a call. Total: any event is safe at any stage, and none is answered by the wrong stage."""

from dataclasses import replace
from typing import assert_never

from kiosk.assist import events as ev
from kiosk.assist.effects import Effect, Forget, Send, Tracks
from kiosk.assist.events import Event
from kiosk.assist.ladder import after_cut
from kiosk.assist.media import UNNUMBERED, tracks
from kiosk.assist.state import Asking, Call, Ended, How, Offered, There, Waiting
from kiosk.assist.there import arrive, step_there
from kiosk.core import calls

UNHEARD_S = 12.0
"""The hub has not said anything at all to a question for so long: the ticket by the other way."""
RESUME_S = 30.0
"""How long a call outlives the terminal's own link."""
SLACK_S = 15.0
"""The hub ends what it waits for; only when it does not, the terminal does."""

Moved = tuple[Call, tuple[Effect, ...]]


def step(call: Call, event: Event) -> Moved:
    """One event."""
    match event:
        case ev.Passed(monotonic=now):
            return _time(replace(call, now=now))
        case ev.LinkDown():
            lost = call if call.lost_since is not None else replace(call, lost_since=call.now)
            return lost, ()
        case ev.LinkUp(welcome=welcome):
            return _resumed(call, welcome)
        case ev.Stop():
            return _stopped(call)
        case calls.Left():
            return _left(call, event)
        case calls.Nobody(ticket=ticket, phone=phone):
            if isinstance(call.stage, Asking | Waiting | Offered):
                return ended(call, "nobody", ticket=ticket, phone=phone)
            return call, ()
        case _:
            return _staged(call, event)


def begin(ask: calls.AskHuman) -> Moved:
    """A call just asked for."""
    return Call(ask), (Send(ask),)


def _staged(call: Call, event: Event) -> Moved:
    stage = call.stage
    match stage:
        case Asking() | Waiting():
            return _waiting(call, event)
        case Offered():
            return _offered(call, stage, event)
        case There():
            there, effects = step_there(call, stage, event)
            return replace(call, stage=there), effects
        case Ended():
            return _ended(call, stage, event)
        case _ as never:
            assert_never(never)


def _waiting(call: Call, event: Event) -> Moved:
    match event:
        case calls.Waiting(position=position, minutes=minutes, ticket=ticket):
            return replace(call, stage=Waiting(position, minutes, ticket)), ()
        case calls.Offered(guide=guide):
            return replace(call, stage=Offered(guide)), ()
        case ev.Want(wants=wants) if wants != call.wants:
            # Asked once more under the same number: the place in the line is kept.
            ask = call.ask.model_copy(update={"wants": wants})
            return replace(call, ask=ask), (Send(ask),)
        case _:
            return call, ()


def _offered(call: Call, stage: Offered, event: Event) -> Moved:
    match event:
        case ev.Join(yes=True) if not stage.accepted:
            return replace(call, stage=replace(stage, accepted=True)), (
                Send(calls.Accept(call=call.id, seq=UNNUMBERED)),
            )
        case ev.Join(yes=False):
            return _stopped(call)
        case calls.Joined(guide=guide) if stage.accepted and guide.id == stage.guide.id:
            return replace(call, stage=arrive(guide, call.wants)), ()
        case calls.Waiting(position=position, minutes=minutes, ticket=ticket):
            # The guide went before she answered: back into the line.
            return replace(call, stage=Waiting(position, minutes, ticket)), ()
        case calls.Offered(guide=guide):
            return replace(call, stage=Offered(guide)), ()
        case _:
            return call, ()


def _ended(call: Call, stage: Ended, event: Event) -> Moved:
    match event:
        case ev.RateHelp(level=level) if stage.helped and not stage.rated:
            rated = replace(call, stage=replace(stage, rated=True))
            if level is None:
                return rated, ()
            said = calls.Rated.model_validate({"call": call.id, "seq": UNNUMBERED, "level": level})
            return rated, (Send(said),)
        case _:
            return call, ()


# --- the end ---------------------------------------------------------------------------------------------------


def ended(call: Call, how: How, *, ticket: str = "", phone: str = "") -> Moved:
    """Over: every device closed, nothing of what was said kept."""
    helped = isinstance(call.stage, There)
    over = replace(call, stage=Ended(how, helped, ticket, phone), lost_since=None)
    return over, (Tracks(live=False), Forget(call.id))


def _stopped(call: Call) -> Moved:
    match call.stage:
        case Ended():
            return call, ()
        case There():
            farewell: calls.CallMessage = calls.HangUp(call=call.id, seq=UNNUMBERED)
        case _:
            farewell = calls.Withdraw(call=call.id, seq=UNNUMBERED)
    over, effects = ended(call, "by_her")
    return over, (Send(farewell), *effects)


_WHY: dict[str, How] = {
    "guide_done": "by_guide",
    "resident_done": "by_her",
    "both_done": "both",
    "guide_lost": "guide_lost",
    "terminal_lost": "line_lost",
    "nobody_came": "nobody",
}


def _left(call: Call, left: calls.Left) -> Moved:
    how = _WHY[left.why]
    if isinstance(call.stage, Ended):
        # Both hung up at once, or the hub adds the ticket: the truth is whatever the hub says last.
        better = replace(call.stage, how=how, ticket=left.ticket, phone=left.phone or call.stage.phone)
        return replace(call, stage=better), ()
    return ended(call, how, ticket=left.ticket, phone=left.phone)


def _time(call: Call) -> Moved:
    now, stage = call.now, call.stage
    if isinstance(stage, Ended):
        return call, ()
    if call.lost_since is not None and now - call.lost_since > RESUME_S:
        return ended(call, "line_lost")
    match stage:
        case Asking(since=None):
            return replace(call, stage=Asking(now)), ()
        case Asking(since=float(since)) if now - since > UNHEARD_S:
            over, effects = ended(call, "unheard")
            return over, (Send(calls.Withdraw(call=call.id, seq=UNNUMBERED)), *effects)
        case There(away_until=float(until)) if now > until + SLACK_S:
            return ended(call, "guide_lost")
        case _:
            return call, ()


def _resumed(call: Call, welcome: calls.Welcome) -> Moved:
    """The link is back: the hub tells how this call stands; what it knows nothing of is over."""
    if isinstance(call.stage, Ended):
        return call, ()
    call = replace(call, lost_since=None)
    if welcome.call != call.id:
        # Before the hub has heard of it there is nothing to be told; the link sends the question once more.
        return (call, ()) if isinstance(call.stage, Asking) else ended(call, "line_lost")
    if welcome.standing in ("unknown", "none"):
        return (call, ()) if isinstance(call.stage, Asking) else ended(call, "line_lost")
    if isinstance(call.stage, There) and welcome.standing == "joined":
        there = replace(call.stage, ladder=after_cut(call.stage.ladder, call.now))
        return replace(call, stage=there), (replace(tracks(there), fresh=not there.connected),)
    return call, ()
