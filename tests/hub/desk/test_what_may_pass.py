"""What may pass between two ends, how messages are counted and kept, how much a link may say: pure parts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.desk.ends import KEPT, End
from hub.desk.limits import BURST, PATIENCE, PER_S, Bucket
from hub.desk.relay import Bond, Passed, from_desk, from_terminal
from kiosk.core import calls
from kiosk.core.ids import uuid7

CALL = uuid7()
GRANTS = st.frozensets(st.sampled_from(calls.CAPABILITIES))


def bond(granted: frozenset[Any], live: bool = True) -> Bond:
    return Bond(CALL, "terminal:K07", "user:甲", live, granted, "小王", "01", {"user:督": "supervisor"})


def text(line: int, body: str) -> calls.Text:
    return calls.Text(call=CALL, seq=1, line=line, body=body, live=True)


FROM_HER = [
    (calls.Mirror(call=CALL, seq=1, screen={"key": "home"}), {"page"}),
    (calls.Value(call=CALL, seq=1, field="phone", value="13800001234"), {"private_values"}),
    (calls.Sdp(call=CALL, seq=1, type="offer", sdp="v=0"), {"voice", "camera"}),
    (calls.Candidate(call=CALL, seq=1, candidate=""), {"voice", "camera"}),
]
FROM_GUIDE = [
    (calls.Point(call=CALL, seq=1, screen="home", action="next"), {"page"}),
    (calls.Suggest(call=CALL, seq=1, number=1, field="phone", value="1"), {"filling"}),
    (calls.RequestValue(call=CALL, seq=1, field="phone"), {"private_values"}),
    (calls.Sdp(call=CALL, seq=1, type="answer", sdp="v=0"), {"voice", "camera"}),
]


@given(st.sampled_from(FROM_HER), GRANTS)
def test_her_side_passes_exactly_while_she_allows_it(case: Any, granted: frozenset[Any]) -> None:
    message, needed = case
    assert isinstance(from_terminal(bond(granted), message), Passed) == bool(granted & needed)


@given(st.sampled_from(FROM_GUIDE), GRANTS)
def test_the_guides_side_passes_exactly_while_she_allows_it(case: Any, granted: frozenset[Any]) -> None:
    message, needed = case
    passed = from_desk(bond(granted), message, lambda matter, field: False)
    assert isinstance(passed, Passed) == bool(granted & needed)


@given(st.sampled_from([m for m, _ in FROM_HER] + [text(1, "a")]), GRANTS)
def test_nothing_passes_before_she_has_joined_or_after_she_has_left(message: Any, granted: frozenset[Any]) -> None:
    assert isinstance(from_terminal(bond(granted, live=False), message), calls.ErrorSaid)


def test_which_device_of_hers_went_is_told_to_everybody_there() -> None:
    gone = calls.DeviceSaid(call=CALL, seq=1, device="microphone", works=False)
    passed = from_terminal(bond(frozenset()), gone)
    assert isinstance(passed, Passed)
    assert passed.to == ("user:甲", "user:督")


def test_who_listens_in_hears_words_and_pages_and_no_value_and_no_media() -> None:
    everything = bond(frozenset(calls.CAPABILITIES))
    told = {message.kind: from_terminal(everything, message) for message, _ in [*FROM_HER, (text(1, "a"), set())]}
    to_all = {kind for kind, passed in told.items() if isinstance(passed, Passed) and "user:督" in passed.to}
    assert to_all == {"mirror", "text"}


def test_a_name_an_end_gives_itself_is_not_believed() -> None:
    said = text(1, "a").model_copy(update={"name": "市长"})
    hers, guides = from_terminal(bond(frozenset()), said), from_desk(bond(frozenset()), said, lambda m, f: False)
    assert isinstance(hers, Passed)
    assert isinstance(guides, Passed)
    assert (getattr(hers.message, "name", None), getattr(guides.message, "name", None)) == ("", "小王")


@pytest.mark.parametrize(("judged", "code"), [(True, "grave"), (None, "not_now")])
def test_a_grave_field_and_one_that_is_not_there_are_told_apart(judged: bool | None, code: str) -> None:
    refused = from_desk(bond(frozenset({"filling"})), FROM_GUIDE[1][0], lambda matter, field: judged)
    assert isinstance(refused, calls.ErrorSaid)
    assert refused.code == code


@given(st.lists(st.tuples(st.sampled_from(("text", "mirror", "ask")), st.integers(1, 4)), max_size=40), st.data())
def test_an_end_that_comes_back_is_told_all_that_counts_and_nothing_twice(said: Any, data: st.DataObject) -> None:
    end = End()
    out = []
    for kind, n in said:
        message: Any = {
            "text": text(n, f"line {len(out)}"),
            "mirror": calls.Mirror(call=CALL, seq=1, screen={"key": str(len(out))}),
            "ask": calls.AskConsent(call=CALL, seq=1, capability="page"),
        }[kind]
        out.append(end.number(message))
    assert [message.seq for message in out] == list(range(1, len(out) + 1))
    heard = data.draw(st.integers(0, len(out)))
    again = end.after(heard)
    assert [m.seq for m in again] == sorted(m.seq for m in again)
    assert all(m.seq > heard for m in again)
    late = [m for m in out if m.seq > heard]
    assert [m for m in again if isinstance(m, calls.AskConsent)] == [m for m in late if isinstance(m, calls.AskConsent)]
    assert [m for m in again if isinstance(m, calls.Mirror)] == [m for m in late if isinstance(m, calls.Mirror)][-1:]
    newest = {m.line: m for m in late if isinstance(m, calls.Text)}
    assert {m.line: m for m in again if isinstance(m, calls.Text)} == newest


def test_a_private_value_is_kept_for_nobody_and_what_is_kept_has_an_end() -> None:
    end = End()
    end.number(calls.Value(call=CALL, seq=1, field="phone", value="13800001234"))
    assert end.after(0) == []
    for n in range(KEPT + 50):
        end.number(text(n + 1, "a"))
    assert len(end.kept) == KEPT


def test_a_burst_is_let_through_a_flood_is_not_and_one_who_never_stops_is_let_go() -> None:
    bucket = Bucket()
    assert all(bucket.allows(0.0) for _ in range(int(BURST)))
    assert not bucket.allows(0.0)
    assert sum(bucket.allows(1.0) for _ in range(200)) == int(PER_S)
    for _ in range(PATIENCE):
        bucket.allows(1.0)
    assert bucket.drowned
