"""A call for a human inside the visit: asking, what comes over the link, and what it does to the visit."""

import dataclasses
from dataclasses import replace
from typing import Literal

from kiosk import assist
from kiosk.assist import Ended
from kiosk.catalogue import full_years
from kiosk.core import calls
from kiosk.core.calls import AskedBy, AskHuman, Reason
from kiosk.core.wire import HelpRequest
from kiosk.core.words import words
from kiosk.session import events as ev
from kiosk.session.call_filling import fill, judged, open_matter, value_of
from kiosk.session.call_pages import guide_there, told
from kiosk.session.call_paper import is_card, keep
from kiosk.session.effects import CallDo, CallHelp, Effect, Note
from kiosk.session.pages import screen_for
from kiosk.session.places import Attract, CallOver, HelpOver, HomePlace
from kiosk.session.state import Moved, State, mint, with_visit

Why = Literal["asked", "stuck", "fault", "emergency"]
OF_AGE = 80


def ask_help(state: State, why: Why) -> Moved:
    """Call a human in one press; the answer tells what is really going to happen."""
    if assist.active(state.visit.call):
        return replace(state, overlay=CallOver("menu" if guide_there(state) else "main")), ()
    return _call(state, why) if state.terminal.linked else _ticket(state, why)


def _ticket(state: State, why: Why) -> Moved:
    """Without a link: a call the desk finds in its list, and a number."""
    help_id, state = mint(state)
    service = state.visit.service
    request = HelpRequest(
        help_id=help_id, service_id=service.id if service else "", step=type(state.place).__name__, why=why
    )
    state = replace(state, overlay=HelpOver(help_id))
    return state, (CallHelp(request), Note("help_called", {"outcome": why}))


def _call(state: State, why: Reason) -> Moved:
    call_id, state = mint(state)
    if isinstance(state.place, Attract):
        state = replace(state, place=HomePlace())
    call, effects = assist.begin(_asked(state, call_id, why))
    state = replace(with_visit(state, call=call), overlay=CallOver())
    return state, (*(CallDo(effect) for effect in effects), Note("help_called", {"outcome": why}))


def _asked(state: State, call_id: str, why: Reason) -> AskHuman:
    """Facts that decide who comes and how soon; no names."""
    visit = state.visit
    holder = visit.form.holder if visit.form and visit.form.holder else visit.holder
    old = holder is not None and holder.birth is not None and full_years(holder.birth, state.today) >= OF_AGE
    devices = {d.device: f"{d.state}/{d.fault}" if d.fault else str(d.state) for d in state.terminal.devices}
    trouble = next((str(d.fault) for d in reversed(state.terminal.devices) if d.fault), "")
    return AskHuman(
        call=call_id,
        seq=1,
        reason=why,
        wants="voice" if state.terminal.has_media else "text",
        by=AskedBy(age80=old, disabled=visit.settings.low, urgent=why == "emergency", dialect=visit.settings.dialect),
        matter=visit.service.id if visit.service else "",
        step=screen_for(replace(state, overlay=None)).key,
        trouble=trouble,
        devices=devices,
        settings=dataclasses.asdict(visit.settings),
    )


_BY_MACHINES = (
    assist.MediaSaid, assist.DeviceGone, assist.DeviceBack, assist.Measured, assist.PaperSeen, assist.PaperTaken,
    assist.PaperUnclear, assist.PaperFailed, assist.Uploaded,
)  # fmt: skip


# --- what comes over the link ----------------------------------------------------------------------------------


def call_reported(state: State, event: ev.Event) -> Moved | None:
    """What link, hub, media and camera say; None when the event is something else."""
    match event:
        case ev.LinkChanged(welcome=None):
            state = replace(state, terminal=replace(state.terminal, linked=False))
            return in_call(state, assist.LinkDown())
        case ev.LinkChanged(welcome=calls.Welcome() as welcome):
            state = replace(state, terminal=replace(state.terminal, linked=True))
            return in_call(state, assist.LinkUp(welcome))
        case ev.HubSaid(message=message):
            return _hub_said(state, message)
        case ev.InCall(event=reported) if isinstance(reported, _BY_MACHINES):
            return in_call(state, reported)
        case _:
            return None


def _hub_said(state: State, message: calls.ToTerminalMessage) -> Moved:
    call = state.visit.call
    match message:
        case calls.ErrorSaid(about="ask") if call is not None and isinstance(call.stage, assist.Asking):
            return _ticket(with_visit(state, call=None), call.ask.reason)
        case calls.ErrorSaid() | calls.Welcome():
            return state, ()
        case _ if call is None or message.call != call.id:
            return state, ()
        case calls.Suggest():
            return in_call(state, assist.Suggested(message, judged(state, message)))
        case calls.Point():
            screen = screen_for(state)
            offered = screen.key == message.screen and screen.action(message.action) is not None
            return in_call(state, assist.Pointed(message, offered))
        case calls.AskConsent(capability="voice" | "camera" as wanted) if not state.terminal.has_media:
            refused = calls.Consented(call=call.id, seq=1, capability=wanted, granted=False)
            return state, (CallDo(assist.Send(refused)),)
        case calls.TakePhoto(what=what) if not state.terminal.has_camera and (there := call.there) is not None:
            state = with_visit(state, aside=words(f"{there.guide.name}想看您的{what}。", "这台机器拍不了。"))
            none = calls.Photo(call=call.id, seq=1, what=what, outcome="no_camera")
            return state, (CallDo(assist.Send(none)),)
        case _:
            return in_call(state, message)


# --- one event of the call ---------------------------------------------------------------------------------------


def in_call(state: State, event: assist.Event) -> Moved:
    """One event of the call, and what it does to the visit."""
    before = state.visit.call
    if before is None:
        return state, ()
    call, effects = assist.step(before, event)
    if isinstance(call.stage, Ended) and call.stage.how == "unheard":
        quiet = tuple(CallDo(effect) for effect in effects if not isinstance(effect, assist.Send))
        state, asked = _ticket(with_visit(state, call=None), call.ask.reason)
        return state, (*quiet, *asked)
    state = with_visit(state, call=call)
    done: list[Effect] = []
    for effect in effects:
        match effect:
            case assist.Fill(field=name, value=value, guide_id=guide_id):
                state, more = fill(state, name, value, guide_id)
            case assist.OpenMatter(service=service_id):
                state, more = open_matter(state, service_id)
            case assist.LookUp(field=name):
                state, more = in_call(state, assist.Found(name, value_of(state, name)))
            case assist.Look(paper=paper) | assist.Shoot(paper=paper):
                more = (CallDo(replace(effect, card=is_card(state, paper))),)
            case assist.Upload(photo=""):
                photo, state = mint(state)
                state, _ = in_call(state, assist.Named(photo))
                more = (CallDo(replace(effect, photo=photo)),)
            case assist.Keep():
                state, more = keep(state, effect)
            case _:
                more = (CallDo(effect),)
        done.extend(more)
    state, more = told(state, before, event)
    return state, (*done, *more)
