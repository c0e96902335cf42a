"""A mistake in a catalogue file: where it is, what is wrong, how to mend it. For whoever edits the files."""

import difflib
from dataclasses import asdict, dataclass
from typing import Any

from pydantic_core import ErrorDetails

from kiosk.catalogue.yaml_marks import MarkedText, Place


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One line of `kiosk catalogue check`."""

    file: str
    line: int
    """From 1."""
    field: str
    """「fields[2].when.is」, or "" for the file as a whole."""
    problem: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field or '整个文件'}: {self.problem}；{self.mend}"

    def to_json(self) -> dict[str, Any]:
        """The same as a JSON object."""
        return asdict(self)


class CatalogueInvalid(ValueError):
    """A catalogue that must be right has mistakes; all of them are in `mistakes`."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


def place_name(place: Place) -> str:
    """("fields", 2, "when", "is") -> fields[2].when.is"""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def mistake_at(file: str, marked: MarkedText, place: Place, problem: str, mend: str) -> Mistake:
    """A mistake at a place of a file that was read."""
    return Mistake(file, marked.line(place), place_name(place), problem, mend)


def from_schema(file: str, marked: MarkedText, error: ErrorDetails, known_keys: list[str]) -> Mistake:
    """Say one pydantic error in Chinese.

    known_keys: names allowed where an unknown key stands, to suggest the one that was meant.
    """
    place: Place = tuple(error["loc"])
    problem, mend = _said(error, marked, place, known_keys)
    return mistake_at(file, marked, place, problem, mend)


def _said(error: ErrorDetails, marked: MarkedText, place: Place, known_keys: list[str]) -> tuple[str, str]:
    limits = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return f"缺少 {place[-1]}", f"请补上 {place[-1]}"
        case "extra_forbidden":
            return f"不认识 {place[-1]}", _meant(str(place[-1]), known_keys)
        case "string_type" if place in marked.plain:
            return "这里要文字", f'请加引号，写成 "{marked.plain[place]}"'
        case "string_type":
            return "这里要文字", "请写成一段文字"
        case "literal_error" | "enum":
            return f"没有 {error['input']} 这个取值", f"请改成其中之一：{limits.get('expected', '')}"
        case "string_pattern_mismatch":
            return f"{error['input']} 的写法不对", f"请按 {limits.get('pattern', '')} 的样子写"
        case "list_type" | "tuple_type":
            return "这里要一个列表", "请每项一行，前面加“- ”，或写成 [甲, 乙]"
        case "model_type" | "dict_type" | "model_attributes_type":
            return "这里要“名字: 值”的形式", "请按“名字: 值”一行一行写"
        case "bool_type" | "bool_parsing":
            return "这里要是或否", "请写 true 或 false"
        case "int_type" | "int_parsing" | "int_from_float":
            return "这里要整数", "请只写数字，不加引号和单位"
        case kind if kind.startswith("date"):
            return f"{error['input']} 不是日期", "请写成 2026-11-24 的样子"
        case "value_error":
            return str(limits.get("error", "内容不对")), "请按提示改"
        case kind:
            return f"内容不对（{kind}）", "请对照别的事项文件改"


def _meant(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    return f"是不是 {near[0]}？" if near else f"请删掉，或改成其中之一：{'、'.join(known)}"
