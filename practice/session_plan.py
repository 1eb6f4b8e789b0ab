"""What a practice session is to be (练习安排): whose, of which kind, which calls when, and when the line is cut."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from city_packs.scenario import Scenario
from hotline.codes import PracticeKind

SHIFT_CALLS = 10
"""Calls of a practice shift."""
_FIRST_MS = 3_000
_SLOW, _FAST = 1.4, 0.7
"""In a practice shift the next call comes after so many times the minutes that a good operator needs: slowly at first,
and in the end, however many calls it has, faster than anybody is done, so that callers wait."""
_CUT_AFTER_MS, _CUT_LASTS_MS = 20_000, 60_000
_SILENT_FROM_LEVEL = 3
"""In a call of this level the line does not break, it falls silent: the console finds out by itself."""
_LIMIT_PER_MINUTE_MS = 120_000
_LIMIT_BESIDES_MS = 120_000
"""An exam may last twice the minutes that good operators need, and two minutes more for each call."""


class ScenarioGone(Exception):  # noqa: N818  (named after what happened)
    """A scenario of the session is not there any more, or is another version by now."""


@dataclass(frozen=True, slots=True)
class Trainee:
    """Who practises: name of sign-in, and name as it is shown."""

    operator_id: str
    name: str


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """A call of a scenario; it rings as soon as the trainee is ready, and not before that moment of the session.

    Who is ready long before that is not kept waiting (`practice.due`).
    """

    scenario: str
    version: int
    not_before_ms: int


@dataclass(frozen=True, slots=True)
class LineCut:
    """The line goes down `after_ms` after the answer of a call (from 1), for `lasts_ms` at least."""

    call: int
    after_ms: int
    lasts_ms: int
    silent: bool = False


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """One session. `limit_ms` ends it, None for no end; `assignment` is what it is done for, empty for nothing."""

    session: str
    kind: PracticeKind
    trainee: Trainee
    city: str
    language: str
    calls: tuple[PlannedCall, ...]
    cuts: tuple[LineCut, ...] = ()
    limit_ms: int | None = None
    assignment: str = ""

    @property
    def hints(self) -> bool:
        """Say whether hints are on."""
        return self.kind is PracticeKind.DRILL

    def kept(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)

    @classmethod
    def from_kept(cls, kept: Mapping[str, Any]) -> "SessionPlan":
        """Return what `kept` wrote. Raises `KeyError`, `TypeError` or `ValueError` for anything else."""
        return cls(
            **{
                **kept,
                "kind": PracticeKind(kept["kind"]),
                "trainee": Trainee(**kept["trainee"]),
                "calls": tuple(PlannedCall(**each) for each in kept["calls"]),
                "cuts": tuple(LineCut(**each) for each in kept["cuts"]),
            }
        )


def planned(
    session: str,
    kind: PracticeKind,
    trainee: Trainee,
    scenarios: Sequence[Scenario],
    *,
    city: str,
    language: str = "zh",
    assignment: str = "",
) -> SessionPlan:
    """Return the plan of a session of these calls, in their order.

    No scenario should come twice: its caller would be one who has called before.
    """
    calls, at = [], _FIRST_MS
    last = len(scenarios) - 2  # the pace before the last call; that of two calls is the last one at once
    for place, each in enumerate(scenarios):
        calls.append(PlannedCall(each.code, each.version, at))
        if kind is PracticeKind.SHIFT:
            pace = _SLOW + (_FAST - _SLOW) * place / last if last > 0 else _FAST
            at += round(each.minutes * 60_000 * pace)
    cuts = []
    if kind is PracticeKind.LINE_CUT and scenarios:
        silent = scenarios[0].level >= _SILENT_FROM_LEVEL
        cuts.append(LineCut(1, _CUT_AFTER_MS, _CUT_LASTS_MS, silent))
    limit = None
    if kind is PracticeKind.EXAM:
        limit = round(sum(each.minutes * _LIMIT_PER_MINUTE_MS + _LIMIT_BESIDES_MS for each in scenarios))
    return SessionPlan(session, kind, trainee, city, language, tuple(calls), tuple(cuts), limit, assignment)


def check_scenarios(plan: SessionPlan, scenarios: Mapping[str, Scenario]) -> None:
    """Raise `ScenarioGone` where a call of a session cannot be played or marked any more."""
    for each in plan.calls:
        found = scenarios.get(each.scenario)
        if found is None or found.version != each.version:
            raise ScenarioGone(each.scenario)
