"""Pictures of papers in a call: as many as were asked for, judged by the guide who sees them, gone with the call."""

import io
from typing import Any

import pytest
from PIL import Image

from kiosk.core import calls
from kiosk.core.ids import uuid7

from .conftest import upload


def jpeg(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(("verdict", "again"), [("good", 409), ("unclear", 200), ("page_missing", 200)])
def test_a_picture_that_will_not_do_lets_one_more_in(lite_hall: Any, verdict: str, again: int) -> None:
    terminal, desk = lite_hall.terminal(), lite_hall.guide()
    call = lite_hall.joined(terminal, desk)
    first, second = uuid7(), uuid7()
    desk.say(calls.TakePhoto, call, what="存折", material="bankbook")
    assert terminal.told(calls.TakePhoto).material == "bankbook"
    assert upload(lite_hall, terminal, call, first, jpeg("red")) == 200
    terminal.say(calls.Photo, call, photo=first, what="存折", outcome="sent")
    assert desk.told(calls.Photo).photo == first
    desk.say(calls.PhotoJudged, call, photo=first, what="存折", material="bankbook", verdict=verdict)
    told = terminal.told(calls.PhotoJudged)
    assert (told.photo, told.verdict) == (first, verdict)
    assert upload(lite_hall, terminal, call, second, jpeg("blue")) == again
    assert ("user:" + desk.user, "call_photo_judged", verdict) in lite_hall.acts(call)


def test_a_picture_nobody_has_seen_is_not_judged(lite_hall: Any) -> None:
    terminal, desk = lite_hall.terminal(), lite_hall.guide()
    call = lite_hall.joined(terminal, desk)
    desk.say(calls.PhotoJudged, call, photo=uuid7(), what="存折", verdict="good")
    assert desk.told(calls.ErrorSaid).say == "这张照片已经不在了。"
    desk.say(calls.Text, call, line=1, body="好", live=False)
    terminal.not_told(calls.PhotoJudged, calls.Text)
