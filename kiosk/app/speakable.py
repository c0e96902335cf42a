"""Every sentence the terminal can say that is nobody's own: what a reader records, or a synthesiser renders, once."""

import re
from collections.abc import Iterator

from pydantic import BaseModel

from kiosk.catalogue import Catalogue
from kiosk.core.faults import TEXTS
from kiosk.core.screen import Screen
from kiosk.core.words import Private, Words
from kiosk.session.aloud import SO_FAR, choices, sentences
from ui.walk import every_screen
from voice.pack import sentences_of

_SOMEBODYS = "\0"
"""Stands for a private part; whatever sentence holds it is left to live synthesis."""
_SPOKEN = (
    "plain_name", "plain_words", "guide", "consent", "promise", "result", "next_steps", "offline_channel", "fee", "ask",
    "help", "none_answer", "label", "name", "text", "otherwise", "note", "go_to",
)  # fmt: skip
"""The catalogue's fields that are said; the others are for programs, or for being said to the terminal."""


def speakable(catalogue: Catalogue) -> tuple[str, ...]:
    """In the order they were met, without repetition: the catalogue, the faults, every page of a walked session.

    A sentence with a private part, or with a number that only the walk's invented world holds, is not among them.
    """
    fixed = [*_catalogue_says(catalogue), *(text.resident for text in TEXTS.values())]
    known = set(re.findall(r"\d+", "".join(fixed)))
    said = dict.fromkeys(sentence for text in fixed for sentence in sentences_of(text))
    for screen in every_screen(catalogue):
        for sentence in _screen_says(screen):
            if all(len(number) == 1 or number in known for number in re.findall(r"\d+", sentence)):
                said.setdefault(sentence)
    return tuple(sentence for sentence in said if _SOMEBODYS not in sentence and re.search(r"\w", sentence))


def _catalogue_says(catalogue: Catalogue) -> Iterator[str]:
    for entry in (*catalogue.services.values(), *catalogue.categories):
        yield from _texts(entry)


def _texts(entry: BaseModel) -> Iterator[str]:
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, BaseModel):
                yield from _texts(part)
            elif isinstance(part, str) and part and name in _SPOKEN:
                yield part


def _screen_says(screen: Screen) -> Iterator[str]:
    for text in screen.spoken():
        yield from sentences_of(_marked(text))
    # What somebody has entered so far is hers, and no recording has it.
    said = [s for s in sentences(screen, headphones=False)[len(screen.spoken()) :] if not s.startswith(SO_FAR)]
    for offered in (*said, *choices(screen, headphones=False), *choices(screen, headphones=True)):
        yield from sentences_of(offered)
    for action in (*screen.actions, *screen.always):
        # What the keypad says of a button it reached: its words, and what stands under them.
        yield from sentences_of("，".join(part for part in (action.label, action.note) if part))


def _marked(text: Words) -> str:
    return "".join(_SOMEBODYS if isinstance(part, Private) else part for part in text.parts)
