"""`kiosk queue`: what waits on this terminal, for technicians and for other programs. Never shows any content."""

import json
import sqlite3
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NoReturn

import click

from kiosk.core.clock import SystemClock
from kiosk.core.settings import SettingsError, load_settings
from offline_cache.errors import OfflineCacheError, StoreFromNewerProgram
from offline_cache.export import Exported, export_queue
from offline_cache.identity import FILE_NAME, NoIdentity, load_identity
from offline_cache.items import Kind, ListedItem, State
from offline_cache.outbox import FILE_NAME as QUEUE
from offline_cache.outbox import Outbox
from offline_cache.set_aside import put_aside

DONE, LOOK, WRONG, ABSENT = 0, 1, 2, 4
"""Exit codes, as every `kiosk` command has them."""

KINDS: dict[Kind, str] = {
    "submission": "办件",
    "rating": "评价",
    "help": "求助",
    "unclear": "没听懂的话",
    "repair": "检修记录",
}
STATES: dict[State, str] = {"queued": "待上传", "sent": "已送达", "dead": "被退回"}
_NOT_EXPORTED = {
    "nothing": "没有待上传的，不用导出。",
    "no_folder": "没有这个目录。请看 U 盘插好没有、路径对不对。",
    "no_place": "写不进去。请看 U 盘插好没有、满了没有、是不是只读。",
    "unfaithful": "写完读回来不一样，U 盘可能坏了。请换一个。本机的办件没有动。",
}
_NO_IDENTITY = {
    "missing": "这台终端还没有在中枢登记，不能导出。请先登记。",
    "unsafe": "身份文件别人也能读。请执行 chmod 600 后再试。",
    "damaged": "身份文件坏了。请在中枢重新登记这台终端。",
}


@dataclass(frozen=True, slots=True)
class Where:
    """Where the queue lies, found out only by the command: it knows whether a mistake is told in JSON."""

    config: Path | None
    directory: Path | None

    def find(self, as_json: bool) -> Path:
        """The data directory; ends the command when the settings are wrong."""
        try:
            return self.directory or load_settings(self.config).queue.directory
        except SettingsError as error:
            _give_up(str(error), "wrong_settings", as_json, WRONG)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    envvar="KIOSK_CONFIG",
    help="终端的设置文件（TOML），看其中的 queue.directory。",
)
@click.option("--dir", "directory", type=click.Path(path_type=Path, file_okay=False), help="直接写数据目录，不看设置。")
@click.pass_context
def queue(context: click.Context, config: Path | None, directory: Path | None) -> None:
    """看待上传的办件，重传，或导出到 U 盘。内容是密封的，这里只看得到编号和状态。

    退出码：0 正常；1 有被退回的或没办成；2 用法不对；4 数据目录不在或读不了。
    """
    context.obj = Where(config, directory)


@queue.command("list")
@click.option("--all", "everything", is_flag=True, help="已送达的也列出来。")
@click.option("--json", "as_json", is_flag=True, help="给程序读的格式。")
@click.pass_obj
def list_items(where: Where, everything: bool, as_json: bool) -> None:
    """列出待上传的和被退回的，带退回的原因。"""
    directory = where.find(as_json)
    outbox = _open(directory, as_json)
    counts, items, oldest = outbox.counts(), outbox.listing(sent=everything), outbox.oldest_age_s()
    if as_json:
        rows = [{**asdict(item), "created_at": item.created_at.isoformat()} for item in items]
        _say_json({"counts": asdict(counts), "oldest_age_s": oldest, "items": rows})
    else:
        click.echo(f"待上传 {counts.queued} 件，被退回 {counts.dead} 件，已送达 {counts.sent} 件。")
        if oldest is not None:
            click.echo(f"等得最久的已经 {_span(oldest)}。")
        for item in items:
            click.echo(_line(item))
        for place in put_aside(directory):
            click.echo(f"有一份读不出来的旧队列，另存在 {place}。请不要删，交给技术人员。")
    sys.exit(LOOK if counts.dead else DONE)


@queue.command()
@click.argument("item_id", required=False, metavar="[编号]")
@click.option("--all", "everything", is_flag=True, help="全部重传。")
@click.pass_obj
def retry(where: Where, item_id: str | None, everything: bool) -> None:
    """让一件（或全部）马上重传。被退回的先改好原因再重传。"""
    if (item_id is None) == (not everything):
        raise click.UsageError("请写一个编号，或者写 --all。")
    outbox = _open(where.find(False))
    if item_id is not None and (found := outbox.find(item_id)) is not None and found.state == "sent":
        click.echo("这一件已经送达，不用重传。")
        sys.exit(DONE)
    if item_id is not None and outbox.find(item_id) is None:
        click.echo("没有这个编号。请用 kiosk queue list 看。", err=True)
        sys.exit(LOOK)
    count = outbox.retry(item_id)
    click.echo(f"{count} 件已改为马上重传。" if count else "本来就在等着马上上传。")


@queue.command()
@click.argument("place", type=click.Path(path_type=Path), metavar="目录")
@click.option("--json", "as_json", is_flag=True, help="给程序读的格式。")
@click.pass_obj
def export(where: Where, place: Path, as_json: bool) -> None:
    """把待上传的写到 U 盘的目录里，写完会读回来核对。本机的不删，重复送也只算一件。"""
    directory = where.find(as_json)
    outbox = _open(directory, as_json)
    identity = load_identity(directory / FILE_NAME)
    if isinstance(identity, NoIdentity):
        _give_up(_NO_IDENTITY[identity.why], identity.why, as_json, ABSENT)
    outcome = export_queue(outbox, identity, place, SystemClock())
    match outcome:
        case Exported(path=path, items=items, size=size):
            if as_json:
                _say_json({"outcome": "exported", "path": str(path), "items": items, "bytes": size})
            else:
                click.echo(f"已导出 {items} 件，共 {size} 字节，已核对：{path}")
                click.echo("请把 U 盘交给中枢，用 kiosk hub import 导入。")
        case _:
            _give_up(_NOT_EXPORTED[outcome.why], outcome.why, as_json, DONE if outcome.why == "nothing" else LOOK)


def _open(directory: Path, as_json: bool = False) -> Outbox:
    if directory.is_dir() and not (directory / QUEUE).exists() and not put_aside(directory):
        _give_up(f"{directory} 里还没有队列：这台终端还没有存过办件。", "no_queue", as_json, ABSENT)
    try:
        return Outbox(directory, SystemClock(), create=False)
    except StoreFromNewerProgram:
        _give_up(f"{directory} 里的队列是更新的程序写的。请用那一版程序。", "newer", as_json, ABSENT)
    except (OfflineCacheError, sqlite3.DatabaseError):
        _give_up(f"读不了 {directory} 里的队列。看目录对不对、有没有权限。", "unreadable", as_json, ABSENT)


def _give_up(say: str, outcome: str, as_json: bool, code: int) -> NoReturn:
    if as_json:
        _say_json({"outcome": outcome, "say": say})
    else:
        click.echo(say, err=code != DONE)
    sys.exit(code)


def _say_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _line(item: ListedItem) -> str:
    parts = [STATES[item.state], KINDS[item.kind], item.case_number or "无编号", item.id]
    parts += [f"{item.created_at:%Y-%m-%d %H:%M}", f"{item.size} 字节"]
    if item.tries:
        parts.append(f"退过 {item.tries} 次")
    if item.exported_at:
        parts.append("已导出")
    if item.reason:
        parts.append(f"原因：{item.reason}")
    return "  ".join(parts)


def _span(seconds: float) -> str:
    if seconds < 3600:
        return f"{int(seconds // 60)} 分钟"
    return f"{int(seconds // 3600)} 小时" if seconds < 86400 else f"{int(seconds // 86400)} 天"
