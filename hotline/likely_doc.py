"""Cases that may be the same matter as one, as the centre proposes them to a dispatcher for merging."""

from pydantic import ConfigDict

from hotline.work_order import WorkOrder
from hotline.work_order_text import Frozen


class LikelyCase(Frozen):
    """A live case that may be the same matter; `same_caller` and `same_place` say why."""

    model_config = ConfigDict(frozen=True, extra="ignore")  # an older console must survive a newer centre

    order: WorkOrder
    same_caller: bool
    same_class: bool
    same_place: bool


class LikelyCases(Frozen):
    """Live cases that may be the same matter, likeliest first."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    cases: tuple[LikelyCase, ...] = ()
