"""`kiosk device power`: ask a UPS how it is."""

import json
import threading

import click

from hardware.link import BadUri
from hardware.power.types import Supply
from hardware.power.ups import open_ups
from hardware.wait_option import WAIT
from kiosk.core.clock import SystemClock
from kiosk.core.faults import TEXTS
from kiosk.core.outcomes import DeviceState

EXIT_TOLD = 0
EXIT_BAD_URI = 2
EXIT_NO_REPORT = 3
EXIT_NO_DEVICE = 4
_SAY = {Supply.MAINS: "市电", Supply.BATTERY: "停电，在用电池", Supply.LOW: "停电，电池快没了"}


@click.command("power", help="问 UPS 电源怎么样。退出码：0 有应答；2 地址写错；3 有应答但说不出；4 设备不在。")
@click.option("--device", required=True, help="地址，如 nut://127.0.0.1:3493/ups 或 serial:///dev/kiosk/ups。")
@click.option("--timeout", "timeout_s", default=10.0, show_default=True, type=WAIT, help="等应答的秒数。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象，供别的程序读。")
@click.pass_context
def ask_power(context: click.Context, device: str, timeout_s: float, as_json: bool) -> None:
    """Ask once."""
    done = threading.Event()
    try:
        ups = open_ups(device, SystemClock(), poll_s=0.5, back_off_s=(0.2, 0.5))
    except BadUri as error:
        click.echo(str(error), err=True)
        context.exit(EXIT_BAD_URI)
    try:
        ups.listen(lambda state, fault: done.set())
        done.wait(timeout_s)
        report, state, fault, problem = ups.report, ups.state, ups.fault, ups.problem
    finally:
        ups.close()
    if report is not None:
        facts = {"outcome": str(report.supply), "charge": report.charge, "runtime_s": report.runtime_s}
        facts["replace_battery"] = report.replace_battery
        say = "，".join(
            [_SAY[report.supply]]
            + ([f"电量 {report.charge}%"] if report.charge is not None else [])
            + ([f"还能用 {report.runtime_s // 60} 分钟"] if report.runtime_s is not None else [])
            + (["电池该换了"] if report.replace_battery else [])
        )
        code = EXIT_TOLD
    else:
        absent = state in (DeviceState.NO_DEVICE, DeviceState.BUSY)
        code = EXIT_NO_DEVICE if absent else EXIT_NO_REPORT
        facts = {"outcome": str(fault or "ups_silent"), "why": problem}
        say = f"{TEXTS[fault].technician if fault else '没有应答。'}（{problem}）"
    click.echo(json.dumps(facts, ensure_ascii=False) if as_json else say)
    context.exit(code)
