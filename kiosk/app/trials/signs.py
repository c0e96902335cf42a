"""Devices that give or take signs: keys, a radar, the electricity, lights and doors, the jack."""

from hardware.cabinet import Light
from hardware.keypad import PadKey
from hardware.presence.codec import Report
from kiosk.app.trials.hands import Hands, unseen
from kiosk.core.faults import Fault
from kiosk.diagnostics import STATES, Glimpse

ABSENT = "设置里没有这个设备。"
KEY_NAMES = {
    PadKey.NEXT: "下一个",
    PadKey.PREVIOUS: "上一个",
    PadKey.SELECT: "确认",
    PadKey.BACK: "返回",
    PadKey.HELP: "叫人",
    PadKey.REPEAT: "再说一遍",
    PadKey.LOUDER: "大声",
    PadKey.QUIETER: "小声",
    PadKey.HEADPHONES_IN: "插耳机",
    PadKey.HEADPHONES_OUT: "拔耳机",
    PadKey.ERASE: "删除",
}
LIGHT_NAMES = {Light.CARD: "身份证灯", Light.SLIP: "小票灯", Light.CODE: "扫码灯", Light.SHEET: "大张纸灯"}
LIT_S = 1.5


def keys(hands: Hands) -> str:
    """Each key of the keypad ticks itself off; the page does not move meanwhile."""
    keypad = hands.terminal.around.keypad
    if keypad is None:
        return ABSENT
    pressed: set[PadKey] = set()
    hands.keys(pressed.add)
    try:
        last = hands.watch(
            lambda: Glimpse("", tuple((KEY_NAMES.get(k, k), k in pressed) for k in keypad.meanings))
        )  # fmt: skip
    finally:
        hands.keys(None)
    missing = unseen(last)
    return f"没有按到：{missing}。小键盘上没有的键不用管。" if missing else "每个键都按到了。"


def radar(hands: Hands) -> str:
    """The radar's own frames while somebody walks up to it and away."""
    presence = hands.terminal.around.presence
    if presence is None:
        return ABSENT
    begun = presence.near
    seen = {True: False, False: False}

    def look() -> Glimpse:
        near = presence.near
        if near is not None and (near != begun or any(seen.values())):
            seen[near] = True
        return Glimpse(_radar_words(presence.report, near), (("走近看到了", seen[True]), ("走开看到了", seen[False])))

    missing = unseen(hands.watch(look))
    return f"雷达没有认出：{missing}。" if missing else "走近、走开，雷达都认出来了。"


def _radar_words(report: Report | None, near: bool | None) -> str:
    verdict = {None: "还说不准", True: "有人", False: "没有人"}[near]
    if report is None:
        return f"还没有收到雷达的报告。判断：{verdict}。"
    if report.nearest_cm is None:
        return f"雷达什么也没看到。判断：{verdict}。"
    return f"雷达看到 {report.nearest_cm} 厘米处有东西。判断：{verdict}。"


def supply(hands: Hands) -> str:
    """The plug is pulled and put back; both must come over the wire."""
    ups = hands.terminal.around.power
    if ups is None:
        return ABSENT
    battery = back = False

    def look() -> Glimpse:
        nonlocal battery, back
        on_battery = ups.fault in (Fault.POWER_ON_BATTERY, Fault.POWER_LOW)
        battery |= on_battery
        back |= battery and not on_battery and ups.report is not None
        if ups.report is None:
            return Glimpse(f"还没有收到状态：{STATES[ups.state]}。", (("用电池", False), ("来电", False)))
        charge = "" if ups.report.charge is None else f"，电量 {ups.report.charge}%"
        left = "" if ups.report.runtime_s is None else f"，还能用 {ups.report.runtime_s // 60} 分钟"
        now = "在用电池" if on_battery else "市电正常"
        worn = "。电池该换了" if ups.report.replace_battery else ""
        return Glimpse(f"{now}{charge}{left}{worn}。", (("用电池", battery), ("来电", back)))

    missing = unseen(hands.watch(look))
    return f"没有看到：{missing}。" if missing else "停电、来电，后备电源都说了。"


def lights(hands: Hands) -> str:
    """Each guide light in turn, over and over; a door that is opened is told, too."""
    cabinet = hands.terminal.around.cabinet
    if cabinet is None:
        return ABSENT
    opened, number = False, 0
    every = tuple(LIGHT_NAMES)
    try:
        while True:
            light = every[number % len(every)]
            cabinet.show(light)
            opened |= cabinet.fault in (Fault.CABINET_OPEN, Fault.CABINET_TAMPERED)
            names = tuple((name, number >= n) for n, name in enumerate(LIGHT_NAMES.values()))
            hands.show(Glimpse(f"正在亮：{LIGHT_NAMES[light]}。", (*names, ("柜门打开看到了", opened))))
            if hands.over.wait(LIT_S):
                break
            number += 1
    finally:
        cabinet.show(Light(0))
    return "灯一盏一盏亮过了。" + ("柜门打开，也看到了。" if opened else "没有看到柜门打开。")


def jack(hands: Hands) -> str:
    """Headphones in and out, as the kernel tells of them."""
    watched = hands.terminal.jack
    if watched is None:
        return ABSENT
    begun = watched.plugged
    seen = {True: False, False: False}

    def look() -> Glimpse:
        plugged = watched.plugged
        if plugged != begun or any(seen.values()):
            seen[plugged] = True
        now = "耳机插着。" if plugged else "没有插耳机。"
        return Glimpse(now, (("插上看到了", seen[True]), ("拔下看到了", seen[False])))

    missing = unseen(hands.watch(look))
    return f"没有看到：{missing}。" if missing else "插上、拔下，都看到了。"
