"""Broken promises of this room. What can be expected to happen is a value, not one of these."""


class OfflineCacheError(Exception):
    """Base of everything this room raises."""


class StoreUnreadable(OfflineCacheError):
    """The queue's file is missing, is not ours, or cannot be opened."""


class DiskFull(OfflineCacheError):
    """There is no room to open anything, the reserve given up; it may have been made by the next try."""


class NotDurable(OfflineCacheError):
    """SQLite did not grant the journal mode or flush level the queue's promise rests on."""


class StoreFromNewerProgram(OfflineCacheError):
    """The file was migrated by a later version; going on could lose what that version wrote."""
