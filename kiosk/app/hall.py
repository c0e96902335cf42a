"""A whole hall on one machine: embedded hub, a line that can be cut, simulated devices, and the terminal."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from hub.embed import RunningHub, start_hub
from kiosk.app.peripherals import simulated_parts
from kiosk.app.simulators import Simulators, start_simulators
from kiosk.app.terminal import Terminal, build_terminal
from kiosk.core.clock import Clock
from kiosk.core.journal import Journal
from kiosk.core.settings import Settings
from kiosk.session.ports import EarPort, SpeakerPort
from offline_cache import HubUnheard, Identity, NoIdentity, Ok, enrol, load_identity, save_identity, unheard_text


class NotEnrolled(RuntimeError):
    """The hub did not take the terminal; the text is for a technician, in Chinese."""

    def __init__(self, say: str, code: int = 2) -> None:
        """code: how the command ends; 2 the technician must act, 3 the hub refused, 4 the hub is not there."""
        super().__init__(say)
        self.code = code


class Hall:
    """Everything of one hall. Close it to stop the hub's process, the devices and the terminal."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        journal: Journal,
        *,
        speaker: SpeakerPort | None = None,
        ear: EarPort | None = None,
        hub: RunningHub | None = None,
    ) -> None:
        """Starts hub and devices the settings ask for; a real hub or device is used as it is.

        hub: one that runs already, for several halls; its owner stops it, and each hall brings its own identity.
        """
        directory = settings.queue.directory
        directory.mkdir(parents=True, exist_ok=True)
        self._lent = hub is not None
        self.hub: RunningHub | None = hub if hub or settings.hub.url else _embedded_hub(settings)
        port = urlsplit(self.hub.url).port if self.hub and not settings.hub.url else None
        self.simulators: Simulators = start_simulators(
            reader=settings.devices.reader.startswith("sim://"),
            printer=settings.devices.printer.startswith("sim://"),
            hub_port=port,
            directory=directory,
            jack=settings.mode == "demo" and not settings.devices.jack,
            parts=simulated_parts(settings),
        )
        self._directory = directory
        self.journal = journal
        line = self.simulators.line
        url = line.url if line else settings.hub.url
        try:
            identity = self._identity(settings, clock, url)
            self.terminal: Terminal = build_terminal(
                settings, clock, journal, identity, url, self.simulators, speaker, ear
            )
        except BaseException:
            self._stop_outside()
            raise
        self.simulators.mouth = self.terminal.runner.told
        self.simulators.page = lambda: self.terminal.runner.screen.key
        self.terminal.start()

    def cut(self) -> None:
        """Cut the line to the hub."""
        if self.simulators.line:
            self.simulators.line.cut()

    def restore(self) -> None:
        """Mend the line to the hub."""
        if self.simulators.line:
            self.simulators.line.restore()
        self.terminal.drainer.wake()

    def case(self, number: str) -> dict[str, Any] | None:
        """The embedded hub's case as its own command prints it; None when the hub has no such case."""
        return self.hub.case(number) if self.hub else None

    def close(self) -> None:
        """Stop everything, the terminal first."""
        self.terminal.close()
        self._stop_outside()

    def _stop_outside(self) -> None:
        self.simulators.close()
        if self.hub is not None and not self._lent:
            self.hub.stop()

    def _identity(self, settings: Settings, clock: Clock, url: str) -> Identity:
        path = self._directory / "identity.json"
        known = load_identity(path)
        if isinstance(known, Identity):
            return known
        if known != NoIdentity("missing"):
            raise NotEnrolled(f"终端身份文件 {path} 不能用（{known.why}）。请删去后重新登记：kiosk enrol。")
        if self.hub is None:
            raise NotEnrolled("这台终端还没有在中枢登记。请向中枢要一次性登记码，再运行：kiosk enrol --code 登记码。")
        return enrolled(path, url, self.hub.enrol_code, clock)


def _embedded_hub(settings: Settings) -> RunningHub:
    hall = settings.hall
    return start_hub(
        settings.queue.directory / "hub",
        terminal_id=settings.terminal,
        division=hall.division,
        hall=hall.name,
        phone=hall.phone,
        demo=True,
    )


def enrolled(path: Path, url: str, code: str, clock: Clock, ca_file: Path | None = None) -> Identity:
    """Enrol and save at once: the code does not work twice. Raises NotEnrolled with the reason.

    ca_file: the certificates the hub is trusted by; None: those of the system.
    """
    if not 8 <= len(code) <= 64:
        raise NotEnrolled(f"登记码 {code!r} 不对：是八位以上，照中枢给的原样输入，包括短横。")
    match enrol(url, code, clock, ca_file=str(ca_file) if ca_file else None):
        case Ok(value=identity):
            save_identity(path, identity)
            return identity
        case HubUnheard(why=why):
            raise NotEnrolled(f"连不上中枢 {url}：{unheard_text(why)}。", 4)
        case refused:
            raise NotEnrolled(f"中枢没有同意登记：{refused.problem.say}", 3)
