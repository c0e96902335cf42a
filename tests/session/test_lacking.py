"""What is out of order is told before anyone begins, and the A4 printer serves where it is well."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk.catalogue import load_shipped
from kiosk.catalogue.plain_language import complaints
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session.lacking import out

A4_WELL = ev.DeviceChanged("document_printer", DeviceState.ONLINE)
A4_JAMMED = ev.DeviceChanged("document_printer", DeviceState.USER_ERROR, Fault.A4_JAM)
NO_SLIPS = ev.DeviceChanged("receipt_printer", DeviceState.USER_ERROR, Fault.PAPER_OUT)
NO_READER = ev.DeviceChanged("card_reader", DeviceState.NO_DEVICE, Fault.READER_ABSENT)


def notices(visitor: Any) -> list[str]:
    return [n.plain() for n in visitor.screen.notices]


def test_every_matter_done_here_says_in_its_file_what_it_uses() -> None:
    for service in load_shipped().services.values():
        if service.flow != "help":
            assert service.devices, service.id


@pytest.mark.parametrize("fault", [NO_READER, NO_SLIPS])
def test_what_is_out_is_told_on_the_home_page_and_on_the_matter(visitor: Any, fault: ev.DeviceChanged) -> None:
    visitor.post(fault, ev.Begin())
    (told,) = notices(visitor)
    assert list(complaints(told)) == []
    visitor.post(ev.ChooseService("01"))
    assert told in notices(visitor)
    assert visitor.screen.action("next").enabled


def test_a_device_this_hall_never_had_is_not_missed(visitor: Any) -> None:
    visitor.post(ev.Begin(), ev.ChooseService("01"))
    assert notices(visitor) == []
    assert visitor.screen.action("print_large") is None


def test_a_card_laid_askew_is_no_broken_reader(visitor: Any) -> None:
    visitor.post(ev.DeviceChanged("card_reader", DeviceState.USER_ERROR, Fault.CARD_MOVED))
    assert not out(visitor.state, "card_reader")


def test_the_large_paper_is_offered_only_where_its_printer_is_well(visitor: Any) -> None:
    visitor.post(A4_WELL, ev.Begin(), ev.ChooseService("01")).press("print_large")
    (sheet,) = visitor.asked(ef.PrintSheet)
    assert not visitor.asked(ef.PrintSlip)
    assert "正在打大张纸，请稍等。" in notices(visitor)
    visitor.post(ev.Printed(sheet.slip.job_id))
    assert "大张纸打好了，请拿好。" in notices(visitor)
    visitor.post(A4_JAMMED)
    assert visitor.screen.action("print_large") is None
    assert "大张纸打不了，屏幕上能看能听。" in notices(visitor)


def test_where_slips_are_out_the_receipt_comes_out_large(visitor: Any, facts: Any) -> None:
    visitor.post(A4_WELL, NO_SLIPS, ev.Begin())
    assert notices(visitor) == ["小票打不了，改打大张纸。"]
    visitor.post(ev.ChooseService("01"), ev.PrintAgain())
    assert len(visitor.asked(ef.PrintSheet)) == 1


def test_a_matter_that_cannot_do_without_a_device_leads_to_the_window_and_asks_nothing(visitor: Any) -> None:
    services = visitor.state.terminal.services
    needing = replace(
        visitor.state.terminal,
        services=tuple(
            s.model_copy(update={"devices": {"document_printer": "needs"}}) if s.id == "01" else s for s in services
        ),
    )
    visitor.state = replace(visitor.state, terminal=needing)
    visitor.post(ev.Begin(), ev.ChooseService("01"))
    assert "打大张纸的机器现在用不了。" in notices(visitor)
    visitor.press("next")
    assert visitor.screen.key == "where:device"
    assert visitor.state.visit.form is None
    visitor.post(ev.Home(), A4_WELL, ev.ChooseService("01")).press("next")
    assert visitor.state.visit.form is not None


def test_a_page_that_would_print_says_why_it_has_no_key_for_it(visitor: Any, facts: Any) -> None:
    visitor.post(ev.NoticesLoaded((facts.notice(visitor.clock),))).begin("35").press("notice:n1")
    assert notices(visitor) == []
    visitor.post(NO_SLIPS)
    assert visitor.screen.action("print") is None
    assert notices(visitor) == ["小票打不了，这一页能看能听。"]
    visitor.post(A4_WELL)
    assert visitor.screen.action("print_large") is not None
    assert notices(visitor) == ["小票打不了，可以打大字的。"]
