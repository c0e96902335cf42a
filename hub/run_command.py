"""`kiosk hub run` and `kiosk hub check-telephone`: starting the hub, and what it needs outside."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import click

from hub.accounts import remove_demo_users
from hub.command import NEEDS_A_LOOK, NOT_THERE, USAGE, data_option, database_option, end, opened_hub
from hub.demo import reason_against_demo, seed_demo_notices, seed_demo_people
from hub.embed import console
from hub.errors import DataTaken, PortUnusable
from hub.house import HubConfig
from hub.production import reasons_against
from hub.server import Place, Serving, alone, serve, taken
from hub.telephone import Line, LineUnusable, reachable, read_line
from kiosk.core.system_words import system_says


@click.command()
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
            end(NOT_THERE, f"找不到文件 {path}。")
    if (tls_cert is None) != (tls_key is None):
        end(USAGE, "--tls-cert 和 --tls-key 要一起写。")
    if tls_cert is not None and tls_key is not None:
        _fitting(tls_cert, tls_key)
    if bool(turn_urls) != (turn_secret_file is not None):
        end(USAGE, "--turn-url 和 --turn-secret-file 要一起写。")
    if demo and production:
        end(USAGE, "--demo 和 --production 不能一起写。")
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
    serving = Serving(host, port, tls_cert, tls_key)
    with _taken(config, serving, demo=demo) as place, opened_hub(config) as opened:
        if production:
            against = reasons_against(opened, tls=tls_cert is not None)
            if against:
                end(USAGE, "\n".join(against))
        if demo and (say := reason_against_demo(opened)):
            end(USAGE, say)
        words = []
        if demo:
            seed_demo_notices(opened)
            words.append(console(place.url, seed_demo_people(opened), data_dir))
        else:
            # Their passwords are good for the demonstration's own start only.
            remove_demo_users(opened)
        words.append(f"中枢在 {place.url} ，数据在 {data_dir} 。按 Ctrl+C 停。")
        serve(opened, serving, place, lambda _: click.echo("\n".join(words)))


def _fitting(cert: Path, key: Path) -> None:
    try:
        # An empty passphrase: a locked key is refused here, not asked about on a console nobody looks at.
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(cert, key, "")
    except ssl.SSLError:
        end(USAGE, f"证书 {cert} 和私钥 {key} 不能一起用：要 PEM 格式，是一对，私钥不加口令。")
    except OSError as error:
        end(NOT_THERE, f"证书 {cert} 或私钥 {key} 读不了：{system_says(error)}。")


@contextmanager
def _taken(config: HubConfig, serving: Serving, *, demo: bool) -> Iterator[Place]:
    try:
        with taken(config.data_dir, serving, by_itself=alone(config, demo=demo)) as place:
            yield place
    except (DataTaken, PortUnusable) as error:
        end(NOT_THERE, str(error))
    except OSError as error:
        end(NOT_THERE, f"打不开中枢的数据 {config.data_dir}：{system_says(error)}。")


@click.command("check-telephone")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def check_telephone(path: Path) -> None:
    """问一问电话交换机在不在，不打电话。"""
    say = asyncio.run(reachable(_line(path)))
    if say:
        end(NEEDS_A_LOOK, say)
    click.echo("电话交换机有回应。打不打得通，要真打一次才知道。")


def _line(path: Path) -> Line:
    try:
        return read_line(path)
    except LineUnusable as unusable:
        end(NOT_THERE, unusable.say)
