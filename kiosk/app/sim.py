"""`kiosk sim` with what needs a whole terminal: scripts played at a running one, and the soak."""

import json
import os
import tempfile
import time
from pathlib import Path

import click

from hardware.simulated.cli import NOT_THERE, sim
from hardware.simulated.control import NobodyThere, steer
from hardware.simulated.fault_table import FAULT_KINDS
from hardware.simulated.orders import Done
from hardware.simulated.script import BadScript, Playing, read_script

WRONG, REFUSED = 2, 3
LOOK_S = 0.1

__all__ = ["sim"]


@sim.command("faults")
@click.option("--json", "as_json", is_flag=True, help="给别的程序看。")
def faults(as_json: bool) -> None:
    """二十二种故障，和每一种怎么弄出来。"""
    if as_json:
        rows = [{"number": k.number, "name": k.name, "orders": k.orders} for k in FAULT_KINDS]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for kind in FAULT_KINDS:
        click.echo(f"{kind.number:2d}  {kind.name}")
        for order in kind.orders:
            click.echo(f"      kiosk sim {' '.join(order)}")


@sim.command("play")
@click.argument("script", type=click.Path(path_type=Path))
@click.pass_obj
def play(directory: Path, script: Path) -> None:
    """照一个 JSON 文件，在第几秒、到哪一页，弄出哪种故障。

    如 [{"at": 3, "do": ["line", "cut"]}, {"page": "confirm", "do": ["printer", "fault", "paper_out"]}]。
    退出码：0 演完了；2 文件写错了；3 有一条没有做成；4 没有正在运行的模拟设备。
    """
    try:
        playing = Playing(read_script(script))
    except BadScript as error:
        click.echo(str(error), err=True)
        raise SystemExit(WRONG) from None
    control, began = directory / "control.sock", time.monotonic()
    try:
        while not playing.over:
            status = steer(("status",), control)
            page = str(status.facts.get("page", "")) if isinstance(status, Done) else ""
            for cue in playing.due(time.monotonic() - began, page):
                outcome = steer(cue.do, control)
                click.echo(f"{' '.join(cue.do)}  →  {outcome.say}")
                if not isinstance(outcome, Done):
                    raise SystemExit(REFUSED)
            time.sleep(LOOK_S)
    except NobodyThere:
        click.echo(f"没有正在运行的模拟设备（{control}）。请先启动终端，或用 kiosk sim serve。", err=True)
        raise SystemExit(NOT_THERE) from None


@sim.command("soak")
@click.option("--visits", default=500, show_default=True, type=click.IntRange(1, 100_000), help="办多少次。")
@click.option("--seed", default=1, show_default=True, type=int, help="同一个数，选的故障一样。")
@click.option("--json", "as_json", is_flag=True, help="只打印一个 JSON 对象。")
def soak_command(visits: int, seed: int, as_json: bool) -> None:
    """几百次办件，随机出故障：每次都说真话，不丢，不重，不留上一个人的东西，内存不涨。

    退出码：0 都对；1 有不对的。
    """
    from kiosk.app.soak import soak

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="kiosk-soak-") as directory:
        report = soak(Path(directory), visits, seed, lambda line: click.echo(line, err=True))
    if as_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        for name, value in report.to_json().items():
            click.echo(f"{name}: {value}")
    raise SystemExit(0 if report.ok else 1)
