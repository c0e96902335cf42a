"""A page as a JPEG that is never larger than may be sent."""

import io

from PIL import Image

CAP = 600_000
"""Bytes of one page: a submission with a dozen stays under a quarter of what the hub takes."""
_QUALITIES = (85, 75, 65, 55)
_SMALLER = 0.75


def encode(page: Image.Image, cap: int = CAP) -> tuple[bytes, Image.Image]:
    """The bytes and the picture they show: coarser, then smaller, until it fits. No camera's notes (EXIF) inside."""
    shown = page.convert("RGB")
    while True:
        for quality in _QUALITIES:
            out = io.BytesIO()
            shown.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= cap:
                return out.getvalue(), shown
        shown = shown.resize((max(8, round(shown.width * _SMALLER)), max(8, round(shown.height * _SMALLER))))
