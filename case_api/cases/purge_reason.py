"""Why a case may be erased, as the write audit says; nothing personal may stand there."""

from enum import StrEnum


class PurgeReason(StrEnum):
    """The code of a reason."""

    CITIZEN_ASKED = "citizen_asked"
    LAW_DEMANDS = "law_demands"
    RETENTION_OVER = "retention_over"
