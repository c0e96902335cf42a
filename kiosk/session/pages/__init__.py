"""Every place of a visit as a Screen: `screen_for(state)`."""

from kiosk.session.pages.screen_for import screen_for

__all__ = ["screen_for"]
