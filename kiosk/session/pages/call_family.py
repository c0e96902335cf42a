"""Somebody of hers would join by telephone: she is asked before anything rings, and keys in the number herself."""

from kiosk.assist import Guest, LetIn
from kiosk.core.screen import AskChoice, AskDigits, Fact, Facts, Screen, Tone
from kiosk.core.words import Private, PrivateKind, words
from kiosk.session import events as ev
from kiosk.session.pages.build import choice, pad, page, primary
from kiosk.session.state import State

SHORTEST = 7
"""Digits of a telephone number."""
SHARED = ["接了，就一起说话。", "电话里看不到这页。"]


def family(state: State, asked_for: Guest) -> Screen:
    """The question, with a pad when the number is hers to give."""
    guest, draft = asked_for.who, asked_for.number
    no = choice("keep_out", "不打", "no", ev.InCall(LetIn(guest.id, False)), aliases=("不打", "不用", "不要", "不行"))
    if draft is None:
        asked = words(f"给您{guest.name}打电话，可以吗？")
        return page(
            state,
            "over:call:guest",
            asked,
            SHARED,
            [Facts((Fact("电话", words(guest.number)),))],
            ask=AskChoice("guest", asked),
            actions=(
                choice("let_in", "可以打", "yes", ev.InCall(LetIn(guest.id, True)), grave=True),
                no,
            ),
            tone=Tone.QUESTION,
        )
    asked = words(f"您{guest.name}的电话是多少？")
    ready = len(draft) >= SHORTEST
    return page(
        state,
        "over:call:guest",
        asked,
        ["按好号码，再按打电话。", "不想打，就按不打。"],
        ask=AskDigits("guest", asked, words(Private(draft, PrivateKind.PHONE)), groups=(3, 4, 4)),
        actions=(
            *pad(),
            primary("打电话", ev.InCall(LetIn(guest.id, True)), "phone", "let_in", grave=True, enabled=ready,
                    why_not="" if ready else "号码还没有按完"),
            no,
        ),
        tone=Tone.QUESTION,
    )  # fmt: skip
