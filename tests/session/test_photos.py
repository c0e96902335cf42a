"""A picture of what was brought: into the message with where it came from, retaken twice, then the window."""

from typing import Any

import pytest

from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session.readback import readback

CAMERA = ev.DeviceChanged("scanner", DeviceState.ONLINE)
BOOK = "household_book"


def to_book(visitor: Any, facts: Any) -> Any:
    """To the page that asks whether the 户口簿 was brought."""
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    visitor.answer_questions(elsewhere="no").past_conditions()
    assert visitor.screen.key == f"material:01:{BOOK}"
    return visitor


def shot(visitor: Any, event: ev.Event) -> Any:
    before = len(visitor.asked(ef.TakePhoto))
    visitor.press("shoot")
    assert len(visitor.asked(ef.TakePhoto)) == before + 1
    return visitor.post(event)


def test_two_pages_travel_with_the_submission_and_say_what_they_are(visitor: Any, facts: Any) -> None:
    to_book(visitor.post(CAMERA), facts).press("choice:brought")
    assert visitor.screen.key == f"photo:01:{BOOK}"
    shot(visitor, ev.Photographed(BOOK, b"first"))
    shot(visitor, ev.Photographed(BOOK, b"second"))
    assert visitor.screen.title.plain() == "拍好了，2 页"
    visitor.press("next").bring_everything().look_over()
    assert f"{BOOK} 带了，拍了 2 页" in readback(visitor.state.visit.form)
    visitor.sign().press("submit")
    [store] = visitor.asked(ef.StoreSubmission)
    pictures = {a.name: a for a in store.submission.attachments if a.media_type == "image/jpeg"}
    assert list(pictures) == ["photo_household_book_1.jpg", "photo_household_book_2.jpg"]
    assert store.attachments["photo_household_book_2.jpg"] == b"second"
    assert all(a.material == BOOK and a.taken_at is not None for a in pictures.values())


def test_without_a_camera_nobody_is_asked_to_lay_anything_down(visitor: Any, facts: Any) -> None:
    to_book(visitor, facts).press("choice:brought")
    assert not visitor.screen.key.startswith("photo:")


def test_what_a_picture_does_not_prove_is_not_photographed(visitor: Any, facts: Any) -> None:
    to_book(visitor.post(CAMERA), facts).press("choice:missing")
    assert visitor.screen.key == "material:01:photo"
    visitor.press("choice:brought")
    assert not visitor.screen.key.startswith("photo:")


def test_unclear_twice_more_and_then_the_window_and_the_matter_goes_on(visitor: Any, facts: Any) -> None:
    to_book(visitor.post(CAMERA), facts).press("choice:brought")
    for _ in range(2):
        shot(visitor, ev.PhotoUnclear(BOOK, "有反光，请把纸挪一挪。"))
        assert "有反光，请把纸挪一挪。" in [s.plain() for s in visitor.screen.say]
    shot(visitor, ev.PhotoUnclear(BOOK, "有点糊，请按住别动。"))
    assert visitor.screen.action("shoot") is None
    assert "材料带着，到窗口给人看。" in [s.plain() for s in visitor.screen.say]
    visitor.press("next")
    assert visitor.screen.key == "material:01:photo"
    assert visitor.state.visit.form.material(BOOK) == "brought"


def test_a_good_picture_between_bad_ones_starts_the_count_anew(visitor: Any, facts: Any) -> None:
    to_book(visitor.post(CAMERA), facts).press("choice:brought")
    for _ in range(2):
        shot(visitor, ev.PhotoUnclear(BOOK, "有点暗，请别挡着光。"))
    shot(visitor, ev.Photographed(BOOK, b"page"))
    shot(visitor, ev.PhotoUnclear(BOOK, "有点暗，请别挡着光。"))
    assert visitor.screen.action("shoot") is not None


@pytest.mark.parametrize("fault", [Fault.SCANNER_ABSENT, Fault.SCANNER_SILENT, Fault.SCANNER_BROKEN])
def test_a_camera_that_fails_stops_nobody(visitor: Any, facts: Any, fault: Fault) -> None:
    to_book(visitor.post(CAMERA), facts).press("choice:brought")
    shot(visitor, ev.PhotoFailed(BOOK, fault)).press("next")
    assert visitor.screen.key == "material:01:photo"


def test_a_late_picture_of_a_page_left_behind_is_dropped(visitor: Any, facts: Any) -> None:
    to_book(visitor.post(CAMERA), facts).press("choice:brought", "shoot", "back")
    visitor.post(ev.Photographed(BOOK, b"late"))
    assert visitor.state.visit.form.photos == ()


def test_another_answer_and_the_end_of_the_visit_take_the_pictures_away(visitor: Any, facts: Any) -> None:
    to_book(visitor.post(CAMERA), facts).press("choice:brought")
    shot(visitor, ev.Photographed(BOOK, b"page")).press("back", "choice:missing")
    assert visitor.state.visit.form.photos == ()
    visitor.press("back", "choice:brought")
    shot(visitor, ev.Photographed(BOOK, b"page"))
    visitor.post(ev.UnexpectedError())
    assert visitor.state.visit.form is None
