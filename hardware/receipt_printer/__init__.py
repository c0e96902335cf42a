"""Receipt printers that speak ESC/POS: slips go in, and only the printer's own word brings "printed" out."""

from hardware.chinese_font import FontAbsent
from hardware.receipt_printer.driver import BadUri, ReceiptPrinter, open_printer, parse_printer_uri
from hardware.receipt_printer.types import (
    NotPrinted,
    Printed,
    PrintOutcome,
    PrintUnconfirmed,
    Profile,
    TextMode,
    Timings,
)

__all__ = [
    "BadUri",
    "FontAbsent",
    "NotPrinted",
    "PrintOutcome",
    "PrintUnconfirmed",
    "Printed",
    "Profile",
    "ReceiptPrinter",
    "TextMode",
    "Timings",
    "open_printer",
    "parse_printer_uri",
]
