"""The installed versions and the two links that say which one runs and which one ran before."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FROM_BUNDLE = ".from-bundle"
"""Marks a version that came by a bundle; one that the package manager brought is its to remove."""


@dataclass(frozen=True, slots=True)
class Versions:
    """The directory `root` (/opt/kiosk) with versions/, current, previous and trying."""

    root: Path

    @property
    def current(self) -> str:
        """The version that runs, "" when there is none."""
        return self._version_of("current")

    @property
    def previous(self) -> str:
        """The version to go back to, "" when there is none."""
        return self._version_of("previous")

    def tree(self, version: str) -> Path:
        """Where a version lies."""
        return self.root / "versions" / version

    def command(self, version: str) -> Path:
        """A version's own `kiosk`."""
        return self.tree(version) / "venv" / "bin" / "kiosk"

    def bring(self, version: str, fill: Callable[[Path], None]) -> None:
        """Fill a version's directory, whole or not at all, and durable when this returns."""
        half = self.root / "versions" / f".half-{version}"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        try:
            fill(half)
            (half / FROM_BUNDLE).touch()
            os.sync()
            shutil.rmtree(self.tree(version), ignore_errors=True)
            half.rename(self.tree(version))
            os.sync()
        except BaseException:
            shutil.rmtree(half, ignore_errors=True)
            raise

    def try_out(self, version: str) -> None:
        """Let a version run from the next start on. Until `settled`, the guard at the service's start counts the
        starts, and goes back by itself where the new one never stands up (packaging/guard)."""
        before = self.current
        if before and before != version:
            self._link("previous", before)
        self._write("trying", "0\n")
        self._link("current", version)

    def settled(self) -> None:
        """The version that runs is the one to keep."""
        (self.root / "trying").unlink(missing_ok=True)
        os.sync()

    def go_back(self, version: str, previous: str = "") -> None:
        """Let an earlier version run again, and keep it. previous: the one to go back to from there, "" for none."""
        self._link("current", version)
        if previous:
            self._link("previous", previous)
        else:
            (self.root / "previous").unlink(missing_ok=True)
        self.settled()

    def remove_all_but(self, *keep: str) -> None:
        """Remove versions that came by bundles."""
        for path in (self.root / "versions").iterdir():
            if path.name not in keep and (path / FROM_BUNDLE).exists():
                shutil.rmtree(path, ignore_errors=True)

    def _version_of(self, link: str) -> str:
        path = self.root / link
        return path.readlink().name if path.is_symlink() and path.exists() else ""

    def _link(self, name: str, version: str) -> None:
        """One rename, so that a power cut leaves the old link or the new one and never none."""
        beside = self.root / f".{name}.new"
        beside.unlink(missing_ok=True)
        beside.symlink_to(Path("versions") / version)
        beside.rename(self.root / name)
        os.sync()

    def _write(self, name: str, text: str) -> None:
        beside = self.root / f".{name}.new"
        beside.write_text(text)
        beside.rename(self.root / name)
        os.sync()
