"""A simulated printer and the real driver on its cable, with short waits."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from hardware.receipt_printer import ReceiptPrinter, Timings, open_printer
from hardware.simulated.receipt_printer import SimulatedReceiptPrinter
from kiosk.core.slip import Slip, SlipFact, SlipQr, SlipRule, SlipText

QUICK = Timings(
    confirm_s=1.5, slowest_mm_s=100, look_s=0.05, quiet_s=0.1, poll_s=0.1, first_retry_s=0.1, longest_retry_s=0.3
)

SLIP = Slip(
    "job-1",
    (
        SlipText("已暂存·待上传", 3, True, "centre"),
        SlipRule(),
        SlipFact("姓名", "测试甲"),
        SlipFact("事项", "高龄津贴申领"),
        SlipText("受理号130302-20250701-K07-0042-5"),
        SlipText("网通后自动上传，不用重办。", 1),
        SlipQr("KIOSK-TEST-0042", "扫码查进度"),
    ),
)
LAST_WORDS = "扫码查进度"

Pair = tuple[SimulatedReceiptPrinter, ReceiptPrinter]
Bench = Callable[..., Pair]


@pytest.fixture
def bench() -> Iterator[Bench]:
    """bench(fault="", options="", **simulator's arguments) -> (simulator, printer); both closed at the end."""
    open_ones: list[Pair] = []

    def build(fault: str = "", options: str = "", **how: Any) -> Pair:
        simulated = SimulatedReceiptPrinter(**how)
        if fault:
            simulated.inject(fault)
        pair = simulated, open_printer(simulated.uri + options, timings=QUICK)
        open_ones.append(pair)
        return pair

    yield build
    for simulated, printer in open_ones:
        printer.close()
        simulated.close()
