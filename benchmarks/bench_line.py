"""A call over bad lines: what the ladder makes of each, beside aiortc as it comes, which lowers nothing.

Run: python -m benchmarks.bench_line (root, /dev/net/tun; some ten minutes). Each line is given `SETTLE_S` to be
understood and is then measured for `LOOK_S`: voice as a share of the 50 blocks a second that are spoken, and pictures.
"""

import json
import statistics
import subprocess
import sys
import time

from benchmarks.line import Line, Quality, Refused
from benchmarks.talk import Talk

SETTLE_S, LOOK_S = 8, 6
CUT_S = 20
GOOD = Quality(delay_ms=20, kbit=4000)
LINES: dict[str, Quality] = {
    "good": GOOD,
    "loss 1 %": Quality(loss=0.01, delay_ms=20),
    "loss 3 %": Quality(loss=0.03, delay_ms=20),
    "loss 5 %": Quality(loss=0.05, delay_ms=20),
    "loss 10 %": Quality(loss=0.10, delay_ms=20),
    "loss 20 %": Quality(loss=0.20, delay_ms=20),
    "loss 30 %": Quality(loss=0.30, delay_ms=20),
    "2 Mbit": Quality(delay_ms=20, kbit=2000),
    "1 Mbit": Quality(delay_ms=20, kbit=1000),
    "500 kbit": Quality(delay_ms=20, kbit=500),
    "256 kbit": Quality(delay_ms=20, kbit=256),
    "128 kbit": Quality(delay_ms=20, kbit=128),
    "64 kbit": Quality(delay_ms=20, kbit=64),
    "300 ms": Quality(delay_ms=300),
    "300 kbit, 60 ms, 2 %": Quality(loss=0.02, delay_ms=60, kbit=300),
    "1 Mbit, 150 ms ± 80, 3 %": Quality(loss=0.03, delay_ms=150, jitter_ms=80, kbit=1000),
}
Row = tuple[str, float, float, float]


def over(line: Line, talk: Talk, quality: Quality) -> Row:
    """Rung, share of the voice that reaches the guide, pictures a second there, median round trip in ms."""
    line.be(quality)
    talk.anew()
    talk.goes_on(SETTLE_S)
    begun, before, seen = time.monotonic(), talk.counts(), len(talk.measured)
    talk.goes_on(LOOK_S)
    took, after = time.monotonic() - begun, talk.counts()
    voice, pictures = (after[kind] - before[kind] for kind in ("audio", "video"))
    rtt = statistics.median(one.rtt_ms for one in talk.measured[seen:])
    return talk.rung, voice / took / 50, pictures / took, rtt


def rested(line: Line, talk: Talk) -> None:
    line.be(GOOD)
    talk.anew()
    talk.sees(3)


def all_lines(stock: bool) -> dict[str, Row]:
    """Every line in turn, a new connection each: what one did to it is not the next one's."""
    found: dict[str, Row] = {}
    with Line() as line:
        for name, quality in LINES.items():
            line.be(GOOD)
            talk = Talk(line, stock=stock)
            try:
                rested(line, talk)
                found[name] = over(line, talk, quality)
            except AssertionError:
                found[name] = ("no measurement", 0.0, 0.0, 0.0)
            finally:
                talk.close()
    return found


def cut() -> None:
    """Twenty seconds without any line, and how soon after it she is heard and seen again."""
    with Line() as line:
        line.be(GOOD)
        talk = Talk(line)
        try:
            rested(line, talk)
            line.be(Quality(cut=True))
            time.sleep(CUT_S)
            line.be(GOOD)
            back = time.monotonic()
            talk.hears(10)
            voice = time.monotonic() - back
            talk.sees(10)
            picture = time.monotonic() - back
        finally:
            talk.close()
    print(
        f"cut for {CUT_S} s: same connection ({talk.offers} offer), voice again after {voice:.1f} s, picture after"
        f" {picture:.1f} s"
    )


def main() -> int:
    if "stock" in sys.argv:
        print(json.dumps(all_lines(stock=True)))
        return 0
    try:
        ours = all_lines(stock=False)
    except Refused as why:
        print(f"skipped: {why}")
        return 0
    ran = subprocess.run([sys.executable, "-m", "benchmarks.bench_line", "stock"], stdout=subprocess.PIPE, check=True)
    theirs: dict[str, Row] = json.loads(ran.stdout)
    print(f"{'line, each way':26} {'rung':13} voice  pict/s  rtt ms   aiortc alone: voice  pict/s  rtt ms")
    for name, (rung, voice, pictures, rtt) in ours.items():
        _, other_voice, other_pictures, other_rtt = theirs[name]
        print(
            f"{name:26} {rung:13} {voice:4.0%} {pictures:7.1f} {rtt:7.0f}   {other_voice:20.0%} {other_pictures:7.1f}"
            f" {other_rtt:7.0f}"
        )
    cut()
    return 0


if __name__ == "__main__":
    sys.exit(main())
