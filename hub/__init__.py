"""The other building: the server that takes in what terminals send, and where people work on it."""

from hub.api import create_app
from hub.embed import RunningHub, case_json, start_hub
from hub.errors import HubError, HubNotStarted, KeysUnreadable, SchemaDiffers, StoreBroken
from hub.house import Hub, HubConfig, open_hub
from hub.outcomes import Refused

__all__ = [
    "Hub",
    "HubConfig",
    "HubError",
    "HubNotStarted",
    "KeysUnreadable",
    "Refused",
    "RunningHub",
    "SchemaDiffers",
    "StoreBroken",
    "case_json",
    "create_app",
    "open_hub",
    "start_hub",
]
