"""One end of one call as the hub remembers it: what was told, what was heard, what to tell again after a break.

Lives in memory only: what passes here never reaches the disk, and it is gone when the call is.
"""

from collections import deque
from dataclasses import dataclass, field

from kiosk.core.calls import CallMessage, Ink, LineState, Mirror, Point, Text, Value, Waiting

KEPT = 256
"""Messages kept for an end that may come back."""
_NEWEST_ONLY = (Mirror, LineState, Waiting, Point)


@dataclass(slots=True)
class End:
    """Counts and remembers. `sent` and `heard` are the last numbers in each direction."""

    sent: int = 0
    heard: int = 0
    kept: deque[CallMessage] = field(default_factory=lambda: deque(maxlen=KEPT))

    def first(self, message: CallMessage) -> bool:
        """Whether a message from this end is new; from now on it is not."""
        if message.seq <= self.heard:
            return False
        self.heard = message.seq
        return True

    def number(self, message: CallMessage) -> CallMessage:
        """The message as it goes out to this end, kept in case it gets lost."""
        self.sent += 1
        numbered = message.model_copy(update={"seq": self.sent})
        stale = [old for old in self.kept if _replaces(numbered, old)]
        for old in stale:
            self.kept.remove(old)
        if not isinstance(numbered, Value):
            # A private value is told once; a guide who lost it asks again, and that is on record again.
            self.kept.append(numbered)
        return numbered

    def forget(self, kind: type[CallMessage]) -> None:
        """What may not be told again."""
        for old in [message for message in self.kept if isinstance(message, kind)]:
            self.kept.remove(old)

    def after(self, heard: int) -> list[CallMessage]:
        """What an end that heard so far must be told."""
        return [message for message in self.kept if message.seq > heard]


def _replaces(new: CallMessage, old: CallMessage) -> bool:
    if isinstance(new, _NEWEST_ONLY):
        return type(old) is type(new)
    if isinstance(new, Text) and isinstance(old, Text):
        return (old.line, old.name) == (new.line, new.name)
    if isinstance(new, Ink) and isinstance(old, Ink):
        return old.line == new.line
    return False
