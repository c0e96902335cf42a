"""Learns to tell a question about a matter from the wish to have it done: one column of the table, by itself.

Logistic regression over the rows that the sentences have in the table, by Adagrad over small batches, seeded.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kiosk.dialogue.taught import ROWS

EPOCHS = 10
BATCH = 128
RATE = 0.3
SHRINK = 1e-5
SOFT = 0.02
"""Nothing is quite sure."""
FORGET = 0.15
"""Of a sentence's rows, how many are left out each time."""
RARE = 4.0
"""How much a question counts against a wish: there are some ten times as many wishes."""


def asking(rows: Sequence[NDArray[np.intp]], asks: NDArray[np.bool_]) -> NDArray[np.float32]:
    """ROWS weights in log odds. rows: of each sentence; asks: whether it is a question."""
    weights = np.zeros(ROWS, dtype=np.float32)
    moved = np.full(ROWS, 1e-7, dtype=np.float32)
    chance = np.random.default_rng(17)
    meant = np.where(asks, 1 - SOFT, SOFT)
    counts = np.where(asks, RARE, 1.0)
    for _ in range(EPOCHS):
        order = chance.permutation(len(rows))
        for start in range(0, len(order), BATCH):
            picked = order[start : start + BATCH]
            every = np.concatenate([rows[i] for i in picked])
            whose = np.repeat(np.arange(len(picked)), [len(rows[i]) for i in picked])
            kept = chance.random(len(every)) >= FORGET
            every, whose = every[kept], whose[kept]
            much = 1 / np.sqrt(np.maximum(1, np.bincount(whose, minlength=len(picked))))
            logits = np.bincount(whose, weights=weights[every], minlength=len(picked)) * much
            pull = (1 / (1 + np.exp(-logits)) - meant[picked]) * counts[picked] * much / len(picked)
            used, at = np.unique(every, return_inverse=True)
            slope = np.bincount(at, weights=pull[whose]) + SHRINK * weights[used]
            moved[used] += slope * slope
            weights[used] -= RATE * slope / np.sqrt(moved[used])
    return weights
