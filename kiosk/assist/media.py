"""Voice and picture while a guide is there: what is open, what the line carries, what has been unplugged."""

from dataclasses import replace
from typing import Any

from kiosk.assist import events as ev
from kiosk.assist.effects import Effect, Relay, Send, Tracks
from kiosk.assist.events import Event
from kiosk.assist.ladder import measured
from kiosk.assist.state import Call, There
from kiosk.core import calls
from kiosk.core.calls import RUNGS, MediaDevice

UNNUMBERED = 1
"""The link gives a message its number when it sends it."""


def tracks(there: There) -> Tracks:
    """Which devices may be open: what she agreed to and the line carries."""
    rung = RUNGS.index(there.ladder.rung)
    return Tracks(
        live=bool(there.granted & {"voice", "camera"}),
        voice="voice" in there.granted and rung <= RUNGS.index("voice_stills"),
        camera="camera" in there.granted and rung <= RUNGS.index("voice_stills"),
        small=there.ladder.rung == "low_video",
        stills="camera" in there.granted and there.ladder.rung == "voice_stills",
    )


def step_media(call: Call, there: There, event: Event) -> tuple[There, tuple[Effect, ...]]:
    speaks = bool(there.granted & {"voice", "camera"})
    match event:
        case calls.Sdp() | calls.Candidate() | calls.Turn() if speaks:
            return there, (Relay(event),)
        case calls.Turn():
            # Comes before she has agreed to be heard; it opens nothing.
            return there, (Relay(event),)
        case ev.MediaSaid(offer=offer, candidate=candidate) if speaks:
            if event.connected is not None:
                there = replace(there, connected=event.connected)
            sent = [send(calls.Sdp, call, type="offer", sdp=offer)] if offer else []
            if candidate is not None:
                part = {"sdp_mid": event.mid, "sdp_mline_index": event.line}
                sent.append(send(calls.Candidate, call, candidate=candidate, **part))
            return there, tuple(sent)
        case ev.DeviceGone(device=device, none=none) if device not in there.gone and _wanted(there, device):
            never = there.never | {device} if none else there.never
            return replace(there, gone=there.gone | {device}, never=never), (_works(call, device, False),)
        case ev.DeviceBack(device=device) if device in there.gone:
            return replace(there, gone=there.gone - {device}), (_works(call, device, True),)
        case ev.Measured(sample=sample):
            ladder = measured(there.ladder, sample, call.now)
            moved = replace(there, ladder=ladder)
            told = send(
                calls.LineState,
                call,
                rung=ladder.rung,
                rtt_ms=round(min(60_000, max(0, sample.rtt_ms))),
                loss=min(1.0, max(0.0, sample.loss)),
                kbit=round(min(sample.kbit, 1_000_000)),
            )
            return moved, (*((tracks(moved),) if ladder.rung != there.ladder.rung else ()), told)
        case _:
            return there, ()


# --- devices -----------------------------------------------------------------------------------------------------


def unwanted(there: There) -> There:
    """She took something back: whether its device works is nobody's business any more."""
    speaks = bool(there.granted & {"voice", "camera"})
    gone = frozenset(device for device in there.gone if _wanted(there, device))
    return replace(there, gone=gone, connected=there.connected and speaks)


def still_gone(call: Call, there: There) -> tuple[Send, ...]:
    """For a guide's page that has heard nothing yet."""
    return tuple(_works(call, device, False) for device in sorted(there.gone))


def _wanted(there: There, device: MediaDevice) -> bool:
    match device:
        case "microphone":
            return "voice" in there.granted
        case "camera":
            return "camera" in there.granted
        case "speaker":
            return bool(there.granted & {"voice", "camera"})


def _works(call: Call, device: MediaDevice, works: bool) -> Send:
    return send(calls.DeviceSaid, call, device=device, works=works)


def send(kind: type[Any], call: Call, **parts: object) -> Send:
    """One message of this call."""
    return Send(kind.model_validate({"call": call.id, "seq": UNNUMBERED, **parts}))
