"""Reading the file and the environment; every mistake named with its mend."""

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from kiosk.core.journal import Value
from kiosk.core.settings.devices import Table
from kiosk.core.settings.tables import Settings


class SettingsError(ValueError):
    """The settings cannot be used; `mistakes` are Chinese sentences, one a mistake."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def load_settings(path: Path | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the file (when given) and the environment. Raises SettingsError with every mistake at once."""
    raw: dict[str, Any] = {}
    if path is not None:
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            raise SettingsError([f"找不到设置文件 {path}。请检查路径，或不带 --config 启动。"]) from None
        except OSError:
            raise SettingsError([f"读不了设置文件 {path}。请检查它是不是文件、有没有权限。"]) from None
        except UnicodeDecodeError:
            raise SettingsError([f"{path} 不是 UTF-8 文本。请用 UTF-8 另存。"]) from None
        except tomllib.TOMLDecodeError as error:
            raise SettingsError([f"{path} 不是有效的 TOML：{_toml_place(error)}。请改正那一行。"]) from error
    mistakes = [said for name, value in environment.items() if (said := _apply(raw, name, value))]
    if mistakes:
        raise SettingsError(mistakes)
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        raise SettingsError([_mistake(item) for item in error.errors()]) from None


def _toml_place(error: tomllib.TOMLDecodeError) -> str:
    """Where the reader stopped; its own words are English."""
    found = re.search(r"line (\d+), column (\d+)", str(error))
    return f"第 {found[1]} 行第 {found[2]} 列看不懂" if found else "文件末尾还缺东西"


OTHER_VARIABLES = frozenset({"KIOSK_CONFIG", "KIOSK_SUPERVISED", "KIOSK_BEAT_FD", "KIOSK_SIM_DIR"})
"""Variables of this program that are no settings. KIOSK_TEST_... belongs to the tests."""


def _apply(raw: dict[str, Any], name: str, value: str) -> str:
    """Put one variable in its place; a sentence where it has none."""
    if not name.startswith("KIOSK_") or name in OTHER_VARIABLES or name.startswith("KIOSK_TEST_"):
        return ""
    key = name.removeprefix("KIOSK_").lower()
    if _is_table(key):
        return f"环境变量 {name} = {value!r} 不对：{key} 是一张表，请写到其中一项，如 {name}_{_first_field(key)}。"
    if key in Settings.model_fields:
        raw[key] = value
        return ""
    table, _, field = key.partition("_")
    if not (_is_table(table) and field in _table(table).model_fields):
        return f"环境变量 {name} 不是设置项。{_nearest(name)}"
    into = raw.setdefault(table, {})
    if isinstance(into, dict):  # what the file has instead of a table is named when the whole is checked
        into[field] = _number_if_only_numbers(_table(table).model_fields[field].annotation, value)
    return ""


def _number_if_only_numbers(annotation: Any, value: str) -> str | int:
    """The environment has text only, and a choice among numbers takes no text."""
    choices = get_args(annotation)
    return int(value) if choices and all(type(c) is int for c in choices) and value.isdecimal() else value


def _nearest(name: str) -> str:
    """The mend of a misspelt variable. Its value is not repeated: it may be anything."""
    near = difflib.get_close_matches(name, [*environment_variables(), *OTHER_VARIABLES], n=1)
    return f"是不是 {near[0]}？" if near else "请删去，或改正拼写。"


def environment_variables() -> Iterator[str]:
    """Every environment variable that is a setting."""
    for name in Settings.model_fields:
        fields = _table(name).model_fields if _is_table(name) else {"": None}
        yield from (f"KIOSK_{name}_{field}".rstrip("_").upper() for field in fields)


def _is_table(name: str) -> bool:
    field = Settings.model_fields.get(name)
    return field is not None and isinstance(field.annotation, type) and issubclass(field.annotation, Table)


def _table(name: str) -> type[Table]:
    annotation = Settings.model_fields[name].annotation
    assert isinstance(annotation, type)
    assert issubclass(annotation, Table)
    return annotation


def _first_field(name: str) -> str:
    return next(iter(_table(name).model_fields)).upper()


_MENDS = {
    "missing": "缺这一项，请补上",
    "literal_error": "只能是 {expected}",
    "string_pattern_mismatch": "格式要像 {like}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "int_parsing": "要写整数",
    "int_type": "要写整数",
    "int_from_float": "要写整数",
    "dict_type": "要写成一张表",
    "tuple_type": '要写成一串带引号的词，如 ["systemctl", "poweroff"]',
    "float_parsing": "要写数字",
    "float_type": "要写数字",
    "bool_parsing": "要写 true 或 false",
    "bool_type": "要写 true 或 false",
    "string_type": "要写成带引号的文字",
    "model_type": "要写成一张表",
    "path_type": "要写成带引号的路径",
}


_LIKE = {"hall.division": "130302（六位数字）", "terminal": "K07（一个大写字母加两位数字）"}


def _mistake(item: Any) -> str:
    key = ".".join(str(part) for part in item["loc"])
    context = item.get("ctx", {})
    expected = str(context.get("expected", "")).replace(" or ", "、").replace(", ", "、")
    said = {**context, "expected": expected, "like": _LIKE.get(key, context.get("pattern", ""))}
    known = _no_such_key(item["loc"]) if item["type"] == "extra_forbidden" else _MENDS.get(item["type"])
    mend = known.format_map(said) if known else str(context.get("error", item["msg"]))
    # Names and PIN hashes of the staff, and keys, stay off the screen and out of service logs.
    secret = item["loc"][0] == "staff" or key == "model.key"
    value = "（不显示）" if secret else repr(item["input"])
    return f"设置 {key} = {value} 不对：{mend}。"


_CALLED = {
    "card_reader": "reader",
    "id_reader": "reader",
    "receipt_printer": "printer",
    "ups": "power",
    "radar": "presence",
}
"""What devices are called elsewhere -> their key in [devices]; nearest by letters would be another device's."""


def _no_such_key(where: tuple[str | int, ...]) -> str:
    """The nearest right key beside the wrong one."""
    beside = list(Settings.model_fields)
    if len(where) == 2 and _is_table(str(where[0])):
        beside = list(_table(str(where[0])).model_fields)
    near = difflib.get_close_matches(str(where[-1]), beside, n=1) if len(where) <= 2 else []
    if (meant := _CALLED.get(str(where[-1]))) in beside:
        near = [str(meant)]
    return f"没有这个设置项，是不是 {near[0]}" if near else "没有这个设置项，请删去或改正拼写"


def refuse_for_production(settings: Settings) -> list[str]:
    """Why these settings may not serve real residents; [] when they may."""
    why = []
    for name in ("reader", "printer", "presence", "power", "cabinet", "document_printer", "scanner", "social_card"):
        if getattr(settings.devices, name).startswith("sim://"):
            why.append(f"设置 devices.{name} = {getattr(settings.devices, name)!r} 是模拟设备，正式运行不允许。")
    if settings.voice.microphone.startswith("pipe:"):
        why.append(f"设置 voice.microphone = {settings.voice.microphone!r} 是模拟话筒，正式运行不允许。")
    for name in ("microphone", "camera"):
        if getattr(settings.call, name) == "test":
            why.append(f"设置 call.{name} = 'test' 是测试用的，正式运行不允许。")
    if not settings.hub.url:
        why.append("设置 hub.url 是空的，正式运行要写市里中枢的 https:// 地址。")
    elif not settings.hub.url.startswith("https://"):
        why.append(f"设置 hub.url = {settings.hub.url!r} 没有加密，正式运行要用 https://。")
    return why


def journal_fields(settings: Settings, version: str) -> dict[str, Value]:
    """What the journal may say of a start."""
    simulated = any(u.startswith("sim://") for u in (settings.devices.reader, settings.devices.printer))
    return {"version": version, "terminal": settings.terminal, "simulated": simulated}
