"""A service as data: the shape every file in kiosk/catalogue/services has.

The loader turns a YAML file into these models; a mistake names file, line, field and mend. Ids are quoted in YAML.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

WINDOW_DECIDES = "以窗口答复为准"
"""Shown for every amount, age and time limit that no source confirms for this city."""

NONE_ANSWER = "none"
"""The stored value of a field's legitimate "none" (`FieldSpec.none_answer` is how it is said)."""

YES = "yes"
NO = "no"
"""The stored values of a yes_no field."""

CategoryId = Literal["elder", "health", "aid", "papers", "pay", "live", "work", "hall"]
DeviceId = Literal["card_reader", "receipt_printer", "document_printer", "scanner"]
DangerId = Literal["", "fire", "gas", "health", "violence", "fraud", "traffic"]
SlipSection = Literal["case", "who", "fields", "materials", "fee", "time", "next", "phone", "qr"]


class Entry(BaseModel):
    """Base of all catalogue models: immutable, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Flow(StrEnum):
    """Which of the session's ways through a matter it takes."""

    APPLICATION = "application"
    """consent, whose matter, identify, questions, materials, review, sign, submit."""
    REPORT = "report"
    """Like application, but may be anonymous: no card is needed (32)."""
    ATTESTATION = "attestation"
    """Identify, then a human witness or a face adapter, never the face alone (03)."""
    PAYMENT = "payment"
    """Account, bill, confirm, pay, result (27)."""
    TICKET = "ticket"
    """A number in the queue (33)."""
    PROGRESS = "progress"
    """How far is my case (34)."""
    NOTICES = "notices"
    """Read notices aloud (35)."""
    HELP = "help"
    """A human (38)."""
    GUIDE_ONLY = "guide_only"
    """Cannot be done here; says honestly where to go and prints what to bring."""


class Source(Entry):
    """Where a figure comes from."""

    text: str
    """「冀民〔2012〕63号」; "" is not a source."""
    as_of: date
    confirmed: bool
    """True only when confirmed for the place it is shown for; otherwise 以窗口答复为准 is shown."""


class Figure(Entry):
    """An amount, age or limit that may differ by district and changes with time."""

    name: str
    """「80–89 岁每月」"""
    value: str | None = None
    """「50 元」; None: not known here."""
    divisions: list[str] = []
    """Division codes it holds for, [] for all of the city."""
    valid_from: date | None = None
    valid_to: date | None = None
    source: Source

    def shown(self) -> str:
        """What may be told to a resident."""
        return self.value if self.value is not None and self.source.confirmed else WINDOW_DECIDES


class FieldType(StrEnum):
    """Kinds of answers, each with its own rules (kiosk.catalogue.rules) and its own way of asking."""

    ID_NUMBER = "id_number"
    PERSON_NAME = "person_name"
    PHONE = "phone"
    """Mobile or landline, or the answer 没有手机."""
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    DATE = "date"
    ADDRESS = "address"
    TEXT = "text"
    BANK_ACCOUNT = "bank_account"
    """Card by Luhn, or 存折 without."""
    ACCOUNT_NUMBER = "account_number"
    """A biller's 户号; length by the biller's rule, not written into code."""
    CASE_NUMBER = "case_number"
    COUNT = "count"
    MONEY = "money"


class Option(Entry):
    """One answer of a choice."""

    id: str
    label: str
    pictogram: str = "dot"
    aliases: list[str] = []
    note: str = ""


class When(Entry):
    """A field is asked only when another field has one of these values."""

    field: str
    is_: Annotated[list[str], Field(alias="is")]

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class FieldSpec(Entry):
    """One question of a form."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: FieldType
    label: str
    """「联系电话」, as on the review page and the slip."""
    ask: str
    """「您的手机号码是多少？」, as asked and spoken; at most 20 characters a sentence."""
    help: str = ""
    required: bool = True
    options: list[Option] = []
    none_answer: str = ""
    """A legitimate "none": 「没有手机」."""
    from_card: Literal["", "name", "id_number", "sex", "nation", "birth", "address"] = ""
    """Filled from the holder's chip; asked only when there is no card."""
    from_social: bool = False
    """The number a social-security card in its reader tells; asked for only where there is a reader, never typed."""
    same_as_card: Literal["", "address"] = ""
    """Offers 同身份证 in one press."""
    when: When | None = None
    min_length: int = 1
    max_length: int = 60
    suggestions: list[str] = []
    not_before: str = ""
    """For dates: another date field, or "today"."""
    not_after: str = ""
    """For dates: another date field, or "today"."""
    kind_from: str = ""
    """For bank accounts: the choice field whose answer is bank_card or passbook."""
    minimum: int | None = None
    """For counts and money (分): the least that is accepted."""
    maximum: int | None = None
    step: int = 1
    """For money: 100 accepts whole 元 only."""
    example: str = ""
    private: bool = True


class Material(Entry):
    """Something to bring."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    pictogram: str = "paper"
    copies: int = 1
    electronic: bool = False
    """An electronic certificate may replace it (M-e)."""
    when: When | None = None
    note: str = ""
    picture: Literal["page", "card", "none"] = "page"
    """How it lies under a document camera; none where a picture of it proves nothing."""
    source: Source | None = None


class Rule(Entry):
    """One condition of eligibility, decided from the card and the answers where they suffice."""

    id: str
    text: str
    """「年满 80 周岁」"""
    kind: Literal["min_age", "max_age", "field_is", "field_is_not", "window"]
    """window: only the window can decide; shown, never decided here."""
    age: int | None = None
    early_months: int = 0
    """min_age: how many months before the birthday one may already apply."""
    field: str = ""
    values: list[str] = []
    divisions: list[str] = []
    """Division codes it holds in, [] for all of the city."""
    blocks: bool = False
    """When it clearly fails: True stops before submission with why and what else; False only warns."""
    otherwise: str = ""
    """What to say when it fails, and the way on."""
    danger: DangerId = ""
    """With `blocks`: failing means danger to life; the page that says whom to call comes before anything else."""
    source: Source | None = None


class Referral(Entry):
    """A paper people ask for here that somebody else gives (21)."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    """「亲属关系证明」"""
    go_to: list[str]
    """Who gives it, or what already proves it; short sentences."""
    aliases: list[str] = []
    """What people say for it while the list is open; the service's own aliases lead to the list."""


class TimeLimit(Entry):
    """How long it takes, in working days."""

    promised_days: int | None = None
    legal_days: int | None = None
    wording: str = ""
    """A limit that is not counted in working days, as its source words it: 「受理后十五天内」."""
    source: Source

    def shown(self) -> str:
        """What may be told to a resident; a time no source confirms for this city is left to the window."""
        if not self.source.confirmed:
            return WINDOW_DECIDES
        if self.wording:
            return self.wording
        return f"{self.promised_days} 个工作日" if self.promised_days is not None else WINDOW_DECIDES


AT_ONCE = "马上就好"
"""How long a matter takes that has no time limit."""


class Category(Entry):
    """One group of matters, a tile on 更多事项."""

    id: CategoryId
    name: str
    """「养老福利」"""
    pictogram: str
    plain_words: str
    aliases: list[str] = []


class Service(Entry):
    """One matter, complete."""

    id: str = Field(pattern=r"^\d{2}$")
    version: str
    """Date of review, YYYY-MM-DD, with a suffix when needed."""
    flow: Flow
    plain_name: str
    """「高龄津贴」; what people call it, at most 8 characters, on the tile."""
    official_name: str
    plain_words: str
    """「八十岁往上每月给的钱」; one line under the tile."""
    pictogram: str
    item_code: str = ""
    """The platform's code, opaque; "" until the city gives one."""
    category: CategoryId
    """Which group of tiles it is in (categories.yaml)."""
    guide: list[str]
    """Spoken introduction: what it is, who it is for, what happens next. Short sentences."""
    aliases: list[str]
    """What people say when they mean it."""
    figures: list[Figure] = []
    rules: list[Rule] = []
    consent: str = ""
    """At most 120 characters; "" only where nothing personal is taken."""
    consent_version: str = ""
    fields: list[FieldSpec] = []
    agent_fields: list[FieldSpec] = []
    """Asked only when someone acts for the holder (代办)."""
    materials: list[Material] = []
    referrals: list[Referral] = []
    """What is asked for under this matter but given elsewhere."""
    promise: str = ""
    """承诺 read aloud before signing, at most 300 characters; "" when nothing is signed."""
    fee: str
    """「不收费」 ..."""
    time_limit: TimeLimit | None = None
    result: str
    """What comes out, and how it reaches the resident."""
    next_steps: list[str]
    """What happens after submitting, printed on the slip."""
    offline_channel: str
    """The human window for this matter; never empty (law: 现场办理)."""
    min_level: int = 0
    """Identity level needed: 0 none, 1 told, 4 card, 5 card and a human witness."""
    devices: dict[DeviceId, Literal["likes", "needs"]] = {}
    """What it uses of the terminal, so that what is out of order is told before anyone begins. likes: it can be done
    without; needs: without it only the window is left."""
    slip: list[SlipSection]
    """Receipt layout: the sections of the slip in order."""
    biller: str = ""
    """For payments: the biller's key."""
    tickets: list[Option] = []
    """For tickets: the queues to choose from."""
    queue: str = ""
    """For what is done at a window of this hall: the queue to wait in, an id of some service's `tickets`."""
