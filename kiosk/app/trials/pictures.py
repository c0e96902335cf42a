"""Cameras: the moving picture, how sharp it is, and of the document camera one page with the judgement on it."""

import io
from functools import partial

from PIL import Image

from hardware.link import LinkError
from hardware.scanner import DOUBT_SAYS, FrameSource, NotClear, Photographed, ScannerFailed, ShotOutcome
from hardware.scanner.quality import SHARP
from kiosk.app.focusing import camera_source, steepness
from kiosk.app.trials.hands import LOOK_S, Hands, answer
from kiosk.core.faults import TEXTS
from kiosk.diagnostics import Glimpse

SHOT_S = 40.0
GLANCE_S = 5.0


def shoot(hands: Hands) -> str:
    """The live picture of the document camera; when the technician has laid the paper down, one page is taken."""
    scanner = hands.terminal.around.scanner
    if scanner is None:
        return "设置里没有这个设备。"
    best = 0.0

    def see(picture: Image.Image) -> None:
        nonlocal best
        now = steepness(picture)
        best = max(best, now)
        hands.frame(picture)
        hands.show(
            Glimpse(f"清晰度 {now * 1000:.0f}，最好 {best * 1000:.0f}。放好了，按“试完了”，就拍。", picture=True)
        )

    hands.show(Glimpse("放好了，按“试完了”，就拍。", picture=True))
    stop = scanner.watch(see)
    try:
        hands.over.wait()
    finally:
        stop()
    outcome: ShotOutcome | None = answer(partial(scanner.shoot, "page"), SHOT_S)
    match outcome:
        case Photographed(photo=photo):
            hands.frame(Image.open(io.BytesIO(photo.jpeg)).convert("RGB"))
            return f"拍好了，{photo.width}×{photo.height}，{len(photo.jpeg) // 1024} KB，判断：看得清。"
        case NotClear(doubt=doubt):
            return f"拍了，判断：{DOUBT_SAYS[doubt]}"
        case ScannerFailed(fault=fault):
            return TEXTS[fault].technician
        case None:
            return "高拍仪没有回话。"


def camera(hands: Hands) -> str:
    """The picture of the camera that calls use, and how sharp it is."""
    source = camera_source(hands.settings.call.camera)
    if source is None:
        return "设置里没有真摄像头。"
    return film(source, hands)


def film(source: FrameSource, hands: Hands) -> str:
    """Frames with their sharpness, until the technician ends it."""
    best, frames = 0.0, 0
    try:
        while not hands.over.wait(LOOK_S):
            picture = source.glance(GLANCE_S)
            frames += 1
            hands.frame(picture)
            now = steepness(picture)
            best = max(best, now)
            hands.show(Glimpse(f"清晰度 {now * 1000:.0f}，最好 {best * 1000:.0f}。", picture=True))
    except LinkError as error:
        return f"没有画面：{type(error).__name__}。看摄像头的线，看是不是被别的程序占用。"
    finally:
        source.rest()
    if not frames:
        return "一张画面也没有来。"
    return f"{frames} 张画面，最好的清晰度 {best * 1000:.0f}，{'够清楚' if best >= SHARP else '偏糊，请擦镜头、调焦'}。"
