"""Who is at the browser: sessions by cookie, roles, tokens on every form, and headers that shut out the rest."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection

from hub.accounts import Role, Session, session_of
from hub.house import Hub
from hub.incoming import hub_of, read_body
from hub.outcomes import refused
from hub.web.page import DESK, OFFICE, home_of, page, wrong

COOKIE = "hub_session"
FORM_LIMIT = 32 * 1024
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Instead(Exception):
    """Another answer than the page that was asked for; caught by the application."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


@dataclass(frozen=True, slots=True)
class Visit:
    """One page asked for, or one form sent, by somebody who may."""

    hub: Hub
    session: Session
    form: dict[str, str]

    @property
    def by(self) -> str:
        """As the audit chain names them."""
        return f"user:{self.session.user}"


def may(*roles: Role) -> Callable[[Request], Awaitable[Visit]]:
    """A dependency: the visit of somebody with one of these roles; a POST must carry the session's token."""

    async def visit(request: Request) -> Visit:
        hub = hub_of(request)
        session = await run_in_threadpool(session_of, hub, request.cookies.get(COOKIE, ""))
        if session is None:
            raise Instead(redirect("/login"))
        if session.role not in roles:
            no = refused(403, "not_your_role", "您的岗位不能看这一页。")
            raise Instead(page("不能看", wrong(no), session=session, status=403))
        form: dict[str, str] = {}
        if request.method == "POST":
            form = await read_form(request)
            if form.get("csrf") != session.csrf:
                no = refused(403, "bad_token", "页面放太久了，请回去再试一次。")
                raise Instead(page("没有做", wrong(no), session=session, status=403))
        return Visit(hub, session, form)

    return visit


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a small form sent by one of our own pages."""
    if not own_page(request):
        raise Instead(Response("不是从本站来的。", 403, media_type="text/plain; charset=utf-8"))
    body = await read_body(request, FORM_LIMIT)
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=50))


def own_page(request: HTTPConnection) -> bool:
    """Whether the browser says that one of our pages sent this (SameSite alone does not cover the log-in form)."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def redirect(path: str) -> RedirectResponse:
    """See other: the answer to a form that was accepted."""
    return RedirectResponse(path, 303)


def home(session: Session) -> RedirectResponse:
    """To where somebody starts."""
    return redirect(home_of(session.role))


Operator = Annotated[Visit, Depends(may(Role.OPERATOR))]
Worker = Annotated[Visit, Depends(may(Role.OPERATOR, Role.AUDITOR))]
Auditor = Annotated[Visit, Depends(may(Role.AUDITOR))]
Admin = Annotated[Visit, Depends(may(Role.ADMIN))]
AtDesk = Annotated[Visit, Depends(may(*DESK))]
Supervisor = Annotated[Visit, Depends(may(Role.SUPERVISOR))]
Office = Annotated[Visit, Depends(may(*OFFICE))]
Anybody = Annotated[Visit, Depends(may(*Role))]
