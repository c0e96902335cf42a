"""Who works at the desk, from where, and what each can do: the supervisor's page."""

from fastapi import APIRouter
from fastapi.responses import Response

from hub import second_factor
from hub.accounts import NEEDS_CODE, ROLE_NAMES, Role
from hub.desk import guides
from hub.desk.guides import Profile
from hub.help_desk import Reach, places
from hub.outcomes import Refused, refused
from hub.store import Tx
from hub.web.guard import Supervisor, Visit, redirect
from hub.web.html import Html, many, tag
from hub.web.page import field, page, post_form, table, text_input, wrong

router = APIRouter()
PRESENCE = {"ready": "等电话", "busy": "在忙", "break": "不接"}


@router.get("/desk/guides")
def guide_list(visit: Supervisor) -> Response:
    return _show(visit, None)


@router.post("/desk/guides")
def set_guide(visit: Supervisor) -> Response:
    form = visit.form
    reach, _, place = form.get("at", "").partition(":")
    at = next((known for known in visit.hub.store.read(places) if known == (reach, place)), None)
    if at is None:
        return _show(visit, refused(422, "unknown_place", "没有这个大厅或街道。", "at"))
    wanted = Profile(
        user=form.get("user", ""),
        shown_name=form.get("shown_name", ""),
        number=form.get("number", ""),
        reach=at[0],
        place=at[1],
        sign=form.get("sign") == "yes",
        dialects=tuple(form.get("dialects", "").split()),
        matters=tuple(form.get("matters", "").split()),
    )
    outcome = guides.set_profile(visit.hub, wanted, visit.by)
    return _show(visit, outcome) if outcome else redirect("/desk/guides")


@router.post("/desk/guides/{user}/reset-code")
def new_telephone(visit: Supervisor, user: str) -> Response:
    if user == visit.session.user:
        return _show(visit, refused(409, "own_code", "自己的动态码请让管理员来换。"))
    outcome = second_factor.reset_code(visit.hub, user, visit.by)
    return _show(visit, outcome) if outcome else redirect("/desk/guides")


def _show(visit: Visit, outcome: Refused | None) -> Response:
    def look(tx: Tx) -> tuple[list[Profile], list[tuple[str, Role]], list[tuple[Reach, str]]]:
        people = tx.rows("select name, role from users order by name")
        return guides.profiles(tx), [(n, Role(r)) for n, r in people if Role(r) in NEEDS_CODE], places(tx)

    known, people, where = visit.hub.store.read(look)
    body = table(
        ["工号", "用户", "居民听到的名字", "管哪里", "会什么", "现在", ""],
        [_row(visit, one) for one in known],
        "还没有设好的导办员。",
    )
    return page(
        "导办员",
        wrong(outcome),
        tag("section", body),
        _editor(visit, people, where),
        session=visit.session,
        here="/desk/guides",
        status=outcome.status if outcome else 200,
    )


def _row(visit: Visit, one: Profile) -> list[Html | str | int | None]:
    services = visit.hub.shelf.current.services
    skills = [*one.dialects, *(["手语"] if one.sign else [])]
    skills += [services[matter].plain_name for matter in one.matters if matter in services]
    button = tag("button", "换手机", type="submit", class_="quiet", aria_label=f"换手机：{one.user}")
    reset = post_form(f"/desk/guides/{one.user}/reset-code", visit.session, button, class_="inline")
    return [
        *(one.number, one.user, one.shown_name, "全市" if one.reach == "city" else one.place),
        *("、".join(skills) or "—", PRESENCE[one.presence], reset if one.user != visit.session.user else ""),
    ]


def _editor(visit: Visit, people: list[tuple[str, Role]], where: list[tuple[Reach, str]]) -> Html:
    if not people:
        return tag("p", "还没有导办员。请管理员执行 kiosk hub user add 名字 --role guide。", class_="empty")
    users = [tag("option", f"{name}（{ROLE_NAMES[role]}）", value=name) for name, role in people]
    spots = [
        tag("option", "全市" if reach == "city" else place, value=f"{reach}:{place}")
        for reach, place in reversed(where)
    ]
    signs = many(tag("option", "不会", value="no"), tag("option", "会", value="yes"))
    form = post_form(
        "/desk/guides",
        visit.session,
        field("用户", tag("select", *users, id="user", name="user"), "user"),
        field("居民听到的名字", text_input("shown_name", required=True, maxlength="8"), "shown_name", "如：小王。"),
        field("工号", text_input("number", required=True, maxlength="8"), "number", "也会告诉居民。"),
        field("管哪里", tag("select", *spots, id="at", name="at"), "at"),
        field("手语", tag("select", signs, id="sign", name="sign"), "sign"),
        field("方言", text_input("dialects"), "dialects", "几种方言用空格隔开。"),
        field("专办的事项", text_input("matters"), "matters", "事项的两位编号，用空格隔开；不写就都办。"),
        tag("button", "定下", type="submit"),
    )
    return tag("section", tag("h2", "设一位导办员"), form)
