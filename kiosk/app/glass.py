"""What is on the glass: the session's pages, or, while a technician works, hers. One or the other, never a mixture."""

from collections.abc import Callable
from typing import Any, Protocol

from kiosk.core.screen import Screen
from kiosk.session.events import How
from kiosk.session.runner import SessionRunner


class Pages(Protocol):
    """Pages of another machine than the session's."""

    @property
    def screen(self) -> Screen: ...
    def press(self, action_id: str) -> bool: ...
    def tick(self) -> None: ...


class Glass:
    """ui's Session: shows the session's Screen until other pages are put before it."""

    def __init__(self, runner: SessionRunner) -> None:
        self._runner = runner
        self._pages: Pages | None = None
        self._watchers: list[Callable[[Screen], None]] = []
        runner.on_screen(self._session_shows)

    @property
    def screen(self) -> Screen:
        return self._pages.screen if self._pages is not None else self._runner.screen

    def on_screen(self, callback: Callable[[Screen], None]) -> None:
        self._watchers.append(callback)

    def press(self, action_id: str, how: How = "touch") -> bool:
        return self._pages.press(action_id) if self._pages is not None else self._runner.press(action_id, how)

    def post(self, event: Any) -> None:
        """Typed text, a signature, the light: the session's, and nobody's while a technician works."""
        if self._pages is None:
            self._runner.post(event)

    def tick(self) -> None:
        self._runner.tick()
        if self._pages is not None:
            self._pages.tick()

    def put(self, pages: Pages | None) -> None:
        """Other pages before the session's, or None to take them away."""
        self._pages = pages
        self.show()

    def show(self) -> None:
        """The Screen in front has changed."""
        screen = self.screen
        for watcher in self._watchers:
            watcher(screen)

    def _session_shows(self, screen: Screen) -> None:
        if self._pages is None:
            for watcher in self._watchers:
                watcher(screen)
