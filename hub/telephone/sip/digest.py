"""Answering an exchange that asks who we are: HTTP digest as SIP uses it (RFC 3261 section 22, RFC 8760). Pure."""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

_HASHES: dict[str, Callable[[bytes], Any]] = {"SHA-256": hashlib.sha256, "MD5": hashlib.md5}
"""The stronger first; old exchanges know only MD5."""
_PART = re.compile(r'([a-zA-Z0-9_-]{1,40})\s*=\s*(?:"((?:[^"\\]|\\.){0,1000})"|([^\s,"]{1,1000}))')


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the exchange wants to have answered."""

    realm: str
    nonce: str
    algorithm: str
    opaque: str
    qop: bool


def chosen(challenges: Iterable[str]) -> Challenge | None:
    """The strongest of these header values that can be answered; None when there is none."""
    known = [one for one in map(_challenge, challenges) if one is not None]
    return min(known, key=lambda one: list(_HASHES).index(one.algorithm), default=None)


def answer(challenge: Challenge, user: str, secret: str, method: str, uri: str, cnonce: str) -> str:
    """The value of Authorization or Proxy-Authorization; a nonce is used once."""

    def hashed(text: str) -> str:
        return str(_HASHES[challenge.algorithm](text.encode()).hexdigest())

    who, what = hashed(f"{user}:{challenge.realm}:{secret}"), hashed(f"{method}:{uri}")
    between = f"{challenge.nonce}:00000001:{cnonce}:auth" if challenge.qop else challenge.nonce
    parts = [
        f'username="{user}"', f'realm="{challenge.realm}"', f'nonce="{challenge.nonce}"', f'uri="{uri}"',
        f'response="{hashed(f"{who}:{between}:{what}")}"', f"algorithm={challenge.algorithm}",
    ]  # fmt: skip
    if challenge.opaque:
        parts.append(f'opaque="{challenge.opaque}"')
    if challenge.qop:
        parts += ["qop=auth", "nc=00000001", f'cnonce="{cnonce}"']
    return "Digest " + ", ".join(parts)


def _challenge(value: str) -> Challenge | None:
    scheme, _, rest = value.partition(" ")
    parts = {name.lower(): quoted or bare for name, quoted, bare in _PART.findall(rest)}
    algorithm = parts.get("algorithm", "MD5").upper()
    qops = [one.strip() for one in parts.get("qop", "").split(",") if one.strip()]
    if scheme.lower() != "digest" or algorithm not in _HASHES or not parts.get("realm") or not parts.get("nonce"):
        return None
    if qops and "auth" not in qops:
        return None
    return Challenge(parts["realm"], parts["nonce"], algorithm, parts.get("opaque", ""), bool(qops))
