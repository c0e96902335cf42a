"""One terminal, wired: devices, voice, store, hub and session, without a window. Closing it closes everything."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

from hardware.card_reader import CardReader, open_reader
from hardware.jack import Jack
from hardware.receipt_printer import Profile, ReceiptPrinter, open_printer, parse_printer_uri
from hardware.receipt_printer.length import slip_mm
from kiosk.app.calling import Calling
from kiosk.app.examining import full_of
from kiosk.app.introducing import Introducing
from kiosk.app.media import missing, open_media, overhears, untried
from kiosk.app.model import open_model
from kiosk.app.obeying import Obeying
from kiosk.app.peripherals import OpenPeripherals, switch_off
from kiosk.app.simulators import Simulators
from kiosk.app.staff import StaffDoor
from kiosk.app.support import Recent, bundle
from kiosk.app.tended import OutOfUse, TendedPrinter, TendedReader
from kiosk.app.tended_parts import TendedEar, TendedJack, TendedSpeaker
from kiosk.app.tending import Tending
from kiosk.catalogue import Catalogue, issue, load_catalogue, load_shipped
from kiosk.core.clock import Clock
from kiosk.core.faults import Fault
from kiosk.core.journal import Journal, Value
from kiosk.core.lanes import ThreadLane
from kiosk.core.outcomes import DeviceState
from kiosk.core.settings import Settings, Voice
from kiosk.core.wire import SubmissionAck
from kiosk.diagnostics.paper import SUPPLIES, left
from kiosk.session.events import DeviceChanged, Headphones, LineChanged, RepairDone, SendRefused, Sent
from kiosk.session.ports import EarPort, Ports, SpeakerPort
from kiosk.session.runner import SessionRunner
from kiosk.session.wake import terminal_of
from offline_cache import (
    Counter,
    DiskFull,
    Drafts,
    Drain,
    Drainer,
    DrainLock,
    Failed,
    HubClient,
    Identity,
    Limits,
    LineDown,
    LineState,
    Logbook,
    Outbox,
    PaymentBook,
    Reference,
    ReferenceCache,
    Step,
    line_of,
    link_of,
    make_room_to_open,
    number_on,
    put_aside,
    put_aside_if_broken,
)
from offline_cache import Sent as ItemSent
from voice import Ear, Loopback, Speaker

if TYPE_CHECKING:
    from kiosk.media.peer import PeerMedia

MIB = 1024 * 1024


@dataclass
class Terminal:
    """The running parts; `runner` is what a window shows."""

    runner: SessionRunner
    reader: CardReader
    printer: ReceiptPrinter
    speaker: SpeakerPort
    outbox: Outbox
    drainer: Drainer
    tending: Tending
    logbook: Logbook
    calling: Calling
    media: "PeerMedia | None"
    """Its picture is the window's."""
    around: OpenPeripherals
    loaders: Mapping[str, Callable[[], None]]
    """By printer: somebody has put paper in."""
    jack: Jack | None = None
    _closers: list[Callable[[], object]] = field(default_factory=list)
    _repair: list[Callable[[], None]] = field(default_factory=list)

    def start(self) -> None:
        """Begin draining and asking the hub for news."""
        self.drainer.start()
        self.tending.start()
        self.calling.start(self.runner.post)

    def on_repair(self, open_pages: Callable[[], None]) -> None:
        """What puts the technician's pages on the glass, once there is a glass."""
        self._repair.append(open_pages)

    def close(self) -> None:
        """Stop every thread and process; nothing that was stored is lost."""
        for close in self._closers:
            close()


def build_terminal(
    settings: Settings,
    clock: Clock,
    journal: Journal,
    identity: Identity,
    hub_url: str,
    simulators: Simulators,
    speaker: SpeakerPort | None = None,
    ear: EarPort | None = None,
    media: "PeerMedia | None" = None,
) -> Terminal:
    """Wire a terminal. identity: from enrolment. speaker, ear: None starts the real ones when the settings want them.
    media: carries voice and picture of a call; None opens what the settings want.

    Raises hardware's BadUri and offline_cache's StoreUnreadable and DiskFull, each with its own words.
    """
    directory = settings.queue.directory
    directory.mkdir(parents=True, exist_ok=True)
    if not make_room_to_open(directory):
        raise DiskFull
    put_aside_if_broken(directory, clock)
    outbox = Outbox(directory, clock, Limits(cap_bytes=settings.queue.max_megabytes * MIB))
    number_on(outbox, directory, clock.now())
    ca_file = str(settings.hub.ca_file) if settings.hub.ca_file else None
    drain_line = line_of(identity, hub_url, clock, ca_file=ca_file)
    drainer = Drainer(
        Drain(outbox, drain_line, identity.hub_sign_key, clock, SystemRandom()), drain_line, DrainLock(directory)
    )
    hub_line, news_line = (line_of(identity, hub_url, clock, ca_file=ca_file) for _ in range(2))
    reader = open_reader(simulators.reader.uri if simulators.reader else settings.devices.reader, clock)
    printer = open_printer(simulators.printer.uri if simulators.printer else settings.devices.printer, clock=clock)
    logbook = Logbook(directory, clock)
    journal.listeners.append(lambda event, fields: _remember(logbook, event, fields))
    tended_reader = TendedReader(reader, logbook)
    profile = _profile(settings.devices.printer)
    tended_printer = TendedPrinter(printer, logbook, "receipt_printer", lambda slip: slip_mm(slip, profile))
    around = OpenPeripherals(settings.devices, simulators.parts, clock, logbook)
    sheets = around.tended_sheets
    loopback = Loopback() if settings.voice.barge_in == "wake_word" else None
    call_ear = Loopback() if media is None and overhears(settings.call) else None
    told = tuple(ear for ear in (loopback, call_ear) if ear is not None)
    voice = _speaker(settings.voice, told) if speaker is None else speaker
    voice.set_rate(settings.voice.rate)
    hearing = ear if ear is not None else _ear(settings.voice, loopback)
    speaking = TendedSpeaker(voice)
    listening = TendedEar(hearing) if hearing is not None else None
    references = _references(directory, identity, clock)
    catalogue = _catalogue(references[0], journal)
    drafts = Drafts(directory, clock)
    payments = PaymentBook(outbox.database, clock, lambda account: drafts.key_of(account).name)
    if media is None:
        media = open_media(settings.call, call_ear)
    if missing(settings.call) or untried(settings.call):
        journal.write("call_media", state="missing" if missing(settings.call) else "untried")
    calling = Calling(link_of(identity, hub_url, clock, SystemRandom(), ca_file), media)
    store_lane, hub_lane, picture_lane = ThreadLane("store"), ThreadLane("hub"), ThreadLane("pictures")
    model = open_model(settings.model)
    repair: list[Callable[[], None]] = []
    recent = Recent(clock)
    journal.listeners.append(recent.note)
    uses = {"card_reader": tended_reader.use, "receipt_printer": tended_printer.use, **around.uses}
    uses |= {"speaker": speaking.use} | ({"microphone": listening.use} if listening is not None else {})
    obeying = Obeying(
        directory,
        identity,
        clock,
        journal,
        uses,
        lambda stopped: runner.post(stopped),
        lambda: bundle(settings, clock, logbook, outbox, recent.lines()),
    )
    ports = Ports(
        reader=tended_reader,
        printer=tended_printer,
        speaker=speaking,
        counter=Counter(outbox, identity.sealer, identity.division, identity.terminal_id, issue, clock),
        outbox=outbox,
        drafts=drafts,
        payments=payments,
        hub=HubClient(hub_line),
        staff=StaffDoor(settings.staff.members, clock, obeying.unlocks),
        clock=clock,
        journal=journal,
        store_lane=store_lane,
        hub_lane=hub_lane,
        picture_lane=picture_lane,
        wake_drainer=drainer.wake,
        ear=listening,
        stop_machine=lambda: switch_off(settings.devices.power_off, journal),
        model=model,
        calls=calling,
        open_repair=lambda: _open_repair(repair, runner),
    )
    runner = SessionRunner(
        terminal_of(
            catalogue,
            hall=settings.hall.name,
            terminal_id=identity.terminal_id,
            division=identity.division,
            phone=settings.hall.phone,
            simulated=simulators.reader is not None or simulators.printer is not None,
            rate=settings.voice.rate,
            asks_model=model is not None,
            has_media=media is not None,
        ),
        ports,
        around.ports,
    )
    # A heartbeat that gets through is how an idle terminal notices that the network is back.
    news_line.watch.listeners.append(lambda state: drainer.wake() if state == "up" else None)
    if isinstance(voice, Speaker):
        voice.listen(speaking.use.heard)
        voice.listen_pack(lambda state, fault: runner.post(DeviceChanged("voice_pack", state, fault)))
    speaking.use.listen(lambda state, fault: runner.post(DeviceChanged("speaker", state, fault)))
    jack = _jack(settings, simulators, runner, uses)
    introducing = Introducing({"card_reader": reader, "receipt_printer": printer, **around.drivers}, logbook)
    tending = Tending(
        runner,
        HubClient(news_line),
        references,
        outbox,
        clock,
        journal,
        uses,
        drafts.sweep,
        payments,
        lambda: bool(put_aside(directory)),
        logbook.awake,
        obeying,
        introducing,
        lambda: papers_left(logbook, settings, uses),
    )
    listeners = (drain_line.watch.listeners, hub_line.watch.listeners, news_line.watch.listeners)
    _tell_runner(runner, drainer, journal, listeners, tending.count)
    if put_aside(directory):
        runner.post(DeviceChanged("store", DeviceState.USER_ERROR, Fault.STORE_SET_ASIDE))
    closers: list[Callable[[], object]] = [
        calling.close,
        tending.stop,
        drainer.stop,
        reader.close,
        printer.close,
        around.close,
    ]
    closers += [store_lane.close, hub_lane.close, picture_lane.close, hub_line.close, news_line.close]
    closers += [jack.close] if jack else []
    closers += [model.close] if model else []
    closers += [voice.close] if isinstance(voice, Speaker) else []
    closers += [hearing.close] if isinstance(hearing, Ear) else []
    closers += [ear.close for ear in told]
    closers += [outbox.close, logbook.close]
    return Terminal(
        runner,
        reader,
        printer,
        voice,
        outbox,
        drainer,
        tending,
        logbook,
        calling,
        media,
        around,
        {"receipt_printer": tended_printer.loaded} | ({"document_printer": sheets.loaded} if sheets else {}),
        jack,
        closers,
        repair,
    )


def _remember(logbook: Logbook, event: str, fields: Mapping[str, Value]) -> None:
    """What the journal says of a device stays in the logbook when the journal is gone."""
    if event == "device_state":
        logbook.state(str(fields["device"]), str(fields["state"]), str(fields["fault"] or ""))


def papers_left(logbook: Logbook, settings: Settings, uses: Mapping[str, OutOfUse]) -> dict[str, int]:
    """What is left in each printer there is, estimated: millimetres of the roll, sheets of the tray."""
    full = full_of(settings)
    return {
        name: left(supply, full[name], logbook.record(name).counts.get(supply.count, 0), uses[name].fault)
        for name, supply in SUPPLIES.items()
        if name in uses
    }


def _open_repair(pages: list[Callable[[], None]], runner: SessionRunner) -> None:
    """Without a glass there is nothing to work at, and the visit's pages come back."""
    for open_pages in pages:
        open_pages()
    if not pages:
        runner.post(RepairDone())


def _profile(uri: str) -> Profile:
    return Profile() if uri.startswith("sim://") else parse_printer_uri(uri)[1]


def _jack(settings: Settings, simulators: Simulators, runner: SessionRunner, uses: dict[str, OutOfUse]) -> Jack | None:
    """Whoever notices headphones; None where nothing tells of them. Its use is added to uses."""
    told = settings.devices.jack
    path = simulators.jack.path if simulators.jack else Path(told) if told else None
    if path is None:
        return None
    jack = Jack(path)
    tended = TendedJack(jack, lambda plugged: runner.post(Headphones(plugged)))
    tended.use.listen(lambda state, fault: runner.post(DeviceChanged("jack", state, fault)))
    uses["jack"] = tended.use
    return jack


def _ear(voice: Voice, loopback: Loopback | None) -> Ear | None:
    if voice.microphone == "none":
        return None
    return Ear(voice.microphone, model=voice.model, loopback=loopback, wake_word=voice.wake_word if loopback else "")


def _speaker(voice: Voice, told: Sequence[Loopback]) -> Speaker:
    return Speaker(
        "auto" if voice.enabled else "null",
        devices={"speaker": voice.speaker, "headphones": voice.headphones},
        full_scale_db={"speaker": voice.speaker_full_db, "headphones": voice.headphones_full_db},
        pack=voice.pack,
        told=told,
    )


def _references(directory: Path, identity: Identity, clock: Clock) -> tuple[ReferenceCache, ReferenceCache]:
    shipped = load_shipped()
    dawn = clock.now().replace(year=2026, month=1, day=1)
    catalogue = Reference("catalogue", shipped.version, dawn, shipped.files, shipped=True)
    notices = Reference("notices", "", dawn, {"notices.json": "[]"}, shipped=True)
    return (
        ReferenceCache(directory, identity.hub_sign_key, catalogue, clock),
        ReferenceCache(directory, identity.hub_sign_key, notices, clock),
    )


def _catalogue(cache: ReferenceCache, journal: Journal) -> Catalogue:
    """The cached catalogue; the shipped one when the cached one no longer loads under this program."""
    current = cache.current()
    if current.shipped:
        return load_shipped()
    try:
        return load_catalogue(dict(current.files))
    except ValueError:
        journal.write("catalogue", version=current.version, state="unusable")
        return load_shipped()


def _tell_runner(
    runner: SessionRunner,
    drainer: Drainer,
    journal: Journal,
    lines: tuple[list[Callable[[LineState], None]], ...],
    count: Callable[[], None],
) -> None:
    def arrived(submission_id: str, ack: SubmissionAck) -> None:
        runner.post(Sent(submission_id, ack.status, ack.due))

    def stepped(step: Step) -> None:
        match step:
            case ItemSent(item_id=item_id):
                journal.write("sent", submission=item_id)
            case Failed(item_id=item_id, dead=dead):
                journal.write("send_failed", submission=item_id, kind="dead" if dead else "refused")
                runner.post(SendRefused(item_id))
            case LineDown():
                journal.write("line", state="down")
            case _:
                pass

    def broken(error: Exception) -> None:
        journal.unexpected(error)
        runner.post(DeviceChanged("store", DeviceState.HARDWARE_ERROR, Fault.STORE_BROKEN))

    drainer.on_sent.append(arrived)
    drainer.on_step.append(stepped)
    drainer.on_step.append(lambda step: count() if isinstance(step, ItemSent | Failed) else None)
    drainer.on_broken.append(broken)
    for listeners in lines:
        listeners.append(lambda state: runner.post(LineChanged(state == "up")))
