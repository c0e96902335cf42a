"""Pictograms for QML: `image://pictogram/<name>/<ink>/<fill>`, rendered crisply at whatever size is asked."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from ui.pictograms.drawing import FILL, GENERIC, INK, UnknownPictogram, pictogram_svg

PROVIDER_ID = "pictogram"
DEFAULT_SIZE = 96
"""Pixels when the page names no sourceSize."""


def render(name: str, size: int, ink: str = INK, fill: str = FILL) -> QImage:
    """A size × size picture on a transparent ground. Raises UnknownPictogram."""
    # Before the painter exists: a painter left open on a dying image brings the program down.
    drawing = QSvgRenderer(QByteArray(pictogram_svg(name, ink, fill)))
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


class PictogramProvider(QQuickImageProvider):
    """Install with `engine.addImageProvider(PROVIDER_ID, PictogramProvider(...))`.

    Colours in the address are written without "#" (a "#" would end the address): `tick/1a1a1a/c9dcff`; a missing
    ink or fill is the master's own. on_unknown hears, once a name, of a pictogram nobody drew; the page then shows
    the generic shape.
    """

    def __init__(self, on_unknown: Callable[[str], None]) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._on_unknown = on_unknown
        self._reported: set[str] = set()

    def requestImage(self, image_id: str, size: QSize, requested: QSize) -> QImage:
        name, *colours = image_id.split("/")
        ink, fill = (*map(_colour, colours), *(INK, FILL)[len(colours) :])
        side = max(requested.width(), requested.height())
        side = side if side > 0 else DEFAULT_SIZE
        size.setWidth(side)
        size.setHeight(side)
        try:
            return render(name, side, ink, fill)
        except UnknownPictogram:
            if name not in self._reported:
                self._reported.add(name)
                self._on_unknown(name)
            return render(GENERIC, side, ink, fill)


def _colour(text: str) -> str:
    """ "1a1a1a", "#1a1a1a" and QML's "ff1a1a1a" (alpha first) all name the same ink; the set is always opaque."""
    text = text.removeprefix("%23").removeprefix("#")
    return text if text == "none" else f"#{text[-6:]}"
