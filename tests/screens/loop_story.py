"""A few cases on their way round the whole loop, so that every event of it can be looked at."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from city_packs.model import CityPack
from hotline.case_doc import TimelineEntry, timeline_entry
from hotline.codes import CallerNoteReason, Role
from hotline.command_table import COMMANDS
from hotline.commands import FileCase, ProposeRefusal, parse_command
from hotline.context import Actor, Context
from hotline.order_number import OrderNumber
from hotline.outcome import Applied
from hotline.rulebook import apply
from hotline.work_order import Intake, WorkOrder
from hotline.year_files import DaysOff, YearFile

DISSOLVED = "水务站"
"""A unit that no city pack has any more."""
_MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
_HELP = Intake(
    case_type="QZ",
    class_code="010101",
    area_code="130203001001",
    content="昨晚八点起全楼停水。",
    anonymous=True,
    caller_phone="13800005678",
)


@dataclass
class Story:
    """Cases that go by one clock; everything that happened to them is in `told`."""

    pack: CityPack
    at: datetime = _MONDAY
    orders: dict[UUID, WorkOrder] = field(default_factory=dict)
    told: list[tuple[WorkOrder, TimelineEntry]] = field(default_factory=list)

    def new(self, number: int, *, refusal: bool = False) -> UUID:
        """File a case, or propose to refuse one."""
        case_id = UUID(int=number)
        values: dict[str, Any] = {
            "number": str(OrderNumber("0042", 3, number)), "intake": _HELP, "pack_version": self.pack.version,
        }  # fmt: skip
        if refusal:
            reason = next(iter(self.pack.refusal_reasons))
            values |= {"refusal": "out_of_scope", "reason": reason, "legal_route": "lawsuit"}
        self._take(apply(None, (ProposeRefusal if refusal else FileCase)(**values), self._context(case_id, "", "1042")))
        return case_id

    def give(self, case_id: UUID, op: str, *, by: str = "", hours: float = 1, **payload: Any) -> None:
        """Give a command as one of the roles that may, some hours later."""
        self.at += timedelta(hours=hours)
        order = self.orders[case_id]
        person = "5001" if by else f"3{[*COMMANDS].index(op):03}"  # nobody decides on what they handled
        context = self._context(case_id, by, person, Role.UNIT if by else None, op)
        self._take(apply(order, parse_command(op, payload), context))

    def _context(
        self, case_id: UUID, unit: str, person: str, role: Role | None = None, op: str = "file_case"
    ) -> Context:
        roles = frozenset({role}) if role else COMMANDS[op].roles
        actor = Actor(person, roles, "0042", unit)
        return Context(self.at, actor, self.pack, case_id, others=self.orders)

    def _take(self, outcome: object) -> None:
        assert isinstance(outcome, Applied), outcome
        assert outcome.order is not None
        for order, events in ((outcome.order, outcome.events), *((each.order, each.events) for each in outcome.also)):
            self.orders[order.id] = order
            self.told += [(order, timeline_entry(each)) for each in events]


def whole_loop(pack: CityPack) -> list[tuple[WorkOrder, TimelineEntry]]:
    """Return every event of the loop between desk and filing, each with its case afterwards."""
    story = Story(pack)
    city, other = (unit.code for unit in [each for each in pack.units.values() if each.level == 1][:2])
    district = next(each.code for each in pack.units.values() if each.level == 2)
    _questions_and_returns(story, city, other)
    _merged_and_passed_down(story, city, district)
    _held_and_supervised(story, city, other)
    _refused(story)
    _settled(story, city)
    _noted(story)
    return story.told


def _questions_and_returns(story: Story, city: str, other: str) -> None:
    case = story.new(1)
    story.give(case, "query_seat", question="几单元？")
    story.give(case, "answer_query", answer="三单元")
    number = str(OrderNumber("0042", 3, 9))
    story.give(case, "split", new_id=str(UUID(int=9)), number=number, content="路灯不亮", keeps="停水")
    story.give(case, "assign", unit=city, co_units=[other], note="尽快")
    story.give(
        case, "request_return", by=city, hours=24 * 7, reason="not_ours", explanation="不归我们", suggested_unit=other
    )
    story.give(case, "decide_return", accept=False, reason="归你们")
    story.give(case, "sign", by=city)
    story.give(case, "contact_caller", by=city, said="已联系", first_reply=True)
    story.give(case, "co_reply", by=other, reply="已配合", evidence="照片")
    story.give(case, "reply", by=city, reply="已修好", evidence="照片", solved="solved")
    story.give(case, "review_reply", accept=False, reason="缺照片")
    story.give(case, "reply", by=city, reply="已修好，附照片", solved="mostly")
    story.give(case, "review_reply", accept=True)
    told = {"reached": True, "contacted_by_unit": True, "solved": "unsolved", "satisfied": "dissatisfied"}
    story.give(case, "record_callback", **told, redo=True)
    again = story.new(5)
    story.give(again, "assign", unit=city)
    story.give(again, "request_return", by=city, reason="other_territory")
    story.give(again, "decide_return", accept=True, reason="不在辖区")
    story.give(again, "assign", unit=city)
    story.orders[again] = story.orders[again].model_copy(update={"at_unit": DISSOLVED})
    story.give(again, "recall")


def _merged_and_passed_down(story: Story, city: str, district: str) -> None:
    parent, child, lost = story.new(2), story.new(3), story.new(4)
    story.give(child, "merge", parent=str(parent))
    story.give(child, "unmerge", reason="不是一回事")
    for each in (child, lost):
        story.give(each, "merge", parent=str(parent))
    story.give(parent, "assign", unit=city)
    story.give(parent, "sign", by=city)
    story.give(parent, "pass_down", by=city, unit=district, note="请办")
    story.give(parent, "sign", by=district)
    story.give(parent, "reply", by=district, reply="已修好", solved="solved")
    story.give(parent, "review_reply", accept=True)
    told = {"reached": True, "contacted_by_unit": True, "solved": "solved", "satisfied": "satisfied"}
    for each in (parent, child):
        story.give(each, "record_callback", **told)
    for _ in range(3):
        story.give(lost, "record_callback", hours=24, reached=False, not_reached="no_answer")
    story.give(lost, "close_unreachable")
    story.give(parent, "reopen", evidence="又停水了")
    story.give(parent, "sign", by=district)
    story.give(parent, "reply", by=district, reply="换了水管", solved="solved")
    story.give(parent, "review_reply", accept=True)
    story.give(parent, "record_callback", **told)
    story.give(parent, "file_away", hours=24 * 30)


def _held_and_supervised(story: Story, city: str, other: str) -> None:
    case = story.new(6)
    story.give(case, "assign", unit=city)
    story.give(case, "sign", by=city)
    story.give(case, "request_extension", by=city, days=2, reason="缺配件", evidence="订单")
    story.give(case, "decide_extension", grant=True, reason="属实")
    story.give(case, "request_extension", by=city, days=1, reason="还缺")
    story.give(case, "decide_extension", grant=False, reason="够了")
    review = (story.at + timedelta(days=9)).date().isoformat()
    story.give(case, "hold", reason="caller_material", plan="等来电人材料", review_on=review)
    story.give(case, "resume", hours=72, reason="材料已到")
    for place, kind in enumerate(("urging", "order", "on_site", "joint", "escalation")):
        units = [other] if kind == "joint" else []
        due = (story.at + timedelta(days=9)).isoformat()
        story.give(case, "supervise", kind=kind, text="请速办", due=due, units=units)
        story.give(case, "answer_supervision", by=city, index=place, answer="在办")
    for grant in (False, True):
        story.give(case, "name_unit", unit=city, why="拖延")
        story.give(case, "decide_naming", grant=grant, reason="属实")
    story.give(case, "request_exclusion", by=city, reason="无权处理", evidence="文件")
    story.give(case, "decide_exclusion", grant=True, reason="属实")
    story.give(case, "note_light", hours=24 * 60)


def _refused(story: Story) -> None:
    for number, accept in ((7, True), (8, False)):
        case = story.new(number, refusal=True)
        story.give(case, "decide_refusal", accept=accept, reason="见清单")


def _settled(story: Story, city: str) -> None:
    """Dispatch a case over the end of the last announced year, and announce the next one."""
    story.at = datetime.fromisoformat("2026-12-30T09:00:00+08:00")
    case = story.new(10)
    story.give(case, "assign", unit=city)
    new_year = DaysOff(date(2027, 1, 1), date(2027, 1, 3), "元旦", "New Year's Day")
    story.pack = story.pack.with_year(YearFile(2027, 1, "通知", (new_year,), ()))
    story.give(case, "settle_due")


def _noted(story: Story) -> None:
    """Say something of a caller for every reason there is; the first note falls with the number it is about."""
    for place, reason in enumerate(CallerNoteReason):
        case = story.new(20 + place)
        until = (story.at + timedelta(days=30)).date().isoformat()
        story.give(case, "propose_caller_note", reason=reason.value, text="已答复三次", until=until)
        if place == 0:
            before = story.orders[case].caller_phone
            story.give(case, "amend_case", changes={"caller_phone": [before, "19900007777"]})
            continue
        story.give(case, "decide_caller_note", grant=place > 1, reason="属实")
        if place > 1:
            story.give(case, "lift_caller_note", reason="已沟通")
