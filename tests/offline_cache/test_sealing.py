"""The sealed body, the request's signature and the export file: what terminal and hub agree on."""

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.ids import SubmissionId, uuid7
from kiosk.core.sealing import (
    HPKE_OVERHEAD,
    Opened,
    PackRefused,
    SealRefused,
    Unpacked,
    open_sealed,
    pack,
    seal,
    unpack,
)
from kiosk.core.terminal_auth import SKEW, AuthRefused, NonceMemory, Verified, sign_request, verify_request

HUB = X25519PrivateKey.generate()
HUB_PUBLIC = HUB.public_key().public_bytes_raw()
HASH = hashlib.sha256(b"body").hexdigest()


@settings(deadline=None)
@given(payload=st.binary(max_size=2000), kind=st.text(max_size=8), item=st.text(max_size=40))
def test_what_was_sealed_opens_to_the_same_bytes_and_says_nothing_but_its_length(payload, kind, item) -> None:
    sealed = seal(HUB_PUBLIC, "k1", kind, item, payload)
    assert open_sealed({"k1": HUB}, kind, item, sealed) == Opened(payload)
    assert len(sealed) == 4 + 1 + 1 + 2 + HPKE_OVERHEAD + len(payload)
    assert sealed != seal(HUB_PUBLIC, "k1", kind, item, payload)


@settings(deadline=None)
@given(at=st.integers(0, 200), bit=st.integers(0, 7))
def test_any_flipped_bit_is_found(at, bit) -> None:
    sealed = bytearray(seal(HUB_PUBLIC, "k1", "submission", "id", b"x" * 100))
    sealed[at % len(sealed)] ^= 1 << bit
    assert isinstance(open_sealed({"k1": HUB}, "submission", "id", bytes(sealed)), SealRefused)


@settings(deadline=None)
@given(raw=st.binary(max_size=200))
def test_any_bytes_are_opened_or_refused(raw) -> None:
    assert isinstance(open_sealed({"k1": HUB}, "submission", "id", raw), SealRefused)
    assert isinstance(open_sealed({"k1": HUB}, "submission", "id", b"KSL1\x01\x02k1" + raw), SealRefused)


def test_a_sealed_item_cannot_be_passed_off_as_another() -> None:
    sealed = seal(HUB_PUBLIC, "k1", "submission", "one", b"x")
    assert open_sealed({"k1": HUB}, "submission", "two", sealed) == SealRefused("damaged")
    assert open_sealed({"k1": HUB}, "rating", "one", sealed) == SealRefused("damaged")
    assert open_sealed({"k2": HUB}, "submission", "one", sealed) == SealRefused("unknown_key")
    assert open_sealed({"k1": X25519PrivateKey.generate()}, "submission", "one", sealed) == SealRefused("damaged")
    assert open_sealed({"k1": HUB}, "submission", "one", b"KSL1\x02" + sealed[5:]) == SealRefused("unknown_suite")


def test_a_pack_comes_back_whole_and_the_same_pack_has_the_same_bytes(build) -> None:
    submission_id = SubmissionId(uuid7())
    files = {"signature.png": b"png", "photo_1.jpg": bytes(5000)}
    submission = build(submission_id, files)("130302-20261124-K07-0001-0")
    packed = pack(submission, files)
    assert unpack(packed) == Unpacked(submission, files)
    assert pack(submission, files) == packed


def test_a_pack_that_does_not_match_what_it_declares_is_not_made_and_not_taken(build) -> None:
    submission_id = SubmissionId(uuid7())
    submission = build(submission_id, {"a.png": b"1"})("n")
    with pytest.raises(ValueError, match="differ"):
        pack(submission, {})
    with pytest.raises(ValueError, match="not the one"):
        pack(submission, {"a.png": b"2"})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("submission.json", submission.model_dump_json())
        archive.writestr("attachments/a.png", b"2")
    assert unpack(out.getvalue()) == PackRefused("attachment_differs", "a.png")


def test_a_submission_with_a_misspelt_key_is_refused_by_the_keys_name() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("submission.json", '{"submision_id": 1}')
    assert isinstance(unpack(out.getvalue()), PackRefused)


def test_a_pack_that_would_swell_is_refused_before_it_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("submission.json", bytes(40 * 1024 * 1024))
    assert unpack(out.getvalue()) == PackRefused("too_large")


@settings(deadline=None)
@given(cut=st.integers(0, 400), junk=st.binary(max_size=30), at=st.integers(0, 400))
def test_damaged_packs_are_refused_and_never_raise(cut, junk, at) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("submission.json", '{"a": 1}' * 20)
    raw = bytearray(out.getvalue())
    raw[at % len(raw) : at % len(raw) + len(junk)] = junk
    assert isinstance(unpack(bytes(raw[:cut])), PackRefused)
    assert isinstance(unpack(bytes(raw)), PackRefused)


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def _verify(key, header, now, **other):
    public = key.public_key().public_bytes_raw()
    what = {"method": "PUT", "path": "/v1/x", "body_sha256": HASH, **other}
    return verify_request(header, {"K07": public}.get, now=now, **what)


def test_a_signed_request_is_known_by_its_terminal(key, clock) -> None:
    header = sign_request(key, "K07", "PUT", "/v1/x", HASH, clock.now())
    verified = _verify(key, header, clock.now())
    assert isinstance(verified, Verified)
    assert verified.terminal_id == "K07"


@pytest.mark.parametrize(
    "other",
    [{"method": "GET"}, {"path": "/v1/y"}, {"body_sha256": hashlib.sha256(b"other").hexdigest()}],
    ids=["method", "path", "body"],
)
def test_a_signature_holds_for_no_other_request(key, clock, other) -> None:
    header = sign_request(key, "K07", "PUT", "/v1/x", HASH, clock.now())
    assert _verify(key, header, clock.now(), **other) == AuthRefused("bad_signature")


def test_a_wrong_clock_an_unknown_terminal_and_another_key_are_told_apart(key, clock) -> None:
    header = sign_request(key, "K07", "PUT", "/v1/x", HASH, clock.now())
    assert _verify(key, header, clock.now() + SKEW + timedelta(seconds=1)) == AuthRefused("clock_differs")
    assert _verify(key, header.replace("K07", "K08"), clock.now()) == AuthRefused("unknown_terminal")
    assert _verify(Ed25519PrivateKey.generate(), header, clock.now()) == AuthRefused("bad_signature")
    assert _verify(key, None, clock.now()) == AuthRefused("missing")


def test_a_recorded_request_cannot_be_sent_again_even_after_the_memory_forgets(key, clock) -> None:
    nonces = NonceMemory()
    header = sign_request(key, "K07", "PUT", "/v1/x", HASH, clock.now())
    assert isinstance(_verify(key, header, clock.now(), nonces=nonces), Verified)
    assert _verify(key, header, clock.now(), nonces=nonces) == AuthRefused("replayed")
    clock.advance(2 * SKEW.total_seconds() + 1)
    assert _verify(key, header, clock.now(), nonces=nonces) == AuthRefused("clock_differs")


@settings(deadline=None)
@given(header=st.text(max_size=200))
def test_any_header_is_refused_without_raising(header) -> None:
    from kiosk.core.clock import ManualClock

    assert isinstance(_verify(Ed25519PrivateKey.generate(), header, ManualClock().now()), AuthRefused)
