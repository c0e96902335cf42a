"""The composition root: read settings, choose real or simulated devices, wire the rooms together, run."""
