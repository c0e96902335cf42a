"""The exact text that is read back and signed."""

from kiosk.session.forms import Form
from kiosk.session.tell import value_words

MATERIAL_WORDS = {"brought": "带了", "missing": "没带，以后补", "electronic": "有电子证照"}
"""How the state of a material is said."""


def material_says(form: Form, name: str, state: str) -> str:
    """How it stands with a material, and how many pages of it were photographed."""
    pages = form.photos_of(name)
    return f"{MATERIAL_WORDS[state]}，拍了 {pages} 页" if pages else MATERIAL_WORDS[state]


def readback(form: Form) -> str:
    """Promise, who, every answer and material, one a line; its SHA-256 travels with the signature."""
    lines = [form.service.official_name, form.service.promise]
    for role, person in (("办事人", form.holder), ("代办人", form.operator)):
        if person is not None:
            lines.append(f"{role} {person.name} {person.id_number}")
    lines += [f"{s.label} {value_words(s, form.chosen(s.id) or '').plain()}" for s in form.specs()]
    lines += [f"{name} {material_says(form, name, state)}" for name, state in form.materials]
    return "\n".join(lines)
