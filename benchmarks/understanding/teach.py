"""Make the guide's table of what was taught: `python -m benchmarks.understanding.teach` (`make taught`).

Multinomial logistic regression over hashed runs of characters and syllables (kiosk.dialogue.taught), by Adagrad over
small batches, seeded, so that the same sentences make the same table. Each sentence is taught as it is written and as
it is misheard, with words before and after it that say nothing, and as real vosk heard it where it was said aloud; what
is composed of patterns (benchmarks.understanding.composed) as it is and misheard.
"""

import hashlib
import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.understanding.composed import Composed, composed
from benchmarks.understanding.hear import heard
from benchmarks.understanding.labelled import Part, labelled
from benchmarks.understanding.mishear import mishear
from benchmarks.understanding.questions import asking
from benchmarks.understanding.sayings import Kind, Saying
from kiosk.catalogue import load_shipped
from kiosk.dialogue.asking import ambiguity_in
from kiosk.dialogue.lexicon import AmbiguityData, ambiguities, words
from kiosk.dialogue.matters import phrasings
from kiosk.dialogue.rules import said
from kiosk.dialogue.taught import ASKING, COMMAND, DANGER, DOUBT, LEAVE, NO_MATTER, ROWS, Taught, features, to_bytes
from kiosk.dialogue.tidy import core, corrected, plain

TABLE = Path(__file__).parents[2] / "kiosk/dialogue/data/taught.bin"
HALF = Path(__file__).with_name("taught_half.bin")
"""Taught the train half only: what the held-out half is measured with."""

EPOCHS = 8
BATCH = 256
RATE = 0.2
SHRINK = 3e-6
SOFT = 0.05
"""Of each target, given to all classes alike: nothing is quite sure."""
FORGET = 0.15
"""Of a sentence's features, how many are left out each time, so that no one word is leaned on."""
STEPS = 127
FEW = 5
"""Characters up to which a sentence is taught once as it is and not among other words: there are very many of these."""

_BEFORE = (
    "我跟你说", "打听一下", "我问个事", "哎小同志", "今儿个来就是", "我家老头子让我来问",
    "人家跟我说", "我岁数大了耳朵背", "我腿脚不好", "我是前楼的", "我儿子没在家", "我大老远来的",
    "昨天社区打电话说", "我不大懂", "你给看看", "我来两趟了", "听邻居说", "电视上说",
    "我想问问", "我来办个事", "是这么回事", "我闺女让我来的", "刚才那个人说", "我这辈子没求过人",
)  # fmt: skip
_AFTER = (
    "行不", "中不", "咋办", "咋整", "能办不", "在这儿办吗",
    "麻烦你了", "给我看看", "你给弄弄", "我也不会", "找谁", "快点啊",
    "谢谢啊", "都说好几回了", "我记性不好", "你说咋弄", "给办了吧",
)  # fmt: skip

_OPEN = (
    "{}的事", "我来问{}的事", "{}咋弄", "那个{}咋还没下来", "我要弄{}", "{}能办不", "来办{}", "有{}没", "{}丢了",
    "{}坏了", "{}到期了", "给我弄个{}", "看看{}", "给我妈弄{}", "人家让我来弄{}", "我的{}没到", "{}要换一个",
    "{}找不着了", "儿子让我来问{}", "那个{}我得弄一下", "查查{}", "{}停了", "我老伴的{}", "{}在这儿办吗",
    "{}", "我那{}是咋回事", "我要问{}", "来了好几趟了就为{}", "{}不对了", "听说有{}",
)  # fmt: skip
"""What may be said of an object that is of several matters, without saying of which."""
_OPENED = 10
"""Of these, how many each object is taught with."""

Row = NDArray[np.intp]
"""Rows of the table that one sentence has."""
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence and how much each class is meant."""

    text: str
    meant: tuple[tuple[str, float], ...]
    composed: bool = False
    """There are many like it."""


def lessons(known: Iterable[Saying], more: Iterable[Composed] = ()) -> list[Lesson]:
    """What the catalogue's own phrasings, labelled sentences and composed ones teach.

    A phrasing that is a danger before it is a matter (有人让我转钱) is taught as that only.
    """
    known = tuple(known)
    cries = {one.text for one in known if one.kind is Kind.EMERGENCY}
    found = [
        Lesson(text, ((service.id, 1.0),))
        for service in load_shipped().services.values()
        for text in (*phrasings(service), service.plain_words)
        if text not in cries
    ]
    found += [*_doubtful(), *(Lesson(one.text, _meant(one)) for one in known)]
    return [*found, *(Lesson(one.text, ((_class(one), 1.0),), composed=True) for one in more)]


def _class(one: Composed) -> str:
    if one.kind == "doubt":
        return DOUBT + one.id
    ids = (one.id,) if one.id else ()
    (name, _), *_ = _meant(Saying(one.text, Kind(one.kind), ids, ""))
    return name


def _doubtful() -> Iterator[Lesson]:
    """Objects that leave open what is meant (卡, 补贴), among words that do not say it either."""
    for group in ambiguities():
        for bare in group.bare:
            chance = random.Random(f"doubtful 0 {bare}")
            for frame in chance.sample(_OPEN, _OPENED):
                yield Lesson(frame.format(bare), ((DOUBT + group.id, 1.0),))


def _meant(one: Saying) -> tuple[tuple[str, float], ...]:
    match one.kind:
        case Kind.OFFER | Kind.ANSWER:
            first, *others = one.ids
            if not others:
                return ((first, 1.0),)
            return ((first, 0.6), *((each, 0.4 / len(others)) for each in others))
        case Kind.VAGUE:
            return (*((each, 0.6 / len(one.ids)) for each in one.ids), (NO_MATTER, 0.4))
        case Kind.ASK:
            return ((DOUBT + _group(one), 1.0),)
        case Kind.EMERGENCY:
            return tuple((DANGER + each, 1.0) for each in one.ids)
        case Kind.CALM if one.ids:
            return tuple((each, 1.0 / len(one.ids)) for each in one.ids)
        case Kind.NONE | Kind.CALM:
            return ((NO_MATTER, 1.0),)
        case Kind.HUMAN:
            return (("38", 1.0),)
        case Kind.LEAVE:
            return ((LEAVE, 1.0),)
        case Kind.ACT:
            return ((COMMAND, 1.0),)


def _group(one: Saying) -> str:
    """Which known ambiguity a sentence is: the one whose choices are what may be meant; "" when any will do."""
    if not one.ids:
        return ""
    ask = ambiguity_in(said(core(plain(one.text, words()), words())))
    if ask is not None:
        return next(group.id for group in ambiguities() if group.say == ask.say)
    return max(ambiguities(), key=lambda group: _fits(group, set(one.ids))).id


def _fits(group: AmbiguityData, ids: set[str]) -> float:
    choices = {choice.service for choice in group.choices}
    return len(choices & ids) / len(choices | ids)


def _variants(lesson: Lesson) -> tuple[str, ...]:
    """A sentence as it is taught."""
    text = lesson.text
    return (text, mishear(text, "甲"), mishear(text, "丙", 0.35)) if lesson.composed else _told(text)


@cache
def _told(text: str) -> tuple[str, ...]:
    """Twice as it is, misheard, among other words, and as real vosk heard it."""
    chance = random.Random(f"taught 0 {text}")
    around = f"{chance.choice(_BEFORE)}{text}"
    after = f"{text}{chance.choice(_AFTER)}"
    both = f"{chance.choice(_BEFORE)}{text}{chance.choice(_AFTER)}"
    found: tuple[str, ...] = (
        text,
        text,
        mishear(text, "甲"),
        mishear(text, "乙"),
        mishear(text, "丙", 0.35),
        mishear(around, "丁"),
        mishear(after, "戊"),
        chance.choice([around, after, both]),
    )
    if len(text) <= FEW:
        found = found[1:6]
    aloud = heard().get(text)
    return (*found, *(each.text for each in aloud.hypotheses[:3])) if aloud else found


@cache
def _hashed(text: str) -> tuple[int, ...]:
    lexicon = words()
    return tuple(features(core(corrected(plain(text, lexicon)), lexicon)))


def teach(known: Sequence[Saying], more: Sequence[Composed] = (), epochs: int = EPOCHS) -> Taught:
    """The table of what the catalogue and these sentences teach; the same for the same sentences."""
    taught = lessons(known, more)
    classes = sorted({name for lesson in taught for name, _ in lesson.meant})
    rows: list[Row] = []
    targets: list[Floats] = []
    for lesson in taught:
        target = _target(lesson, classes)
        for text in _variants(lesson):
            if hashed := _hashed(text):
                rows.append(np.array(hashed))
                targets.append(target)
    learning = _Learning(len(classes))
    meant = np.stack(targets)
    for _ in range(epochs):
        order = learning.chance.permutation(len(rows))
        for start in range(0, len(order), BATCH):
            picked = order[start : start + BATCH]
            learning.step([rows[i] for i in picked], meant[picked])
    scale = float(np.abs(learning.weights).max()) / STEPS
    table = np.rint(learning.weights / scale).astype(np.int8)
    asked = np.clip(np.rint(_asking(known) / scale), -STEPS, STEPS).astype(np.int8)
    return Taught((*classes, ASKING), scale, np.column_stack([table, asked]).tobytes(), digest(known, more))


def _asking(known: Sequence[Saying]) -> Floats:
    """The column that tells questions about a matter from wishes: each sentence as it is and misheard, once each."""
    rows: list[Row] = []
    asks: list[bool] = []
    for one in known:
        if one.kind in (Kind.ANSWER, Kind.OFFER):
            for text in (one.text, mishear(one.text, "甲"), mishear(one.text, "丙", 0.35)):
                if hashed := _hashed(text):
                    rows.append(np.array(hashed))
                    asks.append(one.kind is Kind.ANSWER)
    return asking(rows, np.array(asks, dtype=bool))


def _target(lesson: Lesson, classes: Sequence[str]) -> Floats:
    target = np.full(len(classes), SOFT / len(classes), dtype=np.float32)
    for name, much in lesson.meant:
        target[classes.index(name)] += (1 - SOFT) * much
    return target


class _Learning:
    """Weights under way, and how far each row has moved."""

    def __init__(self, classes: int) -> None:
        self.weights: Floats = np.zeros((ROWS, classes), dtype=np.float32)
        self._moved: Floats = np.full((ROWS, 1), 1e-7, dtype=np.float32)
        self.chance = np.random.default_rng(11)

    def step(self, rows: Sequence[Row], targets: Floats) -> None:
        """One step down the slope of a batch."""
        every = np.concatenate(rows)
        whose = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        kept = self.chance.random(len(every)) >= FORGET
        kept[np.unique(whose, return_index=True)[1]] = True  # never all of a sentence
        every, whose = every[kept], whose[kept]
        lengths = np.bincount(whose, minlength=len(rows))
        much: Floats = (1 / np.sqrt(lengths)).astype(np.float32)[:, None]
        logits = np.add.reduceat(self.weights[every], np.cumsum(lengths) - lengths, axis=0) * much
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        pull = (odds - targets) * much / np.float32(len(rows))
        by_row = np.argsort(every, kind="stable")
        used, first = np.unique(every[by_row], return_index=True)
        slope = np.add.reduceat(pull[whose[by_row]], first, axis=0) + SHRINK * self.weights[used]
        self._moved[used] += np.mean(slope * slope, axis=1, keepdims=True)
        self.weights[used] -= RATE * slope / np.sqrt(self._moved[used])


def digest(known: Sequence[Saying], more: Sequence[Composed] = ()) -> str:
    """Of sentences and what they mean: tells whether a table is of these."""
    told = [(one.text, one.kind, one.ids) for one in known], [(one.text, one.kind, one.id) for one in more]
    content = json.dumps(told, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def tables() -> Iterable[tuple[Path, list[Saying]]]:
    """Each table that is kept, and what it knows: the shipped one every sentence but those of the looks."""
    everything = [one for one in labelled() if one.part in (Part.TRAIN, Part.HELD_OUT)]
    yield TABLE, [one.saying for one in everything]
    yield HALF, [one.saying for one in everything if one.part is Part.TRAIN]


def main() -> int:
    for path, known in tables():
        path.write_bytes(to_bytes(teach(known, composed())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
