"""The faults a simulated card reader can have, by name (hardware facts section 7, rows 1 to 14 and 19 to 22)."""

from collections.abc import Callable

from hardware.card_reader.codec import Request, answer_bytes

FAULTS: dict[str, str] = {
    "no_card": "读卡区看不到卡",
    "lifted_after_find": "找到卡后卡被拿走",
    "lifted_while_reading": "读到一半卡被拿走",
    "cut_while_reading": "读到一半卡被拿走，应答断在中间",
    "moved_once": "卡动了一下，再读就好",
    "checksum_once": "应答校验错一次",
    "checksum_always": "应答校验总是错",
    "text_flipped": "应答里的字坏了一位",
    "request_garbled_once": "请求在路上坏了一次",
    "silent": "读卡器不应答",
    "silent_on_select": "选卡时不应答",
    "silent_on_read": "读卡时不应答",
    "half_then_rest": "应答分成两半，后一半晚到",
    "half_never_rest": "应答只来一半",
    "noise_around": "应答前后有杂乱字节",
    "preamble_run": "应答前多出一串 AA",
    "stale_record_first": "先重发上一张卡的数据，再发这一张",
    "slow_9600": "线路只有 9600 的速度",
    "length_too_long": "长度字段写大了",
    "length_too_short": "长度字段写小了",
    "length_ffff": "长度字段是 FFFF",
    "unplugged_while_reading": "读到一半线被拔掉",
    "power_loss": "读卡器断过电：速率还原，先自检不过，复位后好",
    "self_test_failed": "读卡器自检不过",
    "not_authorised": "读卡器没有授权",
    "wrong_kind": "放的不是身份证",
    "card_refuses_reader": "卡不认读卡器",
    "forged": "读卡器不认这张卡",
    "mac_failed": "卡内信息核验不过",
    "busy": "串口被别的程序占用",
    "other_card_each_time": "每读一次换一张别种的卡",
    "odd_content": "卡里有怪内容：民族99、半个字、号码校验错",
    "late_find": "找卡的应答晚到一次",
    "late_record": "读卡的应答晚到一次",
}
"""Name -> what happens, in Chinese, for the dock and `kiosk sim`."""

STATUS_FAULTS: dict[str, tuple[frozenset[Request], int]] = {
    "no_card": (frozenset({Request.FIND}), 0x80),
    "wrong_kind": (frozenset({Request.SELECT}), 0x40),
    "card_refuses_reader": (frozenset({Request.READ}), 0x31),
    "forged": (frozenset({Request.READ}), 0x32),
    "mac_failed": (frozenset({Request.READ}), 0x33),
}
"""Faults that are nothing but another status code: at which requests, and which."""

HEALTH_FAULTS = {"self_test_failed": 0x60, "not_authorised": 0x66}

SILENT_AT: dict[str, frozenset[Request]] = {
    "silent": frozenset(Request),
    "silent_on_select": frozenset({Request.SELECT}),
    "silent_on_read": frozenset({Request.READ}),
}

NOISE = bytes.fromhex("00FF13AA9669AAAA55") + b"\x11\x7f"


def _flip(at: int) -> Callable[[bytes], bytes]:
    def bend(frame: bytes) -> bytes:
        place = min(at, len(frame) - 1) if at >= 0 else len(frame) + at
        return frame[:place] + bytes([frame[place] ^ 0x10]) + frame[place + 1 :]

    return bend


def _length(change: Callable[[int], int]) -> Callable[[bytes], bytes]:
    def bend(frame: bytes) -> bytes:
        said = int.from_bytes(frame[5:7], "big")
        return frame[:5] + change(said).to_bytes(2, "big") + frame[7:]

    return bend


BENT: dict[str, Callable[[bytes], bytes]] = {
    "checksum_once": _flip(-1),
    "checksum_always": _flip(-1),
    "text_flipped": _flip(40),
    "noise_around": lambda frame: NOISE + frame + NOISE,
    "preamble_run": lambda frame: b"\xaa" * 9 + frame,
    "length_too_long": _length(lambda said: said + 40),
    "length_too_short": _length(lambda said: max(4, said - 40)),
    "length_ffff": _length(lambda said: 0xFFFF),
    "half_never_rest": lambda frame: frame[: len(frame) // 2],
}
"""Faults that change the bytes of an answer on their way."""

HEALS = frozenset({"checksum_once"})
"""Bent answers that come right the next time."""

ONLY_WHEN_READING = frozenset(
    {"half_never_rest", "text_flipped", "checksum_once", "length_too_long", "length_too_short"}
)
"""Bent answers that only concern the card's record."""

BAD_REQUEST_ANSWER = answer_bytes(0x10)
