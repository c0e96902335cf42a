"""A power cut: what is begun may be finished, nothing new begins, and before the battery ends all is put away."""

from typing import Any

import pytest

from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session.places import Attract, ConsentPlace, HomePlace
from kiosk.session.power import READ_S
from kiosk.session.supply import NOT_NOW

MAINS = ev.DeviceChanged("power", DeviceState.ONLINE)
BATTERY = ev.DeviceChanged("power", DeviceState.ONLINE, Fault.POWER_ON_BATTERY)
LOW = ev.DeviceChanged("power", DeviceState.ONLINE, Fault.POWER_LOW)
LOST = ev.DeviceChanged("power", DeviceState.NO_DEVICE, Fault.POWER_LOW)


def noticed(visitor: Any) -> str:
    return "".join(n.plain() for n in visitor.screen.notices)


def test_on_the_battery_a_matter_that_is_begun_is_finished(visitor: Any) -> None:
    visitor.begin("01").press("next").post(BATTERY)
    page = visitor.state.place
    assert "请先办完这件事" in noticed(visitor)
    visitor.wait(60)
    assert visitor.state.place == page
    assert "请先办完" not in noticed(visitor.post(MAINS))


def test_on_the_battery_nothing_new_is_begun(visitor: Any) -> None:
    visitor.press("start").post(BATTERY, ev.ChooseService("01"))
    assert isinstance(visitor.state.place, HomePlace)
    assert NOT_NOW in visitor.screen.notices
    assert visitor.post(MAINS, ev.ChooseService("01")).screen.key == "matter:01"


def test_on_the_battery_the_first_page_says_so_and_help_is_there(visitor: Any) -> None:
    visitor.post(BATTERY)
    assert visitor.screen.key == "attract:battery"
    visitor.post(ev.Begin(), ev.CardLaid(), ev.CodeScanned("x"), ev.ChooseCategory("hall"), ev.ChooseService("01"))
    assert isinstance(visitor.state.place, Attract)
    assert visitor.press("help").screen.key.startswith("over:help")
    assert visitor.press("back").post(MAINS).screen.key == "attract"


@pytest.mark.parametrize("low", [LOW, LOST])
def test_when_the_battery_ends_all_is_put_away_and_the_machine_is_asked_to_stop_once(visitor: Any, low: Any) -> None:
    visitor.begin("01").press("next").post(BATTERY, low)
    assert "马上要关" in noticed(visitor)
    visitor.wait(int(READ_S) + 1)
    assert isinstance(visitor.state.place, Attract)
    assert visitor.screen.key == "attract:low"
    assert visitor.state.visit.form is None
    assert visitor.asked(ef.Wipe)
    assert not visitor.asked(ef.StopMachine)
    visitor.wait(int(READ_S) + 1).wait(60)
    assert len(visitor.asked(ef.StopMachine)) == 1


def test_power_that_comes_back_before_the_end_keeps_the_page(visitor: Any) -> None:
    visitor.begin("01").press("next").post(LOW).wait(int(READ_S) - 3).post(MAINS).wait(30)
    assert isinstance(visitor.state.place, ConsentPlace)
    assert not visitor.asked(ef.Wipe)
    visitor.post(LOW).wait(int(READ_S) - 3)
    assert isinstance(visitor.state.place, ConsentPlace)


def test_what_is_being_handed_in_is_not_cut_off(visitor: Any) -> None:
    visitor.begin("01").press("next").post(ev.Speaking(True), LOW).wait(100)
    assert not visitor.asked(ef.Wipe)
    visitor.post(ev.Speaking(False)).wait(2)
    assert visitor.asked(ef.Wipe)


def test_a_ups_that_is_only_absent_changes_nothing(visitor: Any) -> None:
    visitor.post(ev.DeviceChanged("power", DeviceState.NO_DEVICE, Fault.UPS_ABSENT))
    assert visitor.screen.key == "attract"
