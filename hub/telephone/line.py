"""How a city's exchange is reached: one small TOML file, checked whole before the hub starts."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9._~+-]{1,100}$")]


class LineUnusable(Exception):
    """The file cannot be used; `say` in Chinese names the field."""

    def __init__(self, say: str) -> None:
        super().__init__(say)
        self.say = say


@dataclass(frozen=True, slots=True)
class Line:
    """The city's exchange and what may be done with it."""

    exchange: str
    """wss://…; ws://… on this machine only: the log-in and the numbers would be readable on the way."""
    domain: str
    user: str
    secret: str = field(repr=False)
    caller: str = ""
    """The number the telephone shows; "" leaves it to the exchange."""
    area: str = ""
    allowed: tuple[str, ...] = ()
    hourly: int = 60
    """So many are rung in an hour by the whole hub, at most."""
    ring_s: int = 45
    ca_file: str = ""
    """Whose certificates count, "" for the system's."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    exchange: str
    domain: Name
    user: Name
    secret_file: Path
    caller: Annotated[str, Field(pattern=r"^\+?\d{0,20}$")] = ""
    area: Annotated[str, Field(pattern=r"^(0\d{2,3})?$")] = ""
    allowed: tuple[str, ...] = ()
    hourly: int = Field(60, ge=1, le=10_000)
    ring_s: int = Field(45, ge=10, le=75)
    ca_file: str = ""

    @field_validator("exchange")
    @classmethod
    def _locked(cls, exchange: str) -> str:
        parts = urlsplit(exchange)
        if (parts.scheme == "wss" and parts.hostname) or (parts.scheme == "ws" and parts.hostname in _LOOPBACK):
            return exchange
        raise ValueError("must be wss://")

    @field_validator("allowed")
    @classmethod
    def _expressions(cls, allowed: tuple[str, ...]) -> tuple[str, ...]:
        for one in allowed:
            try:
                re.compile(one)
            except re.error:
                raise ValueError("not a regular expression") from None
        return allowed


def read_line(path: Path) -> Line:
    """The file and the secret it names. Raises LineUnusable."""
    try:
        given = _File.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise LineUnusable(f"电话线的设置文件 {path} 读不了。") from None
    except ValidationError as wrong:
        where = "、".join(".".join(map(str, error["loc"])) for error in wrong.errors())
        raise LineUnusable(f"电话线的设置文件 {path} 里这几项不对：{where}。") from None
    try:
        secret = given.secret_file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise LineUnusable(f"电话线的密码文件 {given.secret_file} 读不了。") from None
    if not secret:
        raise LineUnusable(f"电话线的密码文件 {given.secret_file} 是空的。")
    if given.ca_file and not Path(given.ca_file).is_file():
        raise LineUnusable(f"找不到证书文件 {given.ca_file}。")
    more = given.model_dump(exclude={"secret_file"})
    return Line(secret=secret, **more)
