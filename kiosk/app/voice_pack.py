"""`kiosk voice render`: the list of what can be said, and a pack of prepared audio made from it.

Exit codes: 0 the pack holds every sentence; 1 it is made, but some have no recording; 4 there is no voice here.
"""

import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import click
import soundfile  # type: ignore[import-untyped]

from kiosk.app.speakable import speakable
from kiosk.catalogue import load_shipped
from voice.espeak_driver import VOICE, EspeakMissing
from voice.pack import (
    MANIFEST,
    Manifest,
    PackBroken,
    Recording,
    key_of,
    open_pack,
    read_recording,
    save_manifest,
)
from voice.rendering import BYTES_PER_SAMPLE, SAMPLE_RATE, EspeakVoice

NEEDS_A_LOOK, NOT_THERE = 1, 4
SAVE_EVERY = 50
"""Sentences after which the manifest is written; what is lost when the power goes is made again."""
Make = Callable[[str], Recording | None]
"""One sentence's recording, put into the pack's folder; None when there is none."""
READ_BY_HAND = (".wav", ".flac", ".ogg", ".opus")


@click.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="语音包的文件夹。")
@click.option("--list", "only_list", is_flag=True, help="只列出句子，一行一句：文件名、制表符、句子。")
@click.option(
    "--recordings",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="真人录音的文件夹：文件名照 --list，wav、flac、ogg 或 opus。不给就用本机的合成声音。",
)
@click.option("--voice", "reader", default="", help="谁的声音，写进清单。用真人录音时必须写。")
@click.option("--licence", default="", help="录音的授权，写进清单。用真人录音时必须写。")
def render(out: Path | None, only_list: bool, recordings: Path | None, reader: str, licence: str) -> None:
    """把终端会说的每一句（不含个人信息的）做成语音包，断了再运行会接着做。

    用法：设置里写 voice.pack = "文件夹"。包里没有的句子照旧现场合成。

    退出码：0 每句都有；1 做好了，但有的句子没有录音；2 命令写错了；4 这里没有声音可用。
    """
    wanted = speakable(load_shipped())
    if only_list:
        for sentence in wanted:
            click.echo(f"{key_of(sentence)}\t{sentence}")
        return
    if out is None:
        raise click.UsageError("请写 --out 文件夹，或者 --list 只看清单。")
    if recordings is not None and not (reader and licence):
        raise click.UsageError("用真人录音，请写 --voice 谁的声音，和 --licence 授权。")
    make: Make | None = _synthesised(out) if recordings is None else _recorded(recordings, out)
    if make is None:
        click.echo("没有声音可用：请看 espeak-ng 装了没有。", err=True)
        raise SystemExit(NOT_THERE)
    out.mkdir(parents=True, exist_ok=True)
    manifest = _begun(out)
    manifest.voice = reader or f"espeak-ng {VOICE}"
    manifest.licence = licence or "由 espeak-ng（GPL-3）合成的声音；声音本身不受其许可证约束"
    missing = fill(out, manifest, wanted, make)
    click.echo(f"语音包 {out}：{len(wanted) - len(missing)} 句做好，{len(missing)} 句没有录音。")
    if missing:
        for sentence in missing[:10]:
            click.echo(f"  没有：{key_of(sentence)}  {sentence}", err=True)
        raise SystemExit(NEEDS_A_LOOK)


def fill(out: Path, manifest: Manifest, wanted: Sequence[str], make: Make) -> list[str]:
    """Make what is not there yet or no longer what its hash says; forget what is not said any more. What is missing."""
    said = {key_of(sentence) for sentence in wanted}
    manifest.sentences = {key: one for key, one in manifest.sentences.items() if key in said}
    missing = []
    with click.progressbar(wanted, label="语音包", file=sys.stderr) as bar:
        for count, sentence in enumerate(bar, 1):
            present = manifest.sentences.get(key_of(sentence))
            if present is None or read_recording(out / present.file, present.sha256) is None:
                manifest.sentences.pop(key_of(sentence), None)
                made = make(sentence)
                if made is None:
                    missing.append(sentence)
                else:
                    manifest.sentences[key_of(sentence)] = made
            if count % SAVE_EVERY == 0:
                save_manifest(out, manifest)
    save_manifest(out, manifest)
    return missing


def _begun(out: Path) -> Manifest:
    """A pack that was begun before; one whose manifest cannot be used is begun anew."""
    if not (out / MANIFEST).exists():
        return Manifest(voice="", licence="")
    try:
        return open_pack(out).manifest
    except PackBroken as error:
        click.echo(f"{error} 从头做。", err=True)
        return Manifest(voice="", licence="")


def _synthesised(out: Path) -> Make | None:
    try:
        voice = EspeakVoice()
    except EspeakMissing:
        return None

    def make(sentence: str) -> Recording | None:
        said = voice.render(sentence, 100)
        if not said.pcm:
            return None
        path = out / f"{key_of(sentence)}.wav"
        with soundfile.SoundFile(path, "w", SAMPLE_RATE, 1, "PCM_16") as file:
            file.buffer_write(said.pcm, "int16")
        ms = len(said.pcm) * 1000 // (SAMPLE_RATE * BYTES_PER_SAMPLE)
        return _entry(sentence, path, ms, [(mark.start, mark.end, mark.ms) for mark in said.marks])

    return make


def _recorded(recordings: Path, out: Path) -> Make:
    def make(sentence: str) -> Recording | None:
        for suffix in READ_BY_HAND:
            source = recordings / f"{key_of(sentence)}{suffix}"
            samples = read_recording(source) if source.exists() else None
            if samples is not None:
                path = out / source.name
                path.write_bytes(source.read_bytes())
                return _entry(sentence, path, len(samples) * 1000 // SAMPLE_RATE, [])
        return None

    return make


def _entry(sentence: str, path: Path, ms: int, marks: list[tuple[int, int, int]]) -> Recording:
    digest = sha256(path.read_bytes()).hexdigest()
    return Recording(text=sentence, file=path.name, sha256=digest, ms=max(1, ms), marks=marks)
