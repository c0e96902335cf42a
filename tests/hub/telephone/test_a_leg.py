"""A telephone that is rung: every way it goes, over a real WebSocket with an exchange that speaks SIP by its bytes."""

import asyncio
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.errors import StoreBroken
from hub.telephone import Ended, Leg, Rings, Up, leg, reachable
from hub.telephone.sip.dialogue import ANSWERS_S, GRACE_S, Dialogue, Send
from kiosk.core.clock import ManualClock

from .exchange import NO_MEDIA, Exchange, line_to

NUMBER, OFFER = "13800000012", "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"


class Ringing:
    """A leg on a loop of its own, as in the hub's."""

    def __init__(self, line: Any, clock: ManualClock) -> None:
        self.said: list[Any] = []
        self._changed = threading.Condition()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.leg = Leg(line, clock, NUMBER, OFFER, self._told)
        self.task = asyncio.run_coroutine_threadsafe(self.leg.run(), self.loop)

    async def _told(self, said: Any) -> None:
        with self._changed:
            self.said.append(said)
            self._changed.notify_all()

    def told(self, *said: Any) -> None:
        """Wait until this has been told, and nothing else."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.said) >= len(said), 30)
        assert self.said == list(said)

    def hang_up(self) -> None:
        self.loop.call_soon_threadsafe(self.leg.hang_up)

    def over(self) -> None:
        """The leg has let go of its socket."""
        self.task.result(30)


@pytest.fixture(autouse=True)
def _look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leg, "LOOK_S", 0.02)


@contextmanager
def rung(exchange: Exchange, **more: Any) -> Iterator[tuple[Ringing, ManualClock]]:
    clock = ManualClock()
    ringing = Ringing(line_to(exchange.url, **more), clock)
    yield ringing, clock
    ringing.over()
    ringing.loop.call_soon_threadsafe(ringing.loop.stop)
    ringing.thread.join(10)
    ringing.loop.close()


@pytest.mark.parametrize("who", [None, "MD5", "SHA-256"])
def test_it_rings_is_picked_up_and_the_far_end_hangs_up(who: str | None) -> None:
    with Exchange(asks_who=who) as exchange, rung(exchange) as (ringing, _):
        exchange.heard("ACK", 2 if who else 1)
        ringing.told(Rings(), Up(NO_MEDIA))
        method, headers, frame = exchange.heard("INVITE", 2 if who else 1)
        assert frame.startswith(f"{method} sip:{NUMBER}@exchange.test SIP/2.0\r\n")
        assert headers["p-asserted-identity"] == "<sip:03350000000@exchange.test>"
        assert frame.endswith(OFFER)
        exchange.hang_up()
        ringing.told(Rings(), Up(NO_MEDIA), Ended("hung_up"))
        exchange.heard("200 BYE")


def test_this_side_hangs_up() -> None:
    with Exchange() as exchange, rung(exchange) as (ringing, _):
        ringing.told(Rings(), Up(NO_MEDIA))
        ringing.hang_up()
        _, headers, frame = exchange.heard("BYE")
        assert frame.startswith("BYE sip:home@far.invalid;transport=ws SIP/2.0")
        assert headers["to"].endswith(";tag=far")
        ringing.told(Rings(), Up(NO_MEDIA), Ended("ended"))


@pytest.mark.parametrize(
    ("plays", "outcome"),
    [("busy", "busy"), ("declined", "declined"), ("wrong_number", "wrong_number"), ("unreachable", "no_answer"),
     ("broken", "failed"), ("moved", "failed")],
)  # fmt: skip
def test_a_telephone_that_is_not_to_be_had_is_told_by_its_reason(plays: str, outcome: Any) -> None:
    with Exchange(plays) as exchange, rung(exchange) as (ringing, _):
        ringing.told(Ended(outcome))
        exchange.heard("ACK")
        assert len([one for one in exchange.asked if one[0] == "INVITE"]) == 1


def test_nobody_picks_up_in_time_and_it_stops_ringing_there_too() -> None:
    with Exchange("rings") as exchange, rung(exchange) as (ringing, clock):
        ringing.told(Rings())
        clock.advance(46)
        ringing.told(Rings(), Ended("no_answer"))
        exchange.heard("CANCEL")
        exchange.heard("ACK")


def test_it_is_taken_back_while_it_rings() -> None:
    with Exchange("rings") as exchange, rung(exchange) as (ringing, _):
        ringing.told(Rings())
        ringing.hang_up()
        exchange.heard("CANCEL")
        ringing.told(Rings(), Ended("ended"))


def test_what_is_taken_back_while_the_line_is_opened_never_rings() -> None:
    said: list[Any] = []

    async def told(what: Any) -> None:
        said.append(what)

    async def take_back(line: Any) -> None:
        leg = Leg(line, ManualClock(), NUMBER, OFFER, told)
        leg.hang_up()
        await leg.run()

    with Exchange() as exchange:
        asyncio.run(take_back(line_to(exchange.url)))
        assert exchange.asked == []
    asyncio.run(take_back(line_to(exchange.url)))
    assert said == [Ended("ended"), Ended("ended")]


@pytest.mark.parametrize("fails_at", [Rings, Up])
def test_what_cannot_be_taken_down_is_put_down_in_order(fails_at: type, caplog: Any) -> None:
    said: list[Any] = []

    async def told(what: Any) -> None:
        said.append(what)
        if isinstance(what, fails_at):
            raise StoreBroken("the disk is full")

    async def run(url: str) -> None:
        await Leg(line_to(url), ManualClock(), NUMBER, OFFER, told).run()

    with Exchange() as exchange:
        asyncio.run(run(exchange.url))
        exchange.heard("BYE")
    assert said[-1] == Ended("ended")
    assert "StoreBroken" in caplog.text
    assert NUMBER not in caplog.text


def test_a_wrong_secret_is_no_endless_asking() -> None:
    with Exchange(asks_who="MD5") as exchange:
        exchange.secret = "another"
        with rung(exchange) as (ringing, _):
            ringing.told(Ended("failed"))
        assert len([one for one in exchange.asked if one[0] == "INVITE"]) == 2


def test_an_exchange_that_says_nothing_is_given_up() -> None:
    with Exchange("silent") as exchange, rung(exchange) as (ringing, clock):
        exchange.heard("INVITE")
        clock.advance(ANSWERS_S)
        ringing.told(Ended("failed"))


def test_an_exchange_that_is_not_there_is_told() -> None:
    with Exchange() as exchange:
        pass
    with rung(exchange) as (ringing, _):
        ringing.told(Ended("failed"))
    assert asyncio.run(reachable(line_to(exchange.url)))


def test_an_exchange_that_goes_away_in_mid_call_ends_it() -> None:
    with Exchange() as exchange, rung(exchange) as (ringing, _):
        exchange.heard("ACK")
        exchange.cut()
        ringing.told(Rings(), Up(NO_MEDIA), Ended("hung_up"))


def test_garbage_and_strangers_change_nothing() -> None:
    noise: list[str | bytes] = [
        b"\xff\x00\xfe", "", "GET / HTTP/1.1\r\n\r\n", "SIP/2.0 200 OK\r\nCall-ID: other\r\nCSeq: 1 INVITE\r\n\r\n",
        "BYE sip:x SIP/2.0\r\nVia: SIP/2.0/WS y;branch=z9hG4bKy\r\nFrom: <sip:y>;tag=y\r\nTo: <sip:x>;tag=x\r\n"
        "Call-ID: other\r\nCSeq: 1 BYE\r\n\r\n",
    ]  # fmt: skip
    with Exchange() as exchange:
        exchange.noise = noise
        with rung(exchange) as (ringing, _):
            exchange.heard("481 BYE")
            exchange.heard("ACK")
            ringing.told(Rings(), Up(NO_MEDIA))
            for one in noise:
                exchange.say(one)
            exchange.hang_up()
            ringing.told(Rings(), Up(NO_MEDIA), Ended("hung_up"))


def test_a_frame_larger_than_any_message_ends_the_leg_and_not_the_hub() -> None:
    with Exchange("rings") as exchange, rung(exchange) as (ringing, _):
        ringing.told(Rings())
        exchange.say("x" * 100_000)
        ringing.told(Rings(), Ended("failed"))


def test_a_technician_can_ask_whether_the_exchange_is_there() -> None:
    with Exchange() as exchange:
        assert asyncio.run(reachable(line_to(exchange.url))) == ""


# --- by itself, with time in the hand ---------------------------------------------------------------------------------


def dialogue() -> Dialogue:
    numbers = itertools.count()
    return Dialogue(line_to("ws://127.0.0.1/ws"), NUMBER, OFFER, lambda: f"t{next(numbers)}")


def reply(to: str, status: int, more: str = "", body: str = "") -> str:
    same = [line for line in to.split("\r\n") if line.split(":")[0] in ("Via", "From", "To", "Call-ID", "CSeq")]
    told = "\r\n".join(line + (";tag=far" if line.startswith("To:") and ";tag=" not in line else "") for line in same)
    return f"SIP/2.0 {status} X\r\n{told}\r\n{more}Content-Length: {len(body)}\r\n\r\n{body}"


def test_it_is_picked_up_at_the_moment_it_is_taken_back() -> None:
    one = dialogue()
    invite = one.begin(0)[0]
    assert isinstance(invite, Send)
    one.heard(reply(invite.frame, 180), 1)
    ended, cancel = one.hang_up(2)
    assert (ended, isinstance(cancel, Send) and cancel.frame[:6]) == (Ended("ended"), "CANCEL")
    ack, bye = one.heard(reply(invite.frame, 200, "Contact: <sip:far>\r\n", NO_MEDIA), 3)
    assert isinstance(ack, Send)
    assert ack.frame.startswith("ACK sip:far ")
    assert isinstance(bye, Send)
    assert bye.frame.startswith("BYE sip:far ")
    assert one.heard(reply(bye.frame, 200), 3) == []
    assert one.closed


def test_nothing_is_taken_back_before_the_exchange_has_answered_at_all() -> None:
    one = dialogue()
    invite = one.begin(0)[0]
    assert isinstance(invite, Send)
    assert one.hang_up(1) == [Ended("ended")]
    assert one.tick(ANSWERS_S - 1) == []
    assert not one.closed, "an exchange that is slow may still come to it, and ring"
    cancel = one.heard(reply(invite.frame, 100), ANSWERS_S - 1)[0]
    assert isinstance(cancel, Send)
    assert cancel.frame.startswith("CANCEL")
    assert one.tick(ANSWERS_S - 1 + GRACE_S) == []
    assert one.closed


def test_an_exchange_that_never_came_to_it_is_not_waited_for_longer() -> None:
    one = dialogue()
    one.begin(0)
    one.hang_up(1)
    assert one.tick(ANSWERS_S) == []
    assert one.closed


def test_who_asks_once_more_before_it_hangs_up_is_answered_once() -> None:
    one = dialogue()
    invite = one.begin(0)[0]
    assert isinstance(invite, Send)
    one.heard(reply(invite.frame, 200, "Contact: <sip:home>\r\n", NO_MEDIA), 1)
    bye = one.hang_up(2)[1]
    assert isinstance(bye, Send)
    asks = 'Proxy-Authenticate: Digest realm="a", nonce="b"\r\n'
    [again] = one.heard(reply(bye.frame, 407, asks), 3)
    assert isinstance(again, Send)
    assert again.frame.startswith("BYE sip:home ")
    assert "\r\nProxy-Authorization: Digest " in again.frame
    assert not one.closed
    assert one.heard(reply(bye.frame, 407, asks), 3) == [], "of the first one, late"
    assert not one.closed
    assert one.heard(reply(again.frame, 407, asks), 4) == []
    assert one.closed


def test_a_number_is_in_no_words_about_a_leg() -> None:
    one = dialogue()
    one.begin(0)
    assert NUMBER not in repr(one)


def test_a_route_is_gone_back_the_way_it_came() -> None:
    one = dialogue()
    invite = one.begin(0)[0]
    assert isinstance(invite, Send)
    route = "Record-Route: <sip:near;lr>, <sip:far;lr>\r\nContact: <sip:home>\r\n"
    ack = one.heard(reply(invite.frame, 200, route, NO_MEDIA), 1)[0]
    assert isinstance(ack, Send)
    assert ack.frame.index("Route: <sip:far;lr>") < ack.frame.index("Route: <sip:near;lr>")


def test_a_new_description_in_mid_call_is_refused_and_the_call_goes_on() -> None:
    one = dialogue()
    invite = one.begin(0)[0]
    assert isinstance(invite, Send)
    one.heard(reply(invite.frame, 200, "Contact: <sip:home>\r\n", NO_MEDIA), 1)
    given = {line.split(": ")[0]: line.split(": ", 1)[1] for line in invite.frame.split("\r\n") if ": " in line}
    again = (
        f"INVITE sip:x SIP/2.0\r\nVia: SIP/2.0/WS y;branch=z9hG4bKy\r\nFrom: {given['To']};tag=far\r\n"
        f"To: {given['From']}\r\nCall-ID: {given['Call-ID']}\r\nCSeq: 5 INVITE\r\nContent-Length: 0\r\n\r\n"
    )
    refused = one.heard(again, 2)[0]
    assert isinstance(refused, Send)
    assert refused.frame.startswith("SIP/2.0 488")
    assert not one.closed


ACTS = st.one_of(
    st.tuples(st.just("reply"), st.sampled_from([100, 180, 183, 200, 302, 401, 404, 486, 487, 503, 603])),
    st.tuples(st.just("wait"), st.floats(0, 50)),
    st.tuples(st.sampled_from(["hang up", "bye", "lost", "again"]), st.just(0)),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(ACTS, max_size=12))
def test_whatever_happens_it_ends_once_and_after_a_while_nothing_is_left(acts: list[tuple[str, float]]) -> None:
    one, now, sent, said = dialogue(), 0.0, [], []

    def take(outs: list[Any]) -> None:
        for out in outs:
            (sent if isinstance(out, Send) else said).append(out)

    take(one.begin(now))
    challenge = 'WWW-Authenticate: Digest realm="a", nonce="b"\r\nContact: <sip:home>\r\n'
    for act, how in acts:
        if one.closed:
            break
        if act == "reply":
            asked = [one for one in sent if one.frame.split(" ")[0] in ("INVITE", "BYE", "CANCEL")][-1]
            take(one.heard(reply(asked.frame, int(how), challenge, NO_MEDIA if how == 200 else ""), now))
        elif act == "wait":
            now += how
            take(one.tick(now))
        elif act == "hang up":
            take(one.hang_up(now))
        elif act == "again":
            take(one.heard(sent[0].frame, now))
        elif act == "lost":
            take(one.lost())
    if not one.closed:
        take(one.hang_up(now))
        take(one.tick(now + ANSWERS_S))
    assert one.closed
    assert [type(out) for out in said].count(Ended) == 1
    assert isinstance(said[-1], Ended)
    assert sum(isinstance(out, Up) for out in said) <= 1
