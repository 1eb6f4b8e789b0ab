"""Drafts the file of a scenario from a real case that was cleared of personal data (`clear_of_personal.py`). Pure.

All that a scenario needs stands in it, so that it can be tried at once; what only an author knows says `TO_FILL_IN`,
and `practice check` takes no file in which one is left.
"""

import json
import re
from collections.abc import Mapping

from city_packs.model import CityPack
from hotline.codes import CaseType, Validity
from hotline.work_order import WorkOrder

TO_FILL_IN = "FILL IN"
_CALLER, _PHONE = "王小梅", "19900000001"
_MOST_FACTS = 5
_MOST_CLAUSE = 60
_USUAL_MINUTES = 4.0
_PER_SIGN_S = 0.5
"""A good operator's time for a Chinese sign, the input method's keys and the listening with it."""


def draft(order: WorkOrder, texts: Mapping[str, str], pack: CityPack) -> str:
    """Return the text of a scenario file. `texts` are the cleared `title` and `content` of the case."""
    content = _one_line(texts["content"]) or TO_FILL_IN
    title = _one_line(texts["title"])[:30] or content[:20]
    facts = _clauses(content)
    places = [each.name for each in pack.area_path(order.area_code)[1:]] if pack.has_area(order.area_code) else []
    gaps = [f"{TO_FILL_IN} {place}" for place in range(1, len(facts) + 1)]
    parts = [
        _row(title=title, title_en=TO_FILL_IN, version=1, city=pack.city, level=2, minutes=_minutes(order),
             sources=[TO_FILL_IN], topics=[TO_FILL_IN]),
        "[caller]\n" + _row(name=_CALLER, phone=_PHONE, mood="calm", leaves_after=600),
        "[[line]]\n" + _row(code="opening", at=1.5, text=f"你好，{title}，能不能管一管？", text_en=TO_FILL_IN),
        *_replies("".join(places)),
        "[truth]\n" + _row(case_type=_type(order), class_code=order.class_code, area_code=order.area_code,
                            urgency=order.urgency.value, validity=_validity(order)),
        "[[record]]\n" + _row(**_values(order), text=content, text_en=". ".join(gaps)),
        *("[[record.fact]]\n" + _row(code=f"fact_{place}", text=fact, text_en=gap, any_of=[fact, gap])
          for place, (fact, gap) in enumerate(zip(facts, gaps, strict=True), 1)),
        "[session]\nkeys = '''\n" + _keys(order, content, pack) + "'''\n",
    ]  # fmt: skip
    return "\n".join(parts)


def _row(**values: object) -> str:
    """Return fields as TOML, whose strings and lists are written as JSON writes them."""
    return "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items())


def _one_line(text: str) -> str:
    """Return a text as it can be typed in a session: on one line, with quotation marks that end nothing."""
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text.replace('"', "”").replace("'", "’")).strip()


def _clauses(content: str) -> list[str]:
    """Return the pieces of a text between its stops, the first of them: each may be a fact if nothing is left out."""
    pieces = (each.strip() for each in re.split(r"[，。；！？,;!?]", content))
    return list(dict.fromkeys(each[:_MOST_CLAUSE] for each in pieces if len(each) > 1 and "某" not in each))[
        :_MOST_FACTS
    ] or [content]


def _minutes(order: WorkOrder) -> float:
    """Return what the call took, from its answer to its end, in halves of a minute."""
    call = order.call
    if call.answered_at is None or call.ended_at is None:
        return _USUAL_MINUTES
    halves = round((call.ended_at - call.answered_at).total_seconds() / 30)
    return min(max(halves / 2, 2.0), 30.0)


def _type(order: WorkOrder) -> str:
    return (order.case_type or CaseType.HELP).value


def _validity(order: WorkOrder) -> str:
    """Return how the case was judged; a refusal is written down with its command, which the author has to choose."""
    refused = order.validity in (Validity.OUT_OF_SCOPE, Validity.BEYOND_POLICY, Validity.TO_JUDGE)
    return (Validity.REASONABLE if refused else order.validity).value


def _values(order: WorkOrder) -> dict[str, object]:
    values: dict[str, object] = {
        "op": "file_case", "case_type": _type(order), "class_code": order.class_code, "area_code": order.area_code,
        "urgency": order.urgency.value, "contact_phone": "",
    }  # fmt: skip
    wishes = {"anonymous": order.anonymous, "confidential": order.confidential, "is_enterprise": order.is_enterprise}
    values |= {name: True for name, wished in wishes.items() if wished}
    return values if order.anonymous or order.confidential else values | {"caller_name": _CALLER}


def _replies(place: str) -> list[str]:
    said = {
        "who": (f"我叫{_CALLER}。", "Wang Xiaomei."),
        "where": (f"在{place}。" if place else TO_FILL_IN, TO_FILL_IN),
        "since": (TO_FILL_IN, TO_FILL_IN),
        "reach": ("就打这个电话。", "Call this number."),
        "done": (TO_FILL_IN, TO_FILL_IN),
        "read_back": ("对，是这样。", "Yes, that is right."),
    }
    return ["[[reply]]\n" + _row(to=to, text=zh, text_en=en) for to, (zh, en) in said.items()]


def _keys(order: WorkOrder, content: str, pack: CityPack) -> str:
    """Return the keys of a session that takes down what the case has, each as soon as it may be known."""
    at, lines = 0.8, []

    def press(keys: str, seconds: float) -> None:
        nonlocal at
        lines.append(f"{at:<6.1f} {keys}\n")
        at += seconds

    press("enter", 1.2)
    press("insert 0", 3)
    if order.class_code:
        press(f"ctrl+g 5 {order.class_code} enter", 3)
    press(f"ctrl+g 6 {[*CaseType].index(CaseType(_type(order))) + 1}", 2)
    press("insert 2", 6)
    if pack.has_area(order.area_code):
        press(f'ctrl+g 4 "{_initials(order.area_code, pack)}" enter', 4)
    press("insert 1", 5)
    if "caller_name" in _values(order):
        press(f'ctrl+g 8 "{_CALLER}"', 4)
    press("insert 3", 6)
    press(f'ctrl+g 0 "{content}"', max(5, len(content) * _PER_SIGN_S))
    press("insert 5", 6)
    press("insert 4", 5)
    press("insert 6", 6)
    press("ctrl+s", 8)
    press("enter", 0)
    return "".join(lines)


def _initials(area: str, pack: CityPack) -> str:
    """Return what the picker of places is given: two initials of the street before those of a community."""
    path = pack.area_path(area)  # city, district, street, community
    last = path[-1].initials
    return path[-2].initials[:2] + last if len(path) > 3 else last
