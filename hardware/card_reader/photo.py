"""The plug-in point for a vendor's licensed WLT decoder: the entry point group `community_kiosk.photo_decoder`.

None is shipped: there is no open decoder (docs/hardware/card_reader.md). A plug-in is a package whose entry point loads
to something with `decode` as in types.PhotoDecoder.
"""

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points

from hardware.card_reader.types import PhotoDecoder

GROUP = "community_kiosk.photo_decoder"
WLT_BYTES = 1024
WIDTH, HEIGHT = 102, 126
BMP_BYTES = 38862
"""54 of header and 126 rows of 308."""


class NoPhoto(ValueError):
    """No picture came out; the message is Chinese, for a technician."""


def photo_decoder(found: Iterable[EntryPoint] | None = None) -> PhotoDecoder | None:
    """The installed decoder, the first by name; None when there is none. Raises NoPhoto when it cannot be loaded."""
    points = sorted(entry_points(group=GROUP) if found is None else found, key=lambda point: point.name)
    if not points:
        return None
    try:
        loaded = points[0].load()
        decoder = loaded() if isinstance(loaded, type) else loaded
        if not callable(getattr(decoder, "decode", None)):
            raise TypeError("no decode")
    except Exception as error:  # whatever a vendor's package does at import
        raise NoPhoto(f"照片解码插件 {points[0].name} 装不上（{type(error).__name__}）。请问读卡器厂家。") from error
    return decoder  # type: ignore[no-any-return]  # checked to have decode


def decode_photo(wlt: bytes, decoder: PhotoDecoder | None) -> bytes:
    """A card's photo as BMP, 102 x 126, 24 bits. Raises NoPhoto; what a plug-in returns is not believed unseen."""
    if decoder is None:
        raise NoPhoto("没有装照片解码插件。照片要读卡器厂家授权的解码库，本程序不带。")
    if len(wlt) != WLT_BYTES:
        raise NoPhoto(f"卡里的照片是 {len(wlt)} 字节，应是 {WLT_BYTES}。")
    try:
        bmp = decoder.decode(wlt)
    except ValueError as error:
        raise NoPhoto("照片解不出来。") from error
    size = int.from_bytes(bmp[18:22], "little"), abs(int.from_bytes(bmp[22:26], "little", signed=True))
    if bmp[:2] != b"BM" or len(bmp) != BMP_BYTES or size != (WIDTH, HEIGHT):
        raise NoPhoto("照片解码插件给的不是 102×126 的 BMP。")
    return bmp
