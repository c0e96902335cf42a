"""The kiosk: one resident's visit, from the first touch to the wipe."""
