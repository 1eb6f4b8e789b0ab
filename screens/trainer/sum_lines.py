"""Results added up: the hardest items, the hardest classes, the weeks one after the other. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline.practice_words import ITEMS, named
from local_cache import practice_questions as ask
from screens.parts.rate_words import rate_words
from screens.parts.work_list import WorkColumn
from screens.trainer.level import Level
from screens.trainer.result_lines import ResultLines
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.practice_trainer_doc import SumPage, SumsBy
    from local_cache.board_questions import BoardQuestion
    from screens.parts.text_rows import Row
    from screens.trainer.shown import Shown

_BAR = 20
_NUMBERS = (
    WorkColumn(mark("Points %"), 6, right=True), WorkColumn(mark("Played"), 6, right=True),
    WorkColumn(mark("Fatal"), 5, right=True), WorkColumn("", _BAR, weight=3),
)  # fmt: skip


class SumLines(Level["SumPage"]):
    """Sums by item, class or week; of items and classes the hardest come first."""

    nothing = mark("No result in these weeks")

    def __init__(self, shown: Shown, by: SumsBy, first: str) -> None:
        super().__init__(shown)
        self.by = by
        self.columns = (WorkColumn(first, 0, least=14), *_NUMBERS)

    def question(self, *, anew: bool) -> BoardQuestion[SumPage] | None:
        """Ask for all of them."""
        return ask.sums(self.shown.wanted, self.by) if anew else None

    def rows(self) -> list[ListRow]:
        """Return the sums, each with a bar as long as its rate."""
        return [
            ListRow(each.key, (
                (self._name(each.key), Tone.BRIGHT), (rate_words(each.share), Tone.BRIGHT),
                (str(each.calls), Tone.GREY), (str(each.fatal or ""), Tone.RED),
                ("#" * round(each.share * _BAR), Tone.GREY),
            ))
            for page in self.pages for each in page.sums
        ]  # fmt: skip

    def _name(self, key: str) -> str:
        if self.by == "item":
            return named(ITEMS, key)
        return self.shown.class_name(key) if self.by == "class" else tr("week from {day}").format(day=key)

    def about(self, key: str, width: int) -> list[Row]:  # noqa: ARG002
        """Return what the rate is."""
        if not key:
            return []
        whole: list[Row] = [[(self.shown.class_words(key), Tone.BRIGHT)]] if self.by == "class" else []
        return [*whole, [(tr("Share of points = points got / points there were to get"), Tone.GREY)]]

    def opened(self, key: str) -> Level[Any] | str:
        """Return the calls that lost points on an item, or those of a class."""
        name = self._name(key)
        if self.by == "item":
            return ResultLines(self.shown, lambda: tr("points lost: {item}").format(item=name), item=key)
        if self.by == "class":
            return ResultLines(self.shown, lambda: name, class_code=key)
        return super().opened(key)
