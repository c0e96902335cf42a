"""What becomes of what was heard. Understanding is the dialogue's; what may happen because of it is decided here.

Nothing that pays, hands in or agrees follows from anything but its own words said whole, and paying and handing in are
read back once more. Silence, noise and doubt change nothing but the line that is said.
"""

import re
from dataclasses import replace

from kiosk.catalogue import WINDOW_DECIDES
from kiosk.core.hearing import Deafness, Hearing, NotHeard, Utterance, typed
from kiosk.core.loudness import LEVELS, output_of
from kiosk.core.screen import NO_WORDS, Action, AskPin, Role, Screen
from kiosk.core.words import words
from kiosk.dialogue import (
    Act,
    Answer,
    Ask,
    Choice,
    Context,
    Emergency,
    Fill,
    Human,
    Leave,
    Meaning,
    Miss,
    NotUnderstood,
    Offer,
    understand,
)
from kiosk.dialogue.cited import NotCited, passages_of
from kiosk.session import events as ev
from kiosk.session.calling import ask_help
from kiosk.session.dictate import dictated, unsaid_draft
from kiosk.session.effects import AskModel, SayAgain
from kiosk.session.expect import COMMANDS, FASTER, LOUDER, SOFTER, spoken
from kiosk.session.faint import asked_first, enough
from kiosk.session.leaving import leave
from kiosk.session.missed import nameless
from kiosk.session.pages import screen_for
from kiosk.session.places import (
    SPOKEN,
    AnswerOver,
    AskOver,
    EmergencyOver,
    HomePlace,
    IdleOver,
    LeaveOver,
    OfferOver,
    Paying,
    ReadBackOver,
    SettingsOver,
    Submitting,
    SureOver,
)
from kiosk.session.state import RATES, Moved, Press, State, mint, with_visit

SURE, SURE_IN_DIALECT = 0.5, 0.75
"""Confidence below which an action is asked back instead of done."""
MOST_MISSES_KEPT = 5
_HARMLESS = (ev.Repeat, ev.Back, ev.AskHelp, ev.StillHere, ev.TurnPage)
_STAFF_ONLY = (ev.ConfirmWitness, ev.Signed, ev.StaffKey)
_READ_BACK = (ev.ConfirmPay, ev.ConfirmSubmit)
_TOLD = {
    Deafness.SILENCE: "您可以说，也可以按。",
    Deafness.UNCLEAR: "我没听清，请再说一遍。",
    Deafness.TOO_LONG: "请说得短一点。",
}


def heard(state: State, hearing: Hearing, press: Press) -> Moved:
    """One hearing. press: `step`, for what somebody's words do in place of a finger."""
    if isinstance(hearing, NotHeard):
        return _not_heard(state, hearing.why)
    screen = screen_for(state)
    context = context_of(state)
    meaning = understand(hearing, screen, context)
    exact = spoken(screen).get(hearing.text)
    nobody = not state.began and state.overlay is None and not hearing.whole
    answers = exact is not None and hearing.whole
    if isinstance(meaning, Emergency):
        if not (nobody or answers) or _danger_share(hearing, screen, context) >= SURE:
            over = EmergencyOver(meaning.danger, meaning.say, meaning.call)
            return replace(_listened(state, press), overlay=over), ()
        # 错了, said to 对吗, has 火了 among its lesser readings.
        meaning = understand(replace(hearing, hypotheses=hearing.hypotheses[:1]), screen, context)
    if nobody:
        # Before anybody is there, talk in the hall is not for the terminal.
        return state, ()
    if not hearing.clear and not enough(state, screen, hearing, meaning, exact):
        question = asked_first(state, screen, meaning, exact)
        return (replace(state, overlay=question), ()) if question else _not_heard(state, Deafness.UNCLEAR)
    if exact is not None and (offered_now(state) or not isinstance(exact.event, ev.ChooseService)):
        if isinstance(meaning, Leave) and isinstance(exact.event, ev.Finish):
            return leave(_listened(state, press), press)
        return _act(state, screen, exact, hearing, press, whole=True)
    if hearing.text in COMMANDS:
        return _louder_or_slower(_listened(state, press), COMMANDS[hearing.text], press)
    return mean(state, meaning, hearing, press)


def _danger_share(hearing: Utterance, screen: Screen, context: Context) -> float:
    """How sure the recogniser is of danger: what its readings that tell of it share. A television, far away and half
    heard, has one such reading among others; whoever stands there and calls has it in most."""
    each = (h for h in hearing.hypotheses if isinstance(understand(Utterance((h,)), screen, context), Emergency))
    return sum(h.confidence for h in each)


def context_of(state: State) -> Context:
    """What the dialogue may know besides the sentence."""
    visit, form = state.visit, state.visit.form
    over = state.overlay
    service = visit.service
    if isinstance(over, AnswerOver | OfferOver):
        service = state.terminal.service(over.service) or service
    return Context(
        matters=state.terminal.matters,
        today=state.today,
        division=state.terminal.division,
        service=service,
        person=form.holder if form else visit.holder,
        answers=form.answers() if form else {},
        offered=visit.offered,
        behalf=visit.behalf,
        misses=visit.misses,
        cautious=visit.settings.dialect,
        popular=state.terminal.popular[:3],
    )


def mean(state: State, meaning: Meaning, hearing: Utterance, press: Press) -> Moved:
    """What a meaning does."""
    screen = screen_for(state)
    match meaning:
        case Act(action=action_id):
            action = screen.action(action_id)
            if action is None or action.role is Role.KEY:
                return _miss(state, screen, NotUnderstood("我没听明白，请换个说法。"), hearing)
            return _act(state, screen, action, hearing, press, whole=False)
        case Human():
            return ask_help(_listened(state, press), "asked")
        case Leave() if _free(state):
            return leave(_listened(state, press), press)
        case Fill(value=value) if state.overlay is None:
            return dictated(_listened(state, press), value)
        case Offer(service=service, behalf=behalf, others=others) if _free(state):
            state = with_visit(_listened(state, press), offered=(service, *others))
            return replace(state, overlay=OfferOver(service, behalf, others)), ()
        case Ask(say=say, choices=choices, behalf=behalf) if _free(state):
            state = with_visit(
                _listened(state, press), offered=tuple(c.service for c in choices if c.service) or state.visit.offered
            )
            return replace(state, overlay=AskOver(say, choices, behalf)), ()
        case Answer(service=service, say=say, source=source) if _free(state):
            state = with_visit(_listened(state, press), offered=(service,) if service else state.visit.offered)
            return replace(state, overlay=AnswerOver(service, say, source)), ()
        case NotUnderstood():
            return _miss(state, screen, meaning, hearing)
        case _ if isinstance(state.place, Submitting | Paying):
            return aside(state, "正在办，请稍等。"), ()
        case _:
            return _miss(state, screen, NotUnderstood("请先回答这一页。"), hearing)


def aside(state: State, say: str) -> State:
    """One line said and shown on the page, until somebody does something."""
    return with_visit(state, aside=words(say))


def picked(state: State, over: AskOver, index: int, press: Press) -> Moved:
    """One of the answers to a question back was chosen, by voice or by hand."""
    choice = over.choices[index]
    below = replace(state, overlay=None)
    if choice.service:
        return press(replace(state, overlay=OfferOver(choice.service, over.behalf)), ev.ChooseService(choice.service))
    if choice.question:
        return heard(below, typed(choice.question), press)
    screen = screen_for(below)
    action = screen.action(choice.action)
    if action is None:
        return below, ()
    if isinstance(action.event, _READ_BACK):
        return replace(below, overlay=SureOver(action.id)), ()
    return press(below, action.event)  # type: ignore[arg-type]


def _listened(state: State, press: Press) -> State:
    """Somebody spoke and was understood: they are there, and what was missed before is forgiven."""
    return with_visit(press(state, ev.Touched("voice"))[0], misses=0)


def offered_now(state: State) -> bool:
    """The page itself asks whether a matter is the one, so that its name is the answer."""
    return isinstance(state.overlay, OfferOver | AnswerOver)


def _free(state: State) -> bool:
    """Nothing lies over the page that has to be answered first, and nothing is under way."""
    over = state.overlay
    covered = over is not None and not isinstance(over, (*SPOKEN, IdleOver, SettingsOver, LeaveOver))
    return not covered and not isinstance(state.place, Submitting | Paying)


# --- an action of the page -----------------------------------------------------------------------------------


def _act(state: State, screen: Screen, action: Action, hearing: Utterance, press: Press, *, whole: bool) -> Moved:
    event = action.event
    if isinstance(event, _STAFF_ONLY) or (isinstance(screen.ask, AskPin) and action.role is Role.KEY):
        return aside(state, "这一步请工作人员按。"), ()
    if isinstance(event, ev.ChooseService) and _free(state) and not offered_now(state):
        state = with_visit(_listened(state, press), offered=(event.service_id,))
        return replace(state, overlay=OfferOver(event.service_id)), ()
    if (action.grave or isinstance(event, _READ_BACK)) and not whole:
        return aside(state, f"要{action.label}，请说：{action.label}。"), ()
    if action.grave and _doubtful(state, hearing, whole):
        # A voice that is not believed, a neighbour or a television, agrees to nothing.
        return _once_more(state)
    if isinstance(event, _READ_BACK) and not isinstance(state.overlay, SureOver):
        return replace(_listened(state, press), overlay=SureOver(action.id)), ()
    if not isinstance(event, _HARMLESS) and not action.grave and _doubtful(state, hearing, whole):
        over = AskOver(f"您说的是“{action.label}”吗？", (Choice(action.label, action=action.id),))
        return (replace(state, overlay=over), ()) if state.overlay is None else _once_more(state)
    draft = unsaid_draft(state) if isinstance(event, ev.Next) and state.overlay is None else ""
    if draft:
        return dictated(_listened(state, press), draft)
    was, told = state.place, not isinstance(state.overlay, ReadBackOver)
    state = _listened(state, press)
    state, effects = press(state, event)  # type: ignore[arg-type]
    if isinstance(event, ev.Answer | ev.SetMaterial | ev.ChooseValue) and state.place != was and told:
        state = aside(state, f"记下了：{action.label}。")
    return state, effects


def _once_more(state: State) -> Moved:
    return aside(state, _TOLD[Deafness.UNCLEAR]), ()


def _doubtful(state: State, hearing: Utterance, whole: bool) -> bool:
    least = SURE_IN_DIALECT if state.visit.settings.dialect else SURE if not (whole and hearing.whole) else 0.0
    return hearing.hypotheses[0].confidence < least


def _louder_or_slower(state: State, command: str, press: Press) -> Moved:
    """Louder, softer, slower, faster: changed at once, and said again so that it can be heard."""
    now = state.visit.settings
    if command in (LOUDER, SOFTER):
        loudest = len(LEVELS[output_of(state.terminal.headphones)]) - 1
        level = min(loudest, now.volume + 1) if command == LOUDER else max(min(1, now.volume), now.volume - 1)
        state, effects = press(state, ev.ChangeSettings("volume", level))
    else:
        at = RATES.index(now.rate) + (1 if command == FASTER else -1)
        state, effects = press(state, ev.ChangeSettings("rate", RATES[max(0, min(len(RATES) - 1, at))]))
    return state, (*effects, SayAgain())


# --- nothing understood --------------------------------------------------------------------------------------


def _not_heard(state: State, why: Deafness) -> Moved:
    """Silence never acts. Whoever has been speaking is reminded once on a page, nobody else at all."""
    told = _TOLD.get(why, "")
    spoke = state.visit.how == "voice" or isinstance(state.place, HomePlace)
    key = screen_for(state).key
    if not told or not spoke or not state.began or state.visit.reminded == key or isinstance(state.overlay, IdleOver):
        return state, ()
    return aside(with_visit(state, reminded=key), told), ()


def _miss(state: State, screen: Screen, miss: NotUnderstood, hearing: Utterance) -> Moved:
    """Down the ladder: another way to say it, choices, a human; then quiet. It does not prove that anybody is there."""
    visit = state.visit
    if isinstance(screen.ask, AskPin) or isinstance(state.overlay, IdleOver):
        return state, ()
    private = screen.ask is not None and screen.ask.__class__.__name__ != "AskChoice"
    missed = visit.missed if private else (*visit.missed, (hearing.text, miss.candidates))[-MOST_MISSES_KEPT:]
    state = with_visit(state, misses=visit.misses + 1, missed=missed, aside=NO_WORDS)
    ladder = miss.ladder if visit.misses < 3 else None
    if ladder is not None and not private and _open_question(state, hearing):
        return _ask_model(state, hearing)
    near = tuple(
        Choice(s.plain_name, s.id) for sid in miss.candidates[:3] if (s := state.terminal.service(sid)) is not None
    )
    match ladder:
        case None if visit.how == "voice" and hearing.clear:
            # At the ladder's end whoever can only speak must not meet silence.
            return aside(state, _TOLD[Deafness.UNCLEAR]), (SayAgain(),)
        case None:
            return state, ()
        case Miss.HUMAN if _free(state):
            return replace(state, overlay=AskOver(miss.say, (Choice("叫人帮忙", action="help"),))), ()
        case Miss.CHOICES if near and _free(state) and screen.ask is None:
            return replace(state, overlay=AskOver(miss.say, near)), ()
        case Miss.REPHRASE:
            return aside(state, miss.say), ()
        case _:
            return aside(state, can_say(screen) or miss.say), ()


_ASKING = re.compile("吗|呢|啥|什么|怎么|咋|多少|几|哪|谁|能不能|可不可以|要不要|为什么|为啥|行不行")


def _open_question(state: State, hearing: Utterance) -> bool:
    """Asked about the matter that is open, where a city's model may be asked."""
    asked = state.terminal.asks_model and state.visit.service is not None and not state.visit.asking
    return asked and _free(state) and bool(_ASKING.search(hearing.text))


def _ask_model(state: State, hearing: Utterance) -> Moved:
    service = state.visit.service
    assert service is not None
    ask_id, state = mint(state)
    state = aside(with_visit(state, asking=ask_id), "我查一查，请稍等。")
    return state, (AskModel(ask_id, passages_of(service), nameless(state, hearing.text)),)


def model_answered(state: State, event: ev.ModelAnswered) -> Moved:
    """Said only where it was asked: the matter still open, nothing else begun meanwhile."""
    if event.ask_id != state.visit.asking:
        return state, ()
    state = with_visit(state, asking="")
    service = state.visit.service
    if service is None or not _free(state):
        return state, ()
    if isinstance(event.answer, NotCited):
        return aside(state, "这个我说不准，请问窗口。"), ()
    source = next((p.source for p in event.answer.passages if p.source), WINDOW_DECIDES)
    state = with_visit(state, misses=0, missed=state.visit.missed[:-1], aside=NO_WORDS)
    return replace(state, overlay=AnswerOver(service.id, event.answer.say, source)), ()


def can_say(screen: Screen) -> str:
    """The page's own ways on, as something to say."""
    labels = [a.label for a in screen.actions if a.enabled and a.role is not Role.KEY][:3]
    return f"可以这样说：{'，'.join(labels)}。" if labels else ""
