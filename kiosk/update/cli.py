"""`kiosk update`: take a newer program, or go back to the one before.

Exit codes: 0 done; 1 already there; 2 wrong use; 3 refused, or rolled back; 4 file, key or directory not there.
"""

import json
import os
import shlex
import sys
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

import click
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.core.system_words import system_says
from kiosk.update.apply import Already, Applied, Commands, NotApplied, Outcome, RolledBack, apply, roll_back
from kiosk.update.bundle import BundleRefused, make_bundle
from kiosk.update.versions import Versions

DONE, ALREADY, USAGE, REFUSED, NOT_THERE = 0, 1, 2, 3, 4
ROOT, KEY = Path("/opt/kiosk"), Path("/etc/kiosk/update.pub")
_PATH = click.Path(path_type=Path)
root_option = click.option("--root", type=_PATH, default=ROOT, show_default=True, help="装各个版本的目录。")
restart_option = click.option(
    "--restart", default="systemctl restart kiosk.service", show_default=True, help="启动终端的命令，起来了返回 0。"
)
json_option = click.option("--json", "as_json", is_flag=True, help="给程序读的格式。")


@click.group()
def update() -> None:
    """更新程序：验签名，装好，切换，起不来就自动退回。

    退出码：0 办好了；1 已经是这一版；2 命令写错了；3 更新包不对，或者已经退回；4 文件、钥匙或目录不在。
    """


@update.command("apply")
@click.argument("file", type=_PATH)
@root_option
@click.option("--key", type=_PATH, default=KEY, show_default=True, help="发布者的公钥（PEM）。")
@restart_option
@click.option(
    "--health",
    default="{kiosk} doctor --json --config /etc/kiosk/kiosk.toml",
    show_default=True,
    help="自检命令，{kiosk} 是在用的那一版；更新前后各跑一次，变差就退回。写空的就不自检。",
)
@click.option("--older", is_flag=True, help="更新包比在用的旧，也装。")
@json_option
def apply_(file: Path, root: Path, key: Path, restart: str, health: str, older: bool, as_json: bool) -> None:
    """装一个更新包。"""
    versions = _versions(root, as_json)
    commands = Commands(tuple(shlex.split(restart)), tuple(shlex.split(health)))
    try:
        _report(apply(file, _public(key, as_json), versions, commands, older=older), as_json)
    except OSError as error:
        _end(NOT_THERE, "absent", f"用不了 {error.filename or file}：{system_says(error)}。", as_json)


@update.command("rollback")
@root_option
@restart_option
@json_option
def rollback(root: Path, restart: str, as_json: bool) -> None:
    """退回上一个版本。"""
    outcome = roll_back(_versions(root, as_json), Commands(tuple(shlex.split(restart))))
    if isinstance(outcome, RolledBack) and outcome.stands:
        _say({"outcome": "rolled_back", **asdict(outcome)}, f"退回到 {outcome.back_to} 了。", as_json)
        return
    _report(outcome, as_json)


@update.command("status")
@root_option
@json_option
def status(root: Path, as_json: bool) -> None:
    """看在用哪一版，能退回哪一版。"""
    versions = _versions(root, as_json)
    said = f"在用 {versions.current or '（没有）'}，可退回 {versions.previous or '（没有）'}。"
    _say({"current": versions.current, "previous": versions.previous}, said, as_json)


@update.command("keygen")
@click.argument("path", type=click.Path(path_type=Path, file_okay=False))
def keygen(path: Path) -> None:
    """给发布者做一对钥匙：update.key 留在发布的机器上，update.pub 放到每台终端的 /etc/kiosk/。"""
    private, public = path / "update.key", path / "update.pub"
    if private.exists() or public.exists():
        _end(REFUSED, "refused", f"{path} 里已经有钥匙了，不覆盖。", False)
    key = Ed25519PrivateKey.generate()
    path.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        how = serialization.NoEncryption()
        file.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how))
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    public.write_bytes(key.public_key().public_bytes(serialization.Encoding.PEM, form))
    click.echo(f"做好了：{private}（保密）和 {public}。")


@update.command("make")
@click.argument("path", type=click.Path(path_type=Path, file_okay=False))
@click.option("--version", required=True, help="版本号，如 0.1.1。")
@click.option("--key", type=_PATH, required=True, help="发布者的私钥（PEM）。")
@click.option("--out", type=_PATH, required=True, help="写到这个文件。")
def make(path: Path, version: str, key: Path, out: Path) -> None:
    """把一个版本的目录（里面有 venv/）做成签了名的更新包。"""
    if not (path / "venv").is_dir():
        _end(NOT_THERE, "absent", f"{path} 里没有 venv 目录。", False)
    try:
        private = serialization.load_pem_private_key(key.read_bytes(), None)
    except OSError:
        _end(NOT_THERE, "absent", f"读不了钥匙 {key}。", False)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        _end(USAGE, "wrong", f"{key} 不是 PEM 私钥。", False)
    if not isinstance(private, Ed25519PrivateKey):
        _end(USAGE, "wrong", f"{key} 不是 Ed25519 的钥匙。", False)
    try:
        manifest = make_bundle(path, version, private, out)
    except BundleRefused as refused:
        _end(USAGE, "wrong", str(refused), False)
    click.echo(f"做好了：{out}，版本 {manifest.version}，{out.stat().st_size} 字节。")


def _versions(root: Path, as_json: bool) -> Versions:
    if not (root / "versions").is_dir():
        _end(NOT_THERE, "absent", f"{root} 里没有装过程序。", as_json)
    if not os.access(root, os.W_OK):
        _end(USAGE, "wrong", f"不能改 {root}，请用管理员运行。", as_json)
    return Versions(root)


def _public(path: Path, as_json: bool) -> Ed25519PublicKey:
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except OSError:
        _end(NOT_THERE, "absent", f"读不了发布者的公钥 {path}。", as_json)
    except (ValueError, UnsupportedAlgorithm):
        _end(USAGE, "wrong", f"{path} 不是 PEM 公钥。", as_json)
    if not isinstance(key, Ed25519PublicKey):
        _end(USAGE, "wrong", f"{path} 不是 Ed25519 的公钥。", as_json)
    return key


def _report(outcome: Outcome, as_json: bool) -> None:
    match outcome:
        case Applied(version, previous):
            _say(
                {"outcome": "applied", **asdict(outcome)},
                f"更新好了：{version}（原来 {previous or '没有'}）。",
                as_json,
            )
        case Already(version):
            _end(ALREADY, "already", f"已经是 {version}，不用更新。", as_json)
        case NotApplied(why):
            _end(REFUSED, "not_applied", f"没有更新：{why.rstrip('。')}。", as_json)
        case RolledBack(version, back_to, why, stands):
            after = "终端照常在用" if stands else "但旧版本也没有启动成功，请马上看 journalctl -u kiosk"
            _end(REFUSED, "rolled_back", f"{version} 不行（{why}），已退回 {back_to}，{after}。", as_json)


def _say(value: dict[str, object], said: str, as_json: bool) -> None:
    click.echo(json.dumps(value, ensure_ascii=False) if as_json else said)


def _end(code: int, outcome: str, say: str, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(json.dumps({"outcome": outcome, "say": say}, ensure_ascii=False))
    else:
        click.echo(say, err=True)
    sys.exit(code)
