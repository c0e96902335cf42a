"""Closing a link ends it, whatever it is just doing, and a cut line prints no traceback."""

import threading
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hardware.simulated.line import Cut, SimulatedLine
from hub import start_hub
from kiosk.app.hall import enrolled
from kiosk.core.clock import SystemClock
from offline_cache import link_of
from offline_cache.link import Link


class AtTheWorstMoment(Random):
    """Has the link closed between its failure and its waiting for the next try."""

    def __init__(self) -> None:
        super().__init__(1)
        self.closing = threading.Thread()

    def uniform(self, a: float, b: float) -> float:
        if self.closing.ident is None:
            self.closing.start()
            self.closing.join(0.2)  # it cannot end before the link does; by now it has said what it wants
        return 1000.0  # a long wait, as after a night without a line


def test_a_link_closed_just_before_it_waits_does_not_wait() -> None:
    random = AtTheWorstMoment()
    link = Link("http://127.0.0.1:9", "K07", Ed25519PrivateKey.generate(), SystemClock(), random)
    random.closing = threading.Thread(target=link.close, daemon=True)
    link.start()
    while random.closing.ident is None:
        threading.Event().wait(0.01)
    random.closing.join(30)
    assert not random.closing.is_alive()


def test_a_line_that_goes_dead_is_told_and_not_printed(
    tmp_path, capfd, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("offline_cache.link.PING_S", 0.3)
    hub = start_hub(tmp_path / "hub")
    line = SimulatedLine("127.0.0.1", hub.port)
    identity = enrolled(tmp_path / "identity.json", hub.url, hub.enrol_code, SystemClock())
    link = link_of(identity, line.url, SystemClock(), Random(1))
    there, gone = threading.Event(), threading.Event()
    link.on_change = lambda welcome: (there if welcome else gone).set()
    link.start()
    assert there.wait(30)
    line.cut(Cut.SILENT)
    assert gone.wait(60)
    link.close()
    line.close()
    hub.stop()
    assert "Traceback" not in capfd.readouterr().err
    told = [one.getMessage() for one in caplog.records if one.name.startswith(("websockets", "kiosk"))]
    assert told == [], "other tests' threads may still say something; the line says nothing"
