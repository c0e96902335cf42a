"""A visit's draft comes back to the same card and to nobody else."""

import pytest

from offline_cache import Drafts

CARD = "13030019400101001X"
OTHER = "130300194001010028"
TEXT = '{"姓名":"虚构老人甲"}'.encode()


@pytest.fixture
def drafts(tmp_path, clock) -> Drafts:
    # Cheap on purpose; the real cost is measured, not tested.
    return Drafts(tmp_path, clock, scrypt_cost=2**4)


def test_the_same_card_finds_its_draft_after_a_restart_and_another_card_finds_nothing(drafts, tmp_path, clock) -> None:
    assert drafts.save(drafts.key_of(CARD), b"first")
    assert drafts.save(drafts.key_of(CARD), TEXT)
    again = Drafts(tmp_path, clock, scrypt_cost=2**4)
    assert again.find(again.key_of(CARD)) == TEXT
    assert again.find(again.key_of(OTHER)) is None


def test_a_dropped_draft_is_gone(drafts) -> None:
    key = drafts.key_of(CARD)
    drafts.save(key, TEXT)
    drafts.drop(key)
    drafts.drop(key)
    assert drafts.find(key) is None


def test_a_draft_lives_for_a_day(drafts, clock, tmp_path) -> None:
    key = drafts.key_of(CARD)
    drafts.save(key, TEXT)
    clock.advance(86400)
    assert drafts.find(key) == TEXT
    clock.advance(1)
    assert drafts.find(key) is None
    assert list((tmp_path / "drafts").iterdir()) == []


def test_sweeping_removes_old_damaged_and_half_written_drafts_and_leaves_the_rest(drafts, clock, tmp_path) -> None:
    drafts.save(drafts.key_of(OTHER), TEXT)
    clock.advance(80000)
    drafts.save(drafts.key_of(CARD), TEXT)
    clock.advance(10000)
    (tmp_path / "drafts" / ".half.1.new").write_bytes(b"x")
    (tmp_path / "drafts" / "junk").write_bytes(b"x")
    assert drafts.sweep() == 3
    assert drafts.find(drafts.key_of(CARD)) == TEXT


def test_the_disk_alone_says_neither_whose_nor_what(drafts, tmp_path, clock) -> None:
    drafts.save(drafts.key_of(CARD), TEXT)
    for path in tmp_path.rglob("*"):
        assert CARD not in path.name
        if path.is_file():
            assert CARD.encode() not in path.read_bytes()
            assert "虚构".encode() not in path.read_bytes()
            assert path.stat().st_mode & 0o077 == 0
    (tmp_path / "device.key").unlink()
    thief = Drafts(tmp_path, clock, scrypt_cost=2**4)
    assert thief.find(thief.key_of(CARD)) is None


def test_a_changed_draft_and_one_moved_to_another_name_are_not_believed(drafts, tmp_path) -> None:
    key, other = drafts.key_of(CARD), drafts.key_of(OTHER)
    drafts.save(key, TEXT)
    path = tmp_path / "drafts" / key.name
    raw = bytearray(path.read_bytes())
    (tmp_path / "drafts" / other.name).write_bytes(raw)
    assert drafts.find(other) is None
    raw[-1] ^= 1
    path.write_bytes(raw)
    assert drafts.find(key) is None


def test_a_key_never_prints_itself(drafts) -> None:
    assert drafts.key_of(CARD).secret.hex() not in repr(drafts.key_of(CARD))


def test_pictures_of_a_draft_are_sealed_like_it_and_go_with_it_and_nobody_sees_that_they_belong_together(
    drafts, tmp_path
) -> None:
    key = drafts.key_of(CARD)
    drafts.save(key, TEXT)
    for number in range(2):
        assert drafts.save(key.part(number), b"picture %d" % number)
    assert drafts.find(key.part(1)) == b"picture 1"
    assert drafts.find(drafts.key_of(OTHER).part(1)) is None
    files = sorted(path.name for path in (tmp_path / "drafts").iterdir())
    assert {len(name) for name in files} == {64}, "all names look alike"
    assert not any(b"picture" in path.read_bytes() for path in (tmp_path / "drafts").iterdir())
    drafts.drop(key)
    assert list((tmp_path / "drafts").iterdir()) == []
