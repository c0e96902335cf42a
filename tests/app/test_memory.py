"""What a visit used goes back to the machine when it ends."""

import gc
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QMetaObject, QObject, Qt, QUrl
from PySide6.QtQml import QQmlComponent, QQmlEngine

from kiosk.app.memory import give_back_after_visits
from kiosk.app.soak.report import LIMIT_KIB, TOGETHER, Report, growth

PAGES = b"""
import QtQml
QtObject {
    id: pages
    property int gone: 0
    property Component part: Component { QtObject { Component.onDestruction: pages.gone += 1 } }
    function leave() { part.createObject(null) }
}
"""
"""Pages that make something and let go of it."""


class Sheet:
    """Like a composed page: it and its font hold each other."""

    def __init__(self) -> None:
        self.itself = self


class Visits:
    """Ends when told to."""

    def __init__(self) -> None:
        self.end: list[Callable[[], None]] = []

    def on_wipe(self, callback: Callable[[], None]) -> None:
        self.end.append(callback)


@pytest.fixture
def no_collecting_meanwhile() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


@pytest.mark.usefixtures("qapp", "no_collecting_meanwhile")
def test_what_a_visit_leaves_in_circles_is_gone_once_it_has_ended() -> None:
    visits, window, stays = Visits(), QObject(), Sheet()
    give_back_after_visits(visits, window)
    sheet = weakref.ref(Sheet())
    assert sheet() is not None
    (end,) = visits.end
    end()
    assert sheet() is not None  # not on the thread that happens to end the visit
    QCoreApplication.processEvents()
    assert sheet() is None
    assert stays.itself is stays


@pytest.mark.usefixtures("qapp", "no_collecting_meanwhile")
def test_what_a_visit_leaves_in_the_pages_own_heap_is_gone_once_it_has_ended() -> None:
    engine, visits = QQmlEngine(), Visits()
    component = QQmlComponent(engine)
    component.setData(PAGES, QUrl())
    pages = component.create()
    give_back_after_visits(visits, pages)
    QMetaObject.invokeMethod(pages, "leave", Qt.ConnectionType.DirectConnection)
    QCoreApplication.processEvents()
    assert pages.property("gone") == 0
    (end,) = visits.end
    end()
    QCoreApplication.processEvents()
    assert pages.property("gone") == 1


def test_threads_share_one_arena_and_what_was_freed_between_pieces_in_use_goes_back() -> None:
    program = """
import ctypes, threading
from pathlib import Path
from kiosk.app.memory import give_back, share_one_arena

def own():
    told = Path("/proc/self/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Anonymous:"))

told = share_one_arena()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
pieces, go_on = [], threading.Barrier(4)

def work():
    go_on.wait()
    mine = [libc.malloc(20_000) for _ in range(1000)]
    for at in mine:
        ctypes.memset(at, 1, 20_000)
    pieces.extend(mine)
    go_on.wait()

threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
lowest, highest = min(pieces), max(pieces)
for at in pieces[:-1]:
    if at != highest: libc.free(at)
before = own()
give_back()
print(told, highest - lowest < 2 * 4000 * 20_000, before - own() > 40_000)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "True"], done.stderr


def test_memory_that_grows_is_told_from_a_draft_s_key_just_being_made() -> None:
    steady = [250_000] * 200
    steady[130] = steady[197] = 282_768
    assert growth(steady[100:]) == (0, 0)
    assert Report(terminal_kib=steady).memory == "flat"
    growing = [250_000 + 9 * n for n in range(200)]
    assert growth(growing) == pytest.approx((9, 0))
    assert Report(terminal_kib=growing).memory == "grows"
    assert not Report(terminal_kib=growing).ok


def test_how_unsure_the_slope_is_is_said_with_it() -> None:
    shaken = [250_000 + 2 * n + 900 * (n // TOGETHER % 2) for n in range(200)]
    slope, error = growth(shaken)
    assert abs(slope - 2) < 2 * error
    assert error > 1


def test_what_is_loaded_in_the_first_visits_is_no_growth() -> None:
    loaded = [200_000 + 1000 * min(n, 45) for n in range(120)]
    assert Report(terminal_kib=loaded).slope_kib == 0


def test_too_few_visits_are_said_to_tell_nothing_of_memory() -> None:
    few = [200_000 + 1000 * n for n in range(99)]
    assert Report(terminal_kib=few).memory == "too few visits"
    assert Report(terminal_kib=few).to_json()["memory"] == "too few visits"
    assert Report(terminal_kib=few[:TOGETHER]).slope_kib <= LIMIT_KIB
