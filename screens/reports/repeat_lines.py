"""Repeat complaints as a list for a review: those that wait for one first. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.texts import visible
from screens.parts.case_words import class_name_words, class_words, place_name_words, place_words
from screens.parts.text_rows import Row, wrapped
from screens.parts.work_list import WorkColumn
from screens.reports.behind_cases import CasesOfRepeat
from screens.reports.level import Level
from screens.reports.number_words import day_words
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import mark, tr, trn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotline.report_doc import Repeat, RepeatsPage
    from screens.services import Services


class RepeatLines(Level):
    """Matters with which the same caller came again; each opens its cases. The first page first."""

    columns = (
        WorkColumn(mark("Class"), 0, least=12),
        WorkColumn(mark("Place"), 18, weight=6),
        WorkColumn(mark("Times"), 5, right=True),
        WorkColumn(mark("First"), 10, weight=4),
        WorkColumn(mark("Last"), 10, weight=7),
        WorkColumn(mark("Review"), 18, weight=8),
    )
    empty = mark("No repeat complaint waits for a review.")

    is_half_written: Callable[[Repeat], bool] = staticmethod(lambda _: False)
    """Whether a review of a matter was begun and left."""

    def __init__(self, services: Services, pages: Sequence[RepeatsPage]) -> None:
        super().__init__(services)
        self.pages = pages
        self._repeats = {str(each.cases[-1].id): each for page in pages for each in page.repeats}

    @property
    def goes_on(self) -> bool:
        """Whether there is a next page."""
        return self.pages[-1].next is not None

    def rows(self) -> list[ListRow]:
        """Return the matters."""
        return [
            ListRow(key, (
                (class_name_words(self.pack, each.cases[-1].class_code) or tr("no class yet"), Tone.BRIGHT),
                (place_name_words(self.pack, each.cases[-1].area_code), Tone.GREY), (str(len(each.cases)), Tone.BRIGHT),
                (day_words(each.cases[0].created_at, self.zone), Tone.GREY),
                (day_words(each.cases[-1].created_at, self.zone), Tone.GREY),
                (self._state(each), Tone.GREY if each.reviewed else Tone.YELLOW),
            ))
            for key, each in self._repeats.items()
        ]  # fmt: skip

    def about(self, key: str, width: int) -> list[Row]:
        """Return how many there are, and what was said of the marked one."""
        page, repeat = self.pages[0], self._repeats.get(key)
        words = trn(
            "Matters with which one caller came again within {months} month: {all}, not reviewed: {open}",
            "Matters with which one caller came again within {months} months: {all}, not reviewed: {open}",
            page.months,
        )
        rows = wrapped(words.format(months=page.months, all=page.all, open=page.not_reviewed), width, Tone.GREY)
        if repeat is not None:
            last = repeat.cases[-1]
            matter = (class_words(self.pack, last.class_code), place_words(self.pack, last.area_code))
            rows = [*wrapped("   ".join(filter(None, matter)), width, Tone.ACCENT), *rows]
        if repeat is not None and repeat.review is not None:
            review = repeat.review
            said = tr("Reviewed by {who} on {day}: {words}").format(
                who=review.operator, day=day_words(review.at, self.zone), words=visible(review.words)
            )
            rows += wrapped(said, width, Tone.BRIGHT)
            if not repeat.reviewed:
                rows += wrapped(tr("A newer case has come in since: it waits for a review again."), width, Tone.YELLOW)
        return rows

    def repeat(self, key: str) -> Repeat | None:
        """Return the matter of a line."""
        return self._repeats.get(key)

    def opened(self, key: str, *, second: bool = False) -> Level | str:  # noqa: ARG002
        """Return the cases of a matter."""
        return CasesOfRepeat(self.services, self._repeats[key])

    def _state(self, repeat: Repeat) -> str:
        if self.is_half_written(repeat):
            return tr("half written")
        if repeat.reviewed:
            return tr("reviewed")
        return tr("newer case") if repeat.review is not None else tr("to review")
