"""How outcomes become HTTP: models as JSON, refusals as the hub's own `Problem`, and never a traceback."""

import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from hub.errors import StoreBroken
from hub.incoming import Refusal
from hub.outcomes import Refused, refused
from kiosk.core.wire import Message

log = logging.getLogger("hub")
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]
PROBLEM_TYPE = "application/problem+json"
_HTTP_SAY = {404: ("not_found", "没有这个地址。"), 405: ("bad_method", "这个地址不这样用。")}


def answer(outcome: Message | Refused, status: int = 200) -> Response:
    """A model as JSON, or a refusal as a problem."""
    if isinstance(outcome, Refused):
        return problem(outcome)
    return Response(outcome.model_dump_json(), status, media_type="application/json")


def problem(outcome: Refused) -> Response:
    """The hub's own error format."""
    return JSONResponse(outcome.problem.model_dump(), outcome.status, media_type=PROBLEM_TYPE)


class Shield:
    """Outermost: whatever nobody planned for becomes a 500 problem; the log gets its type and place, no message."""

    def __init__(self, app: AsgiApp, headers: Mapping[str, str]) -> None:
        """headers: put on every answer that does not have its own of that name."""
        self._app = app
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def watched(message: MutableMapping[str, Any]) -> None:
            nonlocal begun
            begun = True
            if message["type"] == "http.response.start":
                have = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(h for h in self._headers if h[0] not in have)]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:  # noqa: BLE001 - the last line of defence; messages may hold personal values
            log.error("unexpected %s at %s", type(error).__name__, _place(error))
            if not begun:
                outcome = refused(500, "unexpected", "中枢出了没料到的错，已记下。")
                await problem(outcome)(scope, receive, watched)


def install_handlers(app: FastAPI) -> None:
    """Every way a request can go wrong answers with a problem."""

    @app.exception_handler(Refusal)
    async def refusal(_request: Request, error: Refusal) -> Response:
        return problem(error.outcome)

    @app.exception_handler(StoreBroken)
    async def store(_request: Request, error: StoreBroken) -> Response:
        log.error("store broken: %s", error)
        answered = problem(refused(503, "store_broken", "中枢的数据库现在用不了。"))
        answered.headers["Retry-After"] = "30"
        return answered

    @app.exception_handler(RequestValidationError)
    async def validation(_request: Request, error: RequestValidationError) -> Response:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])[:80]
        return problem(refused(422, "bad_request", "请求的格式不对。", place))

    @app.exception_handler(HTTPException)
    async def http(_request: Request, error: HTTPException) -> Response:
        code, say = _HTTP_SAY.get(error.status_code, ("bad_request", "请求不对。"))
        return problem(refused(error.status_code, code, say))


def _place(error: BaseException) -> str:
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return f"{frame.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{frame.tb_lineno}" if frame else "?"
