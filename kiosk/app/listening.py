"""`kiosk listen`: what the terminal hears in a sound file. `kiosk voice vocabulary`: what its model cannot write.

Exit codes: 0 heard; 2 the file cannot be used; 3 nothing was heard; 4 there is no such file, or no model.
"""

import json
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

import click

from kiosk.catalogue import Service, load_shipped
from kiosk.core.hearing import Deafness, Expect, Hearing, NotHeard
from kiosk.dialogue.cli import utterance_meaning
from voice import Ear
from voice.facts import vocabulary as spell
from voice.microphone import SoundUnreadable, read_sound
from voice.model import ModelMissing, find_model

NOTHING_HEARD = 3
UNUSABLE = 2
NOT_THERE = 4
_LIMIT_S = 180.0

WHY = {
    Deafness.SILENCE: "没有人说话。",
    Deafness.UNCLEAR: "有声音，没听清说的什么。",
    Deafness.TOO_LONG: "说得太长了，没有听完。",
    Deafness.NO_EAR: "听写程序没有应答。",
    Deafness.STOPPED: "听到一半停了。",
}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="打一个 JSON 对象，给程序用。")
def listen(file: Path, as_json: bool) -> None:
    """听一个 WAV 文件，就像在首页对着终端说。

    退出码：0 听到了；2 文件不能用；3 没听到话；4 没有这个文件，或没有听写模型。
    """
    if not file.exists():
        _refuse(f"找不到声音文件 {file}。", NOT_THERE, as_json)
    try:
        find_model()
        read_sound(file)
    except SoundUnreadable as unreadable:
        _refuse(str(unreadable), UNUSABLE, as_json)
    except ModelMissing as missing:
        _refuse(str(missing), NOT_THERE, as_json)
    hearing = hear_file(file, home_expectation())
    told = _told(hearing)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo(f"{told['text']}  →  {told['outcome']} {told['service'] or ''}  {told['say']}")
    if isinstance(hearing, NotHeard):
        raise SystemExit(NOTHING_HEARD)


def _told(hearing: Hearing) -> dict[str, Any]:
    """As `kiosk understand --json` tells it, and all that may have been heard."""
    if isinstance(hearing, NotHeard):
        nothing: dict[str, Any] = {"text": "", "outcome": "not_understood", "service": None, "candidates": []}
        return {**nothing, "say": WHY[hearing.why], "heard": []}
    heard = [{"text": h.text, "confidence": round(h.confidence, 3)} for h in hearing.hypotheses]
    return {**utterance_meaning(hearing), "heard": heard}


def _refuse(why: str, code: int, as_json: bool = False) -> NoReturn:
    if as_json:
        click.echo(json.dumps({"error": why}, ensure_ascii=False))
    click.echo(why, err=True)
    raise SystemExit(code)


def hear_file(file: Path, expect: Expect, model: Path | None = None) -> Hearing:
    """One utterance out of a sound file, through the same ear as at the terminal, as fast as it can be decoded."""
    ended = threading.Event()
    heard: list[Hearing] = []

    def answer(hearing: Hearing) -> None:
        heard.append(hearing)
        ended.set()

    # A file's speaker may take as long as the file; all of it is wanted.
    ear = Ear(f"wav:{file.absolute()}", patience_s=_LIMIT_S, longest_s=_LIMIT_S, stall_s=_LIMIT_S, model=model)
    try:
        ear.listen(expect, answer)
        ended.wait(_LIMIT_S)
    finally:
        ear.close()
    return heard[0] if heard else NotHeard(Deafness.NO_EAR)


def home_expectation() -> Expect:
    """What may be said on the home page: any matter by name, and whatever she calls it."""
    return Expect(tuple(service.plain_name for service in load_shipped().services.values()), open=True)


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--model", type=click.Path(path_type=Path), help="查哪个模型；默认是正在用的。")
def vocabulary(file: Path | None, model: Path | None) -> None:
    """查哪些话听写模型不会写。给一个每行一句的文件，- 是标准输入；不给就查事项目录里的名字和说法。

    退出码：0 都会写；1 有不会写的；2 文件不是 UTF-8；4 没有这个文件，或没有听写模型。
    """
    if file is not None and str(file) != "-" and not file.exists():
        _refuse(f"找不到文件 {file}。", NOT_THERE)
    if file is None:
        phrases = [phrase for service in load_shipped().services.values() for phrase in spoken_phrases(service)]
    else:
        raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            _refuse(f"{file} 第 {line} 行不是 UTF-8 文字。请存成 UTF-8 再试。", UNUSABLE)
        phrases = [line.strip() for line in text.splitlines() if line.strip()]
    try:
        spelt = spell(phrases, model)
    except ModelMissing as missing:
        click.echo(str(missing), err=True)
        raise SystemExit(NOT_THERE) from None
    for phrase in spelt.respelled:
        click.echo(f"用同音字写：{phrase} → {' '.join(spelt.spellings[phrase].words)}")
    for phrase in spelt.lost:
        click.echo(f"不会写：{phrase}")
    click.echo(f"共 {len(spelt.spellings) + len(spelt.lost)} 句，不会写 {len(spelt.lost)} 句。")
    raise SystemExit(1 if spelt.lost else 0)


def spoken_phrases(service: Service) -> list[str]:
    """Every name, alias and answer by which a matter or its choices may be called."""
    phrases = [service.plain_name, service.official_name, *service.aliases]
    for field in (*service.fields, *service.agent_fields):
        for option in field.options:
            phrases += [option.label, *option.aliases]
    return list(dict.fromkeys(phrases))
