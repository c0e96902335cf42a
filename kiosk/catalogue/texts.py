"""Free text and addresses: what a resident says in her own words is kept as it is."""

import unicodedata

from kiosk.catalogue.answers import Accepted, Checked, Rejected
from kiosk.catalogue.types import FieldSpec
from kiosk.core.words import Private, PrivateKind, words


def check_text(spec: FieldSpec, raw: str, kind: PrivateKind = PrivateKind.TEXT) -> Checked:
    """Accept min_length to max_length characters after joining lines and dropping control characters."""
    text = clean(raw)
    if not text:
        return Rejected("这里还空着。", _example(spec))
    if len(text) < spec.min_length:
        return Rejected("写得太短了。", f"请多写几个字。{_example(spec)}")
    if len(text) > spec.max_length:
        return Rejected(f"写得太长，最多 {spec.max_length} 个字。", "请拣要紧的写。")
    return Accepted(text, words(Private(text, kind)) if spec.private else words(text))


def clean(raw: str) -> str:
    """One line, no control characters, runs of space made one, ends trimmed; NFC."""
    spaced = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", raw))
    # Zero-width joiners and direction marks (Cf) would hide differences on paper.
    text = "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf"))
    return " ".join(text.split())


def _example(spec: FieldSpec) -> str:
    return f"比如 {spec.example}。" if spec.example else "请写几个字。"
