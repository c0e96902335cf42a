"""A document camera and an A4 printer in the hall: her paper goes sealed to the hub, and a large page comes out."""

from pathlib import Path

import pypdfium2

from hardware.simulated.people import GUILAN
from hub.forms import OpenedForm, open_form
from hub.house import HubConfig, open_hub
from kiosk.core.settings import Devices

BOOK = "material:01:household_book"
PHOTO = "photo:01:household_book"
NO = {"question:01:low_income": "choice:no", "question:01:elsewhere": "choice:no", PHOTO: "next"}


def test_her_booklet_is_photographed_after_the_glare_is_gone_and_reaches_the_hub_with_her_signature(
    make_story, hub, tmp_path: Path
) -> None:
    story = make_story(Devices(document_printer="sim://", scanner="sim://"))
    camera, printer = (story.hall.simulators.parts[name] for name in ("scanner", "document_printer"))
    camera.lay("page")
    camera.set_fault("glare")
    story.open("01")
    story.go(BOOK, NO, {"holder": GUILAN})
    terminal = lambda: story.hall.terminal.runner.state.terminal  # noqa: E731
    story.hands.wait(lambda: terminal().has("scanner") and terminal().has("document_printer"), "waited for the devices")
    story.hands.press("choice:brought")
    story.hands.press("shoot")
    story.hands.wait(lambda: "有反光，请把纸挪一挪。" in story.shown, "waited to be told of the glare", 60)
    camera.set_fault(None)
    story.hands.press("shoot")
    story.hands.wait(lambda: "拍好了，1 页" in story.shown, "waited for the picture", 60)
    story.go("confirm", NO)
    story.finish()
    number = story.number
    assert story.wait_case(number)["status"] == "待受理"
    house = open_hub(HubConfig(hub.data_dir))
    try:
        opened = open_form(house, number, "测试")
    finally:
        house.close()
    assert isinstance(opened, OpenedForm)
    book, mark = sorted(opened.pictures, key=lambda one: one.media_type)
    assert book.name.startswith("户口簿，终端高拍仪 ")
    assert book.body.startswith(b"\xff\xd8")
    assert (mark.name, mark.body[:4]) == ("签名", b"\x89PNG")
    story.hands.press("print_large")
    assert printer.wait_for(1, 60)
    story.hands.wait(lambda: "大张纸打好了，请拿好。" in story.shown, "waited to be told of the page", 60)
    page = pypdfium2.PdfDocument(printer.papers[0].pdf)
    assert number in page[0].get_textpage().get_text_range()
    page.close()
    assert GUILAN.name not in story.log.getvalue()
