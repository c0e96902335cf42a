"""Every place of a visit as a Screen: `screen_for(state)`."""

from kiosk.session.pages.render import screen_for

__all__ = ["screen_for"]
