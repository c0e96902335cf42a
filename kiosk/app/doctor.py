"""`kiosk doctor`: is this terminal fit to serve, and what should the technician do."""

import json
import sys
from pathlib import Path

import click

from kiosk.catalogue import load_shipped
from kiosk.core.clock import SystemClock
from kiosk.core.settings import SettingsError, load_settings
from kiosk.diagnostics import Finding, Level, examine, fit

SIGNS = {Level.OK: "✓ 正常", Level.LOOK: "! 要看看", Level.BAD: "✗ 有问题", Level.UNTRIED: "– 没有查"}
FIT, LOOK, WRONG = 0, 1, 2


@click.command()
@click.option("--config", type=click.Path(path_type=Path), envvar="KIOSK_CONFIG", help="终端的设置文件（TOML）。")
@click.option("--json", "as_json", is_flag=True, help="只打印一个 JSON 对象，给程序用。")
def doctor(config: Path | None, as_json: bool) -> None:
    """把终端查一遍：设备、网络、密钥、时钟、待上传、磁盘、话筒、字体，每一项说清楚怎么样、怎么办。

    什么也不改，什么也不留。终端正在运行时，串口设备可能正被它用着。退出码：0 都好；1 有要看的；2 设置写错了。
    """
    try:
        settings = load_settings(config)
    except SettingsError as error:
        said = {"ok": False, "mistakes": error.mistakes}
        click.echo(json.dumps(said, ensure_ascii=False) if as_json else str(error), err=not as_json)
        sys.exit(WRONG)
    from kiosk.app.examining import gather

    phrases = tuple(alias for service in load_shipped().services.values() for alias in service.aliases)
    findings = examine(gather(settings, SystemClock(), phrases))
    if as_json:
        report = {"ok": fit(findings), "terminal": settings.terminal, "findings": [f.to_json() for f in findings]}
        click.echo(json.dumps(report, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(_line(finding))
        bad = sum(f.level in (Level.BAD, Level.LOOK) for f in findings)
        click.echo(f"共 {bad} 项要看。" if bad else "都好，可以开门。")
    sys.exit(FIT if fit(findings) else LOOK)


def _line(finding: Finding) -> str:
    mend = f"\n          {finding.mend}" if finding.mend else ""
    details = "".join(f"\n          · {name}：{value}" for name, value in finding.details)
    return f"{SIGNS[finding.level]}  {finding.name}：{finding.say}{mend}{details}"
