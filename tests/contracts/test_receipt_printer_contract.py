"""What every receipt printer must do: the simulator over a pty and over TCP, and the real unit where one is named.

Run against a real printer with KIOSK_TEST_PRINTER=serial:///dev/ttyUSB1?baud=115200&width=80; it uses up some paper.
"""

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest

from hardware.receipt_printer import Printed, ReceiptPrinter, open_printer
from hardware.simulated.receipt_printer import SimulatedReceiptPrinter
from hardware.simulated.wire import PtyWire, TcpWire
from kiosk.core.outcomes import DeviceState, PaperState
from kiosk.core.slip import Slip, SlipFact, SlipQr, SlipRule, SlipText


@pytest.fixture(params=["pty", "tcp", "9600", pytest.param("real", marks=pytest.mark.hardware)])
def printer(request: pytest.FixtureRequest) -> Iterator[ReceiptPrinter]:
    """A printer that is well and has paper."""
    if request.param == "real":
        uri = os.environ.get("KIOSK_TEST_PRINTER")
        if not uri:
            pytest.skip("no real printer is named in KIOSK_TEST_PRINTER")
        device = open_printer(uri)
        yield device
        device.close()
        return
    wire = {"pty": PtyWire, "tcp": TcpWire}.get(request.param, lambda: PtyWire(9600))()
    simulated = SimulatedReceiptPrinter(wire)
    device = open_printer(simulated.uri)
    yield device
    device.close()
    simulated.close()
    assert simulated.errors == []


def slip(*lines: SlipText | SlipFact | SlipRule | SlipQr) -> Slip:
    return Slip(f"contract-{uuid4()}", lines)


def test_a_slip_with_every_kind_of_line_is_confirmed(printer: ReceiptPrinter) -> None:
    job = slip(
        SlipText("合同测试", 3, True, "centre"),
        SlipRule(),
        SlipFact("姓名", "测试𬱖"),
        SlipText("这是测试，不是凭证。"),
        SlipQr("KIOSK-CONTRACT", "测试码"),
    )
    assert printer.print_once(job, 60) == Printed(job.job_id, reprint=False)


def test_the_same_job_asked_twice_is_one_paper_and_one_answer(printer: ReceiptPrinter) -> None:
    job = slip(SlipText("只打一张"))
    assert printer.print_once(job, 60) == printer.print_once(job, 60) == Printed(job.job_id, reprint=False)


def test_state_and_paper_are_known_after_a_print(printer: ReceiptPrinter) -> None:
    printer.print_once(slip(SlipText("看状态")), 60)
    assert printer.state in (DeviceState.ONLINE, DeviceState.STARTING)
    assert printer.paper in (PaperState.FULL, PaperState.LOW, PaperState.UNKNOWN)


def test_text_that_looks_like_commands_prints_as_text(printer: ReceiptPrinter) -> None:
    job = slip(SlipText("\x10\x05\x02\x1b@ 没有命令 \x1dV\x00"))
    assert isinstance(printer.print_once(job, 60), Printed)
