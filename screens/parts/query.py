"""Reads one line of search words: digits, the last digits of a telephone number, or any text. Pure."""

import re
from dataclasses import replace

from hotline.phones import tidy
from local_cache.model import Query

_PHONE_PART = re.compile(r"(?:尾号|\d*\*+)(\d{4,})")
"""A number as it is shown masked, `138****5678` or `*5678`, or 尾号5678. The centre wants four digits at least."""


def query_of(words: str, area_code: str) -> Query:
    """Return what to search for.

    What is digits but for blanks, dashes and brackets may be a case number or a part of one, a whole telephone number
    or digits of the text: all are searched. The last digits of a telephone number are written after a star.
    """
    query = Query(area_code=area_code)
    digits = tidy(words)
    if digits.isascii() and digits.isdigit():
        return replace(query, digits=words.strip())
    if part := _PHONE_PART.fullmatch(digits):
        return replace(query, phone_part=part[1])
    return replace(query, text=words.strip())
