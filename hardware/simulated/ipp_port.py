"""The port of a simulated A4 printer: HTTP that can hang up, fall silent or answer by half."""

import socket
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol

from hardware.document_printer import client as ipp
from hardware.document_printer.codec import BadMessage, Message, decode, encode


class Answering(Protocol):
    """The printer behind the port."""

    changed: threading.Condition
    """Notified whenever anything of the printer changes."""
    closed: bool
    hang_s: float

    def has(self, *names: str) -> bool: ...
    def take_fault(self, *names: str) -> str | None: ...
    def answer(self, request: Message) -> Message: ...


class _Handler(BaseHTTPRequestHandler):
    server: "IppPort"
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        device = self.server.device
        body = self._body()
        try:
            request = decode(body)
        except BadMessage:
            self._send(b"", 400)
            return
        printing = request.code == ipp.PRINT_JOB
        spoiled = device.take_fault(
            *(("lost_request",) if printing else ()), "no_answer", "reset", "garbage", "half_answer", "flap"
        )
        if spoiled in ("reset", "lost_request", "flap"):
            self._hang_up()
        elif spoiled == "no_answer":
            with device.changed:
                device.changed.wait_for(lambda: device.closed or not device.has("no_answer"), device.hang_s)
            self._hang_up()
        elif spoiled == "garbage":
            self._send(b"<html>It works!</html>")
        else:
            answer = encode(device.answer(request))
            if printing and device.take_fault("lost_answer"):
                self._hang_up()
                return
            self._send(answer, cut=len(answer) // 2 if spoiled == "half_answer" else None)

    def _body(self) -> bytes:
        """Whole or in chunks, as ipptool and CUPS send it."""
        if self.headers.get("Transfer-Encoding", "") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", "0")))
        body = bytearray()
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return bytes(body)

    def _send(self, body: bytes, status: int = 200, cut: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/ipp")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:cut])
        self.close_connection = cut is not None or self.close_connection

    def _hang_up(self) -> None:
        # Linger of zero: a reset, as a printer that loses its power would not even send.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Nothing is logged; a job's name is nobody's business."""


class IppPort(ThreadingHTTPServer):
    """Listens from `start` to `stop`."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], device: Answering) -> None:
        super().__init__(address, _Handler)
        self.device = device
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.05}, name="simulated-a4-port", daemon=True
        )

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Refuse connections from now on."""
        self.shutdown()
        self.server_close()
        self._thread.join(5.0)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away in the middle is nothing to speak of here."""
