"""Staff vouch with number and PIN; guessing gets slower and slower."""

from argon2 import PasswordHasher

from kiosk.app.staff import StaffDoor
from kiosk.core.clock import ManualClock
from kiosk.session.ports import NotVerified, Verified

HASH = PasswordHasher(time_cost=1, memory_cost=64).hash("246810")


def door(clock: ManualClock) -> StaffDoor:
    return StaffDoor({"0001": {"name": "测试社工", "pin_argon2": HASH}}, clock)


def test_the_right_number_and_pin_name_the_person() -> None:
    assert door(ManualClock()).verify("0001", "246810") == Verified("0001", "测试社工")


def test_a_wrong_pin_and_an_unknown_number_are_denied_alike() -> None:
    staff = door(ManualClock())
    assert staff.verify("0001", "000000") == NotVerified(locked=False)
    assert staff.verify("9999", "246810") == NotVerified(locked=False)


def test_five_misses_lock_the_door_and_each_further_one_doubles_the_wait() -> None:
    clock = ManualClock()
    staff = door(clock)
    told = [staff.verify("0001", "000000") for _ in range(5)]
    assert told == [*[NotVerified(locked=False)] * 4, NotVerified(locked=True, first=True)]
    assert staff.verify("0001", "246810") == NotVerified(locked=True), "a locked door is told of once"
    clock.advance(61)
    assert staff.verify("0001", "000000") == NotVerified(locked=True, first=True)
    clock.advance(61)
    assert staff.verify("0001", "246810") == NotVerified(locked=True)
    clock.advance(60)
    assert staff.verify("0001", "246810") == Verified("0001", "测试社工")


def test_a_broken_hash_in_the_settings_denies_and_does_not_crash() -> None:
    staff = StaffDoor({"0001": {"name": "x", "pin_argon2": "not a hash"}}, ManualClock())
    assert staff.verify("0001", "246810") == NotVerified(locked=False)
