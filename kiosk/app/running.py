"""The terminal in its window, and the demonstration in a window nobody sees."""

import json
from collections.abc import Callable
from pathlib import Path

import click
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication

from hardware.simulated.control import ControlServer
from hub.embed import console
from hub.errors import HubNotStarted
from kiosk.app.beating import start_beating
from kiosk.app.demo import demonstrate
from kiosk.app.glass import Glass
from kiosk.app.hall import Hall, NotEnrolled
from kiosk.app.hands import NotOffered
from kiosk.app.memory import give_back_after_visits, share_one_arena
from kiosk.app.workshop import Workshop
from kiosk.core.clock import Clock, SystemClock
from kiosk.core.journal import Journal
from kiosk.core.settings import Display, Settings, journal_fields
from kiosk.core.system_words import system_says
from offline_cache import DiskFull, OfflineCacheError
from ui.input import PinyinInput
from ui.panel import Panel
from ui.window import KioskWindow, application, open_window

VERSION = "0.1.0"
DOCK_WIDTH = 560
PORTRAIT = (1080, 1920)


def panel_of(display: Display, width: int, height: int) -> Panel:
    """The glass the settings describe, with so many pixels."""
    diagonal_mm = display.diagonal_inch * 25.4
    return Panel(width, height, (width**2 + height**2) ** 0.5 / diagonal_mm, display.lower_edge_mm)


def window_of(hall: Hall, settings: Settings, clock: Clock, panel: Panel, *, fullscreen: bool) -> KioskWindow:
    """The pages of a hall's terminal, wired to its session, its voice and its keyboard."""
    runner = hall.terminal.runner
    pinyin = PinyinInput()
    glass = Glass(runner)
    upright = panel.height > panel.width
    workshop = Workshop(settings, hall.terminal, glass, clock, hall.journal, upright=upright)
    hall.terminal.on_repair(workshop.open)
    window = open_window(
        glass,
        panel,
        hall=settings.hall.name,
        fullscreen=fullscreen,
        tick=glass.tick,
        now=clock.now,
        pinyin=pinyin,
        on_focus=runner.say_aside,
        on_hand=runner.touched,
    )
    workshop.on_frame = window.guide_picture
    around = hall.terminal.around
    if around.keypad is not None and around.keys is not None:
        around.keypad.hear(workshop.key)
        around.keys.hear(lambda key: None if workshop.takes_keys else window.keypad.pad(key))
    if (media := hall.terminal.media) is not None:
        media.on_picture = window.guide_picture
    runner.on_paper(window.paper_picture)
    runner.on_speaking(window.speaking)
    runner.on_ears(window.ears)
    runner.on_wipe(lambda: QTimer.singleShot(0, window.window, pinyin.clear))
    return window


def run_terminal(settings: Settings, *, dock: bool, windowed: bool) -> int:
    """Run until the window is closed. Returns the exit code."""
    share_one_arena()
    clock = SystemClock()
    journal = Journal(clock)
    app = application()
    try:
        hall = Hall(settings, clock, journal)
    except NotEnrolled as error:
        click.echo(str(error), err=True)
        return error.code
    except HubNotStarted as error:
        click.echo(str(error), err=True)
        return 4
    except DiskFull:
        # Not one of the supervisor's last words: it tries again, and somebody may have made room.
        click.echo(f"{settings.queue.directory} 的磁盘满了，终端起不来。腾出地方，它自己会起来。", err=True)
        return 3
    except OfflineCacheError as error:
        click.echo(
            f"打不开 {settings.queue.directory} 里的队列（{type(error).__name__}）。请不要删，交给技术人员。", err=True
        )
        return 4
    if hall.hub is not None and hall.hub.logins:
        click.echo(console(hall.hub.url, hall.hub.logins, hall.hub.data_dir))
    size = app.primaryScreen().size()
    fullscreen = settings.display.fullscreen and not windowed
    width, height = (size.width(), size.height()) if fullscreen else _fitting(settings.display, size.height())
    journal.write("started", **journal_fields(settings, VERSION))
    if dock:
        # One screen for both: the dock at the left edge, the terminal on all the rest.
        fullscreen, width = False, width - DOCK_WIDTH if not windowed else width
    window = window_of(hall, settings, clock, panel_of(settings.display, width, height), fullscreen=fullscreen)
    if dock:
        window.window.setFlag(Qt.WindowType.FramelessWindowHint, not windowed)
        window.window.setPosition(DOCK_WIDTH, 0)
    beside = _open_dock(hall) if dock else None
    control = ControlServer(hall.simulators) if journal_fields(settings, VERSION)["simulated"] else None
    hall.terminal.runner.open()
    give_back_after_visits(hall.terminal.runner, window.window)
    start_beating(app)
    try:
        return app.exec()
    finally:
        if control is not None:
            control.close()
        if beside is not None:
            beside()
        window.close()
        hall.close()
        journal.write("stopped", reason="closed")


def _fitting(display: Display, height: int) -> tuple[int, int]:
    """A window of the display's shape that fits on the screen."""
    tall, wide = PORTRAIT[1], PORTRAIT[0]
    if display.orientation == "landscape":
        tall, wide = wide, tall
    share = min(1.0, height * 0.9 / tall)
    return round(wide * share), round(tall * share)


def _open_dock(hall: Hall) -> Callable[[], object]:
    from ui.dock import open_dock

    dock = open_dock(hall.simulators, hall.terminal.runner)
    return dock.close


def run_demonstration(settings: Settings, out: Path, *, as_json: bool) -> int:
    """The demonstration visit. Returns 0 when all went as it should, 1 when a page did not, 4 when out cannot be."""
    clock = SystemClock()
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        say = f"{out} 里放不了东西：{system_says(error)}。请换一个目录。"
        click.echo(
            json.dumps({"outcome": "no_place", "say": say}, ensure_ascii=False) if as_json else say, err=not as_json
        )
        return 4
    application()
    tell: Callable[[str], None] = (lambda text: None) if as_json else click.echo
    with (out / "journal.jsonl").open("w", encoding="utf-8") as log:
        journal = Journal(clock, log)
        hall = Hall(settings, clock, journal)
        window = window_of(hall, settings, clock, panel_of(settings.display, *PORTRAIT), fullscreen=False)
        hall.terminal.runner.open()
        tell(f"演示开始，图片存在 {out}/")
        try:
            number = demonstrate(hall, window, out, tell)
        except NotOffered as error:
            window.grab(out / "stuck.png")
            click.echo(f"演示没有走完：{error}", err=True)
            return 1
        finally:
            window.close()
            hall.close()
            QGuiApplication.processEvents()
    tell(f"演示走完了。办件编号 {number}，结果在 {out}/：每一步的截图、receipt.png、case.json。")
    if as_json:
        click.echo(json.dumps({"outcome": "done", "case_number": number, "out": str(out)}, ensure_ascii=False))
    return 0
