"""Goes round the terminal and asks everything how it is; what it gathers is judged by kiosk.diagnostics."""

import threading
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Protocol

from hardware.card_reader import open_reader
from hardware.link import BadUri
from hardware.receipt_printer import open_printer
from hardware.receipt_printer.raster import FACE, FontAbsent, find_font
from kiosk.app.display import no_display
from kiosk.catalogue import check_catalogue, load_shipped, shipped_files
from kiosk.core.clock import Clock
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
from kiosk.session.ports import DeviceListener
from offline_cache import (
    HubLine,
    Identity,
    NoIdentity,
    OfflineCacheError,
    Outbox,
    line_of,
    load_identity,
    put_aside,
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


def gather(settings: Settings, clock: Clock, phrases: tuple[str, ...] = ()) -> TerminalFacts:
    """Ask everything once. Takes up to half a minute; changes nothing and keeps nothing."""
    directory = settings.queue.directory
    identity = load_identity(directory / "identity.json")
    hub, clock_facts = _hub(settings, identity, clock)
    known = identity if isinstance(identity, Identity) else None
    return TerminalFacts(
        devices=_devices(settings, clock),
        queue=_queue(directory, clock),
        disk=DiskFacts(free_bytes(directory if directory.is_dir() else Path.cwd())),
        hub=hub,
        clock=clock_facts,
        identity=IdentityFacts(known.terminal_id if known else "", "" if known else _why(identity)),
        catalogue=_catalogue(),
        font=_font(),
        hearing=_hearing(settings, phrases),
        voice_out=_voice(settings),
        display=no_display(),
    )


def _why(identity: Identity | NoIdentity) -> str:
    return identity.why if isinstance(identity, NoIdentity) else ""


def _devices(settings: Settings, clock: Clock) -> tuple[DeviceFacts, ...]:
    return (
        _device("reader", "读卡器", settings.devices.reader, lambda uri: open_reader(uri, clock)),
        _device("printer", "小票打印机", settings.devices.printer, lambda uri: open_printer(uri, clock=clock)),
    )


class _Device(Protocol):
    """What reader and printer have in common."""

    def listen(self, callback: DeviceListener) -> None: ...
    def close(self) -> None: ...


def _device(name: str, said: str, uri: str, open_device: Callable[[str], _Device]) -> DeviceFacts:
    if uri.startswith("sim://"):
        return DeviceFacts(name, said, uri, simulated=True)
    try:
        device = open_device(uri)
    except BadUri:
        return DeviceFacts(name, said, uri, False, DeviceState.NO_DEVICE, None)
    heard, well = threading.Event(), threading.Event()
    last: list[tuple[DeviceState, Fault | None]] = []

    def listener(state: DeviceState, fault: Fault | None) -> None:
        if state is not DeviceState.STARTING:
            last.append((state, fault))
            heard.set()
        if state is DeviceState.ONLINE:
            well.set()

    try:
        device.listen(listener)
        if heard.wait(ANSWER_S):
            # A device just opened may miss its first poll; only what stays wrong is a finding.
            well.wait(SECOND_THOUGHT_S)
    finally:
        device.close()
    state, fault = last[-1] if last else (None, None)
    return DeviceFacts(name, said, uri, False, state, fault)


def _queue(directory: Path, clock: Clock) -> QueueFacts:
    aside = len(put_aside(directory))
    if not (directory / "outbox.db").exists():
        return QueueFacts(aside=aside)
    try:
        outbox = Outbox(directory, clock, create=False)
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
    try:
        find_font()
    except FontAbsent:
        return FontFacts(FACE, False)
    return FontFacts(FACE, True)


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
