"""Draws every page of the session in its modes to docs/gallery, with an index; run by `make gallery`."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtGui import QImage

from kiosk.catalogue import load_shipped
from kiosk.core.screen import AskChoice, AskDate, Screen
from ui.input import PinyinInput
from ui.measure import settle
from ui.panel import LANDSCAPE_21, PORTRAIT_32, Panel
from ui.walk import every_screen
from ui.window import open_window
from ui.workshop_screens import workshop_screens

SCALE = 0.4
COLOURS = 32
FOLDER = Path(__file__).parent.parent / "docs" / "gallery"

OF_ONE_MATTER = ("matter", "question", "material", "bring", "referrals", "referral")
"""Pages of which each matter has its own; most look like another matter's."""


@dataclass(frozen=True, slots=True)
class Mode:
    """One way of showing a page."""

    name: str
    title: str
    panel: Panel
    settings: dict[str, Any]


MODES = (
    Mode("portrait", "竖屏", PORTRAIT_32, {}),
    Mode("landscape", "横屏", LANDSCAPE_21, {}),
    Mode("largest", "特大字", PORTRAIT_32, {"text_size": 3}),
    Mode("contrast", "黑底白字", PORTRAIT_32, {"theme": "black"}),
    Mode("low", "坐着用", PORTRAIT_32, {"low": True, "theme": "soft"}),
)


class Exhibit:
    """A session that only shows."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self._show: list[Callable[[Screen], None]] = []

    def press(self, action_id: str, how: str = "touch") -> bool:
        return False

    def post(self, event: object) -> None:
        """Nothing happens in a gallery."""

    def on_screen(self, callback: Callable[[Screen], None]) -> None:
        self._show.append(callback)

    def turn_to(self, screen: Screen) -> None:
        """The next picture."""
        self.screen = screen
        for show in self._show:
            show(screen)


def gallery_screens() -> tuple[Screen, ...]:
    """What the gallery shows."""
    return (*one_of_each(every_screen(load_shipped())), *workshop_screens())


def one_of_each(screens: Sequence[Screen]) -> tuple[Screen, ...]:
    """One Screen of each kind, the first met: pages that differ by their matter's words only are drawn once."""
    kinds: dict[object, Screen] = {}
    for screen in screens:
        kinds.setdefault(_kind(screen), screen)
    first: dict[str, Screen] = {}
    for screen in kinds.values():
        first.setdefault(screen.key, screen)
    return tuple(first[key] for key in sorted(first))


def _kind(screen: Screen) -> object:
    """What a page looks like: its key, or for the pages of a matter the question and how many buttons it has."""
    page, _, matter = screen.key.partition(":")
    if page not in OF_ONE_MATTER or not matter[:2].isdigit():
        return screen.key
    part = matter.rpartition(":")[2] if isinstance(screen.ask, AskDate) else ""
    several = isinstance(screen.ask, AskChoice) and screen.ask.several
    return page, type(screen.ask), several, part, len(screen.actions)


def file_name(screen: Screen, mode: Mode) -> str:
    return f"{screen.key.replace(':', '-')}.{mode.name}.png"


def draw(folder: Path, screens: Sequence[Screen] | None = None, modes: Sequence[Mode] = MODES) -> list[Path]:
    """Draw the pages; returns the files. Pictures no page has any more are deleted."""
    screens = gallery_screens() if screens is None else screens
    folder.mkdir(parents=True, exist_ok=True)
    drawn = [path for mode in modes for path in _draw_mode(folder, screens, mode)]
    for old in set(folder.glob("*.png")) - set(drawn):
        old.unlink()
    (folder / "index.md").write_text(index(screens, modes), encoding="utf-8")
    return drawn


def _draw_mode(folder: Path, screens: Sequence[Screen], mode: Mode) -> list[Path]:
    exhibit = Exhibit(screens[0])
    kiosk = open_window(exhibit, mode.panel, hall="虚构社区服务大厅", pinyin=PinyinInput())
    drawn = []
    for screen in screens:
        exhibit.turn_to(replace(screen, settings=replace(screen.settings, **mode.settings)))
        settle()
        drawn.append(folder / file_name(screen, mode))
        _small(kiosk.grab()).save(drawn[-1], optimize=True)
    kiosk.close()
    settle()
    return drawn


def _small(image: QImage) -> Image.Image:
    """A few colours at two fifths of the size: legible, and light enough for a repository."""
    rgba = image.convertToFormat(QImage.Format.Format_RGBA8888)
    whole = Image.frombuffer("RGBA", (rgba.width(), rgba.height()), bytes(rgba.constBits()), "raw", "RGBA", 0, 1)
    size = (round(rgba.width() * SCALE), round(rgba.height() * SCALE))
    return whole.convert("RGB").resize(size, Image.Resampling.LANCZOS).quantize(COLOURS, dither=Image.Dither.NONE)


def index(screens: Sequence[Screen], modes: Sequence[Mode] = MODES) -> str:
    """The gallery's page."""
    head = "# Gallery\n\nEvery kind of page of the session, drawn by `make gallery`. All persons are invented.\n"
    rows = []
    for screen in screens:
        rows.append(f"\n## `{screen.key}` {screen.title.masked()}\n")
        rows.append(" ".join(f"![{mode.title}]({file_name(screen, mode)})" for mode in modes) + "\n")
    return head + "".join(rows)


def main() -> None:
    """Draw to docs/gallery, or to the folder named."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    drawn = draw(folder)
    size = sum(path.stat().st_size for path in drawn)
    sys.stdout.write(f"{len(drawn)} pictures, {size / 1e6:.1f} MB: {folder}\n")


if __name__ == "__main__":
    main()
