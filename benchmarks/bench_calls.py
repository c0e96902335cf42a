"""Two hundred calls set up and signalling at once through one hub, beside a bare relay; a desk with fifty who wait.

Run: python -m benchmarks.bench_calls. Both sides of every call, the hub and the bare relay share this machine. The
limit for words that are typed is the 500 ms of EN 301 549, 6.2.4; for a queue drawn anew one frame of 16.7 ms.
"""

import asyncio
import base64
import hashlib
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from websockets.asyncio.client import connect

from hub import open_hub, start_hub
from hub.accounts import Role, begin_session
from hub.desk import guides
from hub.desk.guides import Profile
from hub.house import HubConfig
from hub.times import stamp
from kiosk.core import calls
from kiosk.core.clock import SystemClock
from kiosk.core.ids import uuid7
from kiosk.core.terminal_auth import sign_request

CALLS, LINES, EVERY_S = 200, 20, 0.5
TEXT_LIMIT_MS, FRAME_MS = 500.0, 16.7
FLAGS = ["--no-sandbox", "--disable-gpu"]
RELAY = """
import asyncio, sys
from websockets.asyncio.server import serve
async def echo(socket):
    async for frame in socket:
        await socket.send(frame)
async def main():
    async with serve(echo, "127.0.0.1", 0, compression=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()
asyncio.run(main())
"""


def staff(data_dir: Path, key: Ed25519PrivateKey, many: int) -> None:
    """So many terminals and guides, straight into the database."""
    hub = open_hub(HubConfig(data_dir))
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()

    def work(tx: Any) -> None:
        for n in range(many):
            tx.run(
                "insert into terminals (id, division, hall, public_key, state, enrolled_at) values (?, '130302', ?, ?,"
                " 'active', ?)",
                *(f"B{n:03}", f"测试{n}厅", public, stamp(hub.clock.now())),
            )
            tx.run("insert into users (name, password_hash, role, created_at) values (?, '', 'guide', '')", f"导办{n}")
            begin_session(tx, hub, f"导办{n}", Role.GUIDE, f"cookie-{n}")

    hub.store.write(work)
    for n in range(many):
        assert guides.set_profile(hub, Profile(f"导办{n}", f"小{n}", f"{n}", "hall", f"测试{n}厅"), "cli") is None
    hub.close()


async def until(socket: Any, kind: str) -> dict[str, Any]:
    while True:
        message: dict[str, Any] = json.loads(await socket.recv())
        if message["kind"] == kind:
            return message


async def one_call(n: int, url: str, key: Ed25519PrivateKey, begin: asyncio.Barrier) -> tuple[float, list[float]]:
    """Milliseconds from asking to joined, and of each typed line from one end to the other."""
    empty, address = hashlib.sha256(b"").hexdigest(), url.replace("http", "ws")
    signed = sign_request(key, f"B{n:03}", "GET", "/v1/link", empty, SystemClock().now())
    cookie = {"Cookie": f"hub_session=cookie-{n}"}
    async with (
        connect(f"{address}/v1/link", additional_headers={"Authorization": signed}, compression=None) as terminal,
        connect(f"{address}/desk/link", additional_headers=cookie, origin=url, compression=None) as desk,  # type: ignore[arg-type]
    ):
        call = uuid7()
        numbers = {id(terminal): 0, id(desk): 0}

        async def say(socket: Any, kind: str, **parts: Any) -> None:
            numbers[id(socket)] += 1
            await socket.send(json.dumps({"kind": kind, "call": call, "seq": numbers[id(socket)], **parts}))

        await terminal.send(json.dumps({"kind": "hello", "boot": uuid7()}))
        await desk.send(json.dumps({"kind": "hello"}))
        await desk.send(json.dumps({"kind": "presence", "state": "ready"}))
        await until(terminal, "welcome")
        await until(desk, "queue")
        await begin.wait()
        asked = time.perf_counter()
        await say(terminal, "ask", reason="asked", matter="01")
        await until(desk, "offer")
        await say(desk, "take")
        await until(terminal, "offered")
        await say(terminal, "accept")
        await until(terminal, "joined")
        joined = (time.perf_counter() - asked) * 1000
        await say(terminal, "consent", capability="voice", granted=True)
        await say(terminal, "sdp", type="offer", sdp="v=0" + "x" * 4000)
        await until(desk, "sdp")
        await say(desk, "sdp", type="answer", sdp="v=0" + "x" * 4000)
        await until(terminal, "sdp")
        await begin.wait()
        took = []
        for line in range(LINES):
            await asyncio.sleep(EVERY_S * (0.5 + (n * 37 % 100) / 100))
            sent = time.perf_counter()
            await say(desk, "text", line=line + 1, body="您别着急，慢慢说。", live=True)
            await until(terminal, "text")
            took.append((time.perf_counter() - sent) * 1000)
        await say(desk, "wrap_up", outcome="finished")
        await until(terminal, "left")
        return joined, took


async def bare(port: int) -> list[float]:
    """The same number of sockets through a relay that judges nothing, keeps nothing and writes nothing down."""

    async def one(n: int) -> list[float]:
        took = []
        async with connect(f"ws://127.0.0.1:{port}", compression=None) as socket:
            for _ in range(LINES):
                await asyncio.sleep(EVERY_S * (0.5 + (n * 37 % 100) / 100))
                sent = time.perf_counter()
                await socket.send("x" * 200)
                await socket.recv()
                took.append((time.perf_counter() - sent) * 1000)
        return took

    return [ms for took in await asyncio.gather(*(one(n) for n in range(CALLS))) for ms in took]


def share(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


async def both_sides(url: str, key: Ed25519PrivateKey, many: int) -> list[tuple[float, list[float]]]:
    begin = asyncio.Barrier(many)
    return await asyncio.gather(*(one_call(n, url, key, begin) for n in range(many)))


def through_the_hub() -> None:
    key = Ed25519PrivateKey.generate()
    with tempfile.TemporaryDirectory() as folder:
        staff(Path(folder), key, CALLS)
        running = start_hub(Path(folder))
        try:
            process = psutil.Process(running.process.pid)
            alone = asyncio.run(both_sides(running.url, key, 1))[0][0]
            before, begun = process.cpu_times(), time.perf_counter()
            found = asyncio.run(both_sides(running.url, key, CALLS))
            spent, lasted = process.cpu_times(), time.perf_counter() - begun
            memory = process.memory_info().rss / 2**20
        finally:
            running.stop()
    relay = subprocess.Popen([sys.executable, "-c", RELAY], stdout=subprocess.PIPE, text=True)
    try:
        assert relay.stdout is not None
        peer = asyncio.run(bare(int(relay.stdout.readline())))
    finally:
        relay.kill()
        relay.communicate()
    set_up, lines = [joined for joined, _ in found], [ms for _, took in found for ms in took]
    cpu = spent.user + spent.system - before.user - before.system
    print(f"one call alone: asked to joined {alone:.0f} ms (offer, take, her yes: three durable steps)")
    print(
        f"{CALLS} calls asked for at the same moment: asked to joined median {statistics.median(set_up):.0f} ms,"
        f" p95 {share(set_up, 0.95):.0f} ms, last {max(set_up):.0f} ms"
    )
    print(
        f"{CALLS} calls typing at once: a line from end to end median {statistics.median(lines):.1f} ms,"
        f" p99 {share(lines, 0.99):.1f} ms = {share(lines, 0.99) / TEXT_LIMIT_MS:.3f} of the {TEXT_LIMIT_MS:.0f} ms"
    )
    print(
        f"  bare relay, as many sockets: median {statistics.median(peer):.1f} ms, p99 {share(peer, 0.99):.1f} ms;"
        f" the hub takes {statistics.median(lines) / statistics.median(peer):.1f} times as long"
    )
    print(f"  hub: {cpu / lasted:.0%} of a core over {lasted:.0f} s, {memory:.0f} MB")


def desk_with_fifty() -> None:
    """The desk's own modules in Chromium, drawing fifty who wait, over and over."""
    program = shutil.which("chromium")
    if program is None:
        print("desk: no Chromium here, skipped")
        return
    from playwright.sync_api import sync_playwright

    page_dir = Path("hub/web/desk").resolve()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, headless=True, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.route("http://desk/**", lambda route: _serve(route, page_dir))
        page.goto("http://desk/desk.html")
        waiting = [
            calls.WaitingCall(
                call=uuid7(), ticket=f"帮-{n:03}", hall="测试社区服务大厅", matter="01", reason="asked", wants="voice",
                by=calls.AskedBy(age80=n % 2 == 0), waited_s=n,
            ).model_dump()
            for n in range(50)
        ]  # fmt: skip
        took = page.evaluate(
            """async (waiting) => { const { Waiting } = await import('/around.js');
               const list = new Waiting({'01': '高龄津贴'}); const took = [];
               for (let n = 0; n < 60; n++) { const begun = performance.now(); list.show(waiting.slice(n % 2));
                 document.body.getBoundingClientRect(); took.push(performance.now() - begun);
                 await new Promise(requestAnimationFrame); }
               return took; }""",
            waiting,
        )
        browser.close()
    middle = statistics.median(took)
    print(
        f"desk: a queue of 50 drawn anew with its layout, median {middle:.1f} ms, p95 {share(took, 0.95):.1f} ms ="
        f" {middle / FRAME_MS:.2f} of a frame"
    )


def _serve(route: Any, folder: Path) -> None:
    name = route.request.url.rpartition("/")[2]
    kind = {"html": "text/html; charset=utf-8", "js": "text/javascript", "css": "text/css"}.get(name.rpartition(".")[2])
    file = folder / name
    route.fulfill(status=200, body=file.read_bytes(), content_type=kind) if file.is_file() else route.fulfill(
        status=404
    )


def main() -> int:
    through_the_hub()
    desk_with_fifty()
    return 0


if __name__ == "__main__":
    sys.exit(main())
