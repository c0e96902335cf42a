"""A catalogue with sayings that people at the hub have taught it: the same files, a line more under `aliases:`."""

from collections.abc import Mapping

import yaml

from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.loader import load_catalogue

_HEAD = "aliases:\n"


def with_saying(catalogue: Catalogue, service_id: str, saying: str) -> Catalogue:
    """A new version in which `saying` means that matter.

    Raises CatalogueMistakes (a ValueError naming every mistake in Chinese) when it already means another matter or is
    no plain saying, and KeyError for a matter that is not there.
    """
    name = file_of(catalogue.files, service_id)
    head, found, tail = catalogue.files[name].partition(f"\n{_HEAD}")
    if not found:
        raise KeyError(service_id)
    # Quoted by the library: a saying with a colon or only digits must stay text.
    line = yaml.safe_dump([saying], allow_unicode=True, default_style='"').strip()
    return load_catalogue({**catalogue.files, name: f"{head}\n{_HEAD}  {line}\n{tail}"})


def file_of(files: Mapping[str, str], service_id: str) -> str:
    """The name of a service's file. Raises KeyError."""
    name = f"services/{service_id}.yaml"
    if name not in files:
        raise KeyError(service_id)
    return name
