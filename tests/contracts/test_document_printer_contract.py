"""What every A4 printer must do: our simulator, Apple's ippeveprinter, a CUPS queue, and the real unit where named.

Run against a real printer with KIOSK_TEST_A4=ipp://192.168.1.30/ipp/print; it uses up some paper.
"""

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest

from hardware.document_printer import (
    DocumentPrinter,
    NotPrinted,
    Printed,
    Timings,
    open_document_printer,
)
from hardware.document_printer.sheet import compose
from hardware.simulated.document_printer import SimulatedDocumentPrinter
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState, PaperState
from kiosk.core.slip import Slip, SlipText

EVE = shutil.which("ippeveprinter")
CUPSD, LPADMIN = shutil.which("cupsd"), shutil.which("lpadmin")
PDF_FILTER = Path("/usr/lib/cups/filter/pdftopdf")
WAITING = Timings(look_s=0.1, poll_s=0.1, job_s=20, blocked_s=3)

Made = tuple[DocumentPrinter, Path | None]
"""A driver, and where the printer puts what it printed, if that can be looked at."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ippeveprinter(stack: ExitStack, directory: Path, command: str = "exit 0") -> str:
    """Start Apple's own IPP Everywhere printer; returns its URI. Not even D-Bus may be missing, though nothing uses it.

    command: shell lines it runs for each job; what they write to stderr is its state.
    """
    if EVE is None or shutil.which("dbus-daemon") is None:
        pytest.skip("ippeveprinter (cups-ipp-utils) or dbus-daemon is not installed")
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, text=True
    )
    stack.callback(stop, bus)
    assert bus.stdout is not None
    stack.callback(bus.stdout.close)
    address = bus.stdout.readline().strip()
    script, spool, port = directory / "print.sh", directory / "spool", free_port()
    spool.mkdir()
    script.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
    script.chmod(0o755)
    eve = subprocess.Popen(
        [EVE, "-r", "off", "-2", "-p", str(port), "-n", "localhost", "-d", str(spool), "-k", "-f", "application/pdf",
         "-c", str(script), "KioskContract"],
        env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": address},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    stack.callback(stop, eve)
    return f"ipp://localhost:{port}/ipp/print"


def cups_queue(stack: ExitStack, printer: str) -> str:
    """A real cupsd with one queue before that printer; returns the queue's URI."""
    if CUPSD is None or LPADMIN is None or not PDF_FILTER.exists() or os.getuid() != 0:
        pytest.skip("cupsd with cups-filters is not installed, or this is not root")
    # Not pytest's own directory, which is closed to the user that CUPS runs its filters as.
    directory, port = Path(stack.enter_context(TemporaryDirectory(prefix="kiosk-cups-"))), free_port()
    for name in ("spool", "cache", "state", "log", "tmp"):
        (directory / name).mkdir()
    directory.chmod(0o755)
    (directory / "cupsd.conf").write_text(
        f"Listen localhost:{port}\nListen {directory}/cups.sock\nBrowsing Off\nWebInterface No\nMaxLogSize 0\n"
        "<Location />\nOrder allow,deny\nAllow localhost\n</Location>\n"
        "<Policy default>\n<Limit All>\nOrder allow,deny\nAllow localhost\n</Limit>\n</Policy>\n",
        encoding="utf-8",
    )
    (directory / "cups-files.conf").write_text(
        f"ServerRoot {directory}\nRequestRoot {directory}/spool\nCacheDir {directory}/cache\n"
        f"StateDir {directory}/state\n"
        f"TempDir {directory}/tmp\nErrorLog {directory}/log/e\nAccessLog {directory}/log/a\nPageLog {directory}/log/p\n"
        "SystemGroup root\nDataDir /usr/share/cups\nServerBin /usr/lib/cups\nFatalErrors none\n",
        encoding="utf-8",
    )
    conf = ["-c", str(directory / "cupsd.conf"), "-s", str(directory / "cups-files.conf")]
    cupsd = subprocess.Popen([CUPSD, "-f", *conf], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(stop, cupsd)
    queue = ["-p", "A4", "-E", "-v", printer, "-m", "everywhere"]
    environment = {**os.environ, "CUPS_SERVER": f"{directory}/cups.sock"}
    wait_for_port(port)
    made = subprocess.run([LPADMIN, *queue], env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    return f"ipp://localhost:{port}/printers/A4"


def wait_for_port(port: int) -> None:
    """Until something listens there: a fresh program needs a moment."""
    pause = threading.Event()
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        pause.wait(0.05)
    pytest.fail("nothing listens there")


def stop(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait(10)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as all_of_it:
        yield all_of_it


@pytest.fixture(params=["simulated", "ippeveprinter", "cups", pytest.param("real", marks=pytest.mark.hardware)])
def made(request: pytest.FixtureRequest, stack: ExitStack, tmp_path: Path) -> Made:
    """A printer that is well and has paper."""
    spool: Path | None = None
    match request.param:
        case "simulated":
            simulated = SimulatedDocumentPrinter()
            stack.callback(simulated.close)
            uri = simulated.uri
        case "ippeveprinter" | "cups":
            uri = ippeveprinter(stack, tmp_path)
            wait_for_port(int(uri.split(":")[2].split("/")[0]))
            spool = tmp_path / "spool"
            if request.param == "cups":
                uri = cups_queue(stack, uri)
        case _:
            uri = os.environ.get("KIOSK_TEST_A4", "")
            if not uri:
                pytest.skip("no real printer is named in KIOSK_TEST_A4")
    printer = open_document_printer(uri, timings=WAITING if request.param != "real" else None)
    stack.callback(printer.close)
    return printer, spool


def slip(*lines: str) -> Slip:
    return Slip(f"contract-{uuid4()}", tuple(SlipText(line) for line in lines))


def test_a_page_is_confirmed_once_however_often_it_is_asked_for(made: Made) -> None:
    printer, spool = made
    job = slip("合同测试", "这是测试，不是凭证。")
    assert printer.print_once(job, 90) == printer.print_once(job, 90) == Printed(job.job_id, reprint=False)
    assert printer.state in (DeviceState.ONLINE, DeviceState.STARTING)
    assert printer.paper in (PaperState.FULL, PaperState.LOW, PaperState.UNKNOWN)
    if spool is not None:
        (document,) = spool.glob("*.pdf")
        assert document.read_bytes().startswith(b"%PDF")


def test_real_ippeveprinter_jams_and_is_believed(stack: ExitStack, tmp_path: Path) -> None:
    uri = ippeveprinter(stack, tmp_path, "echo 'STATE: +media-jam' >&2; exec sleep 3")
    wait_for_port(int(uri.split(":")[2].split("/")[0]))
    printer = open_document_printer(uri, timings=Timings(look_s=0.1, blocked_s=0.5))
    stack.callback(printer.close)
    outcome = printer.print_once(slip("卡纸"), 60)
    assert isinstance(outcome, NotPrinted)
    assert outcome.fault is Fault.A4_JAM


def test_real_ippeveprinter_that_gives_up_is_no_printed_paper(stack: ExitStack, tmp_path: Path) -> None:
    uri = ippeveprinter(stack, tmp_path, "exit 1")
    wait_for_port(int(uri.split(":")[2].split("/")[0]))
    printer = open_document_printer(uri, timings=WAITING)
    stack.callback(printer.close)
    outcome = printer.print_once(slip("放弃"), 60)
    assert isinstance(outcome, NotPrinted)
    assert outcome.fault is Fault.A4_BROKEN


def test_behind_real_cups_a_printer_switched_off_ends_at_our_own_deadline(stack: ExitStack, tmp_path: Path) -> None:
    """CUPS says `processing` for ever, with no reason at all; after our deadline the job is called off."""
    with ExitStack() as power:
        uri = ippeveprinter(power, tmp_path)
        wait_for_port(int(uri.split(":")[2].split("/")[0]))
        queue = cups_queue(stack, uri)
    printer = open_document_printer(queue, timings=Timings(look_s=0.1, job_s=2, page_s=0, blocked_s=60))
    stack.callback(printer.close)
    outcome = printer.print_once(slip("没开机"), 60)
    assert isinstance(outcome, NotPrinted)
    assert outcome.fault is Fault.A4_SILENT


def test_the_simulator_is_a_printer_to_a_program_that_is_not_ours(tmp_path: Path) -> None:
    tool = shutil.which("ipptool")
    if tool is None:
        pytest.skip("ipptool (cups-ipp-utils) is not installed")
    page = tmp_path / "page.pdf"
    page.write_bytes(compose(slip("别的程序")).pdf)
    with SimulatedDocumentPrinter() as simulated:
        told = subprocess.run(
            [tool, "-tv", simulated.uri, "get-printer-attributes.test"], capture_output=True, text=True, check=False
        )
        assert "printer-state (enum) = idle" in told.stdout
        sent = subprocess.run(
            [tool, "-tv", "-f", str(page), simulated.uri, "print-job.test"], capture_output=True, text=True, check=False
        )
        assert sent.returncode == 0, sent.stdout
