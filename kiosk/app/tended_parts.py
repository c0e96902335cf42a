"""Every further device between the session and its driver: counted, and left alone where the hub has put it out of use.

A device out of use says nothing and is asked nothing; the session hears OFFLINE and OUT_OF_USE of it, as of any device
that is not there, and offers what still works.
"""

from collections.abc import Callable, Sequence

from PIL.Image import Image

from hardware.cabinet import Cabinet, Light
from hardware.code_reader import CodeReader, Garbled, Reading
from hardware.hearers import Stop
from hardware.jack import Jack
from hardware.keypad import Keypad, PadKey
from hardware.power import Ups
from hardware.presence import Presence
from hardware.scanner import Kind, Look, Photographed, Scanner, ScannerFailed, ShotOutcome
from hardware.social_card import HolderWithheld, NoSocialCard, SocialCardReader, SocialOutcome, SocialReaderFailed
from hardware.social_card import SocialCardRead as SocialCardWasRead
from kiosk.app.tended import OutOfUse
from kiosk.core.faults import Fault
from kiosk.core.hearing import Deafness, Expect, Hearing, NotHeard
from kiosk.core.loudness import Output
from kiosk.core.outcomes import DeviceState
from kiosk.session.ports import DeviceListener, EarPort, SpeakerPort
from offline_cache import Logbook


class TendedPower:
    """kiosk.session.around.Reporting, for what only reports."""

    def __init__(self, device: Ups) -> None:
        self.use = OutOfUse()
        device.listen(self.use.heard)

    def listen(self, callback: DeviceListener) -> None:
        self.use.listen(callback)


class TendedCodes:
    """kiosk.session.around.CodePort."""

    def __init__(self, device: CodeReader, logbook: Logbook) -> None:
        self._device, self._logbook = device, logbook
        self.use = OutOfUse()
        device.listen(self.use.heard)

    def hear(self, callback: Callable[[Reading], None]) -> object:
        def counted(reading: Reading) -> None:
            if not self.use.off:
                self._logbook.count("code_reader", "failed" if isinstance(reading, Garbled) else "done")
                callback(reading)

        return self._device.hear(counted)

    def aim(self, wanted: bool) -> None:
        self._device.aim(wanted and not self.use.off)

    def listen(self, callback: DeviceListener) -> None:
        self.use.listen(callback)


class TendedKeypad:
    """kiosk.session.around.KeypadPort, and the window's."""

    def __init__(self, device: Keypad) -> None:
        self._device = device
        self.use = OutOfUse()
        device.listen(self.use.heard)

    def hear(self, callback: Callable[[PadKey], None]) -> object:
        return self._device.hear(lambda key: None if self.use.off else callback(key))

    def listen(self, callback: DeviceListener) -> None:
        self.use.listen(callback)


class TendedPresence:
    """kiosk.session.around.PresencePort. A radar out of use cannot tell, which is not that nobody is there."""

    def __init__(self, device: Presence) -> None:
        self._device = device
        self.use = OutOfUse()
        device.listen(self.use.heard)

    def hear(self, callback: Callable[[bool | None], None]) -> object:
        self.use.listen(lambda state, fault: callback(None) if fault is Fault.OUT_OF_USE else None)
        return self._device.hear(lambda near: None if self.use.off else callback(near))

    def listen(self, callback: DeviceListener) -> None:
        self.use.listen(callback)


class TendedCabinet:
    """kiosk.session.around.CabinetPort."""

    def __init__(self, device: Cabinet) -> None:
        self._device = device
        self.use = OutOfUse()
        device.listen(self.use.heard)

    def show(self, lights: Light) -> None:
        self._device.show(Light(0) if self.use.off else lights)

    def listen(self, callback: DeviceListener) -> None:
        self.use.listen(callback)


class TendedScanner:
    """kiosk.session.around.ScannerPort."""

    def __init__(self, device: Scanner, logbook: Logbook) -> None:
        self._device, self._logbook = device, logbook
        self.use = OutOfUse()
        device.listen(self.use.heard)

    def shoot(self, kind: Kind, on_outcome: Callable[[ShotOutcome], None]) -> None:
        if self.use.off:
            on_outcome(ScannerFailed(Fault.OUT_OF_USE, DeviceState.OFFLINE))
            return

        def counted(outcome: ShotOutcome) -> None:
            self._logbook.count("scanner", "done" if isinstance(outcome, Photographed) else "failed")
            on_outcome(outcome)

        self._device.shoot(kind, counted)

    def watch(self, on_frame: Callable[[Image], None]) -> Stop:
        """Frames for whoever looks; a camera out of use shows none."""
        return self._device.watch(lambda frame: None if self.use.off else on_frame(frame))

    def look(self, kind: Kind, on_look: Callable[[Look], None], *, judge: bool = False) -> None:
        if self.use.off:
            on_look(Look(ScannerFailed(Fault.OUT_OF_USE, DeviceState.OFFLINE)))
        else:
            self._device.look(kind, on_look, judge=judge)

    def listen(self, callback: DeviceListener) -> None:
        self.use.listen(callback)


class TendedSocialCard:
    """kiosk.session.ports.SocialCardPort."""

    def __init__(self, device: SocialCardReader, logbook: Logbook) -> None:
        self._device, self._logbook = device, logbook
        self.use = OutOfUse()
        device.listen(self.use.heard)

    def read(self, timeout_s: float, on_outcome: Callable[[SocialOutcome], None]) -> None:
        if self.use.off:
            on_outcome(SocialReaderFailed(Fault.OUT_OF_USE, DeviceState.OFFLINE))
            return

        def counted(outcome: SocialOutcome) -> None:
            if not isinstance(outcome, NoSocialCard):
                well = isinstance(outcome, SocialCardWasRead | HolderWithheld)
                self._logbook.count("social_card", "done" if well else "failed")
            on_outcome(outcome)

        self._device.read(timeout_s, counted)

    def cancel(self) -> None:
        self._device.cancel()

    def listen(self, callback: DeviceListener) -> None:
        self.use.listen(callback)


class TendedJack:
    """Whoever notices headphones; out of use, what is plugged in counts as pulled out, and the loudspeaker speaks."""

    def __init__(self, device: Jack, on_change: Callable[[bool], None]) -> None:
        self.use = OutOfUse()
        device.listen(self.use.heard)
        self.use.listen(lambda state, fault: on_change(device.plugged and fault is not Fault.OUT_OF_USE))
        device.hear(lambda plugged: None if self.use.off else on_change(plugged))


class TendedEar:
    """kiosk.session.ports.EarPort."""

    def __init__(self, ear: EarPort) -> None:
        self._ear = ear
        self.use = OutOfUse()
        ear.watch(self.use.heard)
        self.use.listen(lambda state, fault: ear.stop() if fault is Fault.OUT_OF_USE else None)

    def listen(
        self,
        expect: Expect,
        on_heard: Callable[[Hearing], None],
        on_partial: Callable[[str], None] | None = None,
        on_level: Callable[[float], None] | None = None,
    ) -> None:
        if self.use.off:
            on_heard(NotHeard(Deafness.NO_EAR))
        else:
            self._ear.listen(expect, on_heard, on_partial, on_level)

    def stop(self) -> None:
        self._ear.stop()

    def mute(self, muted: bool) -> None:
        self._ear.mute(muted)

    def set_slow(self, slow: bool) -> None:
        self._ear.set_slow(slow)

    def forget(self) -> None:
        self._ear.forget()

    def on_wake(self, callback: Callable[[], None]) -> None:
        self._ear.on_wake(lambda: None if self.use.off else callback())

    def watch(self, callback: DeviceListener) -> None:
        self.use.listen(callback)


class TendedSpeaker:
    """kiosk.session.ports.SpeakerPort; captions go on where nothing is said."""

    def __init__(self, speaker: SpeakerPort) -> None:
        self._speaker = speaker
        self.use = OutOfUse()
        self.use.listen(lambda state, fault: speaker.stop() if fault is Fault.OUT_OF_USE else None)

    def say(
        self,
        sentences: Sequence[str],
        on_progress: Callable[[int, int, int], None] | None = None,
        on_done: Callable[[bool], None] | None = None,
        choices: int = 0,
    ) -> None:
        if not self.use.off:
            self._speaker.say(sentences, on_progress, on_done, choices)
        elif on_done is not None:
            on_done(False)

    def stop(self) -> None:
        self._speaker.stop()

    def set_rate(self, percent: int) -> None:
        self._speaker.set_rate(percent)

    def set_volume(self, level: int | None) -> None:
        self._speaker.set_volume(level)

    def set_output(self, output: Output) -> None:
        self._speaker.set_output(output)
