"""What is reported besides rates: classes, late units, and units on the exposure list. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.behind import IN_HAND, NONE, RECEIVED, Behind
from hotline.counts import Count
from hotline.periods import Period
from screens.parts.case_words import class_name_words, class_words, number_words, unit_words
from screens.parts.text_rows import Row, wrapped
from screens.parts.work_list import WorkColumn
from screens.reports.behind_cases import CasesBehind
from screens.reports.level import LAST, NO_CASE, CaseLevel, Level
from screens.reports.number_words import percent
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.report_doc import ClassesPage, NamedPage, OverduePage
    from screens.services import Services

_ALL = "all"


class ClassLines(Level):
    """The classes of which most cases came in; each opens those cases, or those of the period before."""

    columns = (
        WorkColumn(mark("Class"), 0, least=16),
        WorkColumn(mark("Received"), 9, right=True),
        WorkColumn(mark("Before"), 8, right=True),
        WorkColumn(mark("Change"), 8, weight=5, right=True),
        WorkColumn(mark("% of all"), LAST, weight=4),
    )
    empty = mark("Nothing came in.")

    def __init__(self, services: Services, page: ClassesPage) -> None:
        super().__init__(services)
        self.page = page

    def rows(self) -> list[ListRow]:
        """Return the classes below the line of all."""
        page = self.page
        counted = [(f"class {each.class_code}", each.received, each.before) for each in page.lines]
        return [
            ListRow(key, (
                (self._name(key), Tone.BRIGHT if key == _ALL else Tone.GREY), (str(received), Tone.BRIGHT),
                (str(before), Tone.GREY), (f"{received - before:+d}", Tone.GREY),
                (f"{percent(received / page.received if page.received else None):<{LAST}}", Tone.GREY),
            ))
            for key, received, before in ((_ALL, page.received, page.before), *counted)
        ]  # fmt: skip

    def about(self, key: str, width: int) -> list[Row]:
        """Return the class with those above it, and what it is compared with."""
        page = self.page
        rows = wrapped(class_words(self.pack, key.removeprefix("class ")), width, Tone.BRIGHT) if key != _ALL else []
        words = tr("Before: {since} to {until}").format(since=page.before_since, until=page.before_until)
        return [*rows, *wrapped(words, width, Tone.GREY)]

    def opened(self, key: str, *, second: bool = False) -> Level | str:
        """Return the cases of a class; the second number is that of the period before."""
        page = self.page
        period = Period(page.before_since, page.before_until) if second else Period(page.since, page.until)
        line = next((each for each in page.lines if f"class {each.class_code}" == key), page)
        if not (line.before if second else line.received):
            return NO_CASE
        code = "" if key == _ALL else key.removeprefix("class ") or NONE
        return CasesBehind(self.services, period, Behind(RECEIVED, class_code=code), lambda: self._words(key, period))

    def _name(self, key: str) -> str:
        if key == _ALL:
            return tr("All classes")
        return class_name_words(self.pack, key.removeprefix("class ")) or tr("no class yet")

    def _words(self, key: str, period: Period) -> str:
        words = tr("{matter}, received {since} to {until}")
        return words.format(matter=self._name(key), since=period.since, until=period.until)


class OverdueLines(Level):
    """Units that are late; each opens what it replied late to, or what it has in hand with a red lamp."""

    columns = (
        WorkColumn(mark("Unit"), 0, least=16),
        WorkColumn(mark("Replied late"), 13, right=True),
        WorkColumn(mark("Red in hand now"), LAST),
    )
    empty = mark("No unit is late.")

    def __init__(self, services: Services, page: OverduePage) -> None:
        super().__init__(services)
        self.page = page

    def rows(self) -> list[ListRow]:
        """Return the units."""
        return [
            ListRow(f"unit {each.unit}", (
                (unit_words(self.pack, each.unit), Tone.GREY), (str(each.settled_late), Tone.BRIGHT),
                (f"{'-' if each.in_hand is None else each.in_hand:<{LAST}}", Tone.BRIGHT),
            ))
            for each in self.page.units
        ]  # fmt: skip

    def about(self, key: str, width: int) -> list[Row]:  # noqa: ARG002
        """Return what the second number counts."""
        words = tr(
            "Red in hand now: cases that a unit has at this moment and whose lamp is red; none in a past period."
        )
        return wrapped(words, width, Tone.GREY)

    def opened(self, key: str, *, second: bool = False) -> Level | str:
        """Return the cases of a unit."""
        unit = next(each for each in self.page.units if f"unit {each.unit}" == key)
        if not (unit.in_hand if second else unit.settled_late):
            return NO_CASE

        def title() -> str:
            words = tr("{unit}: red in hand now") if second else tr("{unit}: replied late")
            return words.format(unit=unit_words(self.pack, unit.unit))

        behind = Behind(IN_HAND if second else Count.OVERDUE, unit=unit.unit)
        return CasesBehind(self.services, Period(self.page.since, self.page.until), behind, title)


class ExposureLines(CaseLevel):
    """Units on the exposure list, each with the case for which it stands there."""

    columns = (
        WorkColumn(mark("Unit"), 0, least=16),
        WorkColumn(mark("Named on"), 10),
        WorkColumn(mark("Case"), 18),
    )
    empty = mark("No unit was named.")

    def __init__(self, services: Services, page: NamedPage) -> None:
        super().__init__(services)
        self.page = page

    def rows(self) -> list[ListRow]:
        """Return the units."""
        return [
            ListRow(str(each.case_id), (
                (unit_words(self.pack, each.unit), Tone.BRIGHT), (each.day.isoformat(), Tone.GREY),
                (number_words(each.order_no), Tone.GREY),
            ))
            for each in self.page.units
        ]  # fmt: skip
