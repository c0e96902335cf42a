"""Logging in and out."""

from importlib.resources import files

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from hub import accounts
from hub.accounts import LoggedIn
from hub.incoming import hub_of
from hub.outcomes import Refused
from hub.web.guard import COOKIE, Anybody, home, read_form, redirect
from hub.web.html import Html, tag
from hub.web.page import field, home_of, page, text_input, wrong

router = APIRouter()
_STYLE = files("hub.web").joinpath("style.css").read_text("utf-8")


@router.get("/static/style.css")
def style() -> Response:
    return Response(_STYLE, media_type="text/css; charset=utf-8")


@router.get("/login")
def login_page(request: Request) -> Response:
    session = accounts.session_of(hub_of(request), request.cookies.get(COOKIE, ""))
    return home(session) if session else _form(None)


@router.post("/login")
async def login(request: Request) -> Response:
    hub, form = hub_of(request), await read_form(request)
    outcome = await run_in_threadpool(accounts.log_in, hub, form.get("name", ""), form.get("password", ""))
    if not isinstance(outcome, LoggedIn):
        return _form(outcome)
    answered = redirect(home_of(outcome.role))
    answered.set_cookie(
        COOKIE, outcome.token, httponly=True, samesite="strict", secure=hub.config.secure_cookies, path="/"
    )
    return answered


@router.post("/logout")
def logout(visit: Anybody, request: Request) -> Response:
    accounts.log_out(visit.hub, request.cookies.get(COOKIE, ""), visit.session.user)
    answered = redirect("/login")
    answered.delete_cookie(COOKIE)
    return answered


def _form(outcome: Refused | None) -> Response:
    form: Html = tag(
        "form",
        field("用户名", text_input("name", autocomplete="username", required=True, autofocus=True), "name"),
        field(
            "密码", text_input("password", type_="password", autocomplete="current-password", required=True), "password"
        ),
        tag("button", "登录", type="submit"),
        method="post",
        action="/login",
        class_="card",
    )
    note = tag("p", "十五分钟不用会自动退出。输错五次，锁十五分钟。", class_="soft")
    inside = tag("div", wrong(outcome), form, note, class_="login")
    return page("登录中枢", inside, session=None, status=outcome.status if outcome else 200)
