"""A seeded city: masked case documents with real places and matters, and repeats of them in other words."""

import csv
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from city_packs.model import CityPack
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs
from hotline.case_doc import CaseDoc, TimelineEntry
from hotline.codes import CaseType, Role, State, Urgency
from hotline.order_number import OrderNumber
from hotline.phones import masked
from hotline.work_order import WorkOrder

END = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
"""The moment at which every corpus ends: today, for a real console takes out of its cache what is too old."""

_SPOTS = (
    "{n}号楼",
    "{n}号楼{m}单元",
    "小区东门",
    "小区西门",
    "南门口",
    "北侧路口",
    "菜市场旁边",
    "幼儿园门口",
    "{n}号院",
    "村委会门口",
    "广场附近",
    "桥头",
    "{n}巷",
    "卫生院对面",
)
_WHENS = (
    "昨晚八点",
    "今天早上",
    "昨天下午",
    "三天前",
    "上周五",
    "半个月前",
    "前天夜里",
    "今天中午",
    "一周以前",
    "上个月",
)
_ENDINGS = (
    "请尽快处理",
    "希望有人来看看",
    "已经打过电话没人管",
    "家里有老人孩子",
    "请给个答复",
    "影响生活",
    "请核实",
    "多次反映没有结果",
    "要求解决",
    "",
)
_NAMES = ("李女士", "王先生", "张女士", "刘先生", "陈女士", "杨先生", "赵女士", "黄先生", "周女士", "吴先生")


@dataclass(frozen=True, slots=True)
class Told:
    """A matter as one caller tells it: class, area, text, number (E.164, in a range not in service)."""

    class_code: str
    area_code: str
    spot: str
    phrasing: int
    content: str
    name: str
    phone: str


@cache
def tangshan() -> CityPack:
    """Return the pack of Tangshan as it is shipped."""
    return read_pack(shipped_packs()["tangshan"])


@cache
def _phrasings() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    with Path(__file__).with_name("matters.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            found[row["class_code"]].append(row["phrasing"])
    return {code: tuple(texts) for code, texts in found.items()}


@cache
def _communities() -> tuple[str, ...]:
    return tuple(sorted(area.code for area in tangshan().areas.values() if area.level == 4))


def tell(draw: random.Random) -> Told:
    """Return a matter drawn at random."""
    class_code = draw.choice(sorted(_phrasings()))
    spot = draw.choice(_SPOTS).format(n=draw.randint(1, 40), m=draw.randint(1, 6))
    return _told(draw, class_code, draw.choice(_communities()), spot, draw.randrange(len(_phrasings()[class_code])))


def tell_again(draw: random.Random, told: Told) -> Told:
    """Return the same matter from another caller in other words.

    One in seven is placed at the street only, one in ten is put into a neighbouring class, as happens.
    """
    others = [i for i in range(len(_phrasings()[told.class_code])) if i != told.phrasing]
    again = _told(draw, told.class_code, told.area_code, told.spot, draw.choice(others))
    if draw.random() < 1 / 7:
        street = tangshan().areas[told.area_code].parent
        again = replace(again, area_code=street or told.area_code)
    if draw.random() < 1 / 10:
        again = replace(again, class_code=draw.choice(_neighbours(told.class_code)))
    return again


@cache
def _neighbours(class_code: str) -> tuple[str, ...]:
    classes = tangshan().classes
    parent = classes[class_code].parent
    return tuple(each.code for each in classes.values() if each.parent == parent and each.code != class_code)


def _told(draw: random.Random, class_code: str, area_code: str, spot: str, phrasing: int) -> Told:
    place = tangshan().areas[area_code].name if draw.random() < 0.5 else ""
    sentence = _phrasings()[class_code][phrasing].format(spot=place + spot, when=draw.choice(_WHENS))
    ending = draw.choice(_ENDINGS)
    content = f"{sentence}，{ending}。" if ending else f"{sentence}。"
    return Told(
        class_code, area_code, spot, phrasing, content, draw.choice(_NAMES), f"+861990000{draw.randrange(10**4):04}"
    )


def docs(count: int, seed: int = 1) -> Iterator[tuple[Told, CaseDoc]]:
    """Yield `count` matters with their masked documents, oldest first, spread over the 88 days before `END`.

    The documents carry no keyed hashes: whoever caches them adds those of its own key.
    """
    draw = random.Random(seed)
    step = timedelta(days=88) / count
    for index in range(count):
        told = tell(draw)
        yield told, CaseDoc(order=work_order(told, draw, index, END - step * (count - index)), timeline=_timeline())


def work_order(told: Told, draw: random.Random, index: int, at: datetime) -> WorkOrder:
    """Return the masked work order of a matter, filed at `at` from one of 110 seats."""
    seat = f"{draw.randint(1, 110):04}"
    return WorkOrder(
        id=UUID(int=(int(at.timestamp() * 1000) << 80) | (7 << 76) | (2 << 62) | index),
        order_no=str(OrderNumber(seat, 1, index % 999_999 + 1)),
        revision=draw.randint(1, 6),
        state=draw.choice([State.TO_DISPATCH, State.HANDLING, State.TO_SIGN, State.CLOSED, State.FILED]),
        state_since=at,
        origin_seat=seat,
        origin_operator="1001",
        follow_up="1001",
        created_at=at,
        updated_at=at,
        pack_version=tangshan().version,
        handle_mode="transfer",
        case_type=CaseType(tangshan().classes[told.class_code].case_type or "QZ"),
        class_code=told.class_code,
        title=told.content[:20],
        content=told.content,
        area_code=told.area_code,
        address_text=told.spot,
        caller_name=told.name,
        caller_phone=masked(told.phone),
        urgency=Urgency.NORMAL,
    )


def _timeline() -> tuple[TimelineEntry, ...]:
    return (TimelineEntry(kind="file_case", at=END, operator="1001", role=Role.OPERATOR, to_state=State.TO_DISPATCH),)
