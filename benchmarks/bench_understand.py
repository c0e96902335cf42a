"""From a heard sentence to its meaning on the home page, over every labelled sentence; limit p99 5 ms."""

import time
from statistics import median, quantiles

from rapidfuzz import fuzz, process

from benchmarks.understanding.labelled import labelled
from kiosk.core.hearing import typed
from kiosk.dialogue import understand
from kiosk.dialogue.cli import HOME, at_home


def main() -> list[float]:
    """Milliseconds of processor time of every sentence, beside one plain comparison with all phrasings."""
    context = at_home()
    phrasings = [text for service in context.matters.services.values() for text in service.aliases]
    took, peer = [], []
    for one in labelled():
        born = time.process_time()
        understand(typed(one.text), HOME, context)
        took.append((time.process_time() - born) * 1000)
        born = time.process_time()
        process.extractOne(one.text, phrasings, scorer=fuzz.ratio)
        peer.append((time.process_time() - born) * 1000)
    print(f"understand, {len(took)} sentences, {len(phrasings)} phrasings")
    print(f"  p50 {median(took):.2f} ms   p99 {quantiles(took, n=100)[98]:.2f} ms   limit 5 ms")
    print(f"  {median(took) / median(peer):.0f} x the likest phrasing by characters alone ({median(peer):.2f} ms)")
    return took


if __name__ == "__main__":
    main()
