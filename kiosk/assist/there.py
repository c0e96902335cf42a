"""While a guide is there: consents one by one, what a guide may do because of them, and taking them back."""

from dataclasses import replace

from kiosk.assist import events as ev
from kiosk.assist.effects import Effect, Fill, LookUp, OpenMatter, Send
from kiosk.assist.events import Event
from kiosk.assist.media import send, step_media, still_gone, tracks, unwanted
from kiosk.assist.paper import put_away, step_paper
from kiosk.assist.state import Call, Guest, Pointer, Said, Suggestion, There
from kiosk.core import calls
from kiosk.core.calls import CAPABILITIES, Capability, Guide, Wants
from kiosk.core.calls.parts import TEXT_CHARS

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


def step_there(call: Call, there: There, event: Event) -> tuple[There, tuple[Effect, ...]]:
    """One event while a guide is there."""
    match event:
        case ev.Agreed(capability=capability, yes=yes):
            return _answered(call, there, capability, yes)
        case ev.Revoke(capability=capability):
            return _revoked(call, there, capability)
        case calls.AskConsent(capability=capability):
            return _asked(call, there, capability)
        case calls.Transferred(guide=guide):
            return _transferred(call, there, guide)
        case calls.GuideLost(seconds=seconds):
            return replace(there, away_until=call.now + seconds, typing="", pointer=None), ()
        case calls.GuideBack():
            return replace(there, away_until=None), (replace(tracks(there), fresh=True), *still_gone(call, there))
        case calls.Listening(who=who, on=on):
            others = tuple(other for other in there.listening if other.id != who.id)
            rung = there.ringing if there.ringing is None or there.ringing.guest != who.id else None
            return replace(
                there, guests=_but(there, who.id), ringing=rung, listening=(*others, who) if on else others
            ), ()
        case calls.GuestAsked(who=who, role=role, asks_number=asks):
            new = Guest(who, role == "family", "" if asks else None)
            return replace(there, guests=(*_but(there, who.id), new)), ()
        case ev.NumberKeyed(draft=draft) if there.guest is not None and there.guest.number is not None:
            return replace(there, guests=(replace(there.guest, number=draft), *there.guests[1:])), ()
        case calls.PhoneCall(state=state):
            return replace(there, ringing=event if state in ("dialing", "ringing") else None), ()
        case ev.LetIn(guest=guest, yes=yes):
            keyed = next((one.number for one in there.guests if one.who.id == guest), None)
            number = {"number": keyed} if yes and keyed else {}
            said = send(calls.GuestAnswered, call, guest=guest, yes=yes, **number)
            return replace(there, guests=_but(there, guest)), (said,)
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
            said = send(calls.ProposalAnswered, call, service=service, opened=yes)
            return replace(there, proposal=""), (said, OpenMatter(service)) if yes else (said,)
        case _:
            return step_paper(call, there, event) or step_media(call, there, event)


def _but(there: There, guest: str) -> tuple[Guest, ...]:
    """Everybody she is asked about but this one."""
    return tuple(one for one in there.guests if one.who.id != guest)


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
    )
    there = unwanted(there)
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
    sent = send(calls.Text, call, line=there.line, body=body, live=not event.done)
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
        sent = send(calls.Ink, call, line=there.line, strokes=there.ink, tall=there.tall, live=False)
        said = (*there.said, Said("", ""))[-MOST_SAID:]
        return replace(there, ink=(), line=there.line + 1, said=said), (sent,)
    if not (event.strokes or there.ink):
        return there, ()
    sent = send(calls.Ink, call, line=there.line, strokes=event.strokes, tall=event.tall, live=True)
    return replace(there, ink=event.strokes, tall=event.tall), (sent,)


def _pointed(call: Call, there: There, event: ev.Pointed) -> tuple[There, tuple[Effect, ...]]:
    point = event.point
    if not point.action:
        return replace(there, pointer=None), ()
    shown = event.offered and "page" in there.granted
    there = replace(there, pointer=Pointer(point.screen, point.action) if shown else None)
    return there, (send(calls.PointerShown, call, action=point.action, shown=shown),)


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


# --- messages --------------------------------------------------------------------------------------------------


def _consent(call: Call, capability: Capability, granted: bool) -> Send:
    return send(calls.Consented, call, capability=capability, granted=granted)


def _settled(call: Call, number: int, field: str, outcome: str) -> Send:
    return send(calls.Settled, call, number=number, field=field, outcome=outcome)


def _value(call: Call, field: str, value: str | None, why: str) -> Send:
    return send(calls.Value, call, field=field, value=value, why=why)
