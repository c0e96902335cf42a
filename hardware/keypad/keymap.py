"""The key map: a TOML file from meanings to key codes, every mistake named with its mend."""

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from hardware.keypad.types import PadKey

DEFAULT = Path(__file__).with_name("default.toml")
HIGHEST = 0x2FF
"""KEY_MAX of linux/input-event-codes.h."""


def _named() -> Iterator[tuple[str, int]]:
    yield from (("KEY_ESC", 1), ("KEY_BACKSPACE", 14), ("KEY_TAB", 15), ("KEY_ENTER", 28), ("KEY_SPACE", 57))
    yield from ((f"KEY_{n}", 1 + n or 11) for n in range(1, 10))
    yield "KEY_0", 11
    yield from zip((f"KEY_KP{n}" for n in range(10)), (82, 79, 80, 81, 75, 76, 77, 71, 72, 73), strict=True)
    yield from (("KEY_KPENTER", 96), ("KEY_KPDOT", 83), ("KEY_KPPLUS", 78), ("KEY_KPMINUS", 74), ("KEY_KPASTERISK", 55))
    yield from (("KEY_HOME", 102), ("KEY_UP", 103), ("KEY_PAGEUP", 104), ("KEY_LEFT", 105), ("KEY_RIGHT", 106))
    yield from (("KEY_END", 107), ("KEY_DOWN", 108), ("KEY_PAGEDOWN", 109), ("KEY_INSERT", 110), ("KEY_DELETE", 111))
    yield from (("KEY_MUTE", 113), ("KEY_VOLUMEDOWN", 114), ("KEY_VOLUMEUP", 115), ("KEY_HELP", 138), ("KEY_BACK", 158))
    yield from (("KEY_OK", 352), ("KEY_SELECT", 353), ("KEY_INFO", 358))
    yield from ((f"KEY_F{n}", 58 + n) for n in range(1, 11))
    yield from (("KEY_F11", 87), ("KEY_F12", 88))
    yield from ((f"KEY_F{n}", 170 + n) for n in range(13, 25))


CODES: Mapping[str, int] = dict(_named())
"""Names a key map may use; other keys are written as their number."""


class BadKeyMap(ValueError):
    """The key map cannot be used; the message is Chinese, for a technician, and names the mend."""


def load_key_map(path: Path | None = None) -> dict[int, PadKey]:
    """Key code -> meaning. path: None for the shipped one. Raises BadKeyMap."""
    path = path or DEFAULT
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadKeyMap(f"读不了键表 {path}。请检查路径和权限。") from error
    except ValueError as error:  # tomllib.TOMLDecodeError and UnicodeDecodeError are both one
        raise BadKeyMap(f"键表 {path} 不是有效的 TOML（UTF-8）。请照 hardware/keypad/default.toml 写。") from error
    keys = raw.get("keys")
    if not isinstance(keys, dict) or set(raw) != {"keys"}:
        raise BadKeyMap(f"键表 {path} 里要有一张 [keys] 表，别的不要。")
    return _read(path, keys)


def _read(path: Path, keys: Mapping[str, object]) -> dict[int, PadKey]:
    found: dict[int, PadKey] = {}
    for meaning, codes in keys.items():
        if meaning not in set(PadKey):
            raise BadKeyMap(f"键表 {path}：没有“{meaning}”这个用法{_like(meaning, list(PadKey))}。")
        for code in codes if isinstance(codes, list) else [codes]:
            number = _number(path, code)
            if found.setdefault(number, PadKey(meaning)) != meaning:
                raise BadKeyMap(f"键表 {path}：{code} 写了两次，又是 {found[number]} 又是 {meaning}。请留一个。")
    return found


def _number(path: Path, code: object) -> int:
    if isinstance(code, int) and not isinstance(code, bool) and 0 < code <= HIGHEST:
        return code
    if isinstance(code, str) and code in CODES:
        return CODES[code]
    raise BadKeyMap(
        f"键表 {path}：不认识的键 {code!r}{_like(str(code), list(CODES))}。没有名字的键写编号，1 到 {HIGHEST}。"
    )


def _like(wrong: str, names: list[str]) -> str:
    near = difflib.get_close_matches(wrong, names, n=1)
    return f"，是不是 {near[0]}" if near else ""
