"""Papers under a document camera that never lay there: printed text on a mat, turned, seen askew, spoilt on demand."""

import random
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from hardware.chinese_font import SANS, find_font
from hardware.scanner.page import perspective, rectangle
from hardware.scanner.types import Corner, Corners

FRAME = (1600, 1200)
"""Two million pixels, a plain document camera."""
LINES = ("户口簿", "户别：家庭户", "户主姓名：测试桂兰", "住址：虚构市测试路1号", "本页为虚构样张，不是证件。")


@dataclass(frozen=True, slots=True)
class Scene:
    """How a paper lies, and what is wrong with the picture."""

    seed: int = 1
    turn: float = 4.0
    """Degrees."""
    askew: float = 0.06
    """How far corners are drawn in, as a share of the paper."""
    share: float = 0.72
    """The paper's height as a share of the frame's."""
    shift: tuple[float, float] = (0.0, 0.0)
    """From the middle, as shares of the frame."""
    blur: float = 0.0
    """Radius in pixels."""
    glare: float = 0.0
    """Radius of a lamp's reflection as a share of the paper's width."""
    light: float = 1.0
    page: bool = True
    text: bool = True
    card: bool = False


def corners_of(scene: Scene, size: tuple[int, int] = FRAME) -> Corners:
    """Where the paper's corners are, the truth that finding is measured against."""
    chance = random.Random(scene.seed)
    height = size[1] * scene.share * (0.35 if scene.card else 1.0)
    width = height * (85.6 / 54 if scene.card else 210 / 297)
    angle = np.deg2rad(scene.turn)
    middle = size[0] * (0.5 + scene.shift[0]), size[1] * (0.5 + scene.shift[1])

    def place(x: float, y: float) -> Corner:
        pull = 1 - chance.random() * scene.askew
        across, down = x * width / 2 * pull, y * height / 2 * pull
        return (
            float(middle[0] + across * np.cos(angle) - down * np.sin(angle)),
            float(middle[1] + across * np.sin(angle) + down * np.cos(angle)),
        )

    return place(-1, -1), place(1, -1), place(1, 1), place(-1, 1)


def draw(scene: Scene, size: tuple[int, int] = FRAME) -> Image.Image:
    """The frame the camera would give."""
    noise = np.random.default_rng(scene.seed)
    frame = Image.new("L", size, 62)
    if scene.page:
        sheet = _sheet(scene)
        corners = corners_of(scene, size)
        taken_from = perspective(corners, rectangle(sheet.size))
        laid = sheet.transform(size, Image.Transform.PERSPECTIVE, taken_from, Image.Resampling.BICUBIC)
        white = Image.new("L", sheet.size, 255)
        where = white.transform(size, Image.Transform.PERSPECTIVE, taken_from, Image.Resampling.BICUBIC)
        frame.paste(laid, (0, 0), where)
        if scene.glare:
            _reflect(frame, corners, scene.glare)
    if scene.blur:
        frame = frame.filter(ImageFilter.GaussianBlur(scene.blur))
    grain = noise.normal(0, 2.0, (size[1], size[0]))
    lit = np.clip(np.asarray(frame, dtype=np.float32) * scene.light + grain, 0, 255).astype(np.uint8)
    return Image.fromarray(lit).convert("RGB")


def _sheet(scene: Scene) -> Image.Image:
    size = (856, 540) if scene.card else (1050, 1485)
    sheet = Image.new("L", size, 226)
    if scene.text:
        path, face = find_font(SANS)
        pen, points = ImageDraw.Draw(sheet), 34 if scene.card else 44
        font = ImageFont.truetype(str(path), points, index=face)
        for n in range(len(LINES) if scene.card else 14):
            pen.text((70, 60 + n * points * 2), LINES[n % len(LINES)], fill=35, font=font)
    return sheet


def _reflect(frame: Image.Image, corners: Corners, share: float) -> None:
    x, y = sum(c[0] for c in corners) / 4, sum(c[1] for c in corners) / 4
    radius = share * abs(corners[1][0] - corners[0][0])
    spot = Image.new("L", frame.size, 0)
    ImageDraw.Draw(spot).ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    soft = spot.filter(ImageFilter.GaussianBlur(radius / 6))
    frame.paste(Image.new("L", frame.size, 255), (0, 0), soft)
