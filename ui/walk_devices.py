"""The pages of devices most halls lack, one of each: the document camera, the social-security card."""

from collections.abc import Iterator

from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.core.person import Person
from kiosk.session import events as ev
from kiosk.session import step
from kiosk.session.places import IdentifyPlace, MaterialPlace, QuestionPlace
from kiosk.session.state import State

SHOWN = "household_book"


def camera_states(state: State) -> Iterator[State]:
    """What becomes of a page that asks for the 户口簿 where a camera is well; nothing for any other page."""
    if not isinstance(state.place, MaterialPlace) or state.place.material != SHOWN:
        return
    ready = _after(state, ev.DeviceChanged("scanner", DeviceState.ONLINE), ev.SetMaterial(SHOWN, "brought"))
    taking = _after(ready, ev.Shoot())
    unclear = _after(taking, ev.PhotoUnclear(SHOWN, "有反光，请把纸挪一挪。"))
    again = (ev.Shoot(), ev.PhotoUnclear(SHOWN, "有点糊，请按住别动。"))
    yield from (ready, taking, _after(taking, ev.Photographed(SHOWN, b"jpeg")), unclear)
    yield _after(unclear, *again, *again)
    yield _after(taking, ev.PhotoFailed(SHOWN, Fault.SCANNER_ABSENT))


def social_states(state: State) -> Iterator[State]:
    """What becomes of a matter where a social-security card can be put in; nothing for any other page."""
    form = state.visit.form
    here = ev.DeviceChanged("social_card", DeviceState.ONLINE)
    if form is not None and state.place == IdentifyPlace("holder"):
        asked = _after(state, here, ev.UseWay("social"))
        yield _after(state, here)
        yield from (asked, _after(asked, ev.NoSocialCardSeen()), _after(asked, ev.SocialCardWithheld()))
        yield _after(asked, ev.SocialCardProblem(Fault.SOCIAL_CARD_WRONG_KIND))
    if form is not None and form.holder is not None and state.place == QuestionPlace("pay_to"):
        asked = _after(state, here, ev.Answer("pay_to", "social_card"))
        other = Person("测试桂兰", "130300194403070040", "女", how="social")
        yield from (asked, _after(asked, ev.SocialCardWithheld()), _after(asked, ev.SocialCardSeen(other)))


def _after(state: State, *events: ev.Event) -> State:
    for event in events:
        state, _ = step(state, event)
    return state
