"""A4 printers that speak IPP: papers go in, and only the printer's own "completed" brings "printed" out."""

from hardware.document_printer.apart import compose_apart
from hardware.document_printer.driver import BadUri, DocumentPrinter, open_document_printer, parse_ipp_uri
from hardware.document_printer.types import Timings
from hardware.printing import NotPrinted, Printed, PrintOutcome, PrintUnconfirmed

__all__ = [
    "BadUri",
    "DocumentPrinter",
    "NotPrinted",
    "PrintOutcome",
    "PrintUnconfirmed",
    "Printed",
    "Timings",
    "compose_apart",
    "open_document_printer",
    "parse_ipp_uri",
]
