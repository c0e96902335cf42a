"""A paper under the document camera for a guide: asked, judged, sent, kept with her matter if she says so."""

from typing import Any

import pytest

from kiosk import assist
from kiosk.core import calls
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.core.screen import Live, Screen
from kiosk.session import effects as ef
from kiosk.session import events as ev

CAMERA = ev.DeviceChanged("scanner", DeviceState.ONLINE)
BOOK = {"what": "户口簿", "material": "household_book"}


def says(screen: Screen) -> str:
    return "".join(line.plain() for line in screen.spoken())


def done(line: Any, kind: type[Any]) -> list[Any]:
    """What the call asked of camera and hub."""
    return [e.effect for e in line.visitor.effects if isinstance(e, ef.CallDo) and isinstance(e.effect, kind)]


@pytest.fixture
def guided(asked: Any) -> Any:
    """In 高龄津贴 with 王师傅 there, and a document camera that is well."""
    asked.visitor.post(CAMERA)
    return asked.join("page", "filling")


def sent(line: Any, jpeg: bytes = b"her booklet") -> str:
    """A picture is asked for, allowed, taken and has arrived; its id."""
    line.says(calls.TakePhoto, **BOOK).visitor.press("choice:photo")
    line.visitor.post(ev.InCall(assist.PaperTaken(jpeg)))
    photo = str(done(line, assist.Upload)[-1].photo)
    line.visitor.post(ev.InCall(assist.Uploaded(photo, True)))
    return photo


def test_she_is_told_who_will_see_it_and_may_say_no(guided: Any) -> None:
    guided.says(calls.TakePhoto, **BOOK)
    asks = guided.visitor.screen
    assert (asks.key, asks.title.plain()) == ("over:call:photo", "拍一下户口簿，可以吗？")
    assert "拍好了，就发给王师傅看。" in says(asks)
    assert done(guided, assist.Look) == []
    guided.visitor.press("choice:no_photo")
    assert guided.sent[-1].outcome == "refused"
    assert done(guided, assist.Look) == []


def test_the_preview_says_that_its_pictures_come_one_after_another_and_what_to_do(guided: Any) -> None:
    visitor = guided.says(calls.TakePhoto, **BOOK).visitor.press("choice:photo")
    [look] = done(guided, assist.Look)
    assert (look.card, visitor.screen.key) == (False, "over:call:photo:aim")
    assert Live("台面的样子，一会儿换一张。", of="paper") in visitor.screen.blocks
    visitor.post(ev.InCall(assist.PaperSeen("有反光，请把纸挪一挪。")))
    assert [n.plain() for n in visitor.screen.notices] == ["有反光，请把纸挪一挪。"]
    visitor.post(ev.InCall(assist.PaperSeen("")))
    assert visitor.screen.notices == ()
    visitor.press("no_photo")
    assert done(guided, assist.StopLook) != []
    assert (guided.sent[-1].outcome, visitor.screen.key.split(":")[0]) == ("refused", "question")


def test_an_identity_card_is_taken_as_a_card_though_the_guide_only_named_it(guided: Any) -> None:
    guided.says(calls.TakePhoto, what="身份证").visitor.press("choice:photo")
    assert done(guided, assist.Look)[-1].card


def test_unclear_three_times_leads_to_the_window_and_the_matter_goes_on(guided: Any) -> None:
    visitor = guided.says(calls.TakePhoto, **BOOK).visitor.press("choice:photo")
    for _ in range(3):
        visitor.press("shoot").post(ev.InCall(assist.PaperUnclear("有点糊，请按住别动。")))
    assert "到窗口给人看。" in says(visitor.screen)
    assert guided.sent[-1].outcome == "blurred"
    visitor.press("next")
    assert visitor.screen.key.startswith("question:01")


def test_what_the_guide_can_read_goes_with_her_matter_with_the_guides_id_if_she_says_so(guided: Any) -> None:
    photo = sent(guided)
    visitor = guided.visitor
    assert (guided.sent[-1].outcome, guided.sent[-1].photo) == ("sent", photo)
    visitor.press("next")
    assert visitor.screen.key.startswith("question:01"), "she goes on while the guide looks"
    guided.says(calls.PhotoJudged, photo=photo, verdict="good", **BOOK)
    assert visitor.screen.key == "over:call:photo:good"
    assert "当作户口簿交上去，可以吗？" in says(visitor.screen)
    visitor.press("choice:keep", "stop_call", "next").answer_questions(elsewhere="no").past_conditions()
    assert visitor.screen.key == "material:01:photo", "nobody asks whether what was just seen was brought"
    visitor.bring_everything().look_over().sign().press("submit")
    [store] = visitor.asked(ef.StoreSubmission)
    [picture] = [a for a in store.submission.attachments if a.media_type == "image/jpeg"]
    assert (picture.material, picture.asked_by) == ("household_book", "wang")
    assert store.attachments[picture.name] == b"her booklet"


def test_what_she_does_not_keep_is_nowhere(guided: Any, texts: Any) -> None:
    photo = sent(guided)
    guided.says(calls.PhotoJudged, photo=photo, verdict="good", **BOOK).visitor.press("choice:leave")
    assert guided.visitor.state.visit.form.photos == ()
    assert b"her booklet" not in list(_bytes_of(guided.visitor.state))


def test_the_end_of_call_or_visit_leaves_no_picture(guided: Any) -> None:
    sent(guided)
    assert b"her booklet" in list(_bytes_of(guided.visitor.state))
    guided.visitor.press("stop_call")
    assert b"her booklet" not in list(_bytes_of(guided.visitor.state))


def test_a_page_the_guide_misses_is_asked_for_and_both_are_kept(guided: Any) -> None:
    guided.says(calls.PhotoJudged, photo=sent(guided, b"one"), verdict="page_missing", **BOOK)
    visitor = guided.visitor
    assert "王师傅说还缺一页。" in says(visitor.screen)
    visitor.press("choice:photo").post(ev.InCall(assist.PaperTaken(b"two")))
    second = done(guided, assist.Upload)[-1].photo
    visitor.post(ev.InCall(assist.Uploaded(second, True)))
    guided.says(calls.PhotoJudged, photo=second, verdict="good", **BOOK).visitor.press("choice:keep")
    assert [p.jpeg for p in visitor.state.visit.form.photos] == [b"one", b"two"]


def test_a_paper_that_belongs_to_no_matter_is_only_shown(guided: Any) -> None:
    guided.says(calls.TakePhoto, what="药盒").visitor.press("choice:photo")
    guided.visitor.post(ev.InCall(assist.PaperTaken(b"x")))
    photo = done(guided, assist.Upload)[-1].photo
    guided.visitor.post(ev.InCall(assist.Uploaded(photo, True)))
    guided.says(calls.PhotoJudged, photo=photo, what="药盒", verdict="good")
    assert guided.visitor.screen.action("choice:keep") is None
    guided.visitor.press("next")
    assert guided.visitor.screen.key.startswith("question:01")


def test_what_was_signed_before_the_picture_was_kept_is_signed_anew(guided: Any) -> None:
    visitor = guided.visitor
    visitor.answer_questions(elsewhere="no").past_conditions()
    visitor.press("choice:missing").bring_everything().look_over().sign()
    assert visitor.screen.key == "confirm"
    guided.says(calls.PhotoJudged, photo=sent(guided), verdict="good", **BOOK).visitor.press("choice:keep")
    form = visitor.state.visit.form
    assert (form.material("household_book"), form.signature) == ("brought", b"")
    assert visitor.screen.key.startswith("review:")


def test_a_camera_is_there_only_while_it_works(guided: Any) -> None:
    assert guided.visitor.state.terminal.has_camera
    guided.visitor.post(ev.DeviceChanged("scanner", DeviceState.NO_DEVICE, Fault.SCANNER_ABSENT))
    guided.says(calls.TakePhoto, **BOOK)
    assert "这台机器拍不了。" in says(guided.visitor.screen)
    assert guided.sent[-1].outcome == "no_camera"


def _bytes_of(root: object, seen: set[int] | None = None) -> Any:
    """Every bytes object that can be reached."""
    seen = set() if seen is None else seen
    if id(root) in seen:
        return
    seen.add(id(root))
    if isinstance(root, bytes):
        yield root
    elif isinstance(root, tuple | list | frozenset):
        for item in root:
            yield from _bytes_of(item, seen)
    elif hasattr(root, "__dataclass_fields__"):
        for name in root.__dataclass_fields__:
            yield from _bytes_of(getattr(root, name), seen)
