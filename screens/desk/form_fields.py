"""The fields of the desk's form in the order in which a call goes, and the few that stand on its second page."""

from dataclasses import dataclass
from enum import Enum

from hotline.intake_rules import CODE_LIMIT, CONTENT_LIMIT, LINE_LIMIT, NAME_LIMIT, PHONE_LIMIT, TITLE_LIMIT
from wording import mark


class FieldKind(Enum):
    """How a field is filled in."""

    TEXT = "text"
    PHONE = "phone"
    MOMENT = "moment"
    NARRATIVE = "narrative"
    TOGGLE = "toggle"
    AREA = "area"
    CLASS = "class"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field. `jump` is the digit that goes there after the jump key, empty on the second page.

    `code_list` names the pack's list for fields of kind CODE; `limit` is in characters.
    """

    name: str
    kind: FieldKind
    label: str
    jump: str = ""
    limit: int = CODE_LIMIT
    code_list: str = ""


DESK_FIELDS = (
    FormField("contact_phone", FieldKind.PHONE, mark("Phone"), "1", PHONE_LIMIT),
    FormField("anonymous", FieldKind.TOGGLE, mark("Anonymous"), "2"),
    FormField("confidential", FieldKind.TOGGLE, mark("Confidential"), "3"),
    FormField("area_code", FieldKind.AREA, mark("Place"), "4"),
    FormField("class_code", FieldKind.CLASS, mark("Class"), "5"),
    FormField("case_type", FieldKind.CODE, mark("Type"), "6", code_list="case_type"),
    FormField("urgency", FieldKind.CODE, mark("Urgency"), "7", code_list="urgency"),
    FormField("caller_name", FieldKind.TEXT, mark("Name"), "8", NAME_LIMIT),
    FormField("address_text", FieldKind.TEXT, mark("Address"), "9", LINE_LIMIT),
    FormField("content", FieldKind.NARRATIVE, mark("Content"), "0", CONTENT_LIMIT),
)
"""Pickers stand together before what is written in Chinese, so that an input method is switched on once a case."""

MORE_FIELDS = (
    FormField("channel", FieldKind.CODE, mark("Channel"), code_list="channel"),
    FormField("subject_kind", FieldKind.CODE, mark("Caller is"), code_list="subject_kind"),
    FormField("is_enterprise", FieldKind.TOGGLE, mark("Enterprise matter")),
    FormField("occurred_at", FieldKind.MOMENT, mark("Happened at"), limit=16),
    FormField("respondent_phone", FieldKind.PHONE, mark("Phone of the party"), limit=PHONE_LIMIT),
    FormField("outside_no", FieldKind.TEXT, mark("Outside number"), limit=CODE_LIMIT),
    FormField("respondent_name", FieldKind.TEXT, mark("Party complained of"), limit=NAME_LIMIT),
    FormField("title", FieldKind.TEXT, mark("Title"), limit=TITLE_LIMIT),
)
"""Rarely needed; they open on a key and close again."""

PICKED = (FieldKind.AREA, FieldKind.CLASS, FieldKind.CODE)
"""Kinds that are filled by choosing."""

FIELDS = {each.name: each for each in (*DESK_FIELDS, *MORE_FIELDS)}

DEFAULTS: dict[str, str | bool] = {"channel": "phone", "subject_kind": "natural", "urgency": "normal"}
"""What a field holds when nobody has said anything else."""


def field_at(jump: str) -> FormField | None:
    """Return the field that a digit jumps to."""
    return next((each for each in DESK_FIELDS if each.jump == jump), None)
