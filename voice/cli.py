"""`kiosk say`: hear a wording, or keep it as a WAV file. `kiosk voice install`: a model to hear with.

Exit codes: 0 done, 1 installed but not verified, 2 nothing to say, 4 what is needed is not there.
"""

import re
import sys
import threading
from pathlib import Path

import click

from kiosk.core.loudness import DEFAULT, LEVELS
from voice.install import OFFICIAL_URL, InstallFailed, install
from voice.normalise import said
from voice.speaker import RATES, Speaker

NOT_THERE = 4
NOTHING_TO_SAY = 2
NEEDS_A_LOOK = 1
_READY_S = 30.0


@click.command()
@click.argument("sentences", nargs=-1, required=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="存成 WAV 文件，不出声。")
@click.option("--rate", type=click.Choice([str(rate) for rate in RATES]), default="100", help="语速，百分比。")
@click.option(
    "--volume", type=click.IntRange(0, len(LEVELS["speaker"]) - 1), default=DEFAULT["speaker"], help="音量，0 到 5。"
)
def say(sentences: tuple[str, ...], out: Path | None, rate: str, volume: int) -> None:
    """念几句话，听听怎么念。退出码：0 念了；2 没有要念的字；4 没有声音可用，或文件写不了。"""
    if not any(re.search(r"\w", said(sentence)) for sentence in sentences):
        click.echo("没有要念的字。", err=True)
        raise SystemExit(NOTHING_TO_SAY)
    if out:
        _see_that_it_can_be_written(out)
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


def _see_that_it_can_be_written(out: Path) -> None:
    """Before the voice is started, so that the cause named is the true one."""
    try:
        with out.open("ab"):
            pass
    except OSError as error:
        why = "没有这个文件夹" if isinstance(error, FileNotFoundError) else "请检查权限和磁盘空间"
        click.echo(f"写不了 {out}：{why}。", err=True)
        raise SystemExit(NOT_THERE) from None


@click.command()
@click.option(
    "--from", "source", default=OFFICIAL_URL, help="网址、zip 文件、文件夹或 U 盘的路径。默认是官方小模型的网址。"
)
@click.option("--sha256", default="", help="zip 文件应有的 sha256。给了就核对，不对就不装。")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="装到哪个文件夹。")
def install_model(source: str, sha256: str, into: Path | None) -> None:
    """装听写模型，要么装好，要么什么都不变；断了再运行一次会接着下。

    退出码：0 装好了；1 装好了，但没有 sha256 可核对；4 没装上。
    """
    try:
        with click.progressbar(length=100, label="下载", file=sys.stderr, hidden="://" not in source) as bar:
            done = install(source, into, sha256, lambda got, of: bar.update(got * 100 // of - bar.pos) if of else None)
    except InstallFailed as failed:
        click.echo(f"没有装上：{failed}", err=True)
        raise SystemExit(NOT_THERE) from None
    click.echo(f"装好了：{done.path}")
    click.echo(f"模型文件的 sha256：{done.digest}")
    if done.source_sha256:
        click.echo(f"zip 的 sha256：{done.source_sha256}")
    if not done.verified:
        click.echo("没有给 --sha256，来源没有核对过。请和发给您模型的人核对上面的数字。", err=True)
        raise SystemExit(NEEDS_A_LOOK)
