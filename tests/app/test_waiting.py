"""Who waits for a device hears the first it says, and is no longer told then."""

from hardware.hearers import Hearers, Stop
from kiosk.app.waiting import first, in_time


def test_the_first_that_is_told_is_enough_and_nobody_listens_afterwards() -> None:
    device: Hearers[str] = Hearers()

    def hear(keep: object) -> Stop:
        stop = device.add(keep)  # type: ignore[arg-type]  # whatever is told
        device.tell("one")
        device.tell("two")
        return stop

    assert first(hear, 30) == "one"
    assert not device.any


def test_what_comes_late_is_seen_and_what_never_comes_is_told_as_it_is() -> None:
    looks = iter(["", "", "here"])
    assert in_time(lambda: next(looks), 30) == "here"
    assert in_time(lambda: "", 0.0) == ""
