"""A guide with the shipped catalogue, and pages for it to stand on."""

from datetime import date

import pytest

from kiosk.catalogue import load_shipped
from kiosk.dialogue import Context, Matters

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def matters() -> Matters:
    return Matters(tuple(load_shipped().services.values()))


@pytest.fixture
def context(matters: Matters) -> Context:
    return Context(matters, TODAY, "130302")
