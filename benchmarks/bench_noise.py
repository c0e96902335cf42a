"""What is believed in a noisy hall: commands, other talk, and an hour of noise alone, through the ear's own rules.

Sound is made by espeak-ng and a seed; the pipeline is voice.attention's, as fast as it decodes.
Run: python -m benchmarks.bench_noise [minutes of noise, 60]
"""

import itertools
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.synthetic_speech import RATE, TALK, VOICES, Samples, babble, mixed, pcm, pink, silence, speech
from kiosk.core.hearing import Expect
from voice.attention import Attention
from voice.model import find_model
from voice.recogniser import Recogniser

PAGE = Expect((
    "返回", "上一步", "下一步", "确认", "退出", "重新开始", "再说一遍", "慢一点", "大声点", "转人工", "打印", "不打印",
    "交电费", "高龄津贴", "老年优待证", "居住登记", "报修", "取号", "查进度", "通知公告", "叫人帮忙", "不是", "是的",
    "第二个", "同意", "不同意",
))  # fmt: skip
SNRS = (20, 10, 5)


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


def hour_of_noise(listener: Listener, minutes: float) -> tuple[int, int, float]:
    """(listenings, whole phrases believed, seconds of sound): pink noise and babble at three loudnesses in turn."""
    listenings = believed = 0
    heard_s = 0.0
    seed = 0
    while heard_s < minutes * 60:
        seed += 1
        snr = SNRS[seed % len(SNRS)]
        make = babble if seed % 2 else pink
        raw = pcm(make(60, seed) * 0.1 * 10 ** (-snr / 20))
        listener.attention.listen(1, PAGE)
        for at in range(0, len(raw), 3200):
            if not listener.attention.listening:
                listener.attention.listen(1, PAGE)
            listener.reports.clear()
            listener.attention.hear(raw[at : at + 3200])
            for report in listener.reports:
                listenings += "heard" in report or "not_heard" in report
                believed += bool(report.get("whole"))
        heard_s += len(raw) / 2 / RATE
    return listenings, believed, heard_s


def main(minutes: float = 60) -> int:
    """Print the tables; 1 when noise alone was ever believed."""
    listener = Listener()
    print("commands, quiet:", count(listener, spoken(PAGE.phrases, None, 99, VOICES[:6]), commands=True), flush=True)
    print("other talk, quiet:", count(listener, spoken(TALK, None, 99, VOICES[:6]), commands=False), flush=True)
    for name, noise in (("pink", pink(40, 1)), ("babble", babble(40, 2))):
        for snr in SNRS:
            print(
                f"commands, {name} {snr} dB:",
                count(listener, spoken(PAGE.phrases, noise, snr, VOICES[:3]), True),
                flush=True,
            )
            print(
                f"other talk, {name} {snr} dB:",
                count(listener, spoken(TALK, noise, snr, VOICES[:3]), False),
                flush=True,
            )
    started = time.perf_counter()
    listenings, believed, heard_s = hour_of_noise(listener, minutes)
    print(
        f"noise alone: {heard_s / 60:.0f} minutes, {listenings} listenings ended, {believed} whole phrases believed"
        f" ({time.perf_counter() - started:.0f} s of work)"
    )
    return int(believed > 0)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 60))
