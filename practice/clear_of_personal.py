"""Clears the texts of a real case of what looks like personal data, and says what a person has to look at. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from hotline.case_doc import CaseDoc
from hotline.masking import NAME_FIELDS, PHONE_FIELDS, masked_name
from hotline.personal_signs import Kind, Sign, personal_signs
from hotline.work_order import WorkOrder

_OF_CASE = ("title", "content", "answer")
_INSTEAD: Mapping[Kind, str] = {
    Kind.PHONE: "某号码",
    Kind.ID_NUMBER: "某证件号",
    Kind.BANK_CARD: "某卡号",
    Kind.PLATE: "某车牌",
    Kind.EMAIL: "某邮箱",
    Kind.ACCOUNT: "某账号",
    Kind.NAME: "某某",
    Kind.FIRM: "某公司",
    Kind.PLACE: "某处",
    Kind.NUMBER: "某号",
}
_NUMBERS = frozenset({Kind.NUMBER, Kind.PHONE})
"""What is not certain and yet asked for as far as nothing else covers it."""
_LEAST_OF_ADDRESS = 2
"""Signs of the address that a text has in common with it, and that are then taken for the place."""


@dataclass(frozen=True, slots=True)
class Left:
    """What looks like personal data and is not replaced: `words` at the `at`th sign, from 1, of a field of the case."""

    field: str
    at: int
    kind: Kind
    words: str

    @property
    def place(self) -> str:
        """Return how it is named on the command line."""
        return f"{self.field}:{self.at}"


def texts_of(doc: CaseDoc) -> dict[str, str]:
    """Return the texts of a case from which a draft is made; its address is left out as a whole.

    With `urged` where somebody urged it: what was said with the last urging, or noted by the same operator behind it.
    """
    texts: dict[str, str] = {field: getattr(doc.order, field) for field in _OF_CASE}
    last = max((place for place, entry in enumerate(doc.timeline) if entry.kind == "urge"), default=None)
    if last is not None:
        urge, *later = doc.timeline[last:]
        noted = later[0].data if later and (later[0].kind, later[0].operator) == ("add_note", urge.operator) else {}
        texts["urged"] = str(urge.data.get("said") or noted.get("text") or "")
    return texts


def cleared(
    order: WorkOrder,
    texts: Mapping[str, str],
    areas: Collection[str] = (),
    *,
    none: Collection[str] = (),
    instead: Mapping[str, str] | None = None,
) -> tuple[dict[str, str], tuple[Left, ...]]:
    """Return the texts of a case by field with all replaced that is certain, and what is left of what may be one.

    `texts` are those of the case (`texts_of`), `areas` the names of its community, street and district, which stay.
    `none` are places (`Left.place`) that somebody has looked at; `instead` says by hand what stands for some words.
    """
    done: dict[str, str] = {}
    left: list[Left] = []
    house = re.sub("|".join(map(re.escape, areas)) or "$^", "\n", order.address_text)
    for field, text in texts.items():
        signs = _signs(text, order, house, instead or {})
        places = {Left(field, each.start + 1, each.kind, text[each.start : each.end]): each for each in signs}
        left += [place for place, each in places.items() if not each.certain and place.place not in none]
        done[field] = _replaced(text, signs, instead or {})
    return done, tuple(left)


def _signs(text: str, order: WorkOrder, house: str, instead: Mapping[str, str]) -> list[Sign]:
    by_hand = [
        Sign(*each.span(), Kind.NAME, certain=True) for words in instead for each in re.finditer(re.escape(words), text)
    ]
    family = [masked_name(getattr(order, name)) for name in NAME_FIELDS]
    found = [*_of_address(text, house), *personal_signs(text, family), *_ends(text, order)]
    kept: list[Sign] = []
    for each in (*by_hand, *sorted(found, key=lambda sign: (not sign.certain, sign.start - sign.end))):
        if each.certain or each.kind in _NUMBERS or all(each.end <= it.start or it.end <= each.start for it in kept):
            kept += _uncovered(each, kept)
    return sorted(kept, key=lambda sign: sign.start)


def _uncovered(sign: Sign, kept: Collection[Sign]) -> Iterator[Sign]:
    """Give the pieces of a sign that no other one covers yet, but for single signs between two words."""
    at = sign.start
    for each in sorted(kept, key=lambda other: other.start):
        if at < each.end and each.start < sign.end:
            if at + 1 < each.start:
                yield replace(sign, start=at, end=each.start)
            at = each.end
    if at + (at > sign.start) < sign.end:
        yield replace(sign, start=at)


def _of_address(text: str, address: str) -> Iterator[Sign]:
    """Give the pieces that a text has in common with the address, the longest at each place; no part of a number."""
    at = 0
    while at + _LEAST_OF_ADDRESS <= len(text):
        end = at
        while end < len(text) and text[at : end + 1] in address:
            end += 1
        while _cuts_number(text, end):
            end -= 1
        if end - at >= _LEAST_OF_ADDRESS and not _cuts_number(text, at):
            yield Sign(at, end, Kind.PLACE, certain=True)
            at = end
        else:
            at += 1


def _cuts_number(text: str, at: int) -> bool:
    """Say whether a place is in the middle of a number: what has digits in common with the address is none of it."""
    return text[max(0, at - 1) : at].isdigit() and text[at : at + 1].isdigit()


def _ends(text: str, order: WorkOrder) -> Iterator[Sign]:
    """Give the last digits of the case's numbers, which a mask leaves to be seen."""
    for name in PHONE_FIELDS:
        end = getattr(order, name)[-4:]
        if end.isdigit():
            yield from (Sign(*each.span(), Kind.PHONE, certain=False) for each in re.finditer(end, text))


def _replaced(text: str, signs: list[Sign], instead: Mapping[str, str]) -> str:
    done, at = "", 0
    for each in signs:
        if each.certain:
            words = instead.get(text[each.start : each.end], _INSTEAD[each.kind])
            done += text[at : each.start]
            done += "" if done.endswith(words) else words
            at = each.end
    return done + text[at:]
