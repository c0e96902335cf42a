"""What may lie over any page: help, the idle warning, staff, settings, the question before leaving.

The page below is never touched, so nothing is lost by opening one.
"""

from dataclasses import replace
from typing import Literal, assert_never

from kiosk.core.words import words
from kiosk.session import events as ev
from kiosk.session.call_over import step_call
from kiosk.session.calling import ask_help
from kiosk.session.effects import Note, OpenRepair, TellRepair, UnlockRepair, VerifyStaff
from kiosk.session.events import Event
from kiosk.session.places import (
    AnswerOver,
    AskOver,
    CallOver,
    EmergencyOver,
    HelpOver,
    IdleOver,
    LeaveOver,
    OfferOver,
    PaperOver,
    ReadBackOver,
    RepairPlace,
    SettingsOver,
    StaffMenuOver,
    StaffOver,
    SureOver,
    TroubleOver,
    WitnessPlace,
)
from kiosk.session.state import Moved, State, end, home, mint, with_visit

PIN_LENGTH = 12


def step_overlay(state: State, event: Event) -> Moved | None:
    """None: the event is not the overlay's, or nothing lies over the page."""
    overlay = state.overlay
    match overlay:
        case None:
            return (state, ()) if isinstance(event, _OVERLAY_ONLY) else None
        case HelpOver():
            return _help(state, overlay, event)
        case IdleOver():
            return _idle(state, event)
        case TroubleOver():
            return replace(state, overlay=None), ()
        case StaffOver():
            return _staff(state, overlay, event)
        case StaffMenuOver():
            return _staff_menu(state, event)
        case SettingsOver():
            return _settings(state, event)
        case PaperOver():
            return _paper(state, event)
        case LeaveOver():
            return _leave(state, overlay, event)
        case CallOver():
            return step_call(state, overlay, event)
        case OfferOver() | AskOver() | AnswerOver() | EmergencyOver() | ReadBackOver() | SureOver():
            return None
        case _ as never:
            assert_never(never)


_OVERLAY_ONLY = (
    ev.HelpAnswered, ev.HelpUnanswered, ev.StaffVerified, ev.StaffRefused, ev.Leave, ev.UseCode, ev.StartRepair,
    ev.RepairUnlocked,
)  # fmt: skip


def _closed(state: State) -> Moved:
    return replace(state, overlay=None), ()


def _help(state: State, overlay: HelpOver, event: Event) -> Moved | None:
    match event:
        case ev.HelpAnswered(reply=reply) if reply.help_id == overlay.help_id:
            return replace(state, overlay=replace(overlay, reply=reply)), ()
        case ev.HelpUnanswered(help_id=help_id, say=say) if help_id == overlay.help_id:
            return replace(state, overlay=replace(overlay, unanswered=True, say=say)), ()
        case ev.Back() | ev.Next():
            return _closed(state)
        case ev.Repeat() | ev.PrintAgain() | ev.StaffKey():
            return None
        case _:
            return state, ()


def _idle(state: State, event: Event) -> Moved | None:
    match event:
        case ev.Restart() | ev.Leave():
            return end(state, "left")
        case ev.AskHelp():
            return ask_help(replace(state, overlay=None), "asked")
        case ev.Repeat():
            return None
        case _:
            return _closed(state)


def _staff(state: State, overlay: StaffOver, event: Event) -> Moved | None:
    match event:
        case ev.KeyPressed(char=char) if char.isalnum() and not overlay.checking:
            if overlay.part == "number":
                return replace(state, overlay=replace(overlay, number=(overlay.number + char)[:PIN_LENGTH])), ()
            return replace(state, overlay=replace(overlay, pin=(overlay.pin + char)[:PIN_LENGTH])), ()
        case ev.Erase() if overlay.part == "number":
            return replace(state, overlay=replace(overlay, number=overlay.number[:-1])), ()
        case ev.Erase():
            return replace(state, overlay=replace(overlay, pin=overlay.pin[:-1])), ()
        case ev.Clear():
            return replace(state, overlay=StaffOver("code" if overlay.part == "code" else "number")), ()
        case ev.UseCode() if overlay.part == "number" and not overlay.checking:
            return replace(state, overlay=StaffOver("code")), ()
        case ev.Next() if overlay.part == "code" and overlay.pin and not overlay.checking:
            return replace(state, overlay=StaffOver("code", checking=True)), (UnlockRepair(overlay.pin),)
        case ev.RepairUnlocked() if overlay.checking and overlay.part == "code":
            return open_repair(state, "code")
        case ev.Next() if overlay.part == "number" and overlay.number:
            return replace(state, overlay=replace(overlay, part="pin", problem=words())), ()
        case ev.Next() if overlay.part == "pin" and overlay.pin and not overlay.checking:
            waiting = replace(overlay, pin="", checking=True)
            return replace(state, overlay=waiting), (VerifyStaff(overlay.number, overlay.pin),)
        case ev.StaffVerified(staff_id=staff_id, name=name) if overlay.checking:
            state = with_visit(state, staff=(staff_id, name))
            over = None if isinstance(state.place, WitnessPlace) else StaffMenuOver()
            return replace(state, overlay=over), (Note("staff", {"outcome": "verified"}),)
        case ev.StaffRefused(locked=locked, first=first) if overlay.checking:
            text = "试的次数多了。请过一会儿再试。" if locked else "工号或密码不对。请再输一次。"
            part: Literal["number", "code"] = "code" if overlay.part == "code" else "number"
            text = text if locked or part == "number" else "码不对，或者过了时间。请再输一次。"
            state = replace(state, overlay=StaffOver(part, problem=words(text)))
            noted = Note("staff", {"outcome": "refused"})
            if not first:
                return state, (noted,)
            repair_id, state = mint(state)
            return state, (noted, TellRepair(repair_id, "locked"))
        case ev.Back():
            return _closed(state)
        case ev.AskHelp():
            return ask_help(replace(state, overlay=None), "asked")
        case ev.Repeat():
            return None
        case _:
            return state, ()


def _staff_menu(state: State, event: Event) -> Moved | None:
    match event:
        case ev.Leave():
            return end(state, "staff")
        case ev.StartRepair():
            return open_repair(state, "staff")
        case ev.Back() | ev.Next():
            return _closed(with_visit(state, staff=None))
        case ev.AskHelp():
            return ask_help(replace(with_visit(state, staff=None), overlay=None), "asked")
        case ev.Repeat():
            return None
        case _:
            return state, ()


def open_repair(state: State, how: Literal["staff", "code"]) -> Moved:
    """End and wipe whatever is going on; the technician's own pages take the glass. how: "staff" or "code"."""
    repair_id, state = mint(state)
    told = TellRepair(repair_id, "opened", how, state.visit.staff[0] if state.visit.staff and how == "staff" else "")
    ended, effects = end(state, "repair")
    note = Note("repair", {"how": how, "outcome": "opened"})
    return replace(ended, place=RepairPlace()), (*effects, note, told, OpenRepair())


def _settings(state: State, event: Event) -> Moved | None:
    match event:
        case ev.ChangeSettings() | ev.Repeat() | ev.StaffKey():
            return None
        case ev.Back() | ev.Next():
            return _closed(state)
        case ev.AskHelp():
            return ask_help(replace(state, overlay=None), "asked")
        case _:
            return state, ()


def _paper(state: State, event: Event) -> Moved | None:
    match event:
        case ev.Back() | ev.Next():
            return _closed(state)
        case ev.AskHelp():
            return ask_help(replace(state, overlay=None), "asked")
        case ev.Repeat() | ev.ChangeSettings() | ev.StaffKey():
            return None
        case _:
            return state, ()


def _leave(state: State, overlay: LeaveOver, event: Event) -> Moved | None:
    match event:
        case ev.Leave() if overlay.to == "home":
            return home(state)
        case ev.Leave():
            return end(state, "left")
        case ev.Back() | ev.Next():
            return _closed(state)
        case ev.AskHelp():
            return ask_help(replace(state, overlay=None), "asked")
        case ev.Repeat():
            return None
        case _:
            return state, ()
