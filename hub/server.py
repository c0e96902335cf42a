"""Running the application by uvicorn, as `kiosk hub run` and as a child process of the terminal (hub.embed)."""

import json
import logging
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import uvicorn

from hub.accounts import remove_demo_users
from hub.api import create_app
from hub.claim import Claim
from hub.demo import reason_against_demo, seed_demo_notices, seed_demo_people
from hub.desk import recordings
from hub.errors import DataIsReal, HubError, PortUnusable, StoreBroken
from hub.house import Hub, HubConfig, open_hub
from hub.outcomes import Refused
from hub.terminals import new_code
from kiosk.core.system_words import system_says

log = logging.getLogger("hub")
SWEEP_EVERY_S = 600.0
BACKLOG = 128
ENDING_S = 10.0
"""A terminal that died is started again at once; its hub ends a little later than it."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Where and how to listen."""

    host: str = "127.0.0.1"
    port: int = 0
    """0: any free one."""
    tls_cert: Path | None = None
    tls_key: Path | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A port and a data directory that are this process's own, before anything in the directory is looked at."""

    listener: socket.socket
    url: str


def alone(config: HubConfig, *, demo: bool) -> bool:
    """Whether no other hub may run on the data directory; a demonstration gives its people new passwords."""
    return demo or not config.database


@contextmanager
def taken(data_dir: Path, serving: Serving, *, by_itself: bool, wait_s: float = 0.0) -> Iterator[Place]:
    """Take the data directory, then the port. Raises DataTaken, OSError of the directory, PortUnusable.

    Connections wait in the backlog until `serve`.
    """
    with closing(Claim(data_dir, alone=by_itself, wait_s=wait_s)):
        listener = socket.socket(socket.AF_INET6 if ":" in serving.host else socket.AF_INET, socket.SOCK_STREAM)
        with listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind((serving.host, serving.port))
                # Two may be bound to one port, only one listens at it.
                listener.listen(BACKLOG)
            except OSError as error:
                why = f"{serving.host}:{serving.port} 用不了：{system_says(error)}。请换一个地址或端口。"
                raise PortUnusable(why) from None
            host = f"[{serving.host}]" if ":" in serving.host else serving.host
            scheme = "https" if serving.tls_cert else "http"
            yield Place(listener, f"{scheme}://{host}:{listener.getsockname()[1]}")


def serve(hub: Hub, serving: Serving, place: Place, listening: Callable[[uvicorn.Server], object]) -> None:
    """Answer until told to stop. listening: called with the server once requests are answered."""
    server = _Server(_config(hub, serving), listening)
    over = threading.Event()
    sweeper = threading.Thread(target=sweep_until, args=(hub, over))
    sweeper.start()
    try:
        server.run(sockets=[place.listener])
    finally:
        over.set()
        sweeper.join()


class _Server(uvicorn.Server):
    """Tells when it is up."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[uvicorn.Server], object]) -> None:
        super().__init__(config)
        self._told = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._told(self)


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
    """`python -m hub.server JSON`: the child process of hub.embed.

    It prints one JSON line with its address and codes once it listens, and stops when its standard input closes, so
    that a terminal that dies takes its hub with it.
    """
    given = json.loads(arguments[0])
    config = HubConfig(Path(given["data_dir"]), given["database"], phone=given["phone"])
    serving = Serving(port=given["port"])
    try:
        with (
            taken(config.data_dir, serving, by_itself=alone(config, demo=given["demo"]), wait_s=ENDING_S) as place,
            closing(open_hub(config)) as hub,
        ):
            said = json.dumps({"url": place.url, **_codes(hub, given)}, ensure_ascii=False)

            def announce(server: uvicorn.Server) -> None:
                print(said, flush=True)  # noqa: T201 - this line is the interface
                threading.Thread(target=_stop_with_parent, args=(server,), daemon=True).start()

            serve(hub, serving, place, announce)
    except HubError as error:
        sys.exit(str(error))


def _codes(hub: Hub, given: dict[str, Any]) -> dict[str, Any]:
    """The code to enrol with, and who may log in."""
    if given["demo"] and (say := reason_against_demo(hub)):
        raise DataIsReal(say)
    remove_demo_users(hub)
    code = new_code(hub, given["terminal_id"], given["division"], given["hall"], "hub")
    if isinstance(code, Refused):
        raise ValueError(code.problem.problem)
    if not given["demo"]:
        return {"enrol_code": code}
    seed_demo_notices(hub)
    return {"enrol_code": code, "logins": [asdict(login) for login in seed_demo_people(hub)]}


if __name__ == "__main__":
    main(sys.argv[1:])
