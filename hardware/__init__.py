"""Devices that answer in values: each room below speaks one device's real bytes and nothing else."""
