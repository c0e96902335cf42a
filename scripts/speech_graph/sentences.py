"""What is said at the terminal: the catalogue's names and aliases, the guide's rules, the pages' labels."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pypinyin import lazy_pinyin

HERE = Path(__file__).parent
_HAN = re.compile(r"[一-鿿〇]{2,12}")
_SPOKEN_KEYS = ("plain_name", "official_name", "aliases", "label", "none_answer", "plain_words")
CARRIERS = ("我要办", "我想办", "我要", "我想", "给我妈办", "给我老伴办", "咋办", "怎么办")


def words_of(path: Path) -> set[str]:
    """The base lexicon, one word a line, and a character for every syllable, so that any name can be written."""
    words = set(path.read_text(encoding="utf-8").split())
    sounds = {lazy_pinyin(word)[0] for word in words if len(word) == 1}
    for code in range(0xB0A1, 0xD7FA):  # GB 2312, the common characters
        char = code.to_bytes(2).decode("gb2312", errors="ignore")
        if len(char) == 1 and (sound := lazy_pinyin(char)[0]) not in sounds:
            sounds.add(sound)
            words.add(char)
    return words


def read_sentences() -> list[str]:
    """Sentences of Chinese characters, more often said ones more often."""
    names: list[str] = []
    for file in sorted(Path("kiosk/catalogue/services").glob("*.yaml")):
        names += _spoken(yaml.safe_load(file.read_text(encoding="utf-8")))
    guide = [text for file in sorted(Path("kiosk/dialogue/data").glob("*.yaml")) for text in _rules(file)]
    labels = [text for file in sorted(Path("kiosk/session").rglob("*.py")) for text in _literals(file)]
    phrases = [
        p for line in (HERE / "phrases.txt").read_text(encoding="utf-8").splitlines() for p in _HAN.findall(line)
    ]
    carried = [carrier + name for name in names for carrier in CARRIERS if len(name) <= 6]
    return names * 3 + guide + labels + phrases * 4 + carried


def _spoken(value: Any, key: str = "") -> Iterator[str]:
    """Every name, alias and label of a service file."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _spoken(item, str(name))
    elif isinstance(value, list):
        for item in value:
            yield from _spoken(item, key)
    elif isinstance(value, str) and key in _SPOKEN_KEYS:
        yield from _HAN.findall(value)


def _rules(file: Path) -> list[str]:
    """What the guide listens for: dangers, commands, questions. Their own words, whole or as parts of a rule."""
    return _HAN.findall(re.sub(r"#.*", "", file.read_text(encoding="utf-8")))


def _literals(file: Path) -> Iterator[str]:
    """Short Chinese string literals of a module: labels, spoken offers and aliases among them."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) <= 40:
            yield from _HAN.findall(node.value)


def segment(text: str, words: set[str]) -> list[str]:
    """The fewest words (characters are words, so there is always a way)."""
    best: list[list[str]] = [[]]
    for end in range(1, len(text) + 1):
        ways = (best[at] + [text[at:end]] for at in range(max(0, end - 8), end) if text[at:end] in words)
        best.append(min(ways, key=len))
    return best[-1]
