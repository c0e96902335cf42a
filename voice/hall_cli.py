"""`kiosk voice speak`: somebody speaks in the simulated hall, into the FIFO that stands where a microphone would be.

Exit codes: 0 said, 2 that is no FIFO, 4 nobody hears there or there is no voice.
"""

import os
import stat
from pathlib import Path

import click
import numpy as np
import soxr  # type: ignore[import-untyped]

from voice.espeak_driver import EspeakMissing
from voice.microphone import SAMPLE_RATE as HEARD_RATE
from voice.rendering import SAMPLE_RATE, EspeakVoice

NOT_THERE = 4
NO_FIFO = 2


@click.command()
@click.argument("pipe", type=click.Path(path_type=Path))
@click.argument("sentences", nargs=-1, required=True)
def speak(pipe: Path, sentences: tuple[str, ...]) -> None:
    """对着模拟话筒说几句：终端的设置写 voice.microphone = "pipe:路径"，路径用 mkfifo 建。

    退出码：0 说了；2 那不是 FIFO；4 没有终端在听，或没有 espeak-ng。
    """
    try:
        kind = pipe.stat().st_mode
    except OSError:
        kind = 0
    if not stat.S_ISFIFO(kind):
        click.echo(f"{pipe} 不是 FIFO。先用 mkfifo {pipe} 建一个。", err=True)
        raise SystemExit(NO_FIFO)
    try:
        voice = EspeakVoice()
        # Without waiting: opening a FIFO that nobody reads would hang for ever.
        fifo = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    except EspeakMissing:
        click.echo("没有声音可用：请装 espeak-ng。", err=True)
        raise SystemExit(NOT_THERE) from None
    except OSError:
        click.echo(f"没有终端在听 {pipe}。", err=True)
        raise SystemExit(NOT_THERE) from None
    os.set_blocking(fifo, True)
    with open(fifo, "wb", buffering=0) as microphone:
        for sentence in sentences:
            sound = np.frombuffer(voice.render(sentence, 100).pcm, "<i2") / 32768
            loud = soxr.resample(sound, SAMPLE_RATE, HEARD_RATE)
            microphone.write((np.clip(loud, -1, 1) * 32767).astype("<i2").tobytes() + bytes(HEARD_RATE))
