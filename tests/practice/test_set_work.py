"""What is set for a trainee: an exam that is not sat keeps its scenario from being rehearsed."""

from datetime import date
from uuid import UUID

import pytest

from practice.set_work import SetForTrainee, SetWork

_FIRST, _SECOND = UUID(int=1), UUID(int=2)
_DUE = date(2026, 11, 25)
_ALL = frozenset({"drill", "shift", "line_cut"})


@pytest.mark.parametrize(
    ("works", "sat", "under_way", "kept_back"),
    [
        ((), (), False, frozenset()),
        ((SetWork("drill", _FIRST, _DUE),), (), False, frozenset()),
        ((SetWork("exam", _FIRST, _DUE),), (), False, _ALL),
        ((SetWork("exam", _FIRST, _DUE),), (_FIRST,), False, frozenset()),
        ((SetWork("exam", _FIRST, _DUE),), ("",), False, _ALL),  # sat for nobody: not the one that is set
        ((SetWork("exam", _FIRST, _DUE), SetWork("exam", _SECOND, _DUE)), (_FIRST,), False, _ALL),
        ((SetWork("exam", _FIRST, _DUE), SetWork("drill", _SECOND, _DUE)), (), False, _ALL - {"drill"}),
        ((), ("",), True, _ALL),
    ],
)  # fmt: skip
def test_a_scenario_is_kept_back_while_its_exam_is_set_and_not_sat(
    works: tuple[SetWork, ...], sat: tuple[object, ...], under_way: bool, kept_back: frozenset[str]
) -> None:
    told = SetForTrainee(
        {"noise": works}, {"noise": frozenset(map(str, sat))}, frozenset({"noise"} if under_way else ())
    )
    assert told.kept_back("noise") == kept_back
    assert told.kept_back("other") == frozenset()
