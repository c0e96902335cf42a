"""One terminal: what is stopped there, the technician's code of the hour, log bundles."""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response

from hub import alerts, orders, terminals
from hub.accounts import Role
from hub.alerts import Condition
from hub.bring import things_to_bring
from hub.orders import LogBundle, Stopped
from hub.outcomes import Refused, refused
from hub.store import Tx
from hub.web.fleet_pages import paper_words, sheet_words
from hub.web.guard import Admin, Office, Visit, redirect
from hub.web.html import Html, many, tag
from hub.web.page import field, page, post_form, table, when, wrong
from hub.web.wording import device_name, device_words

router = APIRouter(prefix="/terminals/{terminal_id}")
TerminalId = Annotated[str, Path(pattern=r"^[A-Z]\d{2}$")]
Cells = list[Html | str | int | None]


@router.get("")
def terminal(visit: Office, terminal_id: TerminalId) -> Response:
    return _page(visit, terminal_id)


@router.post("/stop")
def stop(visit: Admin, terminal_id: TerminalId) -> Response:
    kind, _, target = visit.form.get("what", "").partition(":")
    outcome = orders.stop(visit.hub, terminal_id, kind, target, visit.by)
    return _page(visit, terminal_id, outcome) if outcome else redirect(f"/terminals/{terminal_id}")


@router.post("/resume")
def resume(visit: Admin, terminal_id: TerminalId) -> Response:
    kind, _, target = visit.form.get("what", "").partition(":")
    outcome = orders.resume(visit.hub, terminal_id, kind, target, visit.by)
    return _page(visit, terminal_id, outcome) if outcome else redirect(f"/terminals/{terminal_id}")


@router.post("/unlock")
def unlock(visit: Admin, terminal_id: TerminalId) -> Response:
    code = orders.issue_unlock_code(visit.hub, terminal_id, visit.by)
    return _page(visit, terminal_id, code) if isinstance(code, Refused) else _page(visit, terminal_id, code=code)


@router.post("/bundle")
def ask_bundle(visit: Admin, terminal_id: TerminalId) -> Response:
    outcome = orders.ask_bundle(visit.hub, terminal_id, visit.by)
    return _page(visit, terminal_id, outcome) if outcome else redirect(f"/terminals/{terminal_id}")


@router.get("/bundles/{bundle_id}.zip")
def fetch_bundle(visit: Admin, terminal_id: TerminalId, bundle_id: str) -> Response:
    found = [b for b in visit.hub.store.read(lambda tx: orders.bundles_of(tx, terminal_id)) if b.id == bundle_id]
    if not found or found[0].arrived_at is None:
        return _page(visit, terminal_id, refused(404, "no_bundle", "没有这个维护包。"))
    visit.hub.store.write(
        lambda tx: visit.hub.audit(tx, visit.by, "bundle_fetched", f"terminal:{terminal_id}")
    )  # fmt: skip
    name = f"{terminal_id}-{found[0].asked_at:%Y%m%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(visit.hub.bodies.read(found[0].sha256), media_type="application/zip", headers=headers)


def _page(visit: Visit, terminal_id: str, outcome: Refused | None = None, code: str = "") -> Response:
    def look(tx: Tx) -> tuple[Condition, list[Stopped], list[LogBundle]] | None:
        known = terminals.find_terminal(tx, terminal_id)
        if known is None:
            return None
        return (
            alerts.condition_of(tx, known, visit.hub.clock.now()),
            orders.stopped_of(tx, terminal_id),
            orders.bundles_of(tx, terminal_id),
        )

    found = visit.hub.store.read(look)
    if found is None:
        no = refused(404, "no_terminal", "没有这台终端。")
        return page("终端", wrong(no), session=visit.session, here="/terminals", status=404)
    condition, stopped, bundles = found
    admin = visit.session.role is Role.ADMIN
    shown = many(
        tag("p", tag("a", "所有终端", href="/terminals")),
        wrong(outcome),
        _code(code) if code else None,
        tag("section", tag("h2", "现在"), _now(visit, condition)),
        tag("section", tag("h2", "停着的"), _stopped(visit, terminal_id, stopped),
            _stop_form(visit, terminal_id, stopped) if admin else None),
        tag("section", tag("h2", "检修"), _technician(visit, terminal_id, bundles, admin)),
    )  # fmt: skip
    status = outcome.status if outcome else 200
    return page(f"终端 {terminal_id}", shown, session=visit.session, here="/terminals", status=status)


def _code(code: str) -> Html:
    hint = "这一个小时里，只在这台终端上有用。在“工作人员”页选“检修码”，输入它。"
    return tag("section", tag("h2", "检修码"), tag("p", code, class_="code", id="code"), tag("p", hint, class_="soft"))


def _now(visit: Visit, condition: Condition) -> Html:
    known = condition.terminal
    since = {down.device: down.since for down in condition.downs}
    facts = [
        ("大厅", f"{known.hall}（{known.division}）"),
        ("上次来信", when(known.last_seen)),
        ("程序", known.version),
        ("小票纸", paper_words(condition, visit)),
        *((("A4 纸", sheet_words(known)),) if known.sheets_left is not None else ()),
        ("带什么去", "；".join(things_to_bring(known.devices.values())) or "不用带"),
        *(
            (
                device_name(name),
                many(
                    device_words(how),
                    *(("，从 ", when(since[name])) if name in since else ()),
                    tag("div", known.about[name], class_="soft") if name in known.about else None,
                ),
            )
            for name, how in known.devices.items()
        ),
    ]  # fmt: skip
    return tag("dl", *(many(tag("dt", name), tag("dd", value)) for name, value in facts))


def _target(visit: Visit, kind: str, target: str) -> str:
    if kind == "device":
        return device_name(target)
    service = visit.hub.shelf.current.services.get(target)
    return service.plain_name if service else target


def _stopped(visit: Visit, terminal_id: str, stopped: list[Stopped]) -> Html:
    def row(one: Stopped) -> Cells:
        name = _target(visit, one.kind, one.target)
        button = None
        if visit.session.role is Role.ADMIN:
            inside = many(
                tag("input", type="hidden", name="what", value=f"{one.kind}:{one.target}"),
                tag("button", "恢复", type="submit", class_="quiet", aria_label=f"恢复：{name}"),
            )
            button = post_form(f"/terminals/{terminal_id}/resume", visit.session, inside, class_="inline")
        return ["设备" if one.kind == "device" else "事项", name, one.by.removeprefix("user:"), when(one.at), button]

    return table(["是什么", "名字", "谁停的", "从", ""], [row(one) for one in stopped], "什么都没有停。")


def _stop_form(visit: Visit, terminal_id: str, stopped: list[Stopped]) -> Html:
    off = {(one.kind, one.target) for one in stopped}
    devices = [("device", name) for name in orders.DEVICE_IDS]
    services = [("service", service_id) for service_id in sorted(visit.hub.shelf.current.services)]
    options = [
        tag("option", _target(visit, kind, target), value=f"{kind}:{target}")
        for kind, target in (*devices, *services)
        if (kind, target) not in off
    ]
    choose = field("停用一个设备或一件事项", tag("select", *options, id="what", name="what"), "what",
                   "居民会看到它停用了，还能用什么照样能用。")  # fmt: skip
    inside = many(choose, tag("button", "停用", type="submit", class_="stop"))
    return post_form(f"/terminals/{terminal_id}/stop", visit.session, inside)


def _technician(visit: Visit, terminal_id: str, bundles: list[LogBundle], admin: bool) -> Html:
    rows: list[Cells] = []
    for bundle in bundles:
        here: Html | str = "等终端送来"
        if bundle.arrived_at is not None:
            link = f"/terminals/{terminal_id}/bundles/{bundle.id}.zip"
            here = tag("a", "取维护包", href=link) if admin else "送来了"
        rows.append([bundle.asked_by.removeprefix("user:"), when(bundle.asked_at), here])
    buttons = None
    if admin:
        buttons = tag(
            "div",
            post_form(f"/terminals/{terminal_id}/unlock", visit.session, tag("button", "发检修码", type="submit")),
            post_form(f"/terminals/{terminal_id}/bundle", visit.session, tag("button", "要维护包", type="submit",
                                                                            class_="quiet")),
            class_="buttons",
        )  # fmt: skip
    return many(buttons, table(["谁要的", "什么时候", ""], rows, "还没有要过维护包。"))
