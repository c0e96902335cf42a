"""The machine's part of each guided test: does something with a real device, shows what it sees, says what came of it.

A person's word ends every test; what is said here is only what the machine can know.
"""

from collections.abc import Callable, Mapping

from kiosk.app.trials import cards, papers, pictures, signs, sound
from kiosk.app.trials.hands import Hands
from kiosk.diagnostics.trials import Act

TRIALS: Mapping[Act, Callable[[Hands], str]] = {
    "read_card": cards.read_card,
    "read_social": cards.read_social,
    "scan_code": cards.scan_code,
    "print_slip": papers.print_slip,
    "print_sheet": papers.print_sheet,
    "shoot": pictures.shoot,
    "camera": pictures.camera,
    "keys": signs.keys,
    "radar": signs.radar,
    "supply": signs.supply,
    "lights": signs.lights,
    "jack": signs.jack,
    "say": sound.say,
    "hall_noise": sound.noise,
    "recognise": sound.self_test,
}
"""What a technician only touches or looks at needs no machine."""

__all__ = ["TRIALS", "Hands"]
