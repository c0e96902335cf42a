"""Recordings of calls: a supervisor's list, listening on record, deletion; where the guide's page sends the parts."""

import base64
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from hub.api.answers import problem
from hub.desk import recordings
from hub.desk.recordings import Recording
from hub.incoming import read_body
from hub.outcomes import Refused, refused
from hub.web.guard import HEADERS, AtDesk, Supervisor, Visit, own_page, redirect
from hub.web.html import Html, many, tag
from hub.web.page import page, post_form, table, when, wrong

router = APIRouter()
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Take = Annotated[int, Path(ge=0, lt=10**15)]
Part = Annotated[int, Path(ge=0, lt=recordings.PARTS)]


@router.put("/desk/calls/{call}/recording/{take}/{part}")
async def put_part(call: Id, take: Take, part: Part, visit: AtDesk, request: Request) -> Response:
    if not own_page(request):
        return problem(refused(403, "not_ours", "不是从本站来的。"))
    body = await read_body(request, recordings.PART_LIMIT)
    outcome = await run_in_threadpool(recordings.keep, visit.hub, call, visit.session.user, take, part, body)
    return problem(outcome) if outcome is not None else Response(status_code=204)


@router.get("/desk/recordings")
def list_page(visit: Supervisor) -> Response:
    found = recordings.kept(visit.hub)
    services = visit.hub.shelf.current.services
    rows = [
        _row(visit, one, services[one.matter].plain_name if one.matter in services else "还没选事项") for one in found
    ]
    days = visit.hub.config.keep_recordings.days
    told = f"只有声音，没有画面。居民同意了才录，{days} 天后删掉。每听一次都记下谁听的。"
    if not visit.hub.config.recording:
        told = f"本市没有开通录音。以前录的，{days} 天后删掉。"
    section = tag("section", table(["什么时候", "多长", "事项", "大厅", "谁帮的", "哪天删", ""], rows, "没有录音。"))
    return page("录音", tag("p", told, class_="soft"), section, session=visit.session, here="/desk/recordings")


def _row(visit: Visit, one: Recording, matter: str) -> list[Html | str | int | None]:
    minutes, seconds = divmod(round(one.lasted.total_seconds()), 60)
    hear = post_form(f"/desk/recordings/{one.call}/hear", visit.session, tag("button", "听", type="submit"))
    drop = tag("button", "删掉", type="submit", class_="stop")
    acts = many(hear, post_form(f"/desk/recordings/{one.call}/delete", visit.session, drop))
    length = f"{minutes} 分 {seconds:02d} 秒"
    return [when(one.begun_at), length, matter, one.hall, one.guide, f"{one.delete_at:%Y-%m-%d}", acts]


@router.post("/desk/recordings/{call}/hear")
def hear(call: Id, visit: Supervisor) -> Response:
    takes = recordings.hear(visit.hub, call, visit.by)
    if isinstance(takes, Refused):
        return page("录音", wrong(takes), session=visit.session, here="/desk/recordings", status=takes.status)
    # In the page itself: one listening, one record, and nothing that a browser could fetch or keep by itself.
    sounds = [
        tag("p", tag("audio", controls=True, src=f"data:audio/webm;base64,{base64.b64encode(one).decode()}"))
        for one in takes
    ]
    warning = tag("p", "这次听已经记下。听完请离开本页。", class_="good", role="status")
    back = tag("p", tag("a", "回录音", href="/desk/recordings"))
    answered = page("听录音", warning, tag("section", *sounds), back, session=visit.session, here="/desk/recordings")
    policy = HEADERS["Content-Security-Policy"] + "; media-src data:"
    answered.headers.update({**HEADERS, "Content-Security-Policy": policy})
    return answered


@router.post("/desk/recordings/{call}/delete")
def delete(call: Id, visit: Supervisor) -> Response:
    outcome = recordings.delete(visit.hub, call, visit.by)
    if outcome is not None:
        return page("录音", wrong(outcome), session=visit.session, here="/desk/recordings", status=outcome.status)
    return redirect("/desk/recordings")
