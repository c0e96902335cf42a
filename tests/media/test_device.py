"""A device whose driver hangs, fails or comes back: on the media's loop nobody waits for it."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("aiortc", reason="没有装 aiortc（可选的 call 部分），跳过。")

from kiosk.assist import DeviceBack, DeviceGone
from kiosk.core.lanes import ThreadLane
from kiosk.media.device import MOST_S, Device
from kiosk.media.gate import Gate
from kiosk.media.sources import Tone

PATIENCE_S = 10.0


class Driver:
    """Opens when it is plugged in; may hang in opening or in closing until it is let go."""

    def __init__(self) -> None:
        self.plugged, self.hangs_opening, self.hangs_closing = True, False, False
        self.let_go = threading.Event()
        self.reached = threading.Event()
        self.tries = 0
        self.open: list[Any] = []

    def __call__(self) -> Any:
        self.tries += 1
        if self.hangs_opening:
            self._hang()
        if not self.plugged:
            raise OSError("no such device")
        track = _Driven(self)
        self.open.append(track)
        return track

    def _hang(self) -> None:
        self.reached.set()
        assert self.let_go.wait(PATIENCE_S)


class _Driven(Tone):
    def __init__(self, driver: Driver) -> None:
        super().__init__()
        self._driver = driver

    def stop(self) -> None:
        if self._driver.hangs_closing:
            self._driver._hang()
        super().stop()
        self._driver.open.remove(self)


class Place:
    """One device on a loop; a wait between two tries takes no time, and is noted."""

    def __init__(self, lane: ThreadLane, driver: Driver | None) -> None:
        self.waits: list[float] = []
        self.told: list[Any] = []
        self.news = asyncio.Event()
        self.enough = 10_000
        self.device = Device("camera", driver, lane, self._tell, self._sleep)

    def gate(self) -> Gate:
        gate = Gate("audio", lambda: self.device.lost(gate), self.device.close)
        return gate

    def _tell(self, event: Any) -> None:
        self.told.append(event)
        self.news.set()

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        if len(self.waits) >= self.enough:
            self.news.set()
            await asyncio.get_running_loop().create_future()

    async def until(self, such: Any) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not such():
                await asyncio.wait_for(self.news.wait(), PATIENCE_S)
                self.news.clear()


@pytest.fixture
def driver() -> Driver:
    return Driver()


@pytest.fixture
def lane(driver: Driver) -> Iterator[ThreadLane]:
    made = ThreadLane("a driver")
    yield made
    driver.let_go.set()
    made.close()


async def first_frame(gate: Gate) -> None:
    await asyncio.wait_for(gate.recv(), PATIENCE_S)


@pytest.mark.parametrize("hangs", ["hangs_opening", "hangs_closing"])
def test_a_driver_that_hangs_holds_up_nobody_on_the_loop(driver: Driver, lane: ThreadLane, hangs: str) -> None:
    async def call() -> None:
        place = Place(lane, driver)
        gate, voice = place.gate(), Gate("audio")
        voice.put(Tone())
        if hangs == "hangs_closing":
            place.device.want(gate)
            await first_frame(gate)
        setattr(driver, hangs, True)
        if hangs == "hangs_opening":
            place.device.want(gate)
        else:
            place.device.leave()
        assert await asyncio.to_thread(driver.reached.wait, PATIENCE_S)
        for _ in range(3):
            await first_frame(voice)
        assert not driver.let_go.is_set()
        voice.stop()
        place.device.leave()

    asyncio.run(call())
    driver.let_go.set()
    lane.close()
    assert driver.open == []


def test_a_device_that_stalls_and_hangs_in_being_closed_is_told_and_the_call_goes_on(
    driver: Driver, lane: ThreadLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.media.gate.FIRST_S", 0.0)
    driver.hangs_closing = True

    async def call() -> None:
        place = Place(lane, driver)
        gate = place.gate()
        place.device.want(gate)
        passing = asyncio.create_task(gate.recv())
        await place.until(lambda: place.told)
        assert place.told == [DeviceGone("camera")]
        passing.cancel()
        place.device.leave()

    asyncio.run(call())


def test_one_that_was_told_gone_is_told_back_however_it_comes_to_be_opened_again(
    driver: Driver, lane: ThreadLane
) -> None:
    async def call() -> None:
        place = Place(lane, driver)
        place.enough = 1
        driver.plugged = False
        gate = place.gate()
        place.device.want(gate)
        await place.until(lambda: place.waits)
        # A weak line shuts it; it is plugged in meanwhile; the line is better again.
        place.device.leave()
        driver.plugged = True
        place.device.want(gate)
        await place.until(lambda: len(place.told) == 2)
        assert place.told == [DeviceGone("camera"), DeviceBack("camera")]
        place.device.forget()

    asyncio.run(call())


def test_of_the_call_before_nothing_is_told_in_the_next(driver: Driver, lane: ThreadLane) -> None:
    async def call() -> None:
        place = Place(lane, driver)
        place.enough = 1
        driver.plugged = False
        place.device.want(place.gate())
        await place.until(lambda: place.waits)
        place.device.forget()
        driver.plugged = True
        gate = place.gate()
        place.device.want(gate)
        await first_frame(gate)
        assert place.told == [DeviceGone("camera")]
        place.device.leave()

    asyncio.run(call())


def test_one_that_is_missing_is_told_once_and_tried_less_and_less_often(driver: Driver, lane: ThreadLane) -> None:
    async def call() -> None:
        place = Place(lane, driver)
        place.enough = 6
        driver.plugged = False
        place.device.want(place.gate())
        await place.until(lambda: len(place.waits) == 6)
        assert place.waits == [1.0, 2.0, 4.0, MOST_S, MOST_S, MOST_S]
        assert place.told == [DeviceGone("camera")]
        assert driver.tries == 6
        place.device.leave()

    asyncio.run(call())


def test_one_that_the_settings_say_is_not_there_is_told_as_such_and_never_tried(lane: ThreadLane) -> None:
    async def call() -> None:
        place = Place(lane, None)
        place.enough = 1
        place.device.want(place.gate())
        await place.until(lambda: place.told or place.waits)
        assert place.told == [DeviceGone("camera", none=True)]
        assert place.waits == []
        place.device.leave()

    asyncio.run(call())
