"""IPP bytes: what is written is read again, and what is no message is refused and never anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.document_printer.codec import BadMessage, Group, Message, Tag, attribute, decode, encode, number, texts

names = st.from_regex(r"[a-z][a-z-]{0,20}", fullmatch=True)
held = st.one_of(
    st.lists(st.integers(-(2**31), 2**31 - 1), min_size=1, max_size=4).map(lambda v: attribute(Tag.INTEGER, *v)),
    st.lists(st.booleans(), min_size=1, max_size=3).map(lambda v: attribute(Tag.BOOLEAN, *v)),
    st.lists(st.text(max_size=40), min_size=1, max_size=4).map(lambda v: attribute(Tag.KEYWORD, *v)),
)
groups = st.tuples(
    st.sampled_from([Group.OPERATION, Group.JOB, Group.PRINTER]), st.dictionaries(names, held, max_size=5)
)
messages = st.builds(
    Message,
    st.integers(0, 0x7FFF),
    st.integers(1, 2**31 - 1),
    st.lists(groups, max_size=4).map(tuple),
    st.binary(max_size=200),
)


@given(messages)
def test_a_message_comes_back_as_it_was(message: Message) -> None:
    assert decode(encode(message)) == message


@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_or_refused(data: bytes) -> None:
    try:
        decode(data)
    except BadMessage:
        return


@given(messages, st.data())
def test_a_message_cut_short_in_its_attributes_is_refused(message: Message, data: st.DataObject) -> None:
    whole = encode(Message(message.code, message.request_id, message.groups))
    with pytest.raises(BadMessage):
        decode(whole[: data.draw(st.integers(0, len(whole) - 1))])


def test_a_request_is_byte_for_byte_as_rfc_8010_has_it() -> None:
    """The head of its own example, appendix A.1: Print-Job, request 1, charset first."""
    head = {
        "attributes-charset": attribute(Tag.CHARSET, "utf-8"),
        "attributes-natural-language": attribute(Tag.LANGUAGE, "en-us"),
    }
    assert encode(Message(0x0002, 1, ((Group.OPERATION, head),))) == (
        b"\x02\x00\x00\x02\x00\x00\x00\x01\x01"
        b"\x47\x00\x12attributes-charset\x00\x05utf-8"
        b"\x48\x00\x1battributes-natural-language\x00\x05en-us\x03"
    )


def test_collections_and_unknown_kinds_are_stepped_over() -> None:
    data = (
        b"\x02\x00\x00\x00\x00\x00\x00\x07\x04"
        b"\x34\x00\x05media\x00\x00"  # media: a collection
        b"\x4a\x00\x00\x00\x04size\x21\x00\x00\x00\x04\x00\x00\x00\x63"
        b"\x37\x00\x00\x00\x00"
        b"\x32\x00\x03res\x00\x09\x00\x00\x02\x58\x00\x00\x02\x58\x03"  # a resolution
        b"\x12\x00\x04none\x00\x00"  # unknown
        b"\x23\x00\x0dprinter-state\x00\x04\x00\x00\x00\x03"
        b"\x44\x00\x01r\x00\x01a\x44\x00\x00\x00\x01b\x03"
    )
    printer = decode(data).group(Group.PRINTER)
    assert number(printer, "printer-state") == 3
    assert texts(printer, "r") == ("a", "b")
    assert "media" not in printer
    assert "none" not in printer
