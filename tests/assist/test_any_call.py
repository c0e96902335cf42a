"""Any call: whatever the hub, the guide, the line and she do, in any order, what was promised holds."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.assist import (
    Agreed,
    AllowPhoto,
    Call,
    ClosePaper,
    DeviceBack,
    DeviceGone,
    Effect,
    Ended,
    Fill,
    Forget,
    Found,
    Join,
    Keep,
    KeepPaper,
    LetIn,
    LinkDown,
    LinkUp,
    Look,
    LookUp,
    Measured,
    MediaSaid,
    Named,
    NumberKeyed,
    OpenMatter,
    OpenProposal,
    PaperFailed,
    PaperSeen,
    PaperTaken,
    PaperUnclear,
    Passed,
    Pointed,
    RateHelp,
    Relay,
    Revoke,
    Sample,
    Send,
    SendPaper,
    Shoot,
    ShootPaper,
    Stop,
    StopLook,
    Suggested,
    TakeSuggestion,
    There,
    Tracks,
    Typed,
    Upload,
    Uploaded,
    Want,
    active,
    begin,
    step,
)
from kiosk.core import calls
from kiosk.core.calls import CAPABILITIES, FROM_TERMINAL, Guide, read, write

CALL = "01900000-0000-7000-8000-000000000001"
WANG = Guide(id="wang", name="王师傅", number="007")


def called(wants: Any = "voice") -> Call:
    """A call just asked for."""
    return begin(calls.AskHuman(call=CALL, seq=1, reason="asked", wants=wants))[0]


LI = Guide(id="li", name="小李", number="012", sign=True)
SECRET = "13000000000"


def hub(kind: type[Any], **parts: object) -> Any:
    return kind(call=CALL, seq=1, **parts)


capabilities = st.sampled_from(CAPABILITIES)
guides = st.sampled_from((WANG, LI))
judged = st.sampled_from(("", "grave", "not_asked", "not_valid"))
numbers = st.integers(1, 3)
hub_says = st.one_of(
    st.builds(lambda n, m: hub(calls.Waiting, position=n, minutes=m), numbers, st.none() | numbers),
    st.just(hub(calls.Nobody, ticket="帮-001", phone="0335-0000000")),
    guides.map(lambda g: hub(calls.Offered, guide=g)),
    guides.map(lambda g: hub(calls.Joined, guide=g)),
    guides.map(lambda g: hub(calls.Transferred, guide=g)),
    st.just(hub(calls.GuideLost, seconds=30)),
    st.just(hub(calls.GuideBack)),
    st.sampled_from(("guide_done", "both_done", "guide_lost", "nobody_came")).map(lambda w: hub(calls.Left, why=w)),
    st.booleans().map(lambda live: hub(calls.Text, line=1, body="您好", live=live)),
    st.just(hub(calls.Sdp, type="answer", sdp="v=0")),
    st.just(hub(calls.Candidate, candidate="candidate:1")),
    st.just(hub(calls.Turn, urls=["turn:hub.example"], ttl=60)),
    st.just(hub(calls.RequestValue, field="phone")),
    st.just(hub(calls.ProposeMatter, service="02")),
    capabilities.map(lambda c: hub(calls.AskConsent, capability=c)),
    st.just(hub(calls.TakePhoto, what="存折")),
    st.builds(
        lambda g, asks: hub(calls.GuestAsked, who=g, role="family" if asks else "clerk", asks_number=asks),
        guides,
        st.booleans(),
    ),
    st.sampled_from(("good", "unclear", "page_missing")).map(
        lambda verdict: hub(calls.PhotoJudged, photo=CALL, what="存折", verdict=verdict)
    ),
    st.builds(lambda g, on: hub(calls.Listening, who=g, role="supervisor", on=on), guides, st.booleans()),
    st.builds(
        lambda a, o: Pointed(hub(calls.Point, screen="home", action=a), o), st.sampled_from(("next", "")), st.booleans()
    ),
    st.builds(lambda n, j: Suggested(hub(calls.Suggest, number=n, field="phone", value=SECRET), j), numbers, judged),
)
standings = st.sampled_from(("none", "waiting", "offered", "joined", "unknown"))
she_does = st.one_of(
    st.booleans().map(Join),
    st.sampled_from(("voice", "text", "sign")).map(Want),
    st.builds(Agreed, capabilities, st.booleans()),
    capabilities.map(Revoke),
    st.builds(Typed, st.text(max_size=5), st.booleans()),
    st.builds(TakeSuggestion, numbers, st.booleans()),
    st.builds(OpenProposal, st.just("02"), st.booleans()),
    st.booleans().map(AllowPhoto),
    st.sampled_from((AllowPhoto(True), ShootPaper(), SendPaper(), ClosePaper())),
    st.booleans().map(KeepPaper),
    st.builds(lambda g, yes: LetIn(g.id, yes), guides, st.booleans()),
    st.sampled_from(("1", "138", "13800000012")).map(NumberKeyed),
    st.sampled_from(("满意", None)).map(RateHelp),
)
machine = st.one_of(
    st.just(Found("phone", SECRET)),
    st.just(MediaSaid(offer="v=0")),
    st.booleans().map(lambda on: MediaSaid(connected=on)),
    st.sampled_from(("microphone", "camera", "speaker")).flatmap(
        lambda device: st.sampled_from((DeviceGone(device), DeviceBack(device)))
    ),
    st.builds(lambda r, x: Measured(Sample(r, x)), st.floats(0, 3000), st.floats(0, 1)),
    st.sampled_from((PaperSeen(""), PaperUnclear("有点糊，请按住别动。"), PaperFailed(), PaperTaken(b"hers"))),
    st.just(Named(CALL)),
    st.booleans().map(lambda there: Uploaded(CALL, there)),
    st.just(LinkDown()),
    st.builds(lambda call, s: LinkUp(calls.Welcome(call=call, standing=s)), st.sampled_from((CALL, None)), standings),
)


@dataclass
class Desk:
    """What reached the other side and what is open here, as a stranger would note it down."""

    tracks: Tracks = field(default_factory=lambda: Tracks(live=False))
    values: list[calls.Value] = field(default_factory=list)
    looking: bool = False
    """Somebody sees what lies under the document camera."""


class AnyCall(RuleBasedStateMachine):
    """Events in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.call: Call = called()
        self.desk = Desk()
        self.agreed: set[str] = set()
        """What she has said yes to since this guide came, and not taken back."""
        self.clock = 0.0

    def happen(self, event: Any) -> tuple[Effect, ...]:
        before = self.call
        self.call, effects = step(before, event)
        for effect in effects:
            self.note(effect, before)
        return effects

    def note(self, effect: Effect, before: Call) -> None:
        match effect:
            case Tracks():
                self.desk.tracks = effect
            case Send(message=message):
                assert read(FROM_TERMINAL, write(message)) == message
                assert message.call == CALL
                if isinstance(message, calls.GuestAnswered) and message.number:
                    assert before.there is not None
                    assert (message.guest, message.number) in [
                        (one.who.id, one.number) for one in before.there.guests if one.by_phone
                    ]
                if isinstance(message, calls.Value):
                    assert message.value is None or before.may("private_values")
            case LookUp():
                assert before.may("private_values")
            case Fill(guide_id=guide_id):
                assert before.may("filling")
                assert before.there is not None
                assert before.there.guide.id == guide_id
            case Relay(message=message):
                assert isinstance(message, calls.Turn) or before.may("voice") or before.may("camera")
            case Look() | Shoot():
                self.desk.looking = True
            case StopLook() | Forget():
                self.desk.looking = False
            case Upload(call=call, jpeg=jpeg):
                assert (call, jpeg) == (CALL, b"hers")
            case Keep(paper=paper, guide_id=guide_id):
                assert paper.step == "good"
                assert before.there is not None
                assert before.there.guide.id == guide_id
            case OpenMatter():
                pass

    @rule(event=hub_says)
    def the_hub_says(self, event: Any) -> None:
        guide = self.call.there.guide.id if self.call.there else None
        effects = self.happen(event)
        hers = Fill | OpenMatter | Look | Shoot | Upload | Keep
        assert not any(isinstance(effect, hers) for effect in effects), "only she does that"
        if self.call.there is None or isinstance(event, calls.Transferred) or self.call.there.guide.id != guide:
            self.agreed.clear()

    @rule(event=she_does)
    def she_acts(self, event: Any) -> None:
        self.happen(event)
        if isinstance(event, Agreed) and event.yes:
            self.agreed.add(event.capability)
        if isinstance(event, Revoke):
            self.agreed.discard(event.capability)
            assert not self.call.may(event.capability)

    @rule(event=machine)
    def the_machine_reports(self, event: Any) -> None:
        self.happen(event)

    @rule(seconds=st.floats(0, 20))
    def time_passes(self, seconds: float) -> None:
        self.clock += seconds
        self.happen(Passed(self.clock))

    @precondition(lambda self: active(self.call))
    @rule()
    def one_press_stops_it(self) -> None:
        before = self.call
        stopped, effects = step(before, Stop())
        assert isinstance(stopped.stage, Ended)
        assert stopped.stage.how == "by_her"
        assert Tracks(live=False) in effects
        assert any(isinstance(e, Send) and isinstance(e.message, calls.HangUp | calls.Withdraw) for e in effects)

    @precondition(lambda self: active(self.call))
    @rule()
    def a_lost_line_ends_it_in_time(self) -> None:
        call = step(self.call, LinkDown())[0]
        call = step(call, Passed(max(call.now, self.clock) + 31.0))[0]
        assert isinstance(call.stage, Ended)

    @precondition(lambda self: isinstance(self.call.stage, Ended))
    @rule()
    def another_call(self) -> None:
        self.call = called()
        self.agreed.clear()

    @invariant()
    def only_what_she_agreed_to_is_allowed(self) -> None:
        granted = self.call.there.granted if self.call.there else frozenset()
        assert granted <= self.agreed

    @invariant()
    def no_device_is_open_without_her_consent(self) -> None:
        tracks = self.desk.tracks
        assert not tracks.voice or self.call.may("voice")
        assert not tracks.camera or self.call.may("camera")
        assert not tracks.live or self.call.may("voice") or self.call.may("camera")

    @invariant()
    def nobody_is_asked_about_twice(self) -> None:
        asked = [one.who.id for one in self.call.there.guests] if self.call.there else []
        assert len(asked) == len(set(asked))

    @invariant()
    def only_a_device_she_agreed_to_is_missed(self) -> None:
        gone = self.call.there.gone if self.call.there else frozenset()
        assert "microphone" not in gone or self.call.may("voice")
        assert "camera" not in gone or self.call.may("camera")

    @invariant()
    def nobody_looks_under_the_camera_but_between_her_yes_and_the_picture(self) -> None:
        paper = self.call.there.paper if self.call.there else None
        assert self.desk.looking is (paper is not None and paper.step in ("aiming", "taking"))

    @invariant()
    def no_picture_is_held_once_it_cannot_be_read_or_the_guide_is_gone(self) -> None:
        paper = self.call.there.paper if self.call.there else None
        assert paper is None or paper.step != "window" or paper.pages == ()
        assert b"hers" not in repr(self.call).encode()

    @invariant()
    def nothing_said_outlives_the_guide(self) -> None:
        assert isinstance(self.call.stage, There) or "您好" not in repr(self.call)

    @invariant()
    def a_suggestion_or_pointer_waits_only_while_allowed(self) -> None:
        there = self.call.there
        if there is not None:
            assert there.suggestion is None or "filling" in there.granted
            assert there.pointer is None or "page" in there.granted


TestAnyCall = AnyCall.TestCase
TestAnyCall.settings = settings(
    max_examples=150, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@given(st.lists(hub_says | she_does | machine, max_size=30), capabilities)
def test_every_consent_can_be_taken_back_from_anywhere(events: list[Any], capability: Any) -> None:
    call = called()
    for event in events:
        call, _ = step(call, event)
    granted = call.may(capability)
    after, effects = step(call, Revoke(capability))
    assert not after.may(capability)
    told = [e.message for e in effects if isinstance(e, Send)]
    assert (hub(calls.Consented, capability=capability, granted=False) in told) is granted
