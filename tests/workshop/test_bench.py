"""The technician's machine: tests end in a person's word, dead zones are named."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.screen import AskChart, AskTouch, Bullets, Live
from kiosk.diagnostics import Glimpse, Level, Trial
from kiosk.workshop import (
    OTHERS,
    Back,
    Bench,
    Choose,
    Close,
    Enough,
    Event,
    Examine,
    Examined,
    Glimpsed,
    Leave,
    Load,
    Perform,
    Performed,
    Remember,
    Seen,
    Start,
    Station,
    Stop,
    Tick,
    Touch,
    dead_zones,
    screen_of,
    step,
)
from kiosk.workshop.bench import COLUMNS, LEAVES_AFTER_S, ROWS, TOUCH_ENDS_AFTER_S, Effect
from ui.workshop_screens import FINDINGS

PRINTER = Station("receipt_printer", "小票打印机", Trial("打一张。", "print_slip", "看到了吗？"), "好用。", Level.OK)
RADAR = Station("presence", "人体感应", Trial("走近。", "radar", "变了吗？"), "好用。", Level.OK)
BENCH = Bench((PRINTER, RADAR, *OTHERS))
EVERY = frozenset(range(COLUMNS * ROWS))


def after(bench: Bench, *events: Event) -> tuple[Bench, tuple[Effect, ...]]:
    effects: tuple[Effect, ...] = ()
    for event in events:
        bench, effects = step(bench, event)
    return bench, effects


def test_a_person_says_that_paper_was_put_in_where_paper_is_put_in() -> None:
    bench, effects = after(BENCH, Choose("receipt_printer"), Load())
    assert effects == (Load("receipt_printer"),)
    assert "换了新纸卷" in [action.label for action in screen_of(bench).actions]
    bench, effects = after(BENCH, Choose("presence"), Load())
    assert effects == ()
    assert "load" not in {action.id for action in screen_of(bench).actions}


def test_a_test_does_the_machines_part_and_ends_in_a_persons_word() -> None:
    bench, effects = after(BENCH, Choose("receipt_printer"), Start())
    assert effects == (Perform(PRINTER.trial, "receipt_printer", bench.number),)
    assert screen_of(bench).busy
    bench, _ = step(bench, Performed(bench.number, "打好了。"))
    assert [action.label for action in screen_of(bench).actions] == ["看到了", "没看到"]
    assert "打好了。" in [say.masked() for say in screen_of(bench).say]
    bench, effects = step(bench, Seen(False))
    assert effects == (Remember("receipt_printer", False),)
    assert screen_of(bench).key == "workshop:menu"


def test_a_test_that_is_watched_shows_what_it_sees_until_the_technician_has_seen_enough() -> None:
    bench, _ = after(BENCH, Choose("presence"), Start())
    seen = Glimpse("85 厘米。", (("走近看到了", True), ("走开看到了", False)), picture=True)
    bench, effects = step(bench, Glimpsed(bench.number, seen))
    assert effects == ()
    blocks = screen_of(bench).blocks
    assert isinstance(blocks[0], Live)
    assert next(block.marks for block in blocks if isinstance(block, Bullets)) == ("done", "todo")
    assert screen_of(bench).action("enough") is not None
    bench, effects = step(bench, Enough())
    assert (bench.where, effects) == ("doing", (Stop(),)), "the machine has the last word of its part"
    bench, _ = step(bench, Performed(bench.number, "走近、走开都看到了。"))
    assert any(isinstance(block, Live) for block in screen_of(bench).blocks), "the picture stays for the question"


def test_a_test_that_is_left_is_stopped_and_what_it_sees_later_is_nobodys() -> None:
    bench, _ = after(BENCH, Choose("presence"), Start())
    late = Glimpsed(bench.number, Glimpse("85 厘米。"))
    for event, wanted in ((Back(), (Stop(),)), (Leave(), (Stop(), Close())), (Tick(LEAVES_AFTER_S), (Stop(), Close()))):
        assert step(bench, event)[1] == wanted
    again, _ = after(bench, Back(), Start())
    assert step(again, late)[0] == again
    printing, _ = after(BENCH, Choose("receipt_printer"), Start())
    assert step(printing, Enough()) == (printing, ()), "a slip is printed to its end"


def test_an_answer_to_a_test_that_was_called_off_is_nobodys() -> None:
    bench, _ = after(BENCH, Choose("receipt_printer"), Start())
    late = Performed(bench.number, "打好了。")
    assert after(bench, Back(), late)[0].where == "station"
    again, _ = after(bench, Back(), Start())
    assert step(again, late)[0].where == "doing"


def test_a_glass_that_answers_everywhere_is_told_at_once() -> None:
    bench, _ = after(BENCH, Choose("touch"), Start())
    assert isinstance(screen_of(bench).ask, AskTouch)
    bench, _ = after(bench, *(Touch(n) for n in sorted(EVERY)))
    assert (bench.where, bench.said) == ("asking", "每一格都有反应。")


def test_a_dead_corner_is_named_when_no_more_fields_come() -> None:
    dead = {COLUMNS * ROWS - 1, COLUMNS * ROWS - 2, 0}
    bench, _ = after(BENCH, Choose("touch"), Start(), *(Touch(n) for n in sorted(EVERY - dead)))
    assert bench.where == "doing"
    bench, _ = step(bench, Tick(TOUCH_ENDS_AFTER_S))
    assert (bench.where, bench.said) == ("asking", "有 3 格没有反应：左边上面、右边下面。")


@given(touched=st.frozensets(st.integers(0, COLUMNS * ROWS - 1)), upright=st.booleans())
def test_dead_zones_are_named_if_and_only_if_there_are_any(touched: frozenset[int], upright: bool) -> None:
    said = dead_zones(touched, upright=upright)
    assert (said == "每一格都有反应。") == (touched == EVERY)
    assert touched == EVERY or f"有 {len(EVERY - touched)} 格" in said


def test_the_chart_is_looked_at_while_the_question_stands_below() -> None:
    bench, _ = after(BENCH, Choose("display"), Start())
    screen = screen_of(bench)
    assert isinstance(screen.ask, AskChart)
    assert {action.id for action in screen.actions} == {"seen", "unseen"}


def test_whoever_walks_off_gives_the_glass_back() -> None:
    bench, effects = after(BENCH, Choose("speaker"), Tick(LEAVES_AFTER_S - 1))
    assert effects == ()
    assert step(bench, Tick(1))[1] == (Close(),)
    assert step(step(bench, Back())[0], Tick(1))[1] == ()


EVENTS = st.one_of(
    st.sampled_from(
        [Start(), Seen(True), Seen(False), Examine(), Back(), Leave(), Enough(), Examined((), BENCH.stations)]
    ),
    st.builds(Choose, st.sampled_from([s.id for s in BENCH.stations] + ["nothing"])),
    st.builds(Performed, st.integers(0, 9), st.just("好。")),
    st.builds(Glimpsed, st.integers(0, 9), st.just(Glimpse("看到了。"))),
    st.builds(Touch, st.integers(-5, 200)),
    st.builds(Tick, st.floats(0, 30)),
)


@given(events=st.lists(EVENTS, max_size=30))
def test_any_presses_leave_a_whole_page_with_a_way_out(events: list[Event]) -> None:
    bench = BENCH
    for event in events:
        bench, _ = step(bench, event)
        screen = screen_of(bench)
        assert screen.title.masked()
        assert {action.label for action in screen.always} == {"返回", "退出检修"}
        assert len({action.id for action in screen.actions}) == len(screen.actions)


def test_the_findings_put_what_is_broken_first() -> None:
    bench, effects = step(BENCH, Examine())
    assert effects == (Examine(),)
    assert screen_of(bench).busy
    screen = screen_of(step(bench, Examined(FINDINGS, BENCH.stations))[0])
    assert screen.title.masked() == "有 2 项要看"
    first = screen.blocks[0].items[0].masked()  # type: ignore[union-attr]
    assert first.startswith("小票打印机")
