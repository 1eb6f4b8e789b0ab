"""What came of a scenario the last time, as the home of practice tells it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from city_packs.scenario import Words
from practice.record import CallStep, RecordDamaged, parse_record
from practice.session_file import kept_result
from screens.practice.given import GoneScenario

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from practice.folder import SessionFolder
    from practice.session_plan import SessionPlan
    from seat_console.practice.material import Material


@dataclass(frozen=True, slots=True)
class LastTime:
    """What came of a scenario the last time: its total, when, in which session.

    `older` is the version that was played where the scenario has another one by now, else 0; `total` is None where
    nothing was kept of that time's marks.
    """

    total: float | None
    at: datetime
    session: str
    older: int = 0


def unmarked_times(
    folder: SessionFolder, plan: SessionPlan, versions: Mapping[str, int]
) -> Iterator[tuple[str, LastTime]]:
    """Yield by scenario what came of a session that cannot be marked again, for one has another of the `versions` now.

    The calls that rang are its record's, the totals are those that were kept when it ended.
    """
    with suppress(OSError, RecordDamaged):
        record, kept = parse_record(folder.record.read_bytes()), kept_result(folder)
        totals = {call.scenario: call.total for call in kept.calls} if kept is not None else {}
        rung = {event.scenario for event in record.events if isinstance(event, CallStep)}
        for call in plan.calls:
            if call.scenario in rung:
                older = call.version if versions.get(call.scenario) != call.version else 0
                total = totals.get(call.scenario)
                yield call.scenario, LastTime(total, record.head.began, folder.session, older)


def gone_scenarios(
    last: Mapping[str, LastTime], sessions: Mapping[str, str], plans: Mapping[str, SessionPlan], material: Material
) -> tuple[GoneScenario, ...]:
    """Return what was played and is no longer here, the newest first.

    `sessions` says in which session each scenario was played the last time, `plans` holds these.
    """
    here = {each.code for each in material.titles}
    gone = []
    for code, time in last.items():
        if code not in here and sessions.get(code) == time.session:
            city = material.heads[plans[time.session].city]
            gone.append(GoneScenario(code, Words(city.name, city.name_en), time.total, time.at, time.session))
    return tuple(sorted(gone, key=lambda each: each.at, reverse=True))
