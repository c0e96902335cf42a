"""Who listens to a device that speaks by itself; anybody may stop listening again."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
Stop = Callable[[], None]
"""Ends what it came from; may be called twice."""


class Hearers(Generic[T]):
    """Callbacks in the order they came. Told on the device's thread."""

    def __init__(self) -> None:
        self._all: tuple[Callable[[T], None], ...] = ()

    def add(self, callback: Callable[[T], None]) -> Stop:
        """Tell this one too, until what is returned is called."""
        self._all = (*self._all, callback)

        def stop() -> None:
            self._all = tuple(one for one in self._all if one is not callback)

        return stop

    @property
    def any(self) -> bool:
        """Whether anybody listens."""
        return bool(self._all)

    def tell(self, value: T) -> None:
        for callback in self._all:
            callback(value)
