"""Slower and faster without another pitch: Signalsmith Stretch, where its wheel exists for this processor."""

from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

from voice.rendering import SAMPLE_RATE


def _library() -> Any:
    try:
        return import_module("python_stretch.Signalsmith")
    except ImportError:  # no wheel for this processor: whoever asks is told None, and synthesises instead
        return None


_STRETCH = _library()


def stretch(samples: npt.NDArray[np.float32], times: float) -> npt.NDArray[np.float32] | None:
    """Mono samples made `times` as long (0.5 to 2) within -1 to 1; None where this machine cannot."""
    if times == 1.0:
        return samples
    if _STRETCH is None:
        return None
    engine = _STRETCH.Stretch()
    engine.preset(1, SAMPLE_RATE)
    engine.setTimeFactor(1 / times)
    made: npt.NDArray[np.float32] = engine.process(np.ascontiguousarray(samples[None], dtype=np.float32))
    return np.asarray(np.clip(made[0], -1.0, 1.0), dtype=np.float32)
