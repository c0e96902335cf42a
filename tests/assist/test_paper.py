"""A paper the guide would like to see: each step forward is hers, and it ends truthfully however it goes."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk.assist import (
    AllowPhoto,
    Call,
    ClosePaper,
    Effect,
    Keep,
    KeepPaper,
    Look,
    Named,
    Paper,
    PaperFailed,
    PaperSeen,
    PaperTaken,
    PaperUnclear,
    Send,
    SendPaper,
    Shoot,
    ShootPaper,
    StopLook,
    There,
    Upload,
    Uploaded,
    begin,
    step,
)
from kiosk.core import calls
from kiosk.core.calls import Guide

CALL = "01900000-0000-7000-8000-000000000001"
PHOTO = "01900000-0000-7000-8000-000000000002"
WANG = Guide(id="wang", name="王师傅", number="007")
ASK = {"what": "存折", "material": "account_book"}


def hub(kind: type[Any], **parts: object) -> Any:
    return kind(call=CALL, seq=1, **parts)


def after(call: Call, *events: Any) -> tuple[Call, list[Effect]]:
    effects: list[Effect] = []
    for event in events:
        call, more = step(call, event)
        effects += more
    return call, effects


def told(effects: list[Effect]) -> list[str]:
    return [e.message.outcome for e in effects if isinstance(e, Send) and isinstance(e.message, calls.Photo)]


def paper(call: Call) -> Paper | None:
    assert call.there is not None
    return call.there.paper


@pytest.fixture
def asked() -> Call:
    call = begin(calls.AskHuman(call=CALL, seq=1, reason="asked"))[0]
    return after(replace(call, stage=There(WANG)), hub(calls.TakePhoto, **ASK))[0]


@pytest.fixture
def aiming(asked: Call) -> Call:
    return after(asked, AllowPhoto(True))[0]


@pytest.fixture
def sent(aiming: Call) -> Call:
    return after(aiming, PaperTaken(b"one"), Named(PHOTO), Uploaded(PHOTO, True))[0]


def test_nothing_is_looked_at_before_she_lets_it_and_her_no_is_told(asked: Call) -> None:
    call, effects = after(asked, PaperSeen("有反光，请把纸挪一挪。"), PaperTaken(b"x"), ShootPaper())
    assert (call, effects) == (asked, [])
    call, effects = after(asked, AllowPhoto(False))
    assert (paper(call), told(effects)) == (None, ["refused"])
    _, effects = after(asked, AllowPhoto(True))
    assert effects == [Look(Paper("存折", "account_book", "aiming"))]


def test_what_lies_still_is_sent_and_the_guide_told_only_once_the_hub_has_it(aiming: Call) -> None:
    call, effects = after(aiming, PaperSeen("有反光，请把纸挪一挪。"), PaperSeen(""), PaperTaken(b"one"))
    assert effects == [StopLook(), Upload(CALL, jpeg=b"one")]
    call, effects = after(call, Named(PHOTO), Uploaded(PHOTO, True))
    assert told(effects) == ["sent"]
    said = effects[0]
    assert isinstance(said, Send)
    assert said.message == hub(calls.Photo, photo=PHOTO, what="存折", outcome="sent")


def test_another_papers_answer_is_not_taken_for_this_ones(aiming: Call) -> None:
    other = "01900000-0000-7000-8000-000000000003"
    call, effects = after(aiming, PaperTaken(b"one"), Named(PHOTO), Uploaded(other, True))
    assert told(effects) == []
    assert after(call, Uploaded(other, False))[0] == call
    assert told(after(call, Uploaded(PHOTO, True))[1]) == ["sent"]


def test_what_did_not_get_through_is_sent_again_as_the_same_picture(aiming: Call) -> None:
    call, effects = after(aiming, PaperTaken(b"one"), Named(PHOTO), ClosePaper(), Uploaded(PHOTO, False))
    assert told(effects) == []
    unsent = paper(call)
    assert unsent is not None
    assert unsent.open, "she had gone on; this she has to hear"
    _, effects = after(call, SendPaper())
    assert effects == [Upload(CALL, PHOTO, b"one")]
    _, effects = after(call, ClosePaper())
    assert told(effects) == ["failed"]


def test_unclear_twice_more_and_then_the_window(aiming: Call) -> None:
    blurred = PaperUnclear("有点糊，请按住别动。")
    call, effects = after(aiming, ShootPaper(), blurred, ShootPaper(), blurred)
    assert [type(e) for e in effects] == [Shoot, Look, Shoot, Look]
    call, effects = after(call, ShootPaper(), blurred)
    given_up = paper(call)
    assert given_up is not None
    assert (given_up.step, told(effects)) == ("window", ["blurred"])
    assert effects[-2] == StopLook()


def test_a_camera_that_fails_is_told_to_both(aiming: Call) -> None:
    call, effects = after(aiming, PaperFailed())
    failed = paper(call)
    assert failed is not None
    assert (failed.step, told(effects)) == ("no_camera", ["failed"])


def test_the_guides_word_comes_back_whatever_page_she_is_on(sent: Call) -> None:
    call, _ = after(sent, ClosePaper())
    waiting = paper(call)
    assert waiting is not None
    assert not waiting.open
    call, _ = after(call, hub(calls.PhotoJudged, photo=PHOTO, verdict="good", **ASK))
    good = paper(call)
    assert good is not None
    assert (good.step, good.open) == ("good", True)
    _, effects = after(call, KeepPaper(True))
    assert effects == [Keep(good, "wang")]
    call, effects = after(call, KeepPaper(False))
    assert (paper(call), effects) == (None, [])


def test_one_the_guide_cannot_read_is_replaced_and_a_missing_page_is_added(sent: Call) -> None:
    def another(verdict: str) -> tuple[bytes, ...]:
        judged = hub(calls.PhotoJudged, photo=PHOTO, verdict=verdict, **ASK)
        call, _ = after(sent, judged, AllowPhoto(True), PaperTaken(b"two"))
        taken = paper(call)
        assert taken is not None
        return taken.pages

    assert another("unclear") == (b"two",)
    assert another("page_missing") == (b"one", b"two")


def test_a_guide_who_cannot_read_it_three_times_leaves_it_to_the_window(sent: Call) -> None:
    unclear = hub(calls.PhotoJudged, photo=PHOTO, verdict="unclear", **ASK)
    again = (AllowPhoto(True), PaperTaken(b"two"), Named(PHOTO), Uploaded(PHOTO, True), unclear)
    call, effects = after(sent, unclear, *again, *again)
    given_up = paper(call)
    assert given_up is not None
    assert (given_up.step, given_up.pages, told(effects)[-1]) == ("window", (), "blurred")


def test_a_word_about_another_picture_asks_for_that_paper_and_a_good_one_changes_nothing(asked: Call) -> None:
    call, _ = after(asked, hub(calls.PhotoJudged, photo=PHOTO, verdict="good", **ASK))
    assert call == asked
    call, _ = after(asked, hub(calls.PhotoJudged, photo=PHOTO, what="户口簿", verdict="page_missing"))
    assert paper(call) == Paper("户口簿", judged="page_missing")


def test_another_guide_and_another_paper_close_the_camera_first(aiming: Call) -> None:
    li = Guide(id="li", name="小李", number="012")
    for event in (hub(calls.Transferred, guide=li), hub(calls.TakePhoto, what="户口簿")):
        _, effects = after(aiming, event)
        assert StopLook() in effects
