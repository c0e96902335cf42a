"""`kiosk device cabinet`: shine the lights in turn and see whether a door is open."""

import json
import threading

import click

from hardware.cabinet.cabinet import open_cabinet
from hardware.cabinet.types import Light
from hardware.link import BadUri
from kiosk.core.clock import SystemClock
from kiosk.core.faults import TEXTS, Fault

EXIT_CLOSED = 0
EXIT_OPEN = 1
EXIT_BAD_URI = 2
EXIT_NO_DEVICE = 4
_OPEN = (Fault.CABINET_OPEN, Fault.CABINET_TAMPERED)


@click.command("cabinet", help="轮流点亮指示灯，看门开没开。退出码：0 都关着；1 门或盖开着；2 地址写错；4 设备不在。")
@click.option("--device", required=True, help="地址，如 gpio:///dev/gpiochip0?card=17&door=5。")
@click.option("--seconds", default=1.0, show_default=True, type=click.FloatRange(0, 60), help="每盏灯亮几秒。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象，供别的程序读。")
@click.pass_context
def try_cabinet(context: click.Context, device: str, seconds: float, as_json: bool) -> None:
    """Shine and look once."""
    clock = SystemClock()
    told = threading.Event()
    try:
        cabinet = open_cabinet(device, back_off_s=(0.2, 0.5))
    except BadUri as error:
        click.echo(str(error), err=True)
        context.exit(EXIT_BAD_URI)
    try:
        cabinet.listen(lambda state, fault: told.set())
        told.wait(5)
        for light in Light:
            cabinet.show(light)
            until = clock.monotonic() + seconds
            while (left := until - clock.monotonic()) > 0:
                threading.Event().wait(left)
        cabinet.show(Light(0))
        fault = cabinet.fault
    finally:
        cabinet.close()
    outcome = str(fault) if fault else "closed"
    say = TEXTS[fault].technician if fault else "灯点过了，门和盖都关着。"
    click.echo(json.dumps({"outcome": outcome}, ensure_ascii=False) if as_json else say)
    context.exit(EXIT_CLOSED if fault is None else EXIT_OPEN if fault in _OPEN else EXIT_NO_DEVICE)
