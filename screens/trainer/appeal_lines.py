"""Appeals against marks: those that wait for an answer first. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline.practice_words import ITEMS, named
from hotline.texts import visible
from local_cache import practice_questions as ask
from screens.parts.work_list import WorkColumn
from screens.trainer.level import NOTHING_BEHIND, Level
from screens.trainer.mark_lines import WHOLE, MarksOfCall, appeal_rows
from widgets.clock_text import exact
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.practice_trainer_doc import Appeal, AppealList
    from local_cache.board_questions import BoardQuestion
    from screens.parts.text_rows import Row


class AppealLines(Level["AppealList"]):
    """Appeals; Enter opens the marks of the call."""

    columns = (
        WorkColumn(mark("Made"), 11), WorkColumn(mark("Name"), 14), WorkColumn(mark("Item"), 20),
        WorkColumn(mark("Reason"), 0, least=12), WorkColumn(mark("Answer"), 12, weight=8),
    )  # fmt: skip
    nothing = mark("No appeal")

    def question(self, *, anew: bool) -> BoardQuestion[AppealList] | None:
        """Ask for all of them."""
        return ask.appeals() if anew else None

    def appeal(self, key: str) -> Appeal | None:
        """Return the appeal of a line."""
        return next((each for page in self.pages for each in page.appeals if str(each.appeal_id) == key), None)

    def unanswered(self, key: str) -> Appeal | None:
        """Return the appeal of a line while nobody has answered it."""
        each = self.appeal(key)
        return each if each is not None and not each.by else None

    def rows(self) -> list[ListRow]:
        """Return the appeals."""
        now, zone = self.shown.now, self.shown.zone
        return [
            ListRow(str(each.appeal_id), (
                (exact(each.made, now, zone), Tone.GREY), (visible(each.name), Tone.BRIGHT),
                (named(ITEMS, each.item) if each.item else tr("whole call"), Tone.GREY),
                (visible(each.reason), Tone.BRIGHT), _answer(each),
            ))
            for page in self.pages for each in page.appeals
        ]  # fmt: skip

    def about(self, key: str, width: int) -> list[Row]:
        """Return the appeal and its answer in full."""
        each = self.appeal(key)
        if each is None:
            return []
        return [[(self.shown.scenario_words(each.scenario), Tone.GREY)], *appeal_rows(each, width)]

    def opened(self, key: str) -> Level[Any] | str:
        """Return the marks of the call."""
        each = self.appeal(key)
        if each is None:
            return NOTHING_BEHIND
        marks = MarksOfCall(self.shown, each.session, each.place)
        marks.key = each.item or WHOLE
        return marks


def _answer(each: Appeal) -> tuple[str, Tone]:
    if not each.by:
        return tr("waits"), Tone.YELLOW
    return (tr("agreed") if each.agreed else tr("not agreed")), Tone.GREY
