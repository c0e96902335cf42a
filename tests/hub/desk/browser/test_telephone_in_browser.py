"""Her daughter on the telephone, in real Chromium: real SIP to an exchange, real sound by WebRTC both ways."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hub.telephone import leg
from kiosk.core import calls

from ...telephone.exchange import TELEPHONE_HZ, Exchange, line_to
from .conftest import GUIDE_HZ, HER_HZ, Guide, Peer, her_page
from .test_guests_in_browser import spoken_with, until_hears_peer, until_silent

NUMBER, HERS = "13800000012", "phone:女儿"


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    with Exchange(asks_who="SHA-256", media=True) as made:
        yield made


@pytest.fixture
def wired(lite: Any, exchange: Exchange, request: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(leg, "LOOK_S", 0.05)
    lite.hub = replace(lite.hub, config=replace(lite.hub.config, telephone=line_to(exchange.url)))
    return request.getfixturevalue("lite_hall")


def asked_by_keyboard(guide: Guide, terminal: Any, number: str = "") -> None:
    """The guide asks her, without a mouse."""
    page = guide.page
    page.locator("#phone-who").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    asked = terminal.told(calls.GuestAsked)
    assert (asked.who.id, asked.role, asked.asks_number) == (HERS, "family", not number)


def told(guide: Guide, words: str) -> None:
    guide.page.locator("#phone-told", has_text=words).wait_for()


def heard_at_home(guide: Guide, exchange: Exchange, *tones: int) -> None:
    """Each of these stands out of what the telephone hears."""
    for _ in range(30):
        assert exchange.telephone is not None
        exchange.telephone.heard.clear()
        exchange.telephone.sound.clear()
        while not exchange.telephone.heard.is_set():
            guide.page.wait_for_timeout(20)
        sound = np.concatenate(exchange.telephone.sound)
        spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
        bins = np.fft.rfftfreq(len(sound), 1 / 48000)

        def at(hz: int, spectrum: Any = spectrum, bins: Any = bins) -> float:
            return float(spectrum[(bins > hz - 25) & (bins < hz + 25)].max())

        if all(at(hz) > 8 * at(1500) and at(hz) > 1e5 for hz in tones):
            return
    raise AssertionError([at(hz) for hz in (*tones, 1500)])


def test_her_daughter_hears_both_is_heard_by_both_and_is_sent_away_with_one_press(
    wired: Any, seat: Any, peer: Peer, exchange: Exchange
) -> None:
    guide = seat()
    terminal, call = spoken_with(wired, guide, peer, "page")
    terminal.say(calls.Mirror, call, screen=her_page().masked())
    asked_by_keyboard(guide, terminal)
    told(guide, "正在问她")
    assert exchange.asked == []
    terminal.say(calls.GuestAnswered, call, guest=HERS, yes=True, number=NUMBER)
    told(guide, "接通了")
    guide.page.locator("#guests", has_text="女儿在电话里").wait_for()
    assert terminal.told(calls.Listening).on
    assert guide.faults() == []
    guide.shot("desk_telephone")
    heard_at_home(guide, exchange, HER_HZ, GUIDE_HZ)
    # With the guide's own microphone off, what still reaches her is the telephone.
    guide.page.get_by_role("button", name="关我的话筒").click()
    until_hears_peer(guide, peer, TELEPHONE_HZ)
    guide.page.evaluate(_HEARD_IN_PAGE)
    terminal.say(calls.GuestAnswered, call, guest=HERS, yes=False)
    exchange.heard("BYE")
    told(guide, "挂了")
    until_silent(guide, peer)
    guide.page.get_by_role("button", name="开我的话筒").click()
    until_hears_peer(guide, peer, GUIDE_HZ)
    assert NUMBER not in "".join(guide.bytes)
    assert NUMBER not in guide.page.content()


_HEARD_IN_PAGE = """async () => { const audio = document.querySelector('#others audio');
  if (!audio || audio.paused) throw new Error('the guide hears nothing of the telephone'); }"""


def test_a_telephone_is_not_recorded_for_nobody_asked_whoever_holds_it(seat: Any) -> None:
    loud = seat().page.evaluate(
        """async () => { const { Sides } = await import('/desk/static/sides.js');
           const c = new AudioContext(); await c.resume();
           const tone = (frequency) => {
             const to = c.createMediaStreamDestination(), from = new OscillatorNode(c, { frequency });
             from.connect(to); from.start(); return to.stream; };
           document.getElementById('hers').srcObject = tone(500);
           const sides = new Sides(() => {}, { own: tone(1000), speakBy: () => {}, servers: [] }, () => {});
           const kept = sides.everybody();
           sides.mixer.hear('phone:女儿', tone(2000)); sides.mixer.hear('乙', tone(4000));
           const ear = new AnalyserNode(c, { fftSize: 2048, smoothingTimeConstant: 0 });
           c.createMediaStreamSource(new MediaStream([kept])).connect(ear);
           const bins = new Float32Array(ear.frequencyBinCount).fill(-200);
           const at = (hz) => bins[Math.round(hz * ear.fftSize / c.sampleRate)];
           for (let n = 0; n < 200 && !([500, 1000, 4000].every((hz) => at(hz) > -40)); n += 1) {
             await new Promise((later) => setTimeout(later, 25)); ear.getFloatFrequencyData(bins); }
           const found = [500, 1000, 2000, 4000].map(at); sides.close(); await c.close(); return found; }"""
    )
    hers, mine, telephone, clerk = loud
    assert min(hers, mine, clerk) > -40, loud
    assert telephone < -60, loud


def test_her_no_rings_nobody_and_the_guide_puts_down_what_rings(
    wired: Any, seat: Any, peer: Peer, exchange: Exchange
) -> None:
    exchange.plays = "rings"
    guide = seat()
    terminal, call = spoken_with(wired, guide, peer, "filling")
    asked_by_keyboard(guide, terminal, NUMBER)
    assert guide.page.locator("#phone-number").input_value() == ""
    terminal.say(calls.GuestAnswered, call, guest=HERS, yes=False)
    told(guide, "她没有同意")
    assert exchange.asked == []
    exchange.plays = "unreachable"
    guide.page.select_option("#phone-who", "老伴")
    guide.page.get_by_role("button", name="问她，再打").click()
    asked = terminal.told(calls.GuestAsked)
    terminal.say(calls.GuestAnswered, call, guest=asked.who.id, yes=True, number=NUMBER)
    told(guide, "没人接")
    assert guide.page.locator("#guests li").count() == 0
    exchange.plays = "rings"
    guide.page.select_option("#phone-who", "儿子")
    guide.page.get_by_role("button", name="问她，再打").click()
    asked = terminal.told(calls.GuestAsked)
    terminal.say(calls.GuestAnswered, call, guest=asked.who.id, yes=True, number=NUMBER)
    told(guide, "在响铃")
    guide.page.locator("#guests", has_text="正在给儿子打电话").wait_for()
    assert guide.faults() == []
    guide.page.get_by_role("button", name="挂掉电话").click()
    exchange.heard("CANCEL")
    told(guide, "不打了")
