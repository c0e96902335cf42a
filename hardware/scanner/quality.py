"""Whether somebody else could read a straightened page. Pure.

Measured on a copy of one size, so that a camera's resolution does not change the judgement. The limits come from the
synthetic pages of tests/hardware/scanner, which go from plainly good to plainly bad; no real camera has been judged.
"""

import numpy as np
import numpy.typing as npt
from PIL import Image

from hardware.scanner.types import Doubt, Grey

ACROSS = 1000
"""Width of the copy."""
TILE = 20
DARK = 75
"""Median of the paper."""
BURNT = 250
GLARE_SHARE = 0.003
"""Of the page's tiles: a lamp's reflection the size of a thumbnail."""
INK = 40
"""Grey levels between paper and writing."""
INK_SHARE = 0.0015
"""Of the page: two short lines of print."""
SHARP = 0.035
"""Steepness of the steepest edges against the contrast of the writing."""


def judge(page: Image.Image) -> Doubt | None:
    """The first thing wrong with a page, None when it can be read."""
    grey = _copy(page)
    paper = float(np.percentile(grey, 75))
    if paper < DARK:
        return Doubt.DARK
    if glare(grey, paper) > GLARE_SHARE:
        return Doubt.GLARE
    if inked(grey, paper) < INK_SHARE:
        return Doubt.BLANK
    return Doubt.BLURRED if sharpness(grey) < SHARP else None


def glare(grey: Grey, paper: float) -> float:
    """Share of the tiles that are burnt out through and through, on paper that is not itself that bright."""
    if paper >= BURNT - 4:
        return 0.0
    tiles = _tiles(grey)
    return float(np.mean(tiles.min(axis=(1, 3)) >= BURNT))


def inked(grey: Grey, paper: float) -> float:
    """Share of the page that is clearly darker than its paper, the outermost rim left out."""
    rim = max(1, grey.shape[1] // 40)
    inner = grey[rim:-rim, rim:-rim]
    return float(np.mean(inner < paper - INK)) if inner.size else 0.0


def sharpness(grey: Grey) -> float:
    """How steep the page's steepest thousandth of edges is, against the contrast of its writing; 0 to 1.

    The second difference over two pixels: an edge that takes four pixels has hardly any.
    """
    wide = grey.astype(np.float32)
    bend = np.abs(4 * wide[1:-1, 1:-1] - wide[:-2, 1:-1] - wide[2:, 1:-1] - wide[1:-1, :-2] - wide[1:-1, 2:])
    rim = max(2, grey.shape[1] // 40)
    inner = bend[rim:-rim, rim:-rim]
    if not inner.size:
        return 0.0
    low, high = np.percentile(grey[rim:-rim, rim:-rim], (0.2, 90))
    contrast = max(float(high - low), 20.0)
    return float(np.percentile(inner, 99) / (4 * contrast))


def _copy(page: Image.Image) -> Grey:
    height = max(TILE, round(page.height * ACROSS / page.width))
    resampling = Image.Resampling.BOX if page.width > ACROSS else Image.Resampling.BICUBIC
    return np.asarray(page.convert("L").resize((ACROSS, height), resampling))


def _tiles(grey: Grey) -> npt.NDArray[np.uint8]:
    rows, columns = grey.shape[0] // TILE, grey.shape[1] // TILE
    return grey[: rows * TILE, : columns * TILE].reshape(rows, TILE, columns, TILE)
