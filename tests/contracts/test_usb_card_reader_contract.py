"""The card reader over USB: real pyusb down to the transfers, a simulated bus below; and plugging in, by udev."""

import queue
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from hardware.card_reader import BadUri, CardRead, CardReader, open_reader
from hardware.card_reader.cli import read_card
from hardware.card_reader.photo import BMP_BYTES, NoPhoto, decode_photo, photo_decoder
from hardware.card_reader.sam import TimeOuts
from hardware.card_reader.usb import UsbLink, parse_usb_uri
from hardware.hotplug import HotPlug, is_product, usb_monitor
from hardware.link import LinkAbsent
from hardware.simulated.card_reader import SimulatedCardReader
from hardware.simulated.people import GUILAN, JIANGUO
from hardware.simulated.usb import PRODUCT, VENDOR
from kiosk.core.clock import SystemClock
from kiosk.core.outcomes import DeviceState

PATIENCE_S = 30
EXPECTED = {
    "moved_once": "read",
    "checksum_once": "read",
    "half_then_rest": "read",
    "noise_around": "read",
    "stale_record_first": "read",
    "length_ffff": "reader_silent",
    "silent": "reader_silent",
    "unplugged_while_reading": "reader_absent",
    "busy": "reader_busy",
    "wrong_kind": "card_wrong_kind",
}
"""Faults that concern the way the bytes take, and what a read comes to; the rest is the same code over any wire."""


def reader_on(sim: SimulatedCardReader, *, background: bool = False) -> CardReader:
    return CardReader(
        lambda: UsbLink(VENDOR, PRODUCT, backend=sim.usb_backend),
        SystemClock(),
        poll_s=0.05,
        settle_s=0.3,
        health_s=0.05,
        back_off_s=(0.02, 0.1),
        background=background,
        time_outs=TimeOuts(0.5, 1.0),
    )


@pytest.fixture
def sim() -> Iterator[SimulatedCardReader]:
    with SimulatedCardReader(usb=True) as made:
        yield made


def test_a_card_is_read_whole_over_bulk_transfers(sim: SimulatedCardReader) -> None:
    sim.lay(GUILAN)
    reader = reader_on(sim)
    assert reader.read_once(5) == CardRead(GUILAN)
    reader.close()


@pytest.mark.parametrize("fault", EXPECTED)
def test_each_fault_of_the_wire_has_its_outcome(sim: SimulatedCardReader, fault: str) -> None:
    sim.lay(GUILAN)
    sim.set_fault(fault)
    reader = reader_on(sim)
    outcome = reader.read_once(5)
    assert outcome.name == EXPECTED[fault]
    if isinstance(outcome, CardRead):
        assert outcome.card == GUILAN
    reader.close()


def test_a_reader_pulled_out_and_put_back_is_found_again(sim: SimulatedCardReader) -> None:
    told: queue.Queue[DeviceState] = queue.Queue()

    def becomes(wanted: DeviceState) -> None:
        while told.get(timeout=PATIENCE_S) is not wanted:
            pass

    reader = reader_on(sim, background=True)
    reader.listen(lambda state, _: told.put(state))
    becomes(DeviceState.ONLINE)
    sim.unplug()
    becomes(DeviceState.NO_DEVICE)
    sim.replug()
    becomes(DeviceState.ONLINE)
    sim.lay(JIANGUO)
    assert reader.read_once(5) == CardRead(JIANGUO)
    reader.close()


@pytest.mark.parametrize("refind", [False, True])
def test_a_card_that_stays_is_read_again_only_where_the_reader_finds_it_again(refind: bool) -> None:
    with SimulatedCardReader(usb=True, refind=refind) as sim:
        sim.lay(GUILAN)
        reader = reader_on(sim)
        assert reader.read_once(5).name == "read"
        again = reader.read_once(1.0).name
        assert again == "read" if refind else again in ("read", "no_card")  # a reset may make it found again
        sim.lift()
        sim.lay(JIANGUO)
        assert reader.read_once(5) == CardRead(JIANGUO)
        reader.close()


@pytest.mark.parametrize("uri", ["usb://", "usb://0400", "usb://0400:C35A:1", "usb://xyz1:C35A", "usb://0400:C35A?x=1"])
def test_an_address_that_cannot_be_is_refused_at_once(uri: str) -> None:
    with pytest.raises(BadUri):
        open_reader(uri, SystemClock())


def test_an_address_is_read_in_either_case_and_no_device_is_absent() -> None:
    assert parse_usb_uri("usb://0400:c35a") == parse_usb_uri("usb://0400:C35A") == (VENDOR, PRODUCT)
    with pytest.raises(LinkAbsent):
        UsbLink(VENDOR, PRODUCT)
    gone = CliRunner().invoke(read_card, ["--device", "usb://0400:C35A", "--timeout", "1", "--json"])
    assert (gone.exit_code, '"reader_absent"' in gone.output) == (4, True), gone.output


class Plugged:
    """udev's monitor, as far as it is used: events from a list, then nothing."""

    def __init__(self, *events: tuple[str, str]) -> None:
        self._events = [_Event(action, product) for action, product in events]
        self.started = False

    def start(self) -> None:
        self.started = True

    def poll(self, timeout: float | None = None) -> Any:
        return self._events.pop(0) if self._events else None


class _Event(dict[str, str]):
    def __init__(self, action: str, product: str) -> None:
        super().__init__(PRODUCT=product)
        self.action = action


def test_only_the_wanted_device_coming_is_heard() -> None:
    heard: queue.Queue[int] = queue.Queue()
    events = ("add", "1234/5678/100"), ("remove", "400/c35a/100"), ("add", ""), ("add", "400/c35a/100")
    plug = HotPlug(VENDOR, PRODUCT, lambda: heard.put(1), Plugged(*events))
    assert heard.get(timeout=PATIENCE_S) == 1
    plug.close()
    assert heard.empty()
    assert is_product({"PRODUCT": "400/c35a/100"}, VENDOR, PRODUCT)
    assert not is_product({"PRODUCT": "nonsense"}, VENDOR, PRODUCT)


def test_the_kernels_own_monitor_opens_or_is_not_there() -> None:
    monitor = usb_monitor()
    plug = HotPlug(VENDOR, PRODUCT, lambda: None, monitor)
    plug.close()


def test_being_plugged_in_ends_a_long_back_off(sim: SimulatedCardReader) -> None:
    told: queue.Queue[DeviceState] = queue.Queue()
    sim.unplug()
    reader = CardReader(
        lambda: UsbLink(VENDOR, PRODUCT, backend=sim.usb_backend),
        SystemClock(),
        back_off_s=(600.0, 600.0),
        health_s=0.05,
    )
    reader.listen(lambda state, _: told.put(state))
    assert told.get(timeout=PATIENCE_S) is DeviceState.NO_DEVICE
    sim.replug()
    reader.try_now()
    assert told.get(timeout=PATIENCE_S) is DeviceState.ONLINE
    reader.close()


def bmp(width: int = 102, height: int = 126) -> bytes:
    header = b"BM" + bytes(16) + width.to_bytes(4, "little") + height.to_bytes(4, "little")
    return header.ljust(BMP_BYTES, b"\0")


def decoder(result: bytes | Exception) -> Any:
    def decode(wlt: bytes) -> bytes:
        if isinstance(result, Exception):
            raise result
        return result

    return SimpleNamespace(decode=decode)


def test_a_vendors_decoder_is_plugged_in_by_its_entry_point_and_not_believed_unseen(tmp_path: Path) -> None:
    assert photo_decoder() is None
    assert decode_photo(bytes(1024), decoder(bmp())) == bmp()
    for wrong in (None, decoder(bmp(103)), decoder(b"BM"), decoder(ValueError("broken"))):
        with pytest.raises(NoPhoto):
            decode_photo(bytes(1024), wrong)
    with pytest.raises(NoPhoto):
        decode_photo(bytes(10), decoder(bmp()))
    with pytest.raises(NoPhoto, match="装不上"):
        photo_decoder([EntryPoint("vendor", "nowhere.at.all:decoder", "community_kiosk.photo_decoder")])
    loaded = photo_decoder([EntryPoint("json", "json:JSONDecoder", "community_kiosk.photo_decoder")])
    assert loaded is not None
    with SimulatedCardReader(baud=None) as sim:
        sim.lay(GUILAN)
        order = ["--device", sim.uri, "--photo", str(tmp_path / "photo.bmp"), "--json"]
        refused = CliRunner().invoke(read_card, order)
    assert (refused.exit_code, "没有装照片解码插件" in refused.output) == (3, True)
    assert not (tmp_path / "photo.bmp").exists()
