"""Whether somebody wants something done, and whether it is two things at once."""

import re

from kiosk.dialogue.matters import Matters
from kiosk.dialogue.taught import HUMAN

_IN_PASSING = ("where", "amount", "fee", "may_i", "how", "what", "else")
"""Questions that who wants the matter done asks in passing: 盲人每月补多少钱帮我报上."""
_WANTED = re.compile(
    r"想(?!问|知道|打听|了解)|我要(?!问)|[给帮替](?:我|我们|他|她)|给.{0,4}[交办报登查看]|我来|来(?:办|报|交|领|登|修)"
    r"|[报交登办领续][上下一]|看看|查查|投诉|反映|登记不|求职"
)
_PLACE_ONLY = re.compile(r"[办开]理?(?:啊|呢|呀)?$")
PLACE_OF = 7
"""Characters of a matter whose place is asked for and no more: whoever says more in asking where wants it done."""
_BUSINESS = re.compile(
    "[办交领查补换开报登申证卡钱费单表本折票号章]|打印|复印|手续|证明|材料|上学|认证|补贴|医保|社保|养老|停了|到期|多少|的事|想问|政策"
)
"""Words of those who have come to have something done."""
_JOINED = re.compile(
    "顺便|顺道|捎带着?|另外|还想|还要|还得|还有|也想|也要|完了再|再(?=问|办|交|查|给|把|看|领|报)|还是|和|跟|以及"
)
SURE, TAUGHT = 0.8, 0.4
"""Chance of a matter, and how much of it taught, from which half of a sentence is of it."""


def wished(about: str, text: str, left: str) -> bool:
    """Whether she wants the matter done of which she asks something; about, left: as `asked_about` tells them."""
    if about == "where" and (len(left) > PLACE_OF or not _PLACE_ONLY.search(text)):
        return True
    return about in _IN_PASSING and _WANTED.search(text) is not None


def on_business(text: str) -> bool:
    return _BUSINESS.search(text) is not None


def both(text: str, matters: Matters) -> tuple[str, ...]:
    """The two matters a core sentence joins, each surely meant: 残疾证和残疾补贴一块办; () when it is not so."""
    for joint in _JOINED.finditer(text):
        first, second = (_surely(half, matters) for half in (text[: joint.start()], text[joint.end() :]))
        if first and second and first != second:
            return first, second
    return ()


def _surely(half: str, matters: Matters) -> str:
    found = matters.find(half)[:1] if len(half) >= 2 else ()
    if not found or found[0].score < SURE or found[0].service == HUMAN:
        return ""
    return found[0].service if matters.chances(half).get(found[0].service, 0.0) >= TAUGHT else ""
