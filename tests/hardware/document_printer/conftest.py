"""A simulated A4 printer and the real driver on its port, with short waits."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from hardware.document_printer import DocumentPrinter, Timings, open_document_printer
from hardware.document_printer.sheet import Sheet, compose
from hardware.simulated.document_printer import SimulatedDocumentPrinter
from hardware.worker import Turn
from kiosk.core.slip import Slip, SlipFact, SlipQr, SlipRule, SlipText

QUICK = Timings(
    connect_s=1.0, answer_s=0.6, look_s=0.03, blocked_s=0.3, job_s=0.8, page_s=0.2, busy_s=0.2, cancel_s=0.3,
    poll_s=0.05, first_retry_s=0.05, longest_retry_s=0.1,
)  # fmt: skip

SLIP = Slip(
    "case-0042",
    (
        SlipText("材料清单", 3, True, "centre"),
        SlipRule(),
        SlipFact("姓名", "测试甲"),
        SlipText("□ 户口簿"),
        SlipQr("KIOSK-TEST-0042", "扫码查进度"),
    ),
)

Pair = tuple[SimulatedDocumentPrinter, DocumentPrinter]
Bench = Callable[..., Pair]


_cached = cache(compose)


def composed(slip: Slip, reprint: bool, turn: Turn) -> Sheet:
    """Composing takes most of a second, and these tests are about what comes after it."""
    return _cached(slip, reprint)


@pytest.fixture
def bench() -> Iterator[Bench]:
    """bench(fault="", **timings) -> (simulator, printer); both closed at the end."""
    open_ones: list[Pair] = []

    def build(fault: str = "", timings: Timings = QUICK, **how: Any) -> Pair:
        simulated = SimulatedDocumentPrinter(page_s=0.02, **how)
        if fault:
            simulated.inject(fault)
        pair = simulated, open_document_printer(simulated.uri, timings=timings, composed=composed)
        open_ones.append(pair)
        return pair

    yield build
    for simulated, printer in open_ones:
        simulated.mend()
        printer.close()
        simulated.close()
