"""`kiosk understand`: one line in, one object out, whatever the line is."""

import json
import subprocess
import sys
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.understanding.sayings import sayings
from kiosk.core.hearing import typed
from kiosk.dialogue import understand
from kiosk.dialogue.cli import HOME, at_home, described

at_home_once = cache(at_home)
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


def test_a_line_without_end_and_a_last_line_without_newline_are_one_object_each() -> None:
    told = [json.loads(line) for line in understood(b"\xe5" * 200_000 + b"\n" + "取号".encode(), "--json")]
    assert [one["outcome"] for one in told] == ["not_understood", "offer"]
    assert understood(b"", "--json") == []


OUTCOMES = {"offer", "act", "ask", "answer", "emergency", "human", "leave", "not_understood"}
SAID = st.one_of(st.text(max_size=40), st.sampled_from([one.text for one in sayings()]))


@settings(deadline=None, max_examples=150)  # the first sentence reads the dictionaries
@given(SAID)
def test_whatever_is_said_is_told_in_the_same_fields_and_candidates_are_matters(text: str) -> None:
    context = at_home_once()
    told = described(text, understand(typed(text), HOME, context))
    assert set(told) == KEYS
    assert told["outcome"] in OUTCOMES
    assert (told["service"] is not None) == (told["outcome"] in ("offer", "answer"))
    assert set(told["candidates"]) <= set(context.matters.services)
    assert told["service"] is None or told["candidates"][0] == told["service"]
    assert told["say"]
    assert json.loads(json.dumps(told)) == told


def test_people_read_a_line_with_what_was_understood() -> None:
    assert understood("交电费\n".encode()) == ["交电费  →  offer 27  您要交电费，对吗？"]


def test_without_anything_to_read_it_says_so_and_ends_with_four() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", '"$0" -m kiosk understand --json <&-', sys.executable], capture_output=True, check=False
    )
    assert done.returncode == 4
    assert done.stderr.decode() == "没有输入可读。请从管道或文件给句子。\n"


def test_what_is_done_at_once_is_said_too() -> None:
    told = [json.loads(line) for line in understood("大点声\n上一步\n".encode(), "--json")]
    assert [(one["outcome"], one["say"]) for one in told] == [("act", "好的。"), ("act", "好的。")]
