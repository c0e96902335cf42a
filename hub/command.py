"""What every command of `kiosk hub` shares: its options, its exit codes, and how it opens a hub and ends."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from hub.errors import HubError
from hub.house import Hub, HubConfig, open_hub
from hub.keys import FILE_NAME as KEYS_FILE
from kiosk.core.system_words import system_says

NEEDS_A_LOOK, USAGE, REFUSED, NOT_THERE = 1, 2, 3, 4

data_option = click.option(
    "--data",
    "data_dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/hub"),
    show_default=True,
    help="数据目录。",
)
database_option = click.option("--database", default="", help="postgresql:// 地址；不写就用数据目录里的 SQLite。")
json_option = click.option("--json", "as_json", is_flag=True, help="给程序读的格式。")


@contextmanager
def opened_hub(config: HubConfig) -> Iterator[Hub]:
    try:
        opened = open_hub(config)
    except HubError as error:
        end(NOT_THERE, f"打不开中枢的数据：{error}")
    except OSError as error:
        end(NOT_THERE, f"打不开中枢的数据 {config.data_dir}：{system_says(error)}。")
    try:
        yield opened
    finally:
        opened.close()


def existing_directory(data_dir: Path) -> Path:
    if not data_dir.is_dir():
        end(NOT_THERE, f"没有数据目录 {data_dir}。")
    return data_dir


def already_made(data_dir: Path, database: str) -> None:
    """End where there is no hub yet: a mistyped directory would get a new, empty one, found intact or fed in vain."""
    if not (data_dir / KEYS_FILE).is_file():
        end(NOT_THERE, f"{data_dir} 里没有中枢（没有 {KEYS_FILE}）。请看 --data 写得对不对。")


def end(code: int, say: str) -> NoReturn:
    """Say why and stop; one JSON object on stdout where the command was asked for JSON."""
    if click.get_current_context().params.get("as_json"):
        outcome = {USAGE: "wrong", REFUSED: "refused", NOT_THERE: "absent"}[code]
        click.echo(json.dumps({"outcome": outcome, "say": say}, ensure_ascii=False))
    else:
        click.echo(say, err=True)
    sys.exit(code)
