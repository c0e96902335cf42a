"""Somebody of hers joins by telephone: she is asked before it rings, and each end is told truly how it went."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from hub.desk import Switchboard, family, phones
from hub.desk.links import Link
from hub.desk.relay import Bond, from_guest, from_terminal, to_guest, to_phone
from hub.errors import StoreBroken
from hub.telephone import Ended, leg
from kiosk.core import calls
from kiosk.core.ids import uuid7

from ..telephone.exchange import NO_MEDIA, Exchange, line_to
from .conftest import Hall, listening

NUMBER = "13800000012"
OFFER = {"type": "offer", "sdp": "v=0\r\n"}
HERS = "phone:女儿"


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    with Exchange() as made:
        yield made


@pytest.fixture
def wired(lite: Any, exchange: Exchange, request: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A hall in a city whose exchange is this one."""
    monkeypatch.setattr(leg, "LOOK_S", 0.02)
    lite.hub = replace(lite.hub, config=replace(lite.hub.config, telephone=line_to(exchange.url)))
    return request.getfixturevalue("lite_hall")


def called(hall: Any, *capabilities: str) -> tuple[Any, Any, str]:
    terminal, desk = hall.terminal(), hall.guide()
    return terminal, desk, hall.joined(terminal, desk, "voice", *capabilities)


def rung(terminal: Any, desk: Any, call: str, number: str = NUMBER) -> None:
    """The guide asks, she keys in the number, the guide's page makes its sound ready."""
    desk.say(calls.InvitePhone, call, who="女儿")
    asked = terminal.told(calls.GuestAsked)
    assert (asked.role, asked.who.name, asked.who.number, asked.asks_number) == ("family", "女儿", "", True)
    terminal.say(calls.GuestAnswered, call, guest=HERS, yes=True, number=number)
    assert terminal.told(calls.PhoneCall).state == "dialing"
    assert desk.told(calls.PhoneCall).state == "dialing"
    desk.say(calls.SideSdp, call, guest=HERS, **OFFER)


def there(terminal: Any, desk: Any, call: str) -> None:
    rung(terminal, desk, call)
    for end in (terminal, desk):
        assert end.told(calls.PhoneCall).state == "ringing"
        assert end.told(calls.Listening).on
    answer = desk.told(calls.SideSdp)
    assert (answer.guest, answer.type, answer.sdp) == (HERS, "answer", NO_MEDIA)


def test_her_daughter_joins_and_both_are_told_who_is_there(wired: Any, exchange: Exchange) -> None:
    terminal, desk, call = called(wired)
    there(terminal, desk, call)
    assert f"sip:{NUMBER}@" in exchange.heard("INVITE")[2]
    exchange.hang_up()
    for end in (terminal, desk):
        assert end.told(calls.PhoneCall).state == "hung_up"
        assert not end.told(calls.Listening).on
    acts = [(act, detail) for _, act, detail in wired.acts(call) if "guest" in act or "phone" in act]
    assert acts == [
        ("call_guest_asked", HERS), ("call_guest_allowed", HERS), ("call_guest_there", "尾号12"),
        ("call_phone", "hung_up"),
    ]  # fmt: skip


def test_the_number_is_nowhere_but_at_the_exchange(wired: Any, exchange: Exchange, caplog: Any) -> None:
    terminal, desk, call = called(wired)
    there(terminal, desk, call)
    store = wired.place.hub.store
    tables = [row[0] for row in store.read(lambda tx: tx.rows("select name from sqlite_master where type = 'table'"))]
    kept = store.read(lambda tx: [str(tx.rows(f"select * from {table}")) for table in tables])
    assert NUMBER not in "".join((*kept, *desk.frames, caplog.text))
    assert "尾号12" in "".join(kept)


@pytest.mark.parametrize("which", ["she", "guide", "her voice", "call over", "another guide"])
def test_one_act_of_either_end_puts_the_telephone_down(wired: Any, exchange: Exchange, which: str) -> None:
    terminal, desk, call = called(wired)
    there(terminal, desk, call)
    if which == "she":
        terminal.say(calls.GuestAnswered, call, guest=HERS, yes=False)
    elif which == "guide":
        desk.say(calls.SendAway, call, guest=HERS)
    elif which == "her voice":
        terminal.say(calls.Consented, call, capability="voice", granted=False)
    elif which == "call over":
        desk.say(calls.WrapUp, call, outcome="finished")
    else:
        other = wired.guide("0500", "小周")
        other.ready()
        desk.say(calls.Transfer, call, to="小周")
        other.told(calls.Offer)
        other.say(calls.Take, call)
        terminal.told(calls.Transferred)
    exchange.heard("BYE")
    if which in ("she", "guide", "her voice"):
        assert not terminal.told(calls.Listening).on
        assert not desk.told(calls.Listening).on


def test_she_refuses_and_nothing_rings_and_she_is_not_asked_for_that_person_again(
    wired: Any, exchange: Exchange
) -> None:
    terminal, desk, call = called(wired)
    desk.say(calls.InvitePhone, call, who="女儿")
    terminal.told(calls.GuestAsked)
    terminal.say(calls.GuestAnswered, call, guest=HERS, yes=False)
    assert desk.told(calls.ErrorSaid).say == "她没有同意。"
    desk.say(calls.SideSdp, call, guest=HERS, **OFFER)
    assert desk.told(calls.ErrorSaid).about == "side_sdp"
    desk.say(calls.InvitePhone, call, who="女儿")
    assert "没有同意" in desk.told(calls.ErrorSaid).say
    assert exchange.asked == []


@pytest.mark.parametrize("plays", ["busy", "declined", "wrong_number", "unreachable"])
def test_a_telephone_that_is_not_to_be_had_is_told_to_both_and_may_be_rung_again(
    wired: Any, exchange: Exchange, plays: str
) -> None:
    exchange.plays = plays
    terminal, desk, call = called(wired)
    rung(terminal, desk, call)
    told = "no_answer" if plays == "unreachable" else plays
    assert [end.told(calls.PhoneCall).state for end in (terminal, desk)] == [told, told]
    assert [end.told(calls.Listening).on for end in (terminal, desk)] == [False, False]
    exchange.plays = "answers"
    there(terminal, desk, call)


def test_nobody_picks_up(wired: Any, exchange: Exchange) -> None:
    exchange.plays = "rings"
    terminal, desk, call = called(wired)
    rung(terminal, desk, call)
    assert terminal.told(calls.PhoneCall).state == "ringing"
    wired.pass_time(46)
    assert terminal.told(calls.PhoneCall).state == "no_answer"
    exchange.heard("CANCEL")


def test_she_takes_it_back_while_it_rings(wired: Any, exchange: Exchange) -> None:
    exchange.plays = "rings"
    terminal, desk, call = called(wired)
    rung(terminal, desk, call)
    assert terminal.told(calls.PhoneCall).state == "ringing"
    terminal.say(calls.GuestAnswered, call, guest=HERS, yes=False)
    exchange.heard("CANCEL")
    assert not desk.told(calls.Listening).on


def test_an_exchange_that_goes_away_ends_the_telephone_and_not_the_call(wired: Any, exchange: Exchange) -> None:
    terminal, desk, call = called(wired)
    there(terminal, desk, call)
    exchange.cut()
    assert terminal.told(calls.PhoneCall).state == "hung_up"
    desk.say(calls.Text, call, line=1, body="还在", live=False)
    assert terminal.told(calls.Text).body == "还在"


def test_the_guide_gives_a_number_only_while_she_lets_the_guide_fill(wired: Any, exchange: Exchange) -> None:
    terminal, desk, call = called(wired)
    desk.say(calls.InvitePhone, call, who="女儿", number=NUMBER)
    assert desk.told(calls.ErrorSaid).code == "no_consent"
    terminal.say(calls.Consented, call, capability="filling", granted=True)
    desk.told(calls.Consented)
    desk.say(calls.InvitePhone, call, who="女儿", number=NUMBER)
    asked = terminal.told(calls.GuestAsked)
    assert (asked.who.number, asked.asks_number) == ("尾号12", False)
    terminal.say(calls.GuestAnswered, call, guest=HERS, yes=True)
    desk.told(calls.PhoneCall)
    desk.say(calls.SideSdp, call, guest=HERS, **OFFER)
    assert f"sip:{NUMBER}@" in exchange.heard("INVITE")[2]


def test_a_number_that_may_not_be_rung_is_told_to_whoever_gave_it(wired: Any, exchange: Exchange) -> None:
    terminal, desk, call = called(wired, "filling")
    desk.say(calls.InvitePhone, call, who="女儿", number="110")
    assert "不能打" in desk.told(calls.ErrorSaid).say
    for number in ("95588", ""):
        desk.say(calls.InvitePhone, call, who="女儿")
        terminal.told(calls.GuestAsked)
        terminal.say(calls.GuestAnswered, call, guest=HERS, yes=True, number=number)
        assert terminal.told(calls.PhoneCall).state == "not_allowed"
        assert desk.told(calls.ErrorSaid).say == "这个号码不能打。"
    assert exchange.asked == []


def test_nothing_rings_without_her_voice_or_without_an_exchange(wired: Any, lite: Any) -> None:
    terminal, desk = wired.terminal(), wired.guide()
    call = wired.joined(terminal, desk)
    desk.say(calls.InvitePhone, call, who="女儿")
    assert desk.told(calls.ErrorSaid).code == "no_consent"


def test_a_city_without_an_exchange_says_so(lite_hall: Any) -> None:
    _, desk, call = called(lite_hall)
    desk.say(calls.InvitePhone, call, who="女儿")
    assert desk.told(calls.ErrorSaid).say == "本市没有接电话。"


def test_ringing_again_and_again_has_an_end(wired: Any, exchange: Exchange) -> None:
    exchange.plays = "busy"
    terminal, desk, call = called(wired)
    for _ in range(phones.A_CALL):
        rung(terminal, desk, call)
        for end in (terminal, desk):
            assert end.told(calls.PhoneCall).state == "busy"
            end.told(calls.Listening)
    desk.say(calls.InvitePhone, call, who="儿子")
    assert desk.told(calls.ErrorSaid).code == "too_many"


def test_the_whole_hub_rings_so_many_an_hour(wired: Any, exchange: Exchange, lite: Any) -> None:
    board = phones.Phones(replace(lite.hub, config=replace(lite.hub.config, telephone=line_to(exchange.url, hourly=1))),
                          lambda work, call: None)  # type: ignore[arg-type,return-value] # fmt: skip
    asked = calls.InvitePhone(call=uuid7(), seq=1, who="女儿")
    bond = Bond(asked.call, "terminal:K07", "user:甲", True, frozenset({"voice"}), "小王")
    assert board.wrong(bond, asked) is None
    board._rung_at.append(lite.clock.now())
    assert board.wrong(bond, asked) is not None
    lite.clock.advance(3601)
    assert board.wrong(bond, asked) is None


def test_a_page_that_is_loaded_anew_has_no_sound_for_a_telephone(wired: Any, exchange: Exchange) -> None:
    terminal, desk, call = called(wired)
    there(terminal, desk, call)
    desk.again()
    desk.heard.clear()
    desk.hello()
    exchange.heard("BYE")
    assert terminal.told(calls.PhoneCall).state == "hung_up"


def test_a_page_whose_line_broke_for_a_moment_keeps_its_telephone(wired: Any, exchange: Exchange) -> None:
    terminal, desk, call = called(wired)
    there(terminal, desk, call)
    desk.again()
    desk.hello(call)
    exchange.hang_up()
    assert desk.told(calls.PhoneCall).state == "hung_up"


def test_a_page_that_never_offers_its_sound_is_not_waited_for(wired: Any, exchange: Exchange) -> None:
    terminal, desk, call = called(wired)
    desk.say(calls.InvitePhone, call, who="女儿")
    terminal.told(calls.GuestAsked)
    terminal.say(calls.GuestAnswered, call, guest=HERS, yes=True, number=NUMBER)
    assert terminal.told(calls.PhoneCall).state == "dialing"
    wired.pass_time(121)
    assert terminal.told(calls.PhoneCall).state == "failed"
    assert exchange.asked == []


def test_only_one_telephone_and_only_what_was_asked_for_is_answered(wired: Any, exchange: Exchange) -> None:
    terminal, desk, call = called(wired)
    desk.say(calls.InvitePhone, call, who="女儿")
    terminal.told(calls.GuestAsked)
    desk.say(calls.InvitePhone, call, who="儿子")
    assert desk.told(calls.ErrorSaid).say == "现在不能再请人。"
    terminal.say(calls.GuestAnswered, call, guest="phone:儿子", yes=True, number=NUMBER)
    terminal.say(calls.Text, call, line=1, body="谁", live=False)
    desk.not_told(calls.PhoneCall, calls.Text)


def test_a_number_the_guide_gave_rings_for_nobody_once_she_keyed_in_another(wired: Any, exchange: Exchange) -> None:
    terminal, desk, call = called(wired, "filling")
    desk.say(calls.InvitePhone, call, who="女儿", number=NUMBER)
    terminal.told(calls.GuestAsked)
    terminal.say(calls.GuestAnswered, call, guest=HERS, yes=True, number="95588")
    assert terminal.told(calls.PhoneCall).state == "not_allowed"
    desk.told(calls.ErrorSaid)
    desk.say(calls.InvitePhone, call, who="儿子")
    assert terminal.told(calls.GuestAsked).asks_number
    terminal.say(calls.GuestAnswered, call, guest="phone:儿子", yes=True)
    assert terminal.told(calls.PhoneCall).state == "not_allowed", "the daughter's number is not the son's"
    assert exchange.asked == []


def test_what_becomes_of_a_leg_taken_back_is_not_the_next_ones(wired: Any, exchange: Exchange) -> None:
    terminal, desk, call = called(wired)
    desk.say(calls.InvitePhone, call, who="儿子")
    terminal.told(calls.GuestAsked)
    hub = wired.place.hub

    async def act(work: Any, call: str) -> None:
        hub.store.write(work)

    async def told(said: Any) -> None:
        raise AssertionError(said)

    board = phones.Phones(hub, act)
    old, new = (leg.Leg(line_to(exchange.url), hub.clock, NUMBER, "v=0", told) for _ in "12")
    board.legs[call] = new
    asyncio.run(board._told(call, old, Ended("busy")))
    asked = hub.store.read(lambda tx: family.of(tx, call))
    assert asked is not None
    assert asked.name == "儿子"
    asyncio.run(board._told(call, new, Ended("busy")))
    assert hub.store.read(lambda tx: family.of(tx, call)) is None


def test_what_was_not_taken_down_has_no_consequence(lite: Any) -> None:
    board, came = Switchboard(lite.hub), []

    def fails(tx: Any) -> Any:
        raise StoreBroken("the disk is full")

    async def acts() -> None:
        with pytest.raises(StoreBroken):
            await board.act_for(fails, then=came.append)
        await board.act_for(lambda tx: ([], "her number"), then=came.append)

    asyncio.run(acts())
    assert came == ["her number"]


def test_a_telephone_that_rings_by_the_books_only_is_soon_told_as_it_is(wired: Any, exchange: Exchange) -> None:
    exchange.plays = "rings"
    terminal, desk, call = called(wired)
    rung(terminal, desk, call)
    assert terminal.told(calls.PhoneCall).state == "ringing"
    hub = wired.place.hub

    async def rounds() -> list[bool]:
        board, seen = Switchboard(hub), []
        for address in (f"terminal:{terminal.kiosk.id}", f"user:{desk.user}"):
            board.links[address] = Link(address)
        for seconds in (0, 9, 2):
            wired.pass_time(seconds)
            await board.round()
            seen.append(hub.store.read(lambda tx: family.of(tx, call)) is not None)
        return seen

    assert asyncio.run(rounds()) == [True, True, False]
    last = [detail for _, act, detail in wired.acts(call) if act == "call_phone"]
    assert last == ["failed"]


def test_a_hub_that_stops_puts_every_telephone_down(
    lite: Any, exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leg, "LOOK_S", 0.02)
    lite.hub = replace(lite.hub, config=replace(lite.hub.config, telephone=line_to(exchange.url)))
    with listening(lite.hub) as url:
        hall = Hall(lite, url)
        there(*called(hall))
    assert "BYE" in [one[0] for one in exchange.asked]


def test_a_telephone_is_told_nothing_of_her_page_or_words() -> None:
    call = uuid7()
    bond = Bond(call, "terminal:K07", "user:甲", True, frozenset({"voice", "page"}), "小王", phone=HERS)
    seen = from_terminal(bond, calls.Mirror(call=call, seq=1, screen={"key": "home"}))
    assert not isinstance(seen, calls.ErrorSaid)
    assert seen.to == ("user:甲",)
    offer = calls.SideSdp(call=call, seq=1, guest=HERS, type="offer", sdp="v=0")
    assert to_phone(bond, offer) is None
    refused = [
        to_guest(bond, offer),
        from_guest(bond, offer.model_copy(update={"type": "answer"}), HERS, "女儿"),
        to_phone(bond, offer.model_copy(update={"type": "answer"})),
        to_phone(bond, calls.SideCandidate(call=call, seq=1, guest=HERS, candidate="")),
        to_phone(replace(bond, granted=frozenset()), offer),
        to_phone(replace(bond, live=False), offer),
    ]
    assert [type(one) for one in refused] == [calls.ErrorSaid] * len(refused)
