"""The desk: calls for help, who is on duty, and the hall's queue."""

from fastapi import APIRouter
from fastapi.responses import Response

from hub import help_desk, tickets
from hub.accounts import Role
from hub.help_desk import HelpCall, OnDuty, Reach
from hub.outcomes import Refused, refused
from hub.web.guard import Operator, Visit, Worker, redirect
from hub.web.html import Html, many, tag
from hub.web.page import good, page, post_form, table, when, wrong

router = APIRouter()
_WHY = {"asked": "请人帮忙", "stuck": "卡住了", "fault": "机器有毛病", "emergency": "急事"}
_STATES = {"waiting": "等着", "answered": "有人去了", "closed": "办完了"}


@router.get("/help")
def help_calls(visit: Worker) -> Response:
    return _help(visit, None)


@router.post("/help/{help_id}/{state}")
def settle_call(visit: Operator, help_id: str, state: str) -> Response:
    if state not in ("answered", "closed"):
        return _help(visit, refused(404, "unknown_act", "没有这个操作。"))
    outcome = help_desk.settle(visit.hub, help_id, state, visit.by)
    return _help(visit, outcome) if outcome else redirect("/help")


@router.post("/duty")
def duty(visit: Operator) -> Response:
    reach, _, place = visit.form.get("at", "").partition(":")
    at = next((known for known in visit.hub.store.read(help_desk.places) if known == (reach, place)), None)
    if at is None and reach:
        return _help(visit, refused(422, "unknown_place", "没有这个大厅或街道。", "at"))
    outcome = help_desk.set_duty(visit.hub, visit.session.user, at)
    return _help(visit, outcome) if outcome else redirect("/help")


def _help(visit: Visit, outcome: Refused | None) -> Response:
    present, calls = visit.hub.store.read(lambda tx: (help_desk.on_duty(visit.hub, tx), help_desk.calls(tx)))
    body = table(
        ["票号", "在哪", "为什么", "办到哪一步", "什么时候", "现在", ""],
        [_call_row(visit, call) for call in calls],
        "没有人求助。",
    )
    return page(
        "求助",
        wrong(outcome),
        _duty(visit, present),
        tag("section", body),
        session=visit.session,
        here="/help",
        status=outcome.status if outcome else 200,
    )


def _duty(visit: Visit, present: list[OnDuty]) -> Html:
    told = f"在岗：{'、'.join(f'{one.user}（{_where(one.reach, one.place)}）' for one in present)}。"
    hint = "终端先找本大厅的人，没有就找街道，再没有找全市；都没有，会照实告诉居民。"
    buttons: list[Html] = []
    if visit.session.role is Role.OPERATOR:
        mine = next(((one.reach, one.place) for one in present if one.user == visit.session.user), None)
        for reach, place in visit.hub.store.read(help_desk.places):
            if (reach, place) != mine:
                label = f"我在岗：{_where(reach, place)}"
                buttons.append(tag("button", label, type="submit", name="at", value=f"{reach}:{place}"))
        if mine is not None:
            buttons.append(tag("button", "我离岗了", type="submit", name="at", value="", class_="quiet"))
    return tag(
        "section",
        tag("h2", "值班"),
        tag("p", told if present else "现在没有人在岗。"),
        tag("p", hint, class_="soft"),
        post_form("/duty", visit.session, *buttons) if buttons else None,
    )


def _where(reach: Reach, place: str) -> str:
    return "全市" if reach == "city" else place


def _call_row(visit: Visit, call: HelpCall) -> list[Html | str | int | None]:
    service = visit.hub.shelf.current.services.get(call.service_id)
    buttons = []
    if visit.session.role is Role.OPERATOR:
        if call.state == "waiting":
            buttons.append(_settle(visit, call, "answered", "我去帮", None))
        if call.state != "closed":
            buttons.append(_settle(visit, call, "closed", "办完了", "quiet"))
    return [
        *(call.ticket, f"{call.hall} {call.terminal_id}", _WHY.get(call.why, call.why)),
        *(" ".join(filter(None, [service.plain_name if service else "", call.step])) or "—", when(call.asked_at)),
        *(_STATES[call.state], many(*buttons)),
    ]


def _settle(visit: Visit, call: HelpCall, state: str, label: str, kind: str | None) -> Html:
    name = f"{label}：{call.ticket}"
    button = tag("button", label, type="submit", class_=kind, aria_label=name)
    return post_form(f"/help/{call.id}/{state}", visit.session, button, class_="inline")


@router.get("/tickets")
def ticket_queues(visit: Operator) -> Response:
    return _queues(visit, "")


@router.post("/tickets/call")
def call_ticket(visit: Operator) -> Response:
    number = tickets.call_next(visit.hub, visit.form.get("hall", ""), visit.form.get("queue", ""), visit.by)
    return _queues(visit, f"请叫：{number}" if number else "这个队没有人等。")


def _queues(visit: Visit, told: str) -> Response:
    halls = visit.hub.store.read(tickets.halls)
    sections = [_hall(visit, hall) for hall in halls]
    nothing = tag("section", tag("p", "还没有登记终端，没有大厅。", class_="empty"))
    return page("叫号", good(told), *(sections or [nothing]), session=visit.session, here="/tickets")


def _hall(visit: Visit, hall: str) -> Html:
    queues = visit.hub.store.read(lambda tx: tickets.queues_now(visit.hub, tx, hall))
    rows: list[list[Html | str | int | None]] = [
        [queue.label, f"{queue.waiting} 人", queue.last_called or "—", _call_button(visit, hall, queue.id, queue.label)]
        for queue in queues
    ]
    return tag("section", tag("h2", hall), table(["队", "在等", "刚叫过", ""], rows, "目录里没有队。"))


def _call_button(visit: Visit, hall: str, queue: str, label: str) -> Html:
    return post_form(
        "/tickets/call",
        visit.session,
        tag("input", type="hidden", name="hall", value=hall),
        tag("input", type="hidden", name="queue", value=queue),
        tag("button", "叫下一位", type="submit", aria_label=f"叫下一位：{label}"),
        class_="inline",
    )
