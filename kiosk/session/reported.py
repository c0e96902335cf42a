"""What machines report: devices, the line, the store, the hub. The same on every page."""

from dataclasses import replace

from kiosk.catalogue import Category, Service
from kiosk.core.outcomes import DeviceState
from kiosk.session import events as ev
from kiosk.session.calling import call_reported
from kiosk.session.effects import Note, SayAgain
from kiosk.session.events import Event
from kiosk.session.hear import model_answered
from kiosk.session.known import card_laid, card_lifted
from kiosk.session.matter import done_of, print_receipt
from kiosk.session.papers import print_again
from kiosk.session.places import ResultPlace, TroubleOver
from kiosk.session.presence import person_seen
from kiosk.session.readers import reader_changed
from kiosk.session.scanned import code_scanned
from kiosk.session.state import (
    DeviceStatus,
    Moved,
    State,
    end,
    first_settings,
    speech_of,
    stocked,
    with_terminal,
    with_visit,
)
from kiosk.session.supply import power_changed
from kiosk.session.who import draft_found, handed_in_found, handed_in_today


def reported(state: State, event: Event) -> Moved | None:
    """What a device, the store or the hub says; None when it is something else."""
    match event:
        case ev.Wiped(seed=seed):
            untouched = not state.began and state.visit.minted == 0
            return (with_visit(state, seed=seed) if untouched else state), ()
        case ev.UnexpectedError():
            ended, effects = end(state, "unexpected")
            return replace(ended, overlay=TroubleOver()), effects
        case ev.DeviceChanged(device=device, state=device_state, fault=fault):
            others = tuple(d for d in state.terminal.devices if d.device != device)
            if device == "card_reader" and device_state is DeviceState.NO_DEVICE:
                # Nobody can tell any more whether a card lies there; do not insist on it for ever.
                state, _ = card_lifted(state)
            note = Note("device_state", {"device": device, "state": str(device_state), "fault": fault and str(fault)})
            state = with_terminal(state, devices=(*others, DeviceStatus(device, device_state, fault)))
            if device == "microphone":
                state = with_terminal(state, hears=device_state is DeviceState.ONLINE)
            if device == "power":
                state = power_changed(state)
            state, effects = reader_changed(state, device, device_state, fault)
            return state, (note, *effects)
        case ev.LineChanged(up=up):
            return _line(state, up)
        case ev.PaymentsLeft(payments=payments):
            return with_terminal(state, left_payments=payments), ()
        case ev.QueueCounted(waiting=waiting, refused=refused):
            return with_terminal(state, waiting=waiting, refused=refused), ()
        case ev.MattersStopped(services=stopped):
            return with_terminal(state, stopped=stopped), ()
        case ev.CardLaid():
            return card_laid(state)
        case ev.CardGone():
            return card_lifted(state)
        case ev.CodeScanned():
            return code_scanned(state, event)
        case ev.PersonSeen(near=near):
            return person_seen(state, near)
        case ev.Speaking(now=now):
            return with_visit(state, speaking=now, spoken_s=0.0), ()
        case ev.ModelAnswered():
            return model_answered(state, event)
        case ev.Headphones(plugged=plugged):
            return _headphones(state, plugged)
        case ev.NoticesLoaded(notices=notices, as_of=as_of):
            return with_terminal(state, notices=notices, notices_as_of=as_of), ()
        case ev.CatalogueChanged(version=version, services=services, categories=categories):
            return _catalogue(state, version, services, categories)
        case ev.Printed() | ev.PrintFailed():
            return _printer(state, event)
        case ev.Sent() | ev.SendRefused():
            return _sent(state, event)
        case ev.DraftFound(payload=payload, photos=photos):
            return draft_found(state, payload, photos)
        case ev.DraftHandedIn():
            return handed_in_found(state, event)
        case ev.HandedInToday():
            return handed_in_today(state, event)
        case ev.NoDraft():
            return state, ()
        case _:
            return call_reported(state, event)


def _headphones(state: State, plugged: bool) -> Moved:
    """Another output at its own first level, and the page once more there. Nobody is left with a dark, silent page."""
    if plugged == state.terminal.headphones:
        return state, ()
    state = with_terminal(state, headphones=plugged)
    settings = state.visit.settings
    first = first_settings(state.terminal)
    settings = replace(settings, volume=first.volume, dark=settings.dark and plugged)
    state = with_visit(state, settings=settings, idle_s=0.0)
    return state, (speech_of(state), SayAgain())


def _line(state: State, up: bool) -> Moved:
    note = () if state.terminal.line_up == up else (Note("line", {"state": "up" if up else "down"}),)
    state = with_terminal(state, line_up=up)
    if not up and isinstance(state.place, ResultPlace):
        state, effects = print_receipt(state)
        return state, (*note, *effects)
    return state, note


def _catalogue(state: State, version: str, services: tuple[Service, ...], categories: tuple[Category, ...]) -> Moved:
    if state.began:
        return with_terminal(state, newer=(version, services, categories)), ()
    return replace(state, terminal=stocked(state.terminal, version, services, categories)), ()


def _printer(state: State, event: ev.Printed | ev.PrintFailed) -> Moved:
    job = state.visit.printing
    if job is None or job.slip.job_id != event.job_id:
        return state, ()
    if isinstance(event, ev.Printed):
        done = replace(job, printed=True, reprint=event.reprint, fault=None)
        return with_visit(state, printing=done), (Note("printed", {"outcome": "printed"}),)
    failed = replace(job, printed=False, fault=event.fault)
    return with_visit(state, printing=failed), (Note("printed", {"outcome": str(event.fault)}),)


def _sent(state: State, event: ev.Sent | ev.SendRefused) -> Moved:
    if done_of(state, event.submission_id) is None:
        return state, ()

    updated = tuple(
        d
        if d.submission_id != event.submission_id
        else replace(d, status=event.status, due=event.due, refused=False)
        if isinstance(event, ev.Sent)
        else replace(d, refused=not d.status)
        for d in state.visit.done
    )
    state = with_visit(state, done=updated)
    if isinstance(state.place, ResultPlace) and state.place.submission_id == event.submission_id:
        if isinstance(event, ev.SendRefused) and state.visit.printing is not None:
            # The paper already out says that nothing more has to be done; this one says otherwise.
            return print_again(state)
        return print_receipt(state)
    return state, ()
