"""`kiosk understand`: what the guide makes of sentences, as if said on the home page."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

import click

from kiosk.catalogue import load_shipped
from kiosk.core.clock import BEIJING
from kiosk.core.hearing import Utterance, typed
from kiosk.core.screen import Action, Role, Screen
from kiosk.core.words import words
from kiosk.dialogue.context import Context
from kiosk.dialogue.matters import Matters
from kiosk.dialogue.meaning import (
    Act,
    Answer,
    Ask,
    Emergency,
    Fill,
    Human,
    Leave,
    Meaning,
    NotUnderstood,
    Offer,
)
from kiosk.dialogue.tidy import bare
from kiosk.dialogue.understand import not_understood, understand

NOT_THERE = 4
"""Exit code where there is nothing to read from."""
LONGEST_LINE = 1 << 16
"""Bytes of a line that are read; nobody says more, and no input may fill the memory."""

HOME = Screen(
    "home",
    words("您想办什么事？"),
    (),
    always=tuple(
        Action(name, label, name, None, Role.ALWAYS)
        for name, label in (
            ("help", "叫人帮忙"),
            ("back", "上一步"),
            ("home", "回首页"),
            ("repeat", "再说一遍"),
            ("settings", "字和声音"),
        )
    ),
)
"""The home page as far as words go: everything of the catalogue may be said, nothing is asked, and what
is on every page is there."""


def at_home() -> Context:
    """The shipped catalogue, nothing said yet."""
    return Context(Matters(tuple(load_shipped().services.values())), datetime.now(BEIJING).date())


def described(text: str, meaning: Meaning) -> dict[str, Any]:
    """One JSON object: text, outcome, service or null, candidates (ids, best first), say."""
    outcome, service, candidates, say = _parts(meaning)
    return {"text": text, "outcome": outcome, "service": service, "candidates": candidates, "say": say}


def _parts(meaning: Meaning) -> tuple[str, str | None, list[str], str]:
    match meaning:
        case Offer(service=service, others=others, say=say):
            return "offer", service, [service, *others], say
        case Act(say=say) | Fill(say=say):
            return "act", None, [], say or "好的。"
        case Ask(choices=choices, say=say):
            return "ask", None, list(dict.fromkeys(c.service for c in choices if c.service)), f"{say}{_listed(meaning)}"
        case Answer(service=service, say=lines, source=source):
            return "answer", service or None, [service] if service else [], "".join((*lines, source))
        case Emergency(say=lines):
            return "emergency", None, [], "".join(lines)
        case Human(say=say):
            return "human", None, ["38"], say or "好的，我叫个人来帮您。"
        case Leave(say=say):
            return "leave", None, [], say or "好的，先不办。您慢走。"
        case NotUnderstood(say=say, candidates=near):
            return "not_understood", None, list(near), say


def _listed(ask: Ask) -> str:
    return f"可以说：{'，'.join(choice.label for choice in ask.choices)}。"


def _meaning(text: str, context: Context) -> Meaning:
    return understand(typed(text), HOME, context) if bare(text) else not_understood(context)


def utterance_meaning(hearing: Utterance) -> dict[str, Any]:
    """What a recogniser's hypotheses mean on the home page."""
    return described(hearing.text, understand(hearing, HOME, at_home()))


@click.command("understand")
@click.option("--json", "as_json", is_flag=True, help="每句输出一行 JSON，给程序用。")
def understand_lines(as_json: bool) -> None:
    """一行一句，当作在首页说的，看导办怎么理解。从标准输入读，读完为止。"""
    if sys.stdin is None:
        click.echo("没有输入可读。请从管道或文件给句子。", err=True)
        sys.exit(NOT_THERE)
    context = at_home()
    for text in _lines(sys.stdin.buffer):
        told = described(text, _meaning(text, context))
        if as_json:
            # UTF-8 whatever the locale is, and at once: whoever asks may wait for the answer before the next line.
            sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
            sys.stdout.buffer.flush()
        else:
            click.echo(
                f"{text}  →  {told['outcome']} {told['service'] or '、'.join(told['candidates'])}  {told['say']}"
            )


def _lines(source: BinaryIO) -> Iterator[str]:
    """Each line as text, whatever its bytes are; of a line longer than LONGEST_LINE only its beginning."""
    while line := source.readline(LONGEST_LINE):
        rest = line
        while len(rest) == LONGEST_LINE and not rest.endswith(b"\n"):
            rest = source.readline(LONGEST_LINE)
        yield line.decode("utf-8", "replace").removeprefix("\ufeff").strip()
