"""One file at a time: YAML, then schema; mistakes are collected, never raised."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from kiosk.catalogue.billers import Biller
from kiosk.catalogue.divisions import DivisionTable
from kiosk.catalogue.mistakes import Mistake, from_schema, mistake_at
from kiosk.catalogue.types import Category, Entry, Service
from kiosk.catalogue.working_days import CalendarYear
from kiosk.catalogue.yaml_marks import MarkedText, Place, read_marked

_Model = TypeVar("_Model", bound=Entry)
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
"""Stands for the text of a file that is no file, may not be read, or is not UTF-8."""
_LEADING_ZERO = re.compile(r"0\d+")


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A service together with the marks of its file."""

    name: str
    marked: MarkedText
    service: Service


class FileReader:
    """Reads files of one catalogue; `mistakes` grows."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self.mistakes: list[Mistake] = []

    def service(self, name: str) -> list[ReadFile]:
        """The service of a file, [] when it has mistakes."""
        marked = self._read(name)
        found = self._one(name, marked, Service, marked.value, ()) if marked else None
        return [ReadFile(name, marked, found)] if marked and found else []

    def categories(self, name: str) -> list[Category]:
        return self._list(name, Category)

    def billers(self, name: str) -> list[Biller]:
        return self._list(name, Biller)

    def divisions(self, name: str) -> DivisionTable | None:
        marked = self._read(name)
        return self._one(name, marked, DivisionTable, marked.value, ()) if marked else None

    def year(self, name: str) -> list[CalendarYear]:
        """The notice of one year, [] when it has mistakes."""
        marked = self._read(name)
        found = self._one(name, marked, CalendarYear, marked.value, ()) if marked else None
        return [found] if found else []

    def _list(self, name: str, model: type[_Model]) -> list[_Model]:
        marked = self._read(name)
        if marked is None:
            return []
        if not isinstance(marked.value, list):
            self.mistakes.append(Mistake(name, 1, "", "这里要一个列表", "请每项前面加“- ”"))
            return []
        found = [self._one(name, marked, model, value, (n,)) for n, value in enumerate(marked.value)]
        return [item for item in found if item is not None]

    def _read(self, name: str) -> MarkedText | None:
        if name not in self._texts:
            self.mistakes.append(Mistake(name, 1, "", "没有这个文件", "请补上，可照随程序带的那份写"))
            return None
        if self._texts[name] == UNREADABLE:
            self.mistakes.append(Mistake(name, 1, "", "读不出文字", "请用 UTF-8 另存，并看它是不是文件、有没有权限"))
            return None
        try:
            marked = read_marked(self._texts[name])
        except yaml.YAMLError as error:
            self.mistakes.append(_syntax(name, error))
            return None
        for place, line in marked.repeated:
            self.mistakes.append(Mistake(name, line, str(place[-1]), "同一个名字写了两次", "请只留一处"))
        for place, text in marked.plain.items():
            if _LEADING_ZERO.fullmatch(text):
                # YAML reads 01 as the number 1, 010 as 8, and 08 as text.
                mend = f'请加引号，写成 "{text}"'
                self.mistakes.append(mistake_at(name, marked, place, f"{text} 会被当成数字", mend))
        return marked

    def _one(self, name: str, marked: MarkedText, model: type[_Model], value: Any, at: Place) -> _Model | None:
        try:
            return model.model_validate(value)
        except ValidationError as error:
            for detail in error.errors():
                detail["loc"] = (*at, *detail["loc"])
                if _LEADING_ZERO.fullmatch(marked.plain.get(detail["loc"], "")):
                    continue  # Already named with its mend.
                self.mistakes.append(from_schema(name, marked, detail, _keys_at(model, detail["loc"][len(at) :])))
            return None


def _syntax(name: str, error: yaml.YAMLError) -> Mistake:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 1
    return Mistake(name, line, "", "看不懂这里的写法", "请查缩进、冒号后的空格、引号和括号是否成对")


def _keys_at(model: type[BaseModel], place: Place) -> list[str]:
    """Keys allowed beside the one at a place, following nested models."""
    here: type[BaseModel] | None = model
    for part in place[:-1]:
        if isinstance(part, str) and here is not None:
            here = _nested(here, part)
    return [info.alias or key for key, info in here.model_fields.items()] if here else []


def _nested(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    info = model.model_fields.get(key)
    todo: list[Any] = [info.annotation] if info else []
    while todo:
        kind = todo.pop()
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
        todo.extend(getattr(kind, "__args__", ()))
    return None
