"""What the keys of a keypad mean."""

from enum import StrEnum


class PadKey(StrEnum):
    """One meaning; a keypad need not have them all."""

    NEXT = "next"
    PREVIOUS = "previous"
    SELECT = "select"
    BACK = "back"
    HELP = "help"
    REPEAT = "repeat"
    LOUDER = "louder"
    QUIETER = "quieter"
    HEADPHONES_IN = "headphones_in"
    """Keypads with a jack of their own say so by a key code."""
    HEADPHONES_OUT = "headphones_out"
    DIGIT_0 = "0"
    DIGIT_1 = "1"
    DIGIT_2 = "2"
    DIGIT_3 = "3"
    DIGIT_4 = "4"
    DIGIT_5 = "5"
    DIGIT_6 = "6"
    DIGIT_7 = "7"
    DIGIT_8 = "8"
    DIGIT_9 = "9"
    ERASE = "erase"
