"""What only the demonstration has, each labelled as such: sample notices, and people with a password of this start.

A clerk, a guide and a supervisor, so that whoever tries the terminal can also answer at the desk. Production refuses a
data directory that has them.
"""

import secrets

from hub.accounts import NEEDS_CODE, Role, add_user, remove_demo_users
from hub.desk.guides import Profile, set_profile
from hub.embed import DemoLogin
from hub.house import Hub
from hub.notices import in_force, publish
from hub.second_factor import demo_code
from hub.store.base import Tx, count

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


def reason_against_demo(hub: Hub) -> str:
    """Why this data directory may have no demonstration, in Chinese; "" when it may."""

    def look(tx: Tx) -> bool:
        staff = count(tx, "select count(*) from users where demo = 0")
        demo = count(tx, "select count(*) from users where demo = 1")
        # A demonstration's own cases are no reason to refuse its next start.
        return staff > 0 or (demo == 0 and count(tx, "select count(*) from cases") > 0)

    return "数据目录里有真用户或办件，不能演示。请换一个新的数据目录。" if hub.store.read(look) else ""


def seed_demo_notices(hub: Hub) -> None:
    """Publish the sample notices, once."""
    present = {notice.title for notice in hub.store.read(lambda tx: in_force(tx, hub.clock.now()))}
    for title, text, level in _NOTICES:
        if title not in present:
            publish(hub, "hub", title, text, level, "示例社区（模拟）", None)


_PEOPLE = {
    Role.OPERATOR: "演示办事员",
    Role.GUIDE: "演示导办员",
    Role.SUPERVISOR: "演示督导",
}
_PROFILES = {
    Role.GUIDE: Profile(_PEOPLE[Role.GUIDE], "演示小王", "0001"),
    Role.SUPERVISOR: Profile(_PEOPLE[Role.SUPERVISOR], "演示老赵", "0002"),
}


def seed_demo_people(hub: Hub) -> list[DemoLogin]:
    """Make them anew, whoever an earlier start made is gone."""
    remove_demo_users(hub)
    made = []
    for role, name in _PEOPLE.items():
        password = secrets.token_urlsafe(12)
        if (no := add_user(hub, name, password, role, "hub", demo=True)) is not None:
            raise ValueError(no.problem.problem)
        if (profile := _PROFILES.get(role)) is not None and (no := set_profile(hub, profile, "hub")) is not None:
            raise ValueError(no.problem.problem)
        code = demo_code(hub, name) if role in NEEDS_CODE else None
        made.append(DemoLogin(name, password, code or ""))
    return made


def demo_names(hub: Hub) -> list[str]:
    """Whom the demonstration made and who logs in with a code."""
    rows = hub.store.read(lambda tx: tx.rows("select name, role from users where demo = 1 order by name"))
    return [name for name, role in rows if Role(role) in NEEDS_CODE]
