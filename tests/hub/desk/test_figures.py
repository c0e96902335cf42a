"""What calls come to in figures, and what a guide can look up."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import pytest

from hub.accounts import Role
from hub.desk import figures, knowledge
from hub.desk.figures import One
from kiosk.catalogue import WINDOW_DECIDES
from kiosk.catalogue.plain_language import complaints
from kiosk.core.clock import BEIJING

AT = datetime(2026, 11, 24, 9, 0, tzinfo=BEIJING)


def after(seconds: float | None) -> datetime | None:
    return None if seconds is None else AT + timedelta(seconds=seconds)


def one(
    answered: float | None, left: float | None, why: str = "guide_done", outcome: str = "", matter: str = "01"
) -> One:
    joined = None if answered is None else answered + 5
    return One(matter, AT, after(answered), after(joined), after(left), why, outcome)


def test_the_shares_are_of_those_who_really_waited() -> None:
    found = figures.figures(
        [
            one(20, 325, outcome="finished"),
            one(90, 395, outcome="call_back"),
            one(None, 4, "resident_done"),
            one(None, 200, "resident_done"),
            one(None, 11, "nobody"),
        ]
    )
    assert (found.asked, found.answered, found.nobody) == (5, 2, 1)
    assert found.in_time == pytest.approx(1 / 4)
    assert found.abandoned == pytest.approx(1 / 4)
    assert found.finished_in_one == pytest.approx(1 / 2)
    assert (found.mean_wait_s, found.mean_call_s) == (55, 300)


def test_no_calls_are_no_figures_instead_of_noughts() -> None:
    found = figures.figures([])
    assert (found.in_time, found.abandoned, found.finished_in_one, found.mean_wait_s) == (None, None, None, None)


def test_matters_are_told_apart() -> None:
    found = figures.by_matter(
        [one(20, 300, matter="01"), one(20, 300, matter="27"), one(None, 30, "nobody", matter="")]
    )
    assert {matter: figure.asked for matter, figure in found.items()} == {"": 1, "01": 1, "27": 1}


def test_the_figures_page_counts_the_calls_of_the_database(lite: Any) -> None:
    lite.enrol()
    browser = lite.browser(Role.GUIDE)
    assert "没有人叫过导办员" in browser.get("/desk/figures").text
    values = "'c1','K07','b','130302','测试大厅','','asked','voice','{}',2,'01','','','{}','{}','帮-001'"
    columns = (
        "id,terminal_id,boot,division,hall,street,reason,wants,by_facts,priority,matter,step,trouble,devices,settings,"
        "ticket,asked_at,state,state_at,answered_at,why"
    )
    at = "'2026-11-24T08:59:00.000+08:00'"
    sql = f"insert into calls ({columns}) values ({values},{at},'ended',{at},{at},'guide_done')"
    lite.hub.store.write(lambda tx: tx.run(sql))
    shown = browser.get("/desk/figures?days=1").text
    assert "高龄津贴" in shown
    assert "100%" in shown
    file = browser.get("/desk/figures.csv?days=1")
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    heads, everything, matter = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
    assert heads[0] == "事项"
    assert (everything[0], matter[0]) == ("全部", "高龄津贴")
    assert everything[1:] == matter[1:] == ["1", "1", "1.0", "0.0", "0", "", "0.0", ""]


def test_a_matter_is_found_by_its_name_by_what_people_say_and_by_what_to_bring(catalogue: Any) -> None:
    assert knowledge.search(catalogue, "高龄津贴")[0].id == "01"
    by_alias = catalogue.services["27"].aliases[0]
    assert "27" in [found.id for found in knowledge.search(catalogue, by_alias)]
    assert knowledge.search(catalogue, "  ") == []
    assert knowledge.search(catalogue, "没有这种事情") == []


def test_what_is_not_confirmed_is_left_to_the_window_here_too(catalogue: Any) -> None:
    told = [text for service in catalogue.services.values() for _, text in knowledge.tell(service)]
    unconfirmed = [
        figure.value
        for service in catalogue.services.values()
        for figure in service.figures
        if figure.value and not figure.source.confirmed and len(figure.value) > 3
    ]
    assert any(WINDOW_DECIDES in text for text in told)
    figures_told = [
        text for service in catalogue.services.values() for head, text in knowledge.tell(service) if head == "金额"
    ]
    assert not any(value in text for value in unconfirmed for text in figures_told)


def test_the_phrases_are_short_and_plain() -> None:
    for _, lines in knowledge.PHRASES:
        for line in lines:
            assert list(complaints(line)) == [], line
