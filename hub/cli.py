"""`kiosk hub`: for the technician who runs the city's or the hall's hub.

Exit codes: 0 done; 1 done, but something needs a look; 2 wrong use; 3 refused; 4 file, address or database not there.
"""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import click

from hub import audit, backup
from hub.accounts import Role, add_user, remove_demo_users
from hub.demo import demo_names, reason_against_demo, seed_demo_notices, seed_demo_people
from hub.embed import case_json, console
from hub.errors import HubError
from hub.house import Hub, HubConfig, open_hub
from hub.keys import FILE_NAME as KEYS_FILE
from hub.outcomes import Refused
from hub.production import reasons_against
from hub.second_factor import demo_code, reset_code
from hub.server import Serving, serve
from hub.stick import ImportReport, StickRefused, import_stick
from hub.telephone import Line, LineUnusable, reachable, read_line
from hub.terminals import new_code
from kiosk.core.clock import SystemClock
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


@click.group()
def hub() -> None:
    """中枢：收件、办件、公告、终端登记、审计。

    退出码：0 办好了；1 办好了但有要看的；2 命令写错了；3 没办成；4 文件、地址或数据库不在。
    """


@hub.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。")
@click.option("--port", default=8443, show_default=True, type=click.IntRange(0, 65535), help="监听的端口。")
@data_option
@database_option
@click.option("--phone", default="", help="没人值班时告诉居民的电话。")
@click.option("--tls-cert", type=click.Path(path_type=Path, dir_okay=False), help="证书文件（PEM）。")
@click.option("--tls-key", type=click.Path(path_type=Path, dir_okay=False), help="证书私钥文件（PEM）。")
@click.option("--turn-url", "turn_urls", multiple=True, help="中继（coturn）的地址，turn: 或 turns:，可写几个。")
@click.option("--turn-secret-file", type=click.Path(path_type=Path, dir_okay=False), help="中继的共享密钥，一行。")
@click.option("--telephone", type=click.Path(path_type=Path, dir_okay=False), help="电话交换机的设置文件（TOML）。")
@click.option("--recording", is_flag=True, help="本市允许导办员请求录音（只有声音）；每次仍要本人同意。")
@click.option("--keep-recordings", default=30, show_default=True, type=click.IntRange(1, 30), help="录音留几天。")
@click.option("--demo", is_flag=True, help="演示：示例公告，和只在这次启动里有用的办事员、导办员、督导。")
@click.option("--production", is_flag=True, help="正式运行：必须有证书，不许有演示用户和模拟缴费。")
def run(
    host: str,
    port: int,
    data_dir: Path,
    database: str,
    phone: str,
    tls_cert: Path | None,
    tls_key: Path | None,
    turn_urls: tuple[str, ...],
    turn_secret_file: Path | None,
    telephone: Path | None,
    recording: bool,
    keep_recordings: int,
    demo: bool,
    production: bool,
) -> None:
    """启动中枢。"""
    for path in (tls_cert, tls_key, turn_secret_file):
        if path is not None and not path.is_file():
            _end(NOT_THERE, f"找不到文件 {path}。")
    if (tls_cert is None) != (tls_key is None):
        _end(USAGE, "--tls-cert 和 --tls-key 要一起写。")
    if bool(turn_urls) != (turn_secret_file is not None):
        _end(USAGE, "--turn-url 和 --turn-secret-file 要一起写。")
    if demo and production:
        _end(USAGE, "--demo 和 --production 不能一起写。")
    config = HubConfig(
        data_dir,
        database,
        simulated_billers=not production,
        secure_cookies=tls_cert is not None,
        phone=phone,
        recording=recording,
        keep_recordings=timedelta(days=keep_recordings),
        turn_urls=turn_urls,
        telephone=_line(telephone) if telephone is not None else None,
        turn_secret=turn_secret_file.read_text("utf-8").strip() if turn_secret_file is not None else "",
    )
    with _opened(config) as opened:
        if production:
            against = reasons_against(opened, tls=tls_cert is not None)
            if against:
                _end(USAGE, "\n".join(against))
        if demo and (say := reason_against_demo(opened)):
            _end(USAGE, say)
        if not demo:
            # Their passwords are good for the demonstration's own start only.
            remove_demo_users(opened)
        url = f"{'https' if tls_cert else 'http'}://{host}:{port}"
        if demo:
            seed_demo_notices(opened)
            click.echo(console(url, seed_demo_people(opened), data_dir))
        click.echo(f"中枢在 {url} ，数据在 {data_dir} 。按 Ctrl+C 停。")
        try:
            serve(opened, Serving(host, port, tls_cert, tls_key))
        except OSError as error:
            _end(
                NOT_THERE,
                f"{host}:{port} 用不了：{system_says(error)}。请换一个地址或端口。",
            )


@hub.command("check-telephone")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def check_telephone(path: Path) -> None:
    """问一问电话交换机在不在，不打电话。"""
    say = asyncio.run(reachable(_line(path)))
    if say:
        _end(NEEDS_A_LOOK, say)
    click.echo("电话交换机有回应。打不打得通，要真打一次才知道。")


def _line(path: Path) -> Line:
    try:
        return read_line(path)
    except LineUnusable as unusable:
        _end(NOT_THERE, unusable.say)


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
            _end(REFUSED, "密码不是 UTF-8 文字。")
    elif not sys.stdin.isatty():
        raise click.UsageError("这里没有键盘可问。请在终端窗口里运行，或者写 --password-stdin。")
    else:
        password = click.prompt("密码（至少十位）", hide_input=True, confirmation_prompt="再输一遍")
    with _opened(HubConfig(data_dir, database)) as opened:
        outcome = add_user(opened, name, password, Role(role), "cli")
    if outcome is not None:
        _end(REFUSED, outcome.problem.say)
    click.echo(f"加好了：{name}（{role}）。")


@user.command("reset-code")
@click.argument("name")
@data_option
@database_option
def user_reset_code(name: str, data_dir: Path, database: str) -> None:
    """忘掉一位导办员或督导的手机，下次登录重新扫码。"""
    _made(data_dir, database)
    with _opened(HubConfig(data_dir, database)) as opened:
        outcome = reset_code(opened, name, "cli")
    if outcome is not None:
        _end(REFUSED, outcome.problem.say)
    click.echo(f"{name} 下次登录时重新扫码。")


@hub.command("demo-code")
@data_option
@database_option
def demo_code_(data_dir: Path, database: str) -> None:
    """演示用户现在的动态码，代替手机。真用户的看不到。"""
    _made(data_dir, database)
    with _opened(HubConfig(data_dir, database)) as opened:
        codes = [(name, demo_code(opened, name)) for name in demo_names(opened)]
    if not codes:
        _end(REFUSED, "这里没有演示用户。")
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
    _made(data_dir, database)
    with _opened(HubConfig(data_dir, database)) as opened:
        code = new_code(opened, terminal, division, hall, "cli", street)
    if isinstance(code, Refused):
        _end(REFUSED, code.problem.say)
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
    _made(data_dir, database)
    with _opened(HubConfig(data_dir, database)) as opened:
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
    _made(data_dir, database)
    with _opened(HubConfig(data_dir, database)) as opened:
        try:
            _rehearsed(backup.back_up(opened, out, SystemClock()), as_json, "备份好了")
        except backup.BackupRefused as refusal:
            _end(REFUSED, str(refusal))


@hub.command("restore")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@data_option
@json_option
def restore_(path: Path, data_dir: Path, as_json: bool) -> None:
    """把备份恢复到一个空目录，核对每个文件和留痕链。演练也用它。"""
    if not path.is_file():
        _end(NOT_THERE, f"找不到文件 {path}。")
    try:
        _rehearsed(backup.restore(path, data_dir), as_json, "恢复好了")
    except (backup.BackupRefused, HubError) as refusal:
        _end(REFUSED, str(refusal))


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
    _made(data_dir, database)
    with _opened(HubConfig(data_dir, database)) as opened:
        outcome = import_stick(opened, path)
    if isinstance(outcome, StickRefused):
        _end(NOT_THERE if outcome.missing else REFUSED, outcome.say)
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
        found = case_json(_existing(data_dir), number, database)
    except HubError as error:
        _end(NOT_THERE, f"打不开中枢的数据：{error}")
    if found is None:
        _end(REFUSED, "没有这个办件。")
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    click.echo(f"{found['case_number']} {found['service_name']} {found['status']}")
    for stage in found["stages"]:
        click.echo(f"  {stage['at'][:16].replace('T', ' ')} {stage['status']} {stage['note']}".rstrip())


@contextmanager
def _opened(config: HubConfig) -> Iterator[Hub]:
    try:
        opened = open_hub(config)
    except HubError as error:
        _end(NOT_THERE, f"打不开中枢的数据：{error}")
    except OSError as error:
        _end(NOT_THERE, f"打不开中枢的数据 {config.data_dir}：{system_says(error)}。")
    try:
        yield opened
    finally:
        opened.close()


def _existing(data_dir: Path) -> Path:
    if not data_dir.is_dir():
        _end(NOT_THERE, f"没有数据目录 {data_dir}。")
    return data_dir


def _made(data_dir: Path, database: str) -> None:
    """End where there is no hub yet: a mistyped directory would get a new, empty one, found intact or fed in vain."""
    if not (data_dir / KEYS_FILE).is_file():
        _end(NOT_THERE, f"{data_dir} 里没有中枢（没有 {KEYS_FILE}）。请看 --data 写得对不对。")


def _end(code: int, say: str) -> NoReturn:
    """Say why and stop; one JSON object on stdout where the command was asked for JSON."""
    if click.get_current_context().params.get("as_json"):
        outcome = {USAGE: "wrong", REFUSED: "refused", NOT_THERE: "absent"}[code]
        click.echo(json.dumps({"outcome": outcome, "say": say}, ensure_ascii=False))
    else:
        click.echo(say, err=True)
    sys.exit(code)
