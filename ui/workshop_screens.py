"""The technician's pages as the gallery shows them, made by the real machine; the findings are invented."""

from kiosk.core.faults import TEXTS, Fault
from kiosk.core.screen import Screen
from kiosk.diagnostics import Area, Finding, Level, Trial
from kiosk.workshop import (
    OTHERS,
    Bench,
    Choose,
    Event,
    Examine,
    Examined,
    Performed,
    Start,
    Station,
    Touch,
    screen_of,
    step,
)

PAPER = TEXTS[Fault.PAPER_OUT]
PRINTER = Station(
    "receipt_printer", "小票打印机", Trial("打一张测试小票。", "print_slip", "小票清楚，也切断了，您看到了吗？"),
    PAPER.staff, Level.BAD, PAPER.technician,
    (("累计", "做成 812，没做成 3"), ("纸大约还剩", "0.0 米"), ("上次测试", "11 月 3 日 09:12，看到了"),
     ("以前的故障 1", f"11 月 24 日 08:40，{PAPER.staff}"), ("以前的故障 2", f"11 月 9 日 16:02，{PAPER.staff}")),
)  # fmt: skip
READER = Station("card_reader", "读卡器", Trial("放测试卡。", "read_card", "您看到了吗？"), "好用。", Level.OK)
FINDINGS = (
    Finding("device.reader", Area.DEVICE, "读卡器", Level.OK, "正常。"),
    Finding("device.printer", Area.DEVICE, "小票打印机", Level.BAD, PAPER.staff, PAPER.technician),
    Finding("hub", Area.NETWORK, "中枢", Level.OK, "连得上。"),
    Finding("clock", Area.CLOCK, "时钟", Level.LOOK, "比中枢快 90 秒。", "打开自动对时，差五分钟中枢就不收。"),
    Finding("queue", Area.DATA, "待上传", Level.OK, "待上传 0 件。"),
    Finding("disk", Area.DISK, "磁盘", Level.OK, "还剩 20480 MiB。"),
)


def workshop_screens() -> tuple[Screen, ...]:
    """Every kind of page, in the order of its key."""
    stations = (READER, PRINTER, *OTHERS)
    walks: tuple[tuple[Event, ...], ...] = (
        (),
        (Choose("receipt_printer"),),
        (Choose("receipt_printer"), Start()),
        (Choose("receipt_printer"), Start(), Performed(1, "打印机说打好了。")),
        (Choose("touch"), Start()),
        (Choose("touch"), Start(), *(Touch(n) for n in range(9 * 16))),
        (Choose("display"), Start()),
        (Choose("microphone"), Start(), Performed(1, "大厅 -52 分贝，说话 -31 分贝，高出 21 分贝，够了。")),
        (Examine(),),
        (Examine(), Examined(FINDINGS, stations)),
    )
    screens: dict[str, Screen] = {}
    for walk in walks:
        bench = Bench(stations)
        for event in walk:
            bench, _ = step(bench, event)
        screen = screen_of(bench)
        screens[screen.key] = screen
    return tuple(screens[key] for key in sorted(screens))
