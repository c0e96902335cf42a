"""`kiosk device read-social-card`: try a PC/SC reader and see what a card says."""

import json
from typing import Any

import click

from hardware.link import BadUri
from hardware.social_card.reader import open_social_card
from hardware.social_card.types import HolderWithheld, SocialCardRead, SocialOutcome, SocialReaderFailed, resident_text
from hardware.wait_option import WAIT
from kiosk.core.clock import SystemClock
from kiosk.core.faults import TEXTS

EXIT_READ = 0
EXIT_BAD_URI = 2
EXIT_NOT_READ = 3
EXIT_NO_DEVICE = 4


@click.command("read-social-card", help="读一次社保卡。退出码：0 读到；2 地址写错；3 没读到卡；4 读卡器不在。")
@click.option("--device", default="pcsc:///", show_default=True, help="读卡器：pcsc:/// 或 pcsc:///名字的一部分。")
@click.option("--timeout", "timeout_s", default=15.0, show_default=True, type=WAIT, help="等卡秒数。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象，供别的程序读。")
@click.pass_context
def read_social_card(context: click.Context, device: str, timeout_s: float, as_json: bool) -> None:
    """Read one card and print it."""
    try:
        reader = open_social_card(device, SystemClock(), background=False)
    except BadUri as error:
        click.echo(str(error), err=True)
        context.exit(EXIT_BAD_URI)
    try:
        outcome = reader.read_once(timeout_s)
    finally:
        reader.close()
    said = outcome_json(outcome)
    click.echo(json.dumps(said, ensure_ascii=False) if as_json else "\n".join(f"{k}：{v}" for k, v in said.items()))
    context.exit(
        EXIT_NO_DEVICE
        if isinstance(outcome, SocialReaderFailed)
        else EXIT_READ
        if isinstance(outcome, SocialCardRead | HolderWithheld)
        else EXIT_NOT_READ
    )


def outcome_json(outcome: SocialOutcome) -> dict[str, Any]:
    """The one object `--json` prints."""
    said: dict[str, Any] = {"outcome": outcome.name}
    if isinstance(outcome, SocialCardRead | HolderWithheld):
        issuer = outcome.issuer
        said |= {"region": issuer.region, "version": issuer.version, "card_number": issuer.card_number}
        said |= {"issued": issuer.issued and issuer.issued.isoformat()}
        said |= {"expires": issuer.expires and issuer.expires.isoformat()}
    if isinstance(outcome, SocialCardRead):
        holder = outcome.holder
        said |= {"name": holder.name, "social_number": holder.social_number, "sex": holder.sex, "nation": holder.nation}
        return said | {"birth": holder.birth and holder.birth.isoformat()}
    if isinstance(outcome, HolderWithheld):
        said["status"] = f"{outcome.status:04X}"
    if isinstance(outcome, SocialReaderFailed):
        said["technician"] = TEXTS[outcome.fault].technician
    return said | {"say": resident_text(outcome)}
