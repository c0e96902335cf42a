"""HCLr.fst (CTC topology composed with the lexicon, looking ahead) and Gr.fst (bigram) as vosk loads them.

[unk] is any one syllable at a cost, so that speech that is no known word is noticed rather than forced into one.
"""

import math
import os
import subprocess
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from scripts.speech_graph.units import ID, INITIALS, UNITS, of_word

UNKNOWN = "[unk]"
UNKNOWN_COST = 4.0
"""Chosen on five development speakers: lower and commands are lost, higher and strange words pass for commands."""
COSTS = {"_er": -4.0}
"""Units the acoustic model was shown too little of and leaves out: 二 in a run of digits (measured: docs/adr)."""
_PLUGINS = "/usr/lib/x86_64-linux-gnu/fst/22"


def build(sentences: list[list[str]], words: set[str], out: Path) -> None:
    """Write HCLr.fst, Gr.fst, words.txt and disambig_tid.int. Needs libfst-tools and libfst22-plugins-base."""
    spoken = sorted(word for word in words if of_word(word))
    ids = {"<eps>": 0, UNKNOWN: 1} | {word: number for number, word in enumerate(spoken, 2)}
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        disambiguators = _lexicon(spoken, ids, work / "L.txt")
        _topology(disambiguators, work / "T.txt")
        _run(
            work,
            "fstcompile L.txt | fstarcsort --sort_type=olabel | fstdeterminize"
            " | fstminimize --allow_nondet=false | fstarcsort --sort_type=ilabel > L.fst",
            "fstcompile T.txt | fstarcsort --sort_type=olabel > T.fst",
            "fstcompose T.fst L.fst | fstconnect | fstrmepsilon | fstarcsort --sort_type=olabel > HCL.fst",
            "fstconvert --fst_type=olabel_lookahead --save_relabel_opairs=relabel.txt HCL.fst HCLr.fst",
        )
        pairs = (line.split() for line in (work / "relabel.txt").read_text().splitlines())
        relabel = {int(old): int(new) for old, new in pairs}
        _bigram([[w for w in s if w in ids] for s in sentences], ids, relabel, work / "G.txt")
        _run(work, "fstcompile G.txt | fstarcsort --sort_type=ilabel | fstconvert --fst_type=const > Gr.fst")
        out.mkdir(parents=True, exist_ok=True)
        for file in ("HCLr.fst", "Gr.fst"):
            (out / file).write_bytes((work / file).read_bytes())
    table = sorted((relabel.get(number, number), word) for word, number in ids.items())
    (out / "words.txt").write_text("".join(f"{word} {number}\n" for number, word in table), encoding="utf-8")
    (out / "disambig_tid.int").write_text("")


def _run(work: Path, *commands: str) -> None:
    environment = {**os.environ, "LD_LIBRARY_PATH": f"{_PLUGINS}:{os.environ.get('LD_LIBRARY_PATH', '')}"}
    for command in commands:
        subprocess.run(["bash", "-o", "pipefail", "-c", command], check=True, cwd=work, env=environment)


def _lexicon(words: list[str], ids: dict[str, int], path: Path) -> int:
    """Units to words; homophones and prefixes are told apart by disambiguators, whose number is returned."""
    by_sound: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for word in words:
        by_sound[of_word(word)].append(word)
    prefixes = {sound[:size] for sound in by_sound for size in range(1, len(sound))}
    first = len(UNITS) + 1
    arcs: list[str] = []
    states = 1
    for sound, alike in by_sound.items():
        for number, word in enumerate(alike):
            needed = len(alike) > 1 or sound in prefixes
            labels = [ID[unit] for unit in sound] + ([first + number] if needed else [])
            at = 0
            for place, label in enumerate(labels):
                to = 0 if place == len(labels) - 1 else states
                states += to != 0
                arcs.append(f"{at} {to} {label} {ids[word] if place == 0 else 0}")
                at = to
    most = max(map(len, by_sound.values()))
    initial, final = states, states + 1
    arcs += [f"0 {initial} {ID[unit]} 1 {UNKNOWN_COST}" for unit in INITIALS]
    for unit in UNITS:
        if unit.startswith("_"):
            arcs += [f"{initial} {final} {ID[unit]} 0", f"0 {final} {ID[unit]} 1 {UNKNOWN_COST}"]
    arcs.append(f"{final} 0 {first + most} 0")
    path.write_text("\n".join(arcs) + "\n0\n")
    return most + 1


def _topology(disambiguators: int, path: Path) -> None:
    """CTC: blanks and repeats between units. Phone 1 is the blank; unit u is phone u+1 with transitions 2p and 2p-1."""
    units = range(1, len(UNITS) + 1)
    arcs = ["0 0 1 0"]
    for unit in units:
        stay, go = 2 * (unit + 1) - 1, 2 * (unit + 1)
        arcs += [f"0 {unit} {go} {unit} {_cost(unit)}", f"{unit} {unit} {stay} 0", f"{unit} 0 2 0"]
        arcs += [f"{unit} {other} {2 * (other + 1)} {other} {_cost(other)}" for other in units if other != unit]
    states = range(len(UNITS) + 1)
    first = len(UNITS) + 1
    arcs += [f"{state} {state} 0 {first + number}" for state in states for number in range(disambiguators)]
    path.write_text("\n".join(arcs) + "\n" + "\n".join(map(str, states)) + "\n")


def _cost(unit: int) -> float:
    return COSTS.get(UNITS[unit - 1], 0.0)


def _bigram(sentences: list[list[str]], ids: dict[str, int], relabel: dict[int, int], path: Path) -> None:
    """Absolute discounting by a half, backing off to unigrams in which every word has a little."""
    discount, floor = 0.5, 0.02
    ones: Counter[str] = Counter()
    twos: Counter[tuple[str, str]] = Counter()
    before: Counter[str] = Counter()
    for sentence in sentences:
        last = "<s>"
        for word in [*sentence, "</s>"]:
            ones[word] += 1
            twos[last, word] += 1
            before[last] += 1
            last = word
    unigram = {word: ones[word] + floor for word in ids if word not in ("<eps>", UNKNOWN)}
    unigram |= {UNKNOWN: 0.5, "</s>": ones["</s>"] * 0.7}
    mass = sum(unigram.values())
    followers = Counter(first for first, _ in twos)
    states = {"": 0, "<s>": 1}
    for first, _ in twos:
        states.setdefault(first, len(states))

    def label(word: str) -> int:
        return relabel.get(ids[word], ids[word])

    arcs: list[tuple[int, int, int, float]] = []
    finals: dict[int, float] = {}

    def add(at: int, word: str, probability: float) -> None:
        cost = -math.log(probability)
        if word == "</s>":
            finals[at] = cost
        else:
            arcs.append((at, states.get(word, 0), label(word), cost))

    for word, weight in unigram.items():
        add(0, word, weight / mass)
    for (first, word), count in twos.items():
        backed = discount * followers[first] / before[first] * unigram[word] / mass
        add(states[first], word, (count - discount) / before[first] + backed)
    arcs += [(s, 0, 0, -math.log(discount * followers[w] / before[w])) for w, s in states.items() if w]
    # The first line's state is where it starts.
    arcs.sort(key=lambda arc: (arc[0] != states["<s>"], arc[0]))
    lines = [f"{at} {to} {word} {word} {cost:.5f}" for at, to, word, cost in arcs]
    path.write_text("\n".join(lines + [f"{at} {cost:.5f}" for at, cost in finals.items()]) + "\n")
