"""Pinyin letters to Chinese, by Debian's libgooglepinyin0 (Apache-2.0) through its C interface.

Only searching is used, never choosing, and choosing is what teaches the library: nothing one resident types can be
offered to the next. The file of learnt words it insists on is made in a private place and removed at once.
"""

import ctypes
import ctypes.util
import itertools
import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIBRARY = "libgooglepinyin.so.0"
LONGEST = 36
"""Letters the library takes in one go are 39; a few are kept in hand."""
MOST = 60
"""Candidates worth paging through."""

_TEXT = 64


class DecoderMissing(RuntimeError):
    """libgooglepinyin or its dictionary is not installed."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A text and how many of the typed letters it stands for."""

    text: str
    letters: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What typed letters may mean, best first; `syllables` are the letters cut as they were understood."""

    guesses: tuple[Guess, ...]
    syllables: tuple[str, ...]


class PinyinDecoder:
    """The library, opened. One a process, one thread; use `open_decoder`."""

    def __init__(self, library: str = LIBRARY) -> None:
        """Raises DecoderMissing."""
        try:
            self._lib = ctypes.CDLL(library)
        except OSError as error:
            raise DecoderMissing(library) from error
        dictionary = _dictionary()
        if dictionary is None:
            raise DecoderMissing("dict_pinyin.dat")
        self._declare()
        memory = Path("/dev/shm")
        folder = Path(tempfile.mkdtemp(prefix="kiosk-input-", dir=memory if os.access(memory, os.W_OK) else None))
        try:
            if not self._lib.im_open_decoder(str(dictionary).encode(), str(folder / "unused").encode()):
                raise DecoderMissing(str(dictionary))
        finally:
            shutil.rmtree(folder)

    def _declare(self) -> None:
        lib, size = self._lib, ctypes.c_size_t
        lib.im_open_decoder.restype = ctypes.c_bool
        lib.im_open_decoder.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
        lib.im_search.restype = size
        lib.im_search.argtypes = [ctypes.c_char_p, size]
        lib.im_get_candidate.restype = ctypes.c_void_p
        lib.im_get_candidate.argtypes = [size, ctypes.c_void_p, size]
        lib.im_get_spl_start_pos.restype = size
        lib.im_get_spl_start_pos.argtypes = [ctypes.POINTER(ctypes.POINTER(ctypes.c_uint16))]
        lib.im_reset_search.restype = None

    def read(self, letters: str) -> Reading:
        """letters: a to z, v for ü, at most LONGEST."""
        self._lib.im_reset_search()
        count = self._lib.im_search(letters.encode("ascii"), len(letters))
        starts = self._starts(letters)
        syllables = tuple(letters[a:b] for a, b in itertools.pairwise(starts))
        texts = [self._candidate(index) for index in range(min(count, MOST))]
        guesses = [Guess(text, starts[len(text)]) for text in texts if text and len(text) < len(starts)]
        self._lib.im_reset_search()
        # The everyday characters first; the library mixes traditional forms in.
        guesses.sort(key=lambda guess: (-guess.letters, not _everyday(guess.text)))
        return Reading(tuple(guesses), syllables)

    def _starts(self, letters: str) -> list[int]:
        positions = ctypes.POINTER(ctypes.c_uint16)()
        count = self._lib.im_get_spl_start_pos(ctypes.byref(positions))
        return [min(int(positions[i]), len(letters)) for i in range(count + 1)]

    def _candidate(self, index: int) -> str:
        buffer = (ctypes.c_uint16 * _TEXT)()
        if not self._lib.im_get_candidate(index, ctypes.byref(buffer), _TEXT):
            return ""
        return bytes(buffer).decode("utf-16-le").partition("\0")[0]


@cache
def open_decoder() -> PinyinDecoder:
    """The process's decoder. Raises DecoderMissing."""
    return PinyinDecoder()


def _dictionary() -> Path | None:
    places = [*Path("/usr/lib").glob("*/googlepinyin/data"), Path("/usr/lib/googlepinyin/data")]
    return next((place / "dict_pinyin.dat" for place in places if (place / "dict_pinyin.dat").exists()), None)


def _everyday(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
