"""Our SIP read by another's: a real Kamailio (Debian) on a real WebSocket, without telephone or media behind it."""

import asyncio
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.telephone import Ended, Leg, Line, Rings, reachable
from kiosk.core.clock import SystemClock

MODULES = next(
    (path for path in map(Path, ("/usr/lib/x86_64-linux-gnu/kamailio/modules",)) if (path / "websocket.so").exists()),
    None,
)
CONFIG = """#!KAMAILIO
debug=-1
fork=no
children=1
disable_tcp=no
listen=tcp:127.0.0.1:{port}
tcp_accept_no_cl=yes
mpath="{modules}"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "xhttp.so"
loadmodule "websocket.so"
loadmodule "auth.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "maxfwd.so"
loadmodule "sanity.so"
request_route {{
    if (!sanity_check("17895", "7")) {{ exit; }}
    if (is_method("OPTIONS")) {{ sl_send_reply("200", "OK"); exit; }}
    if (is_method("ACK")) {{ t_check_trans(); exit; }}
    if (is_method("CANCEL")) {{ if (t_check_trans()) {{ t_relay_cancel(); }} exit; }}
    if (!pv_www_authenticate("$fd", "{secret}", "0")) {{ www_challenge("$fd", "0"); exit; }}
    if ($rU =~ "99$") {{ sl_send_reply("404", "Not Found"); exit; }}
    t_newtran();
    t_reply("180", "Ringing");
    t_reply("486", "Busy Here");
}}
event_route[xhttp:request] {{
    if ($hdr(Upgrade) =~ "websocket") {{ ws_handle_handshake(); exit; }}
    xhttp_reply("404", "Not Found", "", "");
}}
"""


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    program = shutil.which("kamailio")
    if program is None or MODULES is None:
        pytest.skip("没有安装 Kamailio（kamailio、kamailio-websocket-modules），跳过。")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("kamailio")
    config = folder / "kamailio.cfg"
    config.write_text(CONFIG.format(port=port, modules=MODULES, secret="a secret of the city"))
    log = (folder / "log").open("wb")
    process = subprocess.Popen([program, "-f", config, "-DD", "-E", "-m", "16", "-M", "4", "-w", folder, "-Y", folder],
                               stdout=log, stderr=log)  # fmt: skip
    try:
        for _ in range(400):
            with socket.socket() as trying:
                if trying.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.025)
        yield Line(f"ws://127.0.0.1:{port}/", "exchange.test", "kiosk", "a secret of the city")
    finally:
        process.terminate()
        process.wait(10)
        log.close()


def rung(line: Line, number: str) -> list[Any]:
    said: list[Any] = []

    async def told(one: Any) -> None:
        said.append(one)

    asyncio.run(asyncio.wait_for(Leg(line, SystemClock(), number, "v=0\r\n", told).run(), 30))
    return said


def test_kamailio_is_reached_asks_who_we_are_and_believes_us(line: Line) -> None:
    assert asyncio.run(reachable(line)) == ""
    assert rung(line, "13800000012") == [Rings(), Ended("busy")]
    assert rung(line, "13800000099") == [Ended("wrong_number")]


def test_kamailio_does_not_believe_a_wrong_secret(line: Line) -> None:
    wrong = Line(line.exchange, line.domain, line.user, "wrong")
    assert rung(wrong, "13800000012") == [Ended("failed")]
