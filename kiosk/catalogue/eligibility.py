"""Whether a matter's conditions are met, as far as the card and the answers can tell. The window has the last word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from kiosk.catalogue.age import full_years, may_apply_from
from kiosk.catalogue.dates import said
from kiosk.catalogue.id_number import real_date
from kiosk.catalogue.types import WINDOW_DECIDES, Figure, Rule, Service, Source
from kiosk.core.person import IdCard, Person


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known about one condition."""

    rule: Rule
    met: bool | None
    """None: cannot be told here."""
    because: str
    """Why, in plain Chinese; ends with 以窗口答复为准 where the condition's figure is not confirmed for the city."""

    @property
    def blocks(self) -> bool:
        """Clearly not met, and the rule says that this stops the matter here."""
        return self.met is False and self.rule.blocks


class Standing(StrEnum):
    """How somebody stands with all conditions of a matter, as far as can be told here."""

    LIKELY = "likely"
    """Nothing speaks against it, something for it, and only the window has still to look."""
    NO = "no"
    """A confirmed condition is clearly not met."""
    DOUBTFUL = "doubtful"
    """A condition that no source confirms for the city seems not to be met."""
    OPEN = "open"
    """Not enough is known here."""


_ANSWERS = {
    Standing.LIKELY: "看着够条件，最后由窗口定。",
    Standing.NO: "按现在的情况，还不能办。",
    Standing.DOUBTFUL: "可能还不够条件，请问窗口。",
    Standing.OPEN: "现在还说不准，要窗口核对。",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """May I? The answer, the condition that decides it, and every condition step by step."""

    standing: Standing
    decides: Verdict | None
    """The condition that decides; None when none does."""
    verdicts: tuple[Verdict, ...]
    """The deciding one first, then in the order of the rules."""

    def say(self) -> tuple[str, ...]:
        """For speaking: the answer, what can be told of each condition, then together what only the window can tell.

        以窗口答复为准 is not repeated with each; `unsure` says whether it has to follow.
        """
        some = self.standing is Standing.OPEN and self.decides is not None
        return ("有够的，别的还要问一问。" if some else _ANSWERS[self.standing], *self._steps())

    def _steps(self) -> Iterator[str]:
        yield from (_step(v) for v in self.verdicts if v.rule.kind != "window")
        left = [f"{v.rule.text}。" for v in self.verdicts if v.rule.kind == "window"]
        if left:
            yield "这一条由窗口核对：" if len(left) == 1 else "这几条由窗口核对："
            yield from left

    @property
    def unsure(self) -> bool:
        """Some condition is confirmed by no source for the city."""
        return not all(_confirmed(v.rule) for v in self.verdicts)

    @property
    def source(self) -> Source | None:
        """Where the deciding condition comes from, or the first that says."""
        verdicts = (self.decides,) if self.decides is not None else self.verdicts
        return next((v.rule.source for v in verdicts if v.rule.source is not None), None)


def _step(verdict: Verdict) -> str:
    rule = verdict.rule
    because = verdict.because.removesuffix(f"{WINDOW_DECIDES}。")
    told = because if because.startswith(rule.text) else f"{rule.text}。{because}"
    way_on = rule.otherwise if verdict.met is False and rule.otherwise not in told else ""
    return f"{told}{way_on}"


def explain(
    service: Service,
    person: Person | IdCard | None,
    answers: Mapping[str, str],
    today: date,
    division: str,
    said_age: int | None = None,
) -> Explanation:
    """Why somebody may or may not, rule by rule. said_age: years as told, used where no card says the birth."""
    verdicts = judge(service, person, answers, today, division, said_age)
    failed = sorted((v for v in verdicts if v.met is False), key=lambda v: (not _confirmed(v.rule), not v.blocks))
    if failed:
        decides: Verdict | None = failed[0]
        standing = Standing.NO if _confirmed(failed[0].rule) else Standing.DOUBTFUL
    else:
        decides = next((v for v in verdicts if v.met), None)
        undecided = any(v.met is None and v.rule.kind != "window" for v in verdicts)
        standing = Standing.OPEN if decides is None or undecided else Standing.LIKELY
    return Explanation(standing, decides, tuple(sorted(verdicts, key=lambda v: v is not decides)))


def judge(
    service: Service,
    person: Person | IdCard | None,
    answers: Mapping[str, str],
    today: date,
    division: str,
    said_age: int | None = None,
) -> list[Verdict]:
    """One verdict for each rule that holds in the division (six digits of where the terminal stands), in order.

    answers: stored values by field id; a missing one makes its rule undecided.
    """
    rules = [rule for rule in service.rules if not rule.divisions or division in rule.divisions]
    verdicts = [_verdict(rule, person, answers, today) for rule in rules]
    if said_age is None or birth_of(person) is not None:
        return verdicts
    return [_by_said_age(v, said_age) if v.rule.kind in ("min_age", "max_age") else v for v in verdicts]


def _by_said_age(verdict: Verdict, years: int) -> Verdict:
    """Judged by an age that no card confirms: never blocks, always left to the window."""
    age = verdict.rule.age
    if age is None:
        return verdict
    met = years >= age if verdict.rule.kind == "min_age" else years <= age
    told = "岁数够了。" if met else verdict.rule.otherwise or "岁数可能不合。"
    unblocked = verdict.rule.model_copy(update={"blocks": False})
    return Verdict(unblocked, met, f"您说 {years} 岁。{told}{WINDOW_DECIDES}。")


def _verdict(rule: Rule, person: Person | IdCard | None, answers: Mapping[str, str], today: date) -> Verdict:
    match rule.kind:
        case "min_age":
            met, because = _old_enough(rule, birth_of(person), today)
        case "max_age":
            met, because = _young_enough(rule, birth_of(person), today)
        case "field_is":
            met, because = _answered(rule, answers, wanted=True)
        case "field_is_not":
            met, because = _answered(rule, answers, wanted=False)
        case "window":
            met, because = None, f"{rule.text}。这一条由窗口核对。"
        case _ as never:
            assert_never(never)
    return Verdict(rule, met, because if _confirmed(rule) else f"{because}{WINDOW_DECIDES}。")


def _confirmed(rule: Rule) -> bool:
    return rule.source is None or rule.source.confirmed


def birth_of(person: Person | IdCard | None) -> date | None:
    """Day of birth by the card, or by the identity number when the card does not say."""
    if person is None:
        return None
    return person.birth or (real_date(person.id_number[6:14]) if len(person.id_number) == 18 else None)


def _old_enough(rule: Rule, birth: date | None, today: date) -> tuple[bool | None, str]:
    if birth is None or birth > today or rule.age is None:
        return None, "还不知道出生日期。"
    first = may_apply_from(birth, rule.age, rule.early_months)
    years = full_years(birth, today)
    if today >= first:
        return True, f"今年满 {years} 周岁了。" if years >= rule.age else f"快满 {rule.age} 周岁了，可以先办。"
    return False, f"现在 {years} 周岁，{said(first)}起可以办。"


def _young_enough(rule: Rule, birth: date | None, today: date) -> tuple[bool | None, str]:
    if birth is None or birth > today or rule.age is None:
        return None, "还不知道出生日期。"
    years = full_years(birth, today)
    return years <= rule.age, f"现在 {years} 周岁。"


def _answered(rule: Rule, answers: Mapping[str, str], *, wanted: bool) -> tuple[bool | None, str]:
    answer = answers.get(rule.field, "")
    if not answer:
        return None, "还没有问到这一条。"
    met = bool(set(answer.split(",")) & set(rule.values)) is wanted
    return met, f"{rule.text}。" if met else rule.otherwise


def figures_for(service: Service, division: str, today: date) -> list[Figure]:
    """The figures in force for a district on a day; a district's own hides the city's of the same name."""
    valid = [
        f
        for f in service.figures
        if (f.valid_from is None or f.valid_from <= today) and (f.valid_to is None or today <= f.valid_to)
    ]
    own = {f.name for f in valid if division in f.divisions}
    return [f for f in valid if division in f.divisions or (not f.divisions and f.name not in own)]
