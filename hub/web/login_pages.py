"""Logging in and out."""

from importlib.resources import files

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from hub import accounts, second_factor
from hub.accounts import HalfWay, LoggedIn
from hub.house import Hub
from hub.incoming import hub_of
from hub.outcomes import Refused
from hub.second_factor import Enrolment
from hub.web.guard import COOKIE, Anybody, home, read_form, redirect
from hub.web.html import Html, many, tag
from hub.web.page import field, home_of, page, text_input, wrong

router = APIRouter()
STEP_COOKIE = "hub_step"
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
    match outcome:
        case Refused():
            return _form(outcome)
        case HalfWay(token):
            return _with_cookie(hub, redirect("/login/code"), STEP_COOKIE, token, "/login")
        case LoggedIn(token, role):
            return _with_cookie(hub, redirect(home_of(role)), COOKIE, token, "/")


@router.get("/login/code")
def code_page(request: Request) -> Response:
    shown = second_factor.enrolment(hub_of(request), request.cookies.get(STEP_COOKIE, ""))
    return redirect("/login") if isinstance(shown, Refused) else _code_form(shown, None)


@router.post("/login/code")
async def code(request: Request) -> Response:
    hub, form = hub_of(request), await read_form(request)
    step = request.cookies.get(STEP_COOKIE, "")
    outcome = await run_in_threadpool(second_factor.give_code, hub, step, form.get("code", ""))
    if isinstance(outcome, Refused):
        shown = await run_in_threadpool(second_factor.enrolment, hub, step)
        return _form(outcome) if isinstance(shown, Refused) else _code_form(shown, outcome)
    answered = _with_cookie(hub, redirect(home_of(outcome.role)), COOKIE, outcome.token, "/")
    answered.delete_cookie(STEP_COOKIE, path="/login")
    return answered


@router.post("/logout")
def logout(visit: Anybody, request: Request) -> Response:
    accounts.log_out(visit.hub, request.cookies.get(COOKIE, ""), visit.session.user)
    answered = redirect("/login")
    answered.delete_cookie(COOKIE)
    return answered


def _with_cookie(hub: Hub, answered: Response, name: str, token: str, path: str) -> Response:
    secure = hub.config.secure_cookies
    answered.set_cookie(name, token, httponly=True, samesite="strict", secure=secure, path=path)
    return answered


def _code_form(shown: Enrolment | None, outcome: Refused | None) -> Response:
    learn = None
    if shown is not None:
        learn = many(
            tag("h2", "先让手机认得您"),
            tag("p", "用手机上的动态码程序扫这个码。只显示到您第一次输对为止。"),
            tag("p", tag("img", src=shown.qr(), alt="动态码程序要扫的二维码", width="240", height="240")),
            tag("p", "不能扫，就在程序里输入："),
            tag("p", shown.secret, class_="code small", id="secret"),
        )
    given = text_input(
        "code", required=True, autofocus=True, autocomplete="one-time-code", inputmode="numeric", maxlength="7"
    )
    form = tag(
        "form",
        learn,
        field("六位动态码", given, "code", "手机上的动态码程序显示的六个数字。"),
        tag("button", "进入", type="submit"),
        method="post",
        action="/login/code",
        class_="card",
    )
    inside = tag("div", wrong(outcome), form, class_="login")
    return page("输入动态码", inside, session=None, status=outcome.status if outcome else 200)


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
