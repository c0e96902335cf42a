"""What a SAM answers, as pure values: one request body in, one whole answer frame out."""

from hardware.card_reader.codec import Request, answer_bytes
from hardware.card_reader.layouts import encode, encode_new_address
from kiosk.core.person import IdCard

SAM_NUMBER = bytes.fromhex("05000300 08A03301 40E20100 B168DE3A".replace(" ", ""))
"""05.03-20160520-000123456-987654321, an invented number."""

_REQUESTS = {bytes(request.value): request for request in Request}


def record_data(text: bytes, photo: bytes) -> bytes:
    """Data of a read answer: the two lengths, then text and photo."""
    return len(text).to_bytes(2, "big") + len(photo).to_bytes(2, "big") + text + photo


class SimulatedSam:
    """A card reader's chip with at most one card in its field.

    refind: whether a card that was read is found again while it stays; real readers differ.
    """

    def __init__(self, *, refind: bool = False) -> None:
        self.refind = refind
        self.health = 0x90
        """Answer to 11 FF; 60 or 66 make every command answer so."""
        self.baud = 115200
        self._card: IdCard | None = None
        self._text = b""
        self._found = self._selected = self._was_read = False

    @property
    def card(self) -> IdCard | None:
        """The card in the field."""
        return self._card

    def lay(self, card: IdCard, text: bytes | None = None) -> None:
        """Put a card into the field. text: odd chip contents that no IdCard stands for."""
        self._text = encode(card) if text is None else text
        self._card = card
        self._found = self._selected = self._was_read = False

    def lift(self) -> None:
        """Take the card away."""
        self._card = None
        self._found = self._selected = self._was_read = False

    def answer(self, body: bytes) -> bytes:
        """The frame a working SAM sends back; unknown commands, fingerprints among them, get 21."""
        request = _REQUESTS.get(body)
        if request is None:
            return answer_bytes(0x21)
        if self.health != 0x90 and request is not Request.RESET:
            return answer_bytes(self.health)
        match request:
            case Request.RESET:
                self._found = self._selected = self._was_read = False
                return answer_bytes(0x90)
            case Request.STATUS:
                return answer_bytes(0x90)
            case Request.SAM_ID:
                return answer_bytes(0x90, SAM_NUMBER)
            case Request.FIND:
                return self._find()
            case Request.SELECT:
                return self._select()
            case Request.READ:
                return self._read()
            case Request.NEW_ADDRESS:
                return self._new_address()
            case _:
                self.baud = int(request.name.removeprefix("BAUD_"))
                return answer_bytes(0x90)

    def _find(self) -> bytes:
        self._found = self._card is not None and (self.refind or not self._was_read)
        if self._found:
            self._selected = False
        return answer_bytes(0x9F, bytes(4)) if self._found else answer_bytes(0x80)

    def _select(self) -> bytes:
        self._selected = self._card is not None and self._found
        return answer_bytes(0x90, bytes(8)) if self._selected else answer_bytes(0x81)

    def _read(self) -> bytes:
        if self._card is None or not self._selected:
            return answer_bytes(0x41)
        self._was_read = True
        return answer_bytes(0x90, record_data(self._text, self._card.photo))

    def _new_address(self) -> bytes:
        if self._card is None or not self._selected:
            return answer_bytes(0x41)
        if not self._card.new_address:
            return answer_bytes(0x91)
        return answer_bytes(0x90, encode_new_address(self._card.new_address))
