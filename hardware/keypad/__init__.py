"""Tactile keypad: `open_keypad(uri, clock, key_map).hear(callback)` tells what the pressed keys mean."""

from hardware.keypad.cli import watch_keypad
from hardware.keypad.keymap import BadKeyMap, load_key_map
from hardware.keypad.keypad import Keypad, open_keypad, parse_keypad_uri
from hardware.keypad.types import PadKey
from hardware.link import BadUri

__all__ = ["BadKeyMap", "BadUri", "Keypad", "PadKey", "load_key_map", "open_keypad", "parse_keypad_uri", "watch_keypad"]
