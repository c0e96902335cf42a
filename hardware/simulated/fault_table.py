"""The 22 kinds of fault a simulator must have, and by which orders each is provoked here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FaultKind:
    """One row. orders: as `kiosk sim` and scripts give them."""

    number: int
    name: str
    orders: tuple[tuple[str, ...], ...]


def _reader(*names: str) -> tuple[tuple[str, ...], ...]:
    return tuple(("reader", "fault", name) for name in names)


def _printer(*names: str) -> tuple[tuple[str, ...], ...]:
    return tuple(("printer", "fault", name) for name in names)


FAULT_KINDS: tuple[FaultKind, ...] = (
    FaultKind(1, "没有东西在", (*_reader("no_card"), *_printer("paper_out"))),
    FaultKind(2, "做到一半被拿走", _reader("lifted_after_find", "lifted_while_reading",
                                           "cut_while_reading", "moved_once")),
    FaultKind(3, "应答校验错", _reader("checksum_once", "checksum_always", "text_flipped")),
    FaultKind(4, "请求校验错", _reader("request_garbled_once")),
    FaultKind(5, "不应答", (*_reader("silent", "silent_on_select", "silent_on_read"), *_printer("no_answer"))),
    FaultKind(6, "分两半，后一半晚到", (*_reader("half_then_rest"), *_printer("late_status"))),
    FaultKind(7, "只来一半", _reader("half_never_rest")),
    FaultKind(8, "杂乱字节", (*_reader("noise_around", "preamble_run", "stale_record_first"),
                          *_printer("garbage_00", "garbage_ff", "stray_asb", "xoff"))),
    FaultKind(9, "很慢", (*_reader("slow_9600"), *_printer("slow_head"))),
    FaultKind(10, "长度写错", _reader("length_too_long", "length_too_short", "length_ffff")),
    FaultKind(11, "拔掉再插", (*_reader("unplugged_while_reading"), *_printer("unplug", "unplug_mid_print"))),
    FaultKind(12, "断电再来电", (*_reader("power_loss"), *_printer("power_cycle", "power_cycle_mid_print"))),
    FaultKind(13, "自检不过、没有授权", _reader("self_test_failed", "not_authorised")),
    FaultKind(14, "卡不对、假卡", _reader("wrong_kind", "card_refuses_reader", "forged", "mac_failed")),
    FaultKind(15, "快没纸、没纸", _printer("paper_near_end", "paper_out_mid_print")),
    FaultKind(16, "开着盖", _printer("cover_open", "cover_open_mid_print")),
    FaultKind(17, "卡刀、过热、坏了", _printer("cutter_jam", "cutter_jam_on_cut", "head_hot", "head_hot_mid_print",
                                       "unrecoverable", "unrecoverable_mid_print")),
    FaultKind(18, "收下但不打", _printer("swallow", "swallow_mid_print")),
    FaultKind(19, "被占用", (*_reader("busy"), *_printer("busy"))),
    FaultKind(20, "一读一换卡、卡不拿走", _reader("other_card_each_time")),
    FaultKind(21, "怪内容", _reader("odd_content")),
    FaultKind(22, "应答晚到", (*_reader("late_find", "late_record"), *_printer("no_confirmation"))),
)  # fmt: skip
