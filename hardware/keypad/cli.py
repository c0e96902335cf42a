"""`kiosk device keypad`: press keys and see what they mean; the numbers of unmapped ones are shown for the key map."""

import json
from collections.abc import Callable
from pathlib import Path

import click

from hardware.input_events import PRESSED, InputLink, KeyEvents
from hardware.keypad.keymap import CODES, BadKeyMap, load_key_map
from hardware.keypad.keypad import parse_keypad_uri
from hardware.link import BadUri, LinkBusy, LinkError
from hardware.wait_option import WAIT
from kiosk.core.clock import SystemClock
from kiosk.core.faults import TEXTS, Fault

EXIT_PRESSED = 0
EXIT_BAD = 2
EXIT_NO_KEY = 3
EXIT_NO_DEVICE = 4
_NAMES = {code: name for name, code in CODES.items()}


@click.command("keypad", help="按几个键，看各是什么。退出码：0 有键；2 地址或键表写错；3 没有人按；4 设备不在。")
@click.option("--device", required=True, help="设备地址，如 input:///dev/input/by-id/…-event-kbd。")
@click.option("--map", "key_map", type=click.Path(dir_okay=False, path_type=Path), help="键表；不写就用自带的。")
@click.option("--timeout", "timeout_s", default=10.0, show_default=True, type=WAIT, help="看多少秒。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象，供别的程序读。")
@click.pass_context
def watch_keypad(context: click.Context, device: str, key_map: Path | None, timeout_s: float, as_json: bool) -> None:
    """Watch for a while and tell each key."""
    try:
        address, keys = parse_keypad_uri(device), load_key_map(key_map)
    except (BadUri, BadKeyMap) as error:
        click.echo(str(error), err=True)
        context.exit(EXIT_BAD)
    pressed: list[dict[str, object]] = []
    fault: Fault | None = None

    def tell(code: int) -> None:
        pressed.append({"code": code, "name": _NAMES.get(code), "means": keys.get(code)})

    try:
        link = InputLink(address)
        try:
            _watch(link, timeout_s, tell)
        finally:
            link.close()
    except LinkError as error:
        fault = Fault.KEYPAD_BUSY if isinstance(error, LinkBusy) else Fault.KEYPAD_ABSENT
    outcome = str(fault) if fault else "pressed" if pressed else "no_key"
    if as_json:
        click.echo(json.dumps({"outcome": outcome, "keys": pressed}, ensure_ascii=False))
    else:
        for key in pressed:
            click.echo(f"{key['name'] or key['code']}：{key['means'] or '键表里没有'}")
        click.echo(TEXTS[fault].technician if fault else "" if pressed else "没有人按键。")
    context.exit(EXIT_NO_DEVICE if fault else EXIT_PRESSED if pressed else EXIT_NO_KEY)


def _watch(link: InputLink, timeout_s: float, tell: Callable[[int], None]) -> None:
    clock, events = SystemClock(), KeyEvents()
    until = clock.monotonic() + timeout_s
    while (left := until - clock.monotonic()) > 0:
        for code, value in events.feed(link.read(left)):
            if value == PRESSED:
                tell(code)
