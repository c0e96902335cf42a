"""`kiosk device read-card`: try a reader and see what it says."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from hardware.card_reader.photo import NoPhoto, decode_photo, photo_decoder
from hardware.card_reader.reader import CardReader, open_reader
from hardware.card_reader.types import CardOutcome, CardRead, ReaderFailed, resident_text
from hardware.link import BadUri
from hardware.wait_option import WAIT
from kiosk.core.clock import SystemClock
from kiosk.core.faults import TEXTS
from kiosk.core.person import CardType, IdCard

EXIT_READ = 0
EXIT_BAD_URI = 2
EXIT_NO_CARD = 3
"""The device answered, but no card was read."""
EXIT_NO_DEVICE = 4
"""The port cannot be opened, or nothing ever answered."""

SimulatorFactory = Callable[[], str]
"""Starts a simulated reader and gives the URI it listens at; whoever may import simulators passes it as click's
`obj` under the key "simulated_reader"."""

_TYPES = {
    CardType.RESIDENT: "居民身份证",
    CardType.HMT: "港澳台居民居住证",
    CardType.FOREIGNER: "外国人永久居留身份证（2017版）",
    CardType.FOREIGNER_2023: "外国人永久居留身份证（2023版）",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table for people."""

    label: str
    value: str


@click.command("read-card", help="读一次身份证。退出码：0 读到；2 地址写错；3 设备有应答但没读到卡；4 设备不在。")
@click.option(
    "--device", required=True, help="设备地址：serial:///dev/ttyUSB0?baud=115200、tcp://主机:端口 或 usb://0400:C35A。"
)
@click.option("--timeout", "timeout_s", default=15.0, show_default=True, type=WAIT, help="等卡秒数。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象，供别的程序读。")
@click.option("--photo", type=click.Path(dir_okay=False, path_type=Path), help="把照片存成 BMP；要另装厂家的解码插件。")
@click.pass_context
def read_card(context: click.Context, device: str, timeout_s: float, as_json: bool, photo: Path | None) -> None:
    """Read one card and print it."""
    try:
        reader = open_reader(_resolve(context, device), SystemClock(), background=False)
    except BadUri as error:
        if as_json:
            click.echo(json.dumps({"outcome": "bad_uri", "say": str(error)}, ensure_ascii=False))
        else:
            click.echo(str(error), err=True)
        context.exit(EXIT_BAD_URI)
    outcome = _read(reader, timeout_s)
    click.echo(json.dumps(outcome_json(outcome), ensure_ascii=False) if as_json else outcome_text(outcome))
    if photo is not None and isinstance(outcome, CardRead):
        try:
            photo.write_bytes(decode_photo(outcome.card.photo, photo_decoder()))
        except NoPhoto as error:
            click.echo(str(error), err=True)
            context.exit(EXIT_NO_CARD)
    context.exit(exit_code(outcome))


def exit_code(outcome: CardOutcome) -> int:
    """What the shell is told."""
    match outcome:
        case CardRead():
            return EXIT_READ
        case ReaderFailed(answered=False):
            return EXIT_NO_DEVICE
        case _:
            return EXIT_NO_CARD


def outcome_json(outcome: CardOutcome) -> dict[str, Any]:
    """The one object `--json` prints; the photo stays in the machine."""
    if isinstance(outcome, CardRead):
        return {"outcome": outcome.name, "card": card_json(outcome.card)}
    return {"outcome": outcome.name, "say": resident_text(outcome)}


def card_json(card: IdCard) -> dict[str, Any]:
    """A card's texts; dates as YYYY-MM-DD, valid_to a date, 长期 or null."""
    return {
        "type": str(card.type),
        "name": card.name,
        "sex": card.sex,
        "nation": card.nation,
        "birth": card.birth and card.birth.isoformat(),
        "address": card.address,
        "id_number": card.id_number,
        "authority": card.authority,
        "valid_from": card.valid_from and card.valid_from.isoformat(),
        "valid_to": card.valid_to if isinstance(card.valid_to, str) else card.valid_to and card.valid_to.isoformat(),
        "new_address": card.new_address,
        "english_name": card.english_name,
        "permit_number": card.permit_number,
        "nationality": card.nationality,
        "doubts": list(card.doubts),
    }


def outcome_text(outcome: CardOutcome) -> str:
    """The table for a technician."""
    if isinstance(outcome, CardRead):
        return "\n".join(f"{row.label}：{row.value}" for row in _rows(outcome.card) if row.value)
    said = [resident_text(outcome)]
    fault = getattr(outcome, "fault", None)
    if fault is not None:
        said += [f"工作人员：{TEXTS[fault].staff}", f"技术人员：{TEXTS[fault].technician}"]
    return "\n".join(said)


def _rows(card: IdCard) -> list[Row]:
    texts = card_json(card)
    until = texts["valid_to"] or "读不出"
    return [
        Row("证件", _TYPES[card.type]),
        Row("姓名", card.name),
        Row("英文姓名", card.english_name),
        Row("性别", card.sex),
        Row("民族", card.nation),
        Row("出生", texts["birth"] or "读不出"),
        Row("国籍", card.nationality),
        Row("住址", card.address),
        Row("新住址", card.new_address),
        Row("证件号码", card.id_number),
        Row("通行证号码", card.permit_number),
        Row("签发机关", card.authority),
        Row("有效期", f"{texts['valid_from'] or '读不出'} 至 {until}"),
        Row("照片", f"{len(card.photo)} 字节（不解码）"),
        Row("请核对", "".join(card.doubts)),
    ]


def _read(reader: CardReader, timeout_s: float) -> CardOutcome:
    try:
        return reader.read_once(timeout_s)
    finally:
        reader.close()


def _resolve(context: click.Context, device: str) -> str:
    """Leave real addresses as they are; `sim://` only where simulators were handed in."""
    if not device.startswith("sim:"):
        return device
    factory = context.obj.get("simulated_reader") if isinstance(context.obj, dict) else None
    if factory is None:
        raise BadUri("这里不能用模拟读卡器。请给真实地址，或先运行 kiosk sim 再用它显示的地址。")
    return str(factory())
