"""`kiosk device shoot`: one page under the document camera, found, straightened and judged."""

import json
from pathlib import Path

import click

from hardware.scanner.driver import BadUri, open_scanner
from hardware.scanner.types import DOUBT_SAYS, NotClear, Photographed, ScannerFailed, ShotOutcome
from hardware.wait_option import WAIT
from kiosk.core.faults import TEXTS

NOT_CLEAR = 3
NOT_THERE = 4


def as_json(outcome: ShotOutcome) -> dict[str, object]:
    """The object `--json` prints; never the picture."""
    match outcome:
        case Photographed(photo):
            return {"outcome": "photographed", "width": photo.width, "height": photo.height, "bytes": len(photo.jpeg)}
        case NotClear(doubt):
            return {"outcome": doubt.value, "say": DOUBT_SAYS[doubt]}
        case ScannerFailed(fault, state):
            return {"outcome": fault.value, "say": TEXTS[fault].resident, "state": state.value}


@click.command("shoot", help="用高拍仪拍一页。退出码：0 拍好了；2 地址不对；3 拍得不清楚；4 没有这台设备。")
@click.option(
    "--device", "uri", required=True, metavar="地址", help="如 v4l2:///dev/video0 或 http://主机/snapshot.jpg"
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="把拍好的页存成 JPEG。")
@click.option("--card", is_flag=True, help="拍的是证件大小的卡。")
@click.option("--json", "for_machine", is_flag=True, help="只输出一个 JSON 对象。")
@click.option("--timeout", "timeout_s", default=15.0, show_default=True, type=WAIT, help="最多等多少秒。")
def shoot(uri: str, out: Path | None, card: bool, for_machine: bool, timeout_s: float) -> None:
    try:
        scanner = open_scanner(uri)
    except BadUri as error:
        if for_machine:
            click.echo(json.dumps({"outcome": "bad_uri", "say": str(error)}, ensure_ascii=False))
        else:
            click.echo(str(error), err=True)
        raise SystemExit(2) from error
    try:
        outcome = scanner.shoot_once("card" if card else "page", timeout_s)
    finally:
        scanner.close()
    if isinstance(outcome, Photographed) and out is not None:
        out.write_bytes(outcome.photo.jpeg)
    click.echo(json.dumps(as_json(outcome), ensure_ascii=False) if for_machine else _sentence(outcome))
    raise SystemExit(_code(outcome))


def _code(outcome: ShotOutcome) -> int:
    match outcome:
        case Photographed():
            return 0
        case NotClear():
            return NOT_CLEAR
        case ScannerFailed():
            return NOT_THERE


def _sentence(outcome: ShotOutcome) -> str:
    match outcome:
        case Photographed(photo):
            return f"拍好了：{photo.width}×{photo.height}，{len(photo.jpeg) // 1024} KB。"
        case NotClear(doubt):
            return f"没有拍好：{DOUBT_SAYS[doubt]}"
        case ScannerFailed(fault):
            return f"没有拍到：{TEXTS[fault].staff}\n原因：{TEXTS[fault].technician}"
