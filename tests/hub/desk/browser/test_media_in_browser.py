"""Voice and picture between a terminal that speaks by WebRTC and a guide's Chromium with microphone and camera."""

from typing import Any

import numpy as np

from kiosk.core import calls

from .conftest import GUIDE_HZ, HER_HZ, Peer, join, loudest_hz, until


def test_picture_and_sound_go_both_ways_and_each_stops_when_she_takes_it_back(
    lite_hall: Any, seat: Any, peer: Peer
) -> None:
    guide = seat()
    page = guide.page
    terminal, call = join(lite_hall, guide, "voice", "camera")
    terminal.say(calls.Sdp, call, type="offer", sdp=peer.offer())
    peer.answered(terminal.told(calls.Sdp).sdp)
    assert peer.seen.wait(30)
    assert peer.heard.wait(30)
    above, below = (peer.picture[int(peer.picture.shape[0] * part)].mean(axis=0) for part in (0.2, 0.8))
    assert above[1] > above[0] + 60, f"green above: {above}"
    assert min(below[0], below[1]) > below[2] + 60, f"yellow below: {below}"
    assert abs(loudest_hz(np.concatenate(peer.sound[-25:])) - GUIDE_HZ) < 30
    until(page, "() => document.getElementById('hers').videoWidth > 0")
    seen = page.evaluate(
        """async () => { const v = document.getElementById('hers'), c = document.createElement('canvas');
           for (let n = 0; n < 100 && v.currentTime < 0.5; n++) await new Promise(r => setTimeout(r, 100));
           c.width = 100; c.height = 100; const g = c.getContext('2d'); g.drawImage(v, 0, 0, 100, 100);
           const at = (x) => [...g.getImageData(x, 50, 1, 1).data].slice(0, 3);
           return [...at(25), ...at(75)]; }"""
    )
    assert seen[0] > 150 > seen[2]
    assert seen[5] > 150 > seen[3]
    heard = page.evaluate(
        """async () => { const c = new AudioContext(); await c.resume(); const a = c.createAnalyser(); a.fftSize = 8192;
           c.createMediaStreamSource(document.getElementById('hers').srcObject).connect(a);
           const bins = new Float32Array(a.frequencyBinCount); let best = 0;
           for (let n = 0; n < 600; n++) { await new Promise(r => setTimeout(r, 100)); a.getFloatFrequencyData(bins);
             best = bins.indexOf(Math.max(...bins)) * c.sampleRate / a.fftSize; if (Math.abs(best - 440) < 20) break; }
           await c.close(); return best; }"""
    )
    assert abs(heard - HER_HZ) < 20
    page.locator("#speaking.on").wait_for()
    line = terminal.told(calls.LineState)
    assert line.rung in calls.RUNGS
    page.locator("#line[data-frames]").wait_for()
    guide.shot("desk_video")
    terminal.say(calls.Consented, call, capability="voice", granted=False)
    guide.status("说话：她没有同意。")
    assert page.evaluate("document.getElementById('hers').srcObject !== null")
    terminal.say(calls.Consented, call, capability="camera", granted=False)
    until(
        page, "document.getElementById('hers').srcObject === null && document.getElementById('mine').srcObject === null"
    )


def test_the_ladder_comes_down_quickly_and_climbs_slowly(seat: Any) -> None:
    rungs = seat().page.evaluate(
        """async () => { const { begin, step } = await import('/desk/static/ladder.js');
           let s = begin(); const seen = [];
           const go = (sample, times) => { for (let n = 0; n < times; n++) s = step(s, sample); seen.push(s.rung); };
           go({rtt: 50, loss: 0}, 9); go({rtt: 50, loss: 0.1}, 1); go({rtt: 50, loss: 0.1}, 1);
           go({rtt: 50, loss: 0.5}, 4);
           go({rtt: 50, loss: 0}, 4); go({rtt: 50, loss: 0}, 1); go({rtt: 50, loss: 0}, 10); return seen; }"""
    )
    assert rungs == [0, 0, 1, 3, 3, 2, 0]
