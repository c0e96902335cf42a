"""A simulated print head: modes, the line being gathered, and the strip it is printed on."""

from hardware.receipt_printer.layout import CELL, span_columns
from hardware.simulated.escpos import Command
from hardware.simulated.paper import PaperStrip


class PrintHead:
    """Carries buffered commands out. charset: the Python name of its two-byte font.

    Two-byte mode is off at power-on, as on the strictest models, so that a driver must ask for it.
    """

    def __init__(self, width: int, charset: str) -> None:
        self.strip = PaperStrip(width)
        self.errors: list[str] = []
        self._charset = charset
        self.reset()

    def reset(self) -> None:
        """Modes as at power-on; a half-gathered line is lost."""
        self._chinese = False
        self._size = 1
        self._bold = False
        self._centre = False
        self._line: list[tuple[str, int, bool]] = []
        self._lead = b""
        self._qr_dots = 3
        self._qr_level = 48
        self._qr_data = b""

    def do(self, command: Command) -> None:
        """Carry one command out."""
        data = command.data
        match command.name:
            case "text":
                self._gather(data)
            case "LF":
                self._print_line()
            case "ESC @":
                self.reset()
            case "ESC E":
                self._bold = bool(data[0] & 1)
            case "ESC a":
                self._centre = data[0] in (1, 49)
            case "ESC J":
                if self._line:
                    self._print_line()
                self.strip.feed(data[0])
            case "GS !":
                self._size = (data[0] & 7) + 1
                if data[0] >> 4 != data[0] & 7:
                    self.errors.append("characters are not as wide as high")
            case "FS &" | "FS .":
                self._chinese = command.name == "FS &"
            case "GS v 0":
                self._dots(data)
            case "GS ( k":
                self._code(data)
            case "GS a" | "ESC 2" | "ESC 3" | "GS r":
                pass
            case _:
                self.errors.append(f"nothing is done for {command.name}")

    def _gather(self, data: bytes) -> None:
        for byte in data:
            if self._lead:
                self._add((self._lead + bytes((byte,))).decode(self._charset, "replace").replace("\ufffd", "■")[:1])
                self._lead = b""
            elif byte >= 0x80 and self._chinese:
                self._lead = bytes((byte,))
            else:
                self._add(chr(byte) if byte < 0x80 else "□")

    def _add(self, char: str) -> None:
        if self._line and self._line[-1][1:] == (self._size, self._bold):
            self._line[-1] = (self._line[-1][0] + char, self._size, self._bold)
        else:
            self._line.append((char, self._size, self._bold))

    def _print_line(self) -> None:
        if sum(span_columns(text) * CELL // 2 * size for text, size, _ in self._line) > self.strip.width:
            self.errors.append("a line is wider than the paper")
        self.strip.line(self._line, self._centre)
        self._line = []

    def _dots(self, data: bytes) -> None:
        across = int.from_bytes(data[2:4], "little")
        if self._line:
            self.errors.append("a picture in the middle of a line")
        if across * 8 > self.strip.width:
            self.errors.append("a picture wider than the paper")
        self.strip.dots(across, data[6:])

    def _code(self, data: bytes) -> None:
        match data[2]:
            case 67:
                self._qr_dots = data[3]
            case 69:
                self._qr_level = data[3]
            case 80:
                self._qr_data = data[4:]
            case 81:
                self.strip.qr(self._qr_data, self._qr_dots, self._qr_level)
            case _:
                pass  # model and other settings change nothing here
