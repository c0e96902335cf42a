"""A reader of PC/SC (pcscd) by pyscard; `pcsc:///` is the first one, `pcsc:///Part%20of%20its%20name` that one.

pyscard (LGPL) has no binary wheel, so it comes with the extra `social_card`; without it there is no reader.
"""

import contextlib
from typing import Any
from urllib.parse import unquote, urlsplit

from hardware.link import BadUri
from hardware.social_card.reading import CardPulled, NoCardThere, NoReader, ReaderTaken

_SHARING_VIOLATION = 0x8010000B


def parse_pcsc_uri(uri: str) -> str:
    """Part of the reader's name, "" for the first reader. Raises BadUri."""
    parts = urlsplit(uri)
    if parts.scheme != "pcsc" or parts.netloc or parts.query:
        raise BadUri(f"社保卡读卡器的地址“{uri}”不对，要像 pcsc:/// 或 pcsc:///读卡器名字的一部分。")
    return unquote(parts.path.removeprefix("/"))


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

    def disconnect(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(Exception):  # whatever pyscard says of a card that is gone
                self._connection.disconnect()
                self._connection.release()
            self._connection = None
