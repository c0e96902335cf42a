"""`kiosk hub`: for the technician who runs the city's or the hall's hub.

Exit codes: 0 done; 1 done, but something needs a look; 2 wrong use; 3 refused; 4 file, address or database not there.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from hub import audit, backup
from hub.accounts import Role, add_user
from hub.command import (
    NEEDS_A_LOOK,
    NOT_THERE,
    REFUSED,
    already_made,
    data_option,
    database_option,
    end,
    existing_directory,
    json_option,
    opened_hub,
)
from hub.demo import demo_names
from hub.embed import case_json
from hub.errors import HubError
from hub.house import HubConfig
from hub.outcomes import Refused
from hub.run_command import check_telephone, run
from hub.second_factor import demo_code, reset_code
from hub.stick import ImportReport, StickRefused, import_stick
from hub.terminals import new_code
from kiosk.core.clock import SystemClock


@click.group()
def hub() -> None:
    """中枢：收件、办件、公告、终端登记、审计。

    退出码：0 办好了；1 办好了但有要看的；2 命令写错了；3 没办成；4 文件、地址或数据库不在。
    """


hub.add_command(run)
hub.add_command(check_telephone)


@hub.group()
def user() -> None:
    """中枢页面的用户。"""


@user.command("add")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice([str(role) for role in Role]),
    required=True,
    help="办事员、审计员、管理员、导办员或督导。",
)
@click.option("--password-stdin", is_flag=True, help="从标准输入读密码，一行。")
@data_option
@database_option
def user_add(name: str, role: str, password_stdin: bool, data_dir: Path, database: str) -> None:
    """加一个用户。

    身份：operator 办事员，auditor 审计员，admin 管理员，guide 导办员，supervisor 督导。
    """
    if password_stdin:
        try:
            password = sys.stdin.buffer.readline().decode().rstrip("\r\n")
        except UnicodeDecodeError:
            end(REFUSED, "密码不是 UTF-8 文字。")
    elif not sys.stdin.isatty():
        raise click.UsageError("这里没有键盘可问。请在终端窗口里运行，或者写 --password-stdin。")
    else:
        password = click.prompt("密码（至少十位）", hide_input=True, confirmation_prompt="再输一遍")
    with opened_hub(HubConfig(data_dir, database)) as opened:
        outcome = add_user(opened, name, password, Role(role), "cli")
    if outcome is not None:
        end(REFUSED, outcome.problem.say)
    click.echo(f"加好了：{name}（{role}）。")


@user.command("reset-code")
@click.argument("name")
@data_option
@database_option
def user_reset_code(name: str, data_dir: Path, database: str) -> None:
    """忘掉一位导办员或督导的手机，下次登录重新扫码。"""
    already_made(data_dir, database)
    with opened_hub(HubConfig(data_dir, database)) as opened:
        outcome = reset_code(opened, name, "cli")
    if outcome is not None:
        end(REFUSED, outcome.problem.say)
    click.echo(f"{name} 下次登录时重新扫码。")


@hub.command("demo-code")
@data_option
@database_option
def demo_code_(data_dir: Path, database: str) -> None:
    """演示用户现在的动态码，代替手机。真用户的看不到。"""
    already_made(data_dir, database)
    with opened_hub(HubConfig(data_dir, database)) as opened:
        codes = [(name, demo_code(opened, name)) for name in demo_names(opened)]
    if not codes:
        end(REFUSED, "这里没有演示用户。")
    for name, code in codes:
        click.echo(f"{name} {code}")


@hub.command("enrol-code")
@click.option("--terminal", required=True, help="终端号，如 K07。")
@click.option("--division", required=True, help="区划代码，六位数字。")
@click.option("--hall", required=True, help="大厅名称。")
@click.option("--street", default="", help="所属街道或乡镇；大厅没人值班时先找那里的人。")
@data_option
@database_option
@json_option
def enrol_code(
    terminal: str, division: str, hall: str, street: str, data_dir: Path, database: str, as_json: bool
) -> None:
    """生成一个登记码，二十四小时内用一次。"""
    already_made(data_dir, database)
    with opened_hub(HubConfig(data_dir, database)) as opened:
        code = new_code(opened, terminal, division, hall, "cli", street)
    if isinstance(code, Refused):
        end(REFUSED, code.problem.say)
    click.echo(json.dumps({"terminal": terminal, "code": code}) if as_json else code)


@hub.group("audit")
def audit_group() -> None:
    """留痕。"""


@audit_group.command("verify")
@data_option
@database_option
@json_option
def audit_verify(data_dir: Path, database: str, as_json: bool) -> None:
    """核对留痕链：有一条被改过、删过，就说是第几条。"""
    already_made(data_dir, database)
    with opened_hub(HubConfig(data_dir, database)) as opened:
        found = opened.store.read(lambda tx: audit.verify(tx, opened.keys))
    match found:
        case audit.Intact(records, head):
            said = {"outcome": "intact", "records": records, "head": head}
            click.echo(json.dumps(said) if as_json else f"完整，共 {records} 条。链尾 {head}")
        case audit.Broken(seq, why):
            broken = {"outcome": "broken", "record": seq, "say": why}
            click.echo(json.dumps(broken, ensure_ascii=False) if as_json else f"第 {seq} 条出了问题：{why}")
            sys.exit(NEEDS_A_LOOK)


@hub.command("backup")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@data_option
@database_option
@json_option
def backup_(out: Path, data_dir: Path, database: str, as_json: bool) -> None:
    """备份正在运行的中枢：库、封着的件、目录、私钥。文件里有私钥和居民资料，要加密、分开存放。"""
    already_made(data_dir, database)
    with opened_hub(HubConfig(data_dir, database)) as opened:
        try:
            _rehearsed(backup.back_up(opened, out, SystemClock()), as_json, "备份好了")
        except backup.BackupRefused as refusal:
            end(REFUSED, str(refusal))


@hub.command("restore")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@data_option
@json_option
def restore_(path: Path, data_dir: Path, as_json: bool) -> None:
    """把备份恢复到一个空目录，核对每个文件和留痕链。演练也用它。"""
    if not path.is_file():
        end(NOT_THERE, f"找不到文件 {path}。")
    try:
        _rehearsed(backup.restore(path, data_dir), as_json, "恢复好了")
    except (backup.BackupRefused, HubError) as refusal:
        end(REFUSED, str(refusal))


def _rehearsed(found: backup.Rehearsed, as_json: bool, said: str) -> None:
    if as_json:
        click.echo(json.dumps({"outcome": "done", **asdict(found)}))
    else:
        counts = f"{found.files} 个文件，办件 {found.cases} 件，留痕 {found.audit_records} 条"
        click.echo(f"{said}：{counts}。链尾 {found.audit_head}")


@hub.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@data_option
@database_option
@json_option
def import_(path: Path, data_dir: Path, database: str, as_json: bool) -> None:
    """收下从 U 盘带来的办件。同一件收几次都只算一件。"""
    already_made(data_dir, database)
    with opened_hub(HubConfig(data_dir, database)) as opened:
        outcome = import_stick(opened, path)
    if isinstance(outcome, StickRefused):
        end(NOT_THERE if outcome.missing else REFUSED, outcome.say)
    _report(outcome, as_json)
    if outcome.refused:
        sys.exit(NEEDS_A_LOOK)


def _report(report: ImportReport, as_json: bool) -> None:
    if as_json:
        refused = [{"id": item, "problem": why} for item, why in report.refused]
        click.echo(json.dumps({"taken": report.taken, "known": report.known, "refused": refused}, ensure_ascii=False))
        return
    click.echo(f"新收 {report.taken} 件，早就有的 {report.known} 件，没收 {len(report.refused)} 件。")
    for item, why in report.refused:
        click.echo(f"  {item}：{why}")


@hub.group("case")
def case_group() -> None:
    """办件。"""


@case_group.command("show")
@click.argument("number")
@data_option
@database_option
@json_option
def case_show(number: str, data_dir: Path, database: str, as_json: bool) -> None:
    """看一个办件走到哪一步。不含填的内容。"""
    try:
        found = case_json(existing_directory(data_dir), number, database)
    except HubError as error:
        end(NOT_THERE, f"打不开中枢的数据：{error}")
    if found is None:
        end(REFUSED, "没有这个办件。")
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    click.echo(f"{found['case_number']} {found['service_name']} {found['status']}")
    for stage in found["stages"]:
        click.echo(f"  {stage['at'][:16].replace('T', ' ')} {stage['status']} {stage['note']}".rstrip())
