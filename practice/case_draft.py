"""Drafts the file of a scenario from a real case that was cleared of personal data (`clear_of_personal.py`). Pure.

The call is the one that made the case, however it ended at the desk, or the last one that urged it. All that a scenario
needs stands in it, so that it can be tried at once; what only an author knows says `TO_FILL_IN`, and `practice check`
takes no file in which one is left.
"""

import json
import re
from collections.abc import Iterable, Mapping
from itertools import islice
from math import ceil

from city_packs.model import CityPack
from city_packs.read_caller import LONGEST
from city_packs.scenario import MOST_TEXT
from city_packs.stated import states
from hotline.codes import CaseType, HandleMode, SubjectKind, Validity
from hotline.work_order import WorkOrder
from practice.draft_keys import FindPlace, session_keys

TO_FILL_IN = "FILL IN"
_CALLER, _PHONE = "王小梅", "19900000001"
_BEFORE = "before"
_MOST_FACTS = 5
_MOST_CLAUSE = 60
_MOST_MATTER = 30
_MOST_MINUTES = 30.0
_USUAL_SECONDS = 240.0
_HEAD = """\
# Drafted from a case. `practice check` names what is still to be written: the title (what the call is about, nothing
# that is to be found out in it), the English, and what the caller says when asked. The facts are the first pieces of
# the text: keep those that count, and say each of them in a line or a reply.
# The keys take down what the case has, and earn all points as it stands. There is no trap yet.
"""
_TOLD = "告知："
_OPENING = {
    "urge": "你好，我前些天打过电话，{matter}，到现在还没有消息，你给催一催。",
    "hand_off": "喂，快来人！{matter}。",
    "answer_directly": "你好，我想问一下，{matter}。",
}


def draft(order: WorkOrder, texts: Mapping[str, str], pack: CityPack, find: FindPlace) -> str:
    """Return the text of a scenario file.

    `texts` are the cleared texts of the case (`clear_of_personal.texts_of`); with `urged` it is the call that urged it.
    `find` gives the code of the place that the desk takes for what is typed.
    """
    op = _op(order, texts)
    written = {name: _one_line(text) for name, text in texts.items()}
    content = written["urged" if op == "urge" else "content"] or TO_FILL_IN
    answer = (written["answer"] or TO_FILL_IN) if op == "answer_directly" else ""
    matter = _begin(content if content.startswith(written["title"]) else written["title"])
    values = _values(op, order, pack)
    keys, seconds = session_keys(op, {**_intake(order, pack), **values}, content, answer, pack, find)
    stays = min(max(600, ceil(seconds) + 60), int(LONGEST))
    return "\n".join(
        (
            _HEAD,
            _row(title=TO_FILL_IN, title_en=TO_FILL_IN, version=1, city=pack.city, level=2,
                 minutes=_minutes(order, seconds), sources=[TO_FILL_IN], topics=[TO_FILL_IN]),
            _table("[caller]", name=_CALLER, phone=_PHONE, mood="calm", leaves_after=stays),
            _table("[[line]]", code="opening", at=1.5, text=_opening(op).format(matter=matter), text_en=TO_FILL_IN),
            *_replies(order, pack),
            *(_past(order, written["content"], pack) if op == "urge" else ()),
            _table("[truth]", **_truth(op, order, pack)),
            *_record(values, content, answer),
            f"[session]\nkeys = '''\n{keys}'''\n",
        )
    )  # fmt: skip


def _op(order: WorkOrder, texts: Mapping[str, str]) -> str:
    """Return the command that the call came to, as far as a desk can give it: what it urged, refused, answered …"""
    by_mode = {HandleMode.DIRECT: "answer_directly", HandleMode.EMERGENCY: "hand_off"}
    if "urged" in texts:
        return "urge"
    return "propose_refusal" if order.refusal else by_mode.get(order.handle_mode, "file_case")


def _begin(text: str) -> str:
    """Return the first whole clauses of a text that say in a line what it is about; a longer first one is cut.

    >>> _begin("从机场路坐长途车去天津，网上买的票临时去不了，问开车前几个小时退票扣多少手续费。")
    '从机场路坐长途车去天津，网上买的票临时去不了'
    """
    whole = re.match(rf".{{1,{_MOST_MATTER}}}(?=[，。；！？,;!?]|$)", text)
    return (whole[0] if whole else text[:_MOST_MATTER]).rstrip("，。；！？,;!?")


def _opening(op: str) -> str:
    return _OPENING.get(op, "你好，{matter}，能不能管一管？")


def _row(**values: object) -> str:
    """Return fields as TOML, whose strings and lists are written as JSON writes them."""
    return "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items())


def _table(header: str, **values: object) -> str:
    return f"{header}\n{_row(**values)}"


def _one_line(text: str) -> str:
    """Return a text as it can be typed in a session: on one line, with quotation marks that end nothing."""
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text.replace('"', "”").replace("'", "’")).strip()


def _clauses(text: str, whole: str) -> list[str]:
    """Return the pieces of a text between its stops, the first of them: each may be a fact that the whole states."""
    pieces = dict.fromkeys(each.strip()[:_MOST_CLAUSE] for each in re.split(r"[，。；！？,;!?]", text))
    facts = (each for each in pieces if len(each) > 1 and "某" not in each and states(whole, [each]))
    return list(islice(facts, _MOST_FACTS))


def _minutes(order: WorkOrder, seconds: float) -> float:
    """Return what the call took, or its keys where they take longer, in halves of a minute."""
    call = order.call
    took = _USUAL_SECONDS
    if call.answered_at is not None and call.ended_at is not None:
        took = (call.ended_at - call.answered_at).total_seconds()
    return min(max(ceil(max(took, seconds) / 30) / 2, 2.0), _MOST_MINUTES)


def _known(code: str, *, is_known: bool) -> str:
    """Return a code of the case, or what asks for one: the pack may have moved on since."""
    return code if is_known or not code else TO_FILL_IN


def _intake(order: WorkOrder, pack: CityPack) -> dict[str, str]:
    """Return what every call takes down, as far as it is there."""
    found = {
        "case_type": (order.case_type or CaseType.HELP).value,
        "class_code": _known(order.class_code, is_known=pack.has_class(order.class_code)),
        "area_code": _known(order.area_code, is_known=pack.has_area(order.area_code)),
        "urgency": order.urgency.value,
    }
    return {name: value for name, value in found.items() if value}


def _truth(op: str, order: WorkOrder, pack: CityPack) -> dict[str, object]:
    found: dict[str, object] = {"class_code": "", "area_code": "", **_intake(order, pack)}
    found["validity"] = Validity.REASONABLE.value
    if op == "propose_refusal":
        kind = _reason(order, pack).get("refusal", "")
        found["validity"] = (Validity.OUT_OF_SCOPE if kind == "out_of_scope" else Validity.BEYOND_POLICY).value
    if op == "hand_off":
        found["emergency"] = _line(order, pack)
    return found | ({"repeats": _BEFORE} if op == "urge" else {})


def _values(op: str, order: WorkOrder, pack: CityPack) -> dict[str, object]:
    """Return what the record of the reference is marked by."""
    if op == "urge":
        return {"op": op, "case": _BEFORE}
    values: dict[str, object] = {"op": op, **_intake(order, pack)}
    wishes = {"anonymous": order.anonymous, "confidential": order.confidential, "is_enterprise": order.is_enterprise}
    values |= {name: True for name, wished in wishes.items() if wished}
    if order.subject_kind is not SubjectKind.NATURAL:
        values["subject_kind"] = order.subject_kind.value
    if op == "hand_off":  # nobody asks for a name while a life depends on the line
        return values | {"line": _line(order, pack)} | ({"three_way": True} if order.three_way else {})
    values["caller_name"] = "" if order.anonymous else _CALLER
    if not order.anonymous:
        values["contact_phone"] = ""
    return values | (_reason(order, pack) if op == "propose_refusal" else {})


def _line(order: WorkOrder, pack: CityPack) -> str:
    line = order.emergency_line.value if order.emergency_line else ""
    return line if line in pack.emergency_lines else TO_FILL_IN


def _reason(order: WorkOrder, pack: CityPack) -> dict[str, str]:
    """Return why it was refused, as the pack has it now: its kind and the lawful route go with the reason."""
    reason = pack.refusal_reasons.get(order.refusal_reason)
    if reason is None:
        return dict.fromkeys(("refusal", "reason", "legal_route"), TO_FILL_IN)
    return {"refusal": reason.kind, "reason": reason.code, "legal_route": reason.route}


def _record(values: Mapping[str, object], content: str, answer: str) -> Iterable[str]:
    """Yield the record with its facts; the English of each is a gap of its own, so that it can be played."""
    told = "" if not answer or _TOLD[:2] in answer[:4] else _TOLD
    text = f"{content}{told}{answer}"
    asked = [("fact", each) for each in _clauses(content, text)] + [("answer", each) for each in _clauses(answer, text)]
    gaps = [f"{TO_FILL_IN} {place}" for place in range(1, len(asked) + 1)]
    yield _table("[[record]]", **values, text=text, text_en=". ".join(gaps) or TO_FILL_IN)
    for place, ((kind, fact), gap) in enumerate(zip(asked, gaps, strict=True), 1):
        yield _table(f"[[record.{kind}]]", code=f"{kind}_{place}", text=fact, text_en=gap, any_of=[fact, gap])


def _past(order: WorkOrder, content: str, pack: CityPack) -> Iterable[str]:
    """Yield the case that is urged, as the centre has it before the call."""
    days = round((order.updated_at - order.created_at).total_seconds() / 86_400, 2)
    values = {"class_code": TO_FILL_IN, "area_code": TO_FILL_IN, **_intake(order, pack)}
    del values["urgency"]
    unit = {"unit": order.lead_unit} if pack.has_unit(order.lead_unit) else {}
    yield _table(
        "[[case]]", code=_BEFORE, days_ago=min(max(days, 0.5), 365), phone=_PHONE, caller_name=_CALLER, **values,
        text=content[:MOST_TEXT] or TO_FILL_IN, text_en=TO_FILL_IN, **unit,
    )  # fmt: skip


def _replies(order: WorkOrder, pack: CityPack) -> list[str]:
    place = "".join(each.name for each in pack.area_path(order.area_code)[1:]) if pack.has_area(order.area_code) else ""
    who = (f"我叫{_CALLER}。", "Wang Xiaomei.")
    if order.anonymous:
        who = ("名字我就不留了。", "I would rather not leave my name.")
    elif order.confidential:
        who = (f"我叫{_CALLER}，请替我保密。", "Wang Xiaomei, but keep it to yourselves.")
    said = {
        "who": who,
        "where": (f"在{place}。" if place else TO_FILL_IN, TO_FILL_IN),
        "since": (TO_FILL_IN, TO_FILL_IN),
        "reach": ("就打这个电话。", "Call this number."),
        "done": (TO_FILL_IN, TO_FILL_IN),
        "read_back": ("对，是这样。", "Yes, that is right."),
    }
    return [_table("[[reply]]", to=to, text=zh, text_en=en) for to, (zh, en) in said.items()]
