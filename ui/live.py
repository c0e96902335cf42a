"""Moving pictures on the page, the guide's and what lies under the document camera.

Frames come from other threads and are drawn by QML at its own pace. An image provider instead of VideoOutput: the
software renderer draws nothing for a VideoOutput.
"""

import threading
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

LIVE_ID, PAPER_ID = "live", "paper"


class LiveProvider(QQuickImageProvider):
    """`image://live/<number>`, `image://paper/<number>`: whatever frame came last."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._lock = threading.Lock()
        self._image = QImage()

    def hold(self, image: QImage) -> None:
        """The newest frame; a null one forgets the last."""
        with self._lock:
            self._image = image

    def requestImage(self, image_id: str, size: QSize, requested: QSize) -> QImage:
        with self._lock:
            image = self._image
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image


class LivePicture(QObject):
    """Takes frames on any thread and tells the page on its own. A page that is slow shows fewer, never old ones."""

    _came = Signal()

    def __init__(self, provider: LiveProvider, visit: QObject, number: str) -> None:
        """number: the page's property that says which frame is to be shown, 0 for none."""
        super().__init__()
        self._property = number
        self._provider = provider
        self._visit: QObject | None = visit
        self._number, self._told, self._shows = 0, True, False
        self._came.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def close(self) -> None:
        """The page is gone; frames still under way are told to nobody."""
        self._shows, self._visit = False, None

    def take(self, picture: Any) -> None:
        """picture: uint8, height x width x RGB, or None when there is no picture any more."""
        self._shows = picture is not None
        if picture is None:
            self._provider.hold(QImage())
        else:
            high, wide = picture.shape[:2]
            image = QImage(picture.tobytes(), wide, high, wide * 3, QImage.Format.Format_RGB888)
            self._provider.hold(image.copy())
        if self._told:
            self._told = False
            self._came.emit()

    def _tell(self) -> None:
        self._told = True
        self._number = self._number % 1_000_000 + 1
        if self._visit is not None:
            self._visit.setProperty(self._property, self._number if self._shows else 0)
