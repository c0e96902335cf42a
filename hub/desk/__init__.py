"""The desk: guides who join residents in their task: who is there, whose call goes to whom, the calls."""

from hub.desk.desk_link import DeskLink
from hub.desk.links import Link
from hub.desk.switchboard import Switchboard
from hub.desk.terminal_link import TerminalLink

__all__ = ["DeskLink", "Link", "Switchboard", "TerminalLink"]
