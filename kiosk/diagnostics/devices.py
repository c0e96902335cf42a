"""One device: how it is now, what became of it lately, what it has done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.core.device_record import DeviceRecord, PastFault
from kiosk.core.faults import TEXTS, WORKS_ON, Fault
from kiosk.core.outcomes import DeviceState
from kiosk.diagnostics.findings import Area, Finding, Level
from kiosk.diagnostics.focus import FOCUS_MEND, Focus, Verdict
from kiosk.diagnostics.paper import SUPPLIES, left, left_words

STATES = {
    DeviceState.ONLINE: "正常",
    DeviceState.OFFLINE: "没有应答",
    DeviceState.POWER_OFF: "没有电",
    DeviceState.NO_DEVICE: "没有接上",
    DeviceState.HARDWARE_ERROR: "坏了",
    DeviceState.USER_ERROR: "要人动手",
    DeviceState.BUSY: "被别的程序占用",
    DeviceState.FRAUD_ATTEMPT: "有人做手脚",
    DeviceState.POTENTIAL_FRAUD: "可能有人做手脚",
    DeviceState.STARTING: "正在启动",
}
NAMES = {
    "card_reader": "读卡器",
    "receipt_printer": "小票打印机",
    "code_reader": "扫码口",
    "keypad": "小键盘",
    "document_printer": "A4 打印机",
    "cabinet": "机柜灯和门",
    "social_card": "社保卡读卡器",
    "presence": "人体感应",
    "power": "后备电源",
    "scanner": "高拍仪",
    "jack": "耳机孔",
}
"""Devices by their id, as technicians call them."""
COUNTS = {"done": "做成", "failed": "没做成", "rolls": "换过的纸卷", "fills": "加过的纸"}


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """A device that was asked how it is. state None: it gave no answer within the time."""

    id: str
    name: str
    uri: str
    simulated: bool
    state: DeviceState | None = None
    fault: Fault | None = None
    record: DeviceRecord = field(default_factory=DeviceRecord)
    told: Mapping[str, str] = field(default_factory=dict)
    """What it says of itself: a number, a version, the adapter it hangs on."""
    paper: int = 0
    """What it holds when it was just loaded: millimetres of a roll, sheets of a tray; 0 for what uses no paper."""
    focus: Focus | None = None
    """Of a camera; None where there is no picture to judge."""
    kind: str = ""
    """Its id elsewhere: session, journal, logbook."""
    asked_terminal: bool = False
    """The running terminal owns the device; this is what it last said to it."""


def device_finding(device: DeviceFacts) -> Finding:
    """What a technician should know of one device."""
    found, details = f"device.{device.id}", tuple(_details(device))
    if device.simulated:
        say, mend = "设置里是模拟设备，没有真设备可查。", f"接上真设备，改设置 devices.{device.id}。"
        return Finding(found, Area.DEVICE, device.name, Level.UNTRIED, say, mend, details)
    if device.fault is not None:
        level = Level.LOOK if device.fault in WORKS_ON else Level.BAD
        texts = TEXTS[device.fault]
        return Finding(found, Area.DEVICE, device.name, level, texts.staff, texts.technician, details)
    if device.state is DeviceState.ONLINE and device.focus is not None and device.focus.verdict is Verdict.BLURRED:
        say = f"有画面，但是{device.focus.verdict}。"
        return Finding(found, Area.DEVICE, device.name, Level.LOOK, say, FOCUS_MEND, details)
    if device.state is DeviceState.ONLINE:
        how = "终端正在用它" if device.asked_terminal else device.uri
        return Finding(found, Area.DEVICE, device.name, Level.OK, f"正常（{how}）。", "", details)
    state = STATES[device.state] if device.state is not None else "没有应答"
    say = f"{state}（{device.uri}）。"
    return Finding(found, Area.DEVICE, device.name, Level.BAD, say, "看电源、线和地址。", details)


def _details(device: DeviceFacts) -> Iterator[tuple[str, str]]:
    record = device.record
    yield from device.told.items()
    if record.last is not None and record.last.fault is device.fault and device.fault is not None:
        yield "从什么时候起", when(record.last.since)
    counts = [f"{said} {record.counts[name]}" for name, said in COUNTS.items() if record.counts.get(name)]
    if counts:
        yield "累计", "，".join(counts)
    supply = SUPPLIES.get(device.kind)
    if device.paper and supply is not None:
        rest = left(supply, device.paper, record.counts.get(supply.count, 0), device.fault)
        yield "纸大约还剩", left_words(supply, rest)
    if device.focus is not None:
        yield "清晰度", device.focus.words
    if record.test is not None:
        yield "上次测试", f"{when(record.test.at)}，{'看到了' if record.test.seen else '没看到'}"
    for number, past in enumerate(record.faults, 1):
        yield f"以前的故障 {number}", f"{when(past.at)}，{_past(past)}"


def _past(past: PastFault) -> str:
    return f"{TEXTS[past.known].staff}{TEXTS[past.known].technician}" if past.known else past.code


def when(at: datetime) -> str:
    """A time as people write it."""
    return f"{at.month} 月 {at.day} 日 {at:%H:%M}"
