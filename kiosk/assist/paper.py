"""A paper the guide would like to see: asked for, laid down, taken, sent, judged, kept. Each step forward is hers."""

from dataclasses import replace

from kiosk.assist import events as ev
from kiosk.assist.effects import Effect, Keep, Look, Send, Shoot, StopLook, Upload
from kiosk.assist.events import Event
from kiosk.assist.state import Call, Judged, Paper, There
from kiosk.core import calls

RETAKES = 2
"""So often an unclear picture is taken anew; then the window looks at the paper itself."""
Moved = tuple[There, tuple[Effect, ...]]


def step_paper(call: Call, there: There, event: Event) -> Moved | None:
    """One event; None when it is no paper's."""
    paper = there.paper
    match event:
        case calls.TakePhoto(what=what, material=material):
            return replace(there, paper=Paper(what, material)), put_away(there)
        case calls.PhotoJudged(photo=photo, verdict=verdict) if paper and paper.step == "sent" and photo == paper.photo:
            return _judged(call, there, paper, verdict)
        case calls.PhotoJudged(what=what, material=material, verdict="unclear" | "page_missing" as again):
            return replace(there, paper=Paper(what, material, judged=again)), put_away(there)
        case ev.ClosePaper() if paper is not None and paper.open:
            return _closed(call, there, paper)
        case ev.AllowPhoto(yes=False) if paper is not None and paper.step == "asked":
            return _closed(call, there, paper)
        case ev.AllowPhoto(yes=True) if paper is not None and paper.step == "asked":
            return _looking(there, replace(paper, step="aiming"))
        case ev.KeepPaper(yes=yes) if paper is not None and paper.step == "good":
            kept = (Keep(paper, there.guide.id),) if yes else ()
            return replace(there, paper=None), kept
        case _:
            return _under_camera(call, there, paper, event) if paper is not None else None


def put_away(there: There) -> tuple[Effect, ...]:
    """Before another paper, or another guide: nobody looks under the camera any more."""
    return (StopLook(),) if there.paper is not None and there.paper.step in ("aiming", "taking") else ()


def _under_camera(call: Call, there: There, paper: Paper, event: Event) -> Moved | None:
    match event, paper.step:
        case ev.PaperSeen(say=say), "aiming":
            return replace(there, paper=replace(paper, say=say)), ()
        case ev.ShootPaper(), "aiming":
            taking = replace(paper, step="taking")
            return replace(there, paper=taking), (Shoot(taking),)
        case ev.PaperTaken(jpeg=jpeg), "aiming" | "taking":
            sending = replace(paper, step="sending", say="", photo="", pages=(*_seen(paper), jpeg))
            return replace(there, paper=sending), (StopLook(), Upload(call.id, jpeg=jpeg))
        case ev.PaperUnclear(say=say), "taking":
            return _unclear(call, there, replace(paper, say=say))
        case ev.PaperFailed(), "aiming" | "taking":
            return replace(there, paper=replace(paper, step="no_camera")), (StopLook(), _told(call, paper, "failed"))
        case ev.Named(photo=photo), "sending":
            return replace(there, paper=replace(paper, photo=photo)), ()
        case ev.Uploaded(photo=photo, there=True), "sending" if photo == paper.photo:
            sent = replace(paper, step="sent")
            return replace(there, paper=sent), (_told(call, sent, "sent"),)
        case ev.Uploaded(photo=photo), "sending" if photo == paper.photo:
            return replace(there, paper=replace(paper, step="unsent", open=True)), ()
        case ev.SendPaper(), "unsent":
            return replace(there, paper=replace(paper, step="sending")), (
                Upload(call.id, paper.photo, paper.pages[-1]),
            )
        case _:
            return None


def _seen(paper: Paper) -> tuple[bytes, ...]:
    """Pages that stay when another is taken: one the guide could not read does not."""
    return paper.pages[:-1] if paper.judged == "unclear" else paper.pages


def _looking(there: There, paper: Paper) -> Moved:
    return replace(there, paper=paper), (Look(paper),)


def _unclear(call: Call, there: There, paper: Paper) -> Moved:
    paper = replace(paper, unclear=paper.unclear + 1)
    if paper.unclear > RETAKES:
        given_up = replace(paper, step="window", open=True, pages=())
        return replace(there, paper=given_up), (StopLook(), _told(call, paper, "blurred"))
    return _looking(there, replace(paper, step="aiming"))


def _judged(call: Call, there: There, paper: Paper, verdict: str) -> Moved:
    if verdict == "good":
        return replace(there, paper=replace(paper, step="good", open=True)), ()
    again: Judged = "page_missing" if verdict == "page_missing" else "unclear"
    paper = replace(paper, step="asked", open=True, judged=again, unclear=paper.unclear + (again == "unclear"))
    if paper.unclear > RETAKES:
        return replace(there, paper=replace(paper, step="window", pages=())), (_told(call, paper, "blurred"),)
    return replace(there, paper=paper), ()


def _closed(call: Call, there: There, paper: Paper) -> Moved:
    match paper.step:
        case "asked" | "aiming" | "taking":
            return replace(there, paper=None), (*put_away(there), _told(call, paper, "refused"))
        case "sending" | "sent":
            return replace(there, paper=replace(paper, open=False)), ()
        case "unsent":
            return replace(there, paper=None), (_told(call, paper, "failed"),)
        case _:
            return replace(there, paper=None), ()


def _told(call: Call, paper: Paper, outcome: str) -> Send:
    photo = paper.photo if outcome == "sent" else None
    # The link gives it its number when it sends it.
    said = calls.Photo.model_validate(
        {"call": call.id, "seq": 1, "photo": photo, "what": paper.what, "outcome": outcome}
    )
    return Send(said)
