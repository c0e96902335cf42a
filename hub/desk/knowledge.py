"""What a guide can look up while she talks: the catalogue the terminals have, and sentences that are said often."""

from dataclasses import dataclass

from kiosk.catalogue import Catalogue, Service

MOST = 8


@dataclass(frozen=True, slots=True)
class Found:
    """One matter, as much of it as is said to a resident."""

    id: str
    name: str
    told: tuple[tuple[str, str], ...]
    """Heading and text, in reading order."""


def search(catalogue: Catalogue, asked: str) -> list[Found]:
    """Matters in which every word of `asked` occurs, those named so first. An empty question finds nothing."""
    words = asked.split()
    if not words:
        return []
    scored = []
    for service in catalogue.services.values():
        told = tell(service)
        names = " ".join([service.id, service.plain_name, service.official_name, *service.aliases])
        everything = names + " ".join(text for _, text in told)
        if all(word in everything for word in words):
            found = Found(service.id, service.plain_name, told)
            scored.append((-sum(word in names for word in words), service.id, found))
    return [found for _, _, found in sorted(scored, key=lambda one: one[:2])[:MOST]]


def tell(service: Service) -> tuple[tuple[str, str], ...]:
    """Everything about a matter that may be said, unconfirmed figures as 以窗口答复为准."""
    parts = [
        ("是什么", service.plain_words),
        ("怎么办", " ".join(service.guide)),
        ("谁能办", "；".join(rule.text for rule in service.rules)),
        ("带什么", "；".join(one.name + (f"（{one.note}）" if one.note else "") for one in service.materials)),
        ("金额", "；".join(f"{one.name}：{one.shown()}" for one in service.figures)),
        ("收费", service.fee),
        ("多久", service.time_limit.shown() if service.time_limit is not None else ""),
        ("结果", service.result),
        ("接下来", " ".join(service.next_steps)),
        ("在窗口", service.offline_channel),
        ("别处开的证明", "；".join(f"{one.name}：{' '.join(one.go_to)}" for one in service.referrals)),
    ]
    return tuple((heading, text) for heading, text in parts if text)


PHRASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("开头", ("您好，我来帮您。", "您别着急，慢慢说。", "我能看看您的页面吗？", "听得清我说话吗？")),
    ("指路", ("请您按我指的那个。", "往下一页，按“下一步”。", "按错了不要紧，按“返回”。", "身份证请放在读卡的地方。")),
    ("材料", ("请把材料放平，我拍一张。", "照片有点糊，再来一次。", "这一样今天没带，不要紧，窗口可以补。")),
    ("提醒", ("金额请您自己看，自己按。", "密码谁都不要告诉。", "签名要您本人来签。")),
    ("结尾", ("办好了，请拿好小票。", "这件事要到窗口接着办。", "我们会给您回电话。", "还有别的事吗？")),
)
"""By occasion; each at most twenty characters, in words that are spoken."""
