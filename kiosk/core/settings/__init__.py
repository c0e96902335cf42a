"""The terminal's settings: one TOML file plus environment variables, checked before anything starts.

An environment variable KIOSK_<TABLE>_<KEY> (KIOSK_HUB_URL, KIOSK_DEVICES_READER, KIOSK_MODE) wins over the file; one
that is no setting is a mistake, not ignored. Every mistake names the key, the value and the mend.
"""

from kiosk.core.settings.devices import Devices, Table, Uri
from kiosk.core.settings.loading import (
    OTHER_VARIABLES,
    SettingsError,
    environment_variables,
    journal_fields,
    load_settings,
    refuse_for_production,
)
from kiosk.core.settings.tables import Call, Display, Hall, Hub, Model, Queue, Settings, Staff, Voice

__all__ = [
    "OTHER_VARIABLES",
    "Call", "Devices", "Display", "Hall", "Hub", "Model", "Queue", "Settings", "SettingsError", "Staff", "Table", "Uri",
    "Voice", "environment_variables", "journal_fields", "load_settings", "refuse_for_production",
]  # fmt: skip
