"""Visits by the hundred under random faults: the whole terminal in a process of its own, devices' bytes, queue, hub.

run.py      the hall, one visit after the other, the report
people.py   who comes; each brings words that nobody else has, so that a word of hers later on is a leak
crowd.py    how one gets on at the glass
faults.py   what breaks: every device by name, the line, the hub, the disk, the clock, the power
child.py    the terminal with its window, in its own process; only waiting is shortened
stand.py    that process from outside: pressed, watched, killed, started again
truth.py    what screens and papers said against what hub and printers have
"""

from kiosk.app.soak.report import LIMIT_KIB, Report, growth, slope
from kiosk.app.soak.run import soak

__all__ = ["LIMIT_KIB", "Report", "growth", "slope", "soak"]
