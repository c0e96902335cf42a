"""What was not understood: kept as words of nobody, reviewed, and taught to every terminal or thrown away."""

import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from hub import unclear
from hub.accounts import Role
from hub.api import create_app
from hub.house import HubConfig, open_hub
from kiosk.catalogue import load_catalogue, load_shipped
from kiosk.catalogue.learned import with_saying
from kiosk.core.ids import uuid7
from kiosk.core.wire import Received, SignedBundle, Unclear

DAY = date(2026, 11, 24)
SAYING = "岁数到了政府发的那份钱"


def said(text: str = SAYING, *candidates: str, day: date = DAY) -> Unclear:
    return Unclear(unclear_id=uuid7(), text=text, candidates=list(candidates), day=day)


def tell(kiosk: Any, one: Unclear) -> Any:
    return kiosk.tell("PUT", f"/v1/unclear/{one.unclear_id}", one)


def listed(place: Any) -> list[unclear.Saying]:
    found: list[unclear.Saying] = place.hub.store.read(unclear.sayings)
    return found


def csrf(browser: Any) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', browser.get("/unclear").text)
    assert found
    return found[1]


def test_a_saying_is_counted_once_however_often_it_is_sent(place: Any, kiosk: Any) -> None:
    one = said(SAYING, "01", "02")
    for _ in range(3):
        answered = tell(kiosk, one)
        assert Received.model_validate_json(answered.content).receipt == one.unclear_id
    tell(kiosk, said(SAYING, "06", day=date(2026, 11, 20)))
    [saying] = listed(place)
    assert (saying.times, saying.candidates) == (2, ("01", "02", "06"))
    assert (saying.first_day, saying.last_day) == ("2026-11-20", "2026-11-24")
    other = one.model_copy(update={"text": "别的话"})
    assert tell(kiosk, other).status_code == 409


def test_neither_terminal_nor_id_nor_time_is_kept_with_the_words(place: Any, kiosk: Any) -> None:
    one = said()
    tell(kiosk, one)
    stored = str(
        place.hub.store.read(lambda tx: [tx.rows("select * from unclear"), tx.rows("select * from unclear_seen")])
    )
    assert one.unclear_id not in stored
    assert "K07" not in stored
    assert SAYING not in str(place.hub.store.read(lambda tx: tx.rows("select * from audit")))


@pytest.mark.parametrize("text", ["", "字", "打13800001234", "坏\n的", "长" * 61])
def test_words_that_may_be_somebodys_do_not_even_get_in(lite_kiosk: Any, text: str) -> None:
    with pytest.raises(ValidationError):
        said(text)
    body = {"unclear_id": uuid7(), "text": text, "candidates": [], "day": "2026-11-24"}
    answered = lite_kiosk.send("PUT", f"/v1/unclear/{body['unclear_id']}", json.dumps(body).encode())
    assert answered.status_code == 422


def test_an_operator_teaches_a_saying_and_every_terminal_gets_it_with_the_next_catalogue(
    place: Any, kiosk: Any
) -> None:
    tell(kiosk, said(SAYING, "01"))
    before = SignedBundle.model_validate_json(kiosk.send("GET", "/v1/catalogue").content)
    browser = place.browser(Role.OPERATOR)
    assert "高龄津贴" in browser.get("/unclear").text
    form = {"csrf": csrf(browser), "text": SAYING, "service": "01"}
    assert browser.post("/unclear/teach", data=form).status_code == 303
    after = SignedBundle.model_validate_json(kiosk.send("GET", "/v1/catalogue").content)
    assert after.version != before.version
    assert SAYING in load_catalogue(dict(after.files)).services["01"].aliases
    assert "教会了：高龄津贴" in browser.get("/unclear").text
    acts = place.hub.store.read(lambda tx: tx.rows("select act, actor, detail from audit order by seq desc limit 1"))
    assert acts == [("unclear_taught", f"user:{place.people[Role.OPERATOR]}", "01")]
    assert browser.post("/unclear/teach", data={**form, "service": "02"}).status_code == 422


def test_what_was_taught_is_there_after_a_restart_and_at_another_instance(
    place: Any, kiosk: Any, catalogue: Any
) -> None:
    tell(kiosk, said())
    other = open_hub(HubConfig(place.data_dir, place.database), place.clock, catalogue)
    assert unclear.teach(place.hub, "user:x", SAYING, "01") is None
    assert SAYING in unclear.up_to_date(other).services["01"].aliases
    assert other.shelf.current.version == place.hub.shelf.current.version
    other.close()


def test_a_saying_that_means_another_matter_already_is_refused_with_the_reason(lite: Any, lite_kiosk: Any) -> None:
    taken = lite.hub.shelf.current.services["02"].aliases[0]
    tell(lite_kiosk, said(taken))
    outcome = unclear.teach(lite.hub, "user:x", taken, "01")
    assert outcome is not None
    assert outcome.problem.problem == "bad_saying"
    assert [saying.state for saying in listed(lite)] == ["waiting"]
    assert unclear.teach(lite.hub, "user:x", taken, "99").problem.problem == "unknown_service"  # type: ignore[union-attr]


def test_a_taught_saying_that_the_programs_own_catalogue_gives_to_another_is_passed_over(
    lite: Any, lite_kiosk: Any, catalogue: Any
) -> None:
    for text in (SAYING, "另外一句大白话"):
        tell(lite_kiosk, said(text))
        assert unclear.teach(lite.hub, "user:x", text, "01") is None
    newer = with_saying(catalogue, "02", SAYING)
    restarted = open_hub(HubConfig(lite.data_dir), lite.clock, newer)
    current = unclear.up_to_date(restarted)
    assert SAYING in current.services["02"].aliases
    assert SAYING not in current.services["01"].aliases
    assert "另外一句大白话" in current.services["01"].aliases
    restarted.close()


def test_a_discarded_saying_waits_no_more_and_can_be_taught_no_more(lite: Any, lite_kiosk: Any) -> None:
    tell(lite_kiosk, said())
    browser = lite.browser(Role.OPERATOR)
    form = {"csrf": csrf(browser), "text": SAYING}
    assert browser.post("/unclear/discard", data=form).status_code == 303
    assert browser.post("/unclear/discard", data=form).status_code == 409
    tell(lite_kiosk, said())
    assert [(saying.state, saying.times) for saying in listed(lite)] == [("discarded", 2)]
    assert SAYING not in lite.hub.shelf.current.services["01"].aliases


def test_only_an_operator_decides_and_words_are_shown_as_text(lite: Any, lite_kiosk: Any) -> None:
    evil = "<script>x</script>说的"
    tell(lite_kiosk, said(evil))
    auditor = lite.browser(Role.AUDITOR)
    shown = auditor.get("/unclear").text
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert "/unclear/teach" not in shown
    token = re.search(r'name="csrf" value="([^"]+)"', shown)
    assert token
    form = {"csrf": token[1], "text": evil, "service": "01"}
    assert auditor.post("/unclear/teach", data=form).status_code == 403
    nobody = type(lite.client)(create_app(lite.hub))
    assert nobody.post("/unclear/teach", data=form).status_code == 303, "to the log-in page"
    assert [saying.state for saying in listed(lite)] == ["waiting"]


SHIPPED = load_shipped()


@settings(deadline=None, max_examples=25)
@given(st.text(alphabet="办领查问的钱证户口岁数", min_size=4, max_size=20))
def test_a_learned_saying_adds_one_alias_and_changes_nothing_else(saying: str) -> None:
    taken = {alias for service in SHIPPED.services.values() for alias in service.aliases}
    if saying in taken:
        return
    made = with_saying(SHIPPED, "01", saying)
    assert set(made.services["01"].aliases) == {*SHIPPED.services["01"].aliases, saying}
    same = {"aliases": []}
    for service_id, service in SHIPPED.services.items():
        assert made.services[service_id].model_copy(update=same) == service.model_copy(update=same)
    assert made.version != SHIPPED.version


@pytest.mark.parametrize("saying", ['问"高龄"', "钱：几时发", "- 办", "# 办", "四零五零", "是"])
def test_a_saying_with_signs_of_the_file_stays_text_or_is_refused(saying: str) -> None:
    try:
        made = with_saying(SHIPPED, "01", saying)
    except ValueError:
        return
    assert saying in made.services["01"].aliases
