"""What may be asked of the centre's cases, and the page that comes back."""

import base64
import binascii
from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime, Field

from case_api.moments import in_utc
from hotline.case_doc import CaseDoc
from hotline.codes import State
from hotline.work_order_text import Code, Frozen, Line, Phone


class CaseQuery(Frozen):
    """Everything that is given must hold. `area_code` and `class_code` take in all that lies below them.

    `text` is found in title, narrative, address and answer, each blank-separated part somewhere; `number` is a case
    number in any grouping or at least four neighbouring digits of one, `phone` a whole number, `phone_part` at least
    four neighbouring digits of one. `digits`, grouped in any way, is found as any of these: a case number or four
    digits and more of one, a whole telephone number, digits of the text. `since` and `until` bound the creation,
    `until` excluded. `cursor` is `next` of the page before.
    """

    text: Line = ""
    number: Code = ""
    digits: Line = ""
    phone: Phone = ""
    phone_part: Phone = ""
    area_code: Code = ""
    class_code: Code = ""
    state: State | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    cursor: str = Field(default="", max_length=200)
    limit: int = Field(default=50, ge=1, le=200)


class CasePage(Frozen):
    """Cases, newest first, masked. `next` is set while there may be more."""

    cases: tuple[CaseDoc, ...]
    next: str | None = None


class CursorError(ValueError):
    """A cursor that no page ever gave."""


def cursor_after(created_at: datetime, case_id: UUID) -> str:
    """Return the cursor for what comes after a case."""
    return base64.urlsafe_b64encode(f"{created_at.isoformat()} {case_id.hex}".encode()).decode()


def moment_of(written: str) -> datetime:
    """Return the moment in a cursor. Raises `ValueError` for none, or one without a time zone."""
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is None:
        raise CursorError("a cursor has a time zone")
    return in_utc(moment)


def read_cursor(cursor: str) -> tuple[datetime, UUID]:
    """Return what a cursor says. Raises `CursorError`."""
    try:
        moment, _, case_id = base64.urlsafe_b64decode(cursor.encode()).decode().partition(" ")
        return moment_of(moment), UUID(hex=case_id)
    except (ValueError, binascii.Error) as error:
        raise CursorError("not a cursor of this centre") from error
