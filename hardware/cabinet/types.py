"""What a cabinet has beside its devices: lights that show where, and contacts that tell who opened it."""

from enum import IntFlag


class Light(IntFlag):
    """A guide light beside a device; any of them may be missing."""

    CARD = 1
    SLIP = 2
    SHEET = 4
    CODE = 8


class Contact(IntFlag):
    """A contact that is open; none is 0."""

    DOOR = 1
    TAMPER = 2
    """A cover that nobody opens in ordinary service."""
