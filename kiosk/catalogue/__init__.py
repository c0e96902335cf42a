"""Services as data: what each matter asks, promises and prints, and the rules its answers obey."""

from kiosk.catalogue.age import elder_band, full_years, may_apply_from, reaches
from kiosk.catalogue.bank_account import luhn_ok
from kiosk.catalogue.billers import Biller
from kiosk.catalogue.case_number import (
    CaseNumberParts,
    SequenceUsedUp,
    issue,
    parse_case_number,
    verify,
)
from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.choices import options_of
from kiosk.catalogue.dates import parse_date, said, still_valid
from kiosk.catalogue.divisions import Division, DivisionTable
from kiosk.catalogue.eligibility import Explanation, Standing, Verdict, birth_of, explain, figures_for, judge
from kiosk.catalogue.id_number import IdFacts, read_id_number
from kiosk.catalogue.loader import (
    check_catalogue,
    check_service_text,
    load_catalogue,
    load_service_text,
    load_shipped,
    shipped_files,
    shipped_pictograms,
)
from kiosk.catalogue.mistakes import CatalogueInvalid, Mistake
from kiosk.catalogue.money import capitals, yuan
from kiosk.catalogue.rules import Accepted, AnswerContext, Checked, Rejected, check_value, group_digits
from kiosk.catalogue.scanned_codes import CaseCode, Code, OtherCode, PaymentCode, recognise
from kiosk.catalogue.types import (
    AT_ONCE,
    NO,
    NONE_ANSWER,
    WINDOW_DECIDES,
    YES,
    Category,
    FieldSpec,
    FieldType,
    Figure,
    Flow,
    Material,
    Option,
    Referral,
    Rule,
    Service,
    Source,
    TimeLimit,
    When,
)
from kiosk.catalogue.working_days import NOT_ANNOUNCED, CalendarYear, WorkCalendar

__all__ = [
    "AT_ONCE",
    "NO",
    "NONE_ANSWER",
    "NOT_ANNOUNCED",
    "WINDOW_DECIDES",
    "YES",
    "Accepted",
    "AnswerContext",
    "Biller",
    "CalendarYear",
    "CaseCode",
    "CaseNumberParts",
    "Catalogue",
    "CatalogueInvalid",
    "Category",
    "Checked",
    "Code",
    "Division",
    "DivisionTable",
    "Explanation",
    "FieldSpec",
    "FieldType",
    "Figure",
    "Flow",
    "IdFacts",
    "Material",
    "Mistake",
    "Option",
    "OtherCode",
    "PaymentCode",
    "Referral",
    "Rejected",
    "Rule",
    "SequenceUsedUp",
    "Service",
    "Source",
    "Standing",
    "TimeLimit",
    "Verdict",
    "When",
    "WorkCalendar",
    "birth_of",
    "capitals",
    "check_catalogue",
    "check_service_text",
    "check_value",
    "elder_band",
    "explain",
    "figures_for",
    "full_years",
    "group_digits",
    "issue",
    "judge",
    "load_catalogue",
    "load_service_text",
    "load_shipped",
    "luhn_ok",
    "may_apply_from",
    "options_of",
    "parse_case_number",
    "parse_date",
    "reaches",
    "read_id_number",
    "recognise",
    "said",
    "shipped_files",
    "shipped_pictograms",
    "still_valid",
    "verify",
    "yuan",
]
