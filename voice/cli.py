"""`kiosk say`: hear a wording, or keep it as a WAV file, without a terminal.

Exit codes: 0 said, 4 there is no voice or nothing to hear it on.
"""

import threading
from pathlib import Path

import click

from voice.normalise import said
from voice.speaker import RATES, VOLUMES, Speaker

NOT_THERE = 4
_READY_S = 30.0


@click.command()
@click.argument("sentences", nargs=-1, required=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="存成 WAV 文件，不出声。")
@click.option("--rate", type=click.Choice([str(rate) for rate in RATES]), default="100", help="语速，百分比。")
@click.option("--volume", type=click.IntRange(VOLUMES[0], VOLUMES[-1]), default=2, help="音量，0 到 5。")
def say(sentences: tuple[str, ...], out: Path | None, rate: str, volume: int) -> None:
    """念几句话，听听怎么念。退出码：0 念了；4 没有声音可用。"""
    speaker = Speaker(f"file:{out}" if out else "auto")
    ended = threading.Event()
    try:
        if not speaker.wait_ready(_READY_S) or not speaker.available:
            click.echo("没有声音可用：请看 espeak-ng 装了没有，aplay -l 有没有声卡。", err=True)
            raise SystemExit(NOT_THERE)
        speaker.set_rate(int(rate))
        speaker.set_volume(volume)
        for sentence in sentences:
            click.echo(said(sentence))
        speaker.say(sentences, on_done=lambda finished: ended.set())
        ended.wait()
        if not speaker.available:
            click.echo("没有听到：声卡没有收下声音。", err=True)
            raise SystemExit(NOT_THERE)
    finally:
        speaker.close()
