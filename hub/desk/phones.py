"""Telephones that are rung from this hub: the whole numbers and the legs, in memory only, gone with the call."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from hub.desk import family
from hub.desk.guests import Guest
from hub.desk.notes import Note
from hub.desk.relay import Bond
from hub.house import Hub
from hub.store.base import Tx
from hub.telephone import Ended, Leg, Rings, Said, Up, dialled
from kiosk.core.calls import ErrorSaid, InvitePhone
from kiosk.core.calls.parts import SDP_BYTES

log = logging.getLogger("hub")
A_CALL = 3
STOP_S = 6.0
"""So long a hub that stops lets the exchange take its last words."""
"""So many times one call rings anybody."""
Act = Callable[[Callable[[Tx], list[Note]], str], Awaitable[None]]


@dataclass(slots=True)
class Phones:
    """Keyed by call: there is one telephone in a call at most."""

    hub: Hub
    act: Act
    numbers: dict[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    """Who is to be rung (`Guest.user`), and the whole number."""
    legs: dict[str, Leg] = field(default_factory=dict)
    _tries: dict[str, int] = field(default_factory=dict)
    _rung_at: deque[datetime] = field(default_factory=deque)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def wrong(self, bond: Bond, asked: InvitePhone) -> ErrorSaid | None:
        """Why a guide may not ring now; None when she may be asked."""
        if self.hub.config.telephone is None:
            return _no("本市没有接电话。")
        if "voice" not in bond.granted:
            return _no("她还没有同意说话，电话里听不到她。", "no_consent")
        if asked.number and "filling" not in bond.granted:
            return _no("她没有同意帮她填。号码请她自己按。", "no_consent")
        if asked.number and self.dialled(asked.number) is None:
            return _no("这个号码不能打。能打的是手机和固定电话。")
        if self._tries.get(bond.call, 0) >= A_CALL or self._hour() >= self.hub.config.telephone.hourly:
            return _no("打得太多了，先不打了。", "too_many")
        return None

    def dialled(self, said: str) -> str | None:
        """What would be rung; None for what may not be."""
        line = self.hub.config.telephone
        return dialled(said, line.area, line.allowed) if line is not None else None

    def keep(self, call: str, guest: str, digits: str) -> None:
        """The number of somebody, until they are rung or nobody wants them any longer."""
        self.numbers[call] = (guest, digits)

    def kept(self, call: str, guest: str) -> bool:
        """Whether the number of just this one is here."""
        return self.numbers.get(call, ("", ""))[0] == guest

    def ring(self, call: str, guest: str, offer: str) -> None:
        """The guide's page has made its sound ready: now it rings. Once for each yes of hers."""
        line = self.hub.config.telephone
        if not self.kept(call, guest) or line is None or call in self.legs:
            return
        _, number = self.numbers[call]
        self._tries[call] = self._tries.get(call, 0) + 1
        self._rung_at.append(self.hub.clock.now())

        async def told(said: Said) -> None:
            await self._told(call, leg, said)

        leg = Leg(line, self.hub.clock, number, offer, told)
        self.legs[call] = leg
        del self.numbers[call]
        task = asyncio.create_task(leg.run())
        self._tasks.add(task)
        task.add_done_callback(partial(self._down, call, leg))

    def follow(self, call: str, guest: Guest | None, over: bool = False) -> None:
        """Put down what nobody wants any longer. guest: whose telephone belongs to the call; over: the call is."""
        if guest is None or not self.kept(call, guest.user):
            self.numbers.pop(call, None)
        if guest is None:
            leg = self.legs.pop(call, None)
            if leg is not None:
                leg.hang_up()
        if over:
            self._tries.pop(call, None)

    async def close(self) -> None:
        """The hub stops: every telephone is put down, and the exchange is told."""
        for leg in self.legs.values():
            leg.hang_up()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_S)

    async def _told(self, call: str, leg: Leg, said: Said) -> None:
        if said == Ended("ended"):
            # This side put it down, and whoever had to know has been told.
            return

        def work(tx: Tx) -> list[Note]:
            # What becomes of a leg that nobody wants any longer is not the next one's.
            if self.legs.get(call) is not leg:
                return []
            match said:
                case Rings():
                    return family.rings(tx, call)
                case Up(answer=answer) if len(answer.encode()) <= SDP_BYTES:
                    return family.picked_up(self.hub, tx, call, answer)
                case Up():
                    return family.ended(self.hub, tx, call, "failed")
                case Ended(outcome=outcome) if outcome != "ended":
                    return family.ended(self.hub, tx, call, outcome)
                case _:
                    return []

        await self.act(work, call)

    def _down(self, call: str, leg: Leg, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if self.legs.get(call) is leg:
            del self.legs[call]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a telephone ended by %s", type(error).__name__)

    def _hour(self) -> int:
        before = self.hub.clock.now() - timedelta(hours=1)
        while self._rung_at and self._rung_at[0] <= before:
            self._rung_at.popleft()
        return len(self._rung_at)


def _no(say: str, code: str = "not_now") -> ErrorSaid:
    return ErrorSaid.model_validate({"code": code, "about": "invite_phone", "say": say})
