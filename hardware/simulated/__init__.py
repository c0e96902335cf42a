"""Simulators as products: the same bytes as the devices, over real wires, with every fault one can name."""
