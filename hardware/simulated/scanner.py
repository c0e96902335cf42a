"""A document camera without the camera: JPEG frames of papers that never lay there, over real HTTP, faults by name."""

import io
import socket
import struct
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from hardware.simulated.part import NoSuchOrder, SimulatedPart
from hardware.simulated.sheets import Scene, draw

SCENES: dict[str, Scene] = {
    "page": Scene(),
    "card": Scene(card=True, seed=3),
    "crooked": Scene(turn=23, share=0.62),
    "nothing": Scene(page=False),
}
"""What can be laid down."""
_SPOILT: dict[str, dict[str, object]] = {
    "glare": {"glare": 0.2},
    "blurred": {"blur": 3.0},
    "dark": {"light": 0.25},
    "blank": {"text": False},
    "cut_off": {"shift": (0.3, 0.0)},
    "no_page": {"page": False},
}


class SimulatedScanner(SimulatedPart):
    """Starts at once with nothing under it. link: it has no device node. port: 0 takes a free one."""

    NAME = "scanner"
    TITLE = "高拍仪"
    FAULTS: ClassVar[Mapping[str, str]] = {
        "glare": "有反光",
        "blurred": "手在抖，糊了",
        "dark": "灯没开",
        "blank": "背面朝上",
        "cut_off": "纸没放全",
        "no_page": "纸拿走了",
        "glare_once": "第一张有反光，后面好了",
        "no_answer": "不应答",
        "half_frame": "画面只来一半",
        "garbage": "来的不是画面",
        "error_page": "应答是错误页",
        "reset": "连接断开",
        "busy": "被别的程序占用",
        "unplug": "拔掉线",
    }
    VERBS: ClassVar[Mapping[str, str]] = {"lay": f"放一张纸：{'、'.join(SCENES)}"}
    TRIES: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "放一张纸": ("lay", "page"),
        "放一张卡": ("lay", "card"),
        "放歪": ("lay", "crooked"),
        "拿走": ("lay", "nothing"),
    }

    def __init__(self, *, link: Path | None = None, port: int = 0, hang_s: float = 30.0) -> None:
        self.changed = threading.Condition()
        self.hang_s = hang_s
        self.closed = False
        self._scene = SCENES["nothing"]
        self._frames: dict[Scene, bytes] = {}
        self._server: _Server | None = _Server(("127.0.0.1", port), self)
        self._port = self._server.server_address[1]
        self._server.start()

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self._port}/snapshot.jpg"

    def lay(self, name: str) -> None:
        """Lay one of SCENES under the camera. Raises KeyError."""
        with self.changed:
            self._scene = SCENES[name]
            self._drawn(self._scene)

    def set_fault(self, name: str | None) -> None:
        self.known(name)
        with self.changed:
            self._drawn(self._spoilt(name))
            self.fault = name
            self.changed.notify_all()
        if name == "unplug":
            self.unplug()
        elif self._server is None:
            self.replug()

    def unplug(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.stop()

    def replug(self) -> None:
        if self._server is None:
            self._server = _Server(("127.0.0.1", self._port), self)
            self._server.start()

    def do(self, verb: str, rest: Sequence[str]) -> str:
        if len(rest) != 1 or rest[0] not in SCENES:
            raise NoSuchOrder(f"放什么？可以是：{'、'.join(SCENES)}")
        self.lay(rest[0])
        return "拿走了。" if rest[0] == "nothing" else "放好了。"

    def facts(self) -> dict[str, object]:
        return {"uri": self.uri, "fault": self.fault}

    def close(self) -> None:
        with self.changed:
            self.closed = True
            self.changed.notify_all()
        self.unplug()

    def frame(self) -> bytes:
        """The present frame as JPEG."""
        with self.changed:
            spoilt = self.fault
            if spoilt == "glare_once":
                spoilt, self.fault = "glare", None
            return self._drawn(self._spoilt(spoilt))

    def _spoilt(self, fault: str | None) -> Scene:
        return replace(self._scene, **_SPOILT.get((fault or "").removesuffix("_once"), {}))  # type: ignore[arg-type]

    def _drawn(self, scene: Scene) -> bytes:
        """A scene as JPEG, drawn once: a camera has no half second to spare."""
        if scene not in self._frames:
            out = io.BytesIO()
            draw(scene).save(out, "JPEG", quality=90)
            self._frames[scene] = out.getvalue()
        return self._frames[scene]


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"

    def do_GET(self) -> None:
        device = self.server.device
        fault = device.fault
        if fault == "no_answer":
            with device.changed:
                device.changed.wait_for(lambda: device.closed or device.fault != "no_answer", device.hang_s)
            fault = "reset"
        if fault == "reset":
            # Linger of zero makes the close a reset.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        status = {"busy": 503, "error_page": 500}.get(fault or "", 200)
        body = b"<html>It works!</html>" if fault in ("garbage", "error_page", "busy") else device.frame()
        self.send_response(status)
        self.send_header("Content-Type", "image/jpeg")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if fault == "half_frame" else body)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], device: SimulatedScanner) -> None:
        super().__init__(address, _Handler)
        self.device = device
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.05}, name="simulated-scanner", daemon=True
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
