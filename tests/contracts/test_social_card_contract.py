"""The same promises APDU by APDU, and through a real pcscd with a virtual reader."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hardware.about import About
from hardware.simulated.social_card import FAULTS, Pulled, SimulatedSocialCard, TestPerson, VirtualReader
from hardware.social_card import (
    BadUri,
    HolderWithheld,
    SocialCardRead,
    SocialCardReader,
    SocialReaderFailed,
    apdu,
    attached_readers,
    open_social_card,
    read_social_card,
    resident_text,
)
from hardware.social_card.pcsc import ifd_version
from hardware.social_card.reading import CardPulled, NoCardThere, NoReader, ReaderTaken, read_card
from kiosk.app.device_list import list_devices
from kiosk.core.clock import SystemClock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

EXPECTED = {
    "not_social": "social_card_wrong_kind",
    "holder_withheld_6982": "holder_withheld",
    "holder_withheld_6985": "holder_withheld",
    "pulled_at_holder": "social_card_moved",
    "wrong_length": "read",
    "answer_waiting": "read",
    "torn_record": "social_card_unreadable",
    "bad_name": "social_card_unreadable",
    "no_dates": "read",
    "record_missing": "social_card_unreadable",
}


class Direct:
    """A reader that hands APDUs straight to a card; `card` is what is in it."""

    def __init__(self) -> None:
        self.card: SimulatedSocialCard | None = None
        self.raises: Exception | None = None

    def connect(self) -> None:
        if self.raises is not None:
            raise self.raises
        if self.card is None:
            raise NoCardThere
        self.card.reset()

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        assert self.card is not None
        try:
            answer = self.card.answer(command)
        except Pulled as error:
            self.card = None
            raise CardPulled from error
        return answer[:-2], int.from_bytes(answer[-2:], "big")

    def about(self) -> About:
        return About(model="Direct")

    def disconnect(self) -> None:
        """Nothing is held."""


@pytest.fixture(scope="session")
def vpcd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A real pcscd with a virtual reader on a free port."""
    daemon = shutil.which("pcscd") or shutil.which("pcscd", path="/usr/sbin")
    driver = next(Path("/usr/lib/pcsc/drivers/serial").glob("libifdvpcd.so*"), None)
    if daemon is None or driver is None or os.getuid() != 0:
        pytest.skip("no pcscd with vpcd here (apt-get install pcscd vsmartcard-vpcd), or not root")
    if (
        Path("/run/pcscd/pcscd.comm").exists()
        and subprocess.run(["pgrep", "-x", "pcscd"], capture_output=True).returncode == 0
    ):
        pytest.skip("another pcscd runs here")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = tmp_path_factory.mktemp("reader.conf.d")
    (config / "vpcd").write_text(
        f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:0x{port:X}\nLIBPATH {driver}\nCHANNELID 0x{port:X}\n'
    )
    running = subprocess.Popen(
        [daemon, "--foreground", "--config", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    yield port
    running.terminate()
    running.wait(10)


Put = Callable[[SimulatedSocialCard], None]


@pytest.fixture(params=["apdu", "pcscd"])
def bench(request: pytest.FixtureRequest) -> Iterator[tuple[SocialCardReader, Put]]:
    """A reader, and how a card is put into it."""
    if request.param == "apdu":
        port = Direct()
        reader = SocialCardReader(port, SystemClock(), poll_s=0.02, background=False)
        yield reader, lambda card: setattr(port, "card", card)
        reader.close()
        return
    listening = request.getfixturevalue("vpcd")
    cards: list[VirtualReader] = []

    def put(card: SimulatedSocialCard) -> None:
        cards.append(VirtualReader(card, listening))

    reader = open_social_card("pcsc:///Virtual", SystemClock(), background=False)
    yield reader, put
    reader.close()
    for card in cards:
        card.close()


def test_issuer_and_holder_are_read_and_nothing_else_is_asked_for(bench: tuple[SocialCardReader, Put]) -> None:
    reader, put = bench
    card = SimulatedSocialCard()
    put(card)
    outcome = reader.read_once(20)
    assert isinstance(outcome, SocialCardRead), outcome
    issuer = outcome.issuer
    assert (issuer.region, issuer.version, issuer.card_number) == ("130302", "3.00", "A12345678")
    assert (issuer.issued, issuer.expires) == (date(2020, 1, 1), date(2030, 1, 1))
    holder, person = outcome.holder, TestPerson()
    assert (holder.name, holder.social_number, holder.birth) == (person.name, person.number, person.birth)
    assert (holder.sex, holder.nation) == ("女", "01")
    assert person.number not in repr(outcome)
    assert person.name not in repr(outcome)
    assert {command[1] for command in card.asked} <= {0xA4, 0xB2, 0xC0}, "only select, read and get response"


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_has_its_outcome_and_its_words(bench: tuple[SocialCardReader, Put], fault: str) -> None:
    reader, put = bench
    put(SimulatedSocialCard(fault=fault))
    outcome = reader.read_once(20)
    assert outcome.name == EXPECTED[fault]
    assert bool(resident_text(outcome)) is (outcome.name != "read")
    if isinstance(outcome, HolderWithheld):
        assert f"{outcome.status:04X}" == fault[-4:]
        assert outcome.issuer.region == "130302"
    if fault == "no_dates":
        assert isinstance(outcome, SocialCardRead)
        assert outcome.issuer.expires is None


def test_a_card_put_in_late_is_read_and_none_at_all_is_said(bench: tuple[SocialCardReader, Put]) -> None:
    reader, put = bench
    assert reader.read_once(0.3).name in ("no_card", "social_reader_absent")
    put(SimulatedSocialCard())
    assert reader.read_once(20).name == "read"


def test_every_named_fault_has_its_expected_end() -> None:
    assert set(EXPECTED) == set(FAULTS)


def test_a_reader_that_is_taken_or_gone_is_told_apart_and_flapping_is_no_news() -> None:
    port = Direct()
    reader = SocialCardReader(port, SystemClock(), poll_s=0.01, health_s=0.01)
    told: list[tuple[DeviceState, Fault | None]] = []
    reader.listen(lambda *said: told.append(said))
    for error, fault in ((ReaderTaken(), Fault.SOCIAL_READER_BUSY), (NoReader(), Fault.SOCIAL_READER_ABSENT)):
        port.raises = error
        outcome = reader.read_once(1)
        assert isinstance(outcome, SocialReaderFailed)
        assert outcome.fault is fault
    port.raises = None
    assert reader.read_once(0.1).name == "no_card"
    assert reader.state is DeviceState.ONLINE
    reader.close()
    assert reader.about == About(model="Direct")


def test_the_reader_says_its_name_and_is_listed_under_the_part_that_stays(vpcd: int) -> None:
    # vpcd has two slots of one name, as two readers of one make would have.
    one, two = attached_readers()
    assert (one.uri, one.lasting) == ("pcsc:///Virtual%20PCD%2000%2000", False)
    assert two.node == "Virtual PCD 00 01"
    reader = open_social_card(one.uri, SystemClock())
    there = threading.Event()
    reader.listen(lambda state, fault: there.set() if state is DeviceState.ONLINE else None)
    assert there.wait(20)
    assert reader.about.model == "Virtual PCD"
    reader.close()
    listed = json.loads(CliRunner().invoke(list_devices, ["--json"]).output)
    assert [one.uri, two.uri] == [device["uri"] for device in listed["devices"] if device["kind"] == "card"]
    assert "两个同名的读卡器" in CliRunner().invoke(list_devices).output


def test_a_reader_alone_of_its_name_is_listed_without_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smartcard.System.readers", lambda: ["测试读卡器 (123) 00 00"])
    (only,) = attached_readers()
    assert (unquote(only.uri), only.lasting) == ("pcsc:///测试读卡器 (123)", True)


@pytest.mark.parametrize(("told", "version"), [(b"", ""), (b"\0\0\0\0", ""), (b"\x01\x02", "")])
def test_a_version_that_is_none_is_not_made_up(told: bytes, version: str) -> None:
    assert ifd_version(told) == version


def test_a_driver_version_is_read_as_pcsc_writes_it() -> None:
    assert ifd_version(0x01020159.to_bytes(4, sys.byteorder)) == "1.02.345"


@given(st.lists(st.tuples(st.binary(max_size=40), st.sampled_from([0x9000, 0x6A82, 0x6982, 0x6C05, 0x6105, 0x6F00]))))
def test_no_answer_of_a_card_raises(answers: list[tuple[bytes, int]]) -> None:
    waiting = iter(answers)

    class Odd(Direct):
        def transmit(self, command: bytes) -> tuple[bytes, int]:
            return next(waiting, (b"", 0x9000))

    assert read_card(Odd()).name in {"read", "holder_withheld", "social_card_wrong_kind", "social_card_unreadable"}


@given(st.binary(max_size=60), st.sampled_from(sorted(apdu.HOLDER_TAGS)))
def test_a_record_is_whole_or_refused(record: bytes, tag: int) -> None:
    length = apdu.HOLDER_TAGS[tag]
    try:
        assert len(apdu.value_of(record, tag, length)) == length
    except apdu.BadRecord:
        assert not record.startswith(bytes((tag, length))) or len(record) < length + 2


@pytest.mark.parametrize("uri", ["serial:///dev/ttyS0", "pcsc://host/", "pcsc:///?x=1"])
def test_an_address_that_cannot_be_is_refused(uri: str) -> None:
    with pytest.raises(BadUri):
        open_social_card(uri, SystemClock())
    assert CliRunner().invoke(read_social_card, ["--device", uri]).exit_code == 2


def test_the_command_says_that_no_such_reader_is_there() -> None:
    gone = CliRunner().invoke(read_social_card, ["--device", "pcsc:///Nowhere", "--timeout", "1", "--json"])
    assert (gone.exit_code, '"social_reader_absent"' in gone.output) == (4, True), gone.output


def test_the_sim_command_puts_a_card_into_the_virtual_reader(vpcd: int) -> None:
    order = ["sim", "social-card", "--port", str(vpcd), "--fault", "holder_withheld_6982"]
    putting = subprocess.Popen([sys.executable, "-m", "kiosk", *order], stdout=subprocess.PIPE)
    try:
        told = CliRunner().invoke(read_social_card, ["--device", "pcsc:///Virtual", "--timeout", "20", "--json"])
        assert (told.exit_code, '"holder_withheld"' in told.output, '"status": "6982"' in told.output) == (
            0,
            True,
            True,
        )
    finally:
        putting.send_signal(signal.SIGINT)
        said, _ = putting.communicate(timeout=20)
    assert putting.returncode == 0
    assert "拔掉了" in said.decode()
