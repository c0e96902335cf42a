"""The terminal's settings: one TOML file plus environment variables, checked before anything starts.

An environment variable KIOSK_<TABLE>_<KEY> (KIOSK_HUB_URL, KIOSK_DEVICES_READER, KIOSK_MODE) wins over the file; one
that is no setting is a mistake, not ignored. Every mistake names the key, the value and the mend.
"""

import difflib
import os
import re
import ssl
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from kiosk.core.journal import Value
from kiosk.core.loudness import FULL_SCALE

Uri = str


class Table(BaseModel):
    """Base of all tables: immutable, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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

    members: dict[str, dict[str, str]] = {}


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


class SettingsError(ValueError):
    """The settings cannot be used; `mistakes` are Chinese sentences, one a mistake."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def load_settings(path: Path | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the file (when given) and the environment. Raises SettingsError with every mistake at once."""
    raw: dict[str, Any] = {}
    if path is not None:
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            raise SettingsError([f"找不到设置文件 {path}。请检查路径，或不带 --config 启动。"]) from None
        except OSError:
            raise SettingsError([f"读不了设置文件 {path}。请检查它是不是文件、有没有权限。"]) from None
        except UnicodeDecodeError:
            raise SettingsError([f"{path} 不是 UTF-8 文本。请用 UTF-8 另存。"]) from None
        except tomllib.TOMLDecodeError as error:
            raise SettingsError([f"{path} 不是有效的 TOML：{_toml_place(error)}。请改正那一行。"]) from error
    mistakes = [said for name, value in environment.items() if (said := _apply(raw, name, value))]
    if mistakes:
        raise SettingsError(mistakes)
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        raise SettingsError([_mistake(item) for item in error.errors()]) from None


def _toml_place(error: tomllib.TOMLDecodeError) -> str:
    """Where the reader stopped; its own words are English."""
    found = re.search(r"line (\d+), column (\d+)", str(error))
    return f"第 {found[1]} 行第 {found[2]} 列看不懂" if found else "文件末尾还缺东西"


OTHER_VARIABLES = frozenset({"KIOSK_CONFIG", "KIOSK_SUPERVISED", "KIOSK_BEAT_FD", "KIOSK_SIM_DIR"})
"""Variables of this program that are no settings. KIOSK_TEST_... belongs to the tests."""


def _apply(raw: dict[str, Any], name: str, value: str) -> str:
    """Put one variable in its place; a sentence where it has none."""
    if not name.startswith("KIOSK_") or name in OTHER_VARIABLES or name.startswith("KIOSK_TEST_"):
        return ""
    key = name.removeprefix("KIOSK_").lower()
    if _is_table(key):
        return f"环境变量 {name} = {value!r} 不对：{key} 是一张表，请写到其中一项，如 {name}_{_first_field(key)}。"
    if key in Settings.model_fields:
        raw[key] = value
        return ""
    table, _, field = key.partition("_")
    if not (_is_table(table) and field in _table(table).model_fields):
        return f"环境变量 {name} 不是设置项。{_nearest(name)}"
    into = raw.setdefault(table, {})
    if isinstance(into, dict):  # what the file has instead of a table is named when the whole is checked
        into[field] = _number_if_only_numbers(_table(table).model_fields[field].annotation, value)
    return ""


def _number_if_only_numbers(annotation: Any, value: str) -> str | int:
    """The environment has text only, and a choice among numbers takes no text."""
    choices = get_args(annotation)
    return int(value) if choices and all(type(c) is int for c in choices) and value.isdecimal() else value


def _nearest(name: str) -> str:
    """The mend of a misspelt variable. Its value is not repeated: it may be anything."""
    near = difflib.get_close_matches(name, [*environment_variables(), *OTHER_VARIABLES], n=1)
    return f"是不是 {near[0]}？" if near else "请删去，或改正拼写。"


def environment_variables() -> Iterator[str]:
    """Every environment variable that is a setting."""
    for name in Settings.model_fields:
        fields = _table(name).model_fields if _is_table(name) else {"": None}
        yield from (f"KIOSK_{name}_{field}".rstrip("_").upper() for field in fields)


def _is_table(name: str) -> bool:
    field = Settings.model_fields.get(name)
    return field is not None and isinstance(field.annotation, type) and issubclass(field.annotation, Table)


def _table(name: str) -> type[Table]:
    annotation = Settings.model_fields[name].annotation
    assert isinstance(annotation, type)
    assert issubclass(annotation, Table)
    return annotation


def _first_field(name: str) -> str:
    return next(iter(_table(name).model_fields)).upper()


_MENDS = {
    "missing": "缺这一项，请补上",
    "literal_error": "只能是 {expected}",
    "string_pattern_mismatch": "格式要像 {like}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "int_parsing": "要写整数",
    "int_type": "要写整数",
    "int_from_float": "要写整数",
    "dict_type": "要写成一张表",
    "tuple_type": '要写成一串带引号的词，如 ["systemctl", "poweroff"]',
    "float_parsing": "要写数字",
    "float_type": "要写数字",
    "bool_parsing": "要写 true 或 false",
    "bool_type": "要写 true 或 false",
    "string_type": "要写成带引号的文字",
    "model_type": "要写成一张表",
    "path_type": "要写成带引号的路径",
}


_LIKE = {"hall.division": "130302（六位数字）", "terminal": "K07（一个大写字母加两位数字）"}


def _mistake(item: Any) -> str:
    key = ".".join(str(part) for part in item["loc"])
    context = item.get("ctx", {})
    expected = str(context.get("expected", "")).replace(" or ", "、").replace(", ", "、")
    said = {**context, "expected": expected, "like": _LIKE.get(key, context.get("pattern", ""))}
    known = _no_such_key(item["loc"]) if item["type"] == "extra_forbidden" else _MENDS.get(item["type"])
    mend = known.format_map(said) if known else str(context.get("error", item["msg"]))
    # Names and PIN hashes of the staff, and keys, stay off the screen and out of service logs.
    secret = item["loc"][0] == "staff" or key == "model.key"
    value = "（不显示）" if secret else repr(item["input"])
    return f"设置 {key} = {value} 不对：{mend}。"


_CALLED = {
    "card_reader": "reader",
    "id_reader": "reader",
    "receipt_printer": "printer",
    "ups": "power",
    "radar": "presence",
}
"""What devices are called elsewhere -> their key in [devices]; nearest by letters would be another device's."""


def _no_such_key(where: tuple[str | int, ...]) -> str:
    """The nearest right key beside the wrong one."""
    beside = list(Settings.model_fields)
    if len(where) == 2 and _is_table(str(where[0])):
        beside = list(_table(str(where[0])).model_fields)
    near = difflib.get_close_matches(str(where[-1]), beside, n=1) if len(where) <= 2 else []
    if (meant := _CALLED.get(str(where[-1]))) in beside:
        near = [str(meant)]
    return f"没有这个设置项，是不是 {near[0]}" if near else "没有这个设置项，请删去或改正拼写"


def refuse_for_production(settings: Settings) -> list[str]:
    """Why these settings may not serve real residents; [] when they may."""
    why = []
    for name in ("reader", "printer", "presence", "power", "cabinet", "document_printer", "scanner", "social_card"):
        if getattr(settings.devices, name).startswith("sim://"):
            why.append(f"设置 devices.{name} = {getattr(settings.devices, name)!r} 是模拟设备，正式运行不允许。")
    if settings.voice.microphone.startswith("pipe:"):
        why.append(f"设置 voice.microphone = {settings.voice.microphone!r} 是模拟话筒，正式运行不允许。")
    for name in ("microphone", "camera"):
        if getattr(settings.call, name) == "test":
            why.append(f"设置 call.{name} = 'test' 是测试用的，正式运行不允许。")
    if not settings.hub.url:
        why.append("设置 hub.url 是空的，正式运行要写市里中枢的 https:// 地址。")
    elif not settings.hub.url.startswith("https://"):
        why.append(f"设置 hub.url = {settings.hub.url!r} 没有加密，正式运行要用 https://。")
    return why


def journal_fields(settings: Settings, version: str) -> dict[str, Value]:
    """What the journal may say of a start."""
    simulated = any(u.startswith("sim://") for u in (settings.devices.reader, settings.devices.printer))
    return {"version": version, "terminal": settings.terminal, "simulated": simulated}
