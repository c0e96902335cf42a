"""Notices: what is shown at the terminals, and the form to publish one."""

from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import Response

from hub import notices
from hub.accounts import Role
from hub.outcomes import Refused, refused
from hub.web.guard import Operator, Visit, Worker, redirect
from hub.web.html import Html, tag
from hub.web.page import field, page, post_form, table, text_input, when, wrong
from kiosk.core.clock import BEIJING
from kiosk.core.wire import Notice

router = APIRouter()


@router.get("/notices")
def notice_list(visit: Worker) -> Response:
    return _show(visit, None)


@router.post("/notices")
def publish(visit: Operator) -> Response:
    form = visit.form
    expires = _time(form.get("expires", ""))
    if isinstance(expires, Refused):
        return _show(visit, expires)
    texts = (form.get("title", ""), form.get("text", ""), form.get("level", ""), form.get("source", ""))
    outcome = notices.publish(visit.hub, visit.by, *texts, expires)
    return _show(visit, outcome) if isinstance(outcome, Refused) else redirect("/notices")


@router.post("/notices/{notice_id}/withdraw")
def withdraw(visit: Operator, notice_id: str) -> Response:
    outcome = notices.withdraw(visit.hub, visit.by, notice_id)
    return _show(visit, outcome) if outcome else redirect("/notices")


def _time(text: str) -> datetime | Refused | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=BEIJING)
    except ValueError:
        return refused(422, "bad_expiry", "有效期没看懂。", "expires")


def _show(visit: Visit, outcome: Refused | None) -> Response:
    found = visit.hub.store.read(notices.recent)
    body = table(["级别", "标题", "发布", "有效到", "现在", ""], [_row(visit, *item) for item in found], "还没有公告。")
    sections = [tag("section", tag("h2", "发过的"), body)]
    if visit.session.role is Role.OPERATOR:
        sections.insert(0, _editor(visit))
    status = outcome.status if outcome else 200
    return page("公告", wrong(outcome), *sections, session=visit.session, here="/notices", status=status)


def _row(visit: Visit, notice: Notice, withdrawn: bool) -> list[Html | str | int | None]:
    over = notice.expires is not None and notice.expires <= visit.hub.clock.now()
    state = "撤下了" if withdrawn else ("过期了" if over else "终端在播")
    button = None
    if not withdrawn and not over and visit.session.role is Role.OPERATOR:
        inside = tag("button", "撤下", type="submit", class_="stop", aria_label=f"撤下：{notice.title}")
        button = post_form(f"/notices/{notice.id}/withdraw", visit.session, inside, class_="inline")
    until = when(notice.expires) if notice.expires else "一直"
    told = tag("div", tag("strong", notice.title), tag("div", notice.text, class_="soft"), tag("div", notice.source))
    return [notice.level, told, when(notice.published), until, state, button]


def _editor(visit: Visit) -> Html:
    form, today = visit.form, visit.hub.clock.now()
    levels = [tag("option", name, value=name, selected=name == form.get("level")) for name in notices.LEVELS]
    return tag(
        "section",
        tag("h2", "发一条"),
        post_form(
            "/notices",
            visit.session,
            field("标题", text_input("title", form.get("title", ""), maxlength="40", required=True), "title"),
            field(
                "正文",
                tag("textarea", form.get("text", ""), id="text", name="text", maxlength="2000", required=True),
                "text",
                "说大白话，句子短。终端会念出来。",
            ),
            field("级别", tag("select", *levels, id="level", name="level"), "level", "紧急的会盖住待机画面。"),
            field("谁发布的", text_input("source", form.get("source", ""), maxlength="60", required=True), "source"),
            field(
                "有效到",
                text_input("expires", form.get("expires", ""), type_="datetime-local", min=f"{today:%Y-%m-%dT%H:%M}"),
                "expires",
                "不填就一直有效。",
            ),
            tag("button", "发布", type="submit"),
        ),
    )
