"""Who must be called back, the most pressing first, and what came of it."""

from typing import Annotated, cast, get_args

from fastapi import APIRouter, Path
from fastapi.responses import Response

from hub import follow_ups
from hub.follow_ups import FollowUp, Result
from hub.outcomes import Refused, refused
from hub.web.guard import AtDesk, Visit, redirect
from hub.web.html import Html, many, tag
from hub.web.page import page, post_form, table, when, wrong

router = APIRouter()
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]


@router.get("/desk/follow-ups")
def list_page(visit: AtDesk) -> Response:
    return _page(visit, None)


@router.post("/desk/follow-ups/{help_id}/take")
def take(visit: AtDesk, help_id: Id) -> Response:
    outcome = follow_ups.take(visit.hub, help_id, visit.by)
    return _page(visit, outcome) if outcome else redirect("/desk/follow-ups")


@router.post("/desk/follow-ups/{help_id}/{how}")
def result(visit: AtDesk, help_id: Id, how: str) -> Response:
    if how not in get_args(Result):
        return _page(visit, refused(404, "unknown_act", "没有这个操作。"))
    number = visit.form.get("case_number", "").strip()[:60]
    outcome = follow_ups.result(visit.hub, help_id, visit.by, cast(Result, how), number)
    return _page(visit, outcome) if outcome else redirect("/desk/follow-ups")


def _page(visit: Visit, outcome: Refused | None) -> Response:
    found = visit.hub.store.read(follow_ups.waiting)
    heads = ["票号", "在哪", "什么事", "还要做什么", "最晚什么时候", "现在", ""]
    told = "答应回电话的，一个工作日里要回。最急的在最上面。"
    return page(
        "要回电话",
        wrong(outcome),
        tag("p", told, class_="soft"),
        tag("section", table(heads, [_row(visit, one) for one in found], "没有要回的电话。")),
        session=visit.session,
        here="/desk/follow-ups",
        status=outcome.status if outcome else 200,
    )


def _row(visit: Visit, one: FollowUp) -> list[Html | str | int | None]:
    service = visit.hub.shelf.current.services.get(one.service_id)
    late = one.overdue(visit.hub.clock.now())
    mark = tag("div", "■ 过时了", class_="light light-red") if late else None
    if one.taken_by:
        state: Html | str = f"{one.taken_by.removeprefix('user:')} 在回"
    elif one.tries:
        state = tag("span", f"试了 {one.tries} 回没联系上，再试：", when(one.next_at))
    else:
        state = "还没有人回"
    return [
        *(one.ticket, one.hall, service.plain_name if service else "—", one.note or "—"),
        *(many(when(one.due_at), mark), state, _acts(visit, one)),
    ]


def _acts(visit: Visit, one: FollowUp) -> Html:
    if not one.taken_by:
        return _act(visit, one, "take", "我来回")
    if one.taken_by != visit.by:
        return Html("")
    name = f"case-{one.help_id}"
    label = tag("label", "办件编号", for_=name)
    number = tag("input", id=name, name="case_number", maxlength="60", required=True, autocomplete="off")
    button = tag("button", "办成了", type="submit", aria_label=f"办成了：{one.ticket}")
    by_case = post_form(f"/desk/follow-ups/{one.help_id}/case", visit.session, label, number, button)
    reached = _act(visit, one, "reached", "联系上了，说清楚了")
    return many(reached, _act(visit, one, "not_reached", "没联系上，再试", "quiet"), by_case)


def _act(visit: Visit, one: FollowUp, act: str, label: str, kind: str | None = None) -> Html:
    button = tag("button", label, type="submit", class_=kind, aria_label=f"{label}：{one.ticket}")
    return post_form(f"/desk/follow-ups/{one.help_id}/{act}", visit.session, button, class_="inline")
