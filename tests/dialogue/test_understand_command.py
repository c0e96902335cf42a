"""`kiosk understand`: one line in, one object out, whatever the line is."""

import json
import subprocess
import sys

KEYS = {"text", "outcome", "service", "candidates", "say"}


def understood(lines: bytes, *options: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "understand", *options], input=lines, capture_output=True, check=True
    )
    return done.stdout.decode().splitlines()


def test_every_line_gets_one_object_even_empty_long_and_broken_ones() -> None:
    lines = [
        b"",
        "我要交电费".encode(),
        b"\xff\xfe\x00",
        ("办" * 5000).encode(),
        "有人打我".encode(),
        b"   ",
        "来个人".encode(),
    ]
    told = [json.loads(line) for line in understood(b"\n".join(lines) + b"\n", "--json")]
    assert len(told) == len(lines)
    assert all(set(one) == KEYS for one in told)
    assert [one["outcome"] for one in told] == [
        "not_understood", "offer", "not_understood", "not_understood", "emergency", "not_understood", "human",
    ]  # fmt: skip
    assert told[1]["service"] == "27"


def test_people_read_a_line_with_what_was_understood() -> None:
    assert understood("交电费\n".encode()) == ["交电费  →  offer 27  您要交电费，对吗？"]
