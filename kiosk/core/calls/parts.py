"""What both ends of a call say to each other, and the words they say it in."""

import json
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, field_validator

from kiosk.core.wire import Message, Uuid

SDP_BYTES = 16 * 1024
CANDIDATE_BYTES = 2 * 1024
MIRROR_BYTES = 48 * 1024
TEXT_CHARS = 500
INK_DOTS = 3000
"""Points of one written line; a page full of large characters has a third of it."""

Capability = Literal["voice", "camera", "page", "filling", "private_values", "recording"]
"""Each is asked for by itself, refused as easily as given, and taken back at any moment."""
CAPABILITIES: tuple[Capability, ...] = get_args(Capability)

Rung = Literal["video", "low_video", "voice_stills", "text_pointer", "ticket"]
"""What a line still carries, best first."""
RUNGS: tuple[Rung, ...] = get_args(Rung)

MediaDevice = Literal["microphone", "camera", "speaker"]
"""What a terminal speaks with the guide by."""

Wants = Literal["voice", "text", "sign"]
"""How she wants to be spoken with."""
Reason = Literal["asked", "stuck", "fault", "emergency"]

FieldId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
ServiceId = Annotated[str, Field(pattern=r"^\d{2}$")]
MaterialId = Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]{0,59})?$")]
ActionId = Annotated[str, Field(min_length=1, max_length=120)]
Short = Annotated[str, Field(max_length=60)]
Line = Annotated[int, Field(ge=1, le=1_000_000)]
Dot = tuple[Annotated[int, Field(ge=0, le=1000)], Annotated[int, Field(ge=0, le=1000)]]

GuestRole = Literal["supervisor", "clerk", "family"]
"""family: by telephone, without a page."""
Relation = Literal["女儿", "儿子", "老伴", "孙女", "孙子", "家里人", "邻居"]
PhoneState = Literal[
    "dialing", "ringing", "busy", "no_answer", "declined", "wrong_number", "not_allowed", "failed", "hung_up"
]
GuestId = Annotated[str, Field(min_length=1, max_length=60)]
"""`Guide.id` of a guest."""
Telephone = Annotated[str, Field(max_length=40, repr=False)]
"""As it was said or keyed in; "" for not."""

GRAVE_TYPES = frozenset({"id_number", "person_name", "bank_account", "money"})
"""Kinds of answers that say who somebody is or where money goes; kiosk.catalogue.FieldType's values."""


def grave(field_type: str, from_card: str = "") -> bool:
    """Whether a guide may never suggest a value for such a field: only the resident herself fills it.

    field_type: a kiosk.catalogue.FieldType; from_card: what of the card fills it, "" for nothing. Agreeing, signing,
    paying and handing in are no fields at all, so no message can suggest them.
    """
    return field_type in GRAVE_TYPES or from_card != ""


class LinkMessage(Message):
    """About the link or the desk, not about one call."""


class CallMessage(Message):
    """About one call. See the package for what `seq` promises."""

    call: Uuid
    seq: int = Field(ge=1)


class Guide(Message):
    """Whoever is there, as the resident is told."""

    id: str = Field(min_length=1, max_length=60)
    """As the hub knows the guide; written beside each value the guide filled."""
    name: str = Field(min_length=1, max_length=20)
    """「王师傅」"""
    number: Short
    """The guide's own number, said so that she can complain or thank."""
    sign: bool = False
    """Speaks sign language."""


class Text(CallMessage):
    """Typed words, sent while they are typed (RTT). A later one of the same line takes the earlier one's place."""

    kind: Literal["text"] = "text"
    line: Line
    body: str = Field(max_length=TEXT_CHARS)
    live: bool
    """Still being typed; the last of a line is not live."""
    name: Short = ""
    """Who typed, as the hub knows; what an end says of itself here is not believed."""


class Ink(CallMessage):
    """Words she writes with a finger, sent stroke by stroke: the whole line so far. A later one of the same line takes
    the earlier one's place; typed and written lines count together."""

    kind: Literal["ink"] = "ink"
    line: Line
    strokes: tuple[tuple[Dot, ...], ...] = Field(repr=False)
    """Points in thousandths of the sheet's width and height."""
    tall: int = Field(ge=5, le=400)
    """The sheet's height in hundredths of its width."""
    live: bool

    @field_validator("strokes")
    @classmethod
    def _few(cls, strokes: tuple[tuple[Dot, ...], ...]) -> tuple[tuple[Dot, ...], ...]:
        if sum(map(len, strokes)) > INK_DOTS:
            raise ValueError(f"more than {INK_DOTS} points")
        return strokes


class _Description(CallMessage):
    """What a session description carries, whoever's it is."""

    type: Literal["offer", "answer"]
    sdp: str = Field(min_length=1)

    @field_validator("sdp")
    @classmethod
    def _short(cls, sdp: str) -> str:
        return _within(sdp, SDP_BYTES)


class _Candidate(CallMessage):
    """What a candidate carries, whoever's it is."""

    candidate: str
    sdp_mid: Short = ""
    sdp_mline_index: int = Field(0, ge=0, le=16)

    @field_validator("candidate")
    @classmethod
    def _short(cls, candidate: str) -> str:
        return _within(candidate, CANDIDATE_BYTES)


class Sdp(_Description):
    """The terminal offers, the desk answers."""

    kind: Literal["sdp"] = "sdp"


class Candidate(_Candidate):
    """One ICE candidate; "" is the last."""

    kind: Literal["candidate"] = "candidate"


class Turn(CallMessage):
    """Where media may be relayed, made for this call alone."""

    kind: Literal["turn"] = "turn"
    urls: Annotated[list[Annotated[str, Field(pattern=r"^(turns?|stuns?):[^\s]{1,200}$")]], Field(max_length=8)]
    username: str = Field("", max_length=200)
    credential: str = Field("", max_length=200, repr=False)
    ttl: int = Field(ge=0, le=86_400)
    """Seconds."""


class Mirror(CallMessage):
    """The resident's Screen, masked: `Screen.masked()`. It holds no private value, whatever was agreed to."""

    kind: Literal["mirror"] = "mirror"
    screen: dict[str, Any]

    @field_validator("screen")
    @classmethod
    def _short(cls, screen: dict[str, Any]) -> dict[str, Any]:
        _within(json.dumps(screen, ensure_ascii=False, separators=(",", ":")), MIRROR_BYTES)
        return screen


class AskConsent(CallMessage):
    """The guide would like to; she is asked in plain words."""

    kind: Literal["ask_consent"] = "ask_consent"
    capability: Capability


class Consented(CallMessage):
    """She agreed, refused or took it back."""

    kind: Literal["consent"] = "consent"
    capability: Capability
    granted: bool


class DeviceSaid(CallMessage):
    """A device of the terminal's that she agreed to does not work, or works again; what she agreed to stays."""

    kind: Literal["device"] = "device"
    device: MediaDevice
    works: bool


class Point(CallMessage):
    """The guide shows which of her page's actions to press; "" takes the pointer away."""

    kind: Literal["point"] = "point"
    screen: str = Field(max_length=120)
    """Key of the Screen the guide saw. Pointing at a page that is gone shows nothing."""
    action: str = Field(max_length=120)


class PointerShown(CallMessage):
    """Whether the resident saw it."""

    kind: Literal["pointer_shown"] = "pointer_shown"
    action: str = Field(max_length=120)
    shown: bool


class Suggest(CallMessage):
    """A value the guide proposes for a field of her form; only she makes it hers."""

    kind: Literal["suggest"] = "suggest"
    number: Line
    field: FieldId
    value: str = Field(min_length=1, max_length=TEXT_CHARS, repr=False)


class Settled(CallMessage):
    """What became of a suggestion."""

    kind: Literal["settled"] = "settled"
    number: Line
    field: FieldId
    outcome: Literal["accepted", "refused", "grave", "no_consent", "not_asked", "not_valid", "superseded"]


class RequestValue(CallMessage):
    """The guide asks to see one private value; audited, and answered only while `private_values` is granted."""

    kind: Literal["request_value"] = "request_value"
    field: FieldId


class Value(CallMessage):
    """One private value, because she agreed; None: not told, with why."""

    kind: Literal["value"] = "value"
    field: FieldId
    value: Annotated[str, Field(max_length=TEXT_CHARS)] | None = Field(repr=False)
    why: Literal["", "no_consent", "not_there"] = ""


class ProposeMatter(CallMessage):
    """The guide proposes another matter; she opens it or does not."""

    kind: Literal["propose_matter"] = "propose_matter"
    service: ServiceId


class ProposalAnswered(CallMessage):
    """Whether she opened it."""

    kind: Literal["proposal_answered"] = "proposal_answered"
    service: ServiceId
    opened: bool


class TakePhoto(CallMessage):
    """The guide asks for a picture of a paper under the document camera."""

    kind: Literal["take_photo"] = "take_photo"
    what: Short
    material: MaterialId = ""
    """Which of her matter's materials it is (kiosk.catalogue.Material.id); "" for a paper that belongs to none."""


class Photo(CallMessage):
    """A picture was uploaded (PUT /v1/calls/{call}/photos/{photo}), or could not be taken."""

    kind: Literal["photo"] = "photo"
    photo: Uuid | None = None
    what: Short
    outcome: Literal["sent", "refused", "blurred", "no_camera", "failed"]


class PhotoJudged(CallMessage):
    """What the guide thinks of a picture she has seen. One judged unclear, or of which a page is missing, asks for
    another: the terminal asks the resident as after `take_photo`, and the hub takes one picture more."""

    kind: Literal["photo_judged"] = "photo_judged"
    photo: Uuid
    what: Short
    material: MaterialId = ""
    """Both as in the `take_photo` that asked for it."""
    verdict: Literal["good", "unclear", "page_missing"]


class LineState(CallMessage):
    """How the line is, as its sender measures what it receives; the terminal's also tells the rung both ends show."""

    kind: Literal["line"] = "line"
    rung: Rung
    rtt_ms: int = Field(ge=0, le=60_000)
    loss: float = Field(ge=0, le=1)
    """Share of packets lost."""
    kbit: int = Field(0, ge=0, le=1_000_000)


class Listening(CallMessage):
    """Somebody else is in this call from now on, or no longer: a guest. A supervisor only listens."""

    kind: Literal["listening"] = "listening"
    who: Guide
    role: GuestRole
    on: bool


class PhoneCall(CallMessage):
    """How it stands with a telephone that is rung, for both ends; that it was picked up is told by `Listening`."""

    kind: Literal["phone_call"] = "phone_call"
    guest: GuestId
    name: Short
    """Whose it is, as she says it: a Relation."""
    state: PhoneState


class SideSdp(_Description):
    """Sound between the guide's page, which offers, and a guest's, which answers; the terminal has no part in it."""

    kind: Literal["side_sdp"] = "side_sdp"
    guest: GuestId
    """What a guest says of itself here is not believed."""


class SideCandidate(_Candidate):
    """One ICE candidate of that sound; "" is the last."""

    kind: Literal["side_candidate"] = "side_candidate"
    guest: GuestId


class HangUp(CallMessage):
    """This end ends the call."""

    kind: Literal["hang_up"] = "hang_up"


class ErrorSaid(LinkMessage):
    """What an end sent was not taken; `about` is that message's kind, "" when it had none."""

    kind: Literal["error"] = "error"
    code: Literal[
        "malformed", "too_large", "unknown_kind", "unknown_call", "not_now", "no_consent", "grave", "too_many", "nobody"
    ]
    about: Short = ""
    say: Annotated[str, Field(max_length=200)] = ""
    """For the guide or the technician, in Chinese."""


def _within(text: str, limit: int) -> str:
    if len(text.encode()) > limit:
        raise ValueError(f"longer than {limit} bytes")
    return text
