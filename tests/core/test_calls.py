"""The protocol of a call: what is written is read, and what is no message is neither read nor raised."""

import json
import types
import typing
import uuid
from typing import Any

import pytest
from annotated_types import Ge, Le, MaxLen, MinLen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from kiosk.catalogue import FieldType
from kiosk.core import calls
from kiosk.core.calls import FROM_DESK, FROM_TERMINAL, TO_DESK, TO_TERMINAL, Malformed, grave, read, write
from kiosk.core.calls.parts import CANDIDATE_BYTES, MIRROR_BYTES, SDP_BYTES

DIRECTIONS: list[tuple[TypeAdapter[Any], Any]] = [
    (FROM_TERMINAL, calls.TerminalMessage),
    (TO_TERMINAL, calls.ToTerminalMessage),
    (FROM_DESK, calls.DeskMessage),
    (TO_DESK, calls.ToDeskMessage),
]
CALL = "01900000-0000-7000-8000-000000000001"


def _of(annotation: Any, metadata: tuple[Any, ...] = ()) -> st.SearchStrategy[Any]:
    """Values of an annotated type, within its limits."""
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        more = tuple(meta for one in args[1:] for meta in (one.metadata if isinstance(one, FieldInfo) else (one,)))
        return _of(args[0], (*metadata, *more))
    if origin is typing.Literal:
        return st.sampled_from(args)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*(_of(one, metadata if one is not type(None) else ()) for one in args))
    if annotation is type(None):
        return st.none()
    least = next((m.min_length for m in metadata if isinstance(m, MinLen)), 0)
    most = next((m.max_length for m in metadata if isinstance(m, MaxLen)), 8)
    pattern = next((m.pattern for m in metadata if getattr(m, "pattern", None)), None)
    if annotation is str:
        return _text(pattern, least, most)
    if annotation is bool:
        return st.booleans()
    low = next((m.ge for m in metadata if isinstance(m, Ge)), 0)
    high = next((m.le for m in metadata if isinstance(m, Le)), 2**31)
    if annotation is int:
        return st.integers(int(typing.cast(Any, low)), int(typing.cast(Any, high)))
    if annotation is float:
        return st.floats(float(typing.cast(Any, low)), float(typing.cast(Any, high)))
    if origin is list:
        return st.lists(_of(args[0]), max_size=min(most, 4))
    if origin is tuple:
        if args[1:] == (...,):
            return st.lists(_of(args[0]), max_size=4).map(tuple)
        return st.tuples(*map(_of, args))
    if origin is dict:
        return st.dictionaries(_of(args[0]), _of(args[1]), max_size=4)
    if annotation is Any:
        return st.recursive(
            st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4), st.lists, max_leaves=4
        )
    return messages(annotation)


def _text(pattern: str | None, least: int, most: int) -> st.SearchStrategy[str]:
    if pattern is None:
        return st.text(st.characters(codec="utf-8"), min_size=least, max_size=min(most, 40))
    if "9a-f]{8}-" in pattern:
        return st.uuids().map(str)
    return st.from_regex(pattern, fullmatch=True)


def messages(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    fields = {name: _of(field.annotation, tuple(field.metadata)) for name, field in model.model_fields.items()}
    return st.fixed_dictionaries(fields).map(lambda values: model(**values))


@pytest.mark.parametrize(("direction", "union"), DIRECTIONS)
@settings(suppress_health_check=[HealthCheck.too_slow])  # the first draw reads the table of all characters
@given(data=st.data())
def test_what_one_end_writes_the_other_reads(direction: TypeAdapter[Any], union: Any, data: st.DataObject) -> None:
    message = data.draw(st.sampled_from(typing.get_args(union)).flatmap(messages))
    assert read(direction, write(message)) == message
    assert read(direction, write(message).encode()) == message


@pytest.mark.parametrize(("direction", "union"), DIRECTIONS)
def test_kinds_tell_the_messages_of_a_direction_apart(direction: TypeAdapter[Any], union: Any) -> None:
    kinds = [model.model_fields["kind"].default for model in typing.get_args(union)]
    assert len(kinds) == len(set(kinds))


@given(st.text() | st.binary() | st.recursive(st.none() | st.text(), st.lists).map(json.dumps))
def test_no_frame_can_make_reading_raise(frame: str | bytes) -> None:
    for direction, _ in DIRECTIONS:
        assert isinstance(read(direction, frame), Malformed)


@given(st.sampled_from(["\ud800", "[" * 40_000, '{"kind":' * 9_000, "null", "\x00", '{"kind":["hello"]}', "NaN"]))
def test_frames_made_to_hurt_are_only_malformed(frame: str) -> None:
    for direction, _ in DIRECTIONS:
        assert isinstance(read(direction, frame), Malformed)


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=80))
def test_an_unknown_kind_is_named_as_far_as_an_error_can_carry_it(kind: str) -> None:
    found = read(FROM_TERMINAL, json.dumps({"kind": f"{kind}?", "call": CALL, "seq": 1}))
    assert found == Malformed("unknown_kind", f"{kind}?"[:60])
    assert calls.ErrorSaid(code="unknown_kind", about=found.about).about == found.about


def test_a_kind_of_the_other_direction_is_unknown() -> None:
    assert read(FROM_TERMINAL, write(calls.Take(call=CALL, seq=1))) == Malformed("unknown_kind", "take")
    assert read(FROM_DESK, write(calls.Accept(call=CALL, seq=1))) == Malformed("unknown_kind", "accept")


def test_a_misspelt_or_missing_part_is_malformed_and_says_of_which_kind() -> None:
    assert read(FROM_DESK, f'{{"kind":"take","call":"{CALL}","seq":1,"x":1}}') == Malformed("malformed", "take")
    assert read(FROM_DESK, f'{{"kind":"take","call":"{CALL}"}}') == Malformed("malformed", "take")
    assert read(FROM_DESK, f'{{"kind":"take","call":"{CALL}","seq":0}}') == Malformed("malformed", "take")


def test_a_terminal_and_a_hub_of_two_versions_still_understand_each_other() -> None:
    newer = f'{{"kind":"take","call":"{CALL}","seq":1,"said_by_a_later_version":1}}'
    assert read(FROM_DESK, newer) == Malformed("malformed", "take")
    for direction, message in (
        (FROM_TERMINAL, calls.HangUp(call=CALL, seq=1)),
        (TO_TERMINAL, calls.GuideBack(call=CALL, seq=1)),
    ):
        frame = {**json.loads(write(message)), "said_by_a_later_version": ["1"]}
        assert read(direction, json.dumps(frame)) == message


def test_what_is_too_large_is_refused_before_it_is_looked_into() -> None:
    frame = json.dumps({"kind": "mirror", "call": CALL, "seq": 1, "screen": {"x": "字" * 22_000}}, ensure_ascii=False)
    assert read(FROM_TERMINAL, frame) == Malformed("too_large")


@pytest.mark.parametrize(
    ("kind", "part", "limit"),
    [("sdp", "sdp", SDP_BYTES), ("candidate", "candidate", CANDIDATE_BYTES), ("mirror", "screen", MIRROR_BYTES)],
)
def test_each_part_has_its_own_limit_in_bytes(kind: str, part: str, limit: int) -> None:
    def frame(size: int) -> str:
        value: Any = "x" * size if part != "screen" else {"x": "x" * (size - len('{"x":""}'))}
        more = {"type": "offer"} if kind == "sdp" else {}
        return json.dumps({"kind": kind, "call": CALL, "seq": 1, part: value, **more})

    assert not isinstance(read(FROM_TERMINAL, frame(limit)), Malformed)
    assert read(FROM_TERMINAL, frame(limit + 1)) == Malformed("malformed", kind)


def test_only_an_address_of_a_relay_is_taken_for_one() -> None:
    frame = {"kind": "turn", "call": CALL, "seq": 1, "ttl": 60, "username": "", "credential": ""}
    assert not isinstance(read(TO_TERMINAL, json.dumps({**frame, "urls": ["turn:hub.example:3478"]})), Malformed)
    assert read(TO_TERMINAL, json.dumps({**frame, "urls": ["http://hub.example"]})) == Malformed("malformed", "turn")


def test_secrets_and_values_do_not_show_where_a_message_is_printed() -> None:
    turn = calls.Turn(call=CALL, seq=1, urls=["turn:hub.example"], username="u", credential="geheim", ttl=60)
    value = calls.Value(call=CALL, seq=1, field="phone", value="13000000000")
    assert "geheim" not in repr(turn)
    assert "13000000000" not in repr(value)


def test_who_somebody_is_and_where_money_goes_is_never_for_a_guide_to_suggest() -> None:
    assert {kind for kind in FieldType if grave(kind)} == {
        FieldType.ID_NUMBER,
        FieldType.PERSON_NAME,
        FieldType.BANK_ACCOUNT,
        FieldType.MONEY,
    }
    assert grave(FieldType.ADDRESS, from_card="address")
    assert not grave(FieldType.PHONE)


def test_a_call_is_named_as_a_submission_is() -> None:
    with pytest.raises(ValueError, match="call"):
        calls.HangUp(call=str(uuid.UUID(CALL)).upper() + "!", seq=1)
