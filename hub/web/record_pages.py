"""Ratings and the audit chain."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from hub import audit, ratings
from hub.accounts import Role
from hub.outcomes import Refused
from hub.ratings import Rectification
from hub.store import Tx
from hub.web.guard import Auditor, Office, Operator, Visit, redirect
from hub.web.html import Html, many, tag
from hub.web.page import page, post_form, table, wrong
from hub.web.wording import act_name, name_of

router = APIRouter()


@router.get("/ratings")
def rating_summary(visit: Office) -> Response:
    return _ratings(visit, None)


@router.post("/ratings/close")
def close_rectification(visit: Operator) -> Response:
    outcome = ratings.close_rectification(visit.hub, visit.form.get("key", ""), visit.form.get("result", ""), visit.by)
    return _ratings(visit, outcome) if outcome else redirect("/ratings")


def _ratings(visit: Visit, outcome: Refused | None) -> Response:
    totals, open_ = visit.hub.store.read(lambda tx: (ratings.summary(tx), ratings.rectifications(tx)))
    rows: list[list[Html | str | int | None]] = [
        [_service(visit, service), *(levels[level] for level in ratings.LEVELS)] for service, levels in totals.items()
    ]
    summary = table(["事项", *ratings.LEVELS], rows, "还没有评价。")
    todo = table(["事项", "开单", "限期", "结果"], [_rectify(visit, r) for r in open_], "没有差评要整改。")
    note = tag("p", "评价和身份分开存，查不到是谁评的。", class_="soft")
    status = outcome.status if outcome else 200
    return page(
        "评价",
        wrong(outcome),
        tag("section", tag("h2", "汇总"), summary, note),
        tag("section", tag("h2", "差评整改"), todo),
        session=visit.session,
        here="/ratings",
        status=status,
    )


def _service(visit: Visit, service_id: str) -> str:
    service = visit.hub.shelf.current.services.get(service_id)
    return service.plain_name if service else "（没说是哪件）"


def _rectify(visit: Visit, item: Rectification) -> list[Html | str | int | None]:
    result: Html | str = item.result
    if item.state == "open":
        late = item.due_on < visit.hub.clock.now().date().isoformat()
        result = tag("span", "■ 超期" if late else "● 整改中", class_=f"light light-{'red' if late else 'green'}")
        if visit.session.role is Role.OPERATOR:
            label = f"{_service(visit, item.service_id)}的整改结果"
            result = many(
                result,
                post_form(
                    "/ratings/close",
                    visit.session,
                    tag("input", type="hidden", name="key", value=item.key),
                    tag(
                        "input", name="result", maxlength="300", required=True, aria_label=label, placeholder="做了什么"
                    ),
                    tag("button", "结单", type="submit", class_="quiet"),
                ),
            )
    return [_service(visit, item.service_id), item.opened_on, item.due_on, result]


@router.get("/audit")
def audit_trail(visit: Auditor, before: Annotated[int | None, Query(ge=1, le=2**53)] = None) -> Response:
    def look(tx: Tx) -> tuple[audit.Intact | audit.Broken, list[audit.AuditRecord]]:
        return audit.verify(tx, visit.hub.keys), audit.latest(tx, 100, before)

    state, found = visit.hub.store.read(look)
    if isinstance(state, audit.Intact):
        told = tag("p", f"链完整，共 {state.records} 条。", class_="good", role="status")
    else:
        told = tag("p", f"第 {state.seq} 条出了问题：{state.why}", class_="wrong", role="alert")
    rows: list[list[Html | str | int | None]] = [
        [
            item.seq,
            tag("span", item.at[:19].replace("T", " "), class_="num"),
            name_of(item.actor),
            act_name(item.act),
            tag("span", name_of(item.object), title=item.object),
            tag("span", item.detail, class_="soft small"),
        ]
        for item in found
    ]
    older = tag("p", tag("a", "更早的", href=f"/audit?before={found[-1].seq}")) if len(found) == 100 else None
    body = tag("section", table(["第几条", "时间", "谁", "做了什么", "对什么", "备注"], rows, "还没有记录。"), older)
    return page("留痕", told, body, session=visit.session, here="/audit")
