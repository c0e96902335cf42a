"""Random talk on random pages: nothing is paid, handed in, agreed or vouched for but by its own words."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.core.hearing import Deafness, Hypothesis, NotHeard, Utterance
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session.expect import ANYWHERE, COMMANDS, spoken
from kiosk.session.places import SureOver

TALK = (
    *ANYWHERE, *COMMANDS, "对的", "是的", "好的", "行", "可以", "下一步", "不对", "算了", "给我办了吧",
    "那个", "第二个", "我要交电费", "给我妈办高龄津贴", "灯坏了想报修", "幺三九零零零零九八七六",
    "一九四四年三月七号", "五十块钱", "同意", "我同意", "交上去", "交钱", "快交上去吧", "把钱交了", "不同意",
    "签好了", "核对过一致", "唧唧复唧唧", "嗯", "啊", "扫码",
)  # fmt: skip
SERVICES = ("01", "02", "03", "04", "27", "32", "33", "34", "35")

moves = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.integers(0, len(TALK) - 1)),
        st.tuples(st.just("own"), st.integers(0, 40)),
        st.tuples(st.just("own"), st.integers(0, 40)),
        st.tuples(st.just("press"), st.integers(0, 12)),
        st.tuples(st.just("world"), st.integers(0, 7)),
        st.tuples(st.just("deaf"), st.integers(0, len(Deafness) - 1)),
    ),
    max_size=50,
)
budget = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def event_of(visitor: Any, facts: Any, kind: str, n: int) -> ev.Event:
    screen = visitor.screen
    match kind:
        case "say":
            return ev.Heard(Utterance((Hypothesis(TALK[n], 0.4 + n % 7 / 10),), whole=n % 2 == 0))
        case "own":
            phrases = sorted(spoken(screen))
            text = phrases[n % len(phrases)]
            return ev.Heard(Utterance((Hypothesis(text, 0.9),), whole=True))
        case "press":
            offered = [a for a in screen.actions if a.enabled] or list(screen.always)
            return offered[n % len(offered)].event
        case "deaf":
            return ev.Heard(NotHeard(list(Deafness)[n]))
        case _:
            form = visitor.state.visit.form
            worlds = (
                ev.CardSeen(facts.mother), ev.CardSeen(facts.son), ev.Signed(b"png", (((1, 2),),)),
                ev.BillFetched(facts.bill()),
                ev.Stored(form.submission_id if form else "none", facts.case), ev.StaffKey(),
                ev.StaffVerified("7", "测试员"), ev.LineChanged(False),
            )  # fmt: skip
            return worlds[n % len(worlds)]


@budget
@given(service=st.sampled_from(SERVICES), steps=moves)
def test_nothing_grave_follows_from_any_talk_but_its_own_words(
    new_visitor: Any, facts: Any, service: str, steps: list[tuple[str, int]]
) -> None:
    visitor = new_visitor()
    visitor.post(ev.Begin(), ev.ChooseService(service))
    for kind, n in steps:
        before, screen = visitor.state, visitor.screen
        event = event_of(visitor, facts, kind, n)
        done = len(visitor.effects)
        visitor.post(event)
        said = spoken(screen).get(event.hearing.text) if _words(event) else None
        for effect in visitor.effects[done:]:
            if isinstance(effect, ef.StoreSubmission | ef.Pay):
                confirmed = said is not None and isinstance(before.overlay, SureOver) and said.id == "choice:yes"
                assert confirmed or isinstance(event, ev.ConfirmSubmit | ev.ConfirmPay), (kind, n)
            if isinstance(effect, ef.SendRating | ef.VerifyStaff) and _words(event):
                assert said is not None
        form, was = visitor.state.visit.form, before.visit.form
        if form is not None and was is not None and form.consent is not None and was.consent is None:
            assert isinstance(event, ev.Agree) or (said is not None and isinstance(said.event, ev.Agree)), (kind, n)
        if form is not None and isinstance(event, ev.Heard):
            assert form.witness == (was.witness if was else None)
            assert form.signature in (b"", was.signature if was else b"")
        if isinstance(event, ev.Heard) and isinstance(event.hearing, NotHeard):
            assert (visitor.state.place, visitor.state.overlay) == (before.place, before.overlay)
            assert visitor.state.visit.form == before.visit.form


def _words(event: ev.Event) -> bool:
    return isinstance(event, ev.Heard) and isinstance(event.hearing, Utterance)


@budget
@given(service=st.sampled_from(SERVICES), steps=moves)
def test_a_spoken_answer_counts_only_after_its_read_back(
    new_visitor: Any, facts: Any, service: str, steps: list[tuple[str, int]]
) -> None:
    visitor = new_visitor()
    visitor.post(ev.Begin(), ev.ChooseService(service))
    for kind, n in steps:
        key, form = visitor.screen.key, visitor.state.visit.form
        event = event_of(visitor, facts, kind, n)
        visitor.post(event)
        now = visitor.state.visit.form
        if form is None or now is None or form.submission_id != now.submission_id or not _words(event):
            continue
        for spec in now.specs():
            new = set(now.values_of(spec.id)) - set(form.values_of(spec.id))
            if any(v.source == "spoken" for v in new) and not spec.options and spec.type != "yes_no":
                chosen = any(v.value in ("none", "", *spec.suggestions) or v.value == facts.mother.address for v in new)
                today = any(v.value == visitor.state.today.isoformat() for v in new)
                assert key == "over:read_back" or chosen or today or key.endswith(":day"), (key, spec.id)


@budget
@given(service=st.sampled_from(SERVICES), steps=moves)
def test_back_always_leads_out_of_what_speech_laid_over_a_page(
    new_visitor: Any, facts: Any, service: str, steps: list[tuple[str, int]]
) -> None:
    visitor = new_visitor()
    visitor.post(ev.Begin(), ev.ChooseService(service))
    for kind, n in steps:
        visitor.post(event_of(visitor, facts, kind, n))
        if visitor.screen.key in ("over:offer", "over:ask", "over:answer", "over:emergency", "over:read_back"):
            place, form = visitor.state.place, visitor.state.visit.form
            below = visitor.state
            visitor.press("back")
            assert visitor.state.overlay is None
            assert (visitor.state.place, visitor.state.visit.form) == (place, form)
            visitor.state = below
