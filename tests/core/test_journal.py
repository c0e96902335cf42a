"""A log that cannot be written stops nothing, and says afterwards that something is missing."""

import io
import json
from pathlib import Path

from kiosk.core.clock import ManualClock
from kiosk.core.journal import Journal


class Disk(io.StringIO):
    """A file on a disk that can be full."""

    full = False

    def flush(self) -> None:
        if self.full:
            Path("/dev/full").write_text("x")  # the system's own refusal
        super().flush()


def test_a_full_disk_does_not_stop_a_visit_and_the_gap_is_told_once() -> None:
    disk, heard = Disk(), []
    journal = Journal(ManualClock(), disk)
    journal.listeners.append(lambda event, fields: heard.append(event))
    disk.full = True
    journal.write("line", state="down")
    journal.unexpected(OSError("what it says stays here"))
    disk.full = False
    written = len(disk.getvalue())
    journal.write("line", state="up")
    journal.write("line", state="down")
    after = [json.loads(line) for line in disk.getvalue()[written:].splitlines()]
    assert [(line["event"], line.get("lines")) for line in after] == [("unwritten", 2), ("line", None), ("line", None)]
    assert heard == ["line", "unexpected", "line", "line"]
