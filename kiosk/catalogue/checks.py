"""What the schema cannot see: references, lengths, pictograms, honesty of figures, aliases claimed twice."""

from collections.abc import Iterator, Mapping, Sequence

from kiosk.catalogue.bank_account import KINDS
from kiosk.catalogue.choices import options_of
from kiosk.catalogue.dates import TODAY
from kiosk.catalogue.plain_language import (
    MAX_CONSENT,
    MAX_PLAIN_NAME,
    MAX_PROMISE,
    complaints,
    residents_texts,
)
from kiosk.catalogue.types import NONE_ANSWER, FieldSpec, FieldType, Flow, Service, When
from kiosk.catalogue.yaml_marks import Place

Found = tuple[Place, str, str]
"""Place, problem, mend."""

_CHOOSING = (FieldType.CHOICE, FieldType.CHOICES)


def check_service(service: Service, pictograms: frozenset[str], billers: frozenset[str]) -> Iterator[Found]:
    """Everything wrong with one service by itself."""
    yield from _language(service)
    yield from _lengths(service)
    yield from _emptiness(service)
    yield from _pictograms(service, pictograms)
    for group, specs in (("fields", service.fields), ("agent_fields", service.agent_fields)):
        yield from _fields(group, specs)
    yield from _same_ids("materials", [m.id for m in service.materials])
    yield from _same_ids("rules", [r.id for r in service.rules])
    yield from _referrals(service)
    yield from _materials_and_rules(service)
    yield from _biller(service, billers)


def _language(service: Service) -> Iterator[Found]:
    for place, text in residents_texts(service):
        for problem, mend in complaints(text):
            yield place, problem, mend


def _lengths(service: Service) -> Iterator[Found]:
    for name, limit in (("plain_name", MAX_PLAIN_NAME), ("consent", MAX_CONSENT), ("promise", MAX_PROMISE)):
        size = len(getattr(service, name))
        if size > limit:
            yield (name,), f"太长，现在 {size} 字", f"请缩到 {limit} 字以内"
    buttons = [(("referrals", n, "name"), r.name) for n, r in enumerate(service.referrals)]
    if service.flow is Flow.GUIDE_ONLY:
        buttons += [(("materials", n, "name"), m.name) for n, m in enumerate(service.materials)]
    for place, text in buttons:
        if len(text) > MAX_PLAIN_NAME:
            yield place, f"太长，现在 {len(text)} 字", f"请缩到 {MAX_PLAIN_NAME} 字以内，别的写进 note"


def _emptiness(service: Service) -> Iterator[Found]:
    for name in ("plain_name", "official_name", "fee", "result"):
        if not getattr(service, name).strip():
            yield (name,), "是空的", "请填写"
    if not service.offline_channel.strip():
        yield ("offline_channel",), "没有写人工窗口", "请写明到哪个窗口、找谁办；法律要求保留现场办理"
    for name in ("guide", "aliases", "slip", "next_steps"):
        if not getattr(service, name):
            yield (name,), "一项也没有", "请至少写一项"
    asks = service.fields or service.min_level >= 1
    if asks and not service.consent.strip():
        yield ("consent",), "要收个人信息，却没有告知", "请写明收什么、为什么、留多久、不同意怎么办"
    if service.consent and not service.consent_version:
        yield ("consent_version",), "告知文字没有版本", "请写版本日期"


def _pictograms(service: Service, known: frozenset[str]) -> Iterator[Found]:
    used: list[tuple[Place, str]] = [(("pictogram",), service.pictogram)]
    for group, specs in (("fields", service.fields), ("agent_fields", service.agent_fields)):
        for n, spec in enumerate(specs):
            used += [((group, n, "options", k, "pictogram"), o.pictogram) for k, o in enumerate(spec.options)]
    used += [(("materials", n, "pictogram"), m.pictogram) for n, m in enumerate(service.materials)]
    used += [(("tickets", n, "pictogram"), t.pictogram) for n, t in enumerate(service.tickets)]
    for place, name in used:
        if name not in known:
            yield place, f"没有叫 {name} 的图", "请用 pictograms.txt 里的名字，或先画一个"


def _fields(group: str, specs: Sequence[FieldSpec]) -> Iterator[Found]:
    yield from _same_ids(group, [s.id for s in specs])
    before: dict[str, FieldSpec] = {}
    everything = {s.id: s for s in specs}
    for n, spec in enumerate(specs):
        at: Place = (group, n)
        if spec.when:
            yield from check_when(spec.when, (*at, "when"), before)
        yield from _options(spec, at)
        yield from _references(spec, at, before, everything)
        if spec.min_length > spec.max_length:
            yield (*at, "min_length"), "比最长还长", "请改小 min_length，或改大 max_length"
        before[spec.id] = spec


def _options(spec: FieldSpec, at: Place) -> Iterator[Found]:
    if spec.type in _CHOOSING and len(spec.options) < 2:
        yield (*at, "options"), "可选的不到两项", "请至少写两个选项"
    if spec.options and spec.type not in (*_CHOOSING, FieldType.YES_NO):
        yield (*at, "options"), "这种问题没有选项", "请删掉选项，或把类型改成 choice"
    ids = [o.id for o in spec.options]
    for k, name in enumerate(ids):
        if name in ids[:k]:
            yield (*at, "options", k, "id"), f"{name} 用了两次", "请换一个 id"
        if name == NONE_ANSWER or "," in name:
            yield (*at, "options", k, "id"), f"{name} 不能作 id", "请换一个 id，不用 none，不带逗号"


def _references(
    spec: FieldSpec, at: Place, before: Mapping[str, FieldSpec], everything: Mapping[str, FieldSpec]
) -> Iterator[Found]:
    for name in ("not_before", "not_after"):
        other = getattr(spec, name)
        if other and other != TODAY and (other not in everything or everything[other].type != FieldType.DATE):
            yield (*at, name), f"没有叫 {other} 的日期问题", "请写 today，或另一个日期问题的 id"
    if spec.type == FieldType.BANK_ACCOUNT:
        source = before.get(spec.kind_from)
        if source is None or not {o.id for o in source.options} & set(KINDS):
            yield (*at, "kind_from"), "不知道是卡还是存折", f"请先问一题，选项 id 含 {'、'.join(KINDS)}"
    elif spec.kind_from:
        yield (*at, "kind_from"), "只有银行账号才用", "请删掉"


def check_when(when: When, at: Place, known: Mapping[str, FieldSpec]) -> Iterator[Found]:
    """A condition must name a question asked before, and answers that it can have."""
    spec = known.get(when.field)
    if spec is None:
        yield (*at, "field"), f"前面没有叫 {when.field} 的问题", "请写前面一个问题的 id"
        return
    possible = {o.id for o in options_of(spec)} | ({NONE_ANSWER} if spec.none_answer else set())
    for n, value in enumerate(when.is_):
        if possible and value not in possible:
            yield (
                (*at, "is", n),
                f"{when.field} 没有 {value} 这个回答",
                f"请改成其中之一：{'、'.join(sorted(possible))}",
            )


def _same_ids(group: str, ids: Sequence[str]) -> Iterator[Found]:
    for n, name in enumerate(ids):
        if name in ids[:n]:
            yield (group, n, "id"), f"{name} 用了两次", "请换一个 id"


def _materials_and_rules(service: Service) -> Iterator[Found]:
    known = {s.id: s for s in (*service.fields, *service.agent_fields)}
    for n, material in enumerate(service.materials):
        if material.when:
            yield from check_when(material.when, ("materials", n, "when"), known)
    for n, rule in enumerate(service.rules):
        at: Place = ("rules", n)
        if rule.kind in ("field_is", "field_is_not"):
            yield from check_when(When(field=rule.field, is_=rule.values), at, known)
        if rule.kind in ("min_age", "max_age") and rule.age is None:
            yield (*at, "age"), "没有写岁数", "请补上 age"
        if rule.kind in ("min_age", "max_age") and rule.source is None:
            yield (*at, "source"), "岁数没有出处", "请写出处；没有核实的写 confirmed: false"
        if rule.blocks and rule.source is not None and not rule.source.confirmed:
            yield (*at, "blocks"), "没有核实的条件不能拦人", "请写 blocks: false，或核实后再改"
        if rule.danger and not rule.blocks:
            yield (*at, "danger"), "有危险却不拦", "请写 blocks: true，或删掉 danger"
        if rule.blocks and not rule.otherwise:
            yield (*at, "otherwise"), "拦下了却没说怎么办", "请写接下来到哪里办"


def _referrals(service: Service) -> Iterator[Found]:
    yield from _same_ids("referrals", [r.id for r in service.referrals])
    for n, referral in enumerate(service.referrals):
        if not referral.go_to:
            yield ("referrals", n, "go_to"), "没有写找谁", "请写明到哪里开"


def _biller(service: Service, billers: frozenset[str]) -> Iterator[Found]:
    asks_account = any(s.type == FieldType.ACCOUNT_NUMBER for s in service.fields)
    if (service.flow == Flow.PAYMENT or asks_account) and service.biller not in billers:
        yield ("biller",), f"没有叫 {service.biller or '（空）'} 的缴费单位", "请写 billers.yaml 里的 id"
    if service.flow == Flow.TICKET and len(service.tickets) < 2:
        yield ("tickets",), "可排的队不到两个", "请至少写两个队"
