"""A finished matter as the message the hub gets."""

from hashlib import sha256

from kiosk.core.person import Person
from kiosk.core.signing import digest, signature_files
from kiosk.core.wire import Attachment, Consent, Submission, WirePerson, WireValue, Witness
from kiosk.session.forms import Form, MaterialPhoto
from kiosk.session.state import State

MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "json": "application/json"}
RELATION_FIELDS = ("relation", "agent_relation")
"""Ids by which the catalogue asks how the acting person is related to the holder."""


def draft_submission(state: State, form: Form) -> tuple[Submission, dict[str, bytes]]:
    """Everything to send except the case number, which the outbox gives in the transaction that stores it."""
    files = signature_files(form.signed_text, form.signature, form.strokes) if form.signature else {}
    pictures = _pictures(form)
    files |= {name: photo.jpeg for name, photo in pictures.items()}
    terminal = state.terminal
    holder = wire_person(form.holder)
    submission = Submission(
        submission_id=form.submission_id,
        case_number="",
        service_id=form.service.id,
        service_version=form.service.version,
        terminal_id=terminal.terminal_id,
        division=terminal.division,
        created_at=state.now,
        holder=holder,
        operator=wire_person(form.operator) if form.operator else holder,
        relation=next((v for name in RELATION_FIELDS if (v := form.chosen(name))), ""),
        fields={
            spec.id: [WireValue(value=v.value, source=v.source, at=v.at, by=v.by) for v in form.values_of(spec.id)]
            for spec in form.specs()
            if form.chosen(spec.id)
        },
        materials=dict(form.materials),
        consents=[Consent(text_version=form.consent.version, at=form.consent.at, how=form.consent.how)]
        if form.consent
        else [],
        witness=Witness(staff_id=form.witness.staff_id, name=form.witness.name, at=form.witness.at)
        if form.witness
        else None,
        attachments=[_attachment(name, body, pictures.get(name)) for name, body in files.items()],
        signature_sha256=digest(form.signed_text) if form.signature else "",
    )
    return submission, files


def _pictures(form: Form) -> dict[str, MaterialPhoto]:
    """File name -> picture, numbered within each material."""
    named: dict[str, MaterialPhoto] = {}
    for photo in form.photos:
        number = sum(p.material == photo.material for p in named.values()) + 1
        named[f"photo_{photo.material}_{number}.jpg"] = photo
    return named


def _attachment(name: str, body: bytes, photo: MaterialPhoto | None) -> Attachment:
    return Attachment(
        name=name,
        media_type=MEDIA_TYPES[name.rpartition(".")[2]],
        sha256=sha256(body).hexdigest(),
        size=len(body),
        material=photo.material if photo else "",
        taken_at=photo.at if photo else None,
        asked_by=photo.by if photo else "",
    )


def complete(submission: Submission, case_number: str) -> Submission:
    """The same submission with its number."""
    return submission.model_copy(update={"case_number": case_number})


def wire_person(person: Person | None) -> WirePerson | None:
    if person is None:
        return None
    return WirePerson(
        name=person.name,
        id_number=person.id_number,
        sex=person.sex,
        nation=person.nation,
        birth=person.birth.isoformat() if person.birth else "",
        address=person.address,
        authority=person.authority,
        valid_to=person.valid_to,
        how="chip" if person.how == "chip" else "social" if person.how == "social" else "typed",
    )
