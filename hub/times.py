"""Times as the hub stores them: Beijing, milliseconds, one fixed shape, so that text order is time order."""

from datetime import datetime

from kiosk.core.clock import BEIJING


def stamp(at: datetime) -> str:
    """2026-11-24T09:00:00.000+08:00. Raises ValueError for a time without offset."""
    if at.tzinfo is None:
        raise ValueError("a time without offset")
    return at.astimezone(BEIJING).isoformat(timespec="milliseconds")


def unstamp(text: str) -> datetime:
    """Back from `stamp`."""
    return datetime.fromisoformat(text)
