"""Every terminal: what is down, since when, what to bring, when the paper ends; alerts and enrolment codes."""

from fastapi import APIRouter
from fastapi.responses import Response

from hub import alerts, terminals
from hub.accounts import Role
from hub.alerts import Alert, Condition
from hub.bring import things_to_bring
from hub.outcomes import Refused
from hub.paper import SOON
from hub.store import Tx
from hub.terminals import Terminal
from hub.web.guard import Admin, Office, Visit, redirect
from hub.web.html import Html, many, tag
from hub.web.page import field, page, post_form, table, text_input, when, wrong
from hub.web.wording import device_name, device_words

router = APIRouter()
RULES = {
    "silent": "没有音信",
    "device": "有设备坏了",
    "paper_soon": "小票纸快用完",
    "queue_old": "办件等了一个多小时没传上来",
    "refused": "有办件被退回",
    "follow_up_late": "答应的电话过时没有回",
    "recording_kept": "录音到时没有删掉，还在再试",
    "supplies": "纸、墨或电池该换了",
}
FEW_SHEETS = 30


@router.get("/terminals")
def terminal_list(visit: Office) -> Response:
    return _fleet(visit, None, None)


@router.post("/alerts/seen")
def alert_seen(visit: Office) -> Response:
    form = visit.form
    outcome = alerts.acknowledge(
        visit.hub, form.get("terminal", ""), form.get("rule", ""), form.get("device", ""), visit.by
    )
    return _fleet(visit, outcome, None) if outcome else redirect("/terminals")


@router.post("/codes")
def new_code(visit: Admin) -> Response:
    form = visit.form
    wanted = (form.get("terminal", "").strip(), form.get("division", "").strip(), form.get("hall", ""))
    code = terminals.new_code(visit.hub, *wanted, visit.by, form.get("street", ""))
    return _fleet(visit, code if isinstance(code, Refused) else None, code if isinstance(code, str) else None)


@router.post("/terminals/{terminal_id}/revoke")
def revoke(visit: Admin, terminal_id: str) -> Response:
    outcome = terminals.revoke(visit.hub, terminal_id, visit.by)
    return _fleet(visit, outcome, None) if outcome else redirect("/terminals")


def _fleet(visit: Visit, outcome: Refused | None, code: str | None) -> Response:
    open_ = alerts.look(visit.hub)

    def conditions(tx: Tx) -> list[Condition]:
        return [alerts.condition_of(tx, terminal, visit.hub.clock.now()) for terminal in terminals.all_terminals(tx)]

    found = visit.hub.store.read(conditions)
    halls = {condition.terminal.id: condition.terminal.hall for condition in found}
    body = table(
        ["终端", "大厅", "现在", "设备", "带什么去", "纸", "待上传", ""],
        [_row(visit, condition) for condition in found],
        "还没有登记终端。",
    )
    made = None
    if code is not None:
        made = tag(
            "section",
            tag("h2", "登记码"),
            tag("p", code, class_="code", id="code"),
            tag("p", "只显示这一次，二十四小时内用一次就作废。在终端上输入它。", class_="soft"),
        )
    wanting = None
    if open_:
        rows = [_alert(visit, alert, halls.get(alert.terminal_id, "")) for alert in open_]
        wanting = tag("section", tag("h2", f"要看的 {len(open_)} 条"), table(["终端", "什么事", "从", ""], rows, ""))
    editor = _code_form(visit) if visit.session.role is Role.ADMIN else None
    status = outcome.status if outcome else 200
    sections = many(wrong(outcome), made, wanting, tag("section", body), editor)
    return page("终端", sections, session=visit.session, here="/terminals", status=status)


def _alert(visit: Visit, alert: Alert, hall: str) -> list[Html | str | int | None]:
    what = RULES.get(alert.rule, alert.rule) + (f"：{device_name(alert.device)}" if alert.device else "")
    if alert.seen_by:
        done: Html = tag("span", f"{alert.seen_by.removeprefix('user:')} 在看", class_="soft")
    else:
        inside = many(
            tag("input", type="hidden", name="terminal", value=alert.terminal_id),
            tag("input", type="hidden", name="rule", value=alert.rule),
            tag("input", type="hidden", name="device", value=alert.device),
            tag("button", "我来看", type="submit", class_="quiet", aria_label=f"我来看：{alert.terminal_id} {what}"),
        )
        done = post_form("/alerts/seen", visit.session, inside, class_="inline")
    link = tag("a", alert.terminal_id, href=f"/terminals/{alert.terminal_id}")
    return [many(link, tag("div", hall, class_="soft")), tag("span", f"▲ {what}", class_="light-yellow"),
            when(alert.began), done]  # fmt: skip


def _row(visit: Visit, condition: Condition) -> list[Html | str | int | None]:
    terminal, now = condition.terminal, visit.hub.clock.now()
    if not terminal.active:
        state: Html = tag("span", "停用了", class_="light-none")
    elif terminal.silent(now):
        state = tag("span", "■ 没有音信", class_="light light-red")
    else:
        state = tag("span", "● 在线", class_="light light-green")
    down = {d.device: d for d in condition.downs}
    devices = [
        tag("div", f"▲ {device_name(name)}：{device_words(how)}",
            tag("div", "从 ", when(down[name].since), class_="soft") if name in down else None, class_="light-yellow")
        if how != "online" else tag("div", f"● {device_name(name)}：{device_words(how)}", class_="soft")
        for name, how in terminal.devices.items()
    ]  # fmt: skip
    waiting = many(
        f"{terminal.queued} 件" + (f"，最久 {terminal.oldest_queued_s // 60} 分钟" if terminal.queued else ""),
        _refused(terminal),
    )
    button = None
    if visit.session.role is Role.ADMIN and terminal.active:
        inside = tag("button", "停用", type="submit", class_="stop", aria_label=f"停用：{terminal.id}")
        button = post_form(f"/terminals/{terminal.id}/revoke", visit.session, inside, class_="inline")
    link = tag("a", tag("strong", terminal.id), href=f"/terminals/{terminal.id}")
    name = many(tag("span", link, class_="num"), " ", tag("span", "模拟", class_="sim") if terminal.simulated else None)
    seen = many(state, tag("div", "上次：", when(terminal.last_seen), class_="soft"))
    bring = many(*(tag("div", thing) for thing in things_to_bring(terminal.devices.values())))
    return [
        name,
        f"{terminal.hall}（{terminal.division}）",
        seen,
        many(*devices),
        bring,
        many(tag("div", paper_words(condition, visit)), tag("div", sheet_words(terminal))),
        waiting,
        button,
    ]


def paper_words(condition: Condition, visit: Visit) -> Html:
    """How much paper is left, and the day it will end at the present pace."""
    left, today = condition.terminal.paper_left_mm, visit.hub.clock.now().date()
    if left is None:
        return tag("span", "不知道", class_="soft")
    out = condition.paper_out_on(today)
    ends = f"大约 {out.month}月{out.day}日用完" if out and left > 0 else "用完了" if left <= 0 else "用得少，算不出哪天"
    soon = out is not None and (out - today) <= SOON
    return many(f"还剩约 {left / 1000:.0f} 米", tag("div", ends, class_="light-yellow" if soon else "soft"))


def sheet_words(terminal: Terminal) -> Html | None:
    """How many sheets of A4 are left; None where there is no such printer."""
    left = terminal.sheets_left
    if left is None:
        return None
    return tag("span", f"A4 还剩约 {left} 张", class_="light-yellow" if left <= FEW_SHEETS else "soft")


def _refused(terminal: Terminal) -> Html | None:
    """What was sent back, and what to do: nobody else tells the residents whose matters these are."""
    if not terminal.refused:
        return None
    return many(
        tag("div", f"▲ 被退回 {terminal.refused} 件", class_="light-yellow"),
        tag("div", "这些办件还在终端上，居民还没办成。请技术人员在终端上运行：", class_="soft"),
        tag("code", "kiosk queue list"),
        tag("div", "看清原因，改好后再运行：", class_="soft"),
        tag("code", "kiosk queue retry --all"),
    )


def _code_form(visit: Visit) -> Html:
    form = visit.form
    return tag(
        "section",
        tag("h2", "登记一台终端"),
        post_form(
            "/codes",
            visit.session,
            field(
                "终端号",
                text_input("terminal", form.get("terminal", ""), required=True, maxlength="3"),
                "terminal",
                "一个大写字母加两位数字，如 K07。",
            ),
            field(
                "区划代码",
                text_input("division", form.get("division", ""), required=True, maxlength="6", inputmode="numeric"),
                "division",
                "六位数字，如海港区 130302。",
            ),
            field("大厅名称", text_input("hall", form.get("hall", ""), required=True, maxlength="60"), "hall"),
            field(
                "街道（乡镇）",
                text_input("street", form.get("street", ""), maxlength="60"),
                "street",
                "可以不填。填了，大厅没人值班时先找街道的人。",
            ),
            tag("button", "生成登记码", type="submit"),
        ),
    )
