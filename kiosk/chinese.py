"""Click's own words in Chinese: usage errors, the labels of --help, and the names it makes up for values.

Click asks gettext, so the catalogue beside this file is all it takes; what it takes from Python's names has no gettext
and is named here.
"""

import gettext
import os
from pathlib import Path

import click

LOCALE = Path(__file__).parent / "locale"
_TYPES = {"text": "文字", "integer": "整数", "float": "小数", "integer range": "整数", "float range": "小数"}
_PATHS = {"path": "路径", "file": "文件", "directory": "目录"}
"""A path worded before the language was set: when its room was imported on its own."""
_ARGUMENTS = {
    "path": "路径",
    "file": "文件",
    "name": "名字",
    "sentences": "句子…",
    "number": "编号",
    "picture": "图片",
    "seconds": "秒数",
    "place": "目录",
}


def speak_chinese() -> None:
    """For this process, whatever language its surroundings have: the technician's language is the product's."""
    os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain("messages", str(LOCALE))


def named(command: click.Command) -> click.Command:
    """The same command, with a Chinese name for every value, in its subcommands too."""
    command.options_metavar = "[选项]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "命令 …"
        for below in command.commands.values():
            named(below)
    for parameter in command.params:
        if parameter.metavar is None and isinstance(parameter, click.Argument):
            parameter.metavar = _ARGUMENTS.get(parameter.name or "", "值")
        elif parameter.metavar is None and not getattr(parameter, "is_flag", False):
            parameter.metavar = (_TYPES | _PATHS).get(parameter.type.name)
    return command
