"""A simulated reader with a social-security card or none in it, over a real TCP port (hardware.social_card.tcp)."""

import contextlib
import socket
import threading
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from hardware.simulated.part import NoSuchOrder, SimulatedPart
from hardware.simulated.people import GUILAN
from hardware.simulated.social_card import ATR, Pulled, SimulatedSocialCard, TestPerson
from hardware.simulated.social_card import FAULTS as OF_THE_CARD
from hardware.social_card.tcp import receive, send

SAME = TestPerson(GUILAN.name, GUILAN.id_number, 2, 1, date(1944, 3, 12))
"""Whose identity card the reader beside it has."""
PEOPLE: Mapping[str, TestPerson] = {"same": SAME, "other": TestPerson()}


class SimulatedSocialReader(SimulatedPart):
    """Starts at once without a card. link: it has no device node. port: 0 takes a free one."""

    NAME = "social_card"
    TITLE = "社保卡读卡器"
    FAULTS: ClassVar[Mapping[str, str]] = {**OF_THE_CARD, "unplug": "拔掉线"}
    VERBS: ClassVar[Mapping[str, str]] = {"insert": "插一张卡：same（同一个人）或 other", "pull": "拔卡"}
    TRIES: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "插本人的卡": ("insert", "same"),
        "插别人的卡": ("insert", "other"),
        "拔卡": ("pull",),
    }

    def __init__(self, *, link: Path | None = None, port: int = 0) -> None:
        self._person: TestPerson | None = None
        self._lock = threading.Lock()
        self._lines: set[socket.socket] = set()
        self._closed = False
        self._server: socket.socket | None = None
        self._port = port
        self.replug()

    @property
    def uri(self) -> str:
        return f"tcp://127.0.0.1:{self._port}"

    def insert(self, person: TestPerson = SAME) -> None:
        """Put a card in."""
        self._person = person

    def pull(self) -> None:
        """Take it out; a read under way is torn."""
        self._person = None
        self._hang_up()

    def set_fault(self, name: str | None) -> None:
        self.known(name)
        self.fault = name
        if name == "unplug":
            self.unplug()
        else:
            self.replug()

    def do(self, verb: str, rest: Sequence[str]) -> str:
        if verb == "pull":
            self.pull()
            return "卡拔了。"
        name = rest[0] if rest else "same"
        if name not in PEOPLE:
            raise NoSuchOrder(f"插谁的卡？可以是：{'、'.join(PEOPLE)}")
        self.insert(PEOPLE[name])
        return "卡插好了。"

    def facts(self) -> dict[str, object]:
        return {"uri": self.uri, "fault": self.fault, "card": self._person is not None}

    def unplug(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            with contextlib.suppress(OSError):  # wakes whoever accepts
                server.shutdown(socket.SHUT_RDWR)
            server.close()
        self._hang_up()

    def replug(self) -> None:
        if self._server is None and not self._closed:
            self._server = socket.create_server(("127.0.0.1", self._port))
            self._port = self._server.getsockname()[1]
            threading.Thread(target=self._accept, args=(self._server,), name="social-reader", daemon=True).start()

    def close(self) -> None:
        self._closed = True
        self.unplug()

    def _hang_up(self) -> None:
        with self._lock:
            lines, self._lines = self._lines, set()
        for line in lines:
            with contextlib.suppress(OSError):  # hung up first
                line.shutdown(socket.SHUT_RDWR)

    def _accept(self, server: socket.socket) -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with self._lock:
                self._lines.add(line)
            threading.Thread(target=self._serve, args=(line,), name="social-reader-line", daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        card = SimulatedSocialCard(self._person, self.fault) if self._person else None
        with line, contextlib.suppress(OSError):
            try:
                while True:
                    order = receive(line)
                    if order == b"\x04":
                        send(line, ATR if card else b"")
                    elif card is not None and len(order) > 1:
                        send(line, card.answer(order))
                    elif card is not None:
                        card.reset()
            except Pulled:
                self._person = None
        with self._lock:
            self._lines.discard(line)
