"""While a guide is there: consents one by one, what a guide may do because of them, and taking them back."""

from dataclasses import replace
from typing import Any

from kiosk.assist import events as ev
from kiosk.assist.effects import Effect, Fill, LookUp, OpenMatter, Relay, Send, Tracks
from kiosk.assist.events import Event
from kiosk.assist.ladder import measured
from kiosk.assist.paper import put_away, step_paper
from kiosk.assist.state import Call, Pointer, Said, Suggestion, There
from kiosk.core import calls
from kiosk.core.calls import CAPABILITIES, RUNGS, Capability, Guide, Wants
from kiosk.core.calls.parts import TEXT_CHARS

UNNUMBERED = 1
"""The link gives a message its number when it sends it."""
MOST_SAID = 40
MOST_REFUSALS = 2

_FIRST: dict[Wants, tuple[Capability, ...]] = {
    "voice": ("voice", "page", "filling"),
    "sign": ("camera", "page", "filling"),
    "text": ("page", "filling"),
}
"""What she is asked when a guide arrives; anything more the guide has to ask for."""


def arrive(guide: Guide, wants: Wants) -> There:
    """A guide has joined; nothing is allowed yet."""
    return There(guide, asking=_FIRST[wants])


def tracks(there: There) -> Tracks:
    """Which devices may be open: what she agreed to and the line carries."""
    rung = RUNGS.index(there.ladder.rung)
    return Tracks(
        live=bool(there.granted & {"voice", "camera"}),
        voice="voice" in there.granted and rung <= RUNGS.index("voice_stills"),
        camera="camera" in there.granted and rung <= RUNGS.index("low_video"),
        small=there.ladder.rung == "low_video",
    )


def step_there(call: Call, there: There, event: Event) -> tuple[There, tuple[Effect, ...]]:
    """One event while a guide is there."""
    match event:
        case ev.Agreed(capability=capability, yes=yes):
            return _answered(call, there, capability, yes)
        case ev.Revoke(capability=capability):
            return _revoked(call, there, capability)
        case ev.DeviceGone(capability=capability) if capability in there.granted:
            # What cannot be opened is not allowed to look open, neither here nor at the desk.
            there, effects = _revoked(call, there, capability)
            return there, tuple(_because(effect, "no_device") for effect in effects)
        case calls.AskConsent(capability=capability):
            return _asked(call, there, capability)
        case calls.Transferred(guide=guide):
            return _transferred(call, there, guide)
        case calls.GuideLost(seconds=seconds):
            return replace(there, away_until=call.now + seconds, typing="", pointer=None), ()
        case calls.GuideBack():
            return replace(there, away_until=None), (replace(tracks(there), fresh=True),)
        case calls.Listening(who=who, on=on):
            others = tuple(other for other in there.listening if other.id != who.id)
            asked = there.guest if there.guest is None or there.guest.id != who.id else None
            return replace(there, guest=asked, listening=(*others, who) if on else others), ()
        case calls.GuestAsked(who=who):
            return replace(there, guest=who), ()
        case ev.LetIn(guest=guest, yes=yes):
            asked = there.guest if there.guest is None or there.guest.id != guest else None
            return replace(there, guest=asked), (_send(calls.GuestAnswered, call, guest=guest, yes=yes),)
        case calls.Text() | ev.Typed():
            return _text(call, there, event)
        case ev.Written():
            return _written(call, there, event)
        case ev.Pointed():
            return _pointed(call, there, event)
        case ev.Suggested():
            return _suggested(call, there, event)
        case ev.TakeSuggestion(number=number, yes=yes) if there.suggestion and there.suggestion.number == number:
            return _taken(call, there, there.suggestion, yes)
        case calls.RequestValue(field=field) if "private_values" in there.granted:
            return there, (LookUp(field),)
        case calls.RequestValue(field=field):
            return there, (_value(call, field, None, "no_consent"),)
        case ev.Found(field=field, value=value):
            if "private_values" not in there.granted:
                return there, (_value(call, field, None, "no_consent"),)
            return there, (_value(call, field, value, "" if value is not None else "not_there"),)
        case calls.ProposeMatter(service=service):
            return replace(there, proposal=service), ()
        case ev.OpenProposal(service=service, yes=yes) if service == there.proposal:
            said = _send(calls.ProposalAnswered, call, service=service, opened=yes)
            return replace(there, proposal=""), (said, OpenMatter(service)) if yes else (said,)
        case _:
            return step_paper(call, there, event) or _media(call, there, event)


# --- consents ------------------------------------------------------------------------------------------------


def _answered(call: Call, there: There, capability: Capability, yes: bool) -> tuple[There, tuple[Effect, ...]]:
    asking = tuple(other for other in there.asking if other != capability)
    if not yes and capability not in there.asking:
        return there, ()
    if not yes:
        return replace(there, asking=asking, refused=(*there.refused, capability)), (_consent(call, capability, False),)
    there = replace(there, asking=asking, granted=there.granted | {capability})
    opened = (tracks(there),) if capability in ("voice", "camera") else ()
    return there, (_consent(call, capability, True), *opened)


def _revoked(call: Call, there: There, capability: Capability) -> tuple[There, tuple[Effect, ...]]:
    """Closed here first; that the other end hears of it comes after."""
    asking = tuple(other for other in there.asking if other != capability)
    if capability not in there.granted:
        return replace(there, asking=asking), ()
    there = replace(
        there,
        asking=asking,
        granted=there.granted - {capability},
        pointer=None if capability == "page" else there.pointer,
        suggestion=None if capability == "filling" else there.suggestion,
        connected=there.connected and bool((there.granted - {capability}) & {"voice", "camera"}),
    )
    closed = (tracks(there),) if capability in ("voice", "camera") else ()
    return there, (*closed, _consent(call, capability, False))


def _asked(call: Call, there: There, capability: Capability) -> tuple[There, tuple[Effect, ...]]:
    if capability in there.granted:
        return there, (_consent(call, capability, True),)
    if there.refused.count(capability) >= MOST_REFUSALS:
        return there, (_consent(call, capability, False),)
    if capability in there.asking:
        return there, ()
    return replace(there, asking=(*there.asking, capability)), ()


def _transferred(call: Call, there: There, guide: Guide) -> tuple[There, tuple[Effect, ...]]:
    """Another person: everything allowed before is taken back and asked anew."""
    again = tuple(one for one in CAPABILITIES if one in there.granted or one in there.asking)
    new = There(guide, asking=again, said=there.said, line=there.line, draft=there.draft, ladder=there.ladder)
    withdrawn = tuple(_consent(call, one, False) for one in CAPABILITIES if one in there.granted)
    return new, (tracks(new), *put_away(there), *withdrawn)


# --- what a guide does -----------------------------------------------------------------------------------------


def _text(call: Call, there: There, event: calls.Text | ev.Typed) -> tuple[There, tuple[Effect, ...]]:
    if isinstance(event, calls.Text):
        if event.live:
            return replace(there, typing=event.body), ()
        line = Said(event.name or there.guide.name, event.body)
        return replace(there, typing="", said=(*there.said, line)[-MOST_SAID:] if event.body else there.said), ()
    body = event.body[:TEXT_CHARS]
    sent = _send(calls.Text, call, line=there.line, body=body, live=not event.done)
    if not event.done:
        return replace(there, draft=body), (sent,)
    if not body:
        return there, ()
    said = (*there.said, Said("", body))[-MOST_SAID:]
    return replace(there, draft="", line=there.line + 1, said=said), (sent,)


def _written(call: Call, there: There, event: ev.Written) -> tuple[There, tuple[Effect, ...]]:
    if event.done:
        if not there.ink:
            return there, ()
        sent = _send(calls.Ink, call, line=there.line, strokes=there.ink, tall=there.tall, live=False)
        said = (*there.said, Said("", ""))[-MOST_SAID:]
        return replace(there, ink=(), line=there.line + 1, said=said), (sent,)
    if not (event.strokes or there.ink):
        return there, ()
    sent = _send(calls.Ink, call, line=there.line, strokes=event.strokes, tall=event.tall, live=True)
    return replace(there, ink=event.strokes, tall=event.tall), (sent,)


def _pointed(call: Call, there: There, event: ev.Pointed) -> tuple[There, tuple[Effect, ...]]:
    point = event.point
    if not point.action:
        return replace(there, pointer=None), ()
    shown = event.offered and "page" in there.granted
    there = replace(there, pointer=Pointer(point.screen, point.action) if shown else None)
    return there, (_send(calls.PointerShown, call, action=point.action, shown=shown),)


def _suggested(call: Call, there: There, event: ev.Suggested) -> tuple[There, tuple[Effect, ...]]:
    new = event.suggest
    if "filling" not in there.granted:
        return there, (_settled(call, new.number, new.field, "no_consent"),)
    if event.judged:
        return there, (_settled(call, new.number, new.field, event.judged),)
    old = there.suggestion
    effects = (_settled(call, old.number, old.field, "superseded"),) if old else ()
    return replace(there, suggestion=Suggestion(new.number, new.field, new.value)), effects


def _taken(call: Call, there: There, suggestion: Suggestion, yes: bool) -> tuple[There, tuple[Effect, ...]]:
    rest = replace(there, suggestion=None)
    if not yes:
        return rest, (_settled(call, suggestion.number, suggestion.field, "refused"),)
    fill = Fill(suggestion.field, suggestion.value, there.guide.id)
    return rest, (fill, _settled(call, suggestion.number, suggestion.field, "accepted"))


# --- media -----------------------------------------------------------------------------------------------------


def _media(call: Call, there: There, event: Event) -> tuple[There, tuple[Effect, ...]]:
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
            sent = [_send(calls.Sdp, call, type="offer", sdp=offer)] if offer else []
            if candidate is not None:
                part = {"sdp_mid": event.mid, "sdp_mline_index": event.line}
                sent.append(_send(calls.Candidate, call, candidate=candidate, **part))
            return there, tuple(sent)
        case ev.Measured(sample=sample):
            ladder = measured(there.ladder, sample, call.now)
            moved = replace(there, ladder=ladder)
            told = _send(
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


# --- messages --------------------------------------------------------------------------------------------------


def _send(kind: type[Any], call: Call, **parts: object) -> Send:
    return Send(kind.model_validate({"call": call.id, "seq": UNNUMBERED, **parts}))


def _consent(call: Call, capability: Capability, granted: bool) -> Send:
    return _send(calls.Consented, call, capability=capability, granted=granted)


def _because(effect: Effect, why: str) -> Effect:
    if isinstance(effect, Send) and isinstance(effect.message, calls.Consented):
        return Send(effect.message.model_copy(update={"why": why}))
    return effect


def _settled(call: Call, number: int, field: str, outcome: str) -> Send:
    return _send(calls.Settled, call, number=number, field=field, outcome=outcome)


def _value(call: Call, field: str, value: str | None, why: str) -> Send:
    return _send(calls.Value, call, field=field, value=value, why=why)
