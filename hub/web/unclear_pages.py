"""What was said and not understood: taught to mean a matter, or thrown away."""

from fastapi import APIRouter
from fastapi.responses import Response

from hub import unclear
from hub.accounts import Role
from hub.outcomes import Refused
from hub.unclear import Saying
from hub.web.guard import Operator, Visit, Worker, redirect
from hub.web.html import Html, tag
from hub.web.page import page, post_form, table, wrong

router = APIRouter()
_STATES = {"taught": "教会了", "discarded": "丢弃了"}


@router.get("/unclear")
def unclear_list(visit: Worker) -> Response:
    return _show(visit, None)


@router.post("/unclear/teach")
def teach(visit: Operator) -> Response:
    outcome = unclear.teach(visit.hub, visit.by, visit.form.get("text", ""), visit.form.get("service", ""))
    return _show(visit, outcome) if outcome else redirect("/unclear")


@router.post("/unclear/discard")
def discard(visit: Operator) -> Response:
    outcome = unclear.discard(visit.hub, visit.by, visit.form.get("text", ""))
    return _show(visit, outcome) if outcome else redirect("/unclear")


def _show(visit: Visit, outcome: Refused | None) -> Response:
    found = visit.hub.store.read(unclear.sayings)
    waiting = [_waiting(visit, saying) for saying in found if saying.state == "waiting"]
    decided = [_decided(visit, saying) for saying in found if saying.state != "waiting"]
    told = tag("p", "都是本人同意留下的话，姓名、号码和地址已尽量去掉。看出是谁的，请丢弃。", class_="soft")
    return page(
        "没听懂的话",
        wrong(outcome),
        told,
        tag(
            "section",
            tag("h2", "等人看的"),
            table(["说法", "几次", "日子", "像什么", "", ""], waiting, "没有等着看的。"),
        ),
        tag("section", tag("h2", "看过的"), table(["说法", "几次", "日子", "怎么办的"], decided, "还没有看过的。")),
        session=visit.session,
        here="/unclear",
        status=outcome.status if outcome else 200,
    )


def _waiting(visit: Visit, saying: Saying) -> list[Html | str | int | None]:
    near = "、".join(_name(visit, service_id) for service_id in saying.candidates)
    row: list[Html | str | int | None] = [saying.text, saying.times, _days(saying), near or "都不像"]
    if visit.session.role is not Role.OPERATOR:
        return [*row, None, None]
    return [*row, _teach_form(visit, saying), _discard_form(visit, saying)]


def _teach_form(visit: Visit, saying: Saying) -> Html:
    services = visit.hub.shelf.current.services
    near = [service_id for service_id in saying.candidates if service_id in services]
    options = [
        tag("option", f"{service_id} {services[service_id].plain_name}", value=service_id)
        for service_id in (*near, *(one for one in services if one not in near))
    ]
    chosen = tag("select", *options, name="service", aria_label=f"「{saying.text}」是说哪件事")
    button = tag("button", "就是这件事", type="submit", aria_label=f"「{saying.text}」就是选的这件事")
    return post_form("/unclear/teach", visit.session, _text(saying), chosen, button, class_="beside")


def _discard_form(visit: Visit, saying: Saying) -> Html:
    button = tag("button", "丢弃", type="submit", class_="stop", aria_label=f"丢弃：{saying.text}")
    return post_form("/unclear/discard", visit.session, _text(saying), button, class_="inline")


def _decided(visit: Visit, saying: Saying) -> list[Html | str | int | None]:
    how = _STATES[saying.state]
    meaning = f"{how}：{_name(visit, saying.service_id)}" if saying.service_id else how
    return [saying.text, saying.times, _days(saying), meaning]


def _text(saying: Saying) -> Html:
    return tag("input", type="hidden", name="text", value=saying.text)


def _days(saying: Saying) -> str:
    return saying.first_day if saying.first_day == saying.last_day else f"{saying.first_day} 到 {saying.last_day}"


def _name(visit: Visit, service_id: str) -> str:
    service = visit.hub.shelf.current.services.get(service_id)
    return service.plain_name if service else service_id
