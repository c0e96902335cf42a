"""What is on the glass, measured in millimetres and pixels: the eyes of the gates and of a technician's self-check."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickWindow

from ui.panel import Panel

CAP = 0.733
"""Cap height of Noto Sans CJK SC in em, measured."""
SMALLEST_CAP_MM = 4.8
"""ADA 707.7.2, Section 508 402.4."""
TARGET_MM = 20.0
GAP_MM = 5.0
LEADING = 0.2
"""Share of the em that is blank above and below the strokes of a line (the face asks for 1.448 em, hanzi fill 0.92)."""
DRAWN = ("scene", "beside", "signing")
REACH_TOP_MM = 1100.0
REACH_BOTTOM_MM = 380.0


@dataclass(frozen=True, slots=True)
class TextSeen:
    """One visible text. Rectangles are in window pixels."""

    text: str
    rect: QRectF
    """Where its strokes may be, without the blank above and below."""
    pixels: int
    """Font size, em."""
    whole: bool
    """Neither elided nor larger than its box."""
    owner: QQuickItem | None
    """The target it is part of."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be pressed."""

    name: str
    words: str
    rect: QRectF
    enabled: bool
    item: QQuickItem


def visible_items(item: QQuickItem) -> Iterator[QQuickItem]:
    """Every visible item below this one."""
    for child in item.childItems():
        if child.isVisible() and child.opacity() > 0:
            yield child
            yield from visible_items(child)


def scene_rect(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(QPointF(), item.size()))


def targets(window: QQuickWindow) -> list[Target]:
    """What can be pressed now, and what would be if it were enabled."""
    return [
        Target(item.objectName(), str(item.property("text") or ""), scene_rect(item), item.isEnabled(), item)
        for item in visible_items(window.contentItem())
        if item.property("stop") and item.metaObject().indexOfMethod("click()") >= 0
    ]


def texts(window: QQuickWindow) -> list[TextSeen]:
    """Every visible text that is not empty."""
    return [_text(item) for item in visible_items(window.contentItem()) if _is_text(item)]


def _is_text(item: QQuickItem) -> bool:
    return item.inherits("QQuickText") and str(item.property("text")).strip() != ""


def _text(item: QQuickItem) -> TextSeen:
    fits = item.property("contentHeight") <= item.height() + 1 and item.property("contentWidth") <= item.width() + 1
    owner = item.parentItem()
    while owner is not None and not owner.property("stop"):
        owner = owner.parentItem()
    pixels = item.property("font").pixelSize()
    return TextSeen(
        str(item.property("text")),
        scene_rect(item).adjusted(0, LEADING * pixels, 0, -LEADING * pixels),
        pixels,
        fits and not item.property("truncated"),
        owner,
    )


def page_faults(window: QQuickWindow, panel: Panel, low: bool = False) -> list[str]:
    """Everything wrong with the page as drawn now, one line each; empty when all gates hold."""
    found, seen = targets(window), texts(window)
    return [
        *_text_faults(seen, panel),
        *_overlap_faults(seen, found),
        *_drawing_faults(window, seen, found),
        *_target_faults(found, panel),
        *_gap_faults(found, panel),
        *(_reach_faults(found, panel) if low else ()),
        *nameless(window),
    ]


def _text_faults(seen: list[TextSeen], panel: Panel) -> Iterator[str]:
    glass = QRectF(0, 0, panel.width, panel.height)
    for text in seen:
        if not text.whole:
            yield f"T-04 cut: {text.text!r}"
        if not glass.adjusted(-1, -1, 1, 1).contains(text.rect):
            yield f"T-04 off the glass: {text.text!r} at {text.rect}"
        if text.owner is not None and not scene_rect(text.owner).adjusted(-1, -1, 1, 1).contains(text.rect):
            yield f"T-04 sticks out of its button: {text.text!r}"
        if text.pixels / panel.ppm * CAP < SMALLEST_CAP_MM:
            yield f"T-03 too small: {text.text!r}, {text.pixels} px"


def _overlap_faults(seen: list[TextSeen], found: list[Target]) -> Iterator[str]:
    for one, other in combinations(seen, 2):
        if one.rect.intersects(other.rect):
            yield f"T-04 over each other: {one.text!r}, {other.text!r}"
    for text in seen:
        for target in found:
            if text.owner is not target.item and target.rect.intersects(text.rect.adjusted(1, 0, -1, 0)):
                yield f"T-04 {text.text!r} under {target.name!r}"


def _drawing_faults(window: QQuickWindow, seen: list[TextSeen], found: list[Target]) -> Iterator[str]:
    """The large sign and the guide's picture are drawn in free room only."""
    for sign in (item for item in visible_items(window.contentItem()) if item.objectName() in DRAWN):
        drawn = scene_rect(sign)
        for target in found:
            if drawn.intersects(target.rect):
                yield f"T-04 the large sign under {target.name!r}"
        for text in seen:
            if drawn.intersects(text.rect):
                yield f"T-04 the large sign under {text.text!r}"


def _target_faults(found: list[Target], panel: Panel) -> Iterator[str]:
    glass = QRectF(0, 0, panel.width, panel.height)
    for target in found:
        least = min(target.rect.width(), target.rect.height()) / panel.ppm
        if least < TARGET_MM - 1 / panel.ppm:
            yield f"T-05 small: {target.name!r}, {least:.1f} mm"
        if not glass.contains(target.rect.adjusted(1, 1, -1, -1)):
            yield f"T-04 off the glass: {target.name!r}"


def _gap_faults(found: list[Target], panel: Panel) -> Iterator[str]:
    least = GAP_MM - 1.5 / panel.ppm
    for one, other in combinations(found, 2):
        across = max(one.rect.left(), other.rect.left()) - min(one.rect.right(), other.rect.right())
        down = max(one.rect.top(), other.rect.top()) - min(one.rect.bottom(), other.rect.bottom())
        if max(across, down) / panel.ppm < least:
            yield f"T-05 too near: {one.name!r}, {other.name!r}: {max(across, down) / panel.ppm:.1f} mm"


def _reach_faults(found: list[Target], panel: Panel) -> Iterator[str]:
    for target in found:
        top = panel.mount_mm + (panel.height - target.rect.top()) / panel.ppm
        bottom = panel.mount_mm + (panel.height - target.rect.bottom()) / panel.ppm
        if target.enabled and (top > REACH_TOP_MM + 1 or bottom < REACH_BOTTOM_MM):
            yield f"T-08 out of reach: {target.name!r}, {bottom:.0f} to {top:.0f} mm above the floor"


def nameless(window: QQuickWindow) -> Iterator[str]:
    """T-01: whatever can take the focus has a name."""
    QAccessible.setActive(True)
    root = QAccessible.queryAccessibleInterface(window)
    for node in _nodes(root):
        state = node.state()
        if state.focusable and not state.invisible and not node.text(QAccessible.Text.Name).strip():
            yield f"T-01 no name: {node.object().objectName()!r} {node.role()}"


def _nodes(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield node
    for index in range(node.childCount()):
        child = node.child(index)
        if child is not None and child.isValid():
            yield from _nodes(child)


def settle() -> None:
    """Let queued signals and layout happen."""
    for _ in range(5):
        QGuiApplication.processEvents()


def turn_page(window: QQuickWindow, name: str = "page:after") -> bool:
    """Press the page's own 下一页 (page:before: its 上一页); False when there is none."""
    for target in targets(window):
        if target.name == name and target.enabled:
            target.item.click()  # type: ignore[attr-defined]
            settle()
            return True
    return False
