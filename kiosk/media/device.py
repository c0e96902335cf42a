"""A microphone or camera of a call: wanted or not, opened, lost, and tried again.

Its driver may hang in anything it is asked for; so it is asked on another thread than the one voices pass on.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial

from aiortc.mediastreams import MediaStreamTrack

from kiosk.assist import DeviceBack, DeviceGone
from kiosk.core.calls import MediaDevice
from kiosk.core.lanes import ThreadLane
from kiosk.media.gate import Gate

Open = Callable[[], MediaStreamTrack]
FIRST_S, MOST_S = 1.0, 8.0
"""Between two tries to open it; each is twice the one before."""


class Device:
    """For the media's loop; its driver is asked on the lane, in order."""

    def __init__(
        self,
        name: MediaDevice,
        open_: Open | None,
        lane: ThreadLane,
        tell: Callable[[DeviceGone | DeviceBack], None],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """open_: None where the settings say that there is none. The lane stays the caller's."""
        self._name, self._open, self._lane, self._tell, self._sleep = name, open_, lane, tell, sleep
        self._gate: Gate | None = None
        """Where it is wanted now."""
        self._trying: asyncio.Task[None] | None = None
        self._told_gone = False

    def want(self, gate: Gate) -> None:
        """Open it, as soon as it can be, into this gate; nothing when it is wanted there already."""
        if gate is not self._gate:
            self.leave()
            self._gate = gate
            self._trying = asyncio.get_running_loop().create_task(self._tried(gate))

    def leave(self) -> None:
        """Not wanted any more: closed, and not tried."""
        gate, self._gate = self._gate, None
        if self._trying is not None:
            self._trying.cancel()
            self._trying = None
        if gate is not None:
            gate.put(None)

    def forget(self) -> None:
        """The call is over: of the next one nothing has been told."""
        self.leave()
        self._told_gone = False

    def lost(self, gate: Gate) -> None:
        """It went by itself."""
        if gate is self._gate:
            self._gone()
            self._trying = asyncio.get_running_loop().create_task(self._tried(gate, FIRST_S))

    def close(self, source: MediaStreamTrack) -> None:
        """Where a gate sends what it has done with."""
        self._lane.submit(partial(_stops, source))

    # --- trying --------------------------------------------------------------------------------------------------

    async def _tried(self, gate: Gate, first_wait_s: float = 0.0) -> None:
        if self._open is None:
            self._gone()
            return
        wait_s = first_wait_s
        while True:
            if wait_s:
                await self._sleep(wait_s)
            source = await self._opened(self._open)
            if source is not None:
                break
            if wait_s == 0.0:
                self._gone()
            wait_s = min(MOST_S, 2 * wait_s or FIRST_S)
        gate.put(source)
        if self._told_gone:
            self._told_gone = False
            self._tell(DeviceBack(self._name))

    def _gone(self) -> None:
        self._told_gone = True
        self._tell(DeviceGone(self._name, none=self._open is None))

    async def _opened(self, open_: Open) -> MediaStreamTrack | None:
        opening: Future[MediaStreamTrack | None] = Future()
        self._lane.submit(partial(_opens, open_, opening))
        try:
            return await asyncio.wrap_future(opening)
        except asyncio.CancelledError:
            # It may open all the same, and too late.
            self._lane.submit(partial(_closes, opening))
            raise


def _opens(open_: Open, opening: "Future[MediaStreamTrack | None]") -> None:
    if not opening.set_running_or_notify_cancel():
        return
    try:
        opening.set_result(open_())
    except Exception:  # noqa: BLE001 - whatever its driver raises: she goes on without it, and is told
        opening.set_result(None)


def _closes(opening: "Future[MediaStreamTrack | None]") -> None:
    source = None if opening.cancelled() else opening.result()
    if source is not None:
        _stops(source)


def _stops(source: MediaStreamTrack) -> None:
    with suppress(Exception):  # whatever its driver raises: nobody uses it any more, and the next is asked of the lane
        source.stop()
