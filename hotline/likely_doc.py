"""Cases that may be the same matter as one, as the centre proposes them to a dispatcher for merging."""

from hotline.answered import Answered
from hotline.work_order import WorkOrder


class LikelyCase(Answered):
    """A live case that may be the same matter; `same_caller` and `same_place` say why."""

    order: WorkOrder
    same_caller: bool
    same_class: bool
    same_place: bool


class LikelyCases(Answered):
    """Live cases that may be the same matter, likeliest first."""

    cases: tuple[LikelyCase, ...] = ()
