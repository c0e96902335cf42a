"""Finds the paper in a frame and straightens it. Pure; numpy and Pillow only, on a small copy of the frame.

The mat under a document camera is darker than paper: bright pixels, the largest connected patch of them, its convex
hull, and of that the four sides that remain when the side that costs least area is taken away again and again. So a
rounded corner, a thumb's shade or a reflection at the rim does not shift the others.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PIL import Image

from hardware.scanner.types import Corner, Corners, Grey, Kind

LOOK = 320
"""Width of the small copy."""
SMALLEST = 0.015
"""A paper's least share of the frame: an identity card under an A4 camera has 7 %."""
LEAST_CONTRAST = 35
"""Grey levels by which paper must be brighter than the mat."""
LEAST_FILL = 0.85
"""Of the four-sided figure, what the patch must cover; less is no sheet of paper."""
LONGEST = 2200
"""Pixels of the straightened page's longer side: A4 at 190 dpi."""
CARD = (85.6, 54.0)

Runs = list[tuple[int, int, int]]


def find_page(picture: Image.Image) -> Corners | None:
    """The paper's corners in pixels of the picture; None where there is none."""
    scale = picture.width / LOOK
    small = picture.convert("L").resize((LOOK, max(1, round(picture.height / scale))), Image.Resampling.BOX)
    grey: Grey = np.asarray(small)
    limit = _between(grey)
    if limit is None:
        return None
    patch = _largest(grey > limit)
    if not patch or sum(end - start for _, start, end in patch) < SMALLEST * grey.size:
        return None
    hull = _hull([corner for y, start, end in patch for corner in _rim(y, start, end)])
    quad = _four_sides(hull)
    if quad is None or _area(hull) < LEAST_FILL * _area(quad):
        return None
    ordered = _ordered([(x * scale, y * scale) for x, y in quad])
    return ordered


def cut_off(corners: Corners, size: tuple[int, int]) -> bool:
    """Whether a corner lies at or beyond the rim of the frame."""
    width, height = size
    margin = 0.008 * width
    return any(x < margin or y < margin or x > width - margin or y > height - margin for x, y in corners)


def straighten(picture: Image.Image, corners: Corners, kind: Kind) -> Image.Image:
    """The paper alone, seen from straight above."""
    top_left, top_right, bottom_right, bottom_left = corners
    width = max(_length(top_left, top_right), _length(bottom_left, bottom_right))
    height = max(_length(top_left, bottom_left), _length(top_right, bottom_right))
    if kind == "card":
        long, short = CARD
        width, height = (width, width * short / long) if width >= height else (height * short / long, height)
    shrink = min(1.0, LONGEST / max(width, height))
    target = max(8, round(width * shrink)), max(8, round(height * shrink))
    return picture.transform(
        target, Image.Transform.PERSPECTIVE, perspective(rectangle(target), corners), Image.Resampling.BICUBIC
    )


def _between(grey: Grey) -> float | None:
    """Otsu's threshold; None where there are not two clearly different greys."""
    counts = np.bincount(grey.ravel(), minlength=256).astype(np.float64)
    levels = np.arange(256)
    below, weight = np.cumsum(counts * levels), np.cumsum(counts)
    above = weight[-1] - weight
    valid = (weight > 0) & (above > 0)
    mean_low = np.divide(below, weight, out=np.zeros(256), where=valid)
    mean_high = np.divide(below[-1] - below, above, out=np.zeros(256), where=valid)
    spread = np.where(valid, weight * above * (mean_high - mean_low) ** 2, 0.0)
    best = int(np.argmax(spread))
    return float(best) if mean_high[best] - mean_low[best] >= LEAST_CONTRAST else None


def _largest(mask: npt.NDArray[np.bool_]) -> Runs:
    """The largest connected patch, as runs (row, start, end) of its pixels: union-find over the runs of each row."""
    runs: Runs = []
    parent: list[int] = []
    before: list[int] = []

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = mask
    steps = np.diff(padded, axis=1)
    for y in range(mask.shape[0]):
        starts, ends = np.flatnonzero(steps[y] == 1), np.flatnonzero(steps[y] == -1)
        row = []
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            number = len(runs)
            runs.append((y, start, end))
            parent.append(number)
            row.append(number)
            for other in before:
                if runs[other][1] < end and start < runs[other][2]:
                    parent[root(other)] = root(number)
        before = row
    size: dict[int, int] = {}
    for number, (_, start, end) in enumerate(runs):
        size[root(number)] = size.get(root(number), 0) + end - start
    if not size:
        return []
    winner = max(size, key=lambda n: size[n])
    return [run for number, run in enumerate(runs) if root(number) == winner]


def _rim(y: int, start: int, end: int) -> tuple[Corner, ...]:
    return ((start, y), (end, y), (start, y + 1), (end, y + 1))


def _hull(points: Sequence[Corner]) -> list[Corner]:
    """Andrew's monotone chain, counter-clockwise in a frame whose y points down."""
    unique = sorted(set(points))
    if len(unique) < 3:
        return unique

    def chain(along: Sequence[Corner]) -> list[Corner]:
        kept: list[Corner] = []
        for point in along:
            while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
                kept.pop()
            kept.append(point)
        return kept[:-1]

    return chain(unique) + chain(unique[::-1])


def _turn(a: Corner, b: Corner, c: Corner) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _four_sides(hull: list[Corner]) -> list[Corner] | None:
    """The hull with sides taken away, cheapest first, until four are left; None for what has fewer."""
    corners = list(hull)
    while len(corners) > 4:
        costs = [_without(corners, n) for n in range(len(corners))]
        possible = [(cost, n, meet) for n, (cost, meet) in enumerate(costs) if meet is not None]
        if not possible:
            return None
        _, n, meet = min(possible)
        assert meet is not None
        following = (n + 1) % len(corners)
        corners[n] = meet
        del corners[following]
    return corners if len(corners) == 4 else None


def _without(corners: list[Corner], n: int) -> tuple[float, Corner | None]:
    """What taking away the side from corner n to the next costs in area, and where its neighbours then meet."""
    count = len(corners)
    a, b, c, d = (corners[(n + k) % count] for k in (-1, 0, 1, 2))
    down = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
    if abs(down) < 1e-9:
        return 0.0, None
    along = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / down
    if along < 1.0:  # they would meet behind, not beyond
        return 0.0, None
    meet = (a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1]))
    return abs(_turn(b, meet, c)) / 2, meet


def _area(corners: Sequence[Corner]) -> float:
    closed = [*corners, corners[0]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(closed))) / 2


def _ordered(corners: list[Corner]) -> Corners:
    """Clockwise as seen, beginning at the corner nearest the frame's top left."""
    middle = (sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4)
    around = sorted(corners, key=lambda c: np.arctan2(c[1] - middle[1], c[0] - middle[0]))
    first = min(range(4), key=lambda n: around[n][0] + around[n][1])
    a, b, c, d = (around[(first + n) % 4] for n in range(4))
    return a, b, c, d


def _length(a: Corner, b: Corner) -> float:
    return float(np.hypot(a[0] - b[0], a[1] - b[1]))


def rectangle(size: tuple[int, int]) -> Corners:
    """A whole picture's own corners."""
    width, height = size
    return (0, 0), (width, 0), (width, height), (0, height)


def perspective(shown: Corners, taken: Corners) -> tuple[float, ...]:
    """Pillow's eight numbers that say where each pixel comes from: what is at `taken` comes to lie at `shown`."""
    rows, wanted = [], []
    for (x, y), (u, v) in zip(shown, taken, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    return tuple(float(n) for n in np.linalg.solve(np.array(rows, float), np.array(wanted, float)))
