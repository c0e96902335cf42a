"""A terminal's lasting facts from its catalogue and settings."""

from kiosk.catalogue import Catalogue
from kiosk.dialogue import Matters
from kiosk.session.events import CatalogueChanged
from kiosk.session.state import Terminal


def terminal_of(
    catalogue: Catalogue,
    *,
    hall: str,
    terminal_id: str,
    division: str,
    phone: str = "",
    simulated: bool = False,
    rate: int = 100,
    hears: bool = False,
    asks_model: bool = False,
    has_media: bool = False,
) -> Terminal:
    """What a session starts with. hears: an ear listens from the start; else the microphone's state will tell."""
    return Terminal(
        hall=hall,
        terminal_id=terminal_id,
        division=division,
        phone=phone,
        services=tuple(catalogue.services.values()),
        categories=catalogue.categories,
        matters=Matters(tuple(catalogue.services.values())),
        hears=hears,
        catalogue_version=catalogue.version,
        billers=tuple(catalogue.billers.values()),
        simulated=simulated,
        rate=rate,
        asks_model=asks_model,
        has_media=has_media,
    )


def catalogue_changed(catalogue: Catalogue) -> CatalogueChanged:
    """The event of a newer catalogue."""
    return CatalogueChanged(catalogue.version, tuple(catalogue.services.values()), catalogue.categories)
