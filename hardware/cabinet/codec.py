"""One byte each way, so that GPIO lines and a small board on a serial port look the same to the driver.

To the cabinet: 40 to 4F, the lights that shine; 3F ("?"), asks for the contacts.
From it: 80 to 83, the contacts that are open, at each change and when asked.
"""

from collections.abc import Iterator

from hardware.cabinet.types import Contact, Light

ASK = b"?"
_LIGHTS, _CONTACTS = 0x40, 0x80


def lights_byte(lights: Light) -> bytes:
    """Shine exactly these."""
    return bytes((_LIGHTS | lights,))


def lights_of(byte: int) -> Light | None:
    """The lights a byte asks for; None when it is another word."""
    return Light(byte & 0x0F) if byte & 0xF0 == _LIGHTS else None


def contacts_byte(contacts: Contact) -> bytes:
    """These are open."""
    return bytes((_CONTACTS | contacts,))


def contacts_in(data: bytes) -> Iterator[Contact]:
    """What each byte tells; anything else on the line is passed over."""
    for byte in data:
        if byte & ~0x03 == _CONTACTS:
            yield Contact(byte & 0x03)
