"""What a terminal keeps to say again: in order, once, only the newest of what is replaced, nothing after the end."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import calls
from offline_cache.call_log import CallLog

CALL = "01900000-0000-7000-8000-000000000001"
OTHER = "01900000-0000-7000-8000-000000000002"


def said(kind: type[Any], call: str = CALL, **parts: object) -> Any:
    return kind(call=call, seq=1, **parts)


def drained(log: CallLog) -> list[Any]:
    sent = []
    while (message := log.next()) is not None:
        sent.append(message)
    return sent


words = st.builds(lambda line, body: said(calls.Text, line=line, body=body, live=False), st.integers(1, 3), st.text())
pages = st.integers(0, 9).map(lambda n: said(calls.Mirror, screen={"key": str(n)}))
yeses = st.sampled_from(calls.CAPABILITIES).map(lambda c: said(calls.Consented, capability=c, granted=True))


@given(st.lists(st.one_of(words, pages, yeses, st.integers(0, 5)), max_size=40))
def test_whatever_breaks_the_hub_hears_each_last_word_in_order(events: list[Any]) -> None:
    """An integer is a break after which the hub tells that so many of the last messages had been lost."""
    log, hub, everything = CallLog(), [], []
    for event in events:
        if isinstance(event, int):
            hub += drained(log)
            heard = max(0, max((m.seq for m in hub), default=0) - event)
            hub = [m for m in hub if m.seq <= heard]
            log.connected(heard)
        else:
            log.say(event)
            everything.append(event)
    hub += drained(log)
    numbers = [message.seq for message in hub]
    assert numbers == sorted(set(numbers))
    consents = [m.capability for m in everything if isinstance(m, calls.Consented)]
    assert [m.capability for m in hub if isinstance(m, calls.Consented)] == consents
    for kind, what in ((calls.Mirror, "screen"), (calls.Text, "body")):
        last = [getattr(m, what) for m in everything if isinstance(m, kind)][-1:]
        assert [getattr(m, what) for m in hub if isinstance(m, kind)][-1:] == last


def test_a_page_that_was_never_sent_is_replaced_by_the_newer_one() -> None:
    log = CallLog()
    log.say(said(calls.Mirror, screen={"key": "a"}))
    log.say(said(calls.Consented, capability="voice", granted=True))
    log.say(said(calls.Mirror, screen={"key": "b"}))
    assert [(m.kind, m.seq) for m in drained(log)] == [("consent", 2), ("mirror", 3)]


def test_a_forgotten_call_leaves_only_its_farewell() -> None:
    log = CallLog()
    log.say(said(calls.Text, line=1, body="虚构的话", live=False))
    log.say(said(calls.HangUp))
    log.forget(CALL)
    assert "虚构的话" not in repr(log)
    assert log.call is None
    assert [m.kind for m in drained(log)] == ["hang_up"]
    assert not log.entries


def test_a_rating_after_the_end_keeps_counting_and_names_no_call_in_hand() -> None:
    log = CallLog()
    log.say(said(calls.HangUp))
    drained(log)
    log.forget(CALL)
    log.say(said(calls.Rated, level="满意"))
    assert log.call is None
    assert [m.seq for m in drained(log)] == [2]


def test_a_private_value_is_said_once_and_not_kept() -> None:
    log = CallLog()
    log.say(said(calls.Mirror, screen={}))
    log.say(said(calls.Value, field="phone", value="13900009876"))
    drained(log)
    assert "13900009876" not in repr([e.message.model_dump() for e in log.entries])
    log.connected(0)
    assert [m.kind for m in drained(log)] == ["mirror"]


def test_what_did_not_go_out_is_said_again() -> None:
    log = CallLog()
    log.say(said(calls.Consented, capability="voice", granted=True))
    message = log.next()
    assert message is not None
    log.unsent(message)
    assert log.next() is message


def test_what_the_hub_says_twice_is_heard_once() -> None:
    log = CallLog()
    waiting = said(calls.Waiting, position=1)
    assert log.first(waiting)
    assert not log.first(waiting)
    assert log.first(said(calls.Waiting, OTHER, position=1))
