"""The hub over HTTP: what terminals ask, and the pages of the people who work here."""

from hub.api.app import create_app

__all__ = ["create_app"]
