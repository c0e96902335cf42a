"""The application: terminals under /v1, people under /, health under /healthz."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response

from hub.api.answers import AsgiApp, Shield, install_handlers
from hub.api.call_routes import router as call_router
from hub.api.signed import TheHub
from hub.api.terminal_routes import router as terminal_router
from hub.desk import Switchboard
from hub.house import Hub
from hub.store.base import count
from hub.web import HEADERS, install_pages
from kiosk.core.terminal_auth import NonceMemory

DESCRIPTION = """社区自助终端的中枢：收件、办件、公告、终端登记、审计。

终端的请求都要签名（见 Authorization 的说明）；拒绝一律用 Problem 回答。"""


def create_app(hub: Hub) -> AsgiApp:
    """The ASGI application of one hub. The hub is not closed with it."""
    board = Switchboard(hub)

    @asynccontextmanager
    async def alive(_: FastAPI) -> AsyncIterator[None]:
        yield
        await board.phones.close()

    app = FastAPI(
        title="社区自助终端中枢", version="1", description=DESCRIPTION, docs_url=None, redoc_url=None, lifespan=alive
    )
    app.state.hub = hub
    app.state.nonces = NonceMemory()
    app.state.nonce_lock = threading.Lock()
    install_handlers(app)
    app.state.board = board
    app.include_router(terminal_router, tags=["终端"])
    app.include_router(call_router, tags=["帮办"])
    install_pages(app)

    @app.get("/healthz", summary="还好吗", tags=["运行"])
    def healthz(hub: TheHub) -> Response:
        hub.store.read(lambda tx: count(tx, "select count(*) from migrations"))
        return JSONResponse({"ok": True, "store": hub.store.kind, "catalogue": hub.shelf.current.version})

    @app.get("/healthz/desk", summary="帮办在不在这台中枢", tags=["运行"], responses={503: {"description": "在另一台"}})
    def desk_health(hub: TheHub) -> Response:
        here = hub.seat.ours()
        return JSONResponse({"desk": here}, 200 if here else 503)

    return Shield(app, HEADERS)
