"""Cases: the list with its lights, and one case with what can be done."""

import base64
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from hub import cases
from hub.accounts import Role
from hub.case_states import NEEDS_NOTE, Act, Status, acts
from hub.cases import Case
from hub.forms import OpenedForm, Picture, open_form
from hub.outcomes import Refused, refused
from hub.store import Tx
from hub.web.guard import Operator, Visit, Worker, redirect
from hub.web.html import Html, many, tag
from hub.web.page import field, light, page, post_form, status_chip, table, when, wrong

router = APIRouter()
_STOPPING = frozenset({Act.DECLINE, Act.DENY, Act.WITHDRAW})


@router.get("/")
def case_list(visit: Worker, status: Annotated[str, Query(max_length=20)] = "") -> Response:
    chosen = next((s for s in Status if s == status), None)

    def look(tx: Tx) -> tuple[dict[Status, int], list[Case]]:
        return cases.count_by_status(tx), cases.list_cases(visit.hub, tx, chosen)

    counts, found = visit.hub.store.read(look)
    urgent = {"red": 0, "yellow": 1}
    found.sort(key=lambda case: urgent.get(case.light, 2))
    body = table(
        ["期限", "编号", "事项", "办事人", "状态", "收到", "大厅"], [_row(case) for case in found], "没有办件。"
    )
    return page("办件", _filters(counts, chosen), tag("section", body), session=visit.session, here="/")


def _filters(counts: dict[Status, int], chosen: Status | None) -> Html:
    links = [tag("a", f"全部 {sum(counts.values())}", href="/", aria_current=None if chosen else "true")]
    links += [
        tag(
            "a",
            f"{status} {counts[status]}",
            href=f"/?status={status}",
            aria_current="true" if status is chosen else None,
        )
        for status in Status
        if status in counts
    ]
    return tag("ul", *(tag("li", link) for link in links), class_="chips", aria_label="按状态看")


def _row(case: Case) -> list[Html | str | int | None]:
    link = tag("a", case.number, href=f"/cases/{case.number}", class_="num")
    return [
        *(light(case), link, case.service_name, case.holder_masked),
        *(status_chip(case.status), when(case.received_at), case.hall),
    ]


@router.get("/cases/{number}")
def one_case(visit: Worker, number: str) -> Response:
    return _show(visit, number, None)


@router.post("/cases/{number}/act")
def act_on_case(visit: Operator, number: str) -> Response:
    doing = next((act for act in Act if act.name == visit.form.get("act")), None)
    if doing is None:
        return _show(visit, number, refused(422, "unknown_act", "没有这个操作。"))
    missing = [line.strip()[:60] for line in visit.form.get("missing", "").splitlines() if line.strip()][:20]
    outcome = cases.act(visit.hub, number, doing, visit.by, visit.form.get("note", ""), missing)
    return _show(visit, number, outcome) if isinstance(outcome, Refused) else redirect(f"/cases/{number}")


@router.post("/cases/{number}/form")
def open_sealed_form(visit: Operator, number: str) -> Response:
    outcome = open_form(visit.hub, number, visit.by)
    return _show(visit, number, outcome if isinstance(outcome, Refused) else None, outcome)


def _show(visit: Visit, number: str, outcome: Refused | None, form: OpenedForm | Refused | None = None) -> Response:
    case = visit.hub.store.read(lambda tx: cases.find_case(visit.hub, tx, number))
    if case is None:
        none = refused(404, "no_case", "没有这个办件。")
        return page("没有这个办件", wrong(none), session=visit.session, here="/", status=404)
    left = many(_facts(case), _form_section(visit, case, form if isinstance(form, OpenedForm) else None))
    right = many(_acts(visit, case), _stages(case))
    body = tag("div", tag("div", left), tag("div", right), class_="columns")
    title = f"{case.service_name} {case.number}"
    return page(title, wrong(outcome), body, session=visit.session, here="/", status=outcome.status if outcome else 200)


def _facts(case: Case) -> Html:
    view = case.view()
    days = "未定（以窗口答复为准）" if case.deadline is None else f"{view.due}，还剩 {view.working_days_left} 个工作日"
    if case.deadline is not None and not view.due:
        days = "已办完"
    facts: list[tuple[str, Html | str]] = [
        ("状态", status_chip(case.status)),
        ("期限", many(light(case), " ", days)),
        ("办事人", case.holder_masked),
        ("还差", "、".join(case.missing) or "不差"),
        ("填好", when(case.filled_at)),
        ("收到", when(case.received_at)),
        ("从哪来", f"{case.hall}，终端 {case.terminal_id}"),
        ("事项版本", case.service_version),
    ]
    return tag("section", tag("h2", "办件"), _facts_list(facts))


def _facts_list(facts: list[tuple[str, Html | str]]) -> Html:
    return tag("dl", *(many(tag("dt", name), tag("dd", value)) for name, value in facts))


def _form_section(visit: Visit, case: Case, form: OpenedForm | None) -> Html:
    if form is not None:
        warning = tag("p", "这次查看已经记下。看完请离开本页。", class_="good", role="status")
        facts = _facts_list([(k, v) for k, v in form.facts])
        return tag("section", tag("h2", "填的内容"), warning, facts, *(_picture(one) for one in form.pictures))
    if visit.session.role is not Role.OPERATOR:
        return tag("section", tag("h2", "填的内容"), tag("p", "您的岗位不能看填的内容。", class_="empty"))
    button = tag("button", "查看", type="submit", class_="quiet")
    told = tag("p", "内容是封着的。按“查看”才打开，并记下谁、什么时候看的。", class_="soft")
    return tag("section", tag("h2", "填的内容"), told, post_form(f"/cases/{case.number}/form", visit.session, button))


def _picture(one: Picture) -> Html:
    # In the page itself: one opening, one record, and nothing that a browser could fetch or keep by itself.
    data = f"data:{one.media_type};base64,{base64.b64encode(one.body).decode()}"
    return tag("figure", tag("figcaption", one.name), tag("img", src=data, alt=one.name), class_="paper-shown")


def _acts(visit: Visit, case: Case) -> Html:
    possible = acts(case.status)
    if visit.session.role is not Role.OPERATOR or not possible:
        return Html("")
    buttons = [
        tag("button", act, type="submit", name="act", value=act.name, class_="stop" if act in _STOPPING else None)
        for act in possible
    ]
    reasons = "、".join(act for act in possible if act in NEEDS_NOTE)
    note = field(
        "说明（居民会看到）",
        tag("textarea", id="note", name="note", maxlength=str(cases.NOTE_LIMIT), aria_describedby="note-hint"),
        "note",
        f"{reasons}：一定要写。" if reasons else "可以不写。",
    )
    missing = None
    if Act.ASK_CORRECTION in possible:
        control = tag(
            "textarea", "\n".join(case.missing), id="missing", name="missing", aria_describedby="missing-hint"
        )
        missing = field("还差什么", control, "missing", "一行一样。一次说全，只能告知一次。")
    form = post_form(
        f"/cases/{case.number}/act", visit.session, many(note, missing, tag("div", *buttons, class_="buttons"))
    )
    return tag("section", tag("h2", "办理"), form)


def _stages(case: Case) -> Html:
    items = [
        tag(
            "li",
            tag("strong", stage.status),
            " ",
            when(stage.at),
            tag("div", stage.note, class_="soft") if stage.note else None,
        )
        for stage in case.stages
    ]
    return tag("section", tag("h2", "走到哪一步"), tag("ol", *items, class_="stages"))
