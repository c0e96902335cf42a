"""From files to a catalogue, or to all the mistakes in them at once."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files as resource_files
from pathlib import Path

from kiosk.catalogue.catalogue import Catalogue, version_of
from kiosk.catalogue.checks import check_service
from kiosk.catalogue.mistakes import CatalogueInvalid, Mistake, mistake_at
from kiosk.catalogue.reading import UNREADABLE, FileReader, ReadFile
from kiosk.catalogue.types import Service
from kiosk.catalogue.working_days import WorkCalendar

TABLES = ("categories.yaml", "billers.yaml", "divisions.yaml")
"""Files that every catalogue has, beside services/*.yaml and calendar/*.yaml."""


def load_catalogue(source: Path | Mapping[str, str], pictograms: frozenset[str] | None = None) -> Catalogue:
    """Read a catalogue from a directory or from file name -> text; raises CatalogueInvalid with all mistakes.

    pictograms: the names that may be used; the shipped list when None.
    """
    catalogue, mistakes = check_catalogue(source, pictograms)
    if catalogue is None:
        raise CatalogueInvalid(mistakes)
    return catalogue


def check_catalogue(
    source: Path | Mapping[str, str], pictograms: frozenset[str] | None = None
) -> tuple[Catalogue | None, tuple[Mistake, ...]]:
    """The catalogue when it is right (and then no mistakes), or None and every mistake, in order of file and line."""
    texts = read_directory(source) if isinstance(source, Path) else dict(source)
    reader = FileReader(texts)
    categories = reader.categories("categories.yaml")
    billers = {b.id: b for b in reader.billers("billers.yaml")}
    divisions = reader.divisions("divisions.yaml")
    years = [year for name in _under(texts, "calendar/") for year in reader.year(name)]
    services = [found for name in _under(texts, "services/") for found in reader.service(name)]
    names = shipped_pictograms() if pictograms is None else pictograms
    mistakes = [*reader.mistakes, *_service_mistakes(services, names, frozenset(billers)), *_between(services)]
    if not services and not mistakes:
        mistakes.append(Mistake("services/", 1, "", "一个事项也没有", "请放入事项文件，如 services/01.yaml"))
    if mistakes or divisions is None:
        return None, tuple(sorted(set(mistakes)))
    by_id = {s.service.id: s.service for s in sorted(services, key=lambda s: s.service.id)}
    version = version_of(texts, by_id)
    return Catalogue(version, by_id, tuple(categories), billers, divisions, WorkCalendar(years), texts), ()


def load_service_text(name: str, text: str) -> Service:
    """One service file on its own, with the shipped tables; raises CatalogueInvalid."""
    mistakes = check_service_text(name, text)
    if mistakes:
        raise CatalogueInvalid(mistakes)
    return FileReader({name: text}).service(name)[0].service


def check_service_text(name: str, text: str, pictograms: frozenset[str] | None = None) -> tuple[Mistake, ...]:
    """Mistakes of one service file, also against the other shipped services (aliases claimed twice)."""
    shipped = shipped_files()
    reader = FileReader({name: text})
    mine = reader.service(name)
    billers = frozenset(b.id for b in FileReader(shipped).billers("billers.yaml"))
    names = shipped_pictograms() if pictograms is None else pictograms
    own = [*reader.mistakes, *_service_mistakes(mine, names, billers)]
    ids = {found.service.id for found in mine}
    others = [f for other in _under(shipped, "services/") for f in FileReader(shipped).service(other)]
    between = _between([*(o for o in others if o.service.id not in ids), *mine])
    return tuple(sorted({*own, *(m for m in between if m.file == name)}))


@cache
def load_shipped() -> Catalogue:
    """The catalogue that comes with the program."""
    return load_catalogue(shipped_files())


@cache
def _shipped_files() -> tuple[tuple[str, str], ...]:
    return tuple(read_directory(Path(str(resource_files("kiosk.catalogue")))).items())


def shipped_files() -> dict[str, str]:
    """File name -> text of the catalogue that comes with the program."""
    return dict(_shipped_files())


@cache
def shipped_pictograms() -> frozenset[str]:
    """The names in pictograms.txt."""
    lines = resource_files("kiosk.catalogue").joinpath("pictograms.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def read_directory(root: Path) -> dict[str, str]:
    """The catalogue files of a directory by name relative to it; raises FileNotFoundError when there is no such one."""
    if not root.is_dir():
        raise FileNotFoundError(root)
    paths = [root / table for table in TABLES if (root / table).is_file()]
    for folder in ("services", "calendar"):
        paths += sorted((root / folder).glob("*.yaml"))
    return {path.relative_to(root).as_posix(): file_text(path) for path in paths}


def file_text(path: Path) -> str:
    """A file's text. What cannot be read as UTF-8 becomes a lone U+FFFD, which the reader names; raises nothing."""
    try:
        return path.read_text("utf-8") if path.is_file() else UNREADABLE
    except (OSError, UnicodeDecodeError):
        return UNREADABLE


def _under(texts: Mapping[str, str], folder: str) -> list[str]:
    return sorted(name for name in texts if name.startswith(folder))


def _service_mistakes(
    services: list[ReadFile], pictograms: frozenset[str], billers: frozenset[str]
) -> Iterator[Mistake]:
    for found in services:
        for place, problem, mend in check_service(found.service, pictograms, billers):
            yield mistake_at(found.name, found.marked, place, problem, mend)


def _between(services: list[ReadFile]) -> Iterator[Mistake]:
    """Ids and aliases that two services claim, named at the later one; queues nobody has."""
    queues = {ticket.id for found in services for ticket in found.service.tickets}
    ids: dict[str, str] = {}
    claimed: dict[str, ReadFile] = {}
    for found in services:
        service = found.service
        if service.id in ids:
            first = ids[service.id]
            yield mistake_at(found.name, found.marked, ("id",), f"{service.id} 已在 {first} 用过", "请换一个编号")
        ids.setdefault(service.id, found.name)
        if service.queue and service.queue not in queues:
            mend = f"请改成其中之一：{'、'.join(sorted(queues)) or '（还没有队）'}"
            yield mistake_at(found.name, found.marked, ("queue",), f"没有叫 {service.queue} 的队", mend)
        for n, alias in enumerate(service.aliases):
            key = "".join(alias.split())
            if key in claimed:
                owner = claimed[key].service
                problem = f"“{alias}”已是 {owner.id} {owner.plain_name} 的说法"
                yield mistake_at(found.name, found.marked, ("aliases", n), problem, "请只留给一个事项")
            claimed.setdefault(key, found)
