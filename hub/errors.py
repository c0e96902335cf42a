"""Broken promises of the hub: what should not happen when it is set up rightly. Expected refusals are values."""


class HubError(Exception):
    """Base of all. Messages carry codes and paths, never anything personal."""


class KeysUnreadable(HubError):
    """The key file is damaged or open to others."""


class StoreBroken(HubError):
    """The database could not be opened, read or written."""


class SchemaDiffers(StoreBroken):
    """The database was made by another version: a migration recorded in it is not the one shipped."""


class DataIsReal(HubError):
    """A demonstration was to run on a data directory with real people or cases."""


class HubNotStarted(HubError):
    """The hub's process ended or stayed silent before it said it was ready."""
