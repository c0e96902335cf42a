"""How the help was is the city's to know and never the guide's: not one byte of it reaches her desk."""

import json
from inspect import ismodule
from typing import Any

import requests

from hub.web import routes
from kiosk.core import calls

LEVEL = "非常不满意"
WRITTEN = tuple(word.encode() for word in (LEVEL, json.dumps(LEVEL).strip('"'), '"kind":"rating"'))


def pages(hall: Any, desk: Any, call: str) -> dict[str, requests.Response]:
    """Every page of the hub as this guide is answered it."""
    found = {}
    known = [module.router for module in vars(routes).values() if ismodule(module)]
    for route in (route for router in known for route in router.routes):
        path, methods = getattr(route, "path", ""), getattr(route, "methods", None) or set()
        if "GET" in methods and "{" in path:
            path = "/".join(call if part.startswith("{") else part for part in path.split("/"))
        if "GET" in methods:
            cookies = {"hub_session": desk.cookie}
            found[path] = requests.get(hall.url + path, cookies=cookies, timeout=30, allow_redirects=False)
    return found


def test_no_byte_of_her_judgement_reaches_the_guide_who_helped(lite_hall: Any) -> None:
    hall = lite_hall
    terminal, desk = hall.terminal(), hall.guide()
    call = hall.joined(terminal, desk)
    desk.say(calls.WrapUp, call, outcome="finished")
    terminal.told(calls.Left)
    terminal.say(calls.Rated, call, level=LEVEL)
    terminal.hello()
    rated = hall.place.hub.store.read(lambda tx: tx.rows("select level from ratings"))
    assert rated == [(LEVEL,)]
    # The same link goes on, is opened anew, and helps at the same terminal again.
    desk.again()
    hall.joined(terminal, desk)
    got = pages(hall, desk, call)
    bodies = {path: answer.content for path, answer in got.items()}
    assert {path for path, answer in got.items() if answer.ok} >= {"/desk", "/desk/colleagues", "/desk/figures"}
    bodies["the link"] = "".join(desk.frames).encode()
    assert b'"joined"' in bodies["the link"]
    assert [(where, word) for where, body in bodies.items() for word in WRITTEN if word in body] == []
