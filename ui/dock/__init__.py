"""The developer's dock: cards, faults, paper, network and keys of the simulated devices, by hand."""

from ui.dock.window import DockBroken, DockWindow, open_dock

__all__ = ["DockBroken", "DockWindow", "open_dock"]
