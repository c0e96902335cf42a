"""What a Screen sounds like. On the loudspeaker, numbers that identify a person are said by their tail only."""

from kiosk.core.screen import Role, Screen
from kiosk.core.words import Private, PrivateKind, Words

_TAILS = (PrivateKind.ID_NUMBER, PrivateKind.ACCOUNT)
_OFFERED = (Role.PRIMARY, Role.TILE, Role.CHOICE)
MOST_OFFERED = 7


def aloud(text: Words, headphones: bool) -> str:
    """A text as it is spoken."""
    return "".join(_part(part, headphones) for part in text.parts)


def _part(part: str | Private, headphones: bool) -> str:
    if isinstance(part, str):
        return part
    if part.kind in _TAILS and not headphones and len(part.value) > 4:
        return f"尾号{part.value[-4:]}"
    return part.value


def sentences(screen: Screen, headphones: bool) -> tuple[str, ...]:
    """Everything said when a page opens: `screen.spoken()` first, index by index, then what can be pressed."""
    said = [aloud(text, headphones) for text in screen.spoken()]
    offered = [a.spoken for a in screen.actions if a.enabled and a.role in _OFFERED]
    if offered and len(offered) <= MOST_OFFERED:
        said.append(f"可以选：{'，'.join(offered)}。")
    said += [f"{a.label}现在不能按。{a.why_not}" for a in screen.actions if not a.enabled and a.why_not]
    return tuple(said)
