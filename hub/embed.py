"""A hub of the terminal's own, in a child process: for the demonstration, for development and for tests.

It can be killed and started again on the same data directory and port; it ends by itself when its parent does.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.cases import find_case
from hub.errors import HubNotStarted
from hub.house import HubConfig, open_hub
from hub.store import Tx

START_S = 60.0


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """Somebody of the demonstration; the log-in is good until the hub is started again."""

    name: str
    password: str
    code: str = ""
    """What their telephone would show at this moment, "" for whoever needs none; later: `kiosk hub demo-code`."""


def console(url: str, logins: Sequence[DemoLogin], data_dir: Path) -> str:
    """Where to log in and how, for whoever started the demonstration."""
    people = [f"  {one.name}  密码 {one.password}" + (f"  动态码 {one.code}" if one.code else "") for one in logins]
    again = f"  动态码半分钟一换，再要一个：kiosk hub demo-code --data {data_dir}"
    return "\n".join([f"演示用的中枢页面：{url}/login （密码只在这次启动里有用）", *people, again])


@dataclass(slots=True)
class RunningHub:
    """A hub that is listening."""

    url: str
    enrol_code: str
    """One-time code for the terminal it was started for; made anew at every start, valid a day."""
    logins: tuple[DemoLogin, ...]
    """Who may log in on its pages; nobody outside the demonstration."""
    data_dir: Path
    process: subprocess.Popen[bytes]

    @property
    def port(self) -> int:
        """For starting again on the same address."""
        return int(self.url.rsplit(":", 1)[1])

    def case(self, number: str) -> dict[str, Any] | None:
        """A case as JSON, read from the hub's own database, without any personal value; None when there is none."""
        return case_json(self.data_dir, number)

    def stop(self, timeout_s: float = 15.0) -> None:
        """End in order; by force when it does not."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self._let_go()

    def kill(self) -> None:
        """Like a power cut to the process: SIGKILL."""
        self.process.kill()
        self._let_go()

    def _let_go(self) -> None:
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


def start_hub(
    data_dir: Path,
    port: int = 0,
    *,
    terminal_id: str = "K07",
    division: str = "130302",
    hall: str = "示例社区服务大厅",
    phone: str = "",
    demo: bool = False,
    database: str = "",
) -> RunningHub:
    """Start a hub on 127.0.0.1 and return once it listens. Raises HubNotStarted.

    demo: seed sample notices labelled 示例, and a clerk, a guide and a supervisor whose log-ins are in the result.
    Simulated billers are on.
    """
    given = {
        "data_dir": str(data_dir.absolute()),
        "port": port,
        "terminal_id": terminal_id,
        "division": division,
        "hall": hall,
        "phone": phone,
        "demo": demo,
        "database": database,
    }
    root = Path(__file__).resolve().parent.parent
    path = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH", "")]))
    process = subprocess.Popen(
        [sys.executable, "-m", "hub.server", json.dumps(given)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
    )
    said = _first_line(process)
    logins = tuple(DemoLogin(**one) for one in said.get("logins", []))
    return RunningHub(said["url"], said["enrol_code"], logins, data_dir, process)


def case_json(data_dir: Path, number: str, database: str = "") -> dict[str, Any] | None:
    """A case as `kiosk hub case show --json` prints it. Works beside a running hub."""
    hub = open_hub(HubConfig(data_dir, database))
    try:

        def look(tx: Tx) -> dict[str, Any] | None:
            case = find_case(hub, tx, number)
            return None if case is None else {**case.view().model_dump(mode="json"), **_more(tx, number)}

        return hub.store.read(look)
    finally:
        hub.close()


def _more(tx: Tx, number: str) -> dict[str, Any]:
    columns = "submission_id, service_id, service_version, terminal_id, division, hall, holder_masked, received_at"
    row = tx.rows(f"select {columns} from cases where number = ?", number)[0]
    sealed = tx.rows("select sha256, size from submissions where case_number = ?", number)[0]
    return {**dict(zip(columns.split(", "), row, strict=True)), "sealed_sha256": sealed[0], "sealed_bytes": sealed[1]}


def _first_line(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    assert process.stdout is not None
    line = b""
    ends = time.monotonic() + START_S
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while not line.endswith(b"\n"):
            heard = selector.select(max(0.0, ends - time.monotonic()))
            part = os.read(process.stdout.fileno(), 4096) if heard else b""
            if not part:
                process.kill()
                process.wait()
                for pipe in (process.stdin, process.stdout):
                    if pipe is not None:
                        pipe.close()
                raise HubNotStarted("内置的中枢没有起来，原因在上一行。" if heard else "内置的中枢没有应答。")
            line += part
    said = json.loads(line)
    assert isinstance(said, dict)
    return said
