"""A thread at rest holds on to nobody, and the search for what is left can find something."""

import gc
import threading
import weakref
from typing import Any

from kiosk.core.lanes import ThreadLane


def test_the_search_finds_what_a_closure_holds(texts: Any) -> None:
    secret = "".join(("测试", "机密"))
    held = {"deep": [lambda: secret]}
    assert any("测试机密" in text for text in texts(held))


def test_a_lane_at_rest_holds_nothing_of_its_last_work() -> None:
    class Person:
        """Somebody."""

    lane = ThreadLane("test")
    person = Person()
    alive = weakref.ref(person)

    def work(who: Person = person) -> None:
        assert who

    lane.submit(work)
    del person, work
    for _ in range(1000):
        gc.collect()
        if alive() is None:
            break
        threading.Event().wait(0.01)
    assert alive() is None, "the lane waits for its next work and still holds the last"
    lane.close()
