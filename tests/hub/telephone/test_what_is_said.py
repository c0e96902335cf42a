"""Numbers, SIP messages and digests: pure parts, by examples of the RFCs and by anything at all."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.telephone import LineUnusable, dialled, ending, read_line
from hub.telephone.sip.digest import Challenge, answer, chosen
from hub.telephone.sip.messages import (
    HEADERS,
    MESSAGE_BYTES,
    Garbled,
    Request,
    Response,
    branch_of,
    header,
    listed,
    read,
    tag_of,
    uri_of,
    write,
)


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("13800000012", "13800000012"), ("138 0000 0012", "13800000012"), ("+86 138-0000-0012", "13800000012"),
        ("008613800000012", "13800000012"), ("0335-3234567", "03353234567"),
        ("010 62345678", "01062345678"), ("(0335)3234567", "03353234567"), ("3234567", "03353234567"),
        ("+86 10 62345678", "01062345678"), ("0086 335 3234567", "03353234567"), ("+86 0335 3234567", "03353234567"),
    ],
)  # fmt: skip
def test_ordinary_telephones_may_be_rung_however_they_are_written(said: str, digits: str | None) -> None:
    assert dialled(said, area="0335") == digits


@pytest.mark.parametrize(
    "said",
    ["", "110", "119", "12345", "4001234567", "95588", "96110", "16812345", "+1 202 555 0100", "0085221234567",
     "12800000012", "1380000001", "138000000123", "１３８０００００１２", "13800000012;x", "sip:1@x", "a" * 10_000,
     "+86 110", "+86 95588", "+86 400 123 4567", "+86", "+86 3234567"],
)  # fmt: skip
def test_nothing_that_costs_extra_or_goes_abroad_or_is_an_emergency_is_rung(said: str) -> None:
    assert dialled(said, area="0335") is None


def test_a_city_may_allow_fewer_and_never_more() -> None:
    assert dialled("3234567") is None
    assert dialled("13800000012", allowed=["0335.*"]) is None
    assert dialled("0335 3234567", allowed=["0335.*"]) == "03353234567"
    assert dialled("110", allowed=[".*"]) is None


@given(st.text())
def test_whatever_is_typed_only_digits_come_out(said: str) -> None:
    digits = dialled(said, "0335")
    assert digits is None or (digits.isascii() and digits.isdigit() and 10 <= len(digits) <= 12)


def test_of_a_number_two_digits_are_shown() -> None:
    assert ending("13800000012") == "尾号12"


names = st.sampled_from(["Via", "From", "To", "Call-ID", "CSeq", "Contact", "X-Something"])
values = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=60).map(str.strip)
headers = st.lists(st.tuples(names, values), max_size=12).map(tuple)
bodies = st.text(st.characters(blacklist_categories=["Cs"]), max_size=200)


@given(st.sampled_from(["INVITE", "ACK", "BYE"]), headers, bodies)
def test_a_request_reads_back_as_it_was_written(method: str, given_: tuple[tuple[str, str], ...], body: str) -> None:
    found = read(write(Request(method, "sip:a@b", given_, body)))
    assert isinstance(found, Request)
    assert (found.method, found.uri, found.headers[:-1], found.body) == (method, "sip:a@b", given_, body)


@given(st.integers(100, 699), headers, bodies)
def test_a_response_reads_back_as_it_was_written(status: int, given_: tuple[tuple[str, str], ...], body: str) -> None:
    found = read(write(Response(status, "So", given_, body)))
    assert isinstance(found, Response)
    assert (found.status, found.headers[:-1], found.body) == (status, given_, body)


@given(st.binary(max_size=400) | st.text(max_size=400))
def test_anything_else_is_garbled_and_never_an_error(frame: bytes | str) -> None:
    assert isinstance(read(frame), Request | Response | Garbled)


@given(st.text(max_size=80))
def test_addresses_are_read_without_an_error_whatever_they_are(text: str) -> None:
    said = Response(200, "OK", (("Via", text.replace("\r", "").replace("\n", "")),))
    assert all(isinstance(one, str) for one in (uri_of(text), tag_of(text), branch_of(said), *listed(said, "Via")))


@pytest.mark.parametrize(
    "frame",
    [
        "SIP/2.0 200 OK\r\n" + "X: 1\r\n" * (HEADERS + 1) + "\r\n", "SIP/2.0 200 OK\r\nX: " + "1" * 9000 + "\r\n\r\n",
        b"x" * (MESSAGE_BYTES + 1), "SIP/2.0 200 OK\r\nContent-Length: 9\r\n\r\nshort", "SIP/2.0 200 OK\r\n",
        "SIP/2.0 200 OK\r\nContent-Length: -1\r\n\r\n", "SIP/2.0 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
        "SIP/2.0 200 OK\r\nX: a\nEvil: b\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_too_much_or_no_sip_is_refused(frame: str | bytes) -> None:
    assert isinstance(read(frame), Garbled)


def test_nothing_that_would_break_a_line_is_written() -> None:
    with pytest.raises(ValueError, match="line"):
        write(Request("INVITE", "sip:a@b", (("From", "x\r\nEvil: y"),)))


def test_short_names_folded_lines_and_lists_are_read_as_the_rfc_has_them() -> None:
    frame = (
        "SIP/2.0 200 OK\r\nv: SIP/2.0/WS a;branch=z9hG4bK1, SIP/2.0/WS b;branch=z9hG4bK2\r\n"
        'f: "Li, Si" <sip:a@b;x=1>;tag=one\r\nRecord-Route: <sip:p1;lr>,\r\n <sip:p2,x;lr>\r\nl: 0\r\n\r\n'
    )
    found = read(frame)
    assert isinstance(found, Response)
    assert branch_of(found) == "z9hG4bK1"
    assert (uri_of(header(found, "From")), tag_of(header(found, "From"))) == ("sip:a@b;x=1", "one")
    assert listed(found, "From") == ['"Li, Si" <sip:a@b;x=1>;tag=one']
    assert listed(found, "Record-Route") == ["<sip:p1;lr>", "<sip:p2,x;lr>"]


@pytest.mark.parametrize(
    ("algorithm", "expected"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_digests_are_those_of_rfc_7616(algorithm: str, expected: str) -> None:
    opaque = "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
    asked = f'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={algorithm}, opaque="{opaque}",'
    challenge = chosen([asked + ' nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"'])
    assert challenge is not None
    cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    said = answer(challenge, "Mufasa", "Circle of Life", "GET", "/dir/index.html", cnonce)
    assert f'response="{expected}"' in said
    assert f'opaque="{opaque}"' in said


def test_the_stronger_digest_is_answered_and_what_cannot_be_is_not() -> None:
    md5, sha = 'Digest realm="a", nonce="b"', 'Digest realm="a", nonce="c", algorithm=SHA-256, qop="auth"'
    assert chosen([md5, sha]) == Challenge("a", "c", "SHA-256", "", True)
    assert chosen([md5]) == Challenge("a", "b", "MD5", "", False)
    odd = ["Basic x", 'Digest realm="a"', 'Digest realm="a", nonce="b", algorithm=X', sha.replace("auth", "auth-int")]
    assert chosen(odd) is None


def test_a_citys_file_is_read_with_its_secret(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s3cret\n")
    file = tmp_path / "telephone.toml"
    file.write_text(
        f'exchange = "wss://pbx.example:8089/ws"\ndomain = "pbx.example"\nuser = "kiosk"\n'
        f'secret_file = "{tmp_path / "secret"}"\narea = "0335"\nallowed = ["0335\\\\d+"]\n'
    )
    line = read_line(file)
    assert (line.secret, line.allowed, line.hourly) == ("s3cret", ("0335\\d+",), 60)
    assert "s3cret" not in repr(line)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ('exchange = "ws://pbx.example/ws"', "exchange"), ('exchange = "wss:///ws"', "exchange"),
        ('user = "a b"', "user"), ('area = "335"', "area"),
        ('allowed = ["("]', "allowed"), ("hourly = 0", "hourly"), ('speed = "fast"', "speed"),
        ('secret_file = "/nowhere"', "密码文件"), ('ca_file = "/nowhere"', "证书文件"),
    ],
)  # fmt: skip
def test_a_wrong_file_says_which_line_is_wrong(tmp_path: Path, wrong: str, named: str) -> None:
    (tmp_path / "secret").write_text("s3cret")
    right = {
        "exchange": '"wss://pbx.example/ws"', "domain": '"pbx.example"', "user": '"kiosk"',
        "secret_file": f'"{tmp_path / "secret"}"',
    }  # fmt: skip
    name, _, value = wrong.partition(" = ")
    (tmp_path / "t.toml").write_text("\n".join(f"{k} = {v}" for k, v in {**right, name: value}.items()))
    with pytest.raises(LineUnusable) as caught:
        read_line(tmp_path / "t.toml")
    assert named in caught.value.say


def test_a_secret_that_is_empty_is_told(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(" \n")
    file = tmp_path / "telephone.toml"
    file.write_text(f'exchange = "wss://a"\ndomain = "a"\nuser = "kiosk"\nsecret_file = "{tmp_path / "secret"}"\n')
    with pytest.raises(LineUnusable, match="空的"):
        read_line(file)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LineUnusable, match="读不了"):
        read_line(tmp_path / "none.toml")
