"""A4 pages composed in a process of their own: the font is 55 MB and 360,000 objects for a paper that few ask for, and
their room would stay with the terminal for good (docs/adr/0035)."""

import pickle
import subprocess
import sys

from hardware.chinese_font import FontAbsent
from hardware.document_printer.sheet import Sheet, compose
from kiosk.core.slip import Slip

PATIENCE_S = 60.0


def compose_apart(slip: Slip, reprint: bool = False) -> Sheet:
    """As `compose`; the slip goes by a pipe and touches no disk.

    Raises FontAbsent; subprocess.SubprocessError where that process did not live to answer.
    """
    command = [sys.executable, "-c", "from hardware.document_printer.apart import main; main()"]
    done = subprocess.run(
        command, input=pickle.dumps((slip, reprint)), stdout=subprocess.PIPE, check=True, timeout=PATIENCE_S
    )
    answer = pickle.loads(done.stdout)
    if isinstance(answer, FontAbsent):
        raise answer
    assert isinstance(answer, Sheet)
    return answer


def main() -> None:
    """The other end: one slip in, one document out."""
    slip, reprint = pickle.load(sys.stdin.buffer)
    try:
        answer: Sheet | FontAbsent = compose(slip, reprint)
    except FontAbsent as absent:
        answer = absent
    sys.stdout.buffer.write(pickle.dumps(answer))
