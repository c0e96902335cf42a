"""The terminal's process from outside: pressed, watched, killed, started again."""

import multiprocessing
import os
from collections.abc import Iterable
from multiprocessing.connection import Connection
from typing import Any

from kiosk.app.soak.child import Look, Told, run
from kiosk.app.soak.report import own_kib
from kiosk.core.settings import Settings

START_S = 90.0
ANSWER_S = 60.0


class Died(RuntimeError):
    """The terminal ended, or hung, though nobody had asked it to."""


class Stand:
    """One terminal, over several lives. `look` is what was last seen of it."""

    def __init__(self, settings: Settings) -> None:
        """Starts it. Raises Died."""
        self._settings = settings
        self._gone: set[str] = set()
        self._process: Any = None
        self._pipe: Connection | None = None
        self.look: Look = None  # type: ignore[assignment]
        self.told: set[Told] = set()
        self.leaks: list[str] = []
        self.screens = 0
        self.start()

    def start(self) -> None:
        """Switch it on, and wait until it shows a page. Raises Died."""
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=run, args=(theirs, self._settings), name="terminal", daemon=True)
        self._process.start()
        theirs.close()
        self._before = 0
        self._answer(START_S)
        self._order("gone", frozenset(self._gone))

    def cut_power(self) -> None:
        """SIGKILL, in the middle of whatever it does."""
        self._process.kill()
        self._process.join()
        if self._pipe is not None:
            self._pipe.close()

    def close(self) -> tuple[str, ...]:
        """Switch it off in order; what its pages complained of. Raises Died when it does not end."""
        assert self._pipe is not None
        complaints: tuple[str, ...] = ()
        try:
            self._pipe.send(("stop",))
            while True:
                complaints = self._heard(ANSWER_S)
        except (EOFError, ConnectionError):
            self._process.join(ANSWER_S)
        if self._process.exitcode != 0:
            code = self._process.exitcode
            self.cut_power()
            raise Died(f"did not end in order: {code}")
        self._pipe.close()
        return complaints

    @property
    def own_kib(self) -> int:
        return own_kib(self._process.pid)

    def press(self, action: str) -> None:
        self._order("press", action)

    def post(self, event: object) -> None:
        """Something only fingers or keys make: a signature, typed text."""
        self._order("post", event)

    def say(self, text: str) -> None:
        """As if it had been heard."""
        self._order("say", text)

    def wait(self, seconds: float) -> bool:
        """Until there is a newer Screen than the last one seen; whether one came."""
        before = self.look.seen
        self._order("wait", before, seconds)
        return self.look.seen > before

    def let_pass(self, seconds: float) -> None:
        """So much of the time a person would wait, at once."""
        self._order("pass", seconds)

    def put_clock(self, seconds: float) -> None:
        """The wall's clock wrong by so much."""
        self._order("clock", seconds)

    def drain(self) -> None:
        """Try the hub now."""
        self._order("drain")

    def forget(self, words: Iterable[str]) -> None:
        """Their visitor has left: from now on they may be nowhere."""
        self._gone |= set(words)
        self._order("gone", frozenset(words))

    def _order(self, *order: object) -> None:
        assert self._pipe is not None
        try:
            self._pipe.send(order)
        except OSError as error:
            raise Died(f"ended by itself: {self._process.exitcode}") from error
        self._answer(ANSWER_S)

    def _answer(self, patience_s: float) -> None:
        try:
            look: Look = self._heard(patience_s)
        except (EOFError, ConnectionError) as error:
            self._process.join(10)
            raise Died(f"ended by itself: {self._process.exitcode}") from error
        self.look = look
        self.screens += look.seen - self._before
        self._before = look.seen
        self.told |= look.told
        self.leaks += look.leaks

    def _heard(self, patience_s: float) -> Any:
        assert self._pipe is not None
        if not self._pipe.poll(patience_s):
            os.kill(self._process.pid, 3)  # its threads' stacks go to its standard error (faulthandler)
            raise Died("hangs")
        return self._pipe.recv()
