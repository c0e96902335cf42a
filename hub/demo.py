"""What only the demonstration has: sample notices, each labelled as such, and a clerk with a fresh password."""

import secrets

from hub.house import Hub
from hub.notices import in_force, publish

_NOTICES = (
    (
        "【示例】周四停水通知",
        "这是一条示例公告，不是真的。周四上午九点到下午三点，测试小区停水。请提前接些水。",
        "重要",
    ),
    (
        "【示例】防骗提醒",
        "这是一条示例公告。有人让您转钱，先别转。有人要验证码，别给他。拿不准，就问社区的人。",
        "重要",
    ),
    (
        "【示例】义诊活动",
        "这是一条示例公告，不是真的。周六上午，社区服务大厅量血压、测血糖，不收钱。",
        "一般",
    ),
)


def seed_demo_notices(hub: Hub) -> None:
    """Publish the sample notices, once."""
    present = {notice.title for notice in hub.store.read(lambda tx: in_force(tx, hub.clock.now()))}
    for title, text, level in _NOTICES:
        if title not in present:
            publish(hub, "hub", title, text, level, "示例社区（模拟）", None)


def demo_password() -> str:
    """A password that is different at every start."""
    return secrets.token_urlsafe(12)
