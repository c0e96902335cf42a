"""The Screen: one moment of a visit as one immutable value.

The touch page, the spoken prompt and its captions, the keypad order, the phrases a microphone accepts, the
guide's masked view, the gallery and the tests are all renderings of this value. A page has no private content.

    Screen
      key, title, step n of m, tone
      say        sentences spoken in order; captions are the same sentences
      notices    what changed or went wrong on this same page (spoken when they appear)
      blocks     what is shown: paragraphs, facts, lists, a slip, a big number
      ask        at most one question
      actions    what may be done next: each has a label, spoken words, aliases and a pictogram
      always     the actions that are on every page in the same place: help, back, repeat, ...
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from kiosk.core.words import Words, words

NO_WORDS = words()


class Role(StrEnum):
    """How much weight an action has on the page."""

    PRIMARY = "primary"
    """The one thing most people do next; 25 mm high."""
    SECONDARY = "secondary"
    TILE = "tile"
    """One of a few big pictures."""
    CHOICE = "choice"
    """One of the answers to the question."""
    DANGER = "danger"
    """Leaves, throws away or refuses."""
    KEY = "key"
    """A key of an on-screen pad."""
    ALWAYS = "always"
    """In the same place on every page."""


class Tone(StrEnum):
    """Mood of a page; shown by a shape and a word, never by colour alone."""

    CALM = "calm"
    DONE = "done"
    WAIT = "wait"
    QUESTION = "question"
    """Somebody asks her something; nothing is wrong."""
    ATTENTION = "attention"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Action:
    """Something the resident may do now."""

    id: str
    """Stable within the screen: "service:01", "next", "help", "choice:yes", "digit:7"."""
    label: str
    pictogram: str
    """Name of an SVG in ui/pictograms without its suffix; always shown together with the label."""
    event: object
    """The session event this action becomes (kiosk.session.events.Event)."""
    role: Role = Role.SECONDARY
    say: str = ""
    """How it is offered aloud; the label when empty."""
    aliases: tuple[str, ...] = ()
    """What a resident may say to press it."""
    note: str = ""
    """One short line under the label, e.g. a service's plain words."""
    enabled: bool = True
    why_not: str = ""
    """Shown and spoken with a disabled action: 「打印机没纸，现在不能打」."""
    chosen: bool = False
    """For choices: it is the present answer."""
    grave: bool = False
    """Pays, hands in, agrees, signs or says who somebody is: spoken, only its own label as a whole does it."""
    pointed: bool = False
    """A guide points at it."""

    @property
    def spoken(self) -> str:
        return self.say or self.label


# --- what a page shows ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: Words
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One name with its value, and where the value comes from."""

    label: str
    value: Words
    source: str = ""
    """「身份证」「您输入的」「模拟」 ... or a source and date of a figure."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A table of facts."""

    facts: tuple[Fact, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A short list: things to bring, steps to come. `marks` gives each a sign: "done", "todo", "missing", ""."""

    items: tuple[Words, ...]
    title: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BigText:
    """A number to remember: case number, ticket, amount."""

    label: str
    text: Words
    spoken: str | Words = ""
    """Read digit by digit in groups."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A large pictogram with its meaning in words, e.g. where to put the card."""

    pictogram: str
    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Something is going on: words always, a bar when the share is known (0 to 1)."""

    text: str
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A slip as it was or would be printed, drawn on the page when there is no paper."""

    lines: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class TalkLine:
    """One typed line: who says it, and whether it is still being typed."""

    by: str
    text: Words
    mine: bool = False
    typing: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """Lines typed to and fro, the newest last."""

    lines: tuple[TalkLine, ...]


@dataclass(frozen=True, slots=True)
class Live:
    """A picture that moves: the guide's, large enough for sign language, or the paper under the document camera.

    `text` says what it is to who does not see it.
    """

    text: str
    of: Literal["guide", "paper"] = "guide"


Block = Paragraph | Facts | Bullets | BigText | Picture | Progress | Paper | Talk | Live


# --- the one question ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AskChoice:
    """Pick one (or several) of the page's actions with role CHOICE."""

    field: str
    prompt: Words
    several: bool = False


@dataclass(frozen=True, slots=True)
class AskDigits:
    """Digits on a large pad (the pad's keys are actions with role KEY, e.g. digit:7, digit:X, erase, clear)."""

    field: str
    prompt: Words
    draft: Words
    """What has been entered so far."""
    groups: tuple[int, ...] = ()
    """How to group digits for reading: 6-8-4 of an ID number, 3-4-4 of a phone."""
    length: int = 0
    """Expected number of digits, 0 when it varies."""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class AskDate:
    """A date by parts, one part at a time: year, then month, then day (choices are actions)."""

    field: str
    prompt: Words
    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str = "year"


@dataclass(frozen=True, slots=True)
class AskText:
    """Free text by the page's Chinese keyboard, a suggestion, or (later) handwriting and voice.

    The keyboard commits text as `TextTyped` events; the draft lives in the session.
    """

    field: str
    prompt: Words
    draft: Words
    suggestions: tuple[str, ...] = ()
    """Offered phrases; each is also an action."""
    max_length: int = 60
    hint: str = ""


@dataclass(frozen=True, slots=True)
class AskCard:
    """Put an identity card on the reader."""

    prompt: Words
    who: str
    """「您」「办事人」「代办人」 ... whose card is wanted."""
    phase: str = "waiting"
    """waiting, reading, lift (take it away again)."""


@dataclass(frozen=True, slots=True)
class AskSignature:
    """Sign with a finger on the page; strokes reach the session as `Signed(png, strokes)`."""

    prompt: Words
    statement: Words
    signed: bool = False
    write: bool = False
    """No signature but words, for somebody who reads them."""


@dataclass(frozen=True, slots=True)
class AskPin:
    """A staff member's number and PIN; the draft is never shown, only its length."""

    prompt: Words
    length: int = 0


@dataclass(frozen=True, slots=True)
class AskTouch:
    """A technician passes a finger over the whole glass; each field is an action field:n, counted row by row."""

    prompt: Words
    columns: int
    rows: int
    touched: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AskChart:
    """A technician looks at colours, greys, lines and characters."""

    prompt: Words


Ask = AskChoice | AskDigits | AskDate | AskText | AskCard | AskSignature | AskPin | AskTouch | AskChart


@dataclass(frozen=True, slots=True)
class Step:
    """Where in the matter: 第 n 步，共 m 步."""

    n: int
    m: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this resident wants the terminal to be; back to defaults when the visit ends."""

    text_size: int = 1
    """0 标准, 1 大字 (default), 2 更大, 3 特大."""
    theme: str = "standard"
    """standard, black, white, soft."""
    low: bool = False
    """Everything that can be pressed within reach of a wheelchair."""
    rate: int = 100
    """Speech rate in percent: 50, 75, 100, 125, 150, 175, 200."""
    volume: int = 2
    """A level of kiosk.core.loudness for the present output; the loudspeaker starts at 2, headphones at 5 (65 dB)."""
    muted: bool = False
    slow: bool = False
    """Tremor and slow mode: 500 ms debounce, longer waits."""
    dialect: bool = False
    """Speaks dialect: in doubt she is shown choices rather than offered one thing."""
    dark: bool = False
    """Screen blanked for privacy while audio goes on."""
    whole_numbers: bool = False
    """Numbers that identify her are said whole on the loudspeaker too, because she wants it."""


DEFAULT_SETTINGS = Settings()


@dataclass(frozen=True, slots=True)
class Beside:
    """The guide's moving picture beside the page, whatever the page asks. `text` says what it is."""

    text: str
    sign: bool = False
    """Large enough for sign language, a sixth of the glass at least: the page makes room. Else only what is free."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One moment of a visit. See the module's picture."""

    key: str
    """Stable name of the place: "attract", "home", "question:01:phone", ... the same page has the same key."""
    title: Words
    say: tuple[Words, ...]
    blocks: tuple[Block, ...] = ()
    ask: Ask | None = None
    actions: tuple[Action, ...] = ()
    always: tuple[Action, ...] = ()
    notices: tuple[Words, ...] = ()
    """Errors (what is wrong and how to mend it) and news; shown at the top and beside the field, spoken."""
    tone: Tone = Tone.CALM
    step: Step | None = None
    banner: Words = NO_WORDS
    """A line across the top: 网络不通, 模拟设备, 小王正在帮您."""
    settings: Settings = field(default=DEFAULT_SETTINGS)
    countdown: int | None = None
    """Seconds left, only in the last 20 before the terminal goes home."""
    busy: bool = False
    """The machine is doing something; the idle clock stands still."""
    beside: Beside | None = None
    picture: str = ""
    """A pictogram that repeats what the title says, drawn large where there is room; nothing depends on seeing it."""

    def action(self, action_id: str) -> Action | None:
        """The enabled action of that id, if the screen offers it now."""
        for action in (*self.actions, *self.always):
            if action.id == action_id and action.enabled:
                return action
        return None

    def spoken(self) -> tuple[Words, ...]:
        """Everything said when the page opens: title, sentences, notices. Actions are offered after it."""
        return (*self.notices, *self.say)

    def to_json(self) -> dict[str, Any]:
        """A JSON value with private parts marked ({"private": ..., "kind": ...}); masking is then mechanical."""
        return {"key": self.key, **{name: _json(getattr(self, name)) for name in _SCREEN_FIELDS}}

    def masked(self) -> dict[str, Any]:
        """The JSON value as a guide or a log may see it: private parts replaced by their masks."""
        return {"key": self.key, **{name: _json(getattr(self, name), hide=True) for name in _SCREEN_FIELDS}}


_SCREEN_FIELDS = (
    "title", "say", "blocks", "ask", "actions", "always", "notices", "tone", "step", "banner", "settings",
    "countdown", "busy", "picture", "beside",
)  # fmt: skip


def _json(value: Any, hide: bool = False) -> Any:
    """Plain JSON of screen parts; dataclasses become objects with their type's name under "is"."""
    if isinstance(value, Words):
        return [value.masked()] if hide else value.to_json()
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, tuple):
        return [_json(item, hide) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        names = [name for name in value.__dataclass_fields__ if name != "event"]
        return {"is": type(value).__name__, **{name: _json(getattr(value, name), hide) for name in names}}
    return value
