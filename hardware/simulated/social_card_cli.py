"""`kiosk sim social-card`: put an invented card into the virtual reader of a pcscd on a bench."""

import signal
import threading

import click

from hardware.simulated.social_card import FAULTS, VPCD_PORT, SimulatedSocialCard, VirtualReader


@click.command("social-card")
@click.option("--fault", type=click.Choice([*FAULTS]), help="卡有什么毛病；名字见 kiosk sim names。")
@click.option("--port", default=VPCD_PORT, show_default=True, help="vpcd 的端口。")
@click.option("--seconds", type=click.FloatRange(0), help="插多少秒；不写就插到按 Ctrl-C。")
def social_card(fault: str | None, port: int, seconds: float | None) -> None:
    """把一张假社保卡插进 pcscd 的虚拟读卡器（要装 vsmartcard-vpcd，只用于试验台）。"""
    reader = VirtualReader(SimulatedSocialCard(fault=fault), port)
    click.echo("社保卡插上了，按 Ctrl-C 拔掉。")
    # Set by hand: a shell starts what runs behind it with Ctrl-C turned off, and a service ends it by SIGTERM.
    pulled = threading.Event()
    ends = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda number, frame: pulled.set()) for number in ends}
    try:
        if pulled.wait(seconds):
            click.echo("拔掉了。")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        reader.close()
