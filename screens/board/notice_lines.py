"""The notices of the last day, and who has not read one. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.texts import visible
from local_cache import board_questions as ask
from screens.board.level import AskedLevel, Level
from screens.board.seat_cells import is_out
from screens.parts.house_words import EVERY_SEAT, SEAT, SUB_CENTRE, sent_to_words
from screens.parts.text_rows import wrapped
from screens.parts.work_list import WorkColumn
from widgets.clock_text import exact
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import mark, tr, trn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotline.board_doc import SeatRow
    from hotline.lead_acts_doc import NoticeList, NoticeReaders
    from local_cache.board_questions import BoardQuestion
    from screens.board.level import Shown
    from screens.parts.text_rows import Row
    from screens.services import Go

_MOST_ROWS = 8


def nobody_sits(place: str, rows: Iterable[SeatRow]) -> bool:
    """Say whether nobody is signed in, as far as it was heard, where a notice is to go."""
    at = (row for row in rows if place in (EVERY_SEAT, SUB_CENTRE + row.sub_centre, SEAT + row.seat))
    return all(is_out(row) for row in at)


def sent_words(count: int) -> str:
    """Return to how many seats a notice went; who comes there before the shift ends is given it too."""
    if not count:
        return tr("Nobody sits there now: whoever comes before the shift ends is given the notice")
    return trn("Notice sent to {count} seat", "Notice sent to {count} seats", count).format(count=count)


class NoticeLines(AskedLevel["NoticeList"]):
    """The notices of the last day, the newest first."""

    columns = (
        WorkColumn(mark("Sent"), 12, weight=9), WorkColumn(mark("Sent to"), 20, weight=7),
        WorkColumn(mark("Not read"), 9, weight=9, right=True), WorkColumn(mark("Read"), 6, weight=5, right=True),
        WorkColumn(mark("Notice text"), 0, least=20, weight=8),
    )  # fmt: skip
    nothing = mark("No notice was sent in the last 24 hours")

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown, lambda: tr("notices of the last 24 hours"))

    def question(self) -> BoardQuestion[NoticeList] | None:
        """Return what is to be asked: all of them come at once."""
        return self.again() if not self.pages else None

    def again(self) -> BoardQuestion[NoticeList]:
        """Return what is to be asked for all of them."""
        return ask.notices()

    def _notices(self) -> dict[str, NoticeReaders]:
        return {str(each.notice_id): each for page in self.pages for each in page.notices}

    def rows(self) -> list[ListRow]:
        """Return the notices; those that must be read and were not are marked."""
        now, zone = self.shown.now(), self.shown.zone
        return [
            ListRow(key, (
                (exact(each.sent_at, now, zone), Tone.BRIGHT), (sent_to_words(self.shown.pack, each.place), Tone.GREY),
                (f"{len(each.unread)}!" if each.must_read and each.unread else str(len(each.unread)),
                 Tone.YELLOW if each.must_read and each.unread else Tone.GREY),
                (str(len(each.read)), Tone.GREY), (visible(each.words), Tone.BRIGHT),
            ))
            for key, each in self._notices().items()
        ]  # fmt: skip

    def about(self, key: str, width: int) -> list[Row]:
        """Return the whole notice."""
        found = self._notices().get(key)
        if found is None:
            return []
        kind = tr("must be read") if found.must_read else tr("need not be acknowledged")
        sent = tr("{who}, {kind}").format(who=found.sent_by, kind=kind)
        return [[(sent, Tone.GREY)], *wrapped(visible(found.words), width)[:_MOST_ROWS]]

    def opened(self, key: str) -> Level | Go | str:
        """Return who has not read a notice, and who has."""
        found = self._notices().get(key)
        return ReaderLines(self.shown, found) if found is not None else super().opened(key)


class ReaderLines(AskedLevel["NoticeReaders"]):
    """Who was to read a notice: those first who have not. It begins as the list of notices has it."""

    columns = (
        WorkColumn(mark("Seat and operator"), 30, weight=9),
        WorkColumn(mark("Has read it"), 0, least=12, weight=9),
    )
    nothing = mark("Nobody was there to read it")

    def __init__(self, shown: Shown, notice: NoticeReaders) -> None:
        super().__init__(shown, self._title)
        self.take(notice)

    def _title(self) -> str:
        return tr("who was to read it, {count} not yet").format(count=len(self._notice.unread))

    @property
    def _notice(self) -> NoticeReaders:
        return self.pages[-1]

    def question(self) -> None:
        """There is no further page."""

    def again(self) -> BoardQuestion[NoticeReaders]:
        """Return what is to be asked to see who has read it meanwhile."""
        return ask.notice(self._notice.notice_id)

    def rows(self) -> list[ListRow]:
        """Return the readers."""
        unread = [(each, tr("not read"), Tone.YELLOW) for each in self._notice.unread]
        read = [(each, tr("read"), Tone.GREY) for each in self._notice.read]
        return [ListRow(who, ((visible(who), Tone.BRIGHT), (said, tone))) for who, said, tone in (*unread, *read)]

    def about(self, key: str, width: int) -> list[Row]:  # noqa: ARG002
        """Return the notice."""
        return wrapped(visible(self._notice.words), width)[:_MOST_ROWS]
