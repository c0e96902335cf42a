"""Rebuild the graph of the shipped recognition model for what the terminal says and expects now.

    apt-get install libfst-tools libfst22-plugins-base
    python -m scripts.speech_graph

The acoustic model stays as it is; words, lexicon and bigram are made anew in seconds. The official vosk models have no
lexicon to rebuild from; for them phrases are written with the words they have (voice/spelling.py).
"""

import shutil
import sys
from pathlib import Path

from scripts.speech_graph.fst import build
from scripts.speech_graph.sentences import read_sentences, segment, words_of

MODEL = Path("voice/models/test-cn")


def main() -> int:
    if not shutil.which("fstdeterminize"):
        sys.stderr.write("要先装 libfst-tools 和 libfst22-plugins-base。\n")
        return 4
    words = words_of(MODEL / "lexicon.txt")
    sentences = read_sentences()
    words |= {char for sentence in sentences for char in sentence}
    build([segment(sentence, words) for sentence in sentences], words, MODEL / "graph")
    sys.stdout.write(f"{len(words)} 个词，{len(sentences)} 句，写进 {MODEL / 'graph'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
