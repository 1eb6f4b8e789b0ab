"""Personal data of a work order: which fields they are and how they look masked."""

from typing import Any

from hotline.phones import masked as masked_phone
from hotline.texts import half_width

PHONE_FIELDS = ("caller_phone", "contact_phone", "respondent_phone")
NAME_FIELDS = ("caller_name", "respondent_name")
PERSONAL = frozenset((*PHONE_FIELDS, *NAME_FIELDS))
"""Fields that are masked by default at the centre and always in a seat's cache."""

_TITLES = ("先生", "女士", "小姐", "同志", "师傅", "老师")


def masked_name(name: str) -> str:
    """Return the family name and a star for the rest: 李** of 李小明; 李女士 stays, since it says no more."""
    if len(name) <= 1:
        return name
    for title in _TITLES:
        if name.endswith(title) and len(name) <= len(title) + 1:
            return name
    return name[0] + "*" * min(len(name) - 1, 3)


def has_star(name: str) -> bool:
    """Say whether there is a star in a name, half-width or full: it hides something, and is no whole name."""
    return "*" in half_width(name)


def masked_value(field: str, value: str) -> str:
    """Return `value` as it is shown without a reveal; fields that are not personal come back unchanged.

    What is masked already comes out the same, so a seat may mask what the centre sent. A star in a value says nothing
    about who put it there: one typed behind a whole number must not keep the number from being masked.
    """
    if field in PHONE_FIELDS:
        return masked_phone(value)
    if field in NAME_FIELDS:
        return masked_name(value)
    return value


def masked_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of a work order's fields with every personal one masked."""
    return {
        name: masked_value(name, value) if name in PERSONAL and isinstance(value, str) else value
        for name, value in fields.items()
    }
