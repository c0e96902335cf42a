"""A4 pages composed in a process of their own: the font is 55 MB and 360,000 objects for a paper that few ask for, and
their room would stay with the terminal for good (docs/adr/0035)."""

import pickle
import subprocess
import sys

from hardware.chinese_font import FontAbsent
from hardware.document_printer.sheet import Sheet, compose
from hardware.worker import Turn
from kiosk.core.slip import Slip

PROGRAM = "from hardware.document_printer.apart import main; main()"
"""What that process runs."""
PATIENCE_S = 60.0
LOOK_S = 0.2
"""So soon it is seen that nobody wants the page any more; the process holds her slip."""


def compose_apart(slip: Slip, reprint: bool, turn: Turn) -> Sheet | None:
    """As `compose`; the slip goes by a pipe and touches no disk. None when the turn was called off.

    That process never outlives this call. Raises FontAbsent; subprocess.SubprocessError where it did not live to
    answer, and whatever pickle raises where its answer cannot be read.
    """
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        try:
            said = _said(child, pickle.dumps((slip, reprint)), turn)
        finally:
            child.kill()
    if said is None:
        return None
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    answer = pickle.loads(said)
    if isinstance(answer, FontAbsent):
        raise answer
    assert isinstance(answer, Sheet)
    return answer


def _said(child: "subprocess.Popen[bytes]", slip: bytes, turn: Turn) -> bytes | None:
    """All it said until its end; None when the turn was called off. Raises subprocess.TimeoutExpired."""
    to_say: bytes | None = slip
    for _ in range(round(PATIENCE_S / LOOK_S)):
        if turn.stopped:
            return None
        try:
            return child.communicate(to_say, LOOK_S)[0]
        except subprocess.TimeoutExpired:
            to_say = None  # it has it, or is still being given it
    raise subprocess.TimeoutExpired(child.args, PATIENCE_S)


def main() -> None:
    """The other end: one slip in, one document out."""
    slip, reprint = pickle.load(sys.stdin.buffer)
    try:
        answer: Sheet | FontAbsent = compose(slip, reprint)
    except FontAbsent as absent:
        answer = absent
    sys.stdout.buffer.write(pickle.dumps(answer))
