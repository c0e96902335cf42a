"""How sharp the cameras are this moment, by the limits the document camera judges pages by."""

from functools import partial

import numpy as np
from PIL import Image

from hardware.link import BadUri, LinkError
from hardware.scanner import Doubt, FrameSource, Look, NotClear, Photographed, Scanner, open_source
from hardware.scanner.quality import SHARP, sharpness
from kiosk.app.waiting import answer, first
from kiosk.diagnostics.focus import Focus, Verdict

FRAME_S = 6.0


def steepness(picture: Image.Image) -> float:
    """How steep the steepest edges of a picture are, 0 to 1; about SHARP and more is sharp."""
    return sharpness(np.asarray(picture.convert("L")))


def scanner_focus(scanner: Scanner) -> Focus | None:
    """The document camera: its own word where a page lies there, else only what is beyond doubt. None: no picture."""
    look: Look | None = answer(partial(scanner.look, "page", judge=True), FRAME_S)
    frame: Image.Image | None = first(scanner.watch, FRAME_S)
    if look is None or frame is None:
        return None
    value = steepness(frame)
    match look.outcome:
        case Photographed():
            verdict = Verdict.SHARP
        case NotClear(doubt=Doubt.BLURRED):
            verdict = Verdict.BLURRED
        case _:
            verdict = Verdict.SHARP if value >= SHARP else Verdict.UNSURE
    return Focus(value, SHARP, verdict)


def camera_focus(setting: str) -> Focus | None:
    """The camera of calls, which sees the hall. None where there is no real one, or no picture came."""
    source = camera_source(setting)
    if source is None:
        return None
    try:
        value = steepness(source.glance(FRAME_S))
    except LinkError:
        return None  # whether it opens is told elsewhere
    finally:
        source.rest()
    return Focus(value, SHARP, Verdict.SHARP if value >= SHARP else Verdict.BLURRED)


def camera_source(setting: str) -> FrameSource | None:
    """The camera of calls as a source of frames; None for none, or the pattern that stands in for one."""
    if not setting.startswith("/"):
        return None
    try:
        return open_source(f"v4l2://{setting}?size=1280x720")
    except BadUri:
        return None
