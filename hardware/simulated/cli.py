"""`kiosk sim`: steer the simulated devices of a running kiosk, or run them alone.

Exit codes: 0 done, 2 there is no such order or name, 4 no simulated devices are running.
"""

import json
import signal
import threading
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

import click

from hardware.simulated.card_faults import FAULTS as READER_FAULTS
from hardware.simulated.card_reader import SimulatedCardReader
from hardware.simulated.control import ControlServer, NobodyThere, default_directory, steer
from hardware.simulated.line import Cut, SimulatedLine
from hardware.simulated.orders import Devices, Refused
from hardware.simulated.part_cli import add_parts
from hardware.simulated.parts import PARTS, make_part
from hardware.simulated.people import PEOPLE
from hardware.simulated.receipt_printer import FAULTS as PRINTER_FAULTS
from hardware.simulated.receipt_printer import SimulatedReceiptPrinter
from hardware.simulated.social_card import FAULTS as SOCIAL_FAULTS
from hardware.simulated.social_card_cli import social_card
from hardware.simulated.wire import PtyWire
from kiosk.core.system_words import system_says

NOT_THERE = 4


@click.group()
@click.option("--dir", "directory", type=click.Path(path_type=Path), envvar="KIOSK_SIM_DIR", help="模拟设备的目录。")
@click.pass_context
def sim(context: click.Context, directory: Path | None) -> None:
    """模拟设备：放卡、缺纸、断网。

    对着正在运行的终端用，或者先 kiosk sim serve 单独运行模拟设备。
    退出码：0 办好了；2 没有这个命令或名字；4 没有正在运行的模拟设备。
    """
    context.obj = directory or default_directory()


def _order(*words: str, as_json: bool = False) -> None:
    directory: Path = click.get_current_context().obj
    path = directory / "control.sock"
    try:
        outcome = steer(words, path)
    except NobodyThere:
        click.echo(f"没有正在运行的模拟设备（{path}）。请先启动终端，或用 kiosk sim serve。", err=True)
        raise SystemExit(NOT_THERE) from None
    if isinstance(outcome, Refused):
        raise click.UsageError(outcome.say)
    if as_json:
        click.echo(json.dumps(dict(outcome.facts), ensure_ascii=False))
        return
    click.echo(outcome.say)
    for name, facts in outcome.facts.items():
        click.echo(f"  {name}: {json.dumps(facts, ensure_ascii=False)}")


@sim.command("status")
@click.option("--json", "as_json", is_flag=True, help="给别的程序看。")
def status(as_json: bool) -> None:
    """模拟设备现在什么样。"""
    _order("status", as_json=as_json)


@sim.group("card")
def card() -> None:
    """身份证。"""


@card.command("lay")
@click.argument("name")
def card_lay(name: str) -> None:
    """放上一张卡；名字见 kiosk sim names。"""
    _order("card", "lay", name)


@card.command("lift")
def card_lift() -> None:
    """拿走卡。"""
    _order("card", "lift")


@sim.command("say")
@click.argument("text", nargs=-1, required=True)
def say(text: tuple[str, ...]) -> None:
    """对正在运行的终端说一句话（文字，不经过话筒）。"""
    _order("voice", "say", *text)


@sim.group("reader")
def reader() -> None:
    """读卡器。"""


@reader.command("fault")
@click.argument("name")
def reader_fault(name: str) -> None:
    """出一种故障；none 是修好。名字见 kiosk sim names。"""
    _order("reader", "fault", name)


@reader.command("unplug")
def reader_unplug() -> None:
    """拔线。"""
    _order("reader", "unplug")


@reader.command("replug")
def reader_replug() -> None:
    """插线。"""
    _order("reader", "replug")


@sim.group("printer")
def printer() -> None:
    """小票打印机。"""


@printer.command("fault")
@click.argument("name")
def printer_fault(name: str) -> None:
    """出一种故障；none 是修好。名字见 kiosk sim names。"""
    _order("printer", "fault", name)


@printer.command("mend")
def printer_mend() -> None:
    """全都修好。"""
    _order("printer", "mend")


@printer.command("refill")
def printer_refill() -> None:
    """换新纸。"""
    _order("printer", "refill")


@printer.command("close-cover")
def printer_close_cover() -> None:
    """合上盖子。"""
    _order("printer", "close-cover")


@printer.command("paper")
@click.argument("picture", type=click.Path(dir_okay=False, path_type=Path))
def printer_paper(picture: Path) -> None:
    """把最后一张小票存成 PNG 图片。"""
    _order("printer", "paper", str(picture.absolute()))


@sim.group("line")
def line() -> None:
    """到中枢的网络。"""


@line.command("cut")
@click.option(
    "--how", type=click.Choice([kind.value for kind in Cut]), default=Cut.REFUSE.value, help="拒绝，或没有回音。"
)
def line_cut(how: str) -> None:
    """断网。"""
    _order("line", "cut", how)


@line.command("restore")
def line_restore() -> None:
    """恢复网络。"""
    _order("line", "restore")


@line.command("slow")
@click.argument("seconds")
def line_slow(seconds: str) -> None:
    """每一程慢几秒。"""
    _order("line", "slow", seconds)


@sim.group("headphones")
def headphones() -> None:
    """耳机。"""


@headphones.command("in")
def headphones_in() -> None:
    """插上耳机。"""
    _order("headphones", "in")


@headphones.command("out")
def headphones_out() -> None:
    """拔下耳机。"""
    _order("headphones", "out")


add_parts(sim, PARTS, _order)
sim.add_command(social_card)


@sim.command("names")
@click.option("--json", "as_json", is_flag=True, help="给别的程序看。")
def names(as_json: bool) -> None:
    """有哪些卡、哪些故障可用。"""
    lists: Mapping[str, Mapping[str, str]] = {
        "card": {name: person.name for name, person in PEOPLE.items()},
        "reader": READER_FAULTS,
        "printer": PRINTER_FAULTS,
        **{part.NAME: part.FAULTS for part in PARTS},
        "social_card": SOCIAL_FAULTS,
    }
    if as_json:
        click.echo(json.dumps(lists, ensure_ascii=False))
        return
    titles = {"card": "卡（kiosk sim card lay 名字）", "reader": "读卡器故障", "printer": "打印机故障"}
    titles |= {part.NAME: f"{part.TITLE}故障" for part in PARTS} | {"social_card": "社保卡故障"}
    for part, entries in lists.items():
        click.echo(f"{titles[part]}：")
        for name, meaning in entries.items():
            click.echo(f"  {name:<26}{meaning}")


@sim.command("serve")
@click.option("--hub-port", type=int, help="在这个端口前面放一条可以断的网络。")
@click.option("--dir", "own", type=click.Path(path_type=Path), help="放读卡器、打印机和控制口的目录。")
@click.pass_obj
def serve(directory: Path, own: Path | None, hub_port: int | None) -> None:
    """单独运行模拟设备，直到按 Ctrl-C；读卡器在 目录/reader，打印机在 目录/printer，其他的各按名字。"""
    directory = own or directory
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        click.echo(f"{directory} 里放不了东西：{system_says(error)}。请换一个目录。", err=True)
        raise SystemExit(NOT_THERE) from None
    devices = Devices(
        SimulatedCardReader(link=directory / "reader"),
        SimulatedReceiptPrinter(PtyWire(link=directory / "printer")),
        SimulatedLine("127.0.0.1", hub_port) if hub_port is not None else None,
        parts={part.NAME: make_part(part, directory) for part in PARTS},
    )
    control = ControlServer(devices, directory / "control.sock")
    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        _announce(devices, control)
        ended.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        control.close()
        devices.close()


def _announce(devices: Devices, control: ControlServer) -> None:
    assert devices.reader
    assert devices.printer
    click.echo(f"读卡器 {devices.reader.uri}")
    click.echo(f"打印机 {devices.printer.uri}")
    for part in devices.parts.values():
        click.echo(f"{part.TITLE} {part.uri}")
    if devices.line:
        click.echo(f"网络 {devices.line.url}")
    click.echo(f"控制口 {control.path}")
