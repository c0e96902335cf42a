"""Goes round the terminal and asks everything how it is; what it gathers is judged by kiosk.diagnostics."""

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from pathlib import Path

from hardware.chinese_font import MONO, SANS, FontAbsent, find_font
from hardware.link import BadUri
from hardware.scanner import Scanner
from kiosk.app.call_devices import examine_call
from kiosk.app.device_kinds import KINDS, Device, DeviceKind, Telling, Told, adapter
from kiosk.app.display import no_display
from kiosk.app.focusing import scanner_focus
from kiosk.app.waiting import in_time
from kiosk.catalogue import check_catalogue, load_shipped, shipped_files
from kiosk.core.clock import Clock
from kiosk.core.device_record import DeviceRecord
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.core.settings import Settings
from kiosk.diagnostics import (
    CatalogueFacts,
    ClockFacts,
    DeviceFacts,
    DiskFacts,
    FontFacts,
    HearingFacts,
    HubFacts,
    IdentityFacts,
    QueueFacts,
    TerminalFacts,
)
from offline_cache import (
    HubLine,
    Identity,
    NoIdentity,
    OfflineCacheError,
    Outbox,
    StoreFromNewerProgram,
    line_of,
    load_identity,
    put_aside,
    read_logbook,
    unheard_text,
)
from offline_cache.line import Answer, NoAnswer
from offline_cache.space import free_bytes
from offline_cache.verdict import problem_of
from voice import Speaker
from voice.facts import microphone_facts, model_facts

ANSWER_S = 8.0
"""How long a device may take to say how it is; three polls and a re-opening fit in."""

SECOND_THOUGHT_S = 3.0
INTRODUCTION_S = 1.0


def gather(
    settings: Settings, clock: Clock, phrases: tuple[str, ...] = (), own: Mapping[str, object] | None = None
) -> TerminalFacts:
    """Ask everything once. Takes up to half a minute; changes nothing and keeps nothing.

    own: the open devices by id, where the running terminal itself asks.
    """
    directory = settings.queue.directory
    identity = load_identity(directory / "identity.json")
    known = identity if isinstance(identity, Identity) else None
    # Most of it is waiting, each for something else.
    with ThreadPoolExecutor(len(KINDS) + 3, "examining") as pool:
        devices = [pool.submit(_device, kind, settings, clock, own or {}) for kind in KINDS if kind.uri(settings)]
        line = pool.submit(_hub, settings, identity, clock)
        hearing = pool.submit(_hearing, settings, phrases)
        voice = pool.submit(_voice, settings)
        hub, clock_facts = line.result()
        return TerminalFacts(
            devices=tuple(device.result() for device in devices),
            queue=_queue(directory, clock),
            disk=DiskFacts(free_bytes(directory if directory.is_dir() else Path.cwd())),
            hub=hub,
            clock=clock_facts,
            identity=IdentityFacts(known.terminal_id if known else "", "" if known else _why(identity)),
            catalogue=_catalogue(),
            font=_font(),
            hearing=hearing.result(),
            voice_out=voice.result(),
            display=no_display(),
            # Last, and alone: PortAudio lists its devices for the whole process at once.
            call=examine_call(settings.call),
        )


def _why(identity: Identity | NoIdentity) -> str:
    return identity.why if isinstance(identity, NoIdentity) else ""


def _device(kind: DeviceKind, settings: Settings, clock: Clock, own: Mapping[str, object]) -> DeviceFacts:
    """How a device is, with what is remembered of it."""
    logbook = read_logbook(settings.queue.directory, clock)
    if logbook is None:
        facts = remembered(kind, settings, DeviceRecord())
    else:
        with closing(logbook):
            record = logbook.record(kind.id)
            facts = remembered(kind, settings, record)
            if record.last is not None and logbook.running:
                # The terminal has the port; opening it here would only find it busy.
                facts = replace(facts, state=record.last.state, fault=record.last.fault, asked_terminal=True)
                return _focused(facts, own.get(kind.id))
    return facts if facts.simulated else _asked(kind, facts, clock)


def full_of(settings: Settings) -> dict[str, int]:
    """What each printer holds when it was just loaded, in the units it is counted in."""
    devices = settings.devices
    return {"receipt_printer": devices.paper_roll_m * 1000, "document_printer": devices.paper_tray_sheets}


def remembered(kind: DeviceKind, settings: Settings, record: DeviceRecord) -> DeviceFacts:
    """A device that nobody has asked yet."""
    uri = kind.uri(settings)
    return DeviceFacts(
        kind.key,
        kind.name,
        uri,
        simulated=uri.startswith("sim://"),
        record=record,
        told={**adapter(uri), **record.told},
        paper=full_of(settings).get(kind.id, 0),
        kind=kind.id,
    )


def _asked(kind: DeviceKind, facts: DeviceFacts, clock: Clock) -> DeviceFacts:
    try:
        device = kind.open(facts.uri, clock)
    except BadUri:
        return replace(facts, state=DeviceState.NO_DEVICE)
    heard, well = threading.Event(), threading.Event()
    said: list[tuple[DeviceState, Fault | None]] = []

    def listener(state: DeviceState, fault: Fault | None) -> None:
        if state is not DeviceState.STARTING:
            said.append((state, fault))
            heard.set()
        if state is DeviceState.ONLINE:
            well.set()

    told: Told = {}
    try:
        device.listen(listener)
        if heard.wait(ANSWER_S):
            # A device just opened may miss its first poll; only what stays wrong is a finding.
            well.wait(SECOND_THOUGHT_S)
        if well.is_set():
            told = _told(kind, device)
            facts = _focused(facts, device)
    finally:
        device.close()
    state, fault = said[-1] if said else (None, None)
    return replace(facts, state=state, fault=fault, told={**facts.told, **told})


def _focused(facts: DeviceFacts, device: object) -> DeviceFacts:
    """With how sharp its picture is, for a camera that is well."""
    if not isinstance(device, Scanner) or facts.fault is not None:
        return facts
    return replace(facts, focus=scanner_focus(device))


def _told(kind: DeviceKind, device: Device) -> Told:
    """What it says of itself: some say first that they are well, and then who they are."""
    return in_time(lambda: kind.told(device), INTRODUCTION_S if isinstance(device, Telling) else 0.0)


def _queue(directory: Path, clock: Clock) -> QueueFacts:
    aside = len(put_aside(directory))
    if not (directory / "outbox.db").exists():
        return QueueFacts(aside=aside)
    try:
        outbox = Outbox(directory, clock, create=False)
    except StoreFromNewerProgram:
        return QueueFacts(newer=True, aside=aside)
    except OfflineCacheError as error:
        return QueueFacts(broken=f"打不开（{type(error).__name__}）。", aside=aside)
    try:
        counts = outbox.counts()
        return QueueFacts(counts.queued, counts.dead, outbox.oldest_age_s(), aside=aside)
    finally:
        outbox.close()


def _hub(settings: Settings, identity: Identity | NoIdentity, clock: Clock) -> tuple[HubFacts, ClockFacts]:
    url = settings.hub.url
    if not url:
        return HubFacts(""), ClockFacts(None)
    ca_file = str(settings.hub.ca_file) if settings.hub.ca_file else None
    if isinstance(identity, Identity):
        line = line_of(identity, url, clock, ca_file=ca_file)
    else:
        line = HubLine(url, clock, ca_file=ca_file)
    try:
        answer = line.send("GET", "/v1/notices")
    finally:
        line.close()
    if isinstance(answer, NoAnswer):
        trust = answer.why not in ("unreachable", "too_slow", "too_large")
        return HubFacts(url, unheard=unheard_text(answer.why), trust=trust), ClockFacts(None)
    return _answered(url, answer, isinstance(identity, Identity)), ClockFacts(_ahead(answer, clock))


def _answered(url: str, answer: Answer, enrolled: bool) -> HubFacts:
    problem = problem_of(answer)
    if problem is not None and 400 <= answer.status < 500:
        return HubFacts(url, refused=problem.problem) if enrolled else HubFacts(url)
    if answer.status not in (200, 304):
        return HubFacts(url, unheard=unheard_text(str(answer.status)))
    return HubFacts(url, answered=True)


def _ahead(answer: Answer, clock: Clock) -> float | None:
    """Seconds this clock is ahead of the answer's Date (RFC 9110 6.6.1, whole seconds); None without one."""
    date = answer.headers.get("date")
    if date is None:
        return None
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return None
    return (clock.now() - theirs.replace(tzinfo=theirs.tzinfo or UTC)).total_seconds()


def _catalogue() -> CatalogueFacts:
    mistakes = check_catalogue(shipped_files())[1]
    if mistakes:
        return CatalogueFacts("", 0, len(mistakes))
    shipped = load_shipped()
    return CatalogueFacts(shipped.version, len(shipped.services), 0)


def _font() -> FontFacts:
    """The face of the pages, and the one the slips are drawn in where a printer lacks a character."""
    for face in (SANS, MONO):
        try:
            find_font(face)
        except FontAbsent:
            return FontFacts(face, False)
    return FontFacts(SANS, True)


def _hearing(settings: Settings, phrases: tuple[str, ...]) -> HearingFacts:
    model = model_facts(phrases, settings.voice.model)
    heard = None if settings.voice.microphone == "none" else microphone_facts(settings.voice.microphone)
    return HearingFacts(
        model=str(model.path or ""),
        why_not=model.why_not,
        sha256=model.sha256,
        shipped=model.shipped,
        lost=len(model.misses),
        microphone=heard is not None and heard.present,
        loudness_db=heard.loudness_db if heard else -120.0,
        silent=heard is None or heard.silent,
    )


def _voice(settings: Settings) -> bool:
    speaker = Speaker("auto" if settings.voice.enabled else "null", devices={"speaker": settings.voice.speaker})
    try:
        speaker.wait_ready(ANSWER_S)
        return speaker.available
    finally:
        speaker.close()
