"""What a Screen sounds like. On the loudspeaker, numbers that identify a person are said by their tail only."""

from kiosk.core.screen import AskDigits, AskText, Role, Screen
from kiosk.core.words import Private, PrivateKind, Words

_TAILS = (PrivateKind.ID_NUMBER, PrivateKind.ACCOUNT)
_OFFERED = (Role.PRIMARY, Role.TILE, Role.CHOICE)
SO_FAR = "已经填了："
MOST_AT_ONCE = 4
"""Nobody keeps more spoken choices in mind."""


def aloud(text: Words, whole: bool) -> str:
    """A text as it is spoken. whole: into headphones only, or because she wants it so."""
    return "".join(_part(part, whole) for part in text.parts)


def _part(part: str | Private, whole: bool) -> str:
    if isinstance(part, str):
        return part
    if part.kind in _TAILS and not whole and len(part.value) > 4:
        return f"尾号{part.value[-4:]}"
    return part.value


def said_whole(screen: Screen, headphones: bool) -> bool:
    """Whether numbers that identify her may be said in full now."""
    return headphones or screen.settings.whole_numbers


def sentences(screen: Screen, headphones: bool) -> tuple[str, ...]:
    """Said when a page opens: `screen.spoken()` first, index by index, then what cannot be pressed and why, and what
    is entered already."""
    said = [aloud(text, said_whole(screen, headphones)) for text in screen.spoken()]
    said += [f"{a.label}现在不能按。{a.why_not}" for a in screen.actions if not a.enabled and a.why_not]
    if isinstance(screen.ask, AskText | AskDigits) and screen.ask.draft:
        said.append(f"{SO_FAR}{aloud(screen.ask.draft, said_whole(screen, headphones))}")
    if offered(screen):
        said.append("可以选：")
    return tuple(said)


def choices(screen: Screen, headphones: bool) -> tuple[str, ...]:
    """Said after it, each with room to answer: what can be pressed, at most MOST_AT_ONCE, then how many more."""
    said = offered(screen)
    more = len(said) - MOST_AT_ONCE
    if more <= 0:
        return said
    return (*said[:MOST_AT_ONCE], f"还有{more}样，{'请按下键听' if headphones else '在页面上'}。")


def offered(screen: Screen) -> tuple[str, ...]:
    """What can be pressed, in its spoken words."""
    return tuple(a.spoken for a in screen.actions if a.enabled and a.role in _OFFERED)


def aside(screen: Screen, text: str, headphones: bool) -> str:
    """Text read off the page (what the keypad reached), its private numbers said as the page says them."""
    whole = said_whole(screen, headphones)
    for words in (screen.title, *screen.spoken()):
        for part in words.parts:
            if isinstance(part, Private) and part.value:
                text = text.replace(part.value, _part(part, whole))
    return text
