"""What trainees of a demo practised in the last weeks, what was set for them, and an appeal that waits for an answer.

Drawn by a seed from the scenarios and the rubric that come with the program: each trainee begins at a skill of their
own and learns; an item is lost by what can be lost on it, and a time that was slow costs what it costs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from case_api.board.acting import Acting
from case_api.centre import Centre
from case_api.demo_people import TRAINER, trainees_of
from case_api.identity import SignIn
from case_api.practice.assignments import assign
from case_api.practice.groups import put_group
from case_api.practice.results import keep_result
from case_api.practice.words import keep_appeal, write_note
from case_api.sync import feed
from city_packs.read_rubric import newest_rubric
from city_packs.rubric import Rubric, RubricItem
from city_packs.scenario_titles import ScenarioTitle, scenario_titles
from hotline.codes import PracticeKind, Role
from hotline.context import Actor
from hotline.practice_doc import PracticeAppeal, PracticeResult, ResultCall, ResultItem
from hotline.practice_trainer_doc import AssignRequest, GroupRequest, NoteRequest
from wording import tr

_SEED = 12345
_IDS = UUID("01930f2c-0000-7000-8000-00000000d3b1")
_WEEKS = 6
_A_WEEK = (1, 3)
"""So many sessions of one call, at least and at most."""
_SET = 3
"""Scenarios of what is set."""
_DUE = timedelta(days=4)
_NOT_DONE = 0.4
"""So many of what is set have not been done yet."""
_LEARNS = 0.05
_FATAL = 0.1
"""So many of the calls in which somebody is at risk are taken down as less."""
_HARD = {"class": 1.9, "address": 1.4, "facts": 1.5, "detail": 1.3, "read_back": 1.5, "save": 1.3}
"""What is lost so many times as often as another item."""
_LOST = {
    "case_type": (("case_type", 1.0),),
    "class": (("class", 0.5), ("class", 0.75), ("class", 1.0)),
    "address": (("area", 0.25), ("area", 0.5), ("address_fact", 0.1875)),
    "contact": (("name", 1 / 6), ("number", 0.5)),
    "facts": (("fact", 1 / 3), ("fact", 0.5)),
    "act": (("missing_act", 0.5), ("needless_act", 0.5)),
    "detail": (("detail", 0.5),),
    "corrections": (("corrections", 0.25), ("corrections", 0.5)),
    "wrong_keys": (("wrong_keys", 0.25), ("wrong_keys", 0.5)),
    "greeting": (("late_greeting", 0.6), ("no_greeting", 1.0)),
    "words": (("forbidden_word", 0.5),),
    "read_back": (("read_back_again", 0.4), ("no_read_back", 1.0)),
}
"""What is lost on an item, and which share of its points that costs."""
_TIMED = {"first_key": "slow_key", "save": "slow_save", "wrap_up": "slow_wrap_up"}


@dataclass(frozen=True, slots=True)
class _Sitting:
    """One session of somebody, with how well they did by then, 0 to 1."""

    trainee: str
    number: int
    skill: float
    kind: PracticeKind
    began: datetime
    assignment: UUID | None = None

    @property
    def session(self) -> UUID:
        return uuid5(_IDS, f"{self.trainee} {self.number}")


class _Practised:
    """Draws what happened."""

    def __init__(self, centre: Centre) -> None:
        self._pack, self._now = centre.pack, centre.now()
        self._zone = ZoneInfo(centre.pack.time_zone)
        self._draw = Random(_SEED)  # noqa: S311 - a demo, no secret
        self._rubric: Rubric = newest_rubric()
        self.scenarios = scenario_titles(centre.pack.city)
        self.people = trainees_of(centre.pack)

    def results(self, for_it: UUID, set_ones: tuple[ScenarioTitle, ...]) -> list[PracticeResult]:
        """Return every result, oldest first; the last of each trainee are for what is set."""
        found = [each for who in self.people for each in self._of(who, for_it, set_ones)]
        return sorted(found, key=lambda each: each.ended)

    def _of(self, trainee: str, for_it: UUID, set_ones: tuple[ScenarioTitle, ...]) -> Iterator[PracticeResult]:
        draw, number = self._draw, 0
        skill = draw.uniform(0.25, 0.6)
        for week in range(_WEEKS):
            for _ in range(draw.randint(*_A_WEEK)):
                number += 1
                began = self._moment(timedelta(weeks=_WEEKS - 1 - week, days=draw.randrange(1, 6)))
                kind = draw.choice((PracticeKind.DRILL, PracticeKind.DRILL, PracticeKind.EXAM))
                at = _Sitting(trainee, number, min(0.97, skill + week * _LEARNS), kind, began)
                yield self._result(at, draw.choice(self.scenarios))
        for place, scenario in enumerate(set_ones):
            if draw.random() >= _NOT_DONE:
                began = self._now - timedelta(hours=20 - 6 * place, minutes=draw.randrange(200))
                at = _Sitting(
                    trainee, number + 1 + place, min(0.97, skill + _WEEKS * _LEARNS), PracticeKind.DRILL, began, for_it
                )
                yield self._result(at, scenario)

    def _moment(self, ago: timedelta) -> datetime:
        day = (self._now - ago).astimezone(self._zone)
        return day.replace(hour=self._draw.randrange(9, 18), minute=self._draw.randrange(60), second=0, microsecond=0)

    def _result(self, at: _Sitting, scenario: ScenarioTitle) -> PracticeResult:
        first_key, wrap_up = self._seconds(at, 2.5, 12), self._seconds(at, 30, 100)
        save = self._seconds(at, scenario.minutes * 48, scenario.minutes * 110)
        spent = {"first_key": first_key, "save": save / (scenario.minutes * 60), "wrap_up": wrap_up}
        items = tuple(self._item(item, at, spent) for item in self._rubric.items.values())
        fatal = ("risk_downgraded",) if scenario.at_risk and self._draw.random() < _FATAL else ()
        call = ResultCall(
            scenario=scenario.code, version=scenario.version, rubric=self._rubric.version,
            class_code=scenario.class_code, total=0 if fatal else round(sum(each.got for each in items), 1),
            fatal=fatal, items=items, first_key_s=first_key, save_s=save, wrap_up_s=wrap_up,
        )  # fmt: skip
        return PracticeResult(
            session=at.session, trainee=at.trainee, kind=at.kind, assignment=at.assignment, began=at.began,
            ended=at.began + timedelta(seconds=round(save + wrap_up + 20)), calls=(call,),
        )  # fmt: skip

    def _seconds(self, at: _Sitting, quick: float, slow: float) -> float:
        return round(quick + (slow - quick) * (1 - at.skill) * self._draw.uniform(0.3, 1.7), 1)

    def _item(self, item: RubricItem, at: _Sitting, spent: dict[str, float]) -> ResultItem:
        losses: tuple[str, ...] = ()
        got = item.points
        if item.code in _TIMED:
            all_by, none_from = item.figures["all_by"], item.figures["none_from"]
            late = (spent[item.code] - all_by) / (none_from - all_by)
            got = round(item.points * (1 - min(1.0, max(0.0, late))), 1)
            losses = (_TIMED[item.code],) if got < item.points else ()
        elif self._draw.random() < (1 - at.skill) * 0.6 * _HARD.get(item.code, 0.7):
            code, share = self._draw.choice(_LOST[item.code])
            got, losses = round(item.points * (1 - share), 1), (code,)
        return ResultItem(item=item.code, of=item.points, got=got, losses=losses)


def fill_practice(conn: Connection, centre: Centre) -> None:
    """Put the practice of the last weeks into a new demo centre whose people are there; none where it has no scenario.

    A trainer has made a group of all trainees, set something that is due in some days, and written a note.
    """
    drawn, now = _Practised(centre), centre.now()
    if not drawn.scenarios or not drawn.people:
        return
    feed.take_lock(conn)
    zone = ZoneInfo(centre.pack.time_zone)
    by = SignIn(Actor(TRAINER, frozenset({Role.TRAINER})), "demo")
    earlier = Acting(conn, by, now - timedelta(days=3), 0)
    group, for_it = uuid5(_IDS, "group"), uuid5(_IDS, "assignment")
    put_group(earlier, GroupRequest(group_id=group, name=tr("New operators"), people=drawn.people))
    set_ones = drawn.scenarios[:_SET]
    asked = AssignRequest(
        assignment_id=for_it, title=tr("First steps at the desk"), kind=PracticeKind.DRILL,
        scenarios=tuple(each.code for each in set_ones), group=group, due=(now + _DUE).astimezone(zone).date(),
    )  # fmt: skip
    assign(earlier, asked, now.astimezone(zone).date())
    results = drawn.results(for_it, set_ones)
    for each in results:
        keep_result(conn, each, zone, each.ended)
    _write_under(conn, Acting(conn, by, now, 0), results)


def _write_under(conn: Connection, act: Acting, results: list[PracticeResult]) -> None:
    """Let a trainee appeal against what they lost on a class, and the trainer write to another one about it."""
    lost = [each for each in reversed(results) if "class" in _lost_items(each)]
    for session, appeals in zip(lost, (True, False), strict=False):
        if appeals:
            keep_appeal(
                conn,
                PracticeAppeal(
                    appeal_id=uuid5(_IDS, "appeal"), session=session.session, place=0, item="class",
                    trainee=session.trainee, made=session.ended, reason=tr("The caller named both matters"),
                ),
                act.now,
            )  # fmt: skip
        else:
            words = tr("Ask what it is about before you look for the class")
            write_note(
                act, session.session, NoteRequest(note_id=uuid5(_IDS, "note"), place=0, item="class", words=words)
            )


def _lost_items(result: PracticeResult) -> set[str]:
    return {item.item for item in result.calls[0].items if item.got < item.of}
