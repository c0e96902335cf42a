"""The runner over the real counter, outbox, drafts and a scripted voice; the two devices answer when told to."""

import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from hardware.card_reader import CardFailed, CardOutcome, CardRead, NoCard
from hardware.receipt_printer import NotPrinted, Printed, PrintOutcome
from kiosk.catalogue import issue
from kiosk.core.clock import ManualClock
from kiosk.core.faults import Fault
from kiosk.core.hearing import typed
from kiosk.core.ids import TerminalId
from kiosk.core.journal import Journal
from kiosk.core.outcomes import DeviceState
from kiosk.core.slip import Slip
from kiosk.core.wire import Problem, Unclear
from kiosk.session import InlineLane, NotVerified, Ports, SessionRunner, Terminal, Verified
from kiosk.session import events as ev
from kiosk.session.aloud import choices
from offline_cache import Counter, Drafts, HubRefused, HubUnheard, Ok, Outbox, PaymentBook, Sealer
from voice.scripted import ScriptedSpeaker


@dataclass
class Plate:
    """A reader that answers when the test says so."""

    waiting: list[Callable[[CardOutcome], None]] = field(default_factory=list)
    gone: list[Callable[[], None]] = field(default_factory=list)
    arrives: list[Any] = field(default_factory=list)
    cancels: int = 0

    def read(self, timeout_s: float, on_outcome: Callable[[CardOutcome], None], on_found: Callable[[], None]) -> None:
        self.waiting.append(on_outcome)
        self.found = on_found

    def watch_arrival(
        self, on_card: Callable[[], None], timeout_s: float, on_none: Callable[[], None] | None = None
    ) -> None:
        self.arrives.append((on_card, on_none))

    def cancel(self) -> None:
        self.cancels += 1

    def watch_removal(
        self, on_gone: Callable[[], None], timeout_s: float, on_still_there: Callable[[], None] | None = None
    ) -> None:
        self.gone.append(on_gone)

    def listen(self, callback: Callable[[DeviceState, Fault | None], None]) -> None:
        self.tell = callback


@dataclass
class Tray:
    """A printer that answers when the test says so."""

    jobs: list[tuple[Slip, Callable[[PrintOutcome], None]]] = field(default_factory=list)

    def print(self, slip: Slip, on_outcome: Callable[[PrintOutcome], None]) -> None:
        self.jobs.append((slip, on_outcome))

    def listen(self, callback: Callable[[DeviceState, Fault | None], None]) -> None:
        self.tell = callback


class NobodyThere:
    """A hub that is not heard."""

    def __getattr__(self, name: str) -> Callable[..., HubUnheard]:
        return lambda *_: HubUnheard("no route")


@dataclass
class SaysNo:
    """A hub that refuses everything with one code."""

    code: str

    def __getattr__(self, name: str) -> Callable[..., HubRefused]:
        return lambda *_: HubRefused(409, Problem(problem=self.code, say="中枢自己的话"))


class OneClerk:
    def verify(self, staff_id: str, pin: str) -> Verified | NotVerified:
        return Verified("7", "测试员") if (staff_id, pin) == ("7", "1234") else NotVerified()


@dataclass
class Stand:
    """A terminal on a bench."""

    runner: SessionRunner
    plate: Plate
    tray: Tray
    speaker: ScriptedSpeaker
    outbox: Outbox
    payments: PaymentBook
    clock: ManualClock
    log: io.StringIO

    def press(self, *ids: str) -> None:
        for action_id in ids:
            assert self.runner.press(action_id), f"{self.runner.screen.key} offers no {action_id}"


@contextmanager
def switched_on(terminal: Terminal, directory: Path, hub: Any = None) -> Iterator[Stand]:
    """A terminal on this directory, as often as the power comes back."""
    clock, log = ManualClock(), io.StringIO()
    outbox = Outbox(directory, clock)
    sealer = Sealer(X25519PrivateKey.generate().public_key().public_bytes_raw(), "test")
    counter = Counter(outbox, sealer, "130302", TerminalId("K07"), issue, clock)
    plate, tray, speaker = Plate(), Tray(), ScriptedSpeaker()
    lane, drafts = InlineLane(), Drafts(directory, clock, scrypt_cost=2)
    payments = PaymentBook(outbox.database, clock, lambda account: drafts.key_of(account).name)
    runner = SessionRunner(
        terminal,
        Ports(
            reader=plate,
            printer=tray,
            speaker=speaker,
            counter=counter,
            outbox=outbox,
            drafts=drafts,
            payments=payments,
            hub=hub or NobodyThere(),
            staff=OneClerk(),
            clock=clock,
            journal=Journal(clock, log),
            store_lane=lane,
            hub_lane=lane,
            picture_lane=lane,
            wake_drainer=lambda: None,
        ),
    )
    try:
        yield Stand(runner, plate, tray, speaker, outbox, payments, clock, log)
    finally:
        outbox.close()


@pytest.fixture
def stand(terminal: Terminal, tmp_path: Path) -> Iterator[Stand]:
    with switched_on(terminal, tmp_path) as made:
        yield made


def to_card(stand: Stand) -> None:
    stand.press("start", "service:32", "next", "choice:yes", "choice:self")


def test_a_report_goes_from_a_press_to_a_sealed_item_and_a_slip(stand: Stand, facts: Any) -> None:
    stand.runner.post(ev.LineChanged(False))
    stand.press("start", "service:32", "next", "choice:yes", "choice:anonymous")
    for _ in range(12):
        place, form = stand.runner.state.place, stand.runner.state.visit.form
        if not stand.runner.screen.key.startswith("question:"):
            break
        spec = form.spec(place.field_id)
        value = "no" if spec.id == "danger" else spec.options[0].id if spec.options else "13900009876"
        stand.runner.post(ev.Answer(spec.id, value))
    while stand.runner.screen.key.startswith("review:"):
        stand.press("page:down" if stand.runner.screen.action("page:down") else "next")
    stand.press("submit")
    assert stand.runner.screen.key == "result"
    [item] = stand.outbox.listing()
    assert item.case_number in json.dumps(stand.runner.screen.to_json())
    [(slip, tell)] = stand.tray.jobs
    tell(NotPrinted(Fault.PAPER_OUT, DeviceState.USER_ERROR))
    assert any("没纸" in n.plain() for n in stand.runner.screen.notices)
    tell(Printed(slip.job_id, False))
    assert any("打好了" in n.plain() for n in stand.runner.screen.notices)


def test_a_press_stops_the_voice_and_the_next_page_speaks_first(stand: Stand) -> None:
    stand.runner.open()
    said, stops = len(stand.speaker.said), stand.speaker.stops
    stand.press("start")
    assert stand.speaker.stops > stops
    assert len(stand.speaker.said) > said
    assert stand.speaker.said[-1][0] == stand.runner.screen.title.plain()


def test_new_notices_are_spoken_and_the_page_is_not_said_again(stand: Stand) -> None:
    to_card(stand)
    stand.plate.waiting[-1](CardFailed(Fault.CARD_MOVED, 1))
    assert stand.speaker.said[-1] == (stand.runner.screen.notices[0].plain(),)


def test_news_that_cuts_off_the_name_of_a_button_says_it_again_after_itself(stand: Stand) -> None:
    """Or a person with the keypad would hear of the line last, and not where OK presses."""
    stand.press("start")
    lit: list[int] = []
    stand.runner.on_speaking(lit.append)
    stand.runner.say_aside("交电费")
    stand.runner.post(ev.DeviceChanged("receipt_printer", DeviceState.HARDWARE_ERROR, Fault.PAPER_OUT))
    stand.runner.post(ev.CardLaid())
    assert len(stand.speaker.said[-1]) > 1
    assert stand.speaker.said[-1][-1] == "交电费"
    stand.speaker.finish()
    assert lit[-2:] == [-1, -1], "the button is no sentence of the page"
    assert lit[0] == 0
    stand.runner.post(ev.CardGone())
    stand.runner.post(ev.CardLaid())
    assert "交电费" not in stand.speaker.said[-1]


def test_a_press_while_another_thread_begins_to_speak_leaves_the_terminal_silent(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys come on the GUI's thread, pages on any: a press between the halves of a speech was talked over."""
    stand.press("start")
    speaking, pressed = threading.Event(), threading.Event()
    begun = ScriptedSpeaker.say

    def slowly(*args: Any) -> None:
        speaking.set()
        pressed.wait(0.2)  # as long as a press that need not wait would take, many times over
        begun(*args)

    monkeypatch.setattr(ScriptedSpeaker, "say", slowly)
    other = threading.Thread(target=stand.runner.post, args=(ev.CardLaid(),))
    other.start()
    assert speaking.wait(5)
    stand.runner.press("nothing")
    pressed.set()
    other.join()
    assert not stand.speaker.speaking
    stand.runner.tick()
    assert not stand.runner.state.visit.speaking


def test_repeat_says_the_page_again(stand: Stand) -> None:
    stand.press("start")
    before = stand.speaker.said[-1]
    stand.press("repeat")
    assert stand.speaker.said[-1] == before


def test_the_loudspeaker_says_only_the_tail_of_an_identity_number(stand: Stand, facts: Any) -> None:
    to_card(stand)
    stand.plate.waiting[-1](CardRead(facts.mother))
    stand.runner.post(ev.EditField("nothing"))
    aloud = " ".join(s for said in stand.speaker.said for s in said)
    assert facts.mother.id_number not in aloud


def test_the_outcome_of_a_read_that_was_called_off_belongs_to_nobody(stand: Stand, facts: Any) -> None:
    to_card(stand)
    late = stand.plate.waiting[-1]
    stand.press("typed")
    late(CardRead(facts.mother))
    assert stand.runner.state.visit.holder is None
    assert stand.runner.screen.key == "typed:holder:name"


def test_nobody_at_the_plate_is_asked_again_without_a_new_page(stand: Stand) -> None:
    to_card(stand)
    stand.plate.waiting[-1](NoCard())
    assert len(stand.plate.waiting) == 2
    assert stand.runner.screen.key == "identify:holder"


def test_an_error_inside_a_neighbour_is_journalled_without_its_words_and_the_visit_is_wiped(
    stand: Stand, facts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_card(stand)

    def breaks(slip: Slip, on_outcome: Callable[[PrintOutcome], None]) -> None:
        raise RuntimeError(facts.mother.name)

    monkeypatch.setattr(stand.tray, "print", breaks)
    wiped: list[int] = []
    stand.runner.on_wipe(lambda: wiped.append(1))
    stand.press("home", "leave", "service:01", "print")
    assert stand.runner.screen.key == "over:trouble"
    assert wiped
    assert '"unexpected"' in stand.log.getvalue()
    assert facts.mother.name not in stand.log.getvalue()
    stand.press("next")
    assert stand.runner.screen.key == "attract"


def test_the_journal_of_a_visit_holds_nothing_of_the_person(stand: Stand, facts: Any) -> None:
    to_card(stand)
    stand.plate.waiting[-1](CardRead(facts.mother))
    for _ in range(60):
        stand.clock.advance(5)
        stand.speaker.finish()
        stand.runner.tick()
    assert stand.runner.screen.key == "card_left"
    for value in facts.personal:
        assert value not in stand.log.getvalue()
    assert stand.plate.gone
    stand.plate.gone[-1]()
    assert stand.runner.screen.key == "attract"


def test_help_without_a_line_is_kept_in_the_outbox_and_told_truly(stand: Stand) -> None:
    stand.press("start", "help")
    assert "没叫到" in stand.runner.screen.title.plain()
    assert stand.outbox.counts().queued == 1


def test_staff_are_let_in_by_key_number_and_pin_only(stand: Stand) -> None:
    stand.press("start")
    stand.runner.post(ev.StaffKey())
    stand.press("digit:7", "next", "digit:1", "digit:2", "next")
    assert "不对" in stand.runner.screen.notices[0].plain()
    stand.press("digit:7", "next", "digit:1", "digit:2", "digit:3", "digit:4", "next")
    assert stand.runner.screen.key == "over:staff_menu"
    assert "1234" not in stand.log.getvalue()


def test_events_posted_from_many_threads_are_stepped_one_at_a_time_and_none_is_lost(stand: Stand) -> None:
    stand.press("start")
    stand.runner.post(ev.StaffKey())
    threads = [
        threading.Thread(target=lambda: [stand.runner.post(ev.LineChanged(n % 2 == 0)) for n in range(200)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stand.runner.tick()
    assert stand.runner.state.terminal.line_up is not None
    assert stand.runner.screen.key == "over:staff:number"


def fill(stand: Stand, until: str) -> None:
    """Answer 32 with the first thing offered, until that page."""
    for _ in range(60):
        place, form, screen = stand.runner.state.place, stand.runner.state.visit.form, stand.runner.screen
        if screen.key.startswith(until):
            return
        if screen.key.startswith("question:"):
            spec = form.spec(place.field_id)
            known = {"danger": "no", "meter": "postpaid", "account": spec.example}
            value = known.get(spec.id) or (spec.options[0].id if spec.options else "13900009876")
            stand.runner.post(ev.Answer(spec.id, value))
        else:
            stand.press("page:down" if screen.action("page:down") else "next")
    raise AssertionError(stand.runner.screen.key)


def test_a_power_cut_between_storing_and_dropping_the_draft_is_told_as_handed_in(
    terminal: Terminal, tmp_path: Path, facts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with switched_on(terminal, tmp_path) as stand:
        to_card(stand)
        stand.plate.waiting[-1](CardRead(facts.mother))
        fill(stand, "confirm")
        with monkeypatch.context() as power:
            power.setattr(Drafts, "drop", lambda *_: None)
            stand.press("submit")
        [item] = stand.outbox.listing()
    with switched_on(terminal, tmp_path) as stand:
        to_card(stand)
        stand.plate.waiting[-1](CardRead(facts.mother))
        assert stand.runner.screen.key == "handed_in"
        assert item.case_number in json.dumps(stand.runner.screen.to_json())
        assert "待上传" in json.dumps(stand.runner.screen.to_json(), ensure_ascii=False)
        stand.press("next")
        assert stand.runner.screen.key.startswith("question:32:")
        assert stand.outbox.counts().queued == 1
        assert stand.runner.state.visit.form.submission_id != item.id
    with switched_on(terminal, tmp_path) as stand:
        to_card(stand)
        stand.plate.waiting[-1](CardRead(facts.mother))
        assert stand.runner.screen.key == "duplicate", "the draft is gone; that it was handed in today is still known"
        stand.press("next")
        assert stand.runner.screen.key.startswith("question:32:")
        stand.outbox.mark_refused(item.id, "看不清", None)
    with switched_on(terminal, tmp_path) as stand:
        to_card(stand)
        stand.plate.waiting[-1](CardRead(facts.mother))
        assert stand.runner.screen.key.startswith("question:32:"), "what was sent back may be asked for again"


def test_what_the_keypad_reached_lights_no_sentence_and_a_notice_lights_itself(stand: Stand) -> None:
    lit: list[int] = []
    stand.runner.on_speaking(lit.append)
    stand.runner.say_aside("叫人帮忙")
    stand.speaker.finish()
    assert set(lit) == {-1}, "what the keypad reached is no sentence of the page"
    to_card(stand)
    lit.clear()
    stand.plate.waiting[-1](CardFailed(Fault.CARD_MOVED, 1))
    stand.speaker.finish()
    assert set(lit) == {0, -1}


def test_choices_are_handed_to_the_speaker_as_choices(stand: Stand) -> None:
    stand.press("start")
    assert stand.speaker.choices == len(choices(stand.runner.screen, headphones=False)) > 1
    assert stand.speaker.said[-1][-stand.speaker.choices - 1] == "可以选："


@pytest.mark.parametrize(
    ("code", "told"),
    [("unknown_terminal", "这台机器现在办不了这件事"), ("clock_differs", "时间不准"), ("never_heard_of", "请到窗口问")],
)
def test_a_hub_that_says_no_is_never_told_as_a_line_that_is_down(
    terminal: Terminal, tmp_path: Path, code: str, told: str
) -> None:
    with switched_on(terminal, tmp_path, SaysNo(code)) as stand:
        stand.press("start", "help")
        assert "网络" not in json.dumps(stand.runner.screen.to_json(), ensure_ascii=False)
        assert "没有叫到人" in stand.runner.screen.title.plain()
        assert stand.outbox.counts().queued == 0
        stand.press("next")
        stand.runner.post(ev.ChooseService("34"))
        stand.press("choice:card")
        number = issue("130302", stand.clock.now().date(), TerminalId("K07"), 1)
        stand.press("back", "choice:number")
        stand.runner.post(ev.Answer("case_number", number))
        shown = json.dumps(stand.runner.screen.to_json(), ensure_ascii=False)
        assert stand.runner.screen.key == "progress:none"
        assert told in shown
        assert "网络" not in shown
        assert "中枢自己的话" not in shown
        stand.press("home")
        stand.runner.post(ev.ChooseService("33"))
        stand.press(stand.runner.screen.actions[0].id, "choice:no")
        assert "临时号" in json.dumps(stand.runner.screen.to_json(), ensure_ascii=False)
        assert "网络" not in json.dumps(stand.runner.screen.to_json(), ensure_ascii=False)


def test_the_order_is_on_the_disk_before_it_leaves_and_without_a_disk_it_does_not_leave(
    terminal: Terminal, tmp_path: Path, facts: Any
) -> None:
    heard: list[int] = []

    class Biller:
        def bill(self, *_: Any) -> Any:
            return Ok(facts.bill())

        def pay(self, request: Any) -> HubUnheard:
            heard.append(len(stand.payments.all()))
            return HubUnheard("cut")

        def __getattr__(self, name: str) -> Callable[..., HubUnheard]:
            return lambda *_: HubUnheard("cut")

    def to_pay() -> None:
        stand.press("start")
        stand.runner.post(ev.ChooseService("27"))
        stand.press("next", "choice:yes")
        fill(stand, "bill")
        stand.press("choice:show_code", "pay")

    with switched_on(terminal, tmp_path, Biller()) as stand:
        to_pay()
        assert heard == [1]
        assert stand.runner.screen.key == "paying"
    with switched_on(terminal, tmp_path, Biller()) as stand:
        assert len(stand.payments.all()) == 1
        stand.press("start")
        stand.runner.post(ev.ChooseService("27"))
        stand.press("next", "choice:yes")
        fill(stand, "bill")
        assert stand.runner.screen.title.plain() == "正在处理上一笔"
        assert stand.runner.screen.action("choice:show_code") is None
    (tmp_path / "other").mkdir()
    with switched_on(terminal, tmp_path / "other", Biller()) as stand:
        stand.outbox.database.connection.execute("pragma query_only=on")
        to_pay()
        assert len(heard) == 1
        assert "没有扣钱" in json.dumps(stand.runner.screen.to_json(), ensure_ascii=False)


def test_words_she_let_be_kept_wait_in_the_outbox_for_the_hub(stand: Stand) -> None:
    stand.press("start")
    stand.runner.post(ev.Heard(typed("唧唧复唧唧")))
    stand.runner.post(ev.Finish())
    stand.press("keep_missed")
    [item] = stand.outbox.listing()
    assert item.kind == "unclear"
    [(body,)] = stand.outbox.database.rows("select body from items")
    assert Unclear.model_validate_json(body).text == "唧唧复唧唧"


def test_a_card_laid_unasked_is_noticed_and_one_being_read_is_shown_as_such(stand: Stand, facts: Any) -> None:
    stand.runner.tick()
    [(came, none)] = stand.plate.arrives
    none()
    stand.clock.advance(5)
    stand.runner.tick()
    assert len(stand.plate.arrives) == 2
    came()
    assert stand.runner.screen.key == "attract", "a watch that ended has nothing more to say"
    stand.plate.arrives[-1][0]()
    assert stand.runner.screen.key == "home"
    assert not stand.plate.waiting
    stand.clock.advance(5)
    stand.runner.tick()
    assert stand.plate.gone, "and now it is watched until it goes"
    stand.runner.post(ev.ChooseService("32"))
    stand.press("next", "choice:yes", "choice:self")
    stand.plate.found()
    assert "正在读" in stand.runner.screen.title.plain()
    stand.plate.waiting[-1](CardRead(facts.mother))
    assert stand.runner.state.visit.form.holder.name == facts.mother.name


def test_an_open_question_is_asked_on_the_hubs_lane_and_silence_leads_to_the_window(
    terminal: Terminal, tmp_path: Path
) -> None:
    with switched_on(replace(terminal, asks_model=True), tmp_path) as stand:
        stand.press("start")
        stand.runner.post(ev.ChooseService("01"))
        stand.runner.post(ev.Heard(typed("钱能打到孙子那儿吗")))
        assert "窗口" in stand.runner.state.visit.aside.plain()
        assert stand.runner.state.visit.asking == ""


def test_nothing_of_the_person_is_reachable_after_the_end(stand: Stand, facts: Any, texts: Any) -> None:
    stand.runner.post(ev.LineChanged(False))
    stand.press("start", "service:32", "next", "choice:yes", "choice:self")
    stand.plate.waiting[-1](CardRead(facts.mother))
    fill(stand, "confirm")
    stand.press("submit")
    assert stand.runner.screen.key == "result"
    bench = (stand.speaker, stand.plate, stand.tray, stand.log)
    assert any(facts.mother.name in text for text in texts(stand.runner, *bench)), "the search looks at the right place"
    stand.runner.post(ev.UnexpectedError())
    stand.press("next")
    left = [text for text in texts(stand.runner, *bench) if any(value in text for value in facts.personal)]
    assert not left
