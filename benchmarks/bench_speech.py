"""Speech through the real child process: from say to the first sound, and from stop to the last; limit 100 ms.

Sound is counted where it reaches the sound card's side: a stand-in for `aplay` on the path that takes samples at the
card's pace, holds as much as the card's buffer would, and notes when it took each. Peer: the driver pyttsx3 ships,
whose `stop` is timed the same way.
"""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median, quantiles

from voice import Speaker

SENTENCE = "请把您的身份证平放在下面的读卡区，等一会儿再拿走。"
ROUNDS = 30
LIMIT_MS = 100.0
BUFFER_S = 0.04
"""What the sound card still holds when its player is killed (--buffer-time of voice.sinks)."""

PLAYER = f"""#!{sys.executable} -S
import sys, time
log = open("{{log}}", "ab", buffering=0)
rate = int(sys.argv[sys.argv.index("-r") + 1]) if "-r" in sys.argv else 22050
file = next((open(word, "rb") for word in sys.argv[1:] if word.endswith(".wav")), sys.stdin.buffer)
due = None
while piece := file.read1(1024):
    now = time.monotonic()
    due = max(due or now, now - {BUFFER_S}) + len(piece) / 2 / rate
    if any(piece):
        log.write(b"%f\\n" % now)
    time.sleep(max(0.0, due - {BUFFER_S} - time.monotonic()))
"""


def with_player(folder: Path) -> Path:
    """Put the stand-in first on the path; returns its log of moments at which sound was taken."""
    log = folder / "taken"
    player = folder / "aplay"
    player.write_text(PLAYER.replace("{log}", str(log)))
    player.chmod(player.stat().st_mode | stat.S_IXUSR)
    os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return log


def taken(log: Path) -> list[float]:
    return [float(line) for line in log.read_text().split()] if log.exists() else []


def ours(log: Path) -> tuple[list[float], list[float]]:
    """Milliseconds to the first sound, and from stop to the end of the last."""
    first: list[float] = []
    last: list[float] = []
    speaker = Speaker("alsa")
    speaker.wait_ready(30)
    for _ in range(ROUNDS):
        log.write_text("")
        sounding, silent = threading.Event(), threading.Event()
        begun = time.monotonic()
        speaker.say([SENTENCE], lambda *_: sounding.set(), lambda _: silent.set())  # noqa: B023
        sounding.wait(10)
        while not taken(log):
            time.sleep(0.002)
        first.append((taken(log)[0] - begun) * 1000)
        time.sleep(0.5)
        stopped = time.monotonic()
        speaker.stop()
        silent.wait(10)
        time.sleep(0.15)
        last.append((max(taken(log)) - stopped + BUFFER_S) * 1000)
    speaker.close()
    return first, last


SHIPPED = """
import pyttsx3, threading, time
engine = pyttsx3.init("espeak")
engine.setProperty("voice", "sit/cmn-latn-pinyin")
threading.Timer(1.0, lambda: (print(time.monotonic(), flush=True), engine.stop())).start()
engine.say("qing3 ba3 nin2 de5 shen1 fen4 zheng4 " * 3)
engine.runAndWait()
"""


def shipped(log: Path) -> float | None:
    """The same of pyttsx3's own driver, once; None where it does not run here."""
    log.write_text("")
    done = subprocess.run([sys.executable, "-c", SHIPPED], capture_output=True, text=True, timeout=60, check=False)
    stopped, sounds = done.stdout.split(), taken(log)
    return (max(sounds) - float(stopped[0]) + BUFFER_S) * 1000 if stopped and sounds else None


def main() -> int:
    if not shutil.which("espeak-ng"):
        print("skipped: espeak-ng is not installed here")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        log = with_player(Path(folder))
        first, last = ours(log)
        peer = shipped(log)
    print(f"speech through the child process, {ROUNDS} sentences of {len(SENTENCE)} characters, ms")
    print(f"  say -> first sound   p50 {median(first):6.1f}   p95 {quantiles(first, n=20)[18]:6.1f}")
    print(
        f"  stop -> last sound   p50 {median(last):6.1f}   p95 {quantiles(last, n=20)[18]:6.1f}   limit {LIMIT_MS:.0f}"
    )
    print(f"  pyttsx3's own driver, stop -> last sound   {'not run here' if peer is None else f'{peer:.0f}'}")
    return 0 if quantiles(last, n=20)[18] <= LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
