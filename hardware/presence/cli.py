"""`kiosk device presence`: stand before the radar and see what it sees."""

import json
import threading

import click

from hardware.link import BadUri
from hardware.presence.watcher import open_presence
from hardware.wait_option import WAIT
from kiosk.core.clock import SystemClock
from kiosk.core.faults import TEXTS
from kiosk.core.outcomes import DeviceState

EXIT_SEEN = 0
EXIT_BAD_URI = 2
EXIT_SILENT = 3
EXIT_NO_DEVICE = 4
_SAY = {True: "前面有人。", False: "前面没有人。"}


@click.command("presence", help="看感应器看到人没有。退出码：0 有应答；2 地址写错；3 端口在但没有应答；4 设备不在。")
@click.option("--device", required=True, help="设备地址，如 serial:///dev/kiosk/radar?near=120（厘米）。")
@click.option("--timeout", "timeout_s", default=15.0, show_default=True, type=WAIT, help="等应答的秒数。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象，供别的程序读。")
@click.pass_context
def watch_presence(context: click.Context, device: str, timeout_s: float, as_json: bool) -> None:
    """Wait until the radar has made up its mind."""
    done = threading.Event()
    try:
        presence = open_presence(device, SystemClock())
    except BadUri as error:
        click.echo(str(error), err=True)
        context.exit(EXIT_BAD_URI)
    try:
        presence.hear(lambda near: done.set() if near is not None else None)
        presence.listen(lambda state, _: None if state is DeviceState.ONLINE else done.set())
        if presence.near is None:
            done.wait(timeout_s)
        near, fault, state = presence.near, presence.fault, presence.state
    finally:
        presence.close()
    if near is not None:
        code, outcome, say = EXIT_SEEN, "near" if near else "nobody", _SAY[near]
    else:
        absent = state in (DeviceState.NO_DEVICE, DeviceState.BUSY)
        code = EXIT_NO_DEVICE if absent else EXIT_SILENT
        outcome, say = (str(fault), TEXTS[fault].technician) if fault else ("silent", "感应器没有应答。请看波特率。")
    click.echo(json.dumps({"outcome": outcome}, ensure_ascii=False) if as_json else say)
    context.exit(code)
