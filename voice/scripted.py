"""A speaker for tests: records what was said and finishes when told, on the caller's thread."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.core.faults import Fault
from kiosk.core.loudness import DEFAULT, Output, gain
from kiosk.core.outcomes import DeviceState
from voice.normalise import read_aloud
from voice.speaker import RATES, Done, Listener, Progress


@dataclass(slots=True)
class ScriptedSpeaker:
    """Stands where a Speaker stands. `said` holds every speech; `finish()` lets the present one end."""

    at_once: bool = False
    """Finish each speech within `say`, marks and all."""
    said: list[tuple[str, ...]] = field(default_factory=list)
    stops: int = 0
    rate: int = 100
    volume: int | None = DEFAULT["speaker"]
    output: Output = "speaker"
    choices: int = 0
    """How many of the last speech's sentences were things to choose from."""
    available: bool = True
    state: DeviceState = DeviceState.ONLINE
    fault: Fault | None = None
    _present: tuple[Sequence[str], Progress | None, Done | None] | None = None

    @property
    def speaking(self) -> bool:
        return self._present is not None

    def say(
        self,
        sentences: Sequence[str],
        on_progress: Progress | None = None,
        on_done: Done | None = None,
        choices: int = 0,
    ) -> None:
        self._end(finished=False)
        self.choices = choices
        self.said.append(tuple(sentences))
        self._present = (tuple(sentences), on_progress, on_done)
        if self.at_once:
            self.finish()

    def finish(self) -> None:
        """Say the present speech to its end."""
        if self._present is None:
            return
        sentences, on_progress, _ = self._present
        for index, sentence in enumerate(sentences):
            for reading in read_aloud(sentence) if on_progress else ():
                if on_progress:
                    on_progress(index, reading.start, reading.end)
        self._end(finished=True)

    def stop(self) -> None:
        self.stops += 1
        self._end(finished=False)

    def set_rate(self, percent: int) -> None:
        if percent not in RATES:
            raise ValueError(f"rate {percent}")
        self.rate = percent

    def set_volume(self, level: int | None) -> None:
        if level is not None:
            gain(self.output, level)  # raises for a level the output does not have
        self.volume = level

    def set_output(self, output: Output) -> None:
        self.output = output
        self.volume = DEFAULT[output]

    def listen(self, callback: Listener) -> None:
        callback(self.state, self.fault)

    def close(self) -> None:
        self._end(finished=False)

    def _end(self, finished: bool) -> None:
        if self._present is None:
            return
        on_done = self._present[2]
        self._present = None
        if on_done:
            on_done(finished)
