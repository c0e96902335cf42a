"""A picture of what was brought: into the message with where it came from, retaken twice, then the window."""

import queue
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hardware.scanner import open_scanner
from hardware.simulated.scanner import SimulatedScanner
from kiosk.core.clock import ManualClock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.core.screen import Live
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session.around import Around, Peripherals
from kiosk.session.forms import from_draft
from kiosk.session.perform import Performer
from kiosk.session.readback import readback
from offline_cache import Drafts

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


def test_a_booklet_with_another_date_of_birth_stops_nothing_and_the_clerk_has_both(visitor: Any, facts: Any) -> None:
    """The card's date counts and decides by rule; the booklet is not read by machine: its page goes along as it is."""
    booklet = b"a page that says: born on 1952-01-02"
    to_book(visitor.post(CAMERA), facts).press("choice:brought")
    shot(visitor, ev.Photographed(BOOK, booklet)).press("next").bring_everything().look_over().sign().press("submit")
    [store] = visitor.asked(ef.StoreSubmission)
    assert store.submission.holder.birth == facts.mother.birth.isoformat()
    assert store.submission.materials[BOOK] == "brought"
    assert store.attachments["photo_household_book_1.jpg"] == booklet
    assert not [key for key in visitor.keys if key.startswith(("conflict:", "where:"))]
    assert all(field.from_card != "birth" for field in visitor.state.visit.form.service.fields), "nobody retypes it"


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


def test_a_power_cut_takes_no_picture_away(visitor: Any, new_visitor: Any, facts: Any, tmp_path: Path) -> None:
    to_book(visitor.post(CAMERA), facts).press("choice:brought")
    shot(visitor, ev.Photographed(BOOK, b"first"))
    shot(visitor, ev.Photographed(BOOK, b"second"))
    drafts = Drafts(tmp_path, ManualClock(), scrypt_cost=2)
    kept = visitor.asked(ef.SaveDraft)[-1]
    performer = SimpleNamespace(_ports=SimpleNamespace(drafts=drafts, counter=Nothing()), _kept={})
    Performer._save(performer, kept.id_number, kept.payload, kept.photos)
    assert b"second" not in kept.payload
    found = Performer._find(performer, kept.id_number)
    assert isinstance(found, ev.DraftFound)
    again = new_visitor()
    again.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    again.post(found).press("choice:yes")
    assert [photo.jpeg for photo in again.state.visit.form.photos] == [b"first", b"second"]
    assert again.state.visit.form.photos_of(BOOK) == 2


def test_a_picture_that_is_not_what_it_was_is_not_taken_for_one(visitor: Any, facts: Any) -> None:
    to_book(visitor.post(CAMERA), facts).press("choice:brought")
    shot(visitor, ev.Photographed(BOOK, b"first"))
    shot(visitor, ev.Photographed(BOOK, b"second"))
    form, kept = visitor.state.visit.form, visitor.asked(ef.SaveDraft)[-1]
    back = from_draft(kept.payload, form.service, (b"", b"second"))
    assert back is not None
    assert [photo.jpeg for photo in back.photos] == [b"second"]


class Nothing:
    """A counter that has stored nothing."""

    def look_up(self, submission_id: object) -> None:
        return None


def test_the_paper_moves_on_the_page_while_it_is_laid_down_and_is_gone_with_the_page(visitor: Any, facts: Any) -> None:
    shown: queue.SimpleQueue[Any] = queue.SimpleQueue()
    with SimulatedScanner() as simulated:
        simulated.lay("page")
        scanner = open_scanner(simulated.uri)
        around = Around(Peripherals(scanner=scanner), lambda event: None, shown.put)
        to_book(visitor.post(CAMERA), facts).press("choice:brought")
        assert any(isinstance(block, Live) for block in visitor.screen.blocks)
        around.follow(visitor.state)
        for _ in range(2):
            assert shown.get(timeout=60).shape[1] == 640
        visitor.press("back")
        around.follow(visitor.state)
        while shown.get(timeout=60) is not None:
            pass
        scanner.close()
