"""YAML read together with the line of every value, so that a mistake can be pointed at."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Leaves what is not what its form or tag says ("2026-02-30", "!!bool abc") as text, for the schema to name.

    The stock constructors raise ValueError, KeyError or AttributeError there, without a line.
    """


def _or_text(kind: str) -> None:
    tag = f"tag:yaml.org,2002:{kind}"
    stock = _Base.yaml_constructors[tag]

    def construct(loader: Any, node: yaml.Node) -> Any:
        try:
            return stock(loader, node)
        except (ValueError, KeyError, AttributeError):
            return loader.construct_scalar(node)

    _Loader.add_constructor(tag, construct)


for _kind in ("bool", "int", "float", "timestamp"):
    _or_text(_kind)

MAX_DEPTH = 20
MAX_PARTS = 20_000
"""Anchors can make a small file contain itself or unfold without end; no honest catalogue file is larger."""

Place = tuple[str | int, ...]
"""Keys and indexes from the top of a file: ("fields", 0, "when", "is")."""


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A file's value, and where each part of it stands."""

    value: Any
    lines: dict[Place, int] = field(default_factory=dict)
    """Line (from 1) by place."""
    plain: dict[Place, str] = field(default_factory=dict)
    """Text of every scalar that has no quotes, as written."""
    repeated: tuple[tuple[Place, int], ...] = ()
    """Keys given twice in one mapping: place and line of the second."""

    def line(self, place: Place) -> int:
        """Line of a place, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_marked(text: str) -> MarkedText:
    """Read one YAML document; raises yaml.YAMLError where it is not YAML, or too deep or too large."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except RecursionError as error:
        raise yaml.YAMLError("nested too deep") from error
    if node is None:
        return MarkedText(None)
    lines: dict[Place, int] = {}
    plain: dict[Place, str] = {}
    repeated: list[tuple[Place, int]] = []
    for count, (place, part, twice) in enumerate(_walk(node, ())):
        if count > MAX_PARTS or len(place) > MAX_DEPTH:
            raise yaml.MarkedYAMLError(problem="too deep or too large", problem_mark=part.start_mark)
        line = part.start_mark.line + 1
        if twice:
            repeated.append((place, line))
            continue
        lines[place] = line
        if isinstance(part, yaml.ScalarNode) and part.style in (None, ""):
            plain[place] = str(part.value)
    return MarkedText(_build(text), lines, plain, tuple(repeated))


def _build(text: str) -> Any:
    loader = _Loader(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def _walk(node: yaml.Node, place: Place) -> Iterator[tuple[Place, yaml.Node, bool]]:
    yield place, node, False
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _walk(item, (*place, index))
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                yield (*place, name), key, True
                continue
            seen.add(name)
            yield from _walk(value, (*place, name))
            if not isinstance(value, yaml.ScalarNode):
                # The key's own line instead: a mapping or list may begin lower.
                yield (*place, name), key, False
