"""What may not be so when real residents are served."""

from hub.accounts import demo_users
from hub.house import Hub
from hub.store.base import count


def reasons_against(hub: Hub, *, tls: bool) -> list[str]:
    """Chinese sentences, each a reason not to start in production with its mend; [] when all is well."""
    why = []
    if not tls:
        why.append("正式运行要加密：请写 --tls-cert 和 --tls-key。")
    if demo_users(hub):
        why.append("数据目录里有演示用户。请换一个新的数据目录。")
    if hub.config.simulated_billers:
        why.append("正式运行不能用模拟缴费。")
    if hub.store.read(lambda tx: count(tx, "select count(*) from users where role = 'admin'")) == 0:
        why.append("还没有管理员。请先执行 kiosk hub user add 名字 --role admin。")
    return why
