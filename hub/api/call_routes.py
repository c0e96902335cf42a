"""The two links of a call, and the pictures that are too large for one."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Path, Request, Response, WebSocket
from pydantic import TypeAdapter
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocketDisconnect

from hub.accounts import session_of
from hub.api.answers import answer, problem
from hub.api.signed import Signed, signed, who
from hub.desk import DeskLink, Link, Switchboard, TerminalLink
from hub.desk.links import NOT_HERE, TOO_MUCH
from hub.desk.photos import PHOTO_LIMIT
from hub.incoming import Refusal, hub_of
from hub.outcomes import refused
from hub.web.guard import COOKIE, AtDesk
from hub.web.page import DESK
from kiosk.core.calls import FROM_DESK, FROM_TERMINAL, ErrorSaid, Malformed, read, write
from kiosk.core.wire import Problem, Received

router = APIRouter()
log = logging.getLogger("hub")
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]


def board_of(connection: Request | WebSocket) -> Switchboard:
    """The switchboard of this application."""
    board = connection.app.state.board
    assert isinstance(board, Switchboard)
    return board


@router.websocket("/v1/link")
async def terminal_link(socket: WebSocket) -> None:
    """The terminal's one outbound link, signed like its requests: GET, this path, no body."""
    try:
        terminal = await run_in_threadpool(who, socket, "GET", b"")
    except Refusal:
        await socket.close(1008)
        return
    await socket.accept()
    if not await _here(socket):
        return
    board, link = board_of(socket), Link(f"terminal:{terminal.id}")
    end = TerminalLink(board, terminal, link)
    await _serve(socket, board, link, FROM_TERMINAL, end.heard, end.gone)


@router.websocket("/desk/link")
async def desk_link(socket: WebSocket) -> None:
    """A guide's page: the session's cookie, and only from a page of this hub."""
    session = await run_in_threadpool(session_of, hub_of(socket), socket.cookies.get(COOKIE, ""))
    origin = socket.headers.get("origin")
    ours = origin is not None and urlsplit(origin).netloc == socket.headers.get("host")
    if session is None or session.role not in DESK or not ours:
        await socket.close(1008)
        return
    await socket.accept()
    if not await _here(socket):
        return
    board, link = board_of(socket), Link(f"user:{session.user}")
    end = DeskLink(board, session, link)
    await _serve(socket, board, link, FROM_DESK, end.heard, end.gone)


async def _here(socket: WebSocket) -> bool:
    """Whether calls are at this hub; if not, the socket is closed and says so."""
    if await run_in_threadpool(hub_of(socket).seat.ours):
        return True
    await socket.close(NOT_HERE, "calls are at another hub")
    return False


async def _serve(
    socket: WebSocket,
    board: Switchboard,
    link: Link,
    direction: TypeAdapter[Any],
    heard: Callable[[Any], Awaitable[None]],
    gone: Callable[[], Awaitable[None]],
) -> None:
    board.join(link)
    sending = asyncio.create_task(_send(socket, link))
    try:
        while True:
            frame = await socket.receive()
            if frame["type"] != "websocket.receive":
                break
            if not link.bucket.allows(board.hub.clock.monotonic()):
                link.send(ErrorSaid(code="too_many"))
                if link.bucket.drowned:
                    link.close(TOO_MUCH)
                    break
                continue
            message = read(direction, frame.get("text") or frame.get("bytes") or "")
            if isinstance(message, Malformed):
                link.send(ErrorSaid(code=message.code, about=message.about))
            else:
                await heard(message)
    except Exception as error:  # noqa: BLE001 - one link's trouble; messages may hold personal values
        log.error("link ended by %s", type(error).__name__)
    finally:
        last = board.part(link)
        link.close()
        await sending
        if last:
            await gone()


async def _send(socket: WebSocket, link: Link) -> None:
    """Send what waits for a link, in order, until it is over."""
    try:
        while (message := await link.outbox.get()) is not None:
            await socket.send_text(write(message))
        await socket.close(link.code)
    except (WebSocketDisconnect, RuntimeError, OSError):
        # The other side has gone; the reader sees it too and tidies up.
        link.over = True


PhotoSigned = Annotated[Signed, Depends(signed(PHOTO_LIMIT))]


@router.put(
    "/v1/calls/{call}/photos/{photo}",
    summary="传一张导办员请拍的照片",
    description="只在帮办中、导办员请拍之后收；只存在内存里，帮办结束就没了。",
    response_model=Received,
    responses={409: {"model": Problem, "description": "现在没有请拍照"}},
    openapi_extra={"requestBody": {"required": True, "content": {"image/jpeg": {"schema": {"type": "string"}}}}},
)
async def put_photo(call: Id, photo: Id, request: Request, signed: PhotoSigned) -> Response:
    board = board_of(request)
    bond = board.bonds.get(call)
    if bond is None or not bond.live or bond.terminal != f"terminal:{signed.terminal.id}":
        return problem(refused(409, "not_now", "现在没有在帮办。"))
    kept = board.photos.keep(call, photo, signed.body)
    return answer(kept or Received(receipt=photo, sha256=hashlib.sha256(signed.body).hexdigest()))


@router.get("/desk/calls/{call}/photos/{photo}", include_in_schema=False)
async def get_photo(call: Id, photo: Id, visit: AtDesk, request: Request) -> Response:
    board = board_of(request)
    bond = board.bonds.get(call)
    found = board.photos.get(call, photo) if bond is not None and bond.desk == visit.by else None
    if found is None:
        return problem(refused(404, "no_photo", "没有这张照片。"))
    return Response(found, media_type="image/jpeg")
