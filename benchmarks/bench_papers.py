"""The document camera's page against the bare decoding of its frame, and an A4 page against Apple's own ipptool.

Run: python -m benchmarks.bench_papers
"""

import io
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from hardware.document_printer import Printed, Timings, open_document_printer
from hardware.document_printer.sheet import compose
from hardware.print_command import sample_slip
from hardware.scanner import Photographed
from hardware.scanner.driver import read_frame
from hardware.scanner.page import find_page
from hardware.simulated.document_printer import SimulatedDocumentPrinter
from hardware.simulated.sheets import Scene, draw

FRAME = (3264, 2448)
"""Eight million pixels, a usual document camera."""
RUNS = 9


def median_ms(work: Callable[[], object], runs: int = RUNS) -> float:
    times = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times[1:])


def camera() -> None:
    """Finding a page, and the whole of a shot, against decoding the same JPEG."""
    out = io.BytesIO()
    draw(Scene(turn=9), FRAME).save(out, "JPEG", quality=90)
    data = out.getvalue()
    frame = Image.open(io.BytesIO(data)).convert("RGB")

    def shot() -> None:
        if not isinstance(read_frame(frame, "page"), Photographed):
            raise RuntimeError("the page was not read")

    decode = median_ms(lambda: Image.open(io.BytesIO(data)).convert("RGB"))
    find, whole = median_ms(lambda: find_page(frame)), median_ms(shot)
    print(f"frame {FRAME[0]}x{FRAME[1]}: decode {decode:.0f} ms (peer)")
    print(f"  page found {find:.0f} ms, ratio {find / decode:.2f}")
    print(f"  found, straightened, judged, packed {whole:.0f} ms, ratio {whole / decode:.2f}")


def printer() -> None:
    """One A4 page through the driver, composed beforehand, against `ipptool print-job.test` with the same PDF."""
    tool = shutil.which("ipptool")
    test = Path("/usr/share/cups/ipptool/print-job.test")
    slip = sample_slip()
    sheet = compose(slip)
    print(f"A4 page composed {median_ms(lambda: compose(slip), 5):.0f} ms, {len(sheet.pdf) // 1024} kB")
    device = SimulatedDocumentPrinter(page_s=0.0)
    driver = open_document_printer(
        device.uri, timings=Timings(look_s=0.01, poll_s=60), composed=lambda slip, reprint, turn: sheet
    )
    number = iter(range(10_000))

    def ours() -> None:
        job = type(slip)(f"bench-{next(number)}", slip.lines)
        if not isinstance(driver.print_once(job, 30), Printed):
            raise RuntimeError("the page was not printed")

    try:
        mine = median_ms(ours)
        if tool is None or not test.exists():
            print(f"  told as printed {mine:.0f} ms; no ipptool (cups-ipp-utils) here to compare with")
            return
        with TemporaryDirectory() as directory:
            file = Path(directory) / "page.pdf"
            file.write_bytes(sheet.pdf)
            command = [tool, "-q", "-f", str(file), device.uri, str(test)]
            theirs = median_ms(lambda: subprocess.run(command, check=True, capture_output=True))
        print(f"  sent and confirmed {mine:.0f} ms; ipptool sends without confirming in {theirs:.0f} ms (peer)")
        print(f"  ratio {mine / theirs:.2f}")
    finally:
        driver.close()
        device.close()


def main() -> None:
    camera()
    printer()


if __name__ == "__main__":
    main()
