"""Reads one line of search words: a case number, a whole telephone number, or any text. Pure."""

import re
from dataclasses import replace

from hotline.order_number import LENGTH
from hotline.phones import tidy
from hotline.texts import half_width
from local_cache.model import Query

_SHORTEST_PHONE = 7
_GROUPED = re.compile(r"\d{4}-\d{1,2}(-\d{0,6}(-\d?)?)?")


def query_of(words: str, area_code: str) -> Query:
    """Return what to search for.

    Digits of a case number's length, or grouped like the beginning of one (`0042-03`), search numbers; other runs of
    seven digits and more search whole telephone numbers; everything else is text.
    """
    query = Query(area_code=area_code)
    digits = tidy(words)
    if not (digits.isascii() and digits.isdigit()):
        return replace(query, text=words.strip())
    if len(digits) == LENGTH or _GROUPED.fullmatch(half_width(words).strip()):
        return replace(query, number=digits)
    if len(digits) >= _SHORTEST_PHONE:
        return replace(query, phone=words.strip())
    return replace(query, text=words.strip())
