"""Running the application by uvicorn, as `kiosk hub run` and as a child process of the terminal (hub.embed)."""

import json
import logging
import socket
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import uvicorn

from hub.accounts import remove_demo_users
from hub.api import create_app
from hub.demo import reason_against_demo, seed_demo_notices, seed_demo_people
from hub.desk import recordings
from hub.errors import DataIsReal, StoreBroken
from hub.house import Hub, HubConfig, open_hub
from hub.outcomes import Refused
from hub.terminals import new_code

log = logging.getLogger("hub")
SWEEP_EVERY_S = 600.0


@dataclass(frozen=True, slots=True)
class Serving:
    """Where and how to listen."""

    host: str = "127.0.0.1"
    port: int = 0
    """0: any free one."""
    tls_cert: Path | None = None
    tls_key: Path | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """What a terminal's own hub is started with (see hub.embed)."""

    terminal_id: str
    division: str
    hall: str
    demo: bool


def serve(hub: Hub, serving: Serving, child: Child | None = None) -> None:
    """Listen until told to stop. Raises OSError when the port is taken.

    child: print one JSON line with the address and codes once listening, and stop when standard input closes, so
    that a terminal that dies takes its hub with it.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in serving.host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    with listener:
        listener.bind((serving.host, serving.port))
        server = uvicorn.Server(_config(hub, serving))
        if child is not None:
            _announce(hub, child, f"http://{serving.host}:{listener.getsockname()[1]}", listener)
            threading.Thread(target=_stop_with_parent, args=(server,), daemon=True).start()
        over = threading.Event()
        sweeper = threading.Thread(target=sweep_until, args=(hub, over))
        sweeper.start()
        try:
            server.run(sockets=[listener])
        finally:
            over.set()
            sweeper.join()


def _config(hub: Hub, serving: Serving) -> uvicorn.Config:
    return uvicorn.Config(
        cast(Any, create_app(hub)),
        loop="uvloop",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        # A guide whose browser died without a word is noticed before her resident loses patience.
        ws_ping_interval=10,
        ws_ping_timeout=10,
        ws_max_size=256 * 1024,
        # Paths hold case numbers; nothing of a request is logged.
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
        ssl_certfile=str(serving.tls_cert) if serving.tls_cert else None,
        ssl_keyfile=str(serving.tls_key) if serving.tls_key else None,
    )


def _announce(hub: Hub, child: Child, url: str, listener: socket.socket) -> None:
    if child.demo and (say := reason_against_demo(hub)):
        raise DataIsReal(say)
    remove_demo_users(hub)
    code = new_code(hub, child.terminal_id, child.division, child.hall, "hub")
    if isinstance(code, Refused):
        raise ValueError(code.problem.problem)
    said: dict[str, Any] = {"url": url, "enrol_code": code}
    if child.demo:
        seed_demo_notices(hub)
        said["logins"] = [asdict(login) for login in seed_demo_people(hub)]
    # The backlog takes connections from here on, so whoever reads the line may connect at once.
    listener.listen(128)
    print(json.dumps(said, ensure_ascii=False), flush=True)  # noqa: T201 - this line is the interface


def sweep_until(hub: Hub, over: threading.Event, every_s: float = SWEEP_EVERY_S) -> None:
    """Delete recordings whose days are over, at once and then again, whether or not anybody is connected."""
    while True:
        try:
            recordings.sweep(hub)
        except (StoreBroken, OSError) as broken:
            log.error("recordings were not swept: %s", type(broken).__name__)
        if over.wait(every_s):
            return


def _stop_with_parent(server: uvicorn.Server) -> None:
    while sys.stdin.buffer.read(1):
        continue
    server.should_exit = True


def main(arguments: list[str]) -> None:
    """`python -m hub.server JSON`: the child process of hub.embed."""
    given = json.loads(arguments[0])
    config = HubConfig(Path(given["data_dir"]), given["database"], phone=given["phone"])
    hub = open_hub(config)
    try:
        child = Child(given["terminal_id"], given["division"], given["hall"], given["demo"])
        serve(hub, Serving(port=given["port"]), child)
    except DataIsReal as real:
        sys.exit(str(real))
    finally:
        hub.close()


if __name__ == "__main__":
    main(sys.argv[1:])
