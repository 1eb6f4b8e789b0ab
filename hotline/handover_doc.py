"""What leads and the centre say to each other about handing a shift over (交接班): its journal, words, signatures.

Moments are aware; a shift is known by when it begins. Nothing personal stands in a journal: cases by their number,
class, place and unit, and the names of the hotline's own people. Requests are strict; answers may grow.
"""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from hotline.answered import Answered
from hotline.desk_doc import SomeWords
from hotline.work_order_text import Frozen, keepable
from wording import mark

MOST_AT_ONCE = 1000
"""Items of a journal that are explained with one request."""
KEY_LIMIT = 80


class ItemKind(StrEnum):
    """What a journal is filled from, in its order: what is red first, then what waits for people."""

    RED_LAMP = "red_lamp"
    NOT_DISPATCHED = "not_dispatched"
    SILENT_SEAT = "silent_seat"
    STUCK_QUEUE = "stuck_queue"
    HAND = "hand"
    MISSED_CALLER = "missed_caller"
    CALL_BACK_DUE = "call_back_due"
    UNREAD_NOTICE = "unread_notice"


KIND_NAMES = {
    ItemKind.RED_LAMP: mark("red lamp"),
    ItemKind.NOT_DISPATCHED: mark("case not dispatched"),
    ItemKind.SILENT_SEAT: mark("seat without a line"),
    ItemKind.STUCK_QUEUE: mark("unsent work is stuck"),
    ItemKind.HAND: mark("hand up"),
    ItemKind.MISSED_CALLER: mark("caller to call back"),
    ItemKind.CALL_BACK_DUE: mark("call-back on a case"),
    ItemKind.UNREAD_NOTICE: mark("notice not read"),
}
"""What each kind is called, as message ids."""
RED_KINDS = frozenset({ItemKind.RED_LAMP, ItemKind.NOT_DISPATCHED})
"""Without an explanation of each of these nobody signs (no handover with an open anomaly, hollycrm.com 交接班日志)."""


class Explanation(Answered):
    """Why something is still open, in the words of a lead. `before` where they were written in an earlier shift."""

    words: str
    by: str
    by_name: str
    at: AwareDatetime
    before: bool = False


class JournalItem(Answered):
    """Something that is open. `key` is kind and id: the same thing has the same key in every journal.

    `unread` counts those who have not read a notice. `late` where it came after the lead who goes had signed.
    """

    key: str
    kind: ItemKind
    since: AwareDatetime
    seat: str = ""
    operator: str = ""
    case_id: UUID | None = None
    number: str = ""
    class_code: str = ""
    area_code: str = ""
    unit: str = ""
    queue: str = ""
    place: str = ""
    unread: int = 0
    explanation: Explanation | None = None
    late: bool = False

    @property
    def is_red(self) -> bool:
        """Whether nobody may sign while it has no explanation."""
        return self.kind in RED_KINDS


class Signature(Answered):
    """Who signed, and when."""

    by: str
    by_name: str
    at: AwareDatetime


class Handover(Answered):
    """The handover of a shift in a sub-centre with its journal.

    Until the lead who goes has signed (`handed`), `items` are what is open now; then what they signed, and what came
    after it (`late`). Once the lead who comes has signed too (`taken`), and once the next handover is due, nothing of
    it changes: it is `over`. `sign_from` says from when on it can be signed. `n` is the number of the board's counter
    up to which it was read. `leads_going` and `leads_coming` are whom the roster names, maybe nobody.
    """

    n: int = 0
    begins: AwareDatetime
    ends: AwareDatetime
    sub_centre: str
    now: AwareDatetime
    sign_from: AwareDatetime
    over: bool = False
    items: tuple[JournalItem, ...] = ()
    handed: Signature | None = None
    taken: Signature | None = None
    leads_going: tuple[str, ...] = ()
    leads_coming: tuple[str, ...] = ()

    @property
    def red(self) -> tuple[JournalItem, ...]:
        """The items without whose explanation nobody signs."""
        return tuple(item for item in self.items if item.is_red)

    @property
    def unexplained(self) -> tuple[JournalItem, ...]:
        """The red items that have no explanation yet."""
        return tuple(item for item in self.red if item.explanation is None)

    @property
    def may_be_signed_now(self) -> bool:
        """Whether it is time to sign and a signature is missing."""
        return not self.over and self.now >= self.sign_from


class HandoverLine(Answered):
    """A signed handover as a line of a list. `taken` is None where nobody took the shift over in its time."""

    begins: AwareDatetime
    ends: AwareDatetime
    sub_centre: str
    items: int
    red: int
    handed: Signature
    taken: Signature | None = None


class HandoverList(Answered):
    """Signed handovers of a sub-centre, newest first. `before` asks for the next page, None after the last."""

    lines: tuple[HandoverLine, ...] = ()
    before: AwareDatetime | None = None


class HandoverPlaces(Answered):
    """The sub-centres for which the asking lead may sign, that of their own seat first."""

    sub_centres: tuple[str, ...] = ()


class _OfShift(Frozen):
    begins: Annotated[AwareDatetime, Field(examples=["2026-11-21T08:00:00Z"])]


class Explain(_OfShift):
    """Explain items of a journal, all of them with the same words. Items that are not open any more are left out.

    `n` is that of the journal in which they were read: words that another lead has written since then are not
    overwritten.
    """

    n: int = Field(ge=0, le=2**62)
    keys: Annotated[
        tuple[Annotated[str, Field(max_length=KEY_LIMIT), AfterValidator(keepable)], ...],
        Field(min_length=1, max_length=MOST_AT_ONCE, examples=[["red_lamp:01930f2c-8a51-7c3e-9d53-0f6f2f7b9a10"]]),
    ]
    words: Annotated[SomeWords, Field(examples=["承办单位已到场，等配件"])]


class SignHandover(_OfShift):
    """Sign the handover of a shift."""


class HandoverRefusal(StrEnum):
    """Why the centre does not do what was asked of a handover, as `code` of a problem `refused`."""

    UNEXPLAINED = "unexplained"
    TOO_EARLY = "too_early"
    NOT_HANDED = "not_handed"
    HANDED_ALREADY = "handed_already"
    TAKEN_ALREADY = "taken_already"
    SAME_LEAD = "same_lead"
    EXPLAINED_MEANWHILE = "explained_meanwhile"
    OTHER_SHIFT = "other_shift"
    NOT_YOUR_SUB_CENTRE = "not_your_sub_centre"
