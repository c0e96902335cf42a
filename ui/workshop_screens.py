"""The technician's pages as the gallery shows them, made by the real machine; what is found and seen is invented."""

from dataclasses import replace

from kiosk.core.faults import TEXTS, Fault
from kiosk.core.screen import Screen
from kiosk.diagnostics import Area, Finding, Glimpse, Level
from kiosk.workshop import (
    DEVICES,
    OTHERS,
    Bench,
    Choose,
    Event,
    Examine,
    Examined,
    Glimpsed,
    Performed,
    Start,
    Station,
    Touch,
    screen_of,
    step,
)

PAPER = TEXTS[Fault.PAPER_OUT]
PRINTER = (
    ("累计", "做成 812，没做成 3"), ("纸大约还剩", "0.0 米"), ("上次测试", "11 月 3 日 09:12，看到了"),
    ("以前的故障 1", f"11 月 24 日 08:40，{PAPER.staff}"), ("以前的故障 2", f"11 月 9 日 16:02，{PAPER.staff}"),
)  # fmt: skip
FINDINGS = (
    Finding("device.reader", Area.DEVICE, "读卡器", Level.OK, "正常。"),
    Finding("device.printer", Area.DEVICE, "小票打印机", Level.BAD, PAPER.staff, PAPER.technician),
    Finding("hub", Area.NETWORK, "中枢", Level.OK, "连得上。"),
    Finding("clock", Area.CLOCK, "时钟", Level.LOOK, "比中枢快 90 秒。", "打开自动对时，差五分钟中枢就不收。"),
    Finding("queue", Area.DATA, "待上传", Level.OK, "待上传 0 件。"),
    Finding("disk", Area.DISK, "磁盘", Level.OK, "还剩 20480 MiB。"),
)
KEYS = ("下一个", "上一个", "确认", "返回", "叫人", "再说一遍", "大声", "小声", "删除", *"0123456789")
SEEN: dict[str, Glimpse] = {
    "code_reader": Glimpse(
        "扫到 2 次。", (("小票的码，25 个字：13…-5", True), ("付款码（微信），18 个字，不显示。", True))
    ),
    "keypad": Glimpse("", tuple((name, n < 5) for n, name in enumerate(KEYS))),
    "presence": Glimpse("雷达看到 85 厘米处有东西。判断：有人。", (("走近看到了", True), ("走开看到了", False))),
    "power": Glimpse("在用电池，电量 96%，还能用 32 分钟。", (("用电池", True), ("来电", False))),
    "cabinet": Glimpse("正在亮：小票灯。", (("身份证灯", True), ("小票灯", True), ("扫码灯", False))),
    "jack": Glimpse("耳机插着。", (("插上看到了", True), ("拔下看到了", False))),
    "scanner": Glimpse("放好了，按“试完了”，就拍。", picture=True),
    "camera": Glimpse("清晰度 61，最好 64。", picture=True),
}
"""What tests that are watched see."""
TOLD = {
    "card_reader": "读到了。卡上的内容没有留下。",
    "receipt_printer": "打印机说打好了。",
    "code_reader": "扫了 2 次，2 次完整。",
    "keypad": "没有按到：大声、小声。小键盘上没有的键不用管。",
    "document_printer": "打印机说打好了。",
    "cabinet": "灯一盏一盏亮过了。柜门打开，也看到了。",
    "social_card": "读卡器是好的。发卡地区 130302 不让读持卡人（6982）。",
    "presence": "走近、走开，雷达都认出来了。",
    "power": "停电、来电，后备电源都说了。",
    "scanner": "拍好了，1654×2200，212 KB，判断：看得清。",
    "jack": "插上、拔下，都看到了。",
    "speaker": "机器说完了。",
    "microphone": "大厅 -52 分贝，说话 -31 分贝，高出 21 分贝，够了。刚才的话放了一遍。",
    "camera": "38 张画面，最好的清晰度 64，够清楚。",
    "recogniser": "录音里说“我要交电费”，写成“我要交电费”。",
}
"""What the machine says at the end of each test."""


def workshop_screens() -> tuple[Screen, ...]:
    """Every kind of page, in the order of its key."""
    stations = tuple(replace(s, say="好用。", level=Level.OK) for s in (*DEVICES, *OTHERS))
    broken = replace(stations[1], say=PAPER.staff, level=Level.BAD, mend=PAPER.technician, details=PRINTER)
    stations = (stations[0], broken, *stations[2:])
    screens = {}
    for walk in (*_pages(), *(walk for station in stations for walk in _trial(station))):
        bench = Bench(stations)
        for event in walk:
            bench, _ = step(bench, event)
        screen = screen_of(bench)
        screens[screen.key] = screen
    return tuple(screens[key] for key in sorted(screens))


def _pages() -> tuple[tuple[Event, ...], ...]:
    stations = (*DEVICES, *OTHERS)
    every_field = tuple(Touch(n) for n in range(9 * 16))
    return (
        (),
        (Choose("touch"), Start()),
        (Choose("touch"), Start(), *every_field),
        (Choose("display"), Start()),
        (Examine(),),
        (Examine(), Examined(FINDINGS, stations)),
    )


def _trial(station: Station) -> tuple[tuple[Event, ...], ...]:
    """Its page, while it goes on, and what is asked at its end."""
    at: tuple[Event, ...] = (Choose(station.id),)
    if station.id not in TOLD:
        return (at,)
    seen = tuple(Glimpsed(1, glimpse) for glimpse in (SEEN.get(station.id),) if glimpse is not None)
    doing: tuple[Event, ...] = (*at, Start(), *seen)
    return at, doing, (*doing, Performed(1, TOLD[station.id]))
