"""The whole catalogue as one immutable value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from kiosk.catalogue.billers import Biller
from kiosk.catalogue.divisions import DivisionTable
from kiosk.catalogue.types import Category, Service
from kiosk.catalogue.working_days import WorkCalendar


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What this terminal or hub can do, at one version. A visit keeps the catalogue it began with."""

    version: str
    """Newest review date of a service, and 12 hex digits of the files' hash: "2026-11-24-0f3a…"."""
    services: Mapping[str, Service]
    """By id ("01"), in order of id."""
    categories: tuple[Category, ...]
    billers: Mapping[str, Biller]
    divisions: DivisionTable
    calendar: WorkCalendar
    files: Mapping[str, str] = field(repr=False)
    """File name -> text, exactly what was read: what the hub signs and sends."""

    def in_category(self, category: str) -> tuple[Service, ...]:
        """The services of one home tile group, in order of id."""
        return tuple(s for s in self.services.values() if s.category == category)

    def biller_of(self, service: Service) -> Biller | None:
        """Whom a payment service pays; None for others."""
        return self.billers.get(service.biller)


def version_of(files: Mapping[str, str], services: Mapping[str, Service]) -> str:
    """The same files always have the same version, wherever they are loaded."""
    digest = sha256()
    for name, text in sorted(files.items()):
        digest.update(f"{name}\n{len(text.encode())}\n{text}\n".encode())
    newest = max((s.version for s in services.values()), default="empty")
    return f"{newest}-{digest.hexdigest()[:12]}"
