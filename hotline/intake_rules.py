"""What an intake must hold for each command, and how long its texts may be.

Plain values without pydantic: the desk marks its fields by them before its first key.
"""

CONTENT_LIMIT = 4000
"""Characters of the narrative; the limit of Open311 GeoReport v2 too."""
LINE_LIMIT = 200
NOTE_LIMIT = 70
"""Characters of a note on a caller: it is read whole at a glance while the caller speaks, on 80 columns too."""
NAME_LIMIT = 50
PHONE_LIMIT = 32
CODE_LIMIT = 64
TITLE_LIMIT = 100

REQUIRED: dict[str, tuple[str, ...]] = {
    "file_case": ("case_type", "class_code", "area_code", "content"),
    "answer_directly": ("case_type", "class_code", "content"),
    "propose_refusal": ("case_type", "content"),
    "hand_off": (),
    "assign_by_phone": ("case_type", "class_code", "area_code", "content"),
}
"""Intake fields that a command cannot do without (domain.md, complaint C11: asked for only at save)."""
