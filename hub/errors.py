"""Broken promises of the hub: what should not happen when it is set up rightly. Expected refusals are values."""

from pathlib import Path


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


class DataTaken(HubError):
    """Another hub runs on the data directory."""

    def __init__(self, data_dir: Path, pid: str) -> None:
        """pid: of that hub, "" when several share the directory."""
        who = f"另一个中枢（进程 {pid}）" if pid else "别的中枢"
        super().__init__(f"数据目录 {data_dir} 正由{who}用着。请先停了它，或者换一个数据目录。")


class PortUnusable(HubError):
    """The address or port cannot be listened at."""


class HubNotStarted(HubError):
    """The hub's process ended or stayed silent before it said it was ready; why is on standard error."""
