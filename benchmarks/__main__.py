"""Run every benchmark in a process of its own, so that none warms another's caches."""

import subprocess
import sys

NAMES = (
    "bench_start", "bench_press", "bench_enqueue", "bench_card_read", "bench_understand", "bench_speech",
    "bench_hearing", "bench_noise", "by_sound", "bench_calls", "bench_line", "bench_media",
    "bench_papers", "bench_technician",
)  # fmt: skip


def main() -> int:
    worst = 0
    for name in NAMES:
        print(f"\n== {name}", flush=True)
        worst = max(worst, subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
