"""A reader of PC/SC (pcscd) by pyscard; `pcsc:///` is the first one, `pcsc:///Part%20of%20its%20name` that one.

pyscard (LGPL) has no binary wheel, so it comes with the extra `social_card`; without it there is no reader.
"""

import contextlib
import re
import sys
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from hardware.about import About, plain
from hardware.attached import Attached
from hardware.link import BadUri
from hardware.social_card.reading import CardPulled, NoCardThere, NoReader, ReaderTaken

_SHARING_VIOLATION = 0x8010000B
_NUMBERS = re.compile(r" \d\d \d\d$")
"""pcscd's own count of readers and slots at the end of a name; it changes with the order they are plugged in."""


def parse_pcsc_uri(uri: str) -> str:
    """Part of the reader's name, "" for the first reader. Raises BadUri."""
    parts = urlsplit(uri)
    if parts.scheme != "pcsc" or parts.netloc or parts.query:
        raise BadUri(f"社保卡读卡器的地址“{uri}”不对，要像 pcsc:/// 或 pcsc:///读卡器名字的一部分。")
    return unquote(parts.path.removeprefix("/"))


def attached_readers() -> tuple[Attached, ...]:
    """Every reader the service knows. Two readers of one name are told apart by their numbers, which do not last.

    Raises NoReader with the reason: no pyscard, no service.
    """
    try:
        from smartcard.Exceptions import SmartcardException
        from smartcard.pcsc.PCSCExceptions import BaseSCardException
        from smartcard.System import readers
    except ImportError as error:
        raise NoReader("没有装 social-card 部分") from error
    try:
        names = [str(reader) for reader in readers()]
    except (SmartcardException, BaseSCardException) as error:
        raise NoReader("pcscd 没有运行") from error
    stems = [_NUMBERS.sub("", name) for name in names]
    return tuple(
        Attached("card", f"pcsc:///{quote(stem)}", name, True)
        if stems.count(stem) == 1
        else Attached("card", f"pcsc:///{quote(name)}", name, False)
        for name, stem in zip(names, stems, strict=True)
    )


class PcscPort:
    """One reader by name; found anew at each connect, because it may be plugged in elsewhere."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._connection: Any = None

    def connect(self) -> None:
        try:
            from smartcard.Exceptions import CardConnectionException, NoCardException, SmartcardException
            from smartcard.pcsc.PCSCExceptions import BaseSCardException
            from smartcard.scard import SCARD_SHARE_EXCLUSIVE
            from smartcard.System import readers
        except ImportError as error:
            raise NoReader("pyscard is not installed") from error
        try:
            found = next((r for r in readers() if self._name in str(r)), None)
            if found is None:
                raise NoReader("no such reader")
            self._connection = found.createConnection()
            self._connection.connect(mode=SCARD_SHARE_EXCLUSIVE)
        except NoCardException as error:
            raise NoCardThere from error
        except CardConnectionException as error:
            if getattr(error, "hresult", 0) & 0xFFFFFFFF == _SHARING_VIOLATION:
                raise ReaderTaken from error
            raise CardPulled from error
        except (SmartcardException, BaseSCardException) as error:
            raise NoReader(type(error).__name__) from error

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        from smartcard.Exceptions import SmartcardException
        from smartcard.pcsc.PCSCExceptions import BaseSCardException

        try:
            data, sw1, sw2 = self._connection.transmit(list(command))
        except (SmartcardException, BaseSCardException) as error:
            raise CardPulled from error
        return bytes(data), sw1 << 8 | sw2

    def about(self) -> About:
        """The reader's name, and what its driver tells: firmware and serial number."""
        try:
            from smartcard.Exceptions import SmartcardException
            from smartcard.pcsc.PCSCExceptions import BaseSCardException
            from smartcard.scard import (
                SCARD_ATTR_VENDOR_IFD_SERIAL_NO,
                SCARD_ATTR_VENDOR_IFD_VERSION,
                SCARD_PROTOCOL_UNDEFINED,
                SCARD_SHARE_DIRECT,
            )
            from smartcard.System import readers
        except ImportError:
            return About()
        told: dict[int, bytes] = {}
        name = ""
        with contextlib.suppress(SmartcardException, BaseSCardException):  # pulled out this moment
            reader = next((r for r in readers() if self._name in str(r)), None)
            if reader is None:
                return About()
            name = _NUMBERS.sub("", str(reader))
            connection = reader.createConnection()
            connection.connect(protocol=SCARD_PROTOCOL_UNDEFINED, mode=SCARD_SHARE_DIRECT)
            for wanted in (SCARD_ATTR_VENDOR_IFD_VERSION, SCARD_ATTR_VENDOR_IFD_SERIAL_NO):
                with contextlib.suppress(SmartcardException, BaseSCardException):  # this driver does not tell
                    told[wanted] = bytes(connection.getAttrib(wanted))
            connection.disconnect()
            connection.release()
        number = told.get(SCARD_ATTR_VENDOR_IFD_SERIAL_NO, b"").rstrip(b"\0").decode("ascii", errors="replace")
        return About(plain(name), ifd_version(told.get(SCARD_ATTR_VENDOR_IFD_VERSION, b"")), plain(number))

    def disconnect(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(Exception):  # whatever pyscard says of a card that is gone
                self._connection.disconnect()
                self._connection.release()
            self._connection = None


def ifd_version(data: bytes) -> str:
    """`1.02.345` of SCARD_ATTR_VENDOR_IFD_VERSION: 0xMMmmbbbb in the machine's order; "" where there is none."""
    if len(data) != 4:
        return ""
    whole = int.from_bytes(data, sys.byteorder)
    return f"{whole >> 24}.{whole >> 16 & 0xFF:02}.{whole & 0xFFFF}" if whole else ""
