"""What to take along to a terminal, from what its heartbeat says is wrong. Pure."""

from collections.abc import Iterable
from typing import Final

from kiosk.core.faults import Fault

BRING: Final[dict[str, str]] = {
    Fault.READER_ABSENT: "读卡器的线，备用读卡器",
    Fault.READER_SILENT: "备用读卡器",
    Fault.READER_BROKEN: "备用读卡器",
    Fault.PRINTER_ABSENT: "打印机的线和电源",
    Fault.PRINTER_SILENT: "打印机的线和电源",
    Fault.PAPER_OUT: "小票纸两卷",
    Fault.PAPER_LOW: "小票纸两卷",
    Fault.CUTTER_JAM: "镊子，螺丝刀",
    Fault.PRINTER_BROKEN: "备用打印机",
    Fault.A4_ABSENT: "大张纸打印机的线和电源",
    Fault.A4_SILENT: "大张纸打印机的线和电源",
    Fault.A4_PAPER_OUT: "A4 纸两包",
    Fault.A4_PAPER_LOW: "A4 纸两包",
    Fault.A4_INK_OUT: "墨盒或墨粉（型号见终端页）",
    Fault.A4_INK_LOW: "墨盒或墨粉（型号见终端页）",
    Fault.A4_BROKEN: "备用的大张纸打印机",
    Fault.SCANNER_ABSENT: "高拍仪的线，备用高拍仪",
    Fault.SCANNER_SILENT: "备用高拍仪",
    Fault.SCANNER_BROKEN: "备用高拍仪",
    Fault.CODE_READER_ABSENT: "扫码口的线，备用扫码口",
    Fault.KEYPAD_ABSENT: "小键盘的线，备用小键盘",
    Fault.JACK_ABSENT: "备用耳机孔",
    Fault.PRESENCE_ABSENT: "人体感应的线和备件",
    Fault.PRESENCE_SILENT: "人体感应的备件",
    Fault.UPS_ABSENT: "后备电源的线",
    Fault.UPS_SILENT: "后备电源的线",
    Fault.UPS_BATTERY_WORN: "后备电源的电池",
    Fault.SOCIAL_READER_ABSENT: "社保卡读卡器的线，备用读卡器",
    Fault.CABINET_ABSENT: "机柜控制板的线和备件",
    Fault.SPEAKER_ABSENT: "音箱和音频线",
    Fault.MICROPHONE_ABSENT: "话筒和线",
    Fault.MICROPHONE_SILENT: "备用话筒",
    Fault.VOICE_PACK_DAMAGED: "装语音包的 U 盘",
    Fault.RECOGNISER_ABSENT: "装听写模型的 U 盘",
    Fault.STORE_FULL: "U 盘（导出办件）",
    Fault.STORE_SET_ASIDE: "U 盘（拷走旧队列）",
    Fault.STORE_BROKEN: "备用硬盘，U 盘",
}
"""Faults for which something must be brought; the others want hands or settings only."""


def things_to_bring(states: Iterable[str]) -> list[str]:
    """states: as heartbeats have them, "state/fault". Each thing once, in the order of the states."""
    wanted = (BRING.get(state.partition("/")[2], "") for state in states)
    return list(dict.fromkeys(thing for thing in wanted if thing))
