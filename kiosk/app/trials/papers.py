"""Test papers: the printer's own word, then the person's."""

from functools import partial

from hardware.print_command import sample_slip
from hardware.printing import NotPrinted, Printed, PrintOutcome, PrintUnconfirmed
from kiosk.app.trials.hands import Hands, answer
from kiosk.core.faults import TEXTS

SLIP_S, SHEET_S = 120.0, 240.0


def print_slip(hands: Hands) -> str:
    """One slip with every kind of line."""
    printer = hands.terminal.printer
    return _words(answer(partial(printer.print, sample_slip()), SLIP_S))


def print_sheet(hands: Hands) -> str:
    """The same on A4, by IPP; told as printed only when the printer says that the job is completed."""
    printer = hands.terminal.around.sheets
    if printer is None:
        return "设置里没有这个设备。"
    return _words(answer(partial(printer.print, sample_slip()), SHEET_S))


def _words(outcome: PrintOutcome | None) -> str:
    match outcome:
        case Printed():
            return "打印机说打好了。"
        case NotPrinted(fault=fault) | PrintUnconfirmed(fault=fault):
            return TEXTS[fault].technician
        case None:
            return "打印机没有回话。"
