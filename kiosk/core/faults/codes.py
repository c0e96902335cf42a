"""The codes of faults, and what is said of each."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """A fault's code, as it stands in the journal, in `--json` output and in docs/faults.md."""

    READER_ABSENT = "reader_absent"
    READER_SILENT = "reader_silent"
    READER_BROKEN = "reader_broken"
    READER_BUSY = "reader_busy"
    CARD_MOVED = "card_moved"
    CARD_UNREADABLE = "card_unreadable"
    CARD_WRONG_KIND = "card_wrong_kind"
    CARD_REJECTED = "card_rejected"
    CARD_LEFT = "card_left"
    PRINTER_ABSENT = "printer_absent"
    PRINTER_SILENT = "printer_silent"
    PRINTER_BUSY = "printer_busy"
    PAPER_OUT = "paper_out"
    PAPER_LOW = "paper_low"
    COVER_OPEN = "cover_open"
    CUTTER_JAM = "cutter_jam"
    PRINT_HEAD_HOT = "print_head_hot"
    PRINTER_BROKEN = "printer_broken"
    PRINT_UNCONFIRMED = "print_unconfirmed"
    A4_ABSENT = "a4_absent"
    A4_SILENT = "a4_silent"
    A4_BUSY = "a4_busy"
    A4_PAPER_OUT = "a4_paper_out"
    A4_PAPER_LOW = "a4_paper_low"
    A4_INK_OUT = "a4_ink_out"
    A4_INK_LOW = "a4_ink_low"
    A4_COVER_OPEN = "a4_cover_open"
    A4_JAM = "a4_jam"
    A4_TRAY_FULL = "a4_tray_full"
    A4_PAUSED = "a4_paused"
    A4_BROKEN = "a4_broken"
    A4_UNCONFIRMED = "a4_unconfirmed"
    SCANNER_ABSENT = "scanner_absent"
    SCANNER_SILENT = "scanner_silent"
    SCANNER_BUSY = "scanner_busy"
    SCANNER_BROKEN = "scanner_broken"
    LINE_DOWN = "line_down"
    HUB_REFUSED = "hub_refused"
    TERMINAL_REFUSED = "terminal_refused"
    STORE_FULL = "store_full"
    STORE_BROKEN = "store_broken"
    STORE_SET_ASIDE = "store_set_aside"
    CLOCK_WRONG = "clock_wrong"
    SPEAKER_ABSENT = "speaker_absent"
    VOICE_PACK_DAMAGED = "voice_pack_damaged"
    MICROPHONE_ABSENT = "microphone_absent"
    MICROPHONE_SILENT = "microphone_silent"
    RECOGNISER_ABSENT = "recogniser_absent"
    RECOGNISER_BROKEN = "recogniser_broken"
    CODE_READER_ABSENT = "code_reader_absent"
    CODE_READER_BUSY = "code_reader_busy"
    KEYPAD_ABSENT = "keypad_absent"
    KEYPAD_BUSY = "keypad_busy"
    JACK_ABSENT = "jack_absent"
    PRESENCE_ABSENT = "presence_absent"
    PRESENCE_SILENT = "presence_silent"
    PRESENCE_BUSY = "presence_busy"
    POWER_ON_BATTERY = "power_on_battery"
    POWER_LOW = "power_low"
    UPS_ABSENT = "ups_absent"
    UPS_SILENT = "ups_silent"
    UPS_BUSY = "ups_busy"
    UPS_BATTERY_WORN = "ups_battery_worn"
    SOCIAL_READER_ABSENT = "social_reader_absent"
    SOCIAL_READER_BUSY = "social_reader_busy"
    SOCIAL_CARD_MOVED = "social_card_moved"
    SOCIAL_CARD_UNREADABLE = "social_card_unreadable"
    SOCIAL_CARD_WRONG_KIND = "social_card_wrong_kind"
    CABINET_ABSENT = "cabinet_absent"
    CABINET_BUSY = "cabinet_busy"
    CABINET_OPEN = "cabinet_open"
    CABINET_TAMPERED = "cabinet_tampered"
    CATALOGUE_STALE = "catalogue_stale"
    OUT_OF_USE = "out_of_use"
    UNEXPECTED = "unexpected"


WORKS_ON = frozenset({
    Fault.PAPER_LOW, Fault.A4_PAPER_LOW, Fault.A4_INK_LOW, Fault.UPS_BATTERY_WORN, Fault.VOICE_PACK_DAMAGED,
})  # fmt: skip
"""Faults with which the device still does its work."""


@dataclass(frozen=True, slots=True)
class FaultTexts:
    """The three readers of one fault."""

    resident: str
    """Spoken and shown; sentences of at most 20 characters, no blame, no jargon."""
    staff: str
    """What the hall's staff can do with their hands."""
    technician: str
    """Cause as far as known, and where to look."""
