"""Others in a call, in real Chromium: a supervisor hears both ends, a clerk hears and is heard, and each goes again."""

from typing import Any

import numpy as np

from hub.accounts import Role
from kiosk.core import calls

from .conftest import GUIDE_HZ, HER_HZ, Guide, Peer, her_page, join, loudest_hz, until

HEARS = """async (tones) => { const sound = document.getElementById('hers').srcObject;
  if (!sound) return false;
  const c = new AudioContext(); await c.resume(); const a = c.createAnalyser(); a.fftSize = 8192;
  c.createMediaStreamSource(sound).connect(a); const bins = new Float32Array(a.frequencyBinCount);
  await new Promise(r => setTimeout(r, 400)); a.getFloatFrequencyData(bins); await c.close();
  const at = (hz) => Math.max(...bins.slice(Math.floor(hz * 8192 / c.sampleRate) - 2).slice(0, 5));
  const between = at(700);
  return tones.every((hz) => at(hz) > -70 && at(hz) > between + 15); }"""
"""Whether each of these tones stands out of what a page hears."""


def until_hears(guide: Guide, *tones: int) -> None:
    until(guide.page, f"() => ({HEARS})({list(tones)})")


def spoken_with(hall: Any, guide: Guide, peer: Peer, *capabilities: str) -> tuple[Any, str]:
    """A call in which sound goes both ways."""
    terminal, call = join(hall, guide, "voice", *capabilities)
    terminal.say(calls.Sdp, call, type="offer", sdp=peer.offer())
    peer.answered(terminal.told(calls.Sdp).sdp)
    assert peer.heard.wait(60)
    return terminal, call


def test_a_supervisor_hears_both_ends_and_nothing_after_she_takes_her_voice_back(
    lite_hall: Any, seat: Any, peer: Peer
) -> None:
    guide, boss = seat(), seat(number="0100", role=Role.SUPERVISOR, name="老赵")
    terminal, call = spoken_with(lite_hall, guide, peer, "page")
    terminal.say(calls.Mirror, call, screen=her_page().masked())
    boss.page.get_by_role("button", name="旁听").click()
    assert terminal.told(calls.Listening).role == "supervisor"
    guide.status("督导老赵在旁听")
    boss.page.get_by_role("heading", name="您的手机号码是多少？").wait_for()
    until_hears(boss, HER_HZ, GUIDE_HZ)
    assert boss.page.locator("#say").is_hidden()
    assert boss.page.locator("#mute").is_hidden()
    assert boss.faults() == []
    boss.shot("desk_listening")
    terminal.say(calls.Consented, call, capability="voice", granted=False)
    until(boss.page, "() => document.getElementById('hers').srcObject === null")
    boss.page.get_by_role("button", name="离开").click()
    assert not terminal.told(calls.Listening).on
    boss.page.locator("#idle").wait_for()


def test_a_clerk_hears_and_is_heard_and_goes_when_she_says_so(lite_hall: Any, seat: Any, peer: Peer) -> None:
    guide, clerk = seat(), seat(number="0300", name="小李")
    clerk.ready()
    # The guide has the call because the clerk is not at her place: both are ready, and the longest idle is asked.
    clerk.page.get_by_role("button", name="不接").click()
    terminal, call = spoken_with(lite_hall, guide, peer)
    clerk.ready()
    guide.page.locator("#invite-to").focus()
    guide.page.locator("#invite-to option[value='0300']").wait_for(state="attached")
    guide.page.select_option("#invite-to", "0300")
    guide.page.keyboard.press("Tab")
    guide.page.keyboard.press("Enter")
    clerk.page.get_by_text("请您一起来帮").wait_for()
    clerk.page.keyboard.press("Enter")
    asked = terminal.told(calls.GuestAsked)
    terminal.say(calls.GuestAnswered, call, guest=asked.who.id, yes=True)
    guide.page.locator("#guests", has_text="小李一起在帮").wait_for()
    until_hears(clerk, HER_HZ, GUIDE_HZ)
    clerk.page.locator("#say").press_sequentially("我在窗口")
    assert terminal.told(calls.Text).name == "小李"
    guide.page.locator("#lines", has_text="我在窗口").wait_for()
    assert clerk.faults() == []
    assert guide.faults() == []
    guide.shot("desk_three")
    # With the guide's own microphone off, what still reaches her is the clerk.
    guide.page.get_by_role("button", name="关我的话筒").click()
    until_hears_peer(guide, peer, GUIDE_HZ)
    terminal.say(calls.GuestAnswered, call, guest=asked.who.id, yes=False)
    clerk.status("您不在这次帮办里了")
    until_silent(guide, peer)


def _loudness(guide: Guide, peer: Peer) -> Any:
    """Half a second of what reaches her now."""
    peer.sound.clear()
    peer.heard.clear()
    while not peer.heard.is_set():
        guide.page.wait_for_timeout(20)
    return np.concatenate(peer.sound[-25:])


def until_hears_peer(guide: Guide, peer: Peer, hz: int) -> None:
    for _ in range(20):
        heard = _loudness(guide, peer)
        if np.abs(heard).mean() > 300 and abs(loudest_hz(heard) - hz) < 30:
            return
    raise AssertionError((np.abs(heard).mean(), loudest_hz(heard)))


def until_silent(guide: Guide, peer: Peer) -> None:
    for _ in range(20):
        if np.abs(_loudness(guide, peer)).mean() < 50:
            return
    raise AssertionError("still heard")
