"""Recording in a real Chromium: what is kept is what both said, from her yes to the end, and no longer."""

import io
from typing import Any

import av
import numpy as np

from hub.desk import recordings
from kiosk.core import calls

from .conftest import GUIDE_HZ, HER_HZ, Peer, until
from .test_guests_in_browser import spoken_with


def seconds(take: bytes) -> list[Any]:
    """How loud each hertz is in each second of a sound file."""
    with av.open(io.BytesIO(take)) as container:
        # Planar: one row for each channel.
        parts = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
        rate = container.streams.audio[0].rate
    sound = np.concatenate(parts)
    whole = sound[: len(sound) // rate * rate].reshape(-1, rate)
    return [np.abs(np.fft.rfft(one * np.hanning(rate))) for one in whole]


def stands_out(loud: Any, hz: int) -> bool:
    return bool(loud[hz - 3 : hz + 4].max() > 50 * np.median(loud[600:900]))


def test_both_voices_are_kept_from_her_yes_to_the_end(city: Any, seat: Any, peer: Peer) -> None:
    guide = seat()
    terminal, call = spoken_with(city, guide, peer)
    hub = city.place.hub
    guide.page.get_by_role("button", name="请她同意：录声音").click()
    assert terminal.told(calls.AskConsent).capability == "recording"
    assert recordings.kept(hub) == []
    terminal.say(calls.Consented, call, capability="recording", granted=True)
    guide.page.get_by_text("正在录声音").wait_for()
    with guide.page.expect_response(lambda answered: f"/desk/calls/{call}/recording/" in answered.url) as first:
        guide.page.wait_for_timeout(10)
    assert first.value.status == 204
    with guide.page.expect_response(lambda answered: answered.url.endswith("/1")) as second:
        guide.page.wait_for_timeout(10)
    assert second.value.status == 204
    assert guide.faults() == []
    with guide.page.expect_response(lambda answered: answered.url.endswith(("/2", "/3"))) as last:
        terminal.say(calls.HangUp, call)
        guide.page.get_by_text("她结束了帮办").first.wait_for()
    assert last.value.status == 204
    until(guide.page, "() => document.getElementById('recording').textContent === ''")
    (take,) = recordings.hear(hub, call, "user:督")
    heard = seconds(take)
    assert len(heard) >= 3
    assert any(stands_out(one, HER_HZ) and stands_out(one, GUIDE_HZ) for one in heard)


def test_a_line_that_came_anew_is_in_the_mix_of_the_take_that_runs(seat: Any) -> None:
    mixed = seat().page.evaluate(
        """async () => { const { Recorder } = await import('/desk/static/recorder.js');
           window.MediaRecorder = class { static isTypeSupported() { return true; } start() {} stop() {} };
           let mixed = 0; const c = new AudioContext(), [track] = c.createMediaStreamDestination().stream.getTracks();
           const recorder = new Recorder({ everybody: () => { mixed += 1; return track; } }, () => {});
           recorder.set(true, 'a'); recorder.set(true, 'a'); recorder.stop(); await c.close(); return mixed; }"""
    )
    assert mixed == 2
