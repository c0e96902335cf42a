"""`kiosk device list` and `kiosk device hear-itself`: what is plugged in, and whether sound comes round."""

import json
from dataclasses import asdict

import click

from hardware.attached import attached
from hardware.social_card import NoReader, attached_readers
from voice.hear_itself import HeardItself, hear_itself
from voice.microphone import MicrophoneGone, open_microphone
from voice.sinks import AlsaSink
from voice.sound_devices import NoSound, sound_devices

EXIT_DONE, EXIT_LOOK, EXIT_BAD, EXIT_NOT_HEARD, EXIT_NO_DEVICE = 0, 1, 2, 3, 4
_KINDS = {
    "serial": "串口",
    "input": "键盘式设备",
    "camera": "摄像头",
    "gpio": "GPIO 芯片",
    "usb_reader": "USB 读卡器",
    "card": "社保卡读卡器",
    "microphone": "话筒",
    "speaker": "音箱",
}

_LOOSE = {"card": "两个同名的读卡器，只留一个"}
"""What to do about a name that does not last, where a udev rule does not help."""


@click.command("list", help="列出接着的设备，名字重新插也不变。退出码：0 列出来了；1 有的没有固定的名字。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象，供别的程序读。")
@click.pass_context
def list_devices(context: click.Context, as_json: bool) -> None:
    """One look; nothing is opened but the sound system and the card service."""
    found = attached()
    try:
        found += attached_readers()
        no_cards = ""
    except NoReader as error:
        no_cards = str(error)
    try:
        sound, why = sound_devices(), ""
    except NoSound as error:
        sound, why = (), str(error)
    if as_json:
        facts = {"devices": [asdict(d) for d in found], "sound": [asdict(d) for d in sound], "no_sound": why}
        facts["no_cards"] = no_cards
        click.echo(json.dumps(facts, ensure_ascii=False))
    else:
        for device in found:
            mend = _LOOSE.get(device.kind, "请写 udev 规则")
            loose = "" if device.lasting else f"（没有固定的名字，{mend}）"
            click.echo(f"{_KINDS[device.kind]}：{device.uri}  {device.about}{loose}")
        for one in sound:
            click.echo(f"{_KINDS[one.kind]}：{one.setting}{'（默认）' if one.default else ''}")
        if no_cards:
            click.echo(f"社保卡读卡器：看不了（{no_cards}）。")
        if why:
            click.echo(f"声音：没有可用的声音系统（{why}）。")
        if not found and not sound:
            click.echo("没有看到接着的设备。")
    context.exit(EXIT_DONE if all(device.lasting for device in found) else EXIT_LOOK)


@click.command("hear-itself", help="放一声，再用话筒听。退出码：0 听到；1 听到但很轻；2 写错了；3 没听到；4 没有话筒。")
@click.option("--microphone", default="auto", show_default=True, help="auto、mic:名字的一部分，或 pipe:路径。")
@click.option("--speaker", default="", help="ALSA 的输出名；空着是默认的。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象，供别的程序读。")
@click.pass_context
def try_sound(context: click.Context, microphone: str, speaker: str, as_json: bool) -> None:
    """Play a sweep and listen for it."""
    try:
        source = open_microphone(microphone)
    except ValueError:
        click.echo(f"话筒“{microphone}”写得不对。要写 auto、mic:名字的一部分，或 pipe:路径。", err=True)
        context.exit(EXIT_BAD)
    try:
        heard = hear_itself(AlsaSink(speaker), source)
    except (MicrophoneGone, FileNotFoundError) as error:
        missing = isinstance(error, FileNotFoundError)
        said = {"outcome": "speaker_absent" if missing else "microphone_absent"}
        say = "没有 aplay，请装 alsa-utils。" if missing else "没有可用的话筒。查 USB 线与 arecord -l。"
        click.echo(json.dumps(said, ensure_ascii=False) if as_json else say)
        context.exit(EXIT_NO_DEVICE)
    code, outcome, say = told(heard)
    click.echo(json.dumps({"outcome": outcome, **asdict(heard)}, ensure_ascii=False) if as_json else say)
    context.exit(code)


QUIET_DB = -50.0
"""A recording below this is heard, but a voice in a hall will hardly be."""


def told(heard: HeardItself) -> tuple[int, str, str]:
    """Exit code, outcome and words of a self-test."""
    if heard.silent:
        return EXIT_NOT_HEARD, "microphone_silent", "话筒一点声音都没有（全是零）。请看静音键和 alsamixer 的 Capture。"
    if not heard.heard:
        return EXIT_NOT_HEARD, "not_heard", f"话筒有声音（{heard.level_db:.0f} dB），但没听到自己放的。请看音箱。"
    if heard.level_db < QUIET_DB:
        return EXIT_LOOK, "heard_faintly", f"听到了，但很轻（{heard.level_db:.0f} dB）。请调大话筒或音箱。"
    return EXIT_DONE, "heard", f"听到了，{heard.level_db:.0f} dB，晚 {heard.delay_s * 1000:.0f} 毫秒。"
