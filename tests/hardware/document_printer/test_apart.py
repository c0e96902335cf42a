"""A page composed in another process is the same page, and leaves nothing in this one; one that fails sends nothing."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from io import BytesIO
from pathlib import Path
from queue import SimpleQueue

import pypdfium2
import pytest

from hardware.chinese_font import FontAbsent
from hardware.document_printer import NotPrinted, Printed, PrintOutcome, apart, compose_apart, open_document_printer
from hardware.document_printer.sheet import compose
from hardware.simulated.document_printer import SimulatedDocumentPrinter
from hardware.worker import Turn
from kiosk.core.faults import Fault
from kiosk.core.slip import Slip, SlipFact, SlipText

PATIENCE_S = 30
SLIP = Slip("j", (SlipText("材料清单", 3, True, "centre"), SlipFact("姓名", "测试甲")))
FONTLESS = """
import hardware.chinese_font as fonts
fonts._candidates = lambda *face: ()
from hardware.document_printer.apart import main
main()
"""
STUCK = """
import os, signal
os.open({pipe!r}, os.O_WRONLY)
signal.pause()
"""


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_the_page_is_the_same_and_its_font_never_comes_here() -> None:
    before = sys.getallocatedblocks()
    sheet = compose_apart(SLIP, True, Turn())
    assert sys.getallocatedblocks() - before < 10_000
    here = compose(SLIP, True)
    assert sheet is not None
    assert sheet.pages == here.pages
    assert words(sheet.pdf) == words(here.pdf)


def test_what_is_wrong_there_is_said_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PROGRAM", FONTLESS)
    with pytest.raises(FontAbsent, match="fonts-noto-cjk"):
        compose_apart(SLIP, False, Turn())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize(
    "program", [FONTLESS, "raise SystemExit(3)", "print('nonsense')", "import signal; signal.pause()"]
)
def test_a_page_that_could_not_be_composed_was_surely_not_printed(
    monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    with SimulatedDocumentPrinter(page_s=0.02) as simulated, closing(open_document_printer(simulated.uri)) as printer:
        monkeypatch.setattr(apart, "PROGRAM", program)
        monkeypatch.setattr(apart, "PATIENCE_S", 0.4 if "pause" in program else PATIENCE_S)
        outcome = printer.print_once(SLIP, PATIENCE_S)
        assert isinstance(outcome, NotPrinted)
        assert outcome.fault is Fault.A4_BROKEN
        assert not outcome.partly
        assert simulated.jobs == []


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Composing that never ends; it holds this pipe open as long as it lives."""
    pipe = tmp_path / "alive"
    os.mkfifo(pipe)
    monkeypatch.setattr(apart, "PROGRAM", STUCK.format(pipe=str(pipe)))
    return pipe


def test_a_page_nobody_wants_any_more_takes_its_slip_with_it_at_once(stuck: Path) -> None:
    turn = Turn()
    with ThreadPoolExecutor(1) as pool:
        page = pool.submit(compose_apart, SLIP, False, turn)
        with stuck.open("rb") as alive:  # opens when the other process has it open
            turn.stop()
            assert page.result(PATIENCE_S) is None
            assert alive.read() == b""


def test_a_printer_that_is_closed_leaves_no_process_with_a_slip_behind(stuck: Path) -> None:
    outcomes: SimpleQueue[PrintOutcome] = SimpleQueue()
    with SimulatedDocumentPrinter() as simulated:
        printer = open_document_printer(simulated.uri)
        printer.print(SLIP, outcomes.put)
        with stuck.open("rb") as alive:
            printer.close()
            assert not [thread for thread in threading.enumerate() if thread.name == "document-printer"]
            assert alive.read() == b""
    assert not isinstance(outcomes.get(timeout=PATIENCE_S), Printed)
