"""Idle time, its warning, extensions, what stops the clock, and a card left behind."""

from typing import Any

from kiosk.session import effects as ef
from kiosk.session import events as ev


def test_nobody_is_sent_away_without_a_warning_of_forty_five_seconds(visitor: Any) -> None:
    visitor.begin("01").wait(179)
    assert visitor.screen.key == "matter:01"
    visitor.wait(2)
    assert visitor.screen.key == "over:idle"
    assert visitor.screen.countdown is None
    visitor.wait(30)
    assert visitor.screen.countdown is not None
    assert visitor.screen.countdown <= 20
    visitor.wait(20)
    assert visitor.screen.key == "attract"
    assert visitor.asked(ef.Wipe)


def test_the_visit_can_be_extended_more_than_ten_times_and_keeps_its_data(visitor: Any, facts: Any) -> None:
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    form = visitor.state.visit.form
    for _ in range(12):
        visitor.wait(200)
        assert visitor.screen.key == "over:idle"
        visitor.press("still_here")
    assert visitor.state.visit.form == form


def test_large_text_slow_mode_and_listening_get_more_time(new_visitor: Any) -> None:
    for change in (ev.ChangeSettings("text_size", 3), ev.ChangeSettings("slow", True), ev.Headphones(True)):
        visitor = new_visitor().press("start").post(change).wait(290)
        assert visitor.state.overlay is None
        assert visitor.wait(12).screen.key == "over:idle"


def test_the_clock_stands_still_while_the_machine_speaks_or_prints(visitor: Any) -> None:
    visitor.begin("01").post(ev.Speaking(True)).wait(400)
    assert visitor.state.overlay is None
    visitor.post(ev.Speaking(False)).press("print").wait(290)
    assert visitor.state.overlay is None
    visitor.post(ev.Printed(visitor.asked(ef.PrintSlip)[0].slip.job_id)).wait(190)
    assert visitor.screen.key == "over:idle"


def test_a_printer_that_never_answers_keeps_nobodys_page_on_the_glass(visitor: Any) -> None:
    visitor.begin("01").press("print").wait(290 + 180)
    assert visitor.state.overlay is None
    assert visitor.wait(20).screen.key == "over:idle"
    assert visitor.wait(50).screen.key == "attract"


def test_a_machine_that_slept_does_not_eat_the_warning(visitor: Any) -> None:
    visitor.begin("01")
    visitor.clock.advance(5000)
    visitor.post(ev.Tick(visitor.clock.now(), visitor.clock.monotonic()))
    assert visitor.screen.key == "matter:01"


def test_no_rating_in_half_a_minute_is_no_rating(visitor: Any, facts: Any) -> None:
    visitor.begin("33")
    visitor.press(visitor.screen.actions[0].id, "choice:no")
    take = visitor.asked(ef.TakeTicket)[0]
    visitor.post(ev.TicketGiven(facts.ticket(take.request.ticket_id)))
    visitor.post(ev.Printed(visitor.asked(ef.PrintSlip)[0].slip.job_id)).press("finish", "choice:no")
    assert visitor.screen.key == "rating"
    labels = [a.label for a in visitor.screen.actions]
    assert len(labels) == 6
    assert "不评价" in labels
    visitor.wait(31)
    assert visitor.screen.key == "ending"
    assert not visitor.asked(ef.SendRating)
    assert visitor.wait(20).screen.key == "attract"


def test_a_card_left_behind_is_spoken_of_until_it_is_lifted(visitor: Any, facts: Any) -> None:
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother)).wait(300)
    assert visitor.screen.key == "card_left"
    reminders = len(visitor.asked(ef.SayAgain))
    visitor.wait(40)
    assert len(visitor.asked(ef.SayAgain)) >= reminders + 2
    assert facts.mother.name not in repr(visitor.state)
    assert visitor.post(ev.CardGone()).screen.key == "attract"


def test_settings_of_one_person_do_not_stay_for_the_next(visitor: Any) -> None:
    visitor.press("settings", "choice:size:3", "choice:theme:black", "back")
    assert visitor.screen.settings.text_size == 3
    assert visitor.wait(200).screen.settings.text_size == 1


def test_settings_keep_everything_already_filled_in(visitor: Any, facts: Any) -> None:
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    before = visitor.state.visit.form
    visitor.press("settings", "choice:theme:white", "choice:louder", "choice:slower", "next")
    assert visitor.state.visit.form == before
    assert visitor.asked(ef.SetSpeech)


def test_a_newer_catalogue_waits_for_the_end_of_the_visit(visitor: Any) -> None:
    terminal = visitor.state.terminal
    visitor.begin("01").post(ev.CatalogueChanged("newer", terminal.services[:1], terminal.categories))
    assert visitor.state.terminal.catalogue_version == terminal.catalogue_version
    visitor.wait(300)
    assert visitor.state.terminal.catalogue_version == "newer"


def test_a_voice_that_never_ends_does_not_keep_a_visit_for_ever(visitor: Any) -> None:
    visitor.begin("01").post(ev.Speaking(True)).wait(1200)
    assert not visitor.state.began


def test_whoever_does_nothing_for_a_minute_is_asked_once_a_page_whether_a_human_should_come(
    visitor: Any, facts: Any
) -> None:
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother)).past_conditions()
    asks = visitor.screen.key
    visitor.wait(61)
    assert visitor.screen.title.plain() == "要叫人来帮您吗？"
    visitor.press("choice:no")
    assert visitor.screen.key == asks
    visitor.wait(61)
    assert visitor.screen.key == asks, "once is enough"
    visitor.answer_questions(elsewhere="no").past_conditions().wait(61)
    assert visitor.screen.title.plain() == "要叫人来帮您吗？"
    visitor.press("choice:yes")
    assert visitor.asked(ef.CallHelp)


def test_nobody_is_asked_who_is_spoken_to_or_has_somebody_there(line: Any, facts: Any) -> None:
    visitor = line.visitor.post(ev.ChooseService("01")).press("next", "choice:yes", "choice:self")
    visitor.post(ev.CardSeen(facts.mother)).past_conditions()
    visitor.post(ev.Speaking(True)).wait(90).post(ev.Speaking(False))
    assert visitor.screen.key.startswith("question:")
    line.join("page")
    assert visitor.wait(90).screen.key.startswith("question:")
