"""What a sentence means on the page that is open: one of its actions, or an answer to its question."""

import re
from datetime import date

from rapidfuzz import fuzz

from kiosk.core.screen import Action, AskChoice, AskDate, AskDigits, AskText, Role, Screen
from kiosk.dialogue.dates import date_in
from kiosk.dialogue.lexicon import commands, words
from kiosk.dialogue.meaning import Act, Fill, Meaning
from kiosk.dialogue.numbers import amount_in, cardinal, digits_in, number, ordinal_in
from kiosk.dialogue.sound import sound
from kiosk.dialogue.spelled import written
from kiosk.dialogue.tidy import bare, core, plain

CLOSE = 84.0
"""Likeness in percent from which a phrase that is not quite an action's own still means it."""
AHEAD = 8.0
"""And so much more like it than like any other."""
_LISTED = (Role.CHOICE, Role.TILE)


def act_here(text: str, screen: Screen) -> Act | None:
    """The action somebody names, by its label, its aliases, its number in the list, yes or no."""
    actions = [a for a in (*screen.actions, *screen.always) if a.enabled]
    said = plain(text, words())
    tight = core(said, words())
    for action in actions:
        if said in _own(action) or tight in _own(action):
            return Act(action.id)
    listed = [a for a in screen.actions if a.enabled and a.role in _LISTED]
    nth = ordinal_in(said)
    if nth is not None and listed and (nth == -1 or 1 <= nth <= len(listed)) and not listed[nth - (nth > 0)].grave:
        return Act(listed[nth - (nth > 0)].id)
    agreed = _yes_or_no(said, tight, actions)
    return agreed or _nearest(tight, [a for a in actions if not a.grave])


def _own(action: Action) -> frozenset[str]:
    """Everything that is, as a whole, this action. A grave one answers to its own words only, not to 好 or 可以."""
    lexicon = words()
    names = (action.label, action.say, *action.aliases)
    if action.grave:
        names = (action.label, *(a for a in action.aliases if len(a) >= 3))
    forms = {plain(name, lexicon) for name in names if name}
    return frozenset(form for form in forms | {core(form, lexicon) for form in forms} if len(form) >= 2)


def _yes_or_no(said: str, tight: str, actions: list[Action]) -> Act | None:
    told = commands()
    for answers, ids in (
        (told.refuse, ("choice:no", "no", "choice:missing")),
        (told.agree, ("choice:yes", "yes", "next", "choice:brought")),
    ):
        if said in answers or tight in answers:
            found = next((a for i in ids for a in actions if a.id == i and not a.grave), None)
            return Act(found.id) if found else None
    return None


def _nearest(tight: str, actions: list[Action]) -> Act | None:
    if len(tight) < 2:
        return None
    heard = sound(tight)
    scored = sorted(
        ((max((_likeness(tight, heard, own) for own in _own(action)), default=0.0), action.id) for action in actions),
        reverse=True,
    )
    if not scored or scored[0][0] < CLOSE:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < AHEAD:
        return None
    return Act(scored[0][1])


def _likeness(text: str, heard: str, own: str) -> float:
    by_sound = 0.97 * fuzz.ratio(heard, sound(own))
    inside = 90.0 if len(own) >= 3 and own in text and len(text) <= 2 * len(own) + 2 else 0.0
    return max(fuzz.ratio(text, own), by_sound, inside)


def fill_here(text: str, screen: Screen, today: date) -> Meaning | None:
    """The value she says for the page's question, with its read-back; None when it is no such value."""
    match screen.ask:
        case AskDigits() as ask:
            return _digits(text, ask)
        case AskDate(field=field, part=part, year=year, month=month):
            return _date(text, field, part, year, month, today)
        case AskText(field=field, max_length=longest):
            said = (written(text) if "name" in field else bare(text))[:longest]
            return Fill(field, said, f"我听到的是：{said}。对吗？") if len(said) >= 2 else None
        case AskChoice() | _:
            return None


def _digits(text: str, ask: AskDigits) -> Fill | None:
    figures = digits_in(text)
    if re.search(r"块|元|毛", text) and (fen := amount_in(text)) is not None:
        # Money is answered in 元, as it is keyed.
        return Fill(ask.field, f"{fen // 100}.{fen % 100:02d}".removesuffix(".00"), f"{text}，对吗？")
    if not figures or (ask.length and len(figures) > ask.length):
        return None
    counted = number(re.sub(r"[^0-9零〇一二三四五六七八九两十百]", "", text))
    if counted is not None and re.search("[十百]", text):
        figures = str(counted)
    groups, at = [], 0
    for size in ask.groups or (4,) * (-(-len(figures) // 4)):
        groups.append(figures[at : at + size])
        at += size
    groups.append(figures[at:])
    return Fill(ask.field, figures, f"{'，'.join(_spoken(g) for g in groups if g)}。对吗？")


def _spoken(figures: str) -> str:
    return "".join("叉" if c == "X" else "幺" if c == "1" else cardinal(int(c)) for c in figures)


def _date(text: str, field: str, part: str, year: int | None, month: int | None, today: date) -> Meaning | None:
    found = date_in(text, today)
    if found is not None:
        return Fill(field, found.day.isoformat(), found.say)
    told = number(re.sub(r"[年月日号份的是]", "", plain(text, words())))
    if told is None:
        return None
    if part == "month" and 1 <= told <= 12:
        return Act(f"choice:month:{told}")
    if part == "day" and 1 <= told <= 31:
        return Act(f"day:{told}")
    return None
