"""Callers who give up, as the switch tells the centre."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from case_api.centre import Centre
from case_api.storage.engine import writing
from case_api.telephony.store import record
from hotline.call_events import CallEvent
from tests.hotline.calls_told import second, told

PHONE, OTHER = "19900001234", "19900005678"
FIRST, AGAIN, THIRD = (UUID(int=n) for n in (1, 2, 3))
GAVE_UP = ("0 offered", "45 abandoned")
GAVE_UP_AGAIN = ("100 offered enterprise", "130 abandoned")
GOT_THROUGH = ("60 offered", "61 ringing 0042", "65 answered 0042")


def calls_in(call: UUID, *lines: str, number: str = PHONE) -> list[CallEvent]:
    """Return the events of a call; only the first tells the number, as switches do."""
    first, *rest = told(*lines, call=call)
    return [replace(first, number=number), *rest]


def tell(centre: Centre, *batches: Iterable[CallEvent]) -> None:
    for batch in batches:
        with writing(centre.engine) as conn:
            record(conn, centre.cipher, batch, second(86_400))
