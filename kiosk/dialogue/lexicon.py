"""The guide's own data: dialect, commands, emergencies, ambiguities, evidence. Read once, checked by schema."""

from functools import cache
from importlib.resources import files
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from kiosk.dialogue.meaning import Danger


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Entry):
    """How people here talk."""

    same: dict[str, str]
    fillers: list[str]
    tails: list[str]
    kin: list[str]
    settles_nothing: list[str]
    """What may be around a bare object without saying more: 我那个卡不知道搁哪儿了 is 卡."""

    @property
    def openers(self) -> tuple[str, ...]:
        return tuple(f for f in self.fillers if len(f) == 1)


class DangerData(_Entry):
    """One kind of emergency."""

    danger: Danger
    asked: str
    """What is asked about where it is not sure: 着火了. Said by itself it is this danger."""
    sounds: list[str]
    whole: list[str] = []
    call: str
    rules: list[str]
    say: list[str]


class ChoiceData(_Entry):
    """One answer of a question back: a service, or a question understood in its place."""

    label: str
    service: str = ""
    question: str = ""
    aliases: list[str] = []


class AmbiguityData(_Entry):
    """What means more than one matter."""

    id: str
    say: str
    said: list[str] = []
    bare: list[str] = []
    """Objects that, alone, leave open what is meant: 卡, 本, 证明."""
    rules: list[str] = []
    unless: list[str] = []
    choices: Annotated[list[ChoiceData], Field(min_length=2, max_length=3)]


class Spoken(_Entry):
    """Whole utterances and rules for one command."""

    said: list[str]
    rules: list[str] = []


class Commands(_Entry):
    """What may be said on any page."""

    human: Spoken
    leave: Spoken
    back: Spoken
    home: Spoken
    repeat: Spoken
    settings: Spoken
    agree: list[str]
    refuse: list[str]
    behalf_only: list[str]
    refer: list[str]


class QuestionData(_Entry):
    """One form of question."""

    about: str
    rules: list[str]
    whole: list[str] = []


def _read(name: str) -> object:
    return yaml.load(files("kiosk.dialogue").joinpath("data", name).read_text("utf-8"), Loader=_LOADER)


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def words() -> Words:
    """Longest forms first, so that a short one never eats part of a longer one."""
    data = Words.model_validate(_read("words.yaml"))
    return data.model_copy(
        update={
            "same": dict(sorted(data.same.items(), key=lambda item: -len(item[0]))),
            "fillers": sorted(data.fillers, key=len, reverse=True),
            "kin": sorted(data.kin, key=len, reverse=True),
            "settles_nothing": sorted(data.settles_nothing, key=len, reverse=True),
        }
    )


@cache
def dangers() -> tuple[DangerData, ...]:
    return tuple(DangerData.model_validate(d) for d in _listed("emergencies.yaml"))


@cache
def ambiguities() -> tuple[AmbiguityData, ...]:
    return tuple(AmbiguityData.model_validate(d) for d in _listed("ambiguities.yaml"))


@cache
def questions() -> tuple[QuestionData, ...]:
    return tuple(QuestionData.model_validate(d) for d in _listed("questions.yaml"))


@cache
def commands() -> Commands:
    return Commands.model_validate(_read("commands.yaml"))


@cache
def evidence() -> dict[str, list[str]]:
    """Rules by service id."""
    found = _read("matters.yaml")
    assert isinstance(found, dict)
    return {str(k): [str(line) for line in v] for k, v in found.items()}


def _listed(name: str) -> list[object]:
    found = _read(name)
    assert isinstance(found, list)
    return found
