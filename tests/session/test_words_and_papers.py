"""What is said aloud, how drafts survive, and what every page of every matter says."""

import re
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.signing import SignatureRecord, digest, signature_fault
from kiosk.core.words import Private, PrivateKind, words
from kiosk.session import aloud
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session.forms import from_draft, to_draft
from kiosk.session.readback import readback


def test_numbers_that_identify_are_said_by_their_tail_unless_headphones_are_in() -> None:
    text = words("号码，", Private("130300194403070040", PrivateKind.ID_NUMBER))
    assert aloud(text, whole=False) == "号码，尾号0040"
    assert aloud(text, whole=True) == "号码，130300194403070040"


def test_every_sentence_the_session_says_has_at_most_twenty_characters(new_visitor: Any, facts: Any) -> None:
    for service in ("01", "02", "03", "17", "32"):
        visitor = new_visitor().begin(service)
        seen = [visitor.screen]
        visitor.press("next", "choice:yes")
        seen.append(visitor.screen)
        visitor.press("choice:self").post(ev.CardSeen(facts.mother))
        seen.append(visitor.screen)
        visitor.answer_questions(elsewhere="no", danger="no").past_conditions()
        seen.append(visitor.screen)
        visitor.bring_everything().look_over().sign().staff_vouch()
        seen.append(visitor.screen)
        for screen in seen:
            for text in (*screen.say, *screen.notices):
                public = "".join("" if isinstance(part, Private) else part for part in text.parts)
                for sentence in re.split("[。！？；]", public):
                    assert len(sentence) <= 20, (screen.key, sentence)
                    assert not re.search("[A-Za-z]{3,}", sentence), (screen.key, sentence)


def test_no_question_is_asked_whose_answer_the_card_gives(new_visitor: Any, facts: Any) -> None:
    for service in ("01", "02", "03", "17"):
        visitor = new_visitor().begin(service).press("next", "choice:yes", "choice:self")
        visitor.post(ev.CardSeen(facts.mother)).answer_questions(elsewhere="no")
        form = visitor.state.visit.form
        from_card = {s.id for s in form.service.fields if s.from_card}
        assert not {f"question:{service}:{name}" for name in from_card} & set(visitor.keys)
        assert "material:01:id_card" not in visitor.keys


def test_every_value_carries_its_source_and_its_time(visitor: Any, facts: Any) -> None:
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    visitor.post(ev.Touched("voice")).answer_questions(elsewhere="no")
    for name, values in visitor.state.visit.form.values:
        for value in values:
            assert value.at == visitor.state.now, name
            assert value.source in ("chip", "spoken"), name


def test_a_draft_comes_back_as_it_was_and_never_holds_a_signature(visitor: Any, facts: Any) -> None:
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    visitor.answer_questions(elsewhere="no").past_conditions().bring_everything().look_over()
    visitor.post(ev.Signed(b"png-of-a-mark", (((10, 10), (90, 90)),)))
    form = visitor.state.visit.form
    back = from_draft(to_draft(form), form.service)
    assert back is not None
    assert back.values == form.values
    assert back.holder == form.holder
    assert not back.signature
    assert from_draft(to_draft(form), form.service.model_copy(update={"version": "other"})) is None


@settings(max_examples=100, deadline=None)
@given(raw=st.binary(max_size=80))
def test_any_bytes_are_a_draft_or_none(raw: bytes, catalogue: Any) -> None:
    assert from_draft(raw, catalogue.services["01"]) is None


def test_changing_an_answer_after_signing_asks_for_the_signature_again(visitor: Any, facts: Any) -> None:
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    visitor.answer_questions(elsewhere="no").past_conditions().bring_everything().look_over().sign()
    assert visitor.screen.key == "confirm"
    visitor.press("back", "back")
    assert visitor.screen.key.startswith("review:")
    visitor.post(ev.EditField("phone"), ev.Answer("phone", "13900001111"))
    assert not visitor.state.visit.form.signature
    visitor.look_over()
    assert visitor.screen.key == "sign"


def test_the_signature_is_bound_to_the_text_that_was_read_back(visitor: Any, facts: Any) -> None:
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    visitor.answer_questions(elsewhere="no").past_conditions().bring_everything().look_over().sign().press("submit")
    [store] = visitor.asked(ef.StoreSubmission)
    assert {a.name for a in store.submission.attachments} == {"signature.png", "signature.json"}
    record = SignatureRecord.model_validate_json(store.attachments["signature.json"])
    assert record.text == readback(visitor.state.visit.form)
    assert digest(record.text) == store.submission.signature_sha256
    assert record.picture_sha256 == sha256(store.attachments["signature.png"]).hexdigest()
    assert record.strokes == (((10, 10), (90, 90)),)
    assert signature_fault(store.submission, store.attachments) == "signature.png"  # all but the picture is real here


def test_a_missing_paper_does_not_stop_and_stands_on_the_slip(visitor: Any, facts: Any) -> None:
    visitor.post(ev.LineChanged(False)).begin("01").press("next", "choice:yes", "choice:self")
    visitor.post(ev.CardSeen(facts.mother)).answer_questions(elsewhere="no").past_conditions()
    visitor.press("choice:missing").bring_everything().look_over().sign().press("submit").stored()
    texts = [getattr(line, "text", "") for line in visitor.asked(ef.PrintSlip)[0].slip.lines]
    assert any(text.startswith("□") for text in texts)


def test_a_rare_character_of_a_name_reaches_the_slip_whole(visitor: Any, facts: Any) -> None:
    card = replace(facts.mother, name="测试𬱖")
    visitor.post(ev.LineChanged(False)).begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(card))
    visitor.answer_questions(elsewhere="no").past_conditions().bring_everything().look_over().sign()
    visitor.press("submit").stored()
    values = [getattr(line, "value", "") for line in visitor.asked(ef.PrintSlip)[0].slip.lines]
    assert "测试𬱖" in values


def numbers_of(visitor: Any) -> list[int]:
    """Listen to the step numbers from here on."""
    found: list[int] = []
    post = visitor.post

    def listen(*events: Any) -> Any:
        for event in events:
            post(event)
            step = visitor.screen.step
            if step is not None:
                found.append(step.n)
        return visitor

    visitor.post = listen
    return found


@pytest.mark.parametrize("service", ["01", "02", "03", "06", "07", "08", "17", "32", "37"])
@pytest.mark.parametrize("whose", ["self", "other", "again"])
def test_the_numbers_of_the_steps_never_jump(new_visitor: Any, facts: Any, service: str, whose: str) -> None:
    visitor = new_visitor()
    if whose == "again":
        visitor.post(ev.LineChanged(False)).begin("02").press("next", "choice:yes", "choice:self")
        visitor.post(ev.CardSeen(facts.mother), ev.Home(), ev.Leave(), ev.ChooseService(service))
    else:
        visitor.begin(service)
    found = numbers_of(visitor)
    visitor.press("next", "choice:yes")
    if visitor.screen.key == "whose":
        visitor.press(f"choice:{whose}" if visitor.screen.action(f"choice:{whose}") else "choice:self")
    for card in (facts.mother, facts.son):
        if visitor.screen.key.startswith("identify"):
            visitor.post(ev.CardSeen(card))
    visitor.answer_questions(elsewhere="no", danger="no").past_conditions().bring_everything().look_over()
    visitor.sign().staff_vouch()
    assert visitor.screen.key == "confirm"
    assert found[0] == 1
    assert all(b - a in (0, 1) for a, b in pairwise(found)), found
    assert visitor.screen.step.n == visitor.screen.step.m
