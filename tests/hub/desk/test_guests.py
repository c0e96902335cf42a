"""Others in a call: a supervisor who listens, a clerk who joins with the resident's yes, and how each goes again."""

import asyncio
from typing import Any

import pytest

from hub.accounts import Role
from hub.desk import Link, Switchboard, guests
from hub.desk.relay import Bond, Passed, from_guest, to_guest
from kiosk.core import calls
from kiosk.core.ids import uuid7

PAGE = {"key": "question:01:phone", "title": "您的手机号码是多少？"}
CALL = uuid7()


def clerk_in(hall: Any, terminal: Any, desk: Any, *capabilities: str) -> tuple[str, Any]:
    """A call which a clerk has joined."""
    call = hall.joined(terminal, desk, *capabilities)
    clerk = hall.guide("0300", "小李")
    clerk.ready()
    invited(terminal, desk, clerk, call)
    return call, clerk


def invited(terminal: Any, desk: Any, clerk: Any, call: str) -> None:
    """The clerk is asked, comes, and she lets them in."""
    desk.say(calls.Invite, call, to="0300")
    assert clerk.told(calls.Offer).joins
    clerk.say(calls.Take, call)
    asked = terminal.told(calls.GuestAsked)
    assert (asked.who.name, asked.role) == ("小李", "clerk")
    terminal.say(calls.GuestAnswered, call, guest=asked.who.id, yes=True)
    clerk.told(calls.Joined)
    assert desk.told(calls.Listening).on
    assert terminal.told(calls.Listening).on


def test_a_clerk_who_joined_sees_what_the_guide_sees_and_types_to_both_and_does_nothing_else(hall: Any) -> None:
    terminal, desk = hall.terminal(), hall.guide()
    call, clerk = clerk_in(hall, terminal, desk, "page")
    assert clerk.told(calls.Consented).capability == "page"
    terminal.say(calls.Mirror, call, screen=PAGE)
    assert clerk.told(calls.Mirror).screen == PAGE
    clerk.say(calls.Text, call, line=1, body="窗口能办", live=False, name="市长")
    assert terminal.told(calls.Text).name == "小李"
    assert desk.told(calls.Text).body == "窗口能办"
    for kind, parts in (
        (calls.Point, {"screen": PAGE["key"], "action": "next"}),
        (calls.Suggest, {"number": 1, "field": "phone", "value": "13800001234"}),
        (calls.RequestValue, {"field": "phone"}),
        (calls.WrapUp, {"outcome": "finished"}),
    ):
        clerk.say(kind, call, **parts)
        assert clerk.told(calls.ErrorSaid).code == "not_now"
    clerk.say(calls.HangUp, call)
    assert not terminal.told(calls.Listening).on
    assert not desk.told(calls.Listening).on
    desk.say(calls.Text, call, line=1, body="还在", live=False)
    assert terminal.told(calls.Text).body == "还在"
    acts = [act for _, act, _ in hall.acts(call) if "guest" in act]
    assert acts == ["call_guest_asked", "call_guest_allowed", "call_guest_there"]


def test_a_clerk_is_shown_at_once_the_page_that_is_open(lite_hall: Any) -> None:
    terminal, desk, clerk = lite_hall.terminal(), lite_hall.guide(), lite_hall.guide("0300", "小李")
    call = lite_hall.joined(terminal, desk, "page")
    terminal.say(calls.Mirror, call, screen=PAGE)
    desk.told(calls.Mirror)
    clerk.ready()
    invited(terminal, desk, clerk, call)
    assert clerk.told(calls.Mirror).screen == PAGE


def test_nobody_who_speaks_comes_without_her_yes_and_her_no_sends_away_whoever_is_there(lite_hall: Any) -> None:
    hall = lite_hall
    terminal, desk = hall.terminal(), hall.guide()
    boss = hall.guide("0100", "老赵", Role.SUPERVISOR)
    boss.hello()
    call, clerk = clerk_in(hall, terminal, desk)
    terminal.say(calls.GuestAnswered, call, guest=clerk.user, yes=False)
    assert clerk.told(calls.OfferGone).call == call
    assert not desk.told(calls.Listening).on
    other = hall.guide("0301", "小孙")
    other.ready()
    desk.say(calls.Invite, call, to="0301")
    other.told(calls.Offer)
    other.say(calls.Take, call)
    terminal.told(calls.GuestAsked)
    terminal.say(calls.GuestAnswered, call, guest=other.user, yes=False)
    other.told(calls.OfferGone)
    assert desk.told(calls.ErrorSaid).say == "她没有同意。"
    boss.say(calls.Listen, call, on=True)
    assert terminal.told(calls.Listening, lambda told: told.who.name == "老赵").on
    terminal.say(calls.GuestAnswered, call, guest=boss.user, yes=False)
    boss.told(calls.OfferGone)
    terminal.say(calls.Text, call, line=1, body="只跟您说", live=False)
    desk.told(calls.Text)
    boss.say(calls.Presence, state="break")
    assert boss.not_told(calls.Text, calls.Presence).state == "break"


def test_her_no_holds_for_the_whole_call_for_a_supervisor_and_for_a_clerk(lite_hall: Any) -> None:
    terminal, desk = lite_hall.terminal(), lite_hall.guide()
    boss = lite_hall.guide("0100", "老赵", Role.SUPERVISOR)
    boss.hello()
    call, clerk = clerk_in(lite_hall, terminal, desk)
    boss.say(calls.Listen, call, on=True)
    boss.told(calls.Joined)
    for guest in (boss, clerk):
        terminal.say(calls.GuestAnswered, call, guest=guest.user, yes=False)
        guest.told(calls.OfferGone)
    boss.say(calls.Listen, call, on=True)
    assert boss.not_told(calls.Joined, calls.ErrorSaid).say == "她不要您旁听。"
    desk.say(calls.Invite, call, to="0300")
    assert desk.told(calls.ErrorSaid).say == "她没有同意这位来。"


def test_a_guide_writes_that_somebody_must_call_back_while_a_clerk_is_there(lite_hall: Any) -> None:
    terminal, desk = lite_hall.terminal(), lite_hall.guide()
    call, clerk = clerk_in(lite_hall, terminal, desk)
    desk.say(calls.WrapUp, call, outcome="call_back", follow_up="明天回电")
    assert terminal.told(calls.Left).ticket
    assert clerk.told(calls.OfferGone).call == call


def test_a_page_she_took_back_is_shown_to_no_page_that_comes_anew(lite_hall: Any) -> None:
    terminal, desk = lite_hall.terminal(), lite_hall.guide()
    call, clerk = clerk_in(lite_hall, terminal, desk, "page")
    terminal.say(calls.Mirror, call, screen=PAGE)
    for end in (desk, clerk):
        end.told(calls.Mirror)
    terminal.say(calls.Consented, call, capability="page", granted=False)
    for end in (desk, clerk):
        end.told(calls.Consented, lambda said: not said.granted)
    for end in (desk, clerk):
        end.again()
        end.all_told()
        end.heard.clear()
        end.hello()
        end.not_told(calls.Mirror, calls.Queue)


def test_a_guest_is_told_of_no_yes_that_the_hub_did_not_take(lite_hall: Any) -> None:
    terminal, desk = lite_hall.terminal(), lite_hall.guide()
    call, clerk = clerk_in(lite_hall, terminal, desk)
    terminal.say(calls.Consented, call, capability="recording", granted=True)  # this city has none
    terminal.say(calls.Text, call, line=1, body="好", live=False)
    clerk.not_told(calls.Consented, calls.Text)


@pytest.mark.parametrize("answer", ["declines", "is silent", "is busy"])
def test_a_colleague_who_does_not_come_is_told_to_the_guide(lite_hall: Any, answer: str) -> None:
    hall = lite_hall
    terminal, desk, clerk = hall.terminal(), hall.guide(), hall.guide("0300", "小李")
    call = hall.joined(terminal, desk)
    if answer == "is busy":
        desk.say(calls.Invite, call, to="0300")
        assert desk.told(calls.ErrorSaid).say == "这位现在没有空。"
        return
    clerk.ready()
    desk.say(calls.Invite, call, to="0300")
    clerk.told(calls.Offer)
    if answer == "declines":
        clerk.say(calls.Decline, call)
    else:
        hall.pass_time(16)
    assert desk.told(calls.ErrorSaid).about == "invite"
    desk.say(calls.Text, call, line=1, body="您稍等", live=False)
    terminal.not_told(calls.GuestAsked, calls.Text)


def test_a_guest_whose_page_closes_is_gone_and_all_are_gone_when_another_guide_takes_over(lite_hall: Any) -> None:
    hall = lite_hall
    terminal, desk, next_guide = hall.terminal(), hall.guide(), hall.guide("0500", "小周")
    call, clerk = clerk_in(hall, terminal, desk)
    clerk.close()
    assert not terminal.told(calls.Listening).on
    assert not desk.told(calls.Listening).on
    clerk.again()
    clerk.ready()
    invited(terminal, desk, clerk, call)
    next_guide.ready()
    desk.say(calls.Transfer, call, to="小周")
    next_guide.told(calls.Offer)
    next_guide.say(calls.Take, call)
    terminal.told(calls.Transferred)
    assert clerk.told(calls.OfferGone).call == call


def test_a_guest_has_ten_seconds_to_come_back_to_a_hub_started_anew(lite_hall: Any) -> None:
    """The new hub knows from its database who was there, and misses nobody before they could be back."""
    terminal, desk = lite_hall.terminal(), lite_hall.guide()
    _, clerk = clerk_in(lite_hall, terminal, desk)
    hub = lite_hall.place.hub

    def there() -> list[str]:
        found = hub.store.read(guests.there)
        return [one.user for one in found]

    async def rounds() -> list[list[str]]:
        board, seen = Switchboard(hub), []
        # Both ends are back at once, as their links are; the guest's page is not.
        for address in (f"terminal:{terminal.kiosk.id}", f"user:{desk.user}"):
            board.links[address] = Link(address)
        for seconds in (0, 9, 2):
            lite_hall.place.clock.advance(seconds)
            await board.round()
            seen.append(there())
        return seen

    for end in (terminal, desk):
        end.all_told()
    assert asyncio.run(rounds()) == [[clerk.user], [clerk.user], []]


def bond(*granted: calls.Capability, live: bool = True) -> Bond:
    guests: dict[str, calls.GuestRole] = {"user:乙": "clerk", "user:督": "supervisor"}
    return Bond(CALL, "terminal:K07", "user:甲", live, frozenset(granted), "小王", "01", guests)


def side(kind: str, guest: str = "乙") -> Any:
    return calls.SideSdp.model_validate({"call": CALL, "seq": 1, "guest": guest, "type": kind, "sdp": "v=0"})


def test_sound_is_set_up_with_a_guest_only_by_the_guides_offer_and_while_she_may_be_heard() -> None:
    heard = bond("voice")
    assert to_guest(heard, side("offer")) == Passed(side("offer"), ("user:乙",))
    assert from_guest(heard, side("answer", "甲"), "user:督", "老赵") == Passed(side("answer", "督"), ("user:甲",))
    refused = [
        to_guest(bond(), side("offer")),
        to_guest(bond("voice", live=False), side("offer")),
        to_guest(heard, side("answer")),
        to_guest(heard, side("offer", "丙")),
        from_guest(heard, side("offer"), "user:乙", "小李"),
        from_guest(bond(), side("answer"), "user:乙", "小李"),
        from_guest(heard, side("answer"), "user:丙", "小周"),
    ]
    assert [type(one) for one in refused] == [calls.ErrorSaid] * len(refused)


def test_a_supervisor_only_listens() -> None:
    said = calls.Text(call=CALL, seq=1, line=1, body="插话", live=False)
    assert isinstance(from_guest(bond("voice"), said, "user:督", "老赵"), calls.ErrorSaid)
    told = said.model_copy(update={"name": "小李"})
    assert from_guest(bond("voice"), said, "user:乙", "小李") == Passed(told, ("terminal:K07", "user:甲", "user:督"))
