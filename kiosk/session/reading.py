"""A slip read aloud, line by line, to whoever cannot read it: what is private stays marked, signs become words."""

import re

from kiosk.core.slip import Slip, SlipFact, SlipLine, SlipQr, SlipRule, SlipText
from kiosk.core.words import Words, words

_SIGNS = (
    (re.compile(r"^√ (.+)"), r"\1，有了"),
    (re.compile(r"^[□·] (.+)"), r"\1"),
    (re.compile(r"^(\d+)\. (.+)"), r"第\1，\2"),
)
"""How what stands before a line is heard."""


def read_out(slip: Slip) -> tuple[Words, ...]:
    """Each line of the paper as one sentence, in its order; rules are not spoken."""
    return tuple(said for line in slip.lines if (said := _said(line)))


def _said(line: SlipLine) -> Words:
    match line:
        case SlipText(text=text, said=said):
            return said or words(_spoken(text))
        case SlipFact(label=label, value=value, said=said):
            return words(label, "，", said or value)
        case SlipQr():
            return words("下面有二维码，印着编号。")
        case SlipRule():
            return words()


def _spoken(text: str) -> str:
    for sign, spoken in _SIGNS:
        text = sign.sub(spoken, text)
    return text
