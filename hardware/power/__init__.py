"""Power: `open_ups(uri, clock)` asks a UPS every two seconds; mains, battery and low are its `fault`."""

from hardware.link import BadUri
from hardware.power.cli import ask_power
from hardware.power.types import Supply, UpsReport
from hardware.power.ups import Ups, open_ups, parse_ups_uri

__all__ = ["BadUri", "Supply", "Ups", "UpsReport", "ask_power", "open_ups", "parse_ups_uri"]
