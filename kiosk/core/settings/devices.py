"""Where the devices are: one URI each."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

Uri = str


class Table(BaseModel):
    """Base of all tables: immutable, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Devices(Table):
    """One URI a device: serial:///dev/ttyUSB0?baud=115200, tcp://10.0.0.5:4001, or sim:// for a simulator."""

    reader: Uri = "sim://"
    printer: Uri = "sim://"
    paper_roll_m: int = Field(default=80, ge=5, le=300)
    """Metres of paper on a fresh roll, for the estimate of what is left."""
    paper_tray_sheets: int = Field(default=250, ge=10, le=5000)
    """Sheets in a full tray of the A4 printer, for the same."""
    jack: str = Field(default="", pattern=r"^(/.+)?$")
    """The headphone jack's input device, /dev/input/by-path/…-event; "" where nothing tells of it (in a demonstration:
    a simulated one)."""
    code_reader: Uri = ""
    """QR and bar codes: serial://…?baud=9600&trigger=syn, tcp://…, or input:///dev/input/by-id/…-event-kbd for one that
    types; "" for none (in a demonstration: a simulated one). The same holds for the rest of this table."""

    keypad: Uri = ""
    """Tactile keypad: input:///dev/input/by-id/…-event-kbd. One that is not named here still works as a keyboard."""
    keypad_map: Path | None = None
    """Which key means what (hardware/keypad/default.toml is the shipped one)."""

    cabinet: Uri = ""
    """Guide lights and door contacts: gpio:///dev/gpiochip0?card=17&slip=27&door=5, a board on serial://…, or sim://."""
    social_card: Uri = ""
    """Social-security card reader of PC/SC: pcsc:/// or pcsc:///Part%20of%20its%20name; on a bench tcp://…, sim://."""
    power: Uri = ""
    """UPS: nut://127.0.0.1:3493/ups, serial:///dev/kiosk/ups (Megatec, 2400 baud), or sim://."""
    power_off: tuple[str, ...] = ()
    """Command that switches the machine off when the battery ends, as words: ["systemctl", "poweroff"]; ()
    leaves that to the system (NUT's upsmon)."""
    presence: Uri = ""
    """Radar that tells whether somebody stands here: serial:///dev/kiosk/radar?near=120 (cm), tcp://…, or sim://."""

    @field_validator("cabinet")
    @classmethod
    def _lines_or_none(cls, uri: str) -> str:
        if uri and not uri.startswith(("gpio:///", "serial://", "tcp://", "sim://")):
            raise ValueError("要以 gpio:///、serial:// 或 sim:// 开头，没有就空着")
        return uri

    @field_validator("social_card")
    @classmethod
    def _pcsc_or_none(cls, uri: str) -> str:
        if uri and not uri.startswith(("pcsc:///", "tcp://", "sim://")):
            raise ValueError("要写 pcsc:/// 或 pcsc:///读卡器名字的一部分，没有就空着")
        return uri

    @field_validator("power")
    @classmethod
    def _ups_or_none(cls, uri: str) -> str:
        if uri and not uri.startswith(("nut://", "serial://", "tcp://", "sim://")):
            raise ValueError("要以 nut://、serial:// 或 sim:// 开头，没有就空着")
        return uri

    @field_validator("presence")
    @classmethod
    def _known_sim_or_none(cls, uri: str) -> str:
        if uri and not uri.startswith(("serial://", "tcp://", "sim://")):
            raise ValueError("要以 serial://、tcp:// 或 sim:// 开头，没有就空着")
        return uri

    @field_validator("keypad")
    @classmethod
    def _input_or_none(cls, uri: str) -> str:
        if uri and not uri.startswith("input:///"):
            raise ValueError("要以 input:/// 开头，没有就空着")
        return uri

    @field_validator("keypad_map")
    @classmethod
    def _there(cls, path: Path | None) -> Path | None:
        if path is not None and not path.is_file():
            raise ValueError("找不到这个文件")
        return path

    document_printer: Uri = ""
    """The A4 printer: ipp://192.168.1.30/ipp/print, ipps://…, or a CUPS queue, ipp://localhost/printers/A4; or sim://."""

    scanner: Uri = ""
    """The document camera: v4l2:///dev/video0?size=3264x2448, http://10.0.0.9/snapshot.jpg, or sim://."""

    @field_validator("scanner")
    @classmethod
    def _camera_or_none(cls, uri: str) -> str:
        if uri and not uri.startswith(("v4l2:///", "http://", "sim://")):
            raise ValueError("要以 v4l2:///、http:// 或 sim:// 开头，没有就空着")
        return uri

    @field_validator("document_printer")
    @classmethod
    def _ipp_or_none(cls, uri: str) -> str:
        if uri and not uri.startswith(("ipp://", "ipps://", "sim://")):
            raise ValueError("要以 ipp://、ipps:// 或 sim:// 开头，没有就空着")
        return uri

    @field_validator("code_reader")
    @classmethod
    def _known_or_none(cls, uri: str) -> str:
        if uri and not uri.startswith(("serial://", "tcp://", "input:///")):
            raise ValueError("要以 serial://、tcp:// 或 input:/// 开头，没有就空着")
        return uri

    @field_validator("reader", "printer")
    @classmethod
    def _known(cls, uri: str) -> str:
        if not uri.startswith(("serial://", "tcp://", "sim://", "usb://")):
            raise ValueError("要以 serial://、tcp:// 或 sim:// 开头，读卡器也可以是 usb://")
        return uri
