"""What is believed in a noisy hall: commands, other talk, and an hour of noise alone, through the ear's own rules.

Sound is made by espeak-ng and a seed; the pipeline is voice.attention's, as fast as it decodes.
Run: python -m benchmarks.bench_noise [minutes of noise, 6] [--voices N]
The hour: python -m benchmarks.bench_noise 60 --voices 0
"""

import argparse
import itertools
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.noise_alone import SNRS, noise_alone
from benchmarks.synthetic_speech import TALK, VOICES, Samples, babble, mixed, pcm, pink, silence, speech
from kiosk.core.hearing import Expect
from voice.attention import Attention
from voice.model import find_model
from voice.recogniser import Recogniser

PAGE = Expect((
    "返回", "上一步", "下一步", "确认", "退出", "重新开始", "再说一遍", "慢一点", "大声点", "转人工", "打印", "不打印",
    "交电费", "高龄津贴", "老年优待证", "居住登记", "报修", "取号", "查进度", "通知公告", "叫人帮忙", "不是", "是的",
    "第二个", "同意", "不同意",
))  # fmt: skip


@dataclass(slots=True)
class Count:
    """Of n utterances: believed whole and right, whole and wrong, right but only to be asked about."""

    n: int = 0
    right: int = 0
    wrong: int = 0
    offered: int = 0
    wrong_closed: int = 0
    """Would have been believed wrongly had the closed side been trusted alone."""

    def __str__(self) -> str:
        return (
            f"n={self.n} whole and right {self.right / self.n:.1%}, asked about {self.offered / self.n:.1%},"
            f" whole and WRONG {self.wrong} ({self.wrong / self.n:.2%}; closed side alone {self.wrong_closed})"
        )


class Listener:
    """An Attention whose reports are kept, and whose closed side can be looked at."""

    def __init__(self) -> None:
        self.reports: list[dict[str, Any]] = []
        self.recogniser = Recogniser(find_model())
        self.attention = Attention(self.recogniser, self.reports.append, patience_s=15, longest_s=20)

    def hear(self, sound: Samples) -> dict[str, Any]:
        """One listening."""
        self.attention.listen(1, PAGE)
        self.reports.clear()
        raw = pcm(sound)
        for at in range(0, len(raw), 3200):
            self.attention.hear(raw[at : at + 3200])
            if not self.attention.listening:
                break
        self.attention.end_of_sound()
        return next(report for report in self.reports if "heard" in report or "not_heard" in report)


def spoken(
    texts: Iterable[str], noise: Samples | None, snr: float, voices: tuple[str, ...]
) -> Iterable[tuple[str, Samples]]:
    """Each text in each voice, after a second and a half of the same hall."""
    random = np.random.default_rng(round(snr))
    for text, voice in itertools.product(texts, voices):
        clean = np.concatenate([silence(1.5), speech(text, voice, 150), silence(3.0)])
        if noise is None:
            yield text, clean
            continue
        start = random.integers(len(noise) - len(clean))
        yield text, mixed(clean, noise[start:], snr)


def count(listener: Listener, sounds: Iterable[tuple[str, Samples]], commands: bool) -> Count:
    """How many were believed."""
    tally = Count()
    grammar = listener.recogniser.grammar(PAGE)
    for text, sound in sounds:
        tally.n += 1
        report = listener.hear(sound)
        found = report.get("heard", [])
        said = [hypothesis for hypothesis, _ in found]
        if report.get("whole"):
            tally.right += commands and said[0] == text
            tally.wrong += said[0] != text
        else:
            tally.offered += commands and text in said
        listener.recogniser.begin(grammar)
        listener.recogniser.feed(pcm(sound))
        closed = listener.recogniser.finish().closed
        whole = grammar.whole(closed[0].words) if closed else None
        tally.wrong_closed += whole is not None and whole.text != text
    return tally


def main() -> int:
    """Print the tables; 1 when noise alone was ever believed or did anything."""
    parser = argparse.ArgumentParser()
    parser.add_argument("minutes", nargs="?", type=float, default=6, help="of noise alone")
    parser.add_argument("--voices", type=int, default=1, help="that say each text in the tables; 0 for no tables")
    asked = parser.parse_args()
    counts = noise_alone(asked.minutes)
    if asked.voices:
        tables(asked.voices)
    return int(any(count.believed or count.acted for count in counts))


def tables(voices: int) -> None:
    """Commands and other talk, in quiet and in six halls."""
    listener = Listener()
    few = VOICES[:voices]
    print("commands, quiet:", count(listener, spoken(PAGE.phrases, None, 99, few), commands=True), flush=True)
    print("other talk, quiet:", count(listener, spoken(TALK, None, 99, few), commands=False), flush=True)
    for name, noise in (("pink", pink(40, 1)), ("babble", babble(40, 2))):
        for snr in SNRS:
            hall = f"{name} {snr} dB"
            print(f"commands, {hall}:", count(listener, spoken(PAGE.phrases, noise, snr, few), True), flush=True)
            print(f"other talk, {hall}:", count(listener, spoken(TALK, noise, snr, few), False), flush=True)


if __name__ == "__main__":
    sys.exit(main())
