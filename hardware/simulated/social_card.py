"""A simulated social-security card, APDU by APDU; `VirtualReader` puts it into a real pcscd through vpcd.

vpcd (vsmartcard) listens on TCP 35963: two bytes of length, then 00 off, 01 on, 02 reset, 04 ATR, or an APDU.
It listens on every interface: for tests and benches only, never on a terminal.
"""

import contextlib
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hardware.social_card import apdu
from hardware.social_card.tcp import receive, send

ATR = bytes.fromhex("3B6C00005348544553542D43415244")
VPCD_PORT = 35963
FAULTS: Mapping[str, str] = {
    "not_social": "不是社保卡",
    "holder_withheld_6982": "本地不给读持卡人（6982）",
    "holder_withheld_6985": "本地不给读持卡人（6985）",
    "pulled_at_holder": "读到一半卡被拔掉",
    "wrong_length": "先答长度不对（6Cxx）",
    "answer_waiting": "先答还有数据（61xx）",
    "torn_record": "记录只有一半",
    "bad_name": "名字不是字",
    "no_dates": "没有日期",
    "record_missing": "发卡文件缺一条记录",
}


@dataclass(frozen=True, slots=True)
class TestPerson:
    """An invented holder."""

    __test__ = False
    name: str = "测试桂兰"
    number: str = "130300194403070040"
    sex: int = 2
    nation: int = 1
    birth: date = date(1944, 3, 7)


class Pulled(Exception):
    """The fault in force pulls the card out now."""


class SimulatedSocialCard:
    """One card. `answer` raises Pulled when the fault pulls it out."""

    def __init__(self, person: TestPerson = TestPerson(), fault: str | None = None) -> None:
        self.fault = fault
        self.asked: list[bytes] = []
        self._selected = ""
        self._waiting = b""
        none = fault == "no_dates"
        name = b"\xff\xfe\xfd" if fault == "bad_name" else person.name.encode("gb18030")
        self._files = {
            "EF05": {
                0x01: bytes.fromhex("130302") + bytes(13), 0x02: b"1", 0x03: b"3.00", 0x04: bytes(12),
                0x05: bytes(4) if none else bytes.fromhex("20200101"),
                0x06: bytes(4) if none else bytes.fromhex("20300101"), 0x07: b"A12345678",
            },
            "EF06": {
                0x08: person.number.encode(), 0x09: name.ljust(30, b"\x00") if fault != "bad_name" else name * 10,
                0x0A: str(person.sex).encode(), 0x0B: bytes.fromhex(f"{person.nation:02d}"),
                0x0C: bytes.fromhex("130302"), 0x0D: bytes.fromhex(f"{person.birth:%Y%m%d}"),
            },
        }  # fmt: skip
        if fault == "record_missing":
            del self._files["EF05"][0x07]

    def reset(self) -> None:
        """Power off and on."""
        self._selected, self._waiting = "", b""

    def answer(self, command: bytes) -> bytes:
        """Data and status word of one command."""
        self.asked.append(command)
        match command[:4]:
            case b"\x00\xa4\x04\x00":
                known = self.fault != "not_social" and command == apdu.SELECT_SSSE
                self._selected = "SSSE" if known else ""
                return b"\x90\x00" if known else b"\x6a\x82"
            case b"\x00\xa4\x02\x00" if self._selected:
                return self._select(command[5:].hex().upper())
            case b"\x00\xc0\x00\x00" if self._waiting:
                data, self._waiting = self._waiting, b""
                return data + b"\x90\x00"
            case header if header[:2] == b"\x00\xb2" and self._selected in self._files:
                return self._record(header[2], command[4])
            case _:
                return b"\x6d\x00"

    def _select(self, name: str) -> bytes:
        if name not in self._files:
            return b"\x6a\x82"
        if name == "EF06" and self.fault == "pulled_at_holder":
            raise Pulled
        self._selected = name
        return b"\x90\x00"

    def _record(self, tag: int, length: int) -> bytes:
        if self._selected == "EF06" and (self.fault or "").startswith("holder_withheld"):
            return bytes.fromhex((self.fault or "")[-4:])
        value = self._files[self._selected].get(tag)
        if value is None:
            return b"\x6a\x83"
        data = apdu.record(tag, value)
        if self.fault == "wrong_length" and length != len(data):
            return bytes((0x6C, len(data)))
        if self.fault == "answer_waiting":
            self._waiting = data
            return bytes((0x61, len(data)))
        return (data[: len(data) // 2] if self.fault == "torn_record" else data) + b"\x90\x00"


class VirtualReader:
    """Carries a card to vpcd: pcscd's reader has a card while this is open. vpcd hangs up now and then; tried again."""

    def __init__(self, card: SimulatedSocialCard, port: int = VPCD_PORT) -> None:
        self._card, self._port = card, port
        self._line: socket.socket | None = None
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="virtual-social-card", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Pull the card out; may be called twice."""
        self._closed.set()
        if (line := self._line) is not None:
            with contextlib.suppress(OSError):  # vpcd hung up first
                line.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)

    def _run(self) -> None:
        while not self._closed.is_set():
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._port), 5) as line:
                line.settimeout(None)
                self._line = line
                try:
                    self._serve(line)
                except Pulled:
                    return
            self._closed.wait(0.05)

    def _serve(self, line: socket.socket) -> None:
        """Until vpcd hangs up (OSError) or the card is pulled (Pulled)."""
        while not self._closed.is_set():
            order = receive(line)
            match order:
                case b"\x00" | b"\x01" | b"\x02":
                    self._card.reset()
                case b"\x04":
                    send(line, ATR)
                case _:
                    send(line, self._card.answer(order))
