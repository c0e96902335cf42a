"""Child of bench_start: show the attract page as the terminal would, say so on the first frame, wait to be killed."""

import os
import sys
from datetime import datetime

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from kiosk.catalogue import load_shipped
from kiosk.core.clock import BEIJING
from kiosk.session.pages import screen_for
from kiosk.session.state import start
from kiosk.session.wake import terminal_of
from ui.window import application, open_window


class Still:
    """A session that stays on its first page."""

    def __init__(self) -> None:
        terminal = terminal_of(load_shipped(), hall="示例大厅", terminal_id="K07", division="130302")
        self.screen = screen_for(start(terminal, datetime.now(BEIJING), 0.0, "00" * 16))

    def press(self, action_id: str, how: str = "touch") -> None:
        """Nothing happens."""

    def post(self, event: object) -> None:
        """Nothing happens."""

    def on_screen(self, callback: object) -> None:
        """It never changes."""


def main() -> None:
    app = application()
    window = open_window(Still())
    window.window.frameSwapped.connect(lambda: (sys.stdout.write("frame\n"), sys.stdout.flush()))
    window.window.update()
    app.exec()


if __name__ == "__main__":
    main()
