"""A bad line between two network namespaces, in user space: loss, delay, jitter, rate and cuts, by a seed.

`Way` is one direction and pure. `Line` lays the cable: a TUN device here, one in a network namespace of its own, and a
process (this file as a program) that carries packets between them. Needs root and /dev/net/tun; no netem, no nftables.
"""

import fcntl
import heapq
import json
import os
import select
import struct
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
_MTU = 1500


@dataclass(frozen=True, slots=True)
class Quality:
    """What a line is like, each way. kbit 0: as much as there is. queue_ms: what waits longer than that is dropped."""

    loss: float = 0.0
    delay_ms: float = 0.0
    jitter_ms: float = 0.0
    kbit: float = 0.0
    queue_ms: float = 300.0
    cut: bool = False


class Way:
    """One direction. Order is kept, as on a cable."""

    def __init__(self, seed: int) -> None:
        self.quality = Quality()
        self._random = Random(seed)
        self._free_at, self._last = 0.0, 0.0

    def accept(self, size: int, now: float) -> float | None:
        """When a packet of `size` bytes that comes `now` (seconds) arrives at the other end; None: never."""
        quality = self.quality
        if quality.cut or self._random.random() < quality.loss:
            return None
        begins = max(now, self._free_at)
        if begins - now > quality.queue_ms / 1000:
            return None
        self._free_at = begins + (size * 8 / (quality.kbit * 1000) if quality.kbit else 0.0)
        late = quality.delay_ms + self._random.random() * quality.jitter_ms
        self._last = max(self._last, self._free_at + late / 1000)
        return self._last


class Refused(RuntimeError):
    """No such line can be laid here: the words say what is missing."""


class Line:
    """A cable from here to a namespace called `space`. Use as a context; raises Refused on the way in."""

    def __init__(self, seed: int = 1) -> None:
        self.space = f"kiosk-line-{os.getpid()}"
        # Two programs that lay a line at once do not get the same addresses.
        part = os.getpid() % 16_000
        self.here, self.there = (f"10.213.{part // 64}.{part % 64 * 4 + end}" for end in (1, 2))
        self._seed = seed
        self._carrier: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Line":
        if os.geteuid() != 0 or not Path("/dev/net/tun").exists():
            raise Refused("要 root 和 /dev/net/tun")
        if not _run("ip", "netns", "add", self.space):
            raise Refused("这里不能建网络命名空间")
        command = [sys.executable, __file__, self.space, self.here, self.there, str(self._seed)]
        self._carrier = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._carrier.stdout is not None
        if self._carrier.stdout.readline() != "ready\n":
            self.__exit__()
            raise Refused("这里不能建 TUN 网卡")
        return self

    def __exit__(self, *_: object) -> None:
        carrier = self._carrier
        if carrier is not None:
            assert carrier.stdin is not None
            assert carrier.stdout is not None
            carrier.stdin.close()
            carrier.wait(10)
            carrier.stdout.close()
        _run("ip", "netns", "del", self.space)

    def be(self, quality: Quality) -> None:
        """From now on like this, both ways."""
        assert self._carrier is not None
        assert self._carrier.stdin is not None
        assert self._carrier.stdout is not None
        self._carrier.stdin.write(json.dumps(asdict(quality)) + "\n")
        self._carrier.stdin.flush()
        assert self._carrier.stdout.readline() == "done\n"

    def inside(self, *words: str) -> tuple[str, ...]:
        """A command that runs at the far end."""
        return ("ip", "netns", "exec", self.space, *words)


# --- the process that carries ------------------------------------------------------------------------------------


def _run(*words: str) -> bool:
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def _tun() -> tuple[int, str]:
    opened = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    made = fcntl.ioctl(opened, _TUNSETIFF, struct.pack("16sH22x", b"", _IFF_TUN | _IFF_NO_PI))
    return opened, made[:16].rstrip(b"\0").decode()


def _lay(space: str, here_is: str, there_is: str) -> tuple[int, int] | None:
    """Both ends open, addressed and up; the far one in its namespace."""
    try:
        (near, here), (far, there) = _tun(), _tun()
    except OSError:
        return None
    within = ("ip", "-n", space)
    done = (
        _run("ip", "addr", "add", here_is, "peer", there_is, "dev", here)
        and _run("ip", "link", "set", here, "up")
        and _run("ip", "link", "set", there, "netns", space)
        and _run(*within, "addr", "add", there_is, "peer", here_is, "dev", there)
        and _run(*within, "link", "set", there, "up")
    )
    return (near, far) if done else None


def _carry(ends: tuple[int, int], seed: int) -> None:
    """Until standard input ends."""
    ways = {ends[0]: Way(seed), ends[1]: Way(seed + 1)}
    other = {ends[0]: ends[1], ends[1]: ends[0]}
    waiting: list[tuple[float, int, int, bytes]] = []
    count = 0
    orders = sys.stdin.fileno()
    while True:
        now = time.monotonic()
        pause = max(0.0, waiting[0][0] - now) if waiting else None
        ready, _, _ = select.select([*ends, orders], [], [], pause)
        now = time.monotonic()
        for end in ready:
            if end == orders:
                line = sys.stdin.buffer.readline()
                if not line:
                    return
                for way in ways.values():
                    way.quality = Quality(**json.loads(line))
                print("done", flush=True)
                continue
            packet = os.read(end, _MTU + 4)
            arrives = ways[end].accept(len(packet), now)
            if arrives is not None:
                count += 1
                heapq.heappush(waiting, (arrives, count, other[end], packet))
        while waiting and waiting[0][0] <= now:
            _, _, end, packet = heapq.heappop(waiting)
            os.write(end, packet)


def main() -> int:
    ends = _lay(*sys.argv[1:4])
    if ends is None:
        return 1
    print("ready", flush=True)
    _carry(ends, int(sys.argv[4]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
