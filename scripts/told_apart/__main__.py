"""Rebuild the words by which the machine says which character it means: 伟大的伟, 银行的行.

    uv run --with jieba==0.42.1 python -m scripts.told_apart

For each everyday character (GB 2312) and each of its sounds the most usual word of two that contains it, as jieba's
word list (MIT) counts them, unless another usual word sounds the same and has a different character there: 权利的利
tells nobody anything who has 权力 in mind.
"""

import sys
from collections import defaultdict
from pathlib import Path

from pypinyin import Style, lazy_pinyin

OUT = Path("kiosk/dialogue/data/characters.txt")
SELDOM = 30
"""Words counted less often are no help."""
LOUD = 0.05
"""Another word of the same sound counts from this share of the first one's count."""
FIRST = 3.0
"""伟大的伟 is said sooner than 宏伟的伟."""
USUAL = Path(__file__).with_name("usual.txt").read_text(encoding="utf-8").split()
"""What old people here say, before what a newspaper says oftenest."""
COUNTED = 1000
UNKIND = frozenset("毒死尸鬼奸淫妓贼杀癌瘤病疮屎尿娼嫖葬坟棺睾阴肛骂贱蠢笨痴聋哑瞎瘸")
"""No word for somebody's name."""
NUMERALS = "一二三四五六七八九十两几"
_NAMES = ("nr", "nrt", "nrfg", "nt", "nz")


def everyday() -> set[str]:
    """The 6763 characters of GB 2312."""
    found = set()
    for code in range(0xB0A1, 0xF7FF):
        char = code.to_bytes(2).decode("gb2312", errors="ignore")
        found |= {char} if len(char) == 1 and "一" <= char <= "鿿" else set()
    return found


def counted() -> dict[str, int]:
    """Words of two characters, no names, and how often they are."""
    import jieba  # type: ignore[import-not-found]

    lines = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    each = (line.split(" ") for line in lines)
    found = {w: int(n) for w, n, tag in each if len(w) == 2 and int(n) >= SELDOM and tag not in _NAMES}
    kind = {w: n for w, n in found.items() if UNKIND.isdisjoint(w) and w[0] not in NUMERALS}
    return kind | {w: max(found.get(w, 0), COUNTED) for w in USUAL}


def examples(words: dict[str, int], chars: set[str]) -> dict[tuple[str, str], str]:
    """(character, toneless sound) -> word."""
    sounds = {word: tuple(lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True)) for word in words}
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for word, sound in sounds.items():
        alike[tuple(syllable.rstrip("12345") for syllable in sound)].append(word)
    found: dict[tuple[str, str], str] = {}
    ranks: dict[tuple[str, str], float] = defaultdict(float)
    for word, count in sorted(words.items()):
        sound = tuple(syllable.rstrip("12345") for syllable in sounds[word])
        for at, char in enumerate(word):
            rank = count * (1.0 if at else FIRST) * (1e9 if word in USUAL else 1)
            others = (o for o in alike[sound] if word not in USUAL and o[at] != char and words[o] >= LOUD * count)
            if char in chars and rank > ranks[char, sound[at]] and not any(others):
                found[char, sound[at]], ranks[char, sound[at]] = word, rank
    return found


def main() -> int:
    found = examples(counted(), everyday())
    lines = [f"{char} {sound} {word}\n" for (char, sound), word in sorted(found.items())]
    OUT.write_text(
        "# 由 python -m scripts.told_apart 做成，出自 jieba 的词表（MIT）\n" + "".join(lines), encoding="utf-8"
    )
    sys.stdout.write(f"{len({char for char, _ in found})} 个字，{len(lines)} 行\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
