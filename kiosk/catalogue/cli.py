"""`kiosk catalogue ...`: check files before they go to a terminal, list what there is."""

import json
from dataclasses import replace
from pathlib import Path

import click

from kiosk.catalogue.loader import TABLES, check_catalogue, check_service_text, file_text, load_shipped, shipped_files
from kiosk.catalogue.mistakes import Mistake

EXIT_MISTAKES = 1
EXIT_NO_PATH = 4


@click.group("catalogue", help="检查和查看事项目录。")
def catalogue() -> None:
    """The group."""


@catalogue.command("check", help="检查一个事项文件，或整个目录。没有问题返回 0，有问题返回 1，找不到返回 4。")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，给程序用。")
@click.pass_context
def check(context: click.Context, path: Path, as_json: bool) -> None:
    """Print every mistake, one a line: 文件:行: 字段: 问题；怎么改."""
    if not path.exists():
        message = f"找不到 {path}，请检查路径。"
        click.echo(json.dumps({"error": message}, ensure_ascii=False) if as_json else message, err=not as_json)
        context.exit(EXIT_NO_PATH)
    mistakes = _mistakes(path)
    if as_json:
        found = [mistake.to_json() for mistake in mistakes]
        click.echo(json.dumps({"ok": not found, "mistakes": found}, ensure_ascii=False))
    else:
        for mistake in mistakes:
            click.echo(str(mistake))
        click.echo(f"共 {len(mistakes)} 处要改。" if mistakes else "没有发现问题。")
    context.exit(EXIT_MISTAKES if mistakes else 0)


def _mistakes(path: Path) -> tuple[Mistake, ...]:
    if path.is_dir():
        return check_catalogue(path)[1]
    text = file_text(path)
    table = path.name if path.name in TABLES else f"calendar/{path.name}" if path.parent.name == "calendar" else ""
    if not table:
        return check_service_text(str(path), text)
    found = check_catalogue(shipped_files() | {table: text})[1]
    return tuple(replace(mistake, file=str(path)) for mistake in found if mistake.file == table)


@catalogue.command("list", help="列出随程序带的事项。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，给程序用。")
def list_services(as_json: bool) -> None:
    """One service a line: number, plain name, official name."""
    shipped = load_shipped()
    if as_json:
        rows = [
            {
                "id": s.id,
                "version": s.version,
                "plain_name": s.plain_name,
                "official_name": s.official_name,
                "category": s.category,
                "flow": str(s.flow),
            }
            for s in shipped.services.values()
        ]
        click.echo(json.dumps({"version": shipped.version, "services": rows}, ensure_ascii=False))
        return
    click.echo(f"目录版本 {shipped.version}")
    for s in shipped.services.values():
        click.echo(f"{s.id}  {s.plain_name}  {s.official_name}")
