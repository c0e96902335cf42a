"""Pictures of papers that a guide asked for: in memory, for the two ends of their call, until it ends."""

import io
from dataclasses import dataclass, field

from PIL import Image, UnidentifiedImageError

from hub.outcomes import Refused, refused

PHOTO_LIMIT = 1024 * 1024
PER_CALL = 8
MOST_PIXELS = 20_000_000


@dataclass(slots=True)
class Photos:
    """By call and picture. A call may send as many pictures as its guide asked for, and no more."""

    _asked: dict[str, int] = field(default_factory=dict)
    _kept: dict[str, dict[str, bytes]] = field(default_factory=dict)

    def asked(self, call_id: str) -> None:
        """The guide of a call asked for one more."""
        self._asked[call_id] = self._asked.get(call_id, 0) + 1

    def keep(self, call_id: str, photo_id: str, jpeg: bytes) -> Refused | None:
        """Take one in; the same one again changes nothing."""
        kept = self._kept.setdefault(call_id, {})
        if kept.get(photo_id) == jpeg:
            return None
        if photo_id in kept:
            return refused(409, "hash_differs", "同一个编号，内容却不同。")
        if not self._asked.get(call_id):
            return refused(409, "not_asked", "现在没有请您拍照。")
        if not _is_jpeg(jpeg):
            return refused(415, "bad_picture", "要一张 JPEG 照片。")
        self._asked[call_id] -= 1
        while len(kept) >= PER_CALL:
            del kept[next(iter(kept))]
        kept[photo_id] = jpeg
        return None

    def get(self, call_id: str, photo_id: str) -> bytes | None:
        """One picture."""
        return self._kept.get(call_id, {}).get(photo_id)

    def forget(self, call_id: str) -> None:
        """The call is over."""
        self._asked.pop(call_id, None)
        self._kept.pop(call_id, None)


def _is_jpeg(data: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
            return picture.width * picture.height <= MOST_PIXELS
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return False
