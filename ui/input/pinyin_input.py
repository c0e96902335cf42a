"""The Chinese keyboard's mind: letters in, candidates out, text committed. Keeps nothing when it is cleared."""

from collections.abc import Callable, Sequence
from time import monotonic

from PySide6.QtCore import Property, QObject, Signal, Slot

from ui.input.decoder import LONGEST, DecoderMissing, Guess, PinyinDecoder, open_decoder
from ui.input.phrases import phrases_for
from ui.input.told import called

DEBOUNCE_S = 0.3
NO_DICTIONARY = "现在只有常用词，别的字可以叫人帮忙。"


class PinyinInput(QObject):
    """One resident's typing. GUI thread only.

    Properties: composing (letters cut into syllables), candidates (the present page), calls (what each is
    called aloud), page and pages, ready (the
    dictionary is there), note (what to say when it is not, "" otherwise).
    Signal committed(str): text the resident chose, to be appended to the draft.
    """

    changed = Signal()
    committed = Signal(str)

    def __init__(
        self,
        decoder: Callable[[], PinyinDecoder] = open_decoder,
        *,
        seconds: Callable[[], float] = monotonic,
        parent: QObject | None = None,
    ) -> None:
        """decoder: opens the dictionary (may raise DecoderMissing); seconds: clock of the debounce."""
        super().__init__(parent)
        try:
            self._decoder: PinyinDecoder | None = decoder()
        except DecoderMissing:
            self._decoder = None
        self._seconds = seconds
        self._last = ("", float("-inf"))
        self._letters = ""
        self._syllables: tuple[str, ...] = ()
        self._guesses: tuple[Guess, ...] = ()
        self._pages: list[list[int]] = [[]]
        self._page = 0
        self._room = (14.0, 2.0, 1.5)

    # --- what the keyboard shows --------------------------------------------------------------------------------

    def _composing(self) -> str:
        return " ".join(self._syllables) or self._letters

    def _candidates(self) -> list[str]:
        return [self._guesses[index].text for index in self._pages[self._page]]

    def _calls(self) -> list[str]:
        return [called(self._guesses, index, self._syllables) for index in self._pages[self._page]]

    composing = Property(str, _composing, notify=changed)
    candidates = Property("QStringList", _candidates, notify=changed)  # type: ignore[arg-type]
    calls = Property("QStringList", _calls, notify=changed)  # type: ignore[arg-type]
    page = Property(int, lambda self: self._page, notify=changed)
    pages = Property(int, lambda self: len(self._pages), notify=changed)
    ready = Property(bool, lambda self: self._decoder is not None, constant=True)
    note = Property(str, lambda self: "" if self._decoder else NO_DICTIONARY, constant=True)

    # --- what a finger does -------------------------------------------------------------------------------------

    @Slot(str)
    def key(self, char: str) -> None:
        """A letter a to z joins the letters; anything else (a digit, a comma) goes straight into the text.

        The same key again within 300 ms is a tremor.
        """
        now = self._seconds()
        last, at = self._last
        self._last = (char, now)
        if char == last and now - at < DEBOUNCE_S:
            return
        if char.isascii() and char.isalpha():
            if len(self._letters) < LONGEST:
                self._read(self._letters + char.lower())
            return
        self.accept()
        self.committed.emit(char)

    @Slot(int)
    def pick(self, index: int) -> None:
        """Take a candidate of the present page; letters it does not stand for stay."""
        shown = self._pages[self._page]
        if not 0 <= index < len(shown):
            return
        guess = self._guesses[shown[index]]
        self._read(self._letters[guess.letters :])
        self.committed.emit(guess.text)

    @Slot()
    def accept(self) -> None:
        """Take the best guess for all letters."""
        while self._guesses and self._letters:
            guess = self._guesses[0]
            self._read(self._letters[guess.letters :])
            self.committed.emit(guess.text)

    @Slot(result=bool)
    def erase(self) -> bool:
        """Take the last letter back. False when there is none: then the draft's last character is meant."""
        if not self._letters:
            return False
        self._read(self._letters[:-1])
        return True

    @Slot()
    def clear(self) -> None:
        """Forget the letters; nothing else is kept."""
        self._last = ("", float("-inf"))
        self._read("")

    @Slot(int)
    def turn(self, by: int) -> None:
        """Page the candidates."""
        self._page = max(0, min(len(self._pages) - 1, self._page + by))
        self.changed.emit()

    @Slot(float, float, float)
    def fit(self, room: float, least: float, extra: float) -> None:
        """How much a page of candidates holds: the row, the narrowest candidate, and what each needs beside its
        characters, all in widths of one character."""
        if (room, least, extra) != self._room and room > 0:
            self._room = (room, least, extra)
            self._lay_out()
            self.changed.emit()

    def _read(self, letters: str) -> None:
        self._letters = letters
        reading = self._decoder.read(letters) if letters and self._decoder else None
        self._syllables = reading.syllables if reading else ()
        # Letters the dictionary did not understand still show.
        rest = letters[sum(map(len, self._syllables)) :]
        self._syllables += (rest,) if rest and self._syllables else ()
        self._guesses = _ranked(letters, reading.guesses if reading else (), eager=self._decoder is None)
        self._lay_out()
        self.changed.emit()

    def _lay_out(self) -> None:
        self._page = 0
        room, least, extra = self._room
        pages: list[list[int]] = [[]]
        left = room
        for index, guess in enumerate(self._guesses):
            width = max(least, len(guess.text) + extra)
            if pages[-1] and width > left:
                pages.append([])
                left = room
            pages[-1].append(index)
            left -= width
        self._pages = pages


def _ranked(letters: str, guesses: Sequence[Guess], eager: bool) -> tuple[Guess, ...]:
    """Phrases of the place first, then the dictionary, then the letters themselves (A座, B栋)."""
    if not letters:
        return ()
    ours = tuple(Guess(text, len(letters)) for text in phrases_for(letters, eager))
    known = {guess.text for guess in ours}
    rest = tuple(guess for guess in guesses if guess.text not in known)
    return (*ours, *rest, Guess(letters.upper(), len(letters)))
