"""Every fault the terminal can name, with what to tell the resident, the hall's staff and the technician.

One table, so that no page and no driver invents its own words. The resident's sentence is spoken; it says what
happened, that nothing is lost where that is true, and what can be done now. `docs/faults.md` is generated from it.
"""

from kiosk.core.faults import cabinet, cards, papers, service, voice
from kiosk.core.faults.codes import WORKS_ON as WORKS_ON
from kiosk.core.faults.codes import Fault as Fault
from kiosk.core.faults.codes import FaultTexts as FaultTexts

_ALL = cards.TEXTS | papers.TEXTS | service.TEXTS | voice.TEXTS | cabinet.TEXTS
TEXTS: dict[Fault, FaultTexts] = {fault: _ALL[fault] for fault in Fault}
"""A test demands that every Fault has its three texts and that each resident's sentence is short enough."""


def as_markdown() -> str:
    """The table as docs/faults.md has it."""
    rows = "".join(f"| `{fault}` | {t.resident} | {t.staff} | {t.technician} |\n" for fault, t in TEXTS.items())
    head = "| 代码 | 对办事的人（屏上并念出） | 对大厅工作人员 | 对技术人员 |\n|---|---|---|---|\n"
    return "# 故障对照表\n\n由 `kiosk/core/faults` 生成（`make docs`），不要手改。\n\n" + head + rows
