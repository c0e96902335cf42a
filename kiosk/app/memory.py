"""What a terminal that runs for weeks does about memory: each visit's goes back when the visit ends (docs/adr/0035).

What is in use hardly grows. But Python looks for reference cycles among its old objects only when a quarter more of
them have come; glibc keeps an arena for nearly every thread, takes ever larger pieces out of the room that small ones
share, and gives none of what is free there back by itself. On a C library that has no such calls only Python's part is
done.
"""

import ctypes
import gc
from collections.abc import Callable
from functools import cache
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtQml import QQmlEngine, qmlEngine

M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8
"""The options' numbers in malloc.h."""
LARGE = 1 << 20
"""Bytes from which a piece has pages of its own, and is gone whole when it is freed: a picture, never a word."""


class Visits(Protocol):
    """The part of a session that tells when a visit has ended (kiosk.session.runner.SessionRunner)."""

    def on_wipe(self, callback: Callable[[], None]) -> None: ...


def share_one_arena() -> bool:
    """Call first of all: an arena that is there stays. Whether the C library has been told."""
    libc = _libc()
    return libc is not None and libc.mallopt(M_ARENA_MAX, 1) == 1 and libc.mallopt(M_MMAP_THRESHOLD, LARGE) == 1


def give_back_after_visits(visits: Visits, window: QObject) -> None:
    """Call when all is wired: what is there now stays for good, and is never searched again (0.6 s each time).

    window: lives on the GUI thread, the only one on which what belongs to Qt may be destroyed.
    """
    gc.freeze()
    pages = qmlEngine(window)
    visits.on_wipe(lambda: QTimer.singleShot(0, window, lambda: give_back(pages)))


def give_back(pages: QQmlEngine | None = None) -> None:
    """What nobody holds any more goes back to the machine; some hundredths of a second.

    pages: the engine that draws them. It has a heap of its own, which it lets grow before it looks for what is over.
    """
    gc.collect()
    if pages is not None:
        pages.collectGarbage()
    if (libc := _libc()) is not None:
        libc.malloc_trim(0)


@cache
def _libc() -> ctypes.CDLL | None:
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim") else None
