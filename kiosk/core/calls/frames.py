"""Frames to messages and back. The only place that looks at a frame."""

import json
from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from kiosk.core.calls.desk import DeskMessage, ToDeskMessage
from kiosk.core.calls.terminal import TerminalMessage, ToTerminalMessage
from kiosk.core.wire import Message

FRAME_BYTES = 64 * 1024
M = TypeVar("M")

FROM_TERMINAL: TypeAdapter[TerminalMessage] = TypeAdapter(Annotated[TerminalMessage, Field(discriminator="kind")])
TO_TERMINAL: TypeAdapter[ToTerminalMessage] = TypeAdapter(Annotated[ToTerminalMessage, Field(discriminator="kind")])
FROM_DESK: TypeAdapter[DeskMessage] = TypeAdapter(Annotated[DeskMessage, Field(discriminator="kind")])
TO_DESK: TypeAdapter[ToDeskMessage] = TypeAdapter(Annotated[ToDeskMessage, Field(discriminator="kind")])


@dataclass(frozen=True, slots=True)
class Malformed:
    """A frame that is no message of its direction. It is answered by an `error`, and never relayed or logged."""

    code: Literal["malformed", "too_large", "unknown_kind"]
    about: str = ""
    """The kind it claims, cut to what an `error` may carry; "" when it has none."""


def read(direction: TypeAdapter[M], frame: str | bytes) -> M | Malformed:
    """The message in a frame, or what is wrong with it. Never raises, whatever the frame.

    Between terminal and hub, keys that only a newer version knows are passed over: they are updated one after another.
    The desk's page comes from its hub.
    """
    size = len(frame) if isinstance(frame, bytes) else len(frame.encode("utf-8", "surrogatepass"))
    if size > FRAME_BYTES:
        return Malformed("too_large")
    try:
        return direction.validate_json(frame, extra="ignore" if direction in (FROM_TERMINAL, TO_TERMINAL) else None)
    except ValidationError as error:
        unknown = any(one["type"] == "union_tag_invalid" for one in error.errors(include_input=False))
        return Malformed("unknown_kind" if unknown else "malformed", _kind_of(frame))
    except UnicodeEncodeError:
        return Malformed("malformed")


def write(message: Message) -> str:
    """The frame of a message."""
    return message.model_dump_json()


def _kind_of(frame: str | bytes) -> str:
    try:
        kind = json.loads(frame).get("kind")
    except (ValueError, AttributeError, RecursionError):
        return ""
    return kind[:60] if isinstance(kind, str) else ""
