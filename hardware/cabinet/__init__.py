"""Guide lights, door and tamper contacts: `open_cabinet(uri).show(Light.CARD)`; an open door is its `fault`."""

from hardware.cabinet.cabinet import Cabinet, open_cabinet, parse_cabinet_uri
from hardware.cabinet.cli import try_cabinet
from hardware.cabinet.types import Contact, Light

__all__ = ["Cabinet", "Contact", "Light", "open_cabinet", "parse_cabinet_uri", "try_cabinet"]
