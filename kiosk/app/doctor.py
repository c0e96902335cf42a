"""`kiosk doctor`: is this terminal fit to serve, and what should the technician do."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from hardware.receipt_printer import FontAbsent
from kiosk.catalogue import load_shipped
from kiosk.core.clock import Clock, SystemClock
from kiosk.core.settings import Settings, SettingsError, load_settings
from kiosk.core.system_words import system_says
from kiosk.diagnostics import Finding, Level, examine, fit
from offline_cache import OfflineCacheError, Outbox, read_logbook

SIGNS = {Level.OK: "✓ 正常", Level.LOOK: "! 要看看", Level.BAD: "✗ 有问题", Level.UNTRIED: "– 没有查"}
FIT, LOOK, WRONG, NO_PLACE = 0, 1, 2, 4


@click.command()
@click.option("--config", type=click.Path(path_type=Path), envvar="KIOSK_CONFIG", help="终端的设置文件（TOML）。")
@click.option("--json", "as_json", is_flag=True, help="只打印一个 JSON 对象，给程序用。")
@click.option("--report", type=click.Path(path_type=Path), help="把检查单（JSON、PDF）和维护包放进这个目录。")
def doctor(config: Path | None, as_json: bool, report: Path | None) -> None:
    """把终端查一遍：设备、网络、密钥、时钟、待上传、磁盘、话筒、字体，每一项说清楚怎么样、怎么办。

    什么也不改；不写 --report 就什么也不留。终端正在运行时，问它设备怎么样。维护包里没有任何个人信息。
    退出码：0 都好；1 有要看的；2 设置写错了；4 检查单写不进去。
    """
    try:
        settings = load_settings(config)
    except SettingsError as error:
        said = {"ok": False, "mistakes": error.mistakes}
        click.echo(json.dumps(said, ensure_ascii=False) if as_json else str(error), err=not as_json)
        sys.exit(WRONG)
    from kiosk.app.examining import gather
    from kiosk.app.readiness import as_json as whole

    clock = SystemClock()
    phrases = tuple(alias for service in load_shipped().services.values() for alias in service.aliases)
    findings = examine(gather(settings, clock, phrases))
    if report is not None:
        _leave(report, settings, findings, clock, as_json)
    if as_json:
        click.echo(json.dumps(whole(findings, settings.terminal, clock.now()), ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(_line(finding))
        bad = sum(f.level in (Level.BAD, Level.LOOK) for f in findings)
        click.echo(f"共 {bad} 项要看。" if bad else "都好，可以开门。")
    sys.exit(FIT if fit(findings) else LOOK)


def _leave(place: Path, settings: Settings, findings: Sequence[Finding], clock: Clock, as_json: bool) -> None:
    """The report and the bundle as files."""
    from kiosk.app.readiness import as_json_text, as_pdf
    from kiosk.app.support import bundle

    directory = settings.queue.directory
    logbook = read_logbook(directory, clock)
    try:
        outbox = Outbox(directory, clock, create=False)
    except OfflineCacheError:
        outbox = None
    try:
        place.mkdir(parents=True, exist_ok=True)
        (place / "readiness.json").write_text(as_json_text(findings, settings.terminal, clock.now()), "utf-8")
        (place / "readiness.pdf").write_bytes(as_pdf(findings, settings.terminal, settings.hall.name, clock.now()))
        (place / "support.zip").write_bytes(bundle(settings, clock, logbook, outbox, (), findings))
    except (OSError, FontAbsent) as error:
        why = str(error) if isinstance(error, FontAbsent) else system_says(error)
        say = f"检查单写不进 {place}：{why}"
        click.echo(json.dumps({"ok": False, "say": say}, ensure_ascii=False) if as_json else say, err=not as_json)
        sys.exit(NO_PLACE)
    finally:
        for opened in (logbook, outbox):
            if opened is not None:
                opened.close()


def _line(finding: Finding) -> str:
    mend = f"\n          {finding.mend}" if finding.mend else ""
    details = "".join(f"\n          · {name}：{value}" for name, value in finding.details)
    return f"{SIGNS[finding.level]}  {finding.name}：{finding.say}{mend}{details}"
