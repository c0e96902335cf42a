"""`kiosk run`, `kiosk demo`, `kiosk enrol`: starting the terminal."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click

from hardware.cabinet import parse_cabinet_uri
from hardware.card_reader import parse_reader_uri
from hardware.code_reader import parse_code_reader_uri
from hardware.document_printer import parse_ipp_uri
from hardware.keypad import BadKeyMap, load_key_map, parse_keypad_uri
from hardware.link import BadUri
from hardware.power import parse_ups_uri
from hardware.presence import parse_presence_uri
from hardware.receipt_printer import parse_printer_uri
from hardware.scanner import open_source
from hardware.social_card import parse_pcsc_uri
from kiosk.app.display import no_display
from kiosk.app.supervisor import own_command, supervise
from kiosk.core.clock import SystemClock
from kiosk.core.journal import Journal
from kiosk.core.settings import Settings, SettingsError, load_settings, refuse_for_production

NOT_THERE = 4
CONFIG = click.option(
    "--config", type=click.Path(path_type=Path), envvar="KIOSK_CONFIG", help="设置文件（TOML）。不写就用演示设置。"
)


@click.command()
@CONFIG
@click.option("--production", is_flag=True, help="正式运行：不许模拟设备，要真的中枢。")
@click.option("--demo", is_flag=True, help="演示：模拟设备、内置中枢，旁边开一个操作台。")
@click.option("--windowed", is_flag=True, help="开窗口，不占满屏幕。")
def run(config: Path | None, production: bool, demo: bool, windowed: bool) -> None:
    """启动终端。程序意外退出时，几秒内自己再起来。

    退出码：0 正常结束；2 设置写错了；4 没有显示器，或者打不开队列。
    """
    settings = _settings(config)
    if production or settings.mode == "production":
        _refuse(refuse_for_production(settings))
    _refuse(unusable_devices(settings))
    if missing := no_display():
        click.echo(missing, err=True)
        sys.exit(NOT_THERE)
    if os.environ.get("KIOSK_SUPERVISED") != "1":
        arguments = [a for a in sys.argv[1:] if a]
        sys.exit(supervise(own_command(*arguments), Journal(SystemClock()), time.monotonic, time.sleep))
    from kiosk.app.running import run_terminal

    sys.exit(run_terminal(settings, dock=demo and not production, windowed=windowed))


@click.command()
@CONFIG
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("demo-out"), show_default=True)
@click.option("--json", "as_json", is_flag=True, help="只打印一个 JSON 对象。")
def demo(config: Path | None, out: Path, as_json: bool) -> None:
    """跑一遍演示办件：老人刷身份证申领高龄津贴，提交前断网，之后接通。退出码：0 走完了；1 没有走完。"""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="kiosk-demo-") as directory:
        base = _settings(config)
        queue = base.queue.model_copy(update={"directory": Path(directory)})
        from kiosk.app.running import run_demonstration

        sys.exit(run_demonstration(base.model_copy(update={"queue": queue}), out, as_json=as_json))


@click.command()
@CONFIG
@click.option("--code", required=True, help="中枢发的一次性登记码。")
def enrol(config: Path | None, code: str) -> None:
    """在中枢登记这台终端（只做一次）。退出码：0 登记好了；2 设置或登记码写错了；3 中枢不同意；4 连不上中枢。"""
    from kiosk.app.hall import NotEnrolled, enrolled

    settings = _settings(config)
    if not settings.hub.url:
        _refuse(["设置 hub.url 是空的，请写上中枢的地址。"])
    if settings.mode == "production":
        _refuse([why for why in refuse_for_production(settings) if "hub.url" in why])
    settings.queue.directory.mkdir(parents=True, exist_ok=True)
    try:
        path = settings.queue.directory / "identity.json"
        identity = enrolled(path, settings.hub.url, code, SystemClock(), settings.hub.ca_file)
    except NotEnrolled as error:
        click.echo(str(error), err=True)
        sys.exit(error.code)
    click.echo(f"登记好了：终端 {identity.terminal_id}，{identity.hall}。")


PARSERS: dict[str, Callable[[str], object]] = {
    "reader": parse_reader_uri,
    "printer": parse_printer_uri,
    "cabinet": parse_cabinet_uri,
    "code_reader": parse_code_reader_uri,
    "document_printer": parse_ipp_uri,
    "keypad": parse_keypad_uri,
    "power": parse_ups_uri,
    "presence": parse_presence_uri,
    "scanner": open_source,
    "social_card": parse_pcsc_uri,
}
"""Setting of [devices] -> who reads its address."""


def unusable_devices(settings: Settings) -> list[str]:
    """What is wrong with the device addresses; [] when each can be tried. The supervisor could only try for ever."""
    mistakes = []
    for name, parse in PARSERS.items():
        uri = getattr(settings.devices, name)
        try:
            if uri and not uri.startswith("sim://"):
                parse(uri)
        except BadUri as error:
            mistakes.append(f"设置 devices.{name} = {uri!r} 不对：{error}")
    try:
        load_key_map(settings.devices.keypad_map)
    except BadKeyMap as error:
        mistakes.append(f"设置 devices.keypad_map = {str(settings.devices.keypad_map)!r} 不对：{error}")
    return mistakes


def _settings(config: Path | None) -> Settings:
    try:
        return load_settings(config)
    except SettingsError as error:
        _refuse(error.mistakes)
        raise AssertionError from error


def _refuse(mistakes: list[str]) -> None:
    for mistake in mistakes:
        click.echo(mistake, err=True)
    if mistakes:
        sys.exit(2)
