"""Taking in a submission: once in effect, however often it is sent. Nothing of a body is ever logged."""

import hashlib
import json
from dataclasses import dataclass

from hub.case_states import Status
from hub.house import Hub
from hub.outcomes import Refused, refused
from hub.store.base import Tx, one
from hub.terminals import Terminal
from hub.times import stamp
from hub.validation import check_submission
from kiosk.catalogue import Service
from kiosk.core.sealing import Opened, PackRefused, SealRefused, Unpacked, open_sealed, unpack
from kiosk.core.signing import signature_fault
from kiosk.core.wire import Submission, SubmissionAck, WirePerson, signed_text
from kiosk.core.words import PrivateKind, mask

BODY_LIMIT = 33 * 1024 * 1024
"""Bytes of a sealed body; what unpacks to more than sealing.UNPACKED_LIMIT is refused anyway."""

_WHY = {
    "not_sealed": "不是封好的内容。",
    "unknown_suite": "不认识的封装方式。",
    "unknown_key": "封装用的不是本中枢的钥匙。",
    "damaged": "封装已损坏。",
    "not_a_pack": "里面不是一份申请。",
    "too_large": "内容太大。",
    "bad_submission": "申请的格式不对。",
    "attachment_differs": "附件和清单对不上。",
    "signature_differs": "签名和签的内容对不上。",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """The submission is durably here. `fresh`: by this very request."""

    ack: SubmissionAck
    fresh: bool


def receive(hub: Hub, terminal: Terminal, submission_id: str, sealed: bytes) -> Taken | Refused:
    """Open, check and keep a sealed body, and open its case. Raises StoreBroken, OSError: then nothing was taken."""
    if len(sealed) > BODY_LIMIT:
        return refused(413, "too_large", _WHY["too_large"])
    sha256 = hashlib.sha256(sealed).hexdigest()
    known = hub.store.read(lambda tx: _known(tx, submission_id, sha256, terminal))
    if known is not None:
        return known
    read = open_body(hub, submission_id, sealed)
    if isinstance(read, Refused):
        return read
    submission = read.submission
    service = _service(hub, submission, terminal, submission_id)
    if isinstance(service, Refused):
        return service
    # The body first: a row must never name a file that a power cut took away. A file without a row is only litter.
    hub.bodies.keep(sealed)

    def work(tx: Tx) -> Taken | Refused:
        again = _known(tx, submission_id, sha256, terminal)
        if again is not None:
            return again
        if one(tx, "select 1 from cases where number = ?", submission.case_number):
            return refused(409, "case_number_taken", "这个办件编号已经用过。", "case_number")
        ack = _ack(hub, submission, sha256)
        _open_case(tx, hub, submission, service, terminal, ack)
        tx.run(
            "insert into submissions (id, sha256, size, terminal_id, case_number, ack) values (?, ?, ?, ?, ?, ?)",
            *(submission_id, sha256, len(sealed), terminal.id, submission.case_number, ack.model_dump_json()),
        )
        hub.audit(tx, f"terminal:{terminal.id}", "submission_received", submission.case_number, submission_id)
        return Taken(ack, True)

    return hub.store.write(work)


def open_body(hub: Hub, submission_id: str, sealed: bytes) -> Unpacked | Refused:
    """Break the seal and read the form with its pictures; what was signed must be what is written."""
    opened = open_sealed(hub.keys.seal, "submission", submission_id, sealed)
    if isinstance(opened, SealRefused):
        return refused(422, opened.why, _WHY[opened.why])
    assert isinstance(opened, Opened)
    unpacked = unpack(opened.payload)
    if isinstance(unpacked, PackRefused):
        return refused(422, unpacked.why, _WHY[unpacked.why], unpacked.field)
    fault = signature_fault(unpacked.submission, unpacked.attachments)
    if fault:
        return refused(422, "signature_differs", _WHY["signature_differs"], fault)
    return unpacked


def _known(tx: Tx, submission_id: str, sha256: str, terminal: Terminal) -> Taken | Refused | None:
    row = one(tx, "select sha256, terminal_id, ack from submissions where id = ?", submission_id)
    if row is None:
        return None
    if row[0] != sha256 or row[1] != terminal.id:
        return refused(409, "hash_differs", "同一个编号，内容却不同。")
    return Taken(SubmissionAck.model_validate_json(row[2]), False)


def _service(hub: Hub, submission: Submission, terminal: Terminal, submission_id: str) -> Service | Refused:
    if submission.submission_id != submission_id:
        return refused(422, "id_differs", "地址里的编号和内容里的不一样。", "submission_id")
    if submission.terminal_id != terminal.id:
        return refused(422, "wrong_terminal", "内容写的不是这台终端。", "terminal_id")
    if not hub.shelf.knows(submission.service_id):
        return refused(422, "unknown_service", "没有这个事项。", "service_id")
    service = hub.shelf.service(submission.service_id, submission.service_version)
    if service is None:
        return refused(422, "unknown_version", "没有发布过这个版本。", "service_version")
    return check_submission(submission, service, hub.shelf.current, terminal.division) or service


def _ack(hub: Hub, submission: Submission, sha256: str) -> SubmissionAck:
    # No due date yet: the promised days count from acceptance (受理), and nobody has accepted it.
    ack = SubmissionAck(
        receipt=submission.submission_id,
        sha256=sha256,
        case_number=submission.case_number,
        status=Status.WAITING,
        accepted_at=hub.clock.now(),
        signature="",
    )
    return ack.model_copy(update={"signature": hub.keys.signature(signed_text(ack))})


def _open_case(
    tx: Tx, hub: Hub, submission: Submission, service: Service, terminal: Terminal, ack: SubmissionAck
) -> None:
    limit = service.time_limit
    promised = limit.promised_days if limit is not None and limit.source.confirmed else None
    names = {material.id: material.name for material in service.materials}
    missing = [names[name] for name, state in submission.materials.items() if state == "missing"]
    received = stamp(ack.accepted_at)
    holder = submission.holder
    tx.run(
        "insert into cases (number, submission_id, service_id, service_name, service_version, division, terminal_id,"
        " hall, status, filled_at, received_at, holder_masked, holder_key, operator_key, promised_days, missing, ask)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(submission.case_number, submission.submission_id, service.id, service.plain_name, service.version),
        *(submission.division, terminal.id, terminal.hall, Status.WAITING),
        *(stamp(submission.created_at), received),
        mask(holder.name, PrivateKind.NAME) if holder else "（匿名）",
        *(_key(hub, holder), _key(hub, submission.operator)),
        *(promised, json.dumps(missing, ensure_ascii=False), service.offline_channel),
    )
    tx.run(
        "insert into case_events (case_number, n, status, at, note, actor) values (?, 1, ?, ?, '', ?)",
        *(submission.case_number, Status.WAITING, received, f"terminal:{terminal.id}"),
    )


def _key(hub: Hub, person: WirePerson | None) -> str | None:
    return hub.keys.lookup("id_number", person.id_number.upper()) if person is not None else None
