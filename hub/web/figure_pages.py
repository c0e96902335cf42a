"""How well the desk answers, as a page and as a file for the office's own tables."""

import csv
import io
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from hub import follow_ups
from hub.desk import figures
from hub.desk.figures import Figures
from hub.web.guard import AtDesk, Visit
from hub.web.html import Html, tag
from hub.web.page import page, table

router = APIRouter()
Days = Annotated[int, Query(ge=1, le=92)]
_HEADS = ["事项", "求助", "接了", "一分钟内接", "没等到就走", "没人接", "一次办成", "平均等", "平均帮办"]


@router.get("/desk/figures")
def figures_page(visit: AtDesk, days: Days = 7) -> Response:
    rows = [_shown(name, found) for name, found in _by_matter(visit, days)]
    links = [
        tag("a", f"{n} 天", href=f"/desk/figures?days={n}", aria_current="true" if n == days else None)
        for n in (1, 7, 30)
    ]
    spans = tag("ul", *(tag("li", link) for link in links), class_="chips", aria_label="看多少天")
    told = tag("p", "十秒内就不要了的，不算没等到。一次办成：写结果时选“办好了”的。", class_="soft")
    kept = visit.hub.store.read(lambda tx: follow_ups.kept_since(visit.hub, tx, _since(visit, days)))
    promised = (
        f"答应回电话 {kept.promised} 件，一个工作日里回了 {_percent(kept.in_time)}，过时还没回 {kept.overdue} 件。"
    )
    file = tag("p", tag("a", "存成表格（CSV）", href=f"/desk/figures.csv?days={days}"))
    return page(
        "帮办的数字",
        spans,
        tag("section", table(_HEADS, rows, "这几天没有人叫过导办员。"), told, tag("p", promised), file),
        session=visit.session,
        here="/desk/figures",
    )


@router.get("/desk/figures.csv")
def figures_file(visit: AtDesk, days: Days = 7) -> Response:
    """Shares as figures between 0 and 1, times in seconds; nothing where there is nothing to tell."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow([*_HEADS[:-2], "平均等（秒）", "平均帮办（秒）"])
    for name, one in _by_matter(visit, days):
        shares = [one.in_time, one.abandoned, one.nobody, one.finished_in_one, one.mean_wait_s, one.mean_call_s]
        rounded = ["" if share is None else round(share, 3) for share in shares]
        lines.writerow([name, one.asked, one.answered, *rounded])
    since = _since(visit, days)
    # The mark in front makes spreadsheets read it as UTF-8.
    return Response(
        "\ufeff" + out.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="desk-{since:%Y%m%d}-{days}.csv"'},
    )


def _since(visit: Visit, days: int) -> date:
    return visit.hub.clock.now().date() - timedelta(days=days - 1)


def _by_matter(visit: Visit, days: int) -> list[tuple[str, Figures]]:
    """All together first, then each matter by its name."""
    since = _since(visit, days)
    ones = visit.hub.store.read(lambda tx: figures.calls_since(tx, since))
    services = visit.hub.shelf.current.services
    named = [
        (services[matter].plain_name if matter in services else "还没选事项", found)
        for matter, found in figures.by_matter(ones).items()
    ]
    return [("全部", figures.figures(ones)), *named] if ones else []


def _shown(name: str, one: Figures) -> list[Html | str | int | None]:
    return [
        *(name, one.asked, one.answered, _percent(one.in_time), _percent(one.abandoned), one.nobody),
        *(_percent(one.finished_in_one), _seconds(one.mean_wait_s), _seconds(one.mean_call_s)),
    ]


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.0%}"


def _seconds(length: float | None) -> str:
    if length is None:
        return "—"
    minutes, seconds = divmod(round(length), 60)
    return f"{minutes} 分 {seconds:02d} 秒" if minutes else f"{seconds} 秒"
