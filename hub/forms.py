"""Opening a sealed form for a clerk. Every opening is written to the audit chain before the form is shown."""

from dataclasses import dataclass, field

from hub.house import Hub
from hub.intake import open_body
from hub.outcomes import Refused, refused
from hub.store.base import Tx, one
from hub.validation import same_person
from kiosk.catalogue import NONE_ANSWER, FieldSpec, Service, options_of
from kiosk.core.clock import BEIJING
from kiosk.core.sealing import Unpacked
from kiosk.core.wire import Attachment, Submission, WirePerson, WireValue

_SOURCES = {
    "chip": "读卡",
    "typed": "手填",
    "spoken": "口述",
    "handwritten": "手写",
    "certificate": "证照",
    "guide": "帮办代填",
    "earlier_visit": "上次填的",
    "rule": "按规则",
    "social_card": "社保卡",
}
_MATERIALS = {"brought": "带了", "missing": "没带", "electronic": "电子证照"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A paper the terminal photographed, or the mark she made with her finger."""

    name: str
    media_type: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """What was filled in, as label and text in the order of the form, and what came with it; in memory only."""

    facts: list[tuple[str, str]]
    pictures: list[Picture]


def open_form(hub: Hub, number: str, by: str) -> OpenedForm | Refused:
    """Open the form of a case for somebody who may see it."""

    def note(tx: Tx) -> tuple[str, str] | None:
        sql = "select submissions.id, sha256 from submissions where case_number = ?"
        row = one(tx, sql, number)
        if row is None:
            return None
        hub.audit(tx, by, "form_opened", number)
        return str(row[0]), str(row[1])

    found = hub.store.write(note)
    if found is None:
        return refused(404, "no_case", "没有这个办件。")
    try:
        sealed = hub.bodies.read(found[1])
    except OSError:
        return refused(500, "body_damaged", "存的内容打不开，请找技术人员。")
    opened = open_body(hub, found[0], sealed)
    if isinstance(opened, Refused):
        return opened
    return OpenedForm(_facts(hub, opened.submission), _pictures(hub, opened))


def _pictures(hub: Hub, opened: Unpacked) -> list[Picture]:
    submission = opened.submission
    service = hub.shelf.service(submission.service_id, submission.service_version)
    return [
        Picture(_picture_name(service, one), one.media_type, opened.attachments[one.name])
        for one in submission.attachments
        if one.media_type.startswith("image/")
    ]


def _picture_name(service: Service | None, one: Attachment) -> str:
    if one.taken_at is None:
        return "签名"
    at = one.taken_at.astimezone(BEIJING)
    asked = f"，导办员 {one.asked_by} 请拍、看过" if one.asked_by else ""
    return f"{_material(service, one.material)}，终端高拍仪 {at:%Y-%m-%d %H:%M} 拍的{asked}"


def _facts(hub: Hub, submission: Submission) -> list[tuple[str, str]]:
    service = hub.shelf.service(submission.service_id, submission.service_version)
    facts = _person("办事人", submission.holder)
    if submission.holder and submission.operator and not same_person(submission.holder, submission.operator):
        # Their relation is one of the form's own answers, below.
        facts += _person("操作人", submission.operator)
    specs = {spec.id: spec for spec in [*service.fields, *service.agent_fields]} if service else {}
    for name, values in submission.fields.items():
        # Two sources that disagree are both shown; the one chosen stands last.
        shown = [f"{_shown(specs.get(name), v.value)}（{_said_by(v)}）" for v in values]
        facts.append((specs[name].label if name in specs else name, "；".join(dict.fromkeys(shown))))
    facts += [(f"材料：{_material(service, k)}", _MATERIALS.get(v, v)) for k, v in submission.materials.items()]
    if submission.witness is not None:
        facts.append(("现场见证", f"{submission.witness.name}（{submission.witness.staff_id}）"))
    return facts


def _person(role: str, person: WirePerson | None) -> list[tuple[str, str]]:
    if person is None:
        return [(role, "（匿名）")]
    how = {"chip": "读卡", "social": "社保卡，要核对身份证"}.get(person.how, "手填")
    facts = [(role, f"{person.name}（{how}）"), (f"{role}证件号", person.id_number)]
    more = [("出生", person.birth), ("住址", person.address), ("证件有效期至", person.valid_to)]
    return facts + [(f"{role}{name}", value) for name, value in more if value]


def _said_by(value: WireValue) -> str:
    """Where it came from; of what a guide filled, which guide."""
    source = _SOURCES[value.source]
    return f"{source}，{value.by}" if value.source == "guide" and value.by else source


def _shown(spec: FieldSpec | None, value: str) -> str:
    if spec is None:
        return value
    if value == NONE_ANSWER:
        return spec.none_answer or "没有"
    labels = {option.id: option.label for option in options_of(spec)}
    return "、".join(labels.get(part, part) for part in value.split(",")) if labels else value


def _material(service: Service | None, material_id: str) -> str:
    names = {material.id: material.name for material in service.materials} if service else {}
    return names.get(material_id, material_id)
