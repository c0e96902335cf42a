"""What a terminal has said in its call and may have to say again: numbered once, kept until the call is forgotten.

Only memory: what is said in a call never reaches the disk.
"""

from dataclasses import dataclass, field

from kiosk.core.calls import CallMessage, HangUp, Ink, LineState, Mirror, Rated, Text, Value, Withdraw

MOST_KEPT = 512
_NEWEST_ONLY = (Mirror, LineState)
_FAREWELLS = (HangUp, Withdraw, Rated)
"""Still owed to the hub when everything else of a call is forgotten."""


@dataclass(slots=True)
class _Entry:
    message: CallMessage
    sent: bool = False
    """On the present connection."""


@dataclass(slots=True)
class CallLog:
    """Not safe from several threads by itself; its owner locks."""

    call: str | None = None
    """The call in hand."""
    entries: list[_Entry] = field(default_factory=list)
    heard: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def say(self, message: CallMessage) -> None:
        """Give it its number and keep it; of what only the newest matters, nothing older is kept."""
        if message.call != self.call and not isinstance(message, _FAREWELLS):
            self.call = message.call
        number = self.numbers.pop(message.call, 0) + 1
        self.numbers[message.call] = number
        while len(self.numbers) > 8:
            del self.numbers[next(iter(self.numbers))]
        self.entries = [entry for entry in self.entries if not _replaces(message, entry.message)][-MOST_KEPT:]
        self.entries.append(_Entry(message.model_copy(update={"seq": number})))

    def first(self, message: CallMessage) -> bool:
        """Whether a message of the hub is new; from now on it is not."""
        if message.seq <= self.heard.get(message.call, 0):
            return False
        self.heard[message.call] = message.seq
        return True

    def connected(self, heard: int) -> None:
        """A new connection, over which the hub has heard so far of the call in hand."""
        for entry in self.entries:
            if entry.message.call == self.call:
                entry.sent = entry.message.seq <= heard

    def next(self) -> CallMessage | None:
        """What has to be sent now; from now on it counts as sent."""
        entry = next((entry for entry in self.entries if not entry.sent), None)
        if entry is None:
            return None
        entry.sent = True
        if entry.message.call != self.call or isinstance(entry.message, Value):
            # A farewell is said once; a private value too: whoever lost it asks again.
            self.entries.remove(entry)
        return entry.message

    def unsent(self, message: CallMessage) -> None:
        """It did not go out after all."""
        known = next((entry for entry in self.entries if entry.message is message), None)
        if known is not None:
            known.sent = False
        elif isinstance(message, _FAREWELLS):
            self.entries.insert(0, _Entry(message))

    def forget(self, call: str) -> None:
        """Nothing of a call is kept but the farewell that has not gone out."""
        owed = (entry for entry in self.entries if not entry.sent and isinstance(entry.message, _FAREWELLS))
        self.entries = [*owed, *(entry for entry in self.entries if entry.message.call != call)]
        self.heard.pop(call, None)
        self.call = None if self.call == call else self.call


def _replaces(new: CallMessage, old: CallMessage) -> bool:
    if new.call != old.call:
        return False
    if isinstance(new, _NEWEST_ONLY):
        return type(old) is type(new)
    return isinstance(new, Text | Ink) and isinstance(old, Text | Ink) and new.line == old.line
