"""Is a submission what its service's form asks for? Answers with the name of the wrong field, never with its value."""

from collections.abc import Sequence

from hub.outcomes import Refused, refused
from kiosk.catalogue import (
    NONE_ANSWER,
    AnswerContext,
    CaseNumberParts,
    Catalogue,
    FieldSpec,
    FieldType,
    Flow,
    Rejected,
    Service,
    check_value,
    parse_case_number,
)
from kiosk.core.wire import Submission, WirePerson

SUBMITTABLE = frozenset({Flow.APPLICATION, Flow.REPORT, Flow.ATTESTATION})
RELATION_FIELDS = frozenset({"relation", "agent_relation"})
"""Ids by which the catalogue asks how the acting person is related to the holder."""


def check_submission(submission: Submission, service: Service, catalogue: Catalogue, division: str) -> Refused | None:
    """None when everything is right. division: where the terminal stands."""
    return (
        _number(submission, division)
        or _flow(submission, service)
        or _people(submission, service)
        or _fields(submission, service, catalogue)
        or _materials(submission, service)
        or _pictures(submission, service)
        or _consents(submission, service)
        or _signed(submission, service)
    )


def _no(code: str, say: str, field: str) -> Refused:
    return refused(422, code, say, field)


def _number(submission: Submission, division: str) -> Refused | None:
    parts = parse_case_number(submission.case_number)
    if not isinstance(parts, CaseNumberParts) or parts.text() != submission.case_number:
        return _no("bad_case_number", "办件编号不对。", "case_number")
    if parts.terminal != submission.terminal_id:
        return _no("bad_case_number", "办件编号不是这台终端的。", "case_number")
    if submission.division != division or parts.division != division:
        return _no("wrong_division", "区划和终端登记的不一样。", "division")
    return None


def _flow(submission: Submission, service: Service) -> Refused | None:
    if service.flow not in SUBMITTABLE:
        return _no("not_submittable", "这个事项不收申请。", "service_id")
    if service.flow is Flow.ATTESTATION and submission.witness is None:
        # The face is never the only proof: a human at the hall vouched, or there is no attestation.
        return _no("no_witness", "缺现场工作人员的见证。", "witness")
    return None


def _people(submission: Submission, service: Service) -> Refused | None:
    holder, operator = submission.holder, submission.operator
    if holder is None:
        if service.flow is not Flow.REPORT or operator is not None:
            return _no("no_holder", "缺办事人。", "holder")
        return None
    if operator is None:
        return _no("no_operator", "缺操作人。", "operator")
    asked = any(spec.id in RELATION_FIELDS for spec in (*service.fields, *service.agent_fields))
    if asked and not same_person(holder, operator) and not submission.relation:
        return _no("no_relation", "代办要写两人的关系。", "relation")
    return None


def same_person(one: WirePerson, other: WirePerson) -> bool:
    """Whether holder and operator are one."""
    return one.id_number.upper() == other.id_number.upper()


def _fields(submission: Submission, service: Service, catalogue: Catalogue) -> Refused | None:
    agent = (
        submission.holder is not None
        and submission.operator is not None
        and not same_person(submission.holder, submission.operator)
    )
    specs = [*service.fields, *(service.agent_fields if agent else [])]
    known = {spec.id for spec in [*service.fields, *service.agent_fields]}
    for name in submission.fields:
        if name not in known:
            # A key is the sender's own text: its length is bounded before it is said back.
            return _no("unknown_field", "表单里没有这一项。", f"fields.{name[:60]}")
    answers = {name: values[-1].value for name, values in submission.fields.items() if values}
    context = AnswerContext(submission.created_at.date(), answers, catalogue.billers.get(service.biller))
    for spec in specs:
        wrong = _field(spec, submission, answers, context)
        if wrong is not None:
            return wrong
    return None


def _field(spec: FieldSpec, submission: Submission, answers: dict[str, str], context: AnswerContext) -> Refused | None:
    place = f"fields.{spec.id}"
    if spec.id in submission.fields and spec.id not in answers:
        return _no("empty_field", "这一项没有值。", place)
    if not _asked(spec, answers):
        return None
    if spec.id not in answers:
        filled = spec.from_card and submission.holder is not None
        return _no("missing_field", "缺这一项。", place) if spec.required and not filled else None
    if not _stands(spec, answers[spec.id], context):
        return _no("bad_value", "这一项的值不合规则。", place)
    return None


def _asked(spec: FieldSpec, answers: dict[str, str]) -> bool:
    return spec.when is None or bool(set(answers.get(spec.when.field, "").split(",")) & set(spec.when.is_))


def _stands(spec: FieldSpec, value: str, context: AnswerContext) -> bool:
    if spec.type is FieldType.MONEY and value != NONE_ANSWER:
        # Stored in 分, while the rule reads what a resident says in 元.
        return value.isascii() and value.isdigit() and len(value) <= 10 and _within(spec, int(value))
    return not isinstance(check_value(spec, value, context), Rejected)


def _within(spec: FieldSpec, cents: int) -> bool:
    low, high = spec.minimum or 0, spec.maximum if spec.maximum is not None else 10**9
    return low <= cents <= high and cents % spec.step == 0


def _materials(submission: Submission, service: Service) -> Refused | None:
    known = {material.id for material in service.materials}
    for name, state in submission.materials.items():
        if name not in known:
            return _no("unknown_material", "事项里没有这份材料。", f"materials.{name[:60]}")
        if state not in ("brought", "missing", "electronic"):
            return _no("bad_value", "材料的状态不对。", f"materials.{name}")
    return None


PICTURES = 12
PICTURE_BYTES = 600_000


def _pictures(submission: Submission, service: Service) -> Refused | None:
    """Every picture says which brought material it shows and when this terminal took it."""
    pictures = [a for a in submission.attachments if a.media_type == "image/jpeg"]
    if len(pictures) > PICTURES:
        return _no("too_many_pictures", "材料照片太多。", "attachments")
    worth = {m.id for m in service.materials if m.picture != "none"}
    for picture in pictures:
        shown = picture.material in worth and submission.materials.get(picture.material) == "brought"
        if not shown or picture.taken_at is None or picture.size > PICTURE_BYTES:
            return _no("bad_picture", "材料照片没说清是哪一份、何时拍的，或太大。", f"attachments.{picture.name}")
    return None


def _consents(submission: Submission, service: Service) -> Refused | None:
    versions: Sequence[str] = [consent.text_version for consent in submission.consents]
    if service.consent and service.consent_version not in versions:
        return _no("no_consent", "缺对应版本的告知同意。", "consents")
    return None


def _signed(submission: Submission, service: Service) -> Refused | None:
    """What is promised is signed; for whoever cannot sign, somebody of the hall stands as witness."""
    # That a signature which is there is whole and hers was seen when the seal was broken (hub.intake.open_body).
    if service.promise and not submission.signature_sha256 and submission.witness is None:
        return _no("no_signature", "缺签名，也没有工作人员的见证。", "signature_sha256")
    return None
