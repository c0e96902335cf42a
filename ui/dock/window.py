"""The developer's dock: a second window beside the terminal, where the simulated devices are steered by hand."""

from pathlib import Path
from typing import cast

from PIL.Image import Image as Picture
from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtQml import QQmlApplicationEngine, QQmlError
from PySide6.QtQuick import QQuickImageProvider, QQuickWindow

from hardware.simulated.orders import Bench
from kiosk.core.clock import Clock, SystemClock
from ui.dock.dock_controller import DockController, Session

_QML = Path(__file__).parent / "qml" / "Dock.qml"


class DockBroken(RuntimeError):
    """The dock's page could not be loaded; the text says which file and line."""


class _LastPaper(QQuickImageProvider):
    """`image://paper/<count>`: the paper that came out last. The count only makes the address new."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._bench = bench

    def requestImage(self, image_id: str, size: QSize, requested: QSize) -> QImage:
        printer = self._bench.printer
        image = _image(printer.papers[-1].picture) if printer and printer.papers else QImage(1, 1, _GREY)
        size.setWidth(image.width())
        size.setHeight(image.height())
        if requested.width() > 0:
            image = image.scaledToWidth(requested.width(), Qt.TransformationMode.SmoothTransformation)
        return image


_GREY = QImage.Format.Format_Grayscale8


def _image(picture: Picture) -> QImage:
    grey = picture.convert("L")
    # The copy owns its bytes; QImage alone would only borrow Python's.
    return QImage(grey.tobytes(), grey.width, grey.height, grey.width, _GREY).copy()


class DockWindow:
    """The dock of one terminal; `controller` does what its buttons do."""

    def __init__(self, bench: Bench, session: Session, clock: Clock | None = None) -> None:
        """Raises DockBroken when the page does not load."""
        self.warnings: list[str] = []
        self.controller = DockController(bench, session, clock or SystemClock())
        self._engine = QQmlApplicationEngine()
        self._engine.warnings.connect(self._warned)
        self._engine.addImageProvider("paper", _LastPaper(bench))
        self._engine.setInitialProperties({"dock": self.controller})
        self._engine.load(QUrl.fromLocalFile(str(_QML)))
        if not self._engine.rootObjects():
            raise DockBroken("\n".join(self.warnings))
        self.window = cast(QQuickWindow, self._engine.rootObjects()[0])
        self.window.show()

    def grab(self, path: Path | None = None) -> QImage:
        """What the dock looks like now, also written as PNG when a path is given."""
        image = self.window.grabWindow()
        if path is not None:
            image.save(str(path))
        return image

    def close(self) -> None:
        """Take the dock away; the devices stay as they are."""
        self.window.close()
        self.controller.close()
        self._engine.deleteLater()

    def _warned(self, errors: list[QQmlError]) -> None:
        self.warnings.extend(error.toString() for error in errors)


def open_dock(bench: Bench, session: Session, clock: Clock | None = None) -> DockWindow:
    """Open the dock beside the terminal's window; needs the application object to exist (ui.window.application)."""
    return DockWindow(bench, session, clock)
