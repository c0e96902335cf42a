"""The light beside what is wanted now, and no other."""

from typing import Any

from hardware.cabinet import Light
from kiosk.core.outcomes import DeviceState
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session.lights import lights_for


def test_the_card_the_scanner_and_the_slip_are_lit_in_their_turn(visitor: Any, facts: Any) -> None:
    assert lights_for(visitor.state) == Light(0)
    visitor.post(ev.DeviceChanged("code_reader", DeviceState.ONLINE)).begin("34")
    assert lights_for(visitor.state) == Light.CODE
    visitor.press("choice:card")
    assert lights_for(visitor.state) == Light.CARD
    visitor.post(ev.CardSeen(facts.mother), ev.CasesFound((facts.case_view(),)))
    visitor.post(ev.PrintAgain())
    assert Light.SLIP not in lights_for(visitor.state)
    job = visitor.asked(ef.PrintSlip)[-1].slip.job_id
    visitor.post(ev.Printed(job))
    assert lights_for(visitor.state) == Light.SLIP


def test_a_card_that_was_left_is_lit_until_it_is_taken(visitor: Any) -> None:
    visitor.press("start").post(ev.CardLaid(), ev.Restart(), ev.Leave())
    assert lights_for(visitor.state) == Light.CARD
    assert lights_for(visitor.post(ev.CardGone()).state) == Light(0)


def test_an_open_door_is_in_the_journal(visitor: Any) -> None:
    from kiosk.core.faults import Fault

    visitor.post(ev.DeviceChanged("cabinet", DeviceState.USER_ERROR, Fault.CABINET_OPEN))
    noted = [e.fields for e in visitor.asked(ef.Note) if e.event == "device_state"]
    assert noted == [{"device": "cabinet", "state": "userError", "fault": "cabinet_open"}]
