"""The 22 kinds of fault a simulator must have, and by which orders each is provoked here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FaultKind:
    """One row. orders: as `kiosk sim` and scripts give them."""

    number: int
    name: str
    orders: tuple[tuple[str, ...], ...]


Orders = tuple[tuple[str, ...], ...]


def _at(device: str, *names: str) -> Orders:
    return tuple((device, "fault", name) for name in names)


def _reader(*names: str) -> Orders:
    return _at("reader", *names)


def _printer(*names: str) -> Orders:
    return _at("printer", *names)


def _a4(*names: str) -> Orders:
    return _at("document_printer", *names)


FAULT_KINDS: tuple[FaultKind, ...] = (
    FaultKind(1, "没有东西在", (*_reader("no_card"), *_printer("paper_out"), *_at("scanner", "no_page"))),
    FaultKind(2, "做到一半被拿走", (
        *_reader("lifted_after_find", "lifted_while_reading", "cut_while_reading", "moved_once"),
        *_at("scanner", "cut_off"), *_at("social_card", "pulled_at_holder"),
    )),
    FaultKind(3, "应答校验错", (*_reader("checksum_once", "checksum_always", "text_flipped"),
                                *_at("presence", "wrong_tail"))),
    FaultKind(4, "请求校验错", _reader("request_garbled_once")),
    FaultKind(5, "不应答", (
        *_reader("silent", "silent_on_select", "silent_on_read"), *_printer("no_answer", "no_answer_mid_print"),
        *_printer("no_identity"), *_a4("no_answer"), *_at("scanner", "no_answer"), *_at("power", "silent"),
        *_at("presence", "silent", "deaf", "mute_to_commands"),
        *_at("cabinet", "mute"),
    )),
    FaultKind(6, "分两半，后一半晚到", (
        *_reader("half_then_rest"), *_printer("late_status"), *_at("code_reader", "half_then_whole"),
        *_at("social_card", "answer_waiting"),
    )),
    FaultKind(7, "只来一半", (
        *_reader("half_never_rest"), *_a4("half_answer"), *_at("code_reader", "half", "no_end"),
        *_at("power", "half_answer"), *_at("presence", "cut"), *_at("scanner", "half_frame"),
        *_at("social_card", "torn_record"),
    )),
    FaultKind(8, "杂乱字节", (
        *_reader("noise_around", "preamble_run", "stale_record_first"),
        *_printer("garbage_00", "garbage_ff", "garbage_00_mid_print", "stray_asb", "xoff"),
        *_a4("garbage", "wrong_number"), *_at("code_reader", "noise_before"), *_at("power", "nonsense"),
        *_at("presence", "noise"), *_at("scanner", "garbage", "error_page"), *_at("cabinet", "noise"),
        *_at("keypad", "unknown_code"),
    )),
    FaultKind(9, "很慢", (
        *_reader("slow_9600"), *_printer("slow_head"), *_at("code_reader", "in_pieces"), *_at("keypad", "in_pieces"),
        *_at("power", "in_pieces"), *_at("presence", "in_pieces"),
    )),
    FaultKind(10, "长度写错", (
        *_reader("length_too_long", "length_too_short", "length_ffff"), *_at("presence", "length_lies"),
        *_at("code_reader", "too_long"), *_at("social_card", "wrong_length"),
    )),
    FaultKind(11, "拔掉再插", (
        *_reader("unplugged_while_reading"), *_printer("unplug", "unplug_mid_print"),
        *_a4("unplug", "unplug_mid_job", "flap", "reset"), *_at("scanner", "unplug", "reset"),
        *_at("code_reader", "unplugged_while_sending"), *_at("keypad", "unplugged_while_pressing"),
        *_at("social_card", "unplug"),
    )),
    FaultKind(12, "断电再来电", (
        *_reader("power_loss"), *_printer("power_cycle", "power_cycle_mid_print"), *_a4("restart_mid_job"),
    )),
    FaultKind(13, "自检不过、没有授权", (
        *_reader("self_test_failed", "not_authorised"), *_at("power", "driver", "unknown_ups", "worn_battery"),
    )),
    FaultKind(14, "卡不对、假卡", (
        *_reader("wrong_kind", "card_refuses_reader", "forged", "mac_failed"),
        *_at("social_card", "not_social", "holder_withheld_6982", "holder_withheld_6985"),
    )),
    FaultKind(15, "快没纸、没纸", (
        *_printer("paper_near_end", "paper_out_mid_print"),
        *_a4("paper_low", "paper_out", "paper_out_mid_job", "paper_needed", "paper_out_warning", "toner_low",
             "toner_empty"),
    )),
    FaultKind(16, "开着盖", (*_printer("cover_open", "cover_open_mid_print"),
                             *_a4("door_open", "cover_open", "tray_missing"))),
    FaultKind(17, "卡刀、过热、坏了", (
        *_printer("cutter_jam", "cutter_jam_on_cut", "head_hot", "head_hot_mid_print", "unrecoverable",
                  "unrecoverable_mid_print"),
        *_a4("jam", "jam_mid_job", "output_full", "stopped", "paused", "rejecting", "no_pdf", "aborts", "with_errors"),
        *_at("keypad", "stuck", "bounce"), *_at("cabinet", "bounce"),
    )),
    FaultKind(18, "收下但不打", (*_printer("swallow", "swallow_mid_print"), *_a4("never_finishes", "keeps_on"))),
    FaultKind(19, "被占用", (
        *_reader("busy"), *_printer("busy"), *_a4("busy"),
        *(order for part in ("scanner", "code_reader", "keypad", "presence", "cabinet") for order in _at(part, "busy")),
    )),
    FaultKind(20, "一读一换卡、卡不拿走", (*_reader("other_card_each_time"), *_at("presence", "flicker"),
                                           *_at("code_reader", "twice"))),
    FaultKind(21, "怪内容", (
        *_reader("odd_content"), *_at("code_reader", "control", "wrong_encoding", "line_feeds"),
        *_at("power", "no_charge"), *_at("scanner", "glare", "glare_once", "blurred", "dark", "blank"),
        *_at("social_card", "bad_name", "no_dates", "record_missing"),
    )),
    FaultKind(22, "应答晚到", (
        *_reader("late_find", "late_record"), *_printer("no_confirmation"), *_a4("lost_answer", "lost_request"),
        *_at("power", "stale"),
    )),
)  # fmt: skip
