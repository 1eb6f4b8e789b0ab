"""A random walk over the rulebook: people of every role give whatever commands to a handful of work orders.

Time goes by from minutes to weeks; the file of the coming year arrives on the way; now and then a command comes late
from a seat that had no line. What was accepted is written down, so that it can be played again.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from pydantic import ValidationError

from city_packs.model import CityPack
from hotline.codes import Role
from hotline.command_table import COMMANDS, Start
from hotline.commands import parse_command
from hotline.context import Actor, Context
from hotline.outcome import Applied, Refusal
from hotline.rulebook import apply
from hotline.work_order import WorkOrder
from tests.hotline.random_commands import Payload, RandomCommands, people_of
from tests.hotline.table_of_commands import IN_HAND, LIVE, NOT_BY_ASKER
from tests.hotline.what_must_hold import Step, check
from tests.hotline.whole_city import Loop, city

EPISODE = 500
"""Commands until the walk begins anew with another city, season and calendar."""
MOST_LIVE = 4
RARE = {
    "withdraw": 0.06, "reveal": 0.4, "add_note": 0.2, "urge": 0.2, "amend_case": 0.5, "request_exclusion": 0.2,
    "decide_exclusion": 0.4, "name_unit": 0.2, "decide_naming": 0.4, "supervise": 0.3, "request_return": 0.5,
    "answer_supervision": 0.5, "split": 0.3, "log_call": 0.1, "mark_abuse": 0.1, "query_seat": 0.4, "merge": 1.2,
    "unmerge": 0.15, "assign_by_phone": 0.4, "assign": 2, "sign": 2, "reply": 1.5, "note_light": 0.5, "settle_due": 0.3,
    "answer_directly": 0.5, "hand_off": 0.2, "propose_refusal": 0.7, "file_case": 2, "file_away": 1.5, "reopen": 0.3,
    "record_callback": 2, "close_unreachable": 3, "propose_caller_note": 0.3,
    "decide_caller_note": 0.5, "lift_caller_note": 0.2,
}  # fmt: skip
"""How often a command is given beside others that fit too; once where nothing is said."""
DELAYABLE = frozenset(
    {"withdraw", "record_callback", "add_note", "urge", "answer_query", "amend_case", "propose_caller_note"}
)


@dataclass(frozen=True)
class Given:
    """An accepted command, as it can be given again."""

    case: UUID | None
    op: str
    payload: Payload
    who: Actor
    at: datetime
    pack: CityPack
    outcome: Applied


class Episode:
    """One stretch of a walk, with its own work orders and what was accepted."""

    def __init__(self, draw: Random, seen: Counter[str], watch: Callable[[Step], None] = check) -> None:
        """Draw a city, a season and a calendar; count in `seen` what comes out of the commands."""
        self.draw = draw
        self.seen = seen
        self.watch = watch
        self.year = draw.choice([2022, 2023, 2024, 2025])
        self.name = draw.choice(["dongsheng", "zaozhuang"])
        start = datetime(self.year, 9, 1, tzinfo=UTC) + timedelta(minutes=draw.randrange(120 * 24 * 60))
        self.loop = Loop(city(self.name, self.year), start)
        self.people = people_of(self.loop)
        self.commands = RandomCommands(draw, self.loop)
        self.given: list[Given] = []

    def go(self, steps: int) -> None:
        """Give so many commands; half-way the file of the coming year arrives, and now and then a unit is dissolved."""
        for step in range(steps):
            if step == steps // 2:
                self.turn()
            self.step()

    def turn(self) -> None:
        """Let another city pack take the place of the present one."""
        self.loop.city = city(self.name, self.year + 1, dissolved=self.draw.randrange(3) == 0)

    def step(self) -> None:
        """Let time go by and give one command."""
        self._time_goes_by()
        order = self._case()
        op = self._command(order)
        who = self.person(op, order)
        payload = self.commands.payload(op, order, who)
        self.give(who, op, order, payload)

    def give(self, who: Actor, op: str, order: WorkOrder | None, payload: Payload) -> None:
        """Give a command and see whether all holds that must."""
        try:
            command = parse_command(op, payload)
        except ValidationError:
            self.seen[f"unreadable {op}"] += 1
            return
        loop = self.loop
        at = loop.at
        if op in DELAYABLE and self.draw.randrange(6) == 0:
            at -= timedelta(minutes=self.draw.randrange(300))
        case = order.id if order else loop.new_id() if Start.NEW in COMMANDS[op].start else None
        context = loop.context(who, at, case)
        before = dict(loop.orders)
        as_it_was = order.model_dump_json() if order else ""
        outcome = apply(order, command, context)
        assert as_it_was == (order.model_dump_json() if order else ""), "a frozen order was changed"
        loop.keep(outcome)
        self.watch(
            Step(op, order.id if order else None, context, outcome, before, loop.orders, loop.timelines, payload)
        )
        if isinstance(outcome, Refusal):
            self.seen[f"refused {outcome.code}"] += 1
            return
        self.seen[f"applied {op}"] += 1
        self.given.append(Given(case, op, payload, who, at, loop.city.pack, outcome))

    def _time_goes_by(self) -> None:
        length = self.draw.choices(
            [timedelta(), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)],
            [30, 40, 25, 6, 1],
        )[0]
        self.loop.at += length * self.draw.random() * 3

    def _case(self) -> WorkOrder | None:
        orders = [*self.loop.orders.values()]
        live = [order for order in orders if order.state.value in LIVE.split()]
        if len(live) < MOST_LIVE and self.draw.random() < 0.3:
            return None
        if live and self.draw.random() < 0.75:
            return self.draw.choice(live)
        tied = [order for order in orders if order.parent or order.merged_cases]
        return self.draw.choice(tied if tied and self.draw.random() < 0.6 else [*orders, None])

    def _command(self, order: WorkOrder | None) -> str:
        if self.draw.randrange(8) == 0:
            return self.draw.choice([*COMMANDS])
        start = order.state if order else self.draw.choices([Start.NEW, Start.NO_ORDER], [9, 1])[0]
        fitting = [op for op, row in COMMANDS.items() if row.starts_from(start)]
        return self.draw.choices(fitting, [RARE.get(op, 1) for op in fitting])[0]

    def person(self, op: str, order: WorkOrder | None) -> Actor:
        if self.draw.randrange(10) == 0:
            return self.draw.choice(self.people)
        roles = COMMANDS[op].roles
        fitting = [each for each in self.people if each.roles & roles]
        if order is not None and roles == {Role.UNIT} and self.draw.randrange(10):
            parts = {each.unit for each in order.assignments if each.ended_at is None and each.part == "co"}
            units = {order.at_unit} if op in IN_HAND else parts if op == "co_reply" else {*parts, order.at_unit}
            fitting = [each for each in fitting if each.unit in units] or fitting
        asked = getattr(order, NOT_BY_ASKER[op]) if order is not None and op in NOT_BY_ASKER else None
        if asked is not None and self.draw.randrange(4) == 0:
            fitting = [each for each in fitting if each.operator == asked.operator] or fitting
        return self.draw.choice(fitting)


def walk(seed: int, steps: int, seen: Counter[str], watch: Callable[[Step], None] = check) -> list[Episode]:
    """Walk so many steps in episodes; return them. Counts in `seen` what came out."""
    draw = Random(seed)
    episodes = []
    for first in range(0, steps, EPISODE):
        episode = Episode(draw, seen, watch)
        episode.go(min(EPISODE, steps - first))
        episodes.append(episode)
    return episodes


def played_again(given: list[Given]) -> dict[UUID, WorkOrder]:
    """Give what was accepted once more, every work order written down and read again after each command.

    Raises `AssertionError` where something else comes out, be it the words of an event.
    """
    orders: dict[UUID, WorkOrder] = {}
    for each in given:
        context = Context(each.at, each.who, each.pack, each.case, others=orders)
        order = orders.get(each.case) if each.case else None
        outcome = apply(order, parse_command(each.op, each.payload), context)
        assert isinstance(outcome, Applied), (each, outcome)
        assert outcome.events == each.outcome.events
        assert [also.events for also in outcome.also] == [also.events for also in each.outcome.also]
        for after in (outcome.order, *(also.order for also in outcome.also)):
            if after is not None:
                orders[after.id] = WorkOrder.model_validate_json(after.model_dump_json())
    return orders


def leads_on(episode: Episode, order: WorkOrder, tries: int = 600) -> bool:
    """Say whether somebody's command gets a case out of its state, whoever and whatever that is.

    The episode goes on from where it was, with commands to this case alone, and is put back afterwards.
    """
    loop = episode.loop
    before = (loop.at, dict(loop.orders), {case: [*events] for case, events in loop.timelines.items()})
    try:
        for _ in range(tries):
            now = loop.orders[order.id]
            if now.state is not order.state:
                return True
            loop.at += timedelta(hours=episode.draw.random() * 12)
            # What merged cases wait for is done to their parent, and what a parent waits for to them.
            target = loop.orders[
                episode.draw.choice([order.id, *now.merged_cases, *([now.parent] if now.parent else [])])
            ]
            op = episode.draw.choice(
                [op for op, row in COMMANDS.items() if row.starts_from(target.state)] or ["reveal"]
            )
            who = episode.person(op, target)
            episode.give(who, op, target, episode.commands.payload(op, target, who))
        return False
    finally:
        loop.at, loop.orders, loop.timelines = before
