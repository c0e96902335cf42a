"""Pages of the people who work at the hub: rendered here, no build step, no script, nothing from outside."""

from hub.web.guard import HEADERS
from hub.web.routes import install_pages

__all__ = ["HEADERS", "install_pages"]
