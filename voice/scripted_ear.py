"""An ear for tests: remembers what it was told to expect and hears what the test says, on the caller's thread."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.core.faults import Fault
from kiosk.core.hearing import Deafness, Expect, Hearing, Hypothesis, NotHeard, Utterance
from kiosk.core.outcomes import DeviceState
from voice.ear import Listener, OnHeard, OnLevel, OnPartial


@dataclass(slots=True)
class ScriptedEar:
    """Stands where an Ear stands. `expected` holds every Expect; `hear` ends the present listening."""

    expected: list[Expect] = field(default_factory=list)
    slow: bool = False
    muted: bool = False
    forgotten: int = 0
    stops: int = 0
    state: DeviceState = DeviceState.ONLINE
    fault: Fault | None = None
    _on_wake: list[Callable[[], None]] = field(default_factory=list)
    _listeners: list[Listener] = field(default_factory=list)
    _present: tuple[OnHeard, OnPartial | None, OnLevel | None] | None = None

    # --- what a test does ---------------------------------------------------------------------------------------

    @property
    def listening(self) -> bool:
        return self._present is not None

    def hear(self, hearing: Hearing | str) -> None:
        """End the present listening with an utterance (a text is whole when it was expected) or NotHeard."""
        if isinstance(hearing, str):
            hearing = Utterance((Hypothesis(hearing),), hearing in self.expected[-1].phrases)
        if self._present is None:
            raise AssertionError("nobody is listening")
        on_heard = self._present[0]
        self._present = None
        on_heard(hearing)

    def partial(self, text: str) -> None:
        if self._present and self._present[1]:
            self._present[1](text)

    def level(self, level: float) -> None:
        if self._present and self._present[2]:
            self._present[2](level)

    def wake(self) -> None:
        """Somebody says the wake word over the machine's own voice."""
        for callback in self._on_wake:
            callback()

    def become(self, state: DeviceState, fault: Fault | None = None) -> None:
        """Change the device's state, e.g. an unplugged microphone."""
        self.state, self.fault = state, fault
        if state is not DeviceState.ONLINE and self._present:
            self.hear(NotHeard(Deafness.NO_EAR))
        for listener in self._listeners:
            listener(state, fault)

    # --- the interface of Ear -----------------------------------------------------------------------------------

    def listen(
        self, expect: Expect, on_heard: OnHeard, on_partial: OnPartial | None = None, on_level: OnLevel | None = None
    ) -> None:
        self._end()
        self.expected.append(expect)
        self._present = (on_heard, on_partial, on_level)
        if not self.available:
            self.hear(NotHeard(Deafness.NO_EAR))

    def stop(self) -> None:
        self.stops += 1
        self._end()

    def set_slow(self, slow: bool) -> None:
        self.slow = slow

    def mute(self, muted: bool) -> None:
        self.muted = muted

    def on_wake(self, callback: Callable[[], None]) -> None:
        self._on_wake.append(callback)

    def forget(self) -> None:
        self.forgotten += 1

    @property
    def available(self) -> bool:
        return self.state is DeviceState.ONLINE

    def watch(self, callback: Listener) -> None:
        self._listeners.append(callback)
        callback(self.state, self.fault)

    def wait_ready(self, timeout_s: float) -> bool:
        return True

    def close(self) -> None:
        self._end()

    def _end(self) -> None:
        if self._present:
            self.hear(NotHeard(Deafness.STOPPED))
