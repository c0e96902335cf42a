"""From the touch's release to the frame with the next page, on the real window and session; limit p99 50 ms."""

import os
import time
from datetime import datetime
from statistics import median, quantiles

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QPointF, QTimer
from PySide6.QtTest import QTest

from kiosk.app.hands import _visible
from kiosk.catalogue import load_shipped
from kiosk.core.clock import BEIJING
from kiosk.core.screen import Screen
from kiosk.session.pages import screen_for
from kiosk.session.state import start
from kiosk.session.step import step
from kiosk.session.wake import terminal_of
from ui.window import application, open_window

WALK = (
    "start", "service:01", "next", "back", "back", "service:32", "back", "more", "category:hall", "service:34",
    "choice:number", "digit:1", "digit:7", "back", "back", "back", "back",
)  # fmt: skip
"""Pages of every weight, and digits on a pad. Only "start" is of the first round alone."""
ROUNDS = 12


class Session:
    """The real step and screens, without devices."""

    def __init__(self) -> None:
        terminal = terminal_of(load_shipped(), hall="示例大厅", terminal_id="K07", division="130302")
        self._state = start(terminal, datetime.now(BEIJING), 0.0, "00" * 16)
        self.screen: Screen = screen_for(self._state)
        self._watchers: list = []

    def press(self, action_id: str, how: str = "touch") -> None:
        action = self.screen.action(action_id)
        if action is not None:
            self.post(action.event)

    def post(self, event: object) -> None:
        self._state, _ = step(self._state, event)  # type: ignore[arg-type]
        self.screen = screen_for(self._state)
        for watcher in self._watchers:
            watcher(self.screen)

    def on_screen(self, callback: object) -> None:
        self._watchers.append(callback)


def main() -> list[float]:
    """Milliseconds of every press."""
    application()
    session = Session()
    window = open_window(session, seconds=iter(range(1_000_000)).__next__)
    device = QTest.createTouchDevice()
    loop = QEventLoop()
    shown: list[float] = []
    frames: list[float] = []
    # Connected after the window's own: the page is changed by then. Its next frame is the first that can show it.
    window.controller.screenChanged.connect(lambda: shown.append(time.perf_counter()))
    window.window.frameSwapped.connect(lambda: frames.append(time.perf_counter()) if shown else None)

    def rest(ms: int) -> None:
        QTimer.singleShot(ms, loop.quit)
        loop.exec()

    took: list[float] = []
    worked: list[float] = []
    rest(300)
    for number in range(ROUNDS):
        for action_id in WALK if number == 0 else WALK[1:]:
            item = _visible(window.window.contentItem(), action_id)
            if item is None:
                raise RuntimeError(f"{action_id} is not on {session.screen.key}")
            at = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
            QTest.touchEvent(window.window, device).press(0, at, window.window).commit()
            rest(40)
            shown.clear()
            frames.clear()
            born, busy = time.perf_counter(), time.process_time()
            QTest.touchEvent(window.window, device).release(0, at, window.window).commit()
            while not frames:
                if time.perf_counter() - born > 10:
                    raise RuntimeError(f"{action_id} led nowhere from {session.screen.key}")
                rest(1)
            took.append((frames[0] - born) * 1000)
            worked.append((time.process_time() - busy) * 1000)
            rest(60)
    window.close()
    print(f"press (release of the finger) to the frame with the next page, {len(took)} presses, 1080x1920, no GPU")
    print(f"  p50 {median(took):.1f} ms   p99 {quantiles(took, n=100)[98]:.1f} ms   limit p99 50 ms")
    print(f"  of it processor time: p50 {median(worked):.1f} ms   p99 {quantiles(worked, n=100)[98]:.1f} ms")
    return took


if __name__ == "__main__":
    main()
