"""What she does on the call's own pages."""

from dataclasses import replace
from typing import Literal

from kiosk import assist
from kiosk.assist import Call, Suggestion, There
from kiosk.core import calls
from kiosk.session import events as ev
from kiosk.session.answers import edited
from kiosk.session.call_pages import guide_there, raised
from kiosk.session.calling import in_call
from kiosk.session.ink import ink_of, tall_of
from kiosk.session.places import CallOver
from kiosk.session.state import Moved, State, with_visit

NUMBER_CHARS = 15
"""Of a telephone: the longest there is."""


def step_call(state: State, over: CallOver, event: ev.Event) -> Moved | None:
    """None: the event is the same on every page."""
    call = state.visit.call
    if call is None:
        return replace(state, overlay=None), ()
    match event:
        case ev.Repeat() | ev.StaffKey() | ev.PrintAgain() | ev.OpenSettings() | ev.ChangeSettings() | ev.OpenCall():
            return None
        case ev.InCall():
            return None
        case ev.AskHelp():
            return replace(state, overlay=CallOver("menu" if call.there else "main")), ()
        case _ if over.part == "talk" and call.there is not None:
            return _typed(state, call.there, event)
        case _ if over.part == "write" and call.there is not None:
            return _wrote(state, event)
        case ev.KeyPressed() | ev.TextTyped() | ev.Erase() | ev.Clear() if (there := call.there) is not None:
            number = there.guest.number if there.guest is not None else None
            draft = edited(number, event, NUMBER_CHARS) if number is not None else None
            return (state, ()) if draft is None else in_call(state, assist.NumberKeyed(draft))
        case ev.Back() | ev.Next():
            return _closed(state, call)
        case _:
            return state, ()


def _closed(state: State, call: Call) -> Moved:
    """上一步 on a question is a no; on anything else it gives the page below back."""
    below = replace(state, overlay=None)
    asks = assist.question(call)
    if asks == "join":
        return in_call(state, assist.Join(False))
    if asks == "ended":
        return with_visit(below, call=None), ()
    there = call.there
    if there is None or state.overlay in (CallOver("menu"), CallOver("see")):
        return below, ()
    match asks:
        case "consent":
            return in_call(state, assist.Agreed(there.asking[0], False))
        case "suggestion" if isinstance(there.suggestion, Suggestion):
            return in_call(state, assist.TakeSuggestion(there.suggestion.number, False))
        case "proposal":
            return in_call(state, assist.OpenProposal(there.proposal, False))
        case "guest" if there.guest is not None:
            return in_call(state, assist.LetIn(there.guest.who.id, False))
        case "photo":
            return in_call(state, assist.ClosePaper())
        case _:
            return below, ()


def _typed(state: State, there: There, event: ev.Event) -> Moved:
    """Her line, letter by letter: it goes out as it is typed."""
    match event:
        case ev.Back():
            return raised(replace(state, overlay=None)), ()
        case ev.Next():
            return in_call(state, assist.Typed(there.draft, done=True))
        case _:
            draft = edited(there.draft, event, calls.TEXT_CHARS)
            return (state, ()) if draft is None else in_call(state, assist.Typed(draft))


def _wrote(state: State, event: ev.Event) -> Moved:
    """Her words by finger, stroke by stroke: nobody here reads them but the guide."""
    match event:
        case ev.Signed(png=png, strokes=strokes) if strokes:
            return in_call(state, assist.Written(ink_of(strokes), tall_of(png)))
        case ev.ClearSignature():
            return in_call(state, assist.Written(()))
        case ev.Next():
            return in_call(state, assist.Written((), done=True))
        case ev.Back():
            return in_call(replace(state, overlay=CallOver("talk")), assist.Written(()))
        case _:
            return state, ()


def open_call(state: State, part: Literal["menu", "talk", "write", "see"]) -> Moved:
    """From the bar of any page."""
    return (replace(state, overlay=CallOver(part)), ()) if guide_there(state) else (state, ())
