"""A simulated keypad: the kernel's key events over a pseudo-terminal."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from hardware.input_events import PRESSED, RELEASED, REPEATED
from hardware.keypad.keymap import load_key_map
from hardware.simulated.key_records import records
from hardware.simulated.part import NoSuchOrder, SimulatedPart
from hardware.simulated.wire import PtyWire

_UNKNOWN_KEY = 0x2F0


class SimulatedKeypad(SimulatedPart):
    """Starts at once. Keys are pressed by what they mean in the shipped key map. link: symbolic link for the pty."""

    NAME = "keypad"
    TITLE = "小键盘"
    FAULTS: ClassVar[Mapping[str, str]] = {
        "bounce": "按一下，触点跳三下",
        "stuck": "键按住弹不起来",
        "unknown_code": "先来一个不认识的键",
        "in_pieces": "按键的字节一点一点来",
        "unplugged_while_pressing": "按到一半线被拔掉",
        "busy": "设备被别的程序占用",
    }
    VERBS: ClassVar[Mapping[str, str]] = {"press": "按键，写键的用法，如 next、select、help、5，可以写几个"}
    TRIES: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "下一个": ("press", "next"),
        "上一个": ("press", "previous"),
        "确认": ("press", "select"),
        "返回": ("press", "back"),
        "叫人": ("press", "help"),
    }

    def __init__(self, *, link: Path | None = None) -> None:
        self._wire = PtyWire(None, link)
        self.wire = self._wire
        self._codes: dict[str, int] = {}
        for code, key in load_key_map().items():
            self._codes.setdefault(str(key), code)
        self.wire.start(lambda data: None)

    @property
    def uri(self) -> str:
        return f"input://{self._wire.link}"

    def set_fault(self, name: str | None) -> None:
        if self.fault == "stuck" and name is None:
            self.wire.send(records([(code, RELEASED) for code in self._codes.values()]))
        super().set_fault(name)

    def press(self, key: str) -> None:
        """Press and release one key. Raises NoSuchOrder."""
        code = self._codes.get(key)
        if code is None:
            raise NoSuchOrder(f"没有这个键：{key}。可以是：{'、'.join(self._codes)}")
        down, up = (code, PRESSED), (code, RELEASED)
        match self.fault:
            case "bounce":
                self.wire.send(records([down, up, down, up, down, up]))
            case "stuck":
                self.wire.send(records([down, *[(code, REPEATED)] * 40]))
            case "unknown_code":
                self.wire.send(records([(_UNKNOWN_KEY, PRESSED), (_UNKNOWN_KEY, RELEASED), down, up]))
            case "in_pieces":
                for byte in records([down, up]):
                    self.wire.send(bytes([byte]))
            case "unplugged_while_pressing":
                self.wire.send(records([down])[:20])
                self.fault = None
                self.unplug()
            case _:
                self.wire.send(records([down, up]))

    def do(self, verb: str, rest: Sequence[str]) -> str:
        if not rest:
            raise NoSuchOrder(f"按哪个键？可以是：{'、'.join(self._codes)}")
        for key in rest:
            self.press(key)
        return f"按了 {'、'.join(rest)}。"
