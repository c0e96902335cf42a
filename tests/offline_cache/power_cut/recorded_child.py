"""Stores and settles under the recorder; every line of the ack file is a promise made after the commit.

recorded_child.py DIR FULL|NORMAL COUNT
"""

import os
import sys
from pathlib import Path
from random import Random

from kiosk.core.clock import ManualClock
from offline_cache.outbox import Outbox
from offline_cache.space import MIB, Limits


def main() -> None:
    directory, synchronous, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    outbox = Outbox(directory, ManualClock(), Limits(ballast_bytes=8 * MIB, free_bytes=MIB))
    # The negative control: what the queue would be without its flushes.
    outbox.database.connection.execute(f"pragma synchronous={synchronous}")
    # Small, so that a short run goes through many checkpoints.
    outbox.database.connection.execute("pragma wal_autocheckpoint=60")
    promises = os.open(directory / "promises", os.O_CREAT | os.O_WRONLY, 0o600)
    random = Random(7)
    for n in range(count):
        outbox.put_plain("rating", f"item-{n:04d}", random.randbytes(random.choice((900, 4000, 20000, 40000))))
        os.write(promises, f"stored item-{n:04d}\n".encode())
        if n % 4 == 3:
            outbox.mark_sent(f"item-{n - 3:04d}", "{}")
            os.write(promises, f"sent item-{n - 3:04d}\n".encode())
    os._exit(0)


if __name__ == "__main__":
    main()
