"""The frame every page stands in, and the few pieces that several pages share."""

from datetime import datetime

from fastapi.responses import HTMLResponse

from hub.accounts import ROLE_NAMES, Role, Session
from hub.case_clock import Light
from hub.cases import Case
from hub.outcomes import Refused
from hub.web.html import Html, many, tag
from kiosk.core.clock import BEIJING

OFFICE = frozenset({Role.OPERATOR, Role.AUDITOR, Role.ADMIN})
DESK = frozenset({Role.GUIDE, Role.SUPERVISOR})
WORKERS = frozenset({Role.OPERATOR, Role.AUDITOR})
NAVIGATION: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("/", "办件", WORKERS),
    ("/help", "求助", WORKERS),
    ("/tickets", "叫号", frozenset({Role.OPERATOR})),
    ("/notices", "公告", WORKERS),
    ("/unclear", "没听懂", WORKERS),
    ("/ratings", "评价", OFFICE),
    ("/terminals", "终端", OFFICE),
    ("/audit", "留痕", frozenset({Role.AUDITOR})),
    ("/desk", "帮办台", DESK),
    ("/desk/check", "试设备", DESK),
    ("/desk/follow-ups", "要回电话", DESK),
    ("/desk/figures", "数字", DESK),
    ("/desk/guides", "导办员", frozenset({Role.SUPERVISOR})),
    ("/desk/recordings", "录音", frozenset({Role.SUPERVISOR})),
)
_LIGHTS: dict[Light, str] = {"green": "● 正常", "yellow": "▲ 快到期", "red": "■ 超期", "none": "—"}


def home_of(role: Role) -> str:
    """Where somebody lands after logging in."""
    if role in DESK:
        return "/desk"
    return "/terminals" if role is Role.ADMIN else "/"


def page(title: str, *body: Html, session: Session | None, here: str = "", status: int = 200) -> HTMLResponse:
    """A whole page."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{title} · 社区自助终端中枢"),
        tag("link", rel="stylesheet", href="/static/style.css"),
        tag("link", rel="icon", href="data:,"),
    )
    content = many(
        tag("a", "跳到正文", href="#main", class_="skip"),
        _bar(session, here) if session else None,
        tag("main", tag("h1", title), *body, id="main", tabindex="-1"),
    )
    return HTMLResponse(many(Html("<!doctype html>"), tag("html", head, tag("body", content), lang="zh-CN")), status)


def _bar(session: Session, here: str) -> Html:
    links = [
        tag("a", name, href=path, aria_current="page" if path == here else None)
        for path, name, roles in NAVIGATION
        if session.role in roles
    ]
    leave = post_form("/logout", session, tag("button", "退出", type="submit"))
    who = tag("span", f"{session.user}（{ROLE_NAMES[session.role]}）")
    return tag(
        "header", tag("div", tag("strong", "中枢"), tag("nav", *links, aria_label="主菜单"), who, leave, class_="bar")
    )


def post_form(action: str, session: Session, *children: Html, class_: str | None = None) -> Html:
    """A form that changes something; carries the session's token."""
    token = tag("input", type="hidden", name="csrf", value=session.csrf)
    return tag("form", token, *children, method="post", action=action, class_=class_)


def field(label: str, control: Html, name: str, hint: str = "") -> Html:
    """A labelled control; the control's id must be `name`."""
    told = tag("p", hint, class_="hint", id=f"{name}-hint") if hint else None
    return tag("div", tag("label", label, for_=name), told, control, class_="field")


def text_input(name: str, value: str = "", *, type_: str = "text", **more: str | bool | None) -> Html:
    """A one-line input."""
    return tag("input", type=type_, id=name, name=name, value=value or None, **more)


def wrong(outcome: Refused | None) -> Html:
    """What went wrong, at the top, read out by screen readers; nothing when nothing did."""
    return tag("p", outcome.problem.say, class_="wrong", role="alert") if outcome is not None else Html("")


def good(text: str) -> Html:
    """What was done."""
    return tag("p", text, class_="good", role="status") if text else Html("")


def table(headings: list[str], rows: list[list[Html | str | int | None]], empty: str) -> Html:
    """A table, or a sentence when there is nothing in it."""
    if not rows:
        return tag("p", empty, class_="empty")
    head = tag("thead", tag("tr", *(tag("th", heading, scope="col") for heading in headings)))
    body = tag("tbody", *(tag("tr", *(tag("td", cell) for cell in row)) for row in rows))
    return tag("div", tag("table", head, body), class_="scroll")


def when(at: datetime | None) -> Html:
    """11月24日 09:00, with the full time for machines."""
    if at is None:
        return tag("span", "还没有", class_="soft")
    local = at.astimezone(BEIJING)
    return tag("time", f"{local.month}月{local.day}日 {local:%H:%M}", datetime=local.isoformat(), class_="num")


def light(case: Case) -> Html:
    """Word and shape beside the colour."""
    return tag("span", _LIGHTS[case.light], class_=f"light light-{case.light}")


def status_chip(text: str) -> Html:
    """A case's status."""
    return tag("span", text, class_="status")
