"""How a device is, in the words of CEN/XFS4IoT (CWA 17852), the same for every kind of device."""

from enum import StrEnum


class DeviceState(StrEnum):
    """Common.Status.device of XFS4IoT."""

    ONLINE = "online"
    OFFLINE = "offline"
    """Silent three times running; the cable may be in, the device does not answer."""
    POWER_OFF = "powerOff"
    NO_DEVICE = "noDevice"
    """The port is not there, or has gone."""
    HARDWARE_ERROR = "hardwareError"
    USER_ERROR = "userError"
    """A person must do something: add paper, close the cover, put the card down again."""
    BUSY = "deviceBusy"
    FRAUD_ATTEMPT = "fraudAttempt"
    POTENTIAL_FRAUD = "potentialFraud"
    STARTING = "starting"


class PaperState(StrEnum):
    """Printer paper of XFS4IoT."""

    FULL = "full"
    LOW = "low"
    OUT = "out"
    JAMMED = "jammed"
    UNKNOWN = "unknown"
