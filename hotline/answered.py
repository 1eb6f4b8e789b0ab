"""What all answers of the centre have in common."""

from pydantic import ConfigDict

from hotline.work_order_text import Frozen


class Answered(Frozen):
    """An answer of the centre. It may grow: an older console must survive a newer centre."""

    model_config = ConfigDict(frozen=True, extra="ignore")
