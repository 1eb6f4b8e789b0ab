"""What may be asked of the small centre's own cases: they are few, so each question looks at all of them. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from city_packs.model import CityPack
from hotline.bigrams import contains
from hotline.case_doc import masked_order
from hotline.codes import LIVE
from hotline.likely_doc import LikelyCase, LikelyCases
from hotline.phones import PhoneError, normal, tidy
from hotline.work_order import WorkOrder
from local_cache.sync.transport import FoundCases
from practice.centre.kept import Kept, as_json

_PART_DIGITS = 4
_SAME_CALLER_WITHIN = timedelta(days=90)
_SAME_PLACE_WITHIN = timedelta(days=14)


def search(cases: Iterable[Kept], query: Mapping[str, Any], pack: CityPack, phone_hash_key: bytes) -> FoundCases:
    """Return the cases for which all holds that a query of `/v1/cases/search` says, newest first, in one page."""
    found = [each for each in cases if _fits(each.order, query, pack)]
    found.sort(key=lambda each: (each.order.created_at, each.order.id), reverse=True)
    return FoundCases(tuple(as_json(each.doc(phone_hash_key)) for each in found[: query.get("limit", 50)]), None)


def likely(cases: Mapping[UUID, Kept], case_id: UUID) -> LikelyCases | None:
    """Return the live cases of the same caller, or of the same class and place, likeliest first; None for no case."""
    mine = cases.get(case_id)
    if mine is None:
        return None
    found = [
        alike
        for each in cases.values()
        if each.order.id != case_id and each.order.state in LIVE and (alike := _alike(mine.order, each.order))
    ]
    return LikelyCases(cases=tuple(sorted(found, key=_weight, reverse=True)))


def _alike(mine: WorkOrder, other: WorkOrder) -> LikelyCase | None:
    age = mine.created_at - other.created_at
    same_caller = bool(_numbers(mine) & _numbers(other)) and age <= _SAME_CALLER_WITHIN
    same_class = mine.class_code == other.class_code
    same_place = mine.area_code == other.area_code != ""
    if not same_caller and not (same_class and same_place and age <= _SAME_PLACE_WITHIN):
        return None
    return LikelyCase(order=masked_order(other), same_caller=same_caller, same_class=same_class, same_place=same_place)


def _weight(each: LikelyCase) -> tuple[int, datetime]:
    return (4 * each.same_caller + 2 * each.same_place + each.same_class, each.order.created_at)


def _fits(order: WorkOrder, query: Mapping[str, Any], pack: CityPack) -> bool:
    told = "\n".join((order.title, order.content, order.address_text, order.answer))
    holds = [contains(told, query.get("text", ""))]
    if digits := query.get("digits", ""):
        by_part = len(tidy(digits)) >= _PART_DIGITS and tidy(digits) in order.order_no
        holds.append(contains(told, digits) or by_part or _whole(digits) in _numbers(order))
    if number := query.get("number"):
        holds.append(tidy(number) in order.order_no)
    if phone := query.get("phone"):
        holds.append(_whole(phone) in _numbers(order))
    if part := query.get("phone_part"):
        holds.append(any(tidy(part) in each for each in _numbers(order)))
    if area := query.get("area_code"):
        holds.append(order.area_code != "" and area in {each.code for each in pack.area_path(order.area_code)})
    if of := query.get("class_code"):
        holds.append(order.class_code != "" and of in {each.code for each in pack.class_path(order.class_code)})
    if state := query.get("state"):
        holds.append(order.state == state)
    if since := query.get("since"):
        holds.append(order.created_at >= datetime.fromisoformat(since))
    if until := query.get("until"):
        holds.append(order.created_at < datetime.fromisoformat(until))
    return all(holds)


def _numbers(order: WorkOrder) -> set[str]:
    return {_whole(each) for each in (order.caller_phone, order.contact_phone)} - {""}


def _whole(number: str) -> str:
    try:
        return normal(number)
    except PhoneError:
        return ""
