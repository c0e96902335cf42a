"""Four whole matters by sound: every answer said by espeak-ng and heard by real vosk, none given as text."""

import shutil

import pytest

from benchmarks.by_sound import Resident
from voice.model import SHIPPED
from voice.recogniser import Recogniser


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed here")
@pytest.mark.parametrize(
    ("service", "end"), [("33", "ending"), ("34", "ending"), ("35", "notice"), ("38", "over:help")]
)
def test_a_matter_is_finished_by_sound_alone(service: str, end: str) -> None:
    walked = Resident(Recogniser(SHIPPED)).walk(service)
    assert walked.given == []
    assert walked.end == end
    assert walked.heard
