"""The guide's desk: one page that lives on its link to the hub, a page to try the devices, the figures, look-ups."""

import json
from importlib.resources import files
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse, JSONResponse, Response

from hub.accounts import Role
from hub.desk import calls, guides, knowledge
from hub.outcomes import refused
from hub.store.base import Tx, one
from hub.times import stamp
from hub.web.guard import HEADERS, AtDesk, Supervisor, Visit
from hub.web.guide_pages import PRESENCE
from hub.web.html import Html, many, tag
from hub.web.page import page
from hub.web.wording import DEVICES, STATES
from kiosk.core.calls import Relation
from kiosk.core.faults import TEXTS

router = APIRouter()
_FILES = files("hub.web").joinpath("desk")
_KINDS = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "html": "text/html; charset=utf-8"}
_ASSETS = {
    file.name: file.read_text("utf-8") for file in _FILES.iterdir() if file.name.rpartition(".")[2] in ("js", "css")
}
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:;"
    " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""The desk alone runs scripts, and only its own; every other page of the hub runs none."""


@router.get("/desk")
def desk(visit: AtDesk) -> Response:
    return _live(visit, "帮办台", "desk.js", "desk.html", "/desk")


@router.get("/desk/check")
def check(visit: AtDesk) -> Response:
    return _live(visit, "试一试话筒和摄像头", "check.js", "check.html", "/desk/check")


@router.get("/desk/static/{name}")
def asset(name: str) -> Response:
    found = _ASSETS.get(name)
    if found is None:
        return Response("没有这个文件。", 404, media_type="text/plain; charset=utf-8")
    return Response(found, media_type=_KINDS[name.rpartition(".")[2]])


@router.get("/desk/knowledge")
def look_up(visit: AtDesk, q: Annotated[str, Query(max_length=40)] = "") -> Response:
    found = knowledge.search(visit.hub.shelf.current, q)
    return JSONResponse([{"id": one.id, "name": one.name, "told": one.told} for one in found])


@router.get("/desk/colleagues")
def colleagues(visit: AtDesk) -> Response:
    """Who could take over, and what each is good for."""

    def look(tx: Any) -> list[dict[str, Any]]:
        busy = calls.busy(tx)
        there = [profile for profile, _ in guides.present(visit.hub, tx) if profile.user != visit.session.user]
        return [
            {
                "number": one.number,
                "name": one.shown_name,
                "skills": [*one.dialects, *(["手语"] if one.sign else [])],
                "free": one.presence == "ready" and one.user not in busy,
            }
            for one in there
        ]

    return JSONResponse(visit.hub.store.read(look))


@router.get("/desk/calls/{call}/case")
def case_of_call(visit: AtDesk, call: Annotated[str, Path(max_length=36)]) -> Response:
    """What her terminal has handed in since she asked, so that the guide need not copy a number."""

    def look(tx: Tx) -> str:
        found = calls.find(tx, call)
        if found is None or found.guide != visit.session.user:
            return ""
        sql = "select number from cases where terminal_id = ? and received_at >= ? order by received_at desc"
        row = one(tx, sql, found.terminal_id, stamp(found.asked_at))
        return str(row[0]) if row else ""

    return JSONResponse({"number": visit.hub.store.read(look)})


@router.get("/desk/live")
def live_calls(visit: Supervisor) -> Response:
    """Calls under way, for a supervisor to listen in."""

    def look(tx: Any) -> list[dict[str, Any]]:
        now = visit.hub.clock.now()
        found = []
        for call in calls.in_state(tx, "joined"):
            guide = guides.profile(tx, call.guide)
            since = int((now - call.state_at).total_seconds())
            name = guide.shown_name if guide is not None else ""
            found.append({"call": call.id, "hall": call.hall, "matter": call.matter, "guide": name, "since_s": since})
        return found

    return JSONResponse(visit.hub.store.read(look))


def _live(visit: Visit, title: str, script: str, markup: str, here: str) -> Response:
    profile = visit.hub.store.read(lambda tx: guides.profile(tx, visit.session.user))
    if profile is None:
        no = refused(409, "not_set_up", "您的工号还没有设好。请督导在“导办员”一页设好，再来这里。")
        body = tag("p", no.problem.say, class_="wrong", role="alert")
        return page(title, body, session=visit.session, here=here, status=409)
    services = {one.id: one.plain_name for one in visit.hub.shelf.current.services.values()}
    fields = {one.id: {spec.id: spec.label for spec in one.fields} for one in visit.hub.shelf.current.services.values()}
    materials = {
        one.id: {piece.id: piece.name for piece in one.materials if piece.picture != "none"}
        for one in visit.hub.shelf.current.services.values()
    }
    given = {
        "me": {"user": profile.user, "name": profile.shown_name, "number": profile.number},
        "supervisor": visit.session.role is Role.SUPERVISOR,
        "recording": visit.hub.config.recording,
        "relations": get_args(Relation) if visit.hub.config.telephone is not None else [],
        "services": services,
        "fields": fields,
        "materials": materials,
        "phrases": knowledge.PHRASES,
        "presence": PRESENCE,
        "states": STATES,
        "devices": DEVICES,
        "faults": {str(fault): texts.staff for fault, texts in TEXTS.items()},
    }
    # Data for the script in an element that runs nothing; no "<" ends it.
    data = Html(json.dumps(given, ensure_ascii=False).replace("&", "\\u0026").replace("<", "\\u003c"))
    body = many(
        tag("link", rel="stylesheet", href="/desk/static/desk.css"),
        Html(_FILES.joinpath(markup).read_text("utf-8")),
        tag("template", data, id="given"),
        tag("script", src=f"/desk/static/{script}", type="module"),
    )
    answered: HTMLResponse = page(title, body, session=visit.session, here=here)
    answered.headers.update({**HEADERS, "Content-Security-Policy": CSP})
    return answered
