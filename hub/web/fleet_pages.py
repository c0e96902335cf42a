"""Terminals, enrolment codes, ratings and the audit chain."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from hub import audit, ratings, terminals
from hub.accounts import Role
from hub.outcomes import Refused
from hub.ratings import Rectification
from hub.store import Tx
from hub.terminals import Terminal
from hub.web.guard import Admin, Auditor, Office, Operator, Visit, redirect
from hub.web.html import Html, many, tag
from hub.web.page import field, page, post_form, table, text_input, when, wrong
from hub.web.wording import act_name, device_words, name_of

router = APIRouter()


@router.get("/terminals")
def terminal_list(visit: Office) -> Response:
    return _fleet(visit, None, None)


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
    found = visit.hub.store.read(terminals.all_terminals)
    body = table(
        ["终端", "大厅", "现在", "设备", "待上传", "目录版本", ""],
        [_row(visit, terminal) for terminal in found],
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
    editor = _code_form(visit) if visit.session.role is Role.ADMIN else None
    status = outcome.status if outcome else 200
    sections = many(wrong(outcome), made, tag("section", body), editor)
    return page("终端", sections, session=visit.session, here="/terminals", status=status)


def _row(visit: Visit, terminal: Terminal) -> list[Html | str | int | None]:
    now = visit.hub.clock.now()
    if not terminal.active:
        state: Html = tag("span", "停用了", class_="light-none")
    elif terminal.silent(now):
        state = tag("span", "■ 没有音信", class_="light light-red")
    else:
        state = tag("span", "● 在线", class_="light light-green")
    devices = [
        tag(
            "div",
            f"{'● ' if how == 'online' else '▲ '}{name}：{device_words(how)}",
            class_="soft" if how == "online" else "light-yellow",
        )
        for name, how in terminal.devices.items()
    ]
    waiting = many(
        f"{terminal.queued} 件" + (f"，最久 {terminal.oldest_queued_s // 60} 分钟" if terminal.queued else ""),
        _refused(terminal),
    )
    button = None
    if visit.session.role is Role.ADMIN and terminal.active:
        inside = tag("button", "停用", type="submit", class_="stop", aria_label=f"停用：{terminal.id}")
        button = post_form(f"/terminals/{terminal.id}/revoke", visit.session, inside, class_="inline")
    name = many(tag("strong", terminal.id), " ", tag("span", "模拟", class_="sim") if terminal.simulated else None)
    seen = many(state, tag("div", "上次：", when(terminal.last_seen), class_="soft"))
    return [
        name,
        f"{terminal.hall}（{terminal.division}）",
        seen,
        many(*devices),
        waiting,
        terminal.catalogue_version,
        button,
    ]


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


@router.get("/ratings")
def rating_summary(visit: Office) -> Response:
    return _ratings(visit, None)


@router.post("/ratings/close")
def close_rectification(visit: Operator) -> Response:
    outcome = ratings.close_rectification(visit.hub, visit.form.get("key", ""), visit.form.get("result", ""), visit.by)
    return _ratings(visit, outcome) if outcome else redirect("/ratings")


def _ratings(visit: Visit, outcome: Refused | None) -> Response:
    totals, open_ = visit.hub.store.read(lambda tx: (ratings.summary(tx), ratings.rectifications(tx)))
    rows: list[list[Html | str | int | None]] = [
        [_service(visit, service), *(levels[level] for level in ratings.LEVELS)] for service, levels in totals.items()
    ]
    summary = table(["事项", *ratings.LEVELS], rows, "还没有评价。")
    todo = table(["事项", "开单", "限期", "结果"], [_rectify(visit, r) for r in open_], "没有差评要整改。")
    note = tag("p", "评价和身份分开存，查不到是谁评的。", class_="soft")
    status = outcome.status if outcome else 200
    return page(
        "评价",
        wrong(outcome),
        tag("section", tag("h2", "汇总"), summary, note),
        tag("section", tag("h2", "差评整改"), todo),
        session=visit.session,
        here="/ratings",
        status=status,
    )


def _service(visit: Visit, service_id: str) -> str:
    service = visit.hub.shelf.current.services.get(service_id)
    return service.plain_name if service else "（没说是哪件）"


def _rectify(visit: Visit, item: Rectification) -> list[Html | str | int | None]:
    result: Html | str = item.result
    if item.state == "open":
        late = item.due_on < visit.hub.clock.now().date().isoformat()
        result = tag("span", "■ 超期" if late else "● 整改中", class_=f"light light-{'red' if late else 'green'}")
        if visit.session.role is Role.OPERATOR:
            label = f"{_service(visit, item.service_id)}的整改结果"
            result = many(
                result,
                post_form(
                    "/ratings/close",
                    visit.session,
                    tag("input", type="hidden", name="key", value=item.key),
                    tag(
                        "input", name="result", maxlength="300", required=True, aria_label=label, placeholder="做了什么"
                    ),
                    tag("button", "结单", type="submit", class_="quiet"),
                ),
            )
    return [_service(visit, item.service_id), item.opened_on, item.due_on, result]


@router.get("/audit")
def audit_trail(visit: Auditor, before: Annotated[int | None, Query(ge=1, le=2**53)] = None) -> Response:
    def look(tx: Tx) -> tuple[audit.Intact | audit.Broken, list[audit.AuditRecord]]:
        return audit.verify(tx, visit.hub.keys), audit.latest(tx, 100, before)

    state, found = visit.hub.store.read(look)
    if isinstance(state, audit.Intact):
        told = tag("p", f"链完整，共 {state.records} 条。", class_="good", role="status")
    else:
        told = tag("p", f"第 {state.seq} 条出了问题：{state.why}", class_="wrong", role="alert")
    rows: list[list[Html | str | int | None]] = [
        [
            item.seq,
            tag("span", item.at[:19].replace("T", " "), class_="num"),
            name_of(item.actor),
            act_name(item.act),
            tag("span", name_of(item.object), title=item.object),
            tag("span", item.detail, class_="soft small"),
        ]
        for item in found
    ]
    older = tag("p", tag("a", "更早的", href=f"/audit?before={found[-1].seq}")) if len(found) == 100 else None
    body = tag("section", table(["第几条", "时间", "谁", "做了什么", "对什么", "备注"], rows, "还没有记录。"), older)
    return page("留痕", told, body, session=visit.session, here="/audit")
