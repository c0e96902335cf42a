"""Where the Chinese font of this machine is: Noto CJK (SIL Open Font License 1.1), from the distribution."""

import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from PIL import ImageFont

MONO = "Noto Sans Mono CJK SC"
"""The mono face: Latin letters are exactly half as wide as Chinese ones, as in a printer's own font."""
SANS = "Noto Sans CJK SC"
_KNOWN = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-{weight}.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-{weight}.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-{weight}.ttc",
)
_FACES_IN_FILE = 16
_ANY_SIZE = 24


class FontAbsent(RuntimeError):
    """No Chinese font to draw with: the installation is incomplete (Debian: fonts-noto-cjk)."""


@cache
def find_font(face: str = MONO, bold: bool = False) -> tuple[Path, int]:
    """The font file and the number of the face in it. Raises FontAbsent."""
    for path in _candidates(face, "Bold" if bold else "Regular"):
        for index in range(_FACES_IN_FILE):
            try:
                font = ImageFont.truetype(str(path), _ANY_SIZE, index=index)
            except OSError:
                break
            if font.getname()[0] == face:
                return path, index
    raise FontAbsent("没有找到中文字体。请安装 fonts-noto-cjk 软件包。")


def _candidates(face: str, weight: str) -> Iterable[Path]:
    for pattern in _KNOWN:
        path = Path(pattern.format(weight=weight))
        if path.exists():
            yield path
    if finder := shutil.which("fc-match"):
        query = [finder, "--format=%{file}", f"{face}:style={weight}"]
        found = subprocess.run(query, capture_output=True, text=True, timeout=10, check=False).stdout
        if found:
            yield Path(found)
