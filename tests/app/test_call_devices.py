"""What `kiosk doctor` tries of a call's devices."""

import importlib.util
import sys
from typing import Any

import pytest

from kiosk.app.call_devices import examine_call
from kiosk.core.settings import Call
from kiosk.diagnostics import CallFacts, CallPart


def test_nothing_is_opened_where_the_optional_part_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr("kiosk.app.media.find_spec", lambda name: None if name == "aiortc" else real(name))
    found = examine_call(Call(microphone="auto", camera="/dev/video0"))
    assert found == CallFacts(missing=True, microphone=CallPart("auto"), camera=CallPart("/dev/video0"))


def test_a_camera_that_is_not_there_is_told_in_chinese(tmp_path: Any) -> None:
    pytest.importorskip("av", reason="没有装 aiortc（可选的 call 部分），跳过。")
    found = examine_call(Call(microphone="test", camera=str(tmp_path / "video9")))
    assert found.camera.why == "没有这个文件或目录"
    assert found.microphone == found.speaker == CallPart("test")


def test_sound_that_does_not_open_is_told_of_input_and_output(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("av", reason="没有装 aiortc（可选的 call 部分），跳过。")

    class Card:
        class PortAudioError(Exception):
            pass

        @staticmethod
        def InputStream(*_: Any) -> Any:
            raise Card.PortAudioError("Device unavailable")

        @staticmethod
        def _terminate() -> None: ...

        @staticmethod
        def _initialize() -> None: ...

        class OutputStream:
            def __init__(self, *_: Any) -> None: ...

            def close(self) -> None: ...

    monkeypatch.setitem(sys.modules, "sounddevice", Card)
    found = examine_call(Call(microphone="auto"))
    assert "没有接上" in found.microphone.why
    assert found.speaker == CallPart("auto")
    assert found.camera == CallPart("none")


def test_an_optional_part_other_than_was_measured_is_named_and_nothing_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("aiortc", reason="没有装 aiortc（可选的 call 部分），跳过。")
    monkeypatch.setattr("kiosk.media.tuning.version", lambda name: "2.0.0")
    found = examine_call(Call(microphone="auto", camera="/dev/video0"))
    wanted = {"microphone": CallPart("auto"), "camera": CallPart("/dev/video0")}
    assert found == CallFacts(untried="aiortc 2.0.0", **wanted)
