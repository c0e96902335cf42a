"""The reading procedure over a virtual wire with a manual clock: every cut, every mutation, every time-out."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.card_reader.codec import PREAMBLE, Deframer, Record, Request, answer_bytes, checksum, parse_record
from hardware.card_reader.codec import request_bytes as sent_as
from hardware.card_reader.layouts import decode, encode
from hardware.card_reader.reading import GRACE_S, CardReading
from hardware.card_reader.sam import Answer, Sam, Silence
from hardware.card_reader.types import CardFailed, CardOutcome, CardRead, NoCard, ReaderFailed
from hardware.simulated.people import GUILAN, JIANGUO
from hardware.simulated.sam import SimulatedSam, record_data
from hardware.worker import Turn
from kiosk.core.clock import ManualClock
from kiosk.core.faults import Fault

Bend = Callable[[Request | None, bytes], list[tuple[float, bytes]]]
_BY_BYTES = {bytes(request.value): request for request in Request}


class VirtualTurn(Turn):
    """Waits by moving the clock."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__()
        self._clock = clock

    def wait(self, seconds: float) -> None:
        self._clock.advance(seconds)


class VirtualLink:
    """A SAM behind a wire without time of its own; `bend` decides what of each answer arrives, and when."""

    def __init__(self, clock: ManualClock, sam: SimulatedSam, bend: Bend) -> None:
        self.baud = 115200
        self.asked: list[bytes] = []
        self._clock, self._sam, self._bend = clock, sam, bend
        self._coming: list[tuple[float, bytes]] = []

    def write(self, data: bytes) -> None:
        (body,) = Deframer(shortest=3).feed(data)
        assert isinstance(body, bytes)
        self.asked.append(data)
        now = self._clock.monotonic()
        self._coming += [(now + t, part) for t, part in self._bend(_BY_BYTES.get(body), self._sam.answer(body))]
        self._coming.sort(key=lambda item: item[0])

    def read(self, timeout_s: float) -> bytes:
        now = self._clock.monotonic()
        if self._coming and self._coming[0][0] <= now + timeout_s:
            at, data = self._coming.pop(0)
            self._clock.advance(max(0.0, at - now))
            return data
        self._clock.advance(timeout_s)
        return b""

    def set_baud(self, baud: int) -> bool:
        self.baud = baud
        return True

    def close(self) -> None:
        return


def straight(request: Request | None, answer: bytes) -> list[tuple[float, bytes]]:
    return [(0.001, answer)]


def only(which: Request, change: Bend) -> Bend:
    return lambda request, answer: change(request, answer) if request is which else straight(request, answer)


def run(
    bend: Bend, timeout_s: float = 5, sam: SimulatedSam | None = None
) -> tuple[CardOutcome, ManualClock, VirtualLink]:
    clock = ManualClock()
    if sam is None:
        sam = SimulatedSam(refind=True)
        sam.lay(GUILAN)
    link = VirtualLink(clock, sam, bend)
    outcome = CardReading(Sam(link, clock), clock).wait_for_card(VirtualTurn(clock), timeout_s)
    assert clock.monotonic() <= timeout_s + GRACE_S + 0.01
    assert all(data[7:9] != b"\x30\x10" for data in link.asked)
    return outcome, clock, link


def test_a_card_is_read_by_find_select_read_and_its_newest_address() -> None:
    outcome, _, link = run(straight)
    assert outcome == CardRead(GUILAN)
    assert link.asked == [sent_as(r) for r in (Request.FIND, Request.SELECT, Request.READ, Request.NEW_ADDRESS)]


def test_an_empty_plate_is_no_card_at_the_deadline_and_polled_slower_than_0_3_s() -> None:
    outcome, clock, link = run(straight, 3, SimulatedSam())
    assert outcome == NoCard()
    assert 3 <= clock.monotonic() < 3.1
    assert link.asked.count(sent_as(Request.FIND)) <= 3 / 0.3 + 1


def test_an_answer_cut_at_any_byte_never_yields_a_record() -> None:
    for keep in range(1295):
        outcome, _, _ = run(only(Request.READ, lambda _, answer, k=keep: [(0.001, answer[:k])]), 4)
        assert isinstance(outcome, CardFailed | ReaderFailed)


@pytest.mark.parametrize("split", [1, 6, 7, 14, 270])
def test_an_answer_in_two_parts_is_put_together_within_the_time_out(split: int) -> None:
    outcome, _, _ = run(only(Request.READ, lambda _, answer: [(0.01, answer[:split]), (2.5, answer[split:])]))
    assert outcome == CardRead(GUILAN)


def test_bytes_at_9600_are_awaited() -> None:
    outcome, _, _ = run(lambda _, answer: [(i / 960, answer[i : i + 1]) for i in range(len(answer))])
    assert outcome == CardRead(GUILAN)


def test_three_silences_bring_a_reset_a_status_and_then_offline() -> None:
    outcome, _, link = run(lambda request, answer: [], 20)
    assert (outcome.name, getattr(outcome, "answered", None)) == ("reader_silent", False)
    assert link.asked == [sent_as(r) for r in [Request.FIND] * 3 + [Request.RESET, Request.STATUS]]


def test_three_failures_bring_10_ff_then_11_ff_and_one_more_attempt() -> None:
    outcome, _, link = run(only(Request.READ, lambda *_: [(0.001, answer_bytes(0x41))]), 20)
    assert outcome == CardFailed(Fault.CARD_MOVED, 4)
    at = link.asked.index(sent_as(Request.RESET))
    assert link.asked[:at].count(sent_as(Request.READ)) == 3
    assert link.asked[at + 1] == sent_as(Request.STATUS)


def test_a_reader_that_forgot_its_pace_is_told_it_again() -> None:
    clock, sam = ManualClock(), SimulatedSam()
    link = VirtualLink(clock, sam, straight)
    link._bend = lambda _, answer: [(0.001, answer)] if link.baud == sam.baud or sam.baud == 9600 else []
    link.baud = 9600
    assert Sam(link, clock).reset().name == "OK"
    assert sam.baud == link.baud == 9600


@pytest.mark.parametrize(
    ("code", "name"),
    [(0x31, "card_rejected"), (0x32, "card_rejected"), (0x33, "card_rejected"), (0x40, "card_wrong_kind"),
     (0x24, "card_unreadable"), (0x23, "card_unreadable"), (0x41, "card_moved"), (0x47, "card_moved"),
     (0x81, "card_moved"), (0x21, "reader_broken"), (0x60, "reader_broken"), (0x66, "reader_broken"),
     (0x10, "card_unreadable"), (0x91, "card_unreadable"), (0x77, "card_unreadable")],
)  # fmt: skip
def test_every_status_code_at_reading_has_its_outcome(code: int, name: str) -> None:
    outcome, _, _ = run(only(Request.READ, lambda *_: [(0.001, answer_bytes(code))]), 10)
    assert outcome.name == name


def test_a_success_code_with_a_card_error_in_sw1_is_not_believed() -> None:
    data = record_data(encode(GUILAN), GUILAN.photo)
    outcome, _, _ = run(only(Request.READ, lambda *_: [(0.001, answer_bytes(0x90, data, 0x6A, 0x82))]), 10)
    assert isinstance(outcome, CardFailed)


def test_a_record_of_the_last_person_arriving_late_is_never_taken_for_this_one() -> None:
    stale = answer_bytes(0x90, record_data(encode(JIANGUO), JIANGUO.photo))
    for which in (Request.FIND, Request.SELECT, Request.READ):
        outcome, _, _ = run(only(which, lambda _, answer: [(0.001, stale), (0.002, answer)]), 5)
        assert not (isinstance(outcome, CardRead) and outcome.card.name == JIANGUO.name)


@pytest.mark.parametrize("pause_s", [0.0005, 0.5, 1.6])
def test_a_second_record_still_under_way_behind_a_stale_one_makes_both_doubtful(pause_s: float) -> None:
    stale, turns = answer_bytes(0x90, record_data(encode(JIANGUO), JIANGUO.photo)), iter([1])

    def bend(_: Request | None, answer: bytes) -> list[tuple[float, bytes]]:
        if next(turns, None) is None:
            return straight(_, answer)
        return [(0.001, stale + answer[:300]), (0.001 + pause_s, answer[300:])]

    outcome, _, _ = run(only(Request.READ, bend), 8)
    assert outcome == CardRead(GUILAN)


def test_a_late_answer_is_flushed_before_the_next_request() -> None:
    clock, sam = ManualClock(), SimulatedSam()
    late = iter([1.5])
    link = VirtualLink(clock, sam, lambda _, answer: [(next(late, 0.001), answer)])
    asking = Sam(link, clock)
    assert asking.ask(Request.FIND) == Silence()
    clock.advance(1)
    sam.lay(GUILAN)
    found = asking.ask(Request.FIND)
    assert isinstance(found, Answer)
    assert found.said == 0x9F
    assert asking.counts["stray"] == 1


def test_a_doubtful_card_is_read_twice_and_delivered_when_both_agree() -> None:
    sam = SimulatedSam(refind=True)
    wrong = bytearray(encode(GUILAN))
    wrong[30:32] = "1".encode("utf-16-le")
    sam.lay(GUILAN, bytes(wrong))
    outcome, _, link = run(straight, 5, sam)
    assert isinstance(outcome, CardRead)
    assert "性别" in outcome.card.doubts[0]
    assert link.asked.count(sent_as(Request.READ)) == 2


def test_a_doubtful_card_that_reads_differently_the_second_time_is_read_anew() -> None:
    texts = iter([40])

    def bend(_: Request | None, answer: bytes) -> list[tuple[float, bytes]]:
        at = next(texts, None)
        if at is None:
            return straight(_, answer)
        # Two errors in one bit column, which the XOR does not see.
        bent = bytearray(answer)
        for place in (14 + 30, 14 + 122):
            bent[place] ^= 0x03
        assert checksum(bytes(bent[5:-1])) == bent[-1]
        return [(0.001, bytes(bent))]

    outcome, _, _ = run(only(Request.READ, bend), 5)
    assert outcome == CardRead(GUILAN)


def test_a_card_on_a_reader_that_finds_it_once_can_be_read_in_the_next_visit() -> None:
    clock, sam = ManualClock(), SimulatedSam(refind=False)
    sam.lay(GUILAN)
    reading = CardReading(Sam(VirtualLink(clock, sam, straight), clock), clock)
    for _ in range(2):
        assert reading.wait_for_card(VirtualTurn(clock), 3) == CardRead(GUILAN)
        assert reading.card_present() is True
    sam.lift()
    assert reading.card_present() is False


def test_a_card_read_before_a_power_cut_and_still_lying_there_is_read_after_it() -> None:
    clock, sam = ManualClock(), SimulatedSam(refind=False)
    sam.lay(GUILAN)
    for _ in range(2):
        fresh = CardReading(Sam(VirtualLink(clock, sam, straight), clock), clock)
        assert fresh.wait_for_card(VirtualTurn(clock), 3) == CardRead(GUILAN)


mutations = st.one_of(
    st.tuples(st.just("flip"), st.integers(0, 1294), st.integers(1, 255)),
    st.tuples(st.just("cut"), st.integers(0, 1294), st.integers(1, 1300)),
    st.tuples(st.just("insert"), st.integers(0, 1294), st.integers(1, 40)),
    st.tuples(st.just("swap"), st.integers(0, 1294), st.integers(0, 1294)),
    st.tuples(st.just("repeat"), st.integers(0, 1294), st.integers(1, 1300)),
)


def mutate(data: bytes, changes: list[tuple[str, int, int]]) -> bytes:
    out = bytearray(data)
    for kind, at, how in changes:
        at = min(at, max(0, len(out) - 1))
        match kind:
            case "flip" if out:
                out[at] ^= how
            case "cut":
                del out[at : at + how]
            case "insert":
                out[at:at] = bytes((at * 7 + i * how) % 256 for i in range(how))
            case "repeat":
                out[at:at] = out[at : at + how]
            case "swap" if out:
                other = min(how, len(out) - 1)
                out[at], out[other] = out[other], out[at]
    return bytes(out)


def records_in(stream: bytes) -> list[Record]:
    """Every whole, rightly summed record anywhere in a stream, found by brute force."""
    found = []
    for at in range(len(stream)):
        if stream.startswith(PREAMBLE, at) and len(stream) >= at + 7:
            end = at + 7 + int.from_bytes(stream[at + 5 : at + 7], "big")
            counted = stream[at + 5 : end - 1]
            if end <= len(stream) and checksum(counted) == stream[end - 1]:
                found.append(parse_record(counted[5:]))
    return [record for record in found if record is not None]


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.lists(mutations, min_size=1, max_size=3), min_size=1, max_size=8), st.sampled_from(list(Request)[3:7])
)
def test_mutated_frames_never_crash_hang_or_yield_a_record_that_was_not_sent(
    plans: list[list[tuple[str, int, int]]], which: Request
) -> None:
    left, sent = iter(plans), []

    def bend(request: Request | None, answer: bytes) -> list[tuple[float, bytes]]:
        bent = mutate(answer, next(left, [])) if request is which else answer
        sent.extend(records_in(bent))
        return [(0.001, bent)]

    outcome, _, _ = run(bend, 6)
    if isinstance(outcome, CardRead):
        assert any(
            decode(r.text, r.photo, b"").name == outcome.card.name and outcome.card.photo == r.photo for r in sent
        )


@settings(deadline=None, max_examples=100)
@given(st.lists(st.binary(max_size=400), min_size=1, max_size=6))
def test_pure_noise_ends_in_a_value_in_time(noise: list[bytes]) -> None:
    coming = iter(noise * 20)
    outcome, _, _ = run(lambda *_: [(0.001, next(coming, b""))], 6)
    assert not isinstance(outcome, CardRead)


class FoundOnce(SimulatedSam):
    """A reader that does not find a card twice, not even one it has not read, until its field is restarted."""

    def _find(self) -> bytes:
        return answer_bytes(0x80) if self._found else super()._find()


def test_a_card_that_is_found_only_once_is_not_called_gone_until_it_is() -> None:
    clock, sam = ManualClock(), FoundOnce()
    reading = CardReading(Sam(VirtualLink(clock, sam, straight), clock), clock)
    assert not reading.wait_for_arrival(VirtualTurn(clock), 2)
    sam.lay(GUILAN)
    assert reading.wait_for_arrival(VirtualTurn(clock), 2)
    assert [reading.card_present() for _ in range(4)] == [True] * 4
    outcome = reading.wait_for_card(VirtualTurn(clock), 5)
    assert isinstance(outcome, CardRead)
    assert outcome.card.name == GUILAN.name
    sam.lift()
    assert [reading.card_present() for _ in range(2)] == [False] * 2
