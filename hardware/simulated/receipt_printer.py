"""A receipt printer without the printer: the same bytes over a real pty or TCP port, real rules, every fault by name.

Rules it keeps, because drivers break on them: real-time queries are answered at once, even offline; everything else
waits its turn in the buffer and nothing of it happens while offline, GS r included; a power cut loses modes and buffer.
"""

import threading
from collections import deque
from pathlib import Path
from typing import Final

from hardware.simulated.escpos import REAL_TIME, Command, CommandStream
from hardware.simulated.paper import TO_CUTTER, Paper
from hardware.simulated.print_head import PrintHead
from hardware.simulated.wire import PtyWire, Wire

FAULTS: Final = {
    "paper_near_end": "纸快用完",
    "paper_out": "没纸",
    "paper_out_mid_print": "打到一半没纸",
    "cover_open": "上盖开着",
    "cover_open_mid_print": "打到一半开了盖",
    "cutter_jam": "切刀卡住",
    "cutter_jam_on_cut": "切纸时卡刀",
    "head_hot": "打印头过热",
    "head_hot_mid_print": "打到一半过热",
    "unrecoverable": "不可恢复的错误",
    "unrecoverable_mid_print": "打到一半坏了",
    "swallow": "收下数据但什么也不打",
    "swallow_mid_print": "打到一半起只收不打",
    "no_answer": "完全不应答",
    "no_answer_mid_print": "打到一半起不应答",
    "no_confirmation": "打完了但不回 GS r",
    "slow_head": "打得很慢",
    "late_status": "状态应答迟到",
    "garbage_00": "状态应答全是 00",
    "garbage_ff": "状态应答全是 FF",
    "garbage_00_mid_print": "打到一半起应答全是 00",
    "no_identity": "不认 GS I，当成一个字母",
    "stray_asb": "每次应答前夹带自动状态",
    "xoff": "每次应答前夹带 XOFF、XON",
    "busy": "端口被别的程序占用",
    "unplug": "拔掉线",
    "unplug_mid_print": "打到一半拔掉线",
    "power_cycle": "断电再来电",
    "power_cycle_mid_print": "打到一半断电再来电",
}
"""Every fault's name, and what the dock calls it."""

IDENTITY: Final = {65: b"2.36", 66: b"SIMULATED", 67: b"R-80", 68: b"R80-000123"}
"""What GS I is answered with. A "2" or an "M" in it would be a status, were it not part of a text."""
KEPT_PAPERS: Final = 50
"""A simulator that runs for weeks keeps no more; each is a picture."""
KEPT_BYTES: Final = 1 << 20
_MID: Final = "_mid_print"


class SimulatedReceiptPrinter:
    """The printer. All methods may be called from any thread.

    wire: its cable, a pty when None. width: dots, 384 or 576. charset: what its font has, gbk or gb2312.
    keeps_buffer: True for a model whose DLE ENQ 2 clears nothing while paper or cover is the trouble.
    """

    def __init__(
        self,
        wire: Wire | None = None,
        *,
        width: int = 576,
        charset: str = "gbk",
        keeps_buffer: bool = False,
        boot_s: float = 1.0,
        slow_mm_per_s: float = 15.0,
        late_s: float = 0.8,
    ) -> None:
        self._wire = wire or PtyWire()
        self._width = width
        self._keeps_buffer = keeps_buffer
        self._boot_s = boot_s
        self._slow_mm_per_s = slow_mm_per_s
        self._late_s = late_s
        self._changed = threading.Condition()
        self._stream = CommandStream()
        self._queue: deque[Command] = deque()
        self._head = PrintHead(width, charset)
        self._faults: set[str] = set()
        self._armed: tuple[str, int] | None = None
        self._powered = True
        self._closed = False
        self.papers: list[Paper] = []
        """Pieces that came out, oldest first."""
        self.received = bytearray()
        """The last KEPT_BYTES that arrived."""
        self._mechanism = threading.Thread(target=self._work, name="simulated-printer", daemon=True)
        self._wire.start(self._arrive)
        self._mechanism.start()

    @property
    def uri(self) -> str:
        """What `open_printer` is told."""
        base = self._wire.uri
        return f"{base}{'&' if '?' in base else '?'}width={80 if self._width == 576 else 58}"

    @property
    def errors(self) -> list[str]:
        """What a strict reader objects to in the bytes received; empty for a correct driver."""
        return [*self._stream.errors, *self._head.errors]

    @property
    def faults(self) -> frozenset[str]:
        """Names of the faults at work now."""
        return frozenset(self._faults)

    def inject(self, name: str, *, after_lines: int = 3) -> None:
        """Cause a fault by name; those `_mid_print` strike when after_lines lines of a paper are done.

        Raises KeyError for a name that is not in FAULTS.
        """
        FAULTS[name]
        if name.endswith(_MID):
            with self._changed:
                self._armed = (name.removesuffix(_MID), after_lines)
        else:
            self._strike(name)

    def refill(self) -> None:
        """A new roll; the piece that hung out is taken away."""
        self._mend("paper_out", "paper_near_end")

    def close_cover(self) -> None:
        """The cover shut; the piece that hung out is taken away."""
        self._mend("cover_open")

    def clear_cutter(self) -> None:
        """Scraps picked out; the error itself stays until DLE ENQ or power-off takes it back."""
        self._mend("cutter_jam_on_cut", "cutter_jam")
        with self._changed:
            self._faults.add("cutter_error")

    def mend(self) -> None:
        """Everything well again, plugged in, and paper in it."""
        if isinstance(self._wire, PtyWire) and "busy" in self._faults:
            self._wire.let_go()
        if "unplug" in self._faults:
            self._wire.replug()
        with self._changed:
            self._armed = None
        self._mend(*self._faults)

    def power_cycle(self) -> None:
        """Off and on: modes and buffer are lost, and it is silent while it starts."""
        with self._changed:
            self._powered = False
            self._forget()
            self._faults.discard("cutter_error")
        boot = threading.Timer(self._boot_s, self._boot)
        boot.daemon = True
        boot.start()

    def paper_png(self, path: Path) -> None:
        """The last piece of paper as a picture. Raises IndexError when none came out."""
        self.papers[-1].save(path)

    def wait_for_paper(self, count: int, timeout_s: float = 10.0) -> bool:
        """Wait until so many pieces have come out."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.papers) >= count, timeout_s)

    def close(self) -> None:
        """Pull the cable and end both threads."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._wire.close()
        self._mechanism.join(5.0)

    def _strike(self, name: str) -> None:
        match name:
            case "unplug":
                with self._changed:
                    self._faults.add(name)
                self._wire.unplug()
            case "busy" if isinstance(self._wire, PtyWire):
                self._wire.hold()
                self._faults.add(name)
            case "power_cycle":
                self.power_cycle()
            case _:
                with self._changed:
                    self._faults.add(name)
                    self._changed.notify_all()

    def _mend(self, *names: str) -> None:
        with self._changed:
            self._faults.difference_update(names)
            if self._head.strip.lines:
                self._out(cut=False)
            self._changed.notify_all()

    def _boot(self) -> None:
        with self._changed:
            self._powered = True
            self._changed.notify_all()

    def _forget(self) -> None:
        self._queue.clear()
        self._stream.forget()
        self._head.reset()

    def _has(self, *names: str) -> bool:
        return not self._faults.isdisjoint(names)

    def _offline(self) -> bool:
        return self._has("paper_out", "cover_open", "cutter_jam", "cutter_error", "head_hot", "unrecoverable")

    def _arrive(self, data: bytes) -> None:
        """On the wire's thread: answer real-time commands now, queue the rest."""
        with self._changed:
            self.received += data
            del self.received[:-KEPT_BYTES]
            if not self._powered:
                return
            answers: list[bytes] = []
            for command in self._stream.feed(data):
                if command.name in REAL_TIME:
                    answers.append(self._at_once(command))
                elif not self._has("swallow", "no_answer"):
                    self._queue.append(command)
            late = self._late_s if self._has("late_status") and any(answers) else 0.0
            self._changed.notify_all()
        if late:
            self._wire.pause(late)
        if answer := b"".join(answers):
            self._wire.send(answer)

    def _at_once(self, command: Command) -> bytes:
        if self._has("no_answer"):
            return b""
        if command.name == "DLE EOT":
            return self._noise() + bytes((self._status_byte(command.data[0]),))
        self._faults.discard("cutter_error")
        stuck = self._has("paper_out", "cover_open")
        if command.data == b"\x02" and not (self._keeps_buffer and stuck):
            self._queue.clear()
            self._head.reset()
        return b""

    def _noise(self) -> bytes:
        return (b"\x10\x00\x00\x0f" if self._has("stray_asb") else b"") + (b"\x13\x11" if self._has("xoff") else b"")

    def _status_byte(self, n: int) -> int:
        if self._has("garbage_00"):
            return 0x00
        if self._has("garbage_ff"):
            return 0xFF
        cutter = self._has("cutter_jam", "cutter_error")
        hot, broken = self._has("head_hot"), self._has("unrecoverable")
        paper_out, cover = self._has("paper_out"), self._has("cover_open")
        match n:
            case 1:
                return 0x12 | 0x08 * self._offline()
            case 2:
                return 0x12 | 0x04 * cover | 0x20 * paper_out | 0x40 * (cutter or hot or broken)
            case 3:
                return 0x12 | 0x08 * cutter | 0x20 * broken | 0x40 * hot
            case _:
                return 0x12 | 0x0C * (paper_out or self._has("paper_near_end")) | 0x60 * paper_out

    def _work(self) -> None:
        """The mechanism: one buffered command after the other, while nothing is in the way."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._may_work())
                if self._closed:
                    return
                struck = self._due()
                command = None if struck else self._queue.popleft()
                rows = self._head.strip.rows
                answer = self._do(command) if command else b""
                rows = self._head.strip.rows - rows
                if self._has("slow_head") and rows > 0:
                    self._changed.wait_for(lambda: self._closed, rows / 8 / self._slow_mm_per_s)
            if struck:
                self._strike(struck)
            if answer:
                self._wire.send(answer)

    def _may_work(self) -> bool:
        return bool(self._queue) and self._powered and not self._offline()

    def _due(self) -> str | None:
        if self._armed and self._head.strip.lines >= self._armed[1]:
            name, self._armed = self._armed[0], None
            if name in ("swallow", "no_answer"):
                self._queue.clear()
            return name
        return None

    def _do(self, command: Command) -> bytes:
        match command.name:
            case "GS r" if not self._has("no_confirmation"):
                return b"\x03" if self._has("paper_near_end") else b"\x00"
            case "GS I" if self._has("no_identity"):
                self._head.do(Command("text", command.data))
            case "GS I":
                return b"\x5f" + IDENTITY.get(command.data[0], b"") + b"\x00"
            case "GS V" if self._has("cutter_jam_on_cut"):
                self._faults.add("cutter_jam")
            case "GS V":
                self._head.strip.feed(TO_CUTTER)
                self._out(cut=True)
            case _:
                self._head.do(command)
        return b""

    def _out(self, *, cut: bool) -> None:
        self.papers.append(self._head.strip.take(cut))
        del self.papers[:-KEPT_PAPERS]
        self._changed.notify_all()
