"""Print how the guide does: `python -m benchmarks.understanding [--part held-out] [--quiet]`; parts are `Part`."""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median, quantiles
from time import perf_counter

from benchmarks.understanding.composed import composed
from benchmarks.understanding.hear import heard as heard_aloud
from benchmarks.understanding.judge import Verdict, judge, service_of
from benchmarks.understanding.labelled import Labelled, Part, half, labelled
from benchmarks.understanding.mishear import mishear
from benchmarks.understanding.sayings import Kind
from benchmarks.understanding.teach import HALF, teach
from kiosk.catalogue import load_shipped
from kiosk.core.hearing import Utterance, typed
from kiosk.dialogue import Ask, Context, Matters, Meaning, understand
from kiosk.dialogue.cli import HOME, at_home
from kiosk.dialogue.taught import Taught, from_bytes

SEEDS = ("一", "二")
"""Of the simulated recognition errors; each gives every sentence once more."""


@dataclass(frozen=True, slots=True)
class Result:
    one: Labelled
    heard: str
    meaning: Meaning
    verdict: Verdict
    ms: float


def run(sentences: Iterable[Labelled], heard: Callable[[Labelled], Utterance], context: Context) -> list[Result]:
    """Understand each as if said on the home page."""
    results = []
    for one in sentences:
        hearing = heard(one)
        born = perf_counter()
        meaning = understand(hearing, HOME, context)
        ms = (perf_counter() - born) * 1000
        results.append(Result(one, hearing.text, meaning, judge(one, meaning), ms))
    return results


def exams(part: Part) -> Iterable[tuple[list[Labelled], Context]]:
    """Sentences with a guide that was not taught them.

    The held-out half is asked of a guide taught the other half, each half of the train half of one taught the other;
    only the looks are asked of the guide as it ships.
    """
    everything = labelled()
    mine = [one for one in everything if one.part is part]
    train = [one.saying for one in everything if one.part is Part.TRAIN]
    match part:
        case Part.SECOND | Part.THIRD | Part.FOURTH | Part.FIFTH:
            yield mine, at_home()
        case Part.HELD_OUT:
            yield mine, guide(from_bytes(HALF.read_bytes()))
        case Part.TRAIN:
            for side in (False, True):
                asked = [one for one in mine if half(one.saying, "train") is side]
                yield asked, guide(teach([one for one in train if half(one, "train") is not side], composed()))


def guide(taught: Taught) -> Context:
    """A guide on the home page that was taught what is in this table."""
    return replace(at_home(), matters=Matters(tuple(load_shipped().services.values()), taught))


def written(one: Labelled) -> Utterance:
    return typed(one.text)


def misheard(seed: str) -> Callable[[Labelled], Utterance]:
    return lambda one: typed(mishear(one.text, seed))


def by_vosk(one: Labelled) -> Utterance:
    return heard_aloud()[one.text]


def share(results: Sequence[Result], *verdicts: Verdict) -> str:
    n = sum(result.verdict in verdicts for result in results)
    return f"{n}/{len(results)} {n / len(results):6.1%}" if results else "0/0"


def report(title: str, results: Sequence[Result]) -> None:
    """One table: kinds of sentences by verdicts."""
    print(f"\n== {title}: {len(results)} 句")
    print(f"{'':10}" + "".join(f"{verdict:>7}" for verdict in Verdict) + "    对")
    for kind in Kind:
        mine = [result for result in results if result.one.kind is kind]
        if mine:
            counts = Counter(result.verdict for result in mine)
            right = counts[Verdict.RIGHT] / len(mine)
            print(f"{kind:10}" + "".join(f"{counts[verdict]:9}" for verdict in Verdict) + f"   {right:6.1%}")
    offers = [result for result in results if result.one.kind is Kind.OFFER]
    print(f"  right offer {share(offers, Verdict.RIGHT)}   with a question back {share(offers, *SERVED)}")
    print(f"  wrong offer {share(results, Verdict.WRONG_OFFER)}   wrong action {share(results, Verdict.WRONG_ACTION)}")


SERVED = (Verdict.RIGHT, Verdict.ASKED, Verdict.NEAR)


def per_matter(results: Sequence[Result]) -> None:
    names = {service.id: service.plain_name for service in load_shipped().services.values()}
    by_matter: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        if result.one.kind is Kind.OFFER:
            by_matter[result.one.ids[0]].append(result)
    print("\n== 各事项（对 / 反问 / 没懂 / 错）")
    for matter, mine in sorted(by_matter.items()):
        counts = Counter(result.verdict for result in mine)
        wrong = counts[Verdict.WRONG_OFFER] + counts[Verdict.WRONG_ACTION]
        asked = counts[Verdict.ASKED] + counts[Verdict.NEAR]
        print(f"  {matter} {counts[Verdict.RIGHT]:3} {asked:3} {counts[Verdict.MISSED]:3} {wrong:3}  {names[matter]}")


def errors(results: Sequence[Result]) -> None:
    """Every sentence that did not come out right, but of the look that nobody tunes by."""
    print("\n== 每一处没对的（第五份只量，不列）")
    seen = [result for result in results if result.one.part is not Part.FIFTH]
    for result in sorted(seen, key=lambda r: (list(Verdict).index(r.verdict), r.one.where), reverse=True):
        if result.verdict is Verdict.RIGHT:
            continue
        heard = "" if result.heard == result.one.text else f"（听成 {result.heard}）"
        print(
            f"  {result.verdict} {result.one.kind} {' '.join(result.one.ids)}: {result.one.text}{heard}"
            f" → {_told(result.meaning)}  {result.one.where}"
        )


def _told(meaning: Meaning) -> str:
    name = type(meaning).__name__
    if isinstance(meaning, Ask):
        return f"{name} {'|'.join(choice.service or choice.label for choice in meaning.choices)}"
    return f"{name} {service_of(meaning)}".rstrip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=[*Part, "all"], default="all")
    parser.add_argument("--quiet", action="store_true", help="no list of errors")
    chosen = parser.parse_args()
    everything: list[Result] = []
    for part in Part if chosen.part == "all" else [Part(chosen.part)]:
        clean: list[Result] = []
        noisy: list[Result] = []
        aloud: list[Result] = []
        for sentences, context in exams(part):
            clean += run(sentences, written, context)
            for seed in SEEDS:
                noisy += run(sentences, misheard(seed), context)
            aloud += run([one for one in sentences if one.text in heard_aloud()], by_vosk, context)
        if not clean:
            continue
        report(f"{part}，一字不差", clean)
        report(f"{part}，约五分之一的字听成同音或近音", noisy)
        if aloud:
            report(f"{part}，念出来由真的 vosk 听（随程序带的小模型）", aloud)
        everything += clean + noisy + aloud
    per_matter([result for result in everything if result.heard == result.one.text])
    if not chosen.quiet:
        errors(everything)
    took = [result.ms for result in everything]
    print(f"\nunderstand p50 {median(took):.2f} ms   p99 {quantiles(took, n=100)[98]:.2f} ms   limit 5 ms")


if __name__ == "__main__":
    main()
