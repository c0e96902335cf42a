"""Somebody who wants one matter, and a world that answers well and at once: what the gates walk with.

Pure: the real `step`, no window. What is taken away from the person or the hall is said by name; see CHANNELS.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from kiosk.catalogue import Catalogue, FieldType
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.core.screen import AskDigits, AskPin, AskSignature, AskText, Screen
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session import screen_for, start, step, terminal_of
from kiosk.session.state import State
from ui.walk import HOLDER, NOTICES, NOW, replies

CHANNELS = ("touch", "keypad", "microphone", "loudspeaker", "phone", "face", "sight", "card reader")
"""What a person may be without, or the hall; each may be taken away alone and every matter is still finished."""
TEN = ("01", "02", "03", "17", "27", "32", "33", "34", "35", "38")
"""The matters of the first house."""
ENDS = {"35": "notice", "38": "over:help"}
"""Where a matter that needs no good-bye is done; all others end on the last page of the visit."""
TOLD = {"27": "payment", "33": "ticket", "34": "progress:case", **ENDS}
"""The page that tells what came of it; `result` for whatever is handed in."""
PHONE = "13800001234"
DIGITS = {"account": "1303000001", "prepay": "50", "together": "2", "id_number": "130300194403070040"}
NAMED = {"elsewhere": "choice:no", "danger": "choice:no"}
PLAIN = (
    "choice:same", "choice:self", "choice:brought", "choice:card", "choice:show_code", "submit", "pay",
    "confirm_witness", "next", "page:down", "choice:yes", "finish",
)  # fmt: skip
"""What somebody presses who wants to get on, the likeliest first."""
WITHOUT: dict[str, tuple[str, ...]] = {
    "phone": ("choice:none", "choice:cash"),
    "card reader": ("typed", "choice:number"),
}
"""What is pressed before all else by somebody without that."""
SLIP_NUMBER = "202507010700429"
"""What is typed of the number on a slip: the place and the terminal's letter come by themselves."""
TEXT = "text"
"""Stands in a list of presses where something is to be written."""


class Visit:
    """One visit over the real `step`; a Session for a window, or walked without one."""

    def __init__(self, catalogue: Catalogue, without: Collection[str] = (), seed: str = "33" * 16) -> None:
        self._without = frozenset(without)
        terminal = terminal_of(
            catalogue, hall="虚构社区", terminal_id="T0001", division="130302", phone="0335-0000000", simulated=True,
            hears="microphone" not in without,
        )  # fmt: skip
        self.state: State = start(terminal, NOW, 0.0, seed)
        self.hows: set[str] = set()
        self.screens: list[Screen] = []
        """Every page in order; one that changed is there again."""
        self._show: list[Callable[[Screen], None]] = []
        self.post(ev.NoticesLoaded(NOTICES, NOW))
        for device, fault in (("card_reader", Fault.READER_ABSENT), ("speaker", Fault.SPEAKER_ABSENT)):
            if {"card_reader": "card reader", "speaker": "loudspeaker"}[device] in without:
                self.post(ev.DeviceChanged(device, DeviceState.NO_DEVICE, fault))
        if "sight" in without:
            self.post(ev.Headphones(True))
            self.post(ev.ChangeSettings("dark", True))

    @property
    def screen(self) -> Screen:
        return screen_for(self.state)

    @property
    def keys(self) -> list[str]:
        return [screen.key for screen in self.screens]

    def on_screen(self, callback: Callable[[Screen], None]) -> None:
        self._show.append(callback)

    def press(self, action_id: str, how: str = "touch") -> bool:
        self.hows.add(how)
        action = self.screen.action(action_id)
        if action is not None:
            self.post(action.event)
        return action is not None

    def post(self, event: object) -> None:
        waiting = [event]
        while waiting:
            self.state, effects = step(self.state, waiting.pop(0))  # type: ignore[arg-type]
            waiting += [answer for effect in effects for answer in self._well(effect)]
        self.screens.append(self.screen)
        for show in self._show:
            show(self.screen)

    def wait(self, seconds: float, tick: float = 1.0) -> None:
        """Let time pass, a tick at a time."""
        for _ in range(round(seconds / tick)):
            now: datetime = self.state.now + timedelta(seconds=tick)
            self.post(ev.Tick(now, self.state.monotonic + tick))

    def _well(self, effect: ef.Effect) -> tuple[ev.Event, ...]:
        match effect:
            case ef.ReadCard() if "card reader" in self._without:
                return (ev.CardProblem(Fault.READER_ABSENT),)
            case ef.ReadCard():
                return ev.CardReading(), ev.CardSeen(HOLDER)
            case ef.FindDraft():
                return (ev.NoDraft(),)
            case ef.FindHandedIn():
                return ()
            case ef.Pay():
                return replies(effect)[1:2]  # paid at once
            case _:
                return replies(effect)[:1]


def done(visit: Visit, service: str) -> bool:
    """Whether the matter is finished."""
    return visit.screen.key == ENDS.get(service, "ending")


def onward(visit: Visit, service: str, without: Collection[str] = ()) -> list[str]:
    """What a person who wants this matter presses on this page, in order; TEXT where something is written."""
    screen = visit.screen
    offered = [a.id for a in screen.actions if a.enabled]
    match screen.key.split(":"):
        case ["attract"]:
            return ["start"]
        case ["home" | "categories" | "category", *_]:
            category = visit.state.terminal.service(service)
            way = (f"service:{service}", f"category:{category.category if category else ''}", "page:down", "more")
            return [next(one for one in way if one in offered)]
        case ["more"]:
            return ["choice:no"]
        case ["rating"]:
            return ["choice:rate:1"]
        case _:
            pass
    for lost in without:
        wanted = next((one for one in WITHOUT.get(lost, ()) if one in offered), None)
        if wanted is not None:
            return [wanted]
    match screen.ask:
        case AskSignature():
            return ["witness"]
        case AskPin():
            return ["digit:1", "next"]
        case AskText(draft=draft) if not draft and not {"choice:same", "choice:suggest:0"} & set(offered):
            return [TEXT, "next"]
        case AskText(draft=draft) if not draft and "choice:suggest:0" in offered:
            return ["choice:suggest:0"]
        case AskDigits(field=field, draft=draft) if not draft or (
            screen.key == "progress:number" and not screen.notices
        ):
            return [*(f"digit:{d}" for d in _digits(visit, field)), "next"]
    named = NAMED.get(getattr(screen.ask, "field", ""))
    wanted = next((one for one in (named, *PLAIN) if one in offered), None)
    aside = {"print", "skip", "page:up"}
    return [wanted or next((one for one in offered if one not in aside and not one.startswith("edit:")), "")]


def _digits(visit: Visit, field: str) -> str:
    if visit.screen.key.startswith("progress:number"):
        return SLIP_NUMBER
    return next((d for name, d in DIGITS.items() if name in field), PHONE)


def gave_phone(visit: Visit) -> bool:
    """Whether a telephone number was given anywhere in this matter."""
    form = visit.state.visit.form
    asked = form.specs() if form is not None else ()
    return form is not None and any(s.type is FieldType.PHONE and form.chosen(s.id) == PHONE for s in asked)
