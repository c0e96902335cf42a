"""`kiosk staff-pin`: make the hash that the settings keep instead of a PIN."""

import sys
from itertools import pairwise

import click
from argon2 import PasswordHasher

from kiosk.session.over import PIN_LENGTH

SHORTEST = 6


@click.command("staff-pin")
@click.option("--pin-stdin", is_flag=True, help="从标准输入读密码，一行，给程序用。")
def staff_pin(pin_stdin: bool) -> None:
    """给工作人员做密码的散列，写进设置的 staff.members。密码问两遍，不显示，不写在命令行里。

    退出码：0 做好了；2 密码不合要求，或者没有键盘可问。
    """
    if pin_stdin:
        pin = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        pin = click.prompt(
            f"密码（{SHORTEST} 到 {PIN_LENGTH} 位数字）", hide_input=True, confirmation_prompt="再输一遍"
        )
    else:
        raise click.UsageError("这里没有键盘可问。请在终端窗口里运行，或者写 --pin-stdin。")
    why = too_weak(pin)
    if why:
        raise click.UsageError(why)
    click.echo("请把下面一行放进设置里这个人的一栏：", err=True)
    click.echo(f'pin_argon2 = "{PasswordHasher().hash(pin)}"')


def too_weak(pin: str) -> str:
    """Why nobody should have this PIN; "" when it will do."""
    if not (pin.isascii() and pin.isdecimal() and SHORTEST <= len(pin) <= PIN_LENGTH):
        return f"密码要 {SHORTEST} 到 {PIN_LENGTH} 位数字。"
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    return "这个密码太好猜（全一样，或者挨着数）。请换一个。" if steps in ({0}, {1}, {-1}) else ""
