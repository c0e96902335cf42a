"""From facts to findings. Every limit stands here; every sentence says what is so and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.diagnostics.calls import CallFacts, call_findings
from kiosk.diagnostics.devices import DeviceFacts, device_finding
from kiosk.diagnostics.findings import Area, Finding, Level

MIB = 1024 * 1024
LEAST_FREE = 512 * MIB
OLD_S = 24 * 3600.0
"""So long a submission may wait before somebody should look at the line, or carry a stick."""
SKEW_LOOK_S = 60.0
SKEW_BAD_S = 240.0
"""The hub refuses signatures from five minutes on."""
QUIET_DB = -75.0
"""Quieter than any hall; -120 is digital silence."""


@dataclass(frozen=True, slots=True)
class QueueFacts:
    """The outbox; broken: why it could not be read."""

    queued: int = 0
    refused: int = 0
    oldest_s: float | None = None
    broken: str = ""
    newer: bool = False
    """A later version of the program wrote it."""
    aside: int = 0
    """Damaged queue files that were put aside and wait for somebody."""


@dataclass(frozen=True, slots=True)
class DiskFacts:
    """Bytes free where the queue lies."""

    free: int


@dataclass(frozen=True, slots=True)
class HubFacts:
    """One question to the hub. url "": the embedded one of a demonstration."""

    url: str
    answered: bool = False
    unheard: str = ""
    """A technician's words, when nothing usable came back."""
    trust: bool = False
    """It is the certificate, not the line."""
    refused: str = ""
    """The hub's problem code, when it said no."""


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """Seconds the terminal is ahead of the hub; None when the hub was not heard."""

    ahead_s: float | None


@dataclass(frozen=True, slots=True)
class IdentityFacts:
    """The terminal's key. why: missing, unsafe, damaged; "" when it is there."""

    terminal: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueFacts:
    """What can be done here."""

    version: str
    services: int
    mistakes: int


@dataclass(frozen=True, slots=True)
class FontFacts:
    """Whether the face for simplified Chinese is there."""

    family: str
    found: bool


@dataclass(frozen=True, slots=True)
class HearingFacts:
    """Model and microphone. model "": none, and `why_not` says why."""

    model: str
    why_not: str = ""
    sha256: str = ""
    shipped: bool = False
    lost: int = 0
    """Phrases that can be pressed but not said."""
    microphone: bool = False
    loudness_db: float = -120.0
    silent: bool = True


@dataclass(frozen=True, slots=True)
class TerminalFacts:
    """Everything an examination looks at; what was not looked at is None."""

    devices: tuple[DeviceFacts, ...]
    queue: QueueFacts
    disk: DiskFacts
    hub: HubFacts
    clock: ClockFacts
    identity: IdentityFacts
    catalogue: CatalogueFacts
    font: FontFacts
    hearing: HearingFacts
    voice_out: bool
    call: CallFacts
    display: str = ""
    """Why there is no screen; "" when there is one."""


def examine(facts: TerminalFacts) -> tuple[Finding, ...]:
    """Every finding, in the order a technician works: devices, line, key, clock, data, disk, voice, screen."""
    return (
        *(device_finding(d) for d in facts.devices),
        _hub(facts.hub),
        _identity(facts.identity, facts.hub),
        _clock(facts.clock),
        *_queue(facts.queue),
        _catalogue(facts.catalogue),
        _disk(facts.disk),
        *_hearing(facts.hearing),
        _speech(facts.voice_out),
        *call_findings(facts.call),
        _font(facts.font),
        _display(facts.display),
    )


def _hub(hub: HubFacts) -> Finding:
    if not hub.url:
        return Finding(
            "hub", Area.NETWORK, "中枢", Level.UNTRIED, "设置里没有中枢地址，用的是内置的。", "正式运行要写 hub.url。"
        )
    if hub.answered:
        return Finding("hub", Area.NETWORK, "中枢", Level.OK, f"连得上（{hub.url}）。")
    if hub.unheard:
        area, name = (Area.KEY, "中枢的证书") if hub.trust else (Area.NETWORK, "中枢")
        return Finding("hub", area, name, Level.BAD, f"{hub.url}：{hub.unheard}。", "断网时照样收件，接通后自己传。")
    if hub.refused == "clock_differs":
        return Finding("hub", Area.CLOCK, "中枢", Level.BAD, "中枢说两边的时钟差太多。", "校准本机时间，打开自动对时。")
    if hub.refused in ("unknown_terminal", "bad_signature", "missing", "malformed", "replayed"):
        return Finding(
            "hub", Area.KEY, "中枢", Level.BAD, "中枢不认这台终端的密钥。", "在中枢看终端是不是停用了，或重新登记。"
        )
    if hub.refused in ("bad_message", "bad_request", "bad_type"):
        say = f"两边的程序对不上（{hub.refused}）。"
        return Finding("hub", Area.SCHEMA, "中枢", Level.BAD, say, "终端和中枢换成同一版的程序。")
    if hub.refused:
        return Finding("hub", Area.DATA, "中枢", Level.BAD, f"中枢没有收（{hub.refused}）。", "把这个代码报给中枢。")
    return Finding("hub", Area.NETWORK, "中枢", Level.UNTRIED, "还没有登记，没有问中枢。", "先登记这台终端。")


def _identity(identity: IdentityFacts, hub: HubFacts) -> Finding:
    mends = {
        "missing": ("还没有在中枢登记。", "运行 kiosk enrol --code 登记码。"),
        "unsafe": ("身份文件别人也能读。", "运行 chmod 600，再看是谁动过。"),
        "damaged": ("身份文件坏了。", "在中枢重新登记这台终端。"),
    }
    if not identity.why:
        return Finding("identity", Area.KEY, "终端的密钥", Level.OK, f"已登记，终端 {identity.terminal}。")
    say, mend = mends.get(identity.why, (f"身份文件用不了（{identity.why}）。", "在中枢重新登记这台终端。"))
    level = Level.UNTRIED if identity.why == "missing" and not hub.url else Level.BAD
    return Finding("identity", Area.KEY, "终端的密钥", level, say, mend)


def _clock(clock: ClockFacts) -> Finding:
    if clock.ahead_s is None:
        return Finding("clock", Area.CLOCK, "时钟", Level.UNTRIED, "没有听到中枢的时间，没法比。", "连上中枢再查。")
    off = abs(clock.ahead_s)
    level = Level.BAD if off >= SKEW_BAD_S else Level.LOOK if off >= SKEW_LOOK_S else Level.OK
    way = "快" if clock.ahead_s > 0 else "慢"
    say = "和中枢一致。" if level is Level.OK else f"比中枢{way} {off:.0f} 秒。"
    return Finding(
        "clock", Area.CLOCK, "时钟", level, say, "" if level is Level.OK else "打开自动对时，差五分钟中枢就不收。"
    )


def _queue(queue: QueueFacts) -> Iterator[Finding]:
    if queue.newer:
        say, mend = "队列是更新的程序写的，这个版本不敢动它。", "不要删文件，换回新版本：kiosk update apply。"
        yield Finding("queue", Area.SCHEMA, "待上传", Level.BAD, say, mend)
        return
    if queue.broken:
        yield Finding("queue", Area.DATA, "待上传", Level.BAD, queue.broken, "不要删文件，联系维护的人。")
        return
    old = queue.oldest_s is not None and queue.oldest_s > OLD_S
    waits = f"待上传 {queue.queued} 件" + (f"，最早的等了 {queue.oldest_s / 3600:.0f} 小时" if queue.oldest_s else "")
    mend = "看网络，或用 kiosk queue export 导到 U 盘。" if old else ""
    yield Finding("queue", Area.DATA, "待上传", Level.LOOK if old else Level.OK, f"{waits}。", mend)
    if queue.aside:
        say = f"有 {queue.aside} 个坏了的队列文件放在 set-aside 里。"
        yield Finding(
            "queue.aside", Area.DATA, "放一边的", Level.BAD, say, "里面可能有没交的办件：不要删，交给维护的人。"
        )
    if queue.refused:
        say = f"{queue.refused} 件被中枢退回。"
        yield Finding("queue.refused", Area.DATA, "被退回", Level.BAD, say, "用 kiosk queue list 看原因，告诉窗口。")


def _catalogue(catalogue: CatalogueFacts) -> Finding:
    if catalogue.mistakes:
        say = f"事项目录有 {catalogue.mistakes} 处错。"
        return Finding("catalogue", Area.DATA, "事项目录", Level.BAD, say, "用 kiosk catalogue check 看是哪里。")
    say = f"{catalogue.services} 件事项，版本 {catalogue.version}。"
    return Finding("catalogue", Area.DATA, "事项目录", Level.OK, say)


def _disk(disk: DiskFacts) -> Finding:
    left = f"还剩 {disk.free // MIB} MiB。"
    if disk.free < LEAST_FREE:
        return Finding("disk", Area.DISK, "磁盘", Level.BAD, left, "腾出空间；满了就收不了件。")
    return Finding("disk", Area.DISK, "磁盘", Level.OK, left)


def _hearing(hearing: HearingFacts) -> Iterator[Finding]:
    if not hearing.model:
        mend = "运行 kiosk voice install。没有也能按、能用小键盘。"
        yield Finding("voice.model", Area.VOICE, "识别模型", Level.LOOK, _none(hearing.why_not), mend)
    elif hearing.shipped:
        say = f"用的是随程序带的测试模型（{hearing.sha256[:12]}），只够演示。"
        yield Finding("voice.model", Area.VOICE, "识别模型", Level.LOOK, say, "给居民用，请 kiosk voice install。")
    else:
        lost = f"，{hearing.lost} 个说法听不出" if hearing.lost else ""
        level = Level.LOOK if hearing.lost else Level.OK
        mend = "用 kiosk voice vocabulary 看是哪些。" if hearing.lost else ""
        yield Finding(
            "voice.model", Area.VOICE, "识别模型", level, f"{hearing.model}（{hearing.sha256[:12]}）{lost}。", mend
        )
    if not hearing.microphone:
        yield Finding(
            "voice.microphone", Area.VOICE, "话筒", Level.LOOK, "没有找到话筒。", "看接口和设置 voice.microphone。"
        )
    elif hearing.silent or hearing.loudness_db < QUIET_DB:
        say = f"有话筒，但什么也听不见（{hearing.loudness_db:.0f} dB）。"
        yield Finding(
            "voice.microphone", Area.VOICE, "话筒", Level.BAD, say, "看是不是静音、选错了，对着它说句话再查。"
        )
    else:
        yield Finding("voice.microphone", Area.VOICE, "话筒", Level.OK, f"听得见（{hearing.loudness_db:.0f} dB）。")


def _none(why: str) -> str:
    """Why there is no model, said once: the reason may begin with 没有 itself."""
    return why if why.startswith("没有") else f"没有模型：{why}" if why else "没有模型。"


def _speech(voice_out: bool) -> Finding:
    if voice_out:
        return Finding("voice.speaker", Area.VOICE, "说话", Level.OK, "会说，也有放音的设备。")
    return Finding(
        "voice.speaker", Area.VOICE, "说话", Level.BAD, "没有声音。", "看音箱、espeak-ng 和设置 voice.speaker。"
    )


def _font(font: FontFacts) -> Finding:
    if font.found:
        return Finding("screen.font", Area.SCREEN, "字体", Level.OK, f"有 {font.family}。")
    return Finding(
        "screen.font", Area.SCREEN, "字体", Level.BAD, f"没有 {font.family}，字会不对。", "安装 fonts-noto-cjk。"
    )


def _display(why: str) -> Finding:
    if why:
        return Finding("screen.display", Area.SCREEN, "显示器", Level.UNTRIED, why)
    return Finding("screen.display", Area.SCREEN, "显示器", Level.OK, "有显示器。")
