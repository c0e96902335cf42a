"""Process start to first frame, and memory: the terminal's entrance against Chromium showing an equivalent page."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from statistics import median

import psutil

ROUNDS = 5
PAGE = """<!doctype html><meta charset="utf-8"><body style="font:64px 'Noto Sans CJK SC';text-align:center">
<h1>您好，我能帮您办事</h1><p>说一句您要办的事，或者按下面的大按钮。</p>
<button style="font-size:80px;padding:60px">开始</button>
<script>requestAnimationFrame(()=>requestAnimationFrame(()=>fetch('/frame')))</script>"""


class _Page(BaseHTTPRequestHandler):
    frame = threading.Event()

    def do_GET(self) -> None:
        if self.path == "/frame":
            self.frame.set()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def pss_mb(pid: int) -> float:
    """Proportional memory of a process and its children, in MB (/proc smaps_rollup)."""
    total = 0
    parent = psutil.Process(pid)
    for process in (parent, *parent.children(recursive=True)):
        try:
            with open(f"/proc/{process.pid}/smaps_rollup", encoding="ascii") as rollup:
                total += sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return total / 1024


def kiosk() -> tuple[float, float]:
    """Seconds to the first frame and MB, once."""
    born = time.perf_counter()
    # An installed terminal has its bytecode compiled; a shell that forbids writing it must not count as the terminal.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "benchmarks.first_frame_child"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    assert child.stdout is not None
    child.stdout.readline()
    took = time.perf_counter() - born
    time.sleep(1)
    memory = pss_mb(child.pid)
    child.kill()
    child.wait()
    return took, memory


def chromium(binary: str, port: int) -> tuple[float, float]:
    """The same of Chromium, from start to the page's second animation frame."""
    _Page.frame.clear()
    with tempfile.TemporaryDirectory() as profile:
        command = [
            binary, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--kiosk", "--window-size=1080,1920",
            f"--user-data-dir={profile}", "--remote-debugging-port=0", f"http://127.0.0.1:{port}/",
        ]  # fmt: skip
        born = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seen = _Page.frame.wait(30)
        took = time.perf_counter() - born
        time.sleep(1)
        memory = pss_mb(child.pid)
        for process in psutil.Process(child.pid).children(recursive=True):
            process.kill()
        child.kill()
        child.wait()
        time.sleep(0.3)
    if not seen:
        raise RuntimeError("Chromium showed no page within 30 s")
    return took, memory


def main() -> list[tuple[str, float, float]]:
    """Rows (who, seconds, MB): medians of interleaved rounds."""
    binary = shutil.which("chromium") or shutil.which("chromium-browser")
    server = HTTPServer(("127.0.0.1", 0), _Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(kiosk())
        if binary:
            theirs.append(chromium(binary, server.server_port))
    server.shutdown()
    rows = [("kiosk", median(t for t, _ in ours), median(m for _, m in ours))]
    if theirs:
        rows.append(("chromium", median(t for t, _ in theirs), median(m for _, m in theirs)))
    print(f"process start to first frame, medians of {ROUNDS} interleaved rounds (limit 1 s)")
    for who, seconds, memory in rows:
        print(f"  {who:10} {seconds * 1000:7.0f} ms  {memory:6.0f} MB PSS")
    if theirs:
        print(f"  ratio      {rows[0][1] / rows[1][1]:7.2f}     {rows[0][2] / rows[1][2]:6.2f}")
    else:
        print("  chromium is not installed: no peer in this run")
    return rows


if __name__ == "__main__":
    main()
