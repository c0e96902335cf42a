"""When the call's own pages come up, what is said of it elsewhere, and what she does on them."""

import json
from dataclasses import replace

from kiosk import assist
from kiosk.assist import Call, Ended, There
from kiosk.core import calls
from kiosk.core.calls import MediaDevice, Rung
from kiosk.core.screen import Screen
from kiosk.core.words import words
from kiosk.session.effects import Note
from kiosk.session.papers import print_again
from kiosk.session.places import CallOver, Paying, Submitting
from kiosk.session.state import Moved, State, with_visit


def told(state: State, before: Call, event: assist.Event) -> Moved:
    """What is said of it on the page that is open, and whether the call's own page has to come now."""
    call = state.visit.call
    if call is None:
        return state, ()
    now, was = call.stage, before.stage
    if isinstance(now, Ended) and not isinstance(was, Ended):
        return _over(state, now)
    if isinstance(now, Ended) and now.rated:
        return with_visit(replace(state, overlay=None), call=None, aside=words("谢谢您。")), ()
    there = was if isinstance(was, There) else None
    if isinstance(now, There):
        state = _announced(state, now, there, event)
    return raised(state), _noted(there, now)


def _noted(was: There | None, now: object) -> tuple[Note, ...]:
    """For the technician: which device went and came."""
    gone_before = was.gone if was is not None else frozenset()
    gone = now.gone if isinstance(now, There) else gone_before
    states = [f"no_{device}" for device in sorted(gone - gone_before)]
    states += [f"{device}_back" for device in sorted(gone_before - gone)]
    return tuple(Note("call_media", {"state": state}) for state in states)


def _over(state: State, end: Ended) -> Moved:
    state = with_visit(state, idle_s=0.0)
    if end.how == "by_her" and not end.helped:
        return with_visit(_uncovered(state), call=None, aside=words("好，不叫人了。")), ()
    state = raised(_uncovered(state))
    # Whoever is told that nobody comes gets the number on paper without asking.
    return print_again(state) if end.how == "nobody" and end.ticket else (state, ())


def _uncovered(state: State) -> State:
    return replace(state, overlay=None) if isinstance(state.overlay, CallOver) else state


def _announced(state: State, now: There, was: There | None, event: assist.Event) -> State:
    """News of the guide that no page of its own tells."""
    name = now.guide.name
    says: tuple[str, ...] = ()
    match event:
        case calls.Text(live=False, body=body) if body and state.overlay != CallOver("talk"):
            says = (f"{now.said[-1].by}说：{body}",)
        case calls.Listening(who=who, role=role, on=on) if on or (was is not None and _in_it(was, who)):
            came, went = GUEST_SAYS[role]
            says = (f"{'您' if role == 'family' else ''}{who.name}{came if on else went}",)
        case calls.PhoneCall(state=how, name=whose) if how in PHONE_SAYS:
            says = (PHONE_SAYS[how].format(whose),)
        case calls.GuideLost():
            says = (f"{name}那边断了。", "请等一等。")
        case calls.GuideBack():
            says = (f"{name}回来了。",)
        case calls.Transferred():
            says = (f"换了{name}来帮您。",)
        case assist.DeviceGone(device=device) if was is not None and now.gone != was.gone:
            says = NONE_SAYS[device] if device in now.never else GONE_SAYS[device]
        case assist.DeviceBack(device=device) if was is not None and now.gone != was.gone:
            says = BACK_SAYS[device]
        case assist.Measured() if was is not None and was.ladder.rung != now.ladder.rung:
            says = (line_says(now),)
    acted = isinstance(event, calls.Text | calls.AskConsent | calls.ProposeMatter | assist.Pointed | assist.Suggested)
    if says:
        state = with_visit(state, aside=words(*says))
    # A guide at work with her is somebody being there.
    return with_visit(state, idle_s=0.0) if acted or says else state


def _in_it(was: There, who: calls.Guide) -> bool:
    """Whoever was only on the way, and was told no, did not go."""
    return any(one.id == who.id for one in was.listening)


GUEST_SAYS: dict[calls.GuestRole, tuple[str, str]] = {
    "supervisor": ("也在听。", "不听了。"),
    "clerk": ("也来帮您了。", "走了。"),
    "family": ("接了，请说话。", "的电话挂了。"),
}
"""Somebody else comes, and goes."""
PHONE_SAYS: dict[calls.PhoneState, str] = {
    "dialing": "正在给您{}打电话。",
    "ringing": "您{}的电话在响。",
    "busy": "您{}的电话占线。",
    "no_answer": "您{}没有接电话。",
    "declined": "您{}没有接。",
    "wrong_number": "这个号码打不通。",
    "not_allowed": "这个号码不能打。",
    "failed": "电话没有打通。",
}
"""How it stands with a telephone; that it was put down is told as somebody going."""
LINE_SAYS: dict[Rung, str] = {
    "video": "线路好了。",
    "low_video": "线路有点慢，画面小了。",
    "voice_stills": "线路慢，先只说话。",
    "text_pointer": "线路很慢，先打字。",
    "ticket": "线路不通。",
}


def line_says(there: There) -> str:
    """What the line still carries, of what she and the guide use of it."""
    rung = there.ladder.rung
    if rung == "low_video" and "camera" not in there.granted:
        return "线路有点慢。"
    if rung == "voice_stills" and "camera" in there.granted:
        return "线路慢，画面隔几秒一张。"
    if rung == "voice_stills" and "voice" not in there.granted:
        return "线路慢。"
    return LINE_SAYS[rung]


GONE_SAYS: dict[MediaDevice, tuple[str, ...]] = {
    "microphone": ("话筒没接好。", "您可以打字。"),
    "camera": ("摄像头没接好。", "不看人，也一样帮您。"),
    "speaker": ("喇叭没接好。", "您可以打字，看字。"),
}
NONE_SAYS: dict[MediaDevice, tuple[str, ...]] = {
    "microphone": ("这台机器没有话筒。", "您可以打字。"),
    "camera": ("这台机器没有摄像头。", "不看人，也一样帮您。"),
    "speaker": ("这台机器没有喇叭。", "您可以打字，看字。"),
}
"""Where the settings say so: there is nothing to be plugged in."""
BACK_SAYS: dict[MediaDevice, tuple[str, ...]] = {
    "microphone": ("话筒好了。", "您接着说。"),
    "camera": ("摄像头好了。",),
    "speaker": ("喇叭好了。",),
}


def raised(state: State) -> State:
    """The call's own page over the one that is open, when it asks something and nothing else lies over."""
    call = state.visit.call
    if call is None:
        return state
    asks = assist.question(call) != ""
    over = state.overlay
    if asks and over in (None, CallOver("menu"), CallOver("see")) and not isinstance(state.place, Submitting | Paying):
        return replace(state, overlay=CallOver())
    if over == CallOver() and isinstance(call.stage, There) and not asks:
        # Whoever signs has to see the other's hands first.
        return replace(state, overlay=CallOver("see") if call.wants == "sign" and call.may("camera") else None)
    return state


def mirror_of(state: State, screen: Screen) -> calls.Mirror | None:
    """What the guide sees of this page: masked, and only while she lets the page be seen."""
    call = state.visit.call
    if call is None or not call.may("page"):
        return None
    masked = screen.masked()
    if len(json.dumps(masked, ensure_ascii=False).encode()) > calls.MIRROR_BYTES:
        # Longer than any page there is: the guide still sees where she is and what may be pressed.
        masked |= {"say": [], "blocks": [], "notices": []}
    return calls.Mirror(call=call.id, seq=1, screen=masked)


def guide_there(state: State) -> bool:
    return state.visit.call is not None and state.visit.call.there is not None
