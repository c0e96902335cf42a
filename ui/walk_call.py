"""A call for a human as it can be met on a page: every page of its own, and the page below while a guide is there."""

from collections.abc import Iterator
from typing import Any

from kiosk import assist
from kiosk.core import calls
from kiosk.core.calls import CAPABILITIES, Guide
from kiosk.core.outcomes import DeviceState
from kiosk.session import events as ev
from kiosk.session import screen_for, step
from kiosk.session.places import QuestionPlace
from kiosk.session.state import State, with_terminal

WANG = Guide(id="wang", name="王师傅", number="007")
SUPERVISOR = Guide(id="zhao", name="赵班长", number="001")
DAUGHTER = Guide(id="phone:女儿", name="女儿", number="尾号12")
TICKET = "帮-003"
PHONE = "0335-0000000"
PHOTO = "01900000-0000-7000-8000-000000000009"


def call_states(state: State) -> Iterator[State]:
    """The states of a call asked for here, one for each page and each way it ends."""
    linked = with_terminal(state, linked=True, has_media=True)
    asking = after(linked, ev.AskHelp())
    call = asking.visit.call
    if call is None:
        return

    def hub(kind: type[Any], **parts: object) -> ev.HubSaid:
        return ev.HubSaid(kind(call=call.id, seq=1, **parts))

    waiting = after(asking, hub(calls.Waiting, position=2, minutes=5, ticket=TICKET))
    offered = after(waiting, hub(calls.Offered, guide=WANG))
    accepted = after(offered, ev.InCall(assist.Join(True)))
    there = after(accepted, hub(calls.Joined, guide=WANG))
    yield from (asking, waiting, after(asking, hub(calls.Waiting, position=0)), offered, accepted, there)
    yield after(asking, hub(calls.Nobody, ticket=TICKET, phone=PHONE))
    yield after(asking, hub(calls.Nobody, ticket=""))
    for capability in CAPABILITIES:
        yield after(_refused(there), hub(calls.AskConsent, capability=capability))
    free = _refused(there)
    for capability in CAPABILITIES:
        free = after(free, ev.InCall(assist.Agreed(capability, True)))
    yield from _together(free, hub)
    for why in ("guide_done", "both_done", "guide_lost", "terminal_lost"):
        yield after(free, hub(calls.Left, why=why, ticket=TICKET if why == "guide_lost" else "", phone=PHONE))


def _together(free: State, hub: Any) -> Iterator[State]:
    """A guide is there and may do everything."""
    screen = screen_for(free)
    first = next(action for action in (*screen.actions, *screen.always) if action.enabled)
    yield free
    yield after(free, hub(calls.Point, screen=screen.key, action=first.id))
    yield after(free, hub(calls.Point, screen=screen.key, action="settings"))
    menu = after(free, ev.AskHelp())
    yield menu
    yield after(menu, hub(calls.Listening, who=SUPERVISOR, role="supervisor", on=True))
    yield after(free, hub(calls.GuestAsked, who=SUPERVISOR, role="clerk"))
    yield from _by_telephone(free, hub)
    yield after(free, ev.OpenCall("see"))
    yield after(free, ev.InCall(assist.MediaSaid(connected=True)), ev.OpenCall("see"))
    talk = after(free, ev.OpenCall("talk"))
    written = after(talk, ev.TextTyped("我听"))
    yield from (talk, written)
    writing = after(free, ev.OpenCall("write"))
    inked = after(writing, ev.Signed(b"png", (((1000, 1000), (9000, 9000)),)))
    yield from (writing, inked, after(inked, ev.Next(), ev.Back()))
    yield after(written, ev.TextTyped("不清"), ev.Next(), hub(calls.Text, line=1, body="您先按下面那个。", live=False))
    yield after(written, ev.Next(), hub(calls.Text, line=1, body="好的，我", live=True))
    yield after(free, hub(calls.Text, line=1, body="您先按下面那个。", live=False))
    yield after(free, hub(calls.GuideLost, seconds=30))
    yield after(free, ev.LinkChanged(None))
    yield after(free, hub(calls.ProposeMatter, service="02"))
    yield after(free, hub(calls.TakePhoto, what="存折"))
    yield from _paper(after(free, ev.DeviceChanged("scanner", DeviceState.ONLINE)), hub)
    if isinstance(free.place, QuestionPlace) and free.visit.form is not None:
        for spec in free.visit.form.specs():
            value = spec.options[0].id if spec.options else spec.example or "13900009876"
            yield after(free, hub(calls.Suggest, number=1, field=spec.id, value=value))


def _paper(state: State, hub: Any) -> Iterator[State]:
    """A paper the guide would like to see, from the question to what the guide thinks of it."""
    asked = after(state, hub(calls.TakePhoto, what="户口簿", material="household_book"))
    aiming = after(asked, ev.InCall(assist.AllowPhoto(True)))
    taking = after(aiming, ev.InCall(assist.ShootPaper()))
    unclear = ev.InCall(assist.PaperUnclear("有点糊，请按住别动。"))
    sending = after(taking, ev.InCall(assist.PaperTaken(b"jpeg")))
    yield from (asked, aiming, after(aiming, ev.InCall(assist.PaperSeen("有反光，请把纸挪一挪。"))), taking, sending)
    yield after(taking, unclear)
    again = (unclear, ev.InCall(assist.ShootPaper()))
    yield after(taking, *again, *again, unclear)
    yield after(taking, ev.InCall(assist.PaperFailed()))
    yield after(sending, ev.InCall(assist.Uploaded(PHOTO, False)))
    sent = after(sending, ev.InCall(assist.Uploaded(PHOTO, True)))
    yield sent
    for verdict in ("good", "unclear", "page_missing"):
        yield after(
            sent, hub(calls.PhotoJudged, photo=PHOTO, what="户口簿", material="household_book", verdict=verdict)
        )


def _refused(state: State) -> State:
    """She has said no to everything asked so far."""
    while (call := state.visit.call) and call.there and call.there.asking:
        state = after(state, ev.InCall(assist.Agreed(call.there.asking[0], False)))
    return state


def _by_telephone(free: State, hub: Any) -> Iterator[State]:
    """Her daughter: asked about, keyed in, ringing, there."""
    yield after(free, hub(calls.GuestAsked, who=DAUGHTER, role="family"))
    asked = after(free, hub(calls.GuestAsked, who=DAUGHTER.model_copy(update={"number": ""}), role="family",
                            asks_number=True))  # fmt: skip
    yield from (asked, after(asked, *(ev.KeyPressed(digit) for digit in "13800000012")))
    rings = after(free, hub(calls.PhoneCall, guest=DAUGHTER.id, name=DAUGHTER.name, state="ringing"))
    yield from (rings, after(rings, ev.AskHelp()))
    there = after(rings, hub(calls.Listening, who=DAUGHTER, role="family", on=True))
    yield from (there, after(there, ev.AskHelp()))


def after(state: State, *events: ev.Event) -> State:
    """The state after all of them."""
    for event in events:
        state, _ = step(state, event)
    return state
