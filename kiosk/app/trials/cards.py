"""Cards and codes. What stands on them may be somebody's, so it is not shown and not kept."""

import queue
from functools import partial

from hardware.card_reader import CardFailed, CardOutcome, CardRead, NoCard, ReaderFailed
from hardware.code_reader import Garbled, Reading, Scanned
from hardware.social_card import (
    HolderWithheld,
    NoSocialCard,
    SocialCardFailed,
    SocialCardRead,
    SocialOutcome,
    SocialReaderFailed,
)
from kiosk.app.trials.hands import LOOK_S, Hands, answer
from kiosk.catalogue import CaseCode, OtherCode, PaymentCode, recognise
from kiosk.core.faults import TEXTS
from kiosk.diagnostics import Glimpse

READ_S = 20.0
KEPT = 4
"""Codes shown at a time."""


def read_card(hands: Hands) -> str:
    """Find, select and read one ID card."""
    reader = hands.terminal.reader
    outcome: CardOutcome | None = answer(partial(reader.read, READ_S), 2 * READ_S)
    match outcome:
        case CardRead():
            return "读到了。卡上的内容没有留下。"
        case NoCard() | None:
            return "没有看到卡。"
        case CardFailed(fault=fault) | ReaderFailed(fault=fault):
            return TEXTS[fault].technician


def read_social(hands: Hands) -> str:
    """Read one social-security card; a region that withholds its holder is no fault of the reader."""
    reader = hands.terminal.around.social
    if reader is None:
        return "设置里没有这个设备。"
    outcome: SocialOutcome | None = answer(partial(reader.read, READ_S), 2 * READ_S)
    match outcome:
        case SocialCardRead(issuer=issuer):
            return f"读到了，发卡地区 {issuer.region}。卡上的内容没有留下。"
        case HolderWithheld(issuer=issuer, status=status):
            return f"读卡器是好的。发卡地区 {issuer.region} 不让读持卡人（{status:04X}）。"
        case NoSocialCard() | None:
            return "没有看到卡。"
        case SocialCardFailed(fault=fault) | SocialReaderFailed(fault=fault):
            return TEXTS[fault].technician


def scan_code(hands: Hands) -> str:
    """Light the reader and say of each code what kind it is, most of it masked."""
    reader = hands.terminal.around.codes
    if reader is None:
        return "设置里没有这个设备。"
    came: queue.SimpleQueue[Reading] = queue.SimpleQueue()
    stop = reader.hear(came.put)
    seen: list[str] = []
    garbled = 0
    try:
        reader.aim(True)
        hands.show(Glimpse("扫码口亮了，等着。"))
        while not hands.over.is_set():
            try:
                reading = came.get(timeout=LOOK_S)
            except queue.Empty:
                continue
            garbled += isinstance(reading, Garbled)
            seen.append(code_words(reading))
            hands.show(Glimpse(f"扫到 {len(seen)} 次。", tuple((words, True) for words in seen[-KEPT:])))
    finally:
        stop()
        reader.aim(False)
    if not seen:
        return "一个码也没有扫到。"
    return f"扫了 {len(seen)} 次，{len(seen) - garbled} 次完整。"


_GARBLED = {
    "unfinished": "只来了一半，或没有回车",
    "too_long": "太长",
    "control": "有看不见的字符",
    "encoding": "字的编码不对",
    "key": "有不认识的键",
}


def code_words(reading: Reading) -> str:
    """What kind of code it was: 「小票的码，25 个字：13…-5」. A payment code is money: nothing of it is shown."""
    if isinstance(reading, Garbled):
        return f"没扫完整：{_GARBLED[reading.why]}"
    assert isinstance(reading, Scanned)
    text = reading.text
    match recognise(text):
        case CaseCode():
            return f"小票的码，{len(text)} 个字：{text[:2]}…{text[-2:]}"
        case PaymentCode(wallet=wallet):
            return f"付款码（{wallet}），{len(text)} 个字，不显示。"
        case OtherCode():
            return f"别的码，{len(text)} 个字。"
