"""The ten matters by sound: every answer said by espeak-ng and heard by real vosk, none given as text."""

import shutil

import pytest

from benchmarks.by_sound import TEN, Resident
from voice.model import SHIPPED
from voice.recogniser import Recogniser

ENDS = {"35": "notice", "38": "over:help"}


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    if not shutil.which("espeak-ng"):
        pytest.skip("espeak-ng is not installed here")
    return Recogniser(SHIPPED)


@pytest.mark.parametrize("service", TEN)
def test_a_matter_is_finished_by_sound_alone(recogniser: Recogniser, service: str) -> None:
    walked = Resident(recogniser).walk(service)
    assert walked.given == []
    assert walked.end == ENDS.get(service, "ending")
    assert walked.heard
