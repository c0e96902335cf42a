"""The tables of the settings file, and the whole of them."""

import ssl
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from kiosk.core.loudness import FULL_SCALE
from kiosk.core.settings.devices import Devices, Table


class Hall(Table):
    """Which hall the terminal stands in."""

    name: str = "示例社区服务大厅"
    division: str = Field(default="130302", pattern=r"^\d{6}$")
    phone: str = "0335-0000000"
    """The hall's telephone, printed and spoken when no guide answers."""
    window: str = "1 号窗口"
    hours: str = "周一至周五 9:00–12:00、13:30–17:00"


class Hub(Table):
    """Where submissions go."""

    url: str = ""
    """"" starts the embedded hub (never in production)."""
    ca_file: Path | None = None
    """Certificates (PEM) of the authority that signed the hub's; none: those of the system."""

    @field_validator("url")
    @classmethod
    def _http(cls, url: str) -> str:
        if url and not url.startswith(("http://", "https://")):
            raise ValueError("要以 https:// 开头")
        return url.rstrip("/")

    @field_validator("ca_file")
    @classmethod
    def _holds_certificates(cls, path: Path | None) -> Path | None:
        if path is not None:
            if not path.is_file():
                raise ValueError("找不到这个文件")
            try:
                ssl.create_default_context(cafile=path)
            except OSError:  # ssl.SSLError is one
                raise ValueError("里面没有证书，要 PEM 格式") from None
        return path


class Display(Table):
    """The touch screen's size and place."""

    diagonal_inch: float = Field(default=32.0, ge=10, le=70)
    orientation: Literal["portrait", "landscape"] = "portrait"
    fullscreen: bool = True
    lower_edge_mm: int = Field(default=650, ge=200, le=1200)
    """Height of the screen's lower edge above the floor; decides what a wheelchair user can reach."""


class Voice(Table):
    """Speech out and in."""

    enabled: bool = True
    rate: Literal[50, 75, 100, 125, 150, 175, 200] = 100
    """Percent at which a visit begins."""
    pack: Path | None = None
    """Folder of prepared audio that is heard instead of the synthesiser (`kiosk voice render`)."""
    speaker: str = ""
    """ALSA's name of the loudspeaker, "" for the default output."""
    headphones: str = ""
    """ALSA's name of the jack, "" where plugging in silences the loudspeaker by itself."""
    speaker_full_db: float = Field(default=FULL_SCALE["speaker"], ge=50, le=110)
    """dB(A) of the loudest sound where the resident stands, measured once with a meter."""
    headphones_full_db: float = Field(default=FULL_SCALE["headphones"], ge=80, le=130)
    """dB SPL of the loudest sound in the hall's headphones."""
    microphone: str = "auto"
    """auto (the default input), none, mic:PART OF ITS NAME, or pipe:PATH (raw sound, the simulated hall)."""
    model: Path | None = None
    """Directory of a vosk model; else VOSK_MODEL_PATH, else the installed one, else the small one shipped."""

    barge_in: Literal["off", "wake_word"] = "off"
    """off: deaf while it speaks itself, a touch or key interrupts. wake_word: that word interrupts, too (docs/adr)."""
    wake_word: str = Field(default="小燕小燕", pattern=r"^[一-鿿]{4,8}$")
    """Four syllables or more, so that talk in the hall does not say it by chance; the model must know its words."""

    @field_validator("microphone")
    @classmethod
    def _source(cls, source: str) -> str:
        if source not in ("auto", "none") and not source.startswith(("mic:", "pipe:")):
            raise ValueError("要写 auto、none、mic:话筒名字的一部分，或 pipe:路径")
        return source


class Model(Table):
    """A city's own language model for open questions; off while url is "". It sees catalogue text and a question that
    names nobody."""

    url: str = ""
    """An OpenAI-compatible endpoint: https://…/v1, on the city's own network."""
    key: str = Field(default="", repr=False)
    name: str = ""

    @field_validator("url")
    @classmethod
    def _http(cls, url: str) -> str:
        if url:
            parts = urlsplit(url)
            own = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost") and "@" not in parts.netloc
            if not own and not (parts.scheme == "https" and parts.hostname):
                raise ValueError("要以 https:// 开头，后面有主机名")
        return url.rstrip("/")


class Call(Table):
    """Voice and picture of a call for a human; needs the optional part `call`. Without, she and the guide type."""

    microphone: str = "none"
    """none, auto (the default input), part of its name, or test (a tone)."""
    speaker: str = ""
    """Part of the output's name, "" for the default one."""
    camera: str = "none"
    """none, a V4L2 device such as /dev/video0, or test (a picture)."""

    @property
    def wanted(self) -> bool:
        """Any device at all."""
        return (self.microphone, self.camera) != ("none", "none")


class Queue(Table):
    """The offline store."""

    directory: Path = Path("var")
    max_megabytes: int = Field(default=2048, ge=32)


class Staff(Table):
    """People of the hall who may vouch at the terminal: number -> name and argon2 hash of the PIN."""

    members: dict[str, dict[str, str]] = Field(default_factory=dict)


class Settings(Table):
    """All settings; every key has a default so that an empty file runs the demonstration."""

    mode: Literal["demo", "production"] = "demo"
    terminal: str = Field(default="K07", pattern=r"^[A-Z]\d{2}$")
    hall: Hall = Hall()
    hub: Hub = Hub()
    devices: Devices = Devices()
    display: Display = Display()
    voice: Voice = Voice()
    call: Call = Call()
    queue: Queue = Queue()
    model: Model = Model()
    staff: Staff = Staff()
