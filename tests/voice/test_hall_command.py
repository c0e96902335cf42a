"""`kiosk voice speak`: a developer without a microphone speaks to a terminal all the same."""

import os
import queue
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.core.hearing import Expect, Hearing, Utterance
from voice import Ear
from voice.hall_cli import speak

PATIENCE_S = 60


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed here")
def test_what_is_spoken_into_the_fifo_is_heard(tmp_path: Path) -> None:
    pipe = tmp_path / "hall"
    os.mkfifo(pipe)
    ear = Ear(f"pipe:{pipe}")
    heard: queue.Queue[Hearing] = queue.Queue()
    levels: queue.Queue[float] = queue.Queue()
    try:
        ear.listen(Expect(("返回", "交电费")), heard.put, None, levels.put)
        levels.get(timeout=PATIENCE_S)
        result = CliRunner().invoke(speak, [str(pipe), "交电费"])
        assert result.exit_code == 0, result.output
        hearing = heard.get(timeout=PATIENCE_S)
    finally:
        ear.close()
    assert isinstance(hearing, Utterance)
    assert (hearing.text, hearing.whole) == ("交电费", True)


def test_what_is_no_fifo_or_has_no_terminal_behind_it_is_said_plainly(tmp_path: Path) -> None:
    nothing = CliRunner().invoke(speak, [str(tmp_path / "gone"), "返回"])
    assert (nothing.exit_code, "不是 FIFO" in nothing.output) == (2, True)
    if not shutil.which("espeak-ng"):
        pytest.skip("espeak-ng is not installed here")
    os.mkfifo(tmp_path / "hall")
    nobody = CliRunner().invoke(speak, [str(tmp_path / "hall"), "返回"])
    assert (nobody.exit_code, "没有终端在听" in nobody.output) == (4, True)
