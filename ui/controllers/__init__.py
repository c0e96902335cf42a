"""What stands between a session and the pages."""

from ui.controllers.keypad import Keypad
from ui.controllers.session_controller import Session, SessionController

__all__ = ["Keypad", "Session", "SessionController"]
