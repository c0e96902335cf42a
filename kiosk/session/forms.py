"""What is known of one matter: whose it is, who acts, every answer with where it came from and when.

A field may have values of several sources. None is overwritten by another source; where they differ the review page
shows all of them and the resident chooses. The chosen value is always the last.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Literal

from kiosk.catalogue import FieldSpec, FieldType, Service, When
from kiosk.core.person import Person
from kiosk.core.signing import Strokes
from kiosk.core.wire import Source
from kiosk.core.words import PrivateKind
from kiosk.session.events import How

Whose = Literal["self", "other", "anonymous"]

KINDS: dict[FieldType, PrivateKind] = {
    FieldType.ID_NUMBER: PrivateKind.ID_NUMBER,
    FieldType.PERSON_NAME: PrivateKind.NAME,
    FieldType.PHONE: PrivateKind.PHONE,
    FieldType.ADDRESS: PrivateKind.ADDRESS,
    FieldType.BANK_ACCOUNT: PrivateKind.ACCOUNT,
    FieldType.ACCOUNT_NUMBER: PrivateKind.ACCOUNT,
    FieldType.DATE: PrivateKind.DATE,
}
"""How a private value of each type is masked; anything else is masked whole."""

OF_A_PERSON: dict[str, Source] = {"chip": "chip", "social": "social_card"}
"""How a person is known -> where the facts come from; anything else was typed."""
READ: frozenset[Source] = frozenset(OF_A_PERSON.values())

ID_CARD = "id_card"
"""The material that a card on the reader proves; nobody is asked whether they brought it."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one field from one source. "" means the question was left open on purpose."""

    value: str
    source: Source
    at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """Consent as given."""

    version: str
    at: datetime
    how: How


@dataclass(frozen=True, slots=True)
class Vouched:
    """A member of staff vouched at the terminal."""

    staff_id: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MaterialPhoto:
    """One page of a material, as the document camera of this terminal saw it."""

    material: str
    jpeg: bytes = field(repr=False)
    at: datetime
    by: str = ""
    """The guide who asked for it, "" when she took it by herself."""


@dataclass(frozen=True, slots=True)
class Form:
    """One matter in the making."""

    service: Service
    submission_id: str
    values: tuple[tuple[str, tuple[Value, ...]], ...] = ()
    materials: tuple[tuple[str, str], ...] = ()
    photos: tuple[MaterialPhoto, ...] = ()
    whose: Whose | None = None
    holder: Person | None = None
    """办事人."""
    operator: Person | None = None
    """操作人 when someone acts for the holder; None when the holder acts."""
    carried: Literal["", "lying", "agreed"] = ""
    """Whose it is was known from the matter before: the card still lay there, or she said so when asked."""
    consent: Agreed | None = None
    settled: frozenset[str] = frozenset()
    """Fields whose disagreeing sources the resident has decided."""
    told: bool = False
    """Eligibility was told and the resident goes on."""
    looked_over: bool = False
    """Read back and found right."""
    wants_witness: bool = False
    witness: Vouched | None = None
    signature: bytes = field(default=b"", repr=False)
    strokes: Strokes = field(default=(), repr=False)
    signed_text: str = field(default="", repr=False)

    def values_of(self, name: str) -> tuple[Value, ...]:
        """Every source's value of a field, the chosen one last."""
        return next((values for known, values in self.values if known == name), ())

    def chosen(self, name: str) -> str | None:
        """The value that counts; None when not answered, "" when left open."""
        values = self.values_of(name)
        return values[-1].value if values else None

    def with_value(self, name: str, value: Value) -> "Form":
        """Add a value as the chosen one; it replaces only an earlier value of the same source."""
        kept = tuple(v for v in self.values_of(name) if v.source != value.source)
        return self._with_values(name, (*kept, value))

    def with_choice(self, name: str, index: int) -> "Form":
        """Settle a disagreement: the value at `index` counts from now on."""
        values = self.values_of(name)
        if not 0 <= index < len(values):
            return self
        picked = values[index]
        rest = tuple(v for i, v in enumerate(values) if i != index)
        return replace(self._with_values(name, (*rest, picked)), settled=self.settled | {name})

    def _with_values(self, name: str, values: tuple[Value, ...]) -> "Form":
        others = tuple((known, old) for known, old in self.values if known != name)
        return replace(self, values=(*others, (name, values)), settled=self.settled - {name})

    def without(self, name: str) -> "Form":
        """Forget every value of a field."""
        return replace(self, values=tuple((known, old) for known, old in self.values if known != name))

    def with_material(self, name: str, state: str) -> "Form":
        """Say how it stands with a material; pictures of it are of another answer and go."""
        others = tuple((known, old) for known, old in self.materials if known != name)
        photos = tuple(photo for photo in self.photos if photo.material != name)
        return replace(self, materials=(*others, (name, state)), photos=photos)

    def photos_of(self, name: str) -> int:
        """How many pages of a material were photographed."""
        return sum(photo.material == name for photo in self.photos)

    def changed(self) -> "Form":
        """After any change: what was read back, signed or vouched for was another text; it must be done again."""
        return replace(self, looked_over=False, signature=b"", strokes=(), signed_text="", witness=None)

    def material(self, name: str) -> str | None:
        """brought, missing, electronic, or None when not asked yet."""
        return next((state for known, state in self.materials if known == name), None)

    def conflicts(self) -> tuple[str, ...]:
        """Fields whose sources disagree and that nobody has decided yet."""
        return tuple(
            spec.id
            for spec in self.specs()
            if spec.id not in self.settled and len({v.value for v in self.values_of(spec.id)}) > 1
        )

    def untouched(self) -> bool:
        """Nothing in it but what a card says."""
        answers = any(v.source not in READ for _, values in self.values for v in values)
        return not answers and all(name == ID_CARD for name, _ in self.materials)

    def specs(self) -> tuple[FieldSpec, ...]:
        """The questions that apply now, in order: the acting person's first, then the matter's."""
        agent = self.service.agent_fields if self.whose == "other" else []
        return tuple(
            spec
            for spec in (*agent, *self.service.fields)
            if self.applies(spec.when)
            and not (self.whose == "anonymous" and spec.from_card)
            and not (spec.from_social and not self.values_of(spec.id))
        )

    def spec(self, name: str) -> FieldSpec | None:
        return next((s for s in (*self.service.agent_fields, *self.service.fields) if s.id == name), None)

    def applies(self, when: When | None) -> bool:
        return when is None or (self.chosen(when.field) or "") in when.is_

    def unanswered(self) -> tuple[FieldSpec, ...]:
        """Questions still to ask."""
        return tuple(spec for spec in self.specs() if self.chosen(spec.id) is None)

    def answers(self) -> dict[str, str]:
        """Chosen value of every field that applies and was not left open."""
        return {spec.id: value for spec in self.specs() if (value := self.chosen(spec.id))}

    def filled_from(self, person: Person, fields: list[FieldSpec], at: datetime) -> "Form":
        """Fill what the person's document already says, so that it is never asked."""
        form = self
        source = OF_A_PERSON.get(person.how, "typed")
        for spec in fields:
            known = from_person(person, spec.from_card) if spec.from_card else ""
            if known:
                form = form.with_value(spec.id, Value(known, source, at))
        return form


def from_person(person: Person, name: str) -> str:
    """The part of a person's document that `FieldSpec.from_card` names; "" when unknown."""
    match name:
        case "name":
            return person.name
        case "id_number":
            return person.id_number
        case "sex":
            return person.sex
        case "nation":
            return person.nation
        case "birth":
            return person.birth.isoformat() if person.birth else ""
        case "address":
            return person.address
        case _:
            return ""


# --- drafts: a matter interrupted by a power cut -------------------------------------------------------------


def to_draft(form: Form) -> bytes:
    """The unfinished matter as bytes; sealed under the card by whoever keeps it."""
    holder = form.holder
    return json.dumps(
        {
            "service": form.service.id,
            "version": form.service.version,
            "submission_id": form.submission_id,
            "whose": form.whose,
            "holder": _person_json(holder) if holder else None,
            "operator": _person_json(form.operator) if form.operator else None,
            "consent": [form.consent.version, form.consent.at.isoformat(), form.consent.how] if form.consent else None,
            "materials": form.materials,
            "photos": [[p.material, p.at.isoformat(), p.by, sha256(p.jpeg).hexdigest()] for p in form.photos],
            "values": [
                [name, [[v.value, v.source, v.at.isoformat(), v.by] for v in values]] for name, values in form.values
            ],
        },
        ensure_ascii=False,
    ).encode()


def draft_service(payload: bytes) -> tuple[str, str]:
    """Service id and version a draft was begun with; ("", "") when it is not a draft."""
    try:
        data = json.loads(payload)
        return str(data["service"]), str(data["version"])
    except (ValueError, KeyError, TypeError):
        return "", ""


def draft_submission_id(payload: bytes) -> str:
    """The id the draft's matter is handed in under; "" when it is not a draft."""
    try:
        return str(json.loads(payload)["submission_id"])
    except (ValueError, KeyError, TypeError):
        return ""


def draft_photos(payload: bytes) -> int:
    """How many pictures a draft names; 0 when it is not a draft."""
    try:
        return len(json.loads(payload)["photos"])
    except (ValueError, KeyError, TypeError):
        return 0


def _photos(named: list[list[str]], kept: tuple[bytes, ...]) -> tuple[MaterialPhoto, ...]:
    """Those that are there and are what they were; another one is asked for anew."""
    return tuple(
        MaterialPhoto(material, jpeg, datetime.fromisoformat(at), by)
        for (material, at, by, digest), jpeg in zip(named, kept, strict=False)
        if sha256(jpeg).hexdigest() == digest
    )


def from_draft(payload: bytes, service: Service, photos: tuple[bytes, ...] = ()) -> Form | None:
    """The matter as it was left; None when the draft does not fit this version of the service or is damaged.

    photos: the pictures it names, in their order.
    """
    if draft_service(payload) != (service.id, service.version):
        return None
    try:
        data = json.loads(payload)
        consent = data["consent"]
        return Form(
            service=service,
            submission_id=data["submission_id"],
            whose=data["whose"],
            holder=_person(data["holder"]),
            operator=_person(data["operator"]),
            consent=Agreed(consent[0], datetime.fromisoformat(consent[1]), consent[2]) if consent else None,
            materials=tuple((name, state) for name, state in data["materials"]),
            photos=_photos(data.get("photos", []), photos),
            values=tuple(
                (name, tuple(Value(v, source, datetime.fromisoformat(at), by) for v, source, at, by in values))
                for name, values in data["values"]
            ),
        )
    except (ValueError, KeyError, TypeError, IndexError):
        return None


def _person_json(person: Person) -> dict[str, str]:
    return {
        "name": person.name,
        "id_number": person.id_number,
        "sex": person.sex,
        "nation": person.nation,
        "birth": person.birth.isoformat() if person.birth else "",
        "address": person.address,
        "authority": person.authority,
        "valid_to": person.valid_to,
        "how": person.how,
    }


def _person(data: dict[str, str] | None) -> Person | None:
    if data is None:
        return None
    birth = data["birth"]
    return Person(**{**data, "birth": date.fromisoformat(birth) if birth else None})  # type: ignore[arg-type]
