"""Questions, materials, read-back and two sources that disagree."""

import calendar

from kiosk.catalogue import NO, NONE_ANSWER, YES, FieldSpec, FieldType, full_years
from kiosk.core.screen import (
    Action,
    AskChoice,
    AskDate,
    AskDigits,
    AskText,
    Block,
    Fact,
    Facts,
    Paragraph,
    Role,
    Screen,
    Tone,
)
from kiosk.core.words import Words, words
from kiosk.session import events as ev
from kiosk.session.forms import Form
from kiosk.session.pages.build import also, choice, pad, page, primary, turn
from kiosk.session.pages.person import edits, person_facts
from kiosk.session.places import ConflictPlace, MaterialPlace, QuestionPlace, ReviewPlace
from kiosk.session.plan import materials
from kiosk.session.readback import material_says
from kiosk.session.state import State
from kiosk.session.tell import SOURCES, said_iso, value_words

OPTIONS_A_PAGE = 6
YEARS_A_PAGE = 6
LINES_A_PAGE = 5
_DIGITS = (
    FieldType.ID_NUMBER,
    FieldType.PHONE,
    FieldType.BANK_ACCOUNT,
    FieldType.ACCOUNT_NUMBER,
    FieldType.COUNT,
    FieldType.MONEY,
    FieldType.CASE_NUMBER,
)


def question(state: State, place: QuestionPlace, spec: FieldSpec) -> Screen:
    prompt = words(spec.ask)
    say = [text for text in (spec.help, f"比如：{spec.example}" if spec.example else "") if text]
    key = f"question:{spec_key(state, spec)}"
    extra = _extra(state, spec)
    if spec.type in (FieldType.CHOICE, FieldType.YES_NO, FieldType.CHOICES):
        ask, actions = _choices(state, place, spec, prompt)
        return page(state, key, prompt, say, ask=ask, actions=(*actions, *extra), notices=(place.problem,))
    if spec.type is FieldType.DATE:
        return _date(state, place, spec, prompt, say, key, extra)
    draft = _draft(spec, place.draft)
    if spec.type in _DIGITS:
        keys = (
            (Action("digit:X", "X", "cross", ev.KeyPressed("X"), Role.KEY),) if spec.type is FieldType.ID_NUMBER else ()
        )
        groups = {FieldType.ID_NUMBER: (6, 8, 4), FieldType.PHONE: (3, 4, 4)}.get(spec.type, ())
        asks = AskDigits(spec.id, prompt, draft, groups=groups, hint=spec.help)
        actions = (*pad(keys), primary("确定", ev.Next()), *extra)
        return page(state, key, prompt, say, ask=asks, actions=actions, notices=(place.problem,))
    text = AskText(spec.id, prompt, draft, tuple(spec.suggestions), spec.max_length, spec.help)
    offered = tuple(
        choice(f"suggest:{n}", phrase, "dot", ev.Answer(spec.id, phrase)) for n, phrase in enumerate(spec.suggestions)
    )
    return page(
        state,
        key,
        prompt,
        say,
        ask=text,
        actions=(*offered[:OPTIONS_A_PAGE], *edits(), primary("确定", ev.Next()), *extra),
        notices=(place.problem,),
    )


def spec_key(state: State, spec: FieldSpec) -> str:
    form = state.visit.form
    return f"{form.service.id}:{spec.id}" if form else spec.id


def _draft(spec: FieldSpec, draft: str) -> Words:
    return value_words(spec, draft) if draft and spec.type is not FieldType.MONEY else words(draft)


def _extra(state: State, spec: FieldSpec) -> tuple[Action, ...]:
    """A legitimate none, the card's own value, and leaving an optional question open."""
    extra: list[Action] = []
    form = state.visit.form
    if spec.none_answer:
        sign = "no_phone" if spec.type is FieldType.PHONE else "other"
        extra.append(choice("none", spec.none_answer, sign, ev.Answer(spec.id, NONE_ANSWER), aliases=("没有",)))
    if spec.same_as_card == "address" and form is not None and form.holder is not None and form.holder.address:
        same = ev.Answer(spec.id, form.holder.address, "chip" if form.holder.how == "chip" else "typed")
        extra.append(choice("same", "同身份证", "id_check", same, aliases=("一样", "跟身份证一样", "同身份证")))
    if not spec.required:
        extra.append(also("skip", "先不填", "next", ev.Skip(spec.id), aliases=("不填", "跳过")))
    return tuple(extra)


def _choices(
    state: State, place: QuestionPlace, spec: FieldSpec, prompt: Words
) -> tuple[AskChoice, tuple[Action, ...]]:
    form = state.visit.form
    several = spec.type is FieldType.CHOICES
    now = set(place.draft.split(",")) if several else {(form.chosen(spec.id) if form else None) or ""}
    options = [(o.id, o.label, o.pictogram, tuple(o.aliases), o.note) for o in spec.options]
    if spec.type is FieldType.YES_NO and not options:
        options = [(YES, "是", "yes", ("是", "对", "有"), ""), (NO, "不是", "no", ("不是", "没有"), "")]
    pages = max(1, -(-len(options) // OPTIONS_A_PAGE))
    number = min(max(0, place.page), pages - 1)
    shown = options[number * OPTIONS_A_PAGE : (number + 1) * OPTIONS_A_PAGE]
    answers = tuple(
        choice(oid, label, sign, ev.Answer(spec.id, oid), aliases=aliases, note=note, chosen=oid in now)
        for oid, label, sign, aliases, note in shown
    )
    done = (primary("选好了", ev.Next()),) if several else ()
    return AskChoice(spec.id, prompt, several), (*answers, *turn(number, pages), *done)


def _date(
    state: State,
    place: QuestionPlace,
    spec: FieldSpec,
    prompt: Words,
    say: list[str],
    key: str,
    extra: tuple[Action, ...],
) -> Screen:
    year = int(place.draft[:4]) if place.part != "year" and place.draft[:4].isdigit() else None
    month = int(place.draft[5:7]) if place.part == "day" and place.draft[5:7].isdigit() else None
    ask = AskDate(spec.id, prompt, year, month, None, place.part)
    actions: tuple[Action, ...]
    match place.part:
        case "year":
            first = state.today.year + 1 - place.page * YEARS_A_PAGE
            years = [y for y in range(first, first - YEARS_A_PAGE, -1) if y > 1900]
            actions = (
                choice("today", "今天", "calendar", ev.DatePicked("today"), aliases=("今天", "今儿个")),
                *(choice(f"year:{y}", f"{y}年", "calendar", ev.DatePicked("year", y)) for y in years),
                also("earlier", "更早", "page_up", ev.DatePicked("earlier"), aliases=("再早", "以前")),
                also("later", "更晚", "page_down", ev.DatePicked("later"), aliases=("再晚", "以后")),
            )
        case "month":
            actions = tuple(choice(f"month:{m}", f"{m}月", "calendar", ev.DatePicked("month", m)) for m in range(1, 13))
        case "day":
            days = calendar.monthrange(year or 2000, month or 1)[1]
            actions = tuple(
                Action(f"day:{d}", f"{d}日", "calendar", ev.DatePicked("day", d), Role.KEY) for d in range(1, days + 1)
            )
    part = {"year": "先选哪一年。", "month": "再选几月。", "day": "再选几号。"}[place.part]
    return page(
        state,
        f"{key}:{place.part}",
        prompt,
        [part, *say],
        ask=ask,
        actions=(*actions, *extra),
        notices=(place.problem,),
    )


# --- materials, review, conflict -----------------------------------------------------------------------------


def material(state: State, place: MaterialPlace, form: Form) -> Screen:
    found = next((m for m in materials(form) if m.id == place.material), None)
    name = found.name if found else "材料"
    copies = f"要 {found.copies} 份。" if found and found.copies > 1 else ""
    choices = [
        choice("brought", "带了", "yes", ev.SetMaterial(place.material, "brought"), aliases=("带了", "有")),
        choice("missing", "没带", "no", ev.SetMaterial(place.material, "missing"), aliases=("没带", "没有")),
    ]
    return page(
        state,
        f"material:{form.service.id}:{place.material}",
        words(f"{name}，带了吗？"),
        [t for t in (copies, found.note if found else "", "没带也能先交，回头再补。") if t],
        ask=AskChoice(place.material, words(f"{name}，带了吗？")),
        actions=choices,
    )


def review(state: State, place: ReviewPlace, form: Form) -> Screen:
    """Everything read back, a few lines a page; each line can be changed."""
    lines: list[tuple[Fact, Action | None]] = []
    for spec in form.specs():
        values = form.values_of(spec.id)
        if not values:
            continue
        fact = Fact(spec.label, value_words(spec, values[-1].value), SOURCES[values[-1].source])
        edit = also(f"edit:{spec.id}", f"改{spec.label}"[:8], "sign_pen", ev.EditField(spec.id))
        lines.append((fact, edit))
    names = {m.id: m.name for m in form.service.materials}
    for name, brought in form.materials:
        edit = also(f"edit:{name}", f"改{names.get(name, '')}"[:8], "sign_pen", ev.EditField(name))
        lines.append((Fact(names.get(name, name), words(material_says(form, name, brought))), edit))
    pages = max(1, -(-len(lines) // LINES_A_PAGE))
    number = min(place.page, pages - 1)
    shown = lines[number * LINES_A_PAGE : (number + 1) * LINES_A_PAGE]
    blocks: list[Block] = []
    if number == 0:
        blocks += [person_facts(form.holder, "办事人")] if form.holder else [Paragraph(words("没留姓名。"))]
        blocks += [person_facts(form.operator, "代办人")] if form.operator else []
    if shown:
        blocks.append(Facts(tuple(f for f, _ in shown)))
    last = number + 1 == pages
    way = (
        primary("都对，下一步", ev.Next(), "yes")
        if last
        else primary("看下一页", ev.TurnPage(1), "page_down", "page:down")
    )
    edits_ = tuple(edit for _, edit in shown if edit is not None)
    earlier = (also("page:up", "看上一页", "page_up", ev.TurnPage(-1)),) if number else ()
    return page(
        state, f"review:{number}", "请您核对一下", ["不对的可以改。"], blocks, actions=(way, *edits_, *earlier),
        notices=warnings(state, form),
    )  # fmt: skip


def warnings(state: State, form: Form) -> tuple[Words, ...]:
    """Worth knowing before handing in; never a reason to stop."""
    told: list[Words] = []
    for person, who in ((form.holder, "身份证"), (form.operator, "代办人的身份证")):
        if person is not None and person.valid_to[:1].isdigit() and person.valid_to < state.today.isoformat():
            told.append(words(f"{who}过期了。可以先办，窗口会再看。"))
        if person is not None and person.birth is not None and full_years(person.birth, state.today) > 120:
            told.append(words("出生日期请窗口再核对。"))
    return tuple(told)


def conflict(state: State, place: ConflictPlace, form: Form) -> Screen:
    spec = form.spec(place.field_id)
    values = form.values_of(place.field_id)
    label = spec.label if spec else ""
    facts = tuple(
        Fact(f"{SOURCES[v.source]}", value_words(spec, v.value), said_iso(v.at.date().isoformat()))
        for v in values
        if spec is not None
    )
    return page(
        state,
        f"conflict:{place.field_id}",
        words(f"{label}有两个，哪个对？"),
        ["两个都留着，您选一个。"],
        [Facts(facts)],
        AskChoice(place.field_id, words(f"{label}哪个对？")),
        tuple(
            choice(f"value:{i}", f"{SOURCES[v.source]}对"[:8], "tick", ev.ChooseValue(place.field_id, i))
            for i, v in enumerate(values)
        ),
        tone=Tone.QUESTION,
    )
