"""Every version of the catalogue this hub has published: a form filled offline is judged by the version it names."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

from kiosk.catalogue import Catalogue, Service, load_catalogue

SUFFIX = ".json"


class Shelf:
    """Catalogue versions as files of a directory, the current one in memory."""

    def __init__(self, root: Path, current: Catalogue) -> None:
        """current: what terminals get from now on; it is kept for later."""
        self._root = root
        self._lock = threading.Lock()
        self._older: dict[str, Catalogue] = {}
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.current = current
        self.learned = 0
        """Number of the last saying of the hub's people that `current` holds or has passed over."""
        self._keep(current)

    def publish(self, current: Catalogue, learned: int) -> None:
        """From now on terminals get this one."""
        self._keep(current)
        self.current, self.learned = current, learned

    def _keep(self, catalogue: Catalogue) -> None:
        path = self._root / f"{catalogue.version}{SUFFIX}"
        if not path.exists():
            made = path.with_suffix(".new")
            made.write_text(json.dumps(dict(catalogue.files), ensure_ascii=False), "utf-8")
            made.rename(path)

    def service(self, service_id: str, version: str) -> Service | None:
        """A service by its own version ("2026-11-24") or by the whole catalogue's, None when never published."""
        for catalogue in self._all():
            service = catalogue.services.get(service_id)
            if service is not None and version in (service.version, catalogue.version):
                return service
        return None

    def knows(self, service_id: str) -> bool:
        """Whether any version has this service."""
        return any(service_id in catalogue.services for catalogue in self._all())

    def _all(self) -> Iterator[Catalogue]:
        yield self.current
        for path in sorted(self._root.glob(f"*{SUFFIX}"), reverse=True):
            version = path.name.removesuffix(SUFFIX)
            if version != self.current.version:
                yield self._load(version, path)

    def _load(self, version: str, path: Path) -> Catalogue:
        with self._lock:
            if version not in self._older:
                self._older[version] = load_catalogue(json.loads(path.read_text("utf-8")))
            return self._older[version]
