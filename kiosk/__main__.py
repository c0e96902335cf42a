"""The `kiosk` command: one door for technicians and for other programs.

Exit codes, the same for every command: 0 done; 1 done, but something needs a look; 2 the command or its settings are
wrong; 3 the device answered but did not do it; 4 the device, file or service is not there.
"""

import errno
import os
import sys
from importlib import import_module
from typing import Any

import click

from kiosk.chinese import named, speak_chinese
from kiosk.core.system_words import system_says

speak_chinese()  # before the first command is made: click words some of them at once

COMMANDS = {
    "run": ("kiosk.app.cli", "run", "启动终端。"),
    "demo": ("kiosk.app.cli", "demo", "跑一遍演示办件，留下每一步的截图、小票和办件。"),
    "enrol": ("kiosk.app.cli", "enrol", "在中枢登记这台终端（只做一次）。"),
    "doctor": ("kiosk.app.doctor", "doctor", "把终端查一遍，说清楚怎么样、怎么办。"),
    "hub": ("hub.cli", "hub", "中枢：收件、办件、公告、终端登记、审计。"),
    "staff-pin": ("kiosk.app.staff_pin", "staff_pin", "给工作人员做密码的散列。"),
    "queue": ("offline_cache.cli", "queue", "看待上传的办件，重传，或导出到 U 盘。"),
    "catalogue": ("kiosk.catalogue.cli", "catalogue", "检查事项文件。"),
    "device": ("kiosk.__main__", "device", "试一试读卡器、打印机和别的设备。"),
    "listen": ("kiosk.app.listening", "listen", "听一个声音文件，看听到了什么、听懂了什么。"),
    "voice": ("kiosk.__main__", "voice", "装听写模型，查哪些话它不会写，做语音包。"),
    "update": ("kiosk.update.cli", "update", "更新程序，或退回上一个版本。"),
    "say": ("voice.cli", "say", "念几句话，听听怎么念。"),
    "understand": ("kiosk.dialogue.cli", "understand_lines", "看导办怎么理解一句话。"),
    "sim": ("kiosk.app.sim", "sim", "模拟设备：放卡、缺纸、断网……"),
}


NOT_THERE = 4


class LazyGroup(click.Group):
    """Imports a subcommand's room only when it is asked for, so that `kiosk queue list` never loads Qt."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lazy)

    def __init__(self, *args: object, lazy: dict[str, tuple[str, str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        named(self)
        self.lazy = lazy

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.lazy:
            return None
        module, attribute, _ = self.lazy[cmd_name]
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return named(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, text) for name, (_, _, text) in self.lazy.items()])


class WholeProgram(LazyGroup):
    """The outermost command: a full disk or a closed pipe behind stdout ends it in words."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EIO):
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or the interpreter tries once more as it ends
            click.echo(f"写不出去：{system_says(error)}。请看磁盘满了没有。", err=True)
            sys.exit(NOT_THERE)


@click.command(cls=WholeProgram, lazy=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="community-kiosk", prog_name="kiosk")
def main() -> None:
    """社区自助政务终端。

    退出码：0 办好了；1 办好了但有要看的；2 命令或设置写错了；3 设备有应答但没办成；4 设备、文件或服务不在。
    """


@click.command(
    cls=LazyGroup,
    lazy={
        "read-card": ("hardware.card_reader.cli", "read_card", "读一张身份证。"),
        "keypad": ("hardware.keypad.cli", "watch_keypad", "按几个键，看各是什么。"),
        "presence": ("hardware.presence.cli", "watch_presence", "看感应器看到人没有。"),
        "power": ("hardware.power.cli", "ask_power", "问后备电源怎么样。"),
        "read-social-card": ("hardware.social_card.cli", "read_social_card", "读一次社保卡。"),
        "list": ("kiosk.app.device_list", "list_devices", "列出接着的设备，名字重新插也不变。"),
        "hear-itself": ("kiosk.app.device_list", "try_sound", "放一声，再用话筒听。"),
        "cabinet": ("hardware.cabinet.cli", "try_cabinet", "点亮指示灯，看门开没开。"),
        "read-code": ("hardware.code_reader.cli", "read_code", "扫一次码。"),
        "print-test": ("hardware.receipt_printer.cli", "print_test", "打一张测试小票。"),
        "shoot": ("hardware.scanner.cli", "shoot", "用高拍仪拍一页。"),
        "print-sheet": ("hardware.document_printer.cli", "print_sheet", "打一张 A4 测试页。"),
    },
)
def device() -> None:
    """试一试读卡器、打印机和别的设备。设备写成 serial:///dev/ttyUSB0?baud=115200 或 tcp://地址:端口。"""


@click.command(
    cls=LazyGroup,
    lazy={
        "install": ("voice.cli", "install_model", "装听写模型：从网上、文件、文件夹或 U 盘。"),
        "render": ("kiosk.app.voice_pack", "render", "把终端会说的每一句做成语音包。"),
        "speak": ("voice.hall_cli", "speak", "没有话筒时，对着模拟话筒说几句。"),
        "vocabulary": ("kiosk.app.listening", "vocabulary", "查哪些话听写模型不会写。"),
    },
)
def voice() -> None:
    """听和说：装听写模型，查词表，做语音包。"""


if __name__ == "__main__":
    main(prog_name="kiosk")
    sys.exit(0)
