"""The `kiosk` command speaks Chinese to the technician, click's own words included."""

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import click
import polib
import pytest
from click.testing import CliRunner

from kiosk.__main__ import main
from kiosk.chinese import LOCALE

CATALOGUE = LOCALE / "zh_CN" / "LC_MESSAGES" / "messages.po"


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, (*path, name))


EVERY = list(commands(main))


@pytest.mark.parametrize(("path", "command"), EVERY, ids=[" ".join(path) or "kiosk" for path, _ in EVERY])
def test_the_labels_and_values_of_every_help_page_are_chinese(path: tuple[str, ...], command: click.Command) -> None:
    result = CliRunner().invoke(main, [*path, "--help"], prog_name="kiosk", terminal_width=200)
    assert result.exit_code == 0
    assert result.output.startswith("用法：")
    assert "显示这份说明。" in result.output
    labels = "\n".join(line for line in result.output.splitlines() if re.match(r"用法|  (-|\[)|[^ ]", line))
    for english in ("Usage", "Options", "Commands", "OPTIONS", "ARGS", "TEXT", "INTEGER", "FLOAT", "PATH", "FILE"):
        assert not re.search(rf"\b{english}\b", labels), result.output
    assert not re.search(r"\b(default|required|env var)\b", labels), result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["frob"], "错误：没有命令 'frob'。"),
        (["queue", "--dri"], "是不是 '--dir'？"),
        (["hub", "user", "add"], "缺少参数 '名字'"),
        (["device", "read-card"], "缺少选项 '--device'"),
        (["hub", "run", "--port", "x"], "'x' 不是数字"),
        (["hub", "run", "--port", "99999"], "99999 不在范围里"),
        (["hub", "run", "extra"], "多写了：extra"),
        (["hub", "user", "add", "x", "--role", "king"], "只能是："),
        (["run", "--config"], "选项 '--config' 后面要写值。"),
        (["queue"], "用法："),
    ],
)
def test_a_usage_error_is_said_in_chinese_and_exits_with_2(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(main, arguments, prog_name="kiosk")
    assert result.exit_code == 2
    assert said in result.output
    assert not re.search(r"\b(Error|Usage|Try|Missing|Invalid|No such)\b", result.output)


def test_all_that_click_may_say_is_in_the_catalogue() -> None:
    """A newer click with new sentences fails here, and is not found in English by a technician."""
    spec = find_spec("click")
    assert spec is not None
    assert spec.origin is not None
    known = {entry.msgid for entry in polib.pofile(str(CATALOGUE))}
    for module in ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types"):
        tree = ast.parse((Path(spec.origin).parent / f"{module}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                first = node.args[0]
                assert not isinstance(first, ast.Constant) or first.value in known, f"{module}: {first.value}"


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    """`make docs` compiles it."""
    text, compiled = polib.pofile(str(CATALOGUE)), polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert {e.msgid: e.msgstr or e.msgstr_plural for e in text} == {
        e.msgid: e.msgstr or e.msgstr_plural for e in compiled
    }


def test_every_sentence_keeps_only_the_places_click_fills_in() -> None:
    for entry in polib.pofile(str(CATALOGUE)):
        given = set(re.findall(r"{(\w+)|%\((\w+)\)", entry.msgid + entry.msgid_plural))
        for said in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            assert said
            assert set(re.findall(r"{(\w+)|%\((\w+)\)", said)) <= given, said
