"""A script of faults: a small JSON file that says at what time, or at what page of a visit, which order is given.

[{"at": 3.5, "do": ["printer", "fault", "paper_out"]}, {"page": "confirm", "do": ["line", "cut"]}]
"""

import json
from dataclasses import dataclass
from pathlib import Path

from kiosk.core.system_words import system_says


class BadScript(ValueError):
    """The file is no script; the message says where, in Chinese."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One order. at: seconds from the start; page: when a page whose key begins so is first shown."""

    do: tuple[str, ...]
    at: float | None = None
    page: str = ""


def read_script(path: Path) -> tuple[Cue, ...]:
    """The cues in their order. Raises BadScript."""
    try:
        raw = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BadScript(f"读不了 {path}：{system_says(error)}。") from None
    except ValueError:
        raise BadScript(f"{path} 不是 JSON。") from None
    if not isinstance(raw, list):
        raise BadScript(f"{path} 里要是一个列表。")
    return tuple(_cue(number, item) for number, item in enumerate(raw, 1))


def _cue(number: int, item: object) -> Cue:
    if not isinstance(item, dict) or not set(item) <= {"at", "page", "do"}:
        raise BadScript(f"第 {number} 条只能有 at 或 page，和 do。")
    do, at, page = item.get("do"), item.get("at"), item.get("page", "")
    if not isinstance(do, list) or not do or not all(isinstance(word, str) for word in do):
        raise BadScript(f'第 {number} 条的 do 要是词的列表，如 ["printer", "fault", "paper_out"]。')
    timed = isinstance(at, int | float) and not isinstance(at, bool) and 0 <= at <= 86400
    if timed == bool(page) or (at is not None and not timed) or not isinstance(page, str):
        raise BadScript(f"第 {number} 条要写 at（秒）或 page（页面），只写一个。")
    return Cue(tuple(do), float(at) if isinstance(at, int | float) and timed else None, page)


class Playing:
    """Which cues are due. Each is given once."""

    def __init__(self, cues: tuple[Cue, ...]) -> None:
        self._left = list(cues)

    @property
    def over(self) -> bool:
        return not self._left

    def due(self, seconds: float, page: str) -> list[Cue]:
        """The cues for this moment, in the script's order."""
        now = [
            cue for cue in self._left
            if (cue.at is not None and cue.at <= seconds) or (cue.page and page.startswith(cue.page))
        ]  # fmt: skip
        self._left = [cue for cue in self._left if cue not in now]
        return now
