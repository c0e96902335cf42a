"""The readiness report: what the doctor found, as JSON for programs and as one PDF for the folder of the terminal."""

import json
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from typing import Any

from fpdf import FPDF

from hardware.chinese_font import find_font
from kiosk.diagnostics import Finding, Level, fit

SIGNS = {Level.OK: "正常", Level.LOOK: "要看看", Level.BAD: "有问题", Level.UNTRIED: "没有查"}
_FACE = "face"
_MM = 6.5
"""Height of a line."""


def as_json(findings: Sequence[Finding], terminal: str, at: datetime) -> dict[str, Any]:
    """The report as a JSON value."""
    return {
        "ok": fit(findings),
        "terminal": terminal,
        "at": at.isoformat(timespec="seconds"),
        "program": version("community-kiosk"),
        "findings": [finding.to_json() for finding in findings],
    }


def as_json_text(findings: Sequence[Finding], terminal: str, at: datetime) -> str:
    """The same as a file has it."""
    return json.dumps(as_json(findings, terminal, at), ensure_ascii=False, indent=1) + "\n"


def as_pdf(findings: Sequence[Finding], terminal: str, hall: str, at: datetime) -> bytes:
    """A4, the characters embedded, with a line for two signatures. Raises FontAbsent without a Chinese face."""
    path, number = find_font()
    sheet = FPDF(format="A4")
    sheet.set_creation_date(at)
    sheet.set_title(f"终端 {terminal} 检查单")
    sheet.set_margins(18, 16)
    sheet.set_auto_page_break(True, 18)
    sheet.add_font(_FACE, fname=str(path), collection_font_number=number)
    sheet.add_page()
    _line(sheet, f"终端 {terminal} 检查单", 20)
    _line(sheet, f"{hall}　{at:%Y-%m-%d %H:%M}　程序 {version('community-kiosk')}", 11)
    bad = sum(finding.level in (Level.BAD, Level.LOOK) for finding in findings)
    _line(sheet, f"共 {bad} 项要看。" if bad else "都好，可以开门。", 13)
    for finding in findings:
        sheet.ln(1.5)
        _line(sheet, f"【{SIGNS[finding.level]}】{finding.name}：{finding.say}", 12)
        for text in (finding.mend, *(f"{name}：{value}" for name, value in finding.details)):
            if text:
                _line(sheet, f"　　{text}", 10)
    sheet.ln(8)
    _line(sheet, "检查的人：＿＿＿＿＿＿＿＿　　大厅的人：＿＿＿＿＿＿＿＿　　日期：＿＿＿＿＿＿＿＿", 11)
    return bytes(sheet.output())


def _line(sheet: FPDF, text: str, points: float) -> None:
    sheet.set_font(_FACE, size=points)
    sheet.multi_cell(0, max(_MM, points * 0.55), text, new_x="LMARGIN", new_y="NEXT", align="L")
