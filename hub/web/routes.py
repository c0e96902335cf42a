"""All pages on one router."""

from fastapi import APIRouter, FastAPI, Request, Response

from hub.web import (
    case_pages,
    desk_app_pages,
    desk_pages,
    figure_pages,
    fleet_pages,
    follow_up_pages,
    guide_pages,
    login_pages,
    notice_pages,
    record_pages,
    recording_pages,
    terminal_pages,
    unclear_pages,
)
from hub.web.guard import Instead

router = APIRouter()
for pages in (
    login_pages,
    case_pages,
    desk_pages,
    notice_pages,
    unclear_pages,
    fleet_pages,
    terminal_pages,
    record_pages,
    guide_pages,
    desk_app_pages,
    follow_up_pages,
    figure_pages,
    recording_pages,
):
    router.include_router(pages.router)


def install_pages(app: FastAPI) -> None:
    """Put the pages on an application."""
    app.include_router(router, include_in_schema=False)

    @app.exception_handler(Instead)
    async def instead(_request: Request, error: Instead) -> Response:
        return error.response
