"""Connections for readers, kept for reuse."""

import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar


class Closable(Protocol):
    """Something to let go of."""

    def close(self) -> None: ...


Connection = TypeVar("Connection", bound=Closable)


class Pool(Generic[Connection]):
    """Hands out connections; one that failed is thrown away."""

    def __init__(self, connect: Callable[[], Connection], keep: int = 8) -> None:
        self._connect = connect
        self._free: queue.LifoQueue[Connection] = queue.LifoQueue(keep)

    @contextmanager
    def lend(self) -> Iterator[Connection]:
        """A connection for the time of the block."""
        try:
            connection = self._free.get_nowait()
        except queue.Empty:
            connection = self._connect()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        try:
            self._free.put_nowait(connection)
        except queue.Full:
            connection.close()

    def close(self) -> None:
        """Close what is not lent."""
        while True:
            try:
                self._free.get_nowait().close()
            except queue.Empty:
                return
