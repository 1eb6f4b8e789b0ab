"""Cases behind a tile: how many of each kind, and those of one kind, page by page. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from hotline.command_table import COMMANDS
from local_cache import board_questions as ask
from screens.board.level import AskedLevel, Level
from screens.parts.case_words import class_name_words, coded, number_words, place_name_words
from screens.parts.work_list import WorkColumn
from screens.services import Go
from widgets.clock_text import exact
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import mark, tr

if TYPE_CHECKING:
    from uuid import UUID

    from hotline.board_doc import BoardCasePage, CaseOnBoard
    from local_cache.board_questions import BoardQuestion
    from screens.board.level import Shown
    from screens.parts.base import Said

NO_CALL = mark("The switch knew of no call for this case")
_LIGHTS = {"red": Tone.RED, "yellow": Tone.YELLOW}


class Part(NamedTuple):
    """A kind of what a tile counts: its name, how many there are, and what opens from it."""

    key: str
    name: Said
    many: int
    opens: Callable[[], Level]
    tone: Tone = Tone.BRIGHT


class Parts(Level):
    """What a tile counts by kinds, live: together they are its number."""

    columns = (WorkColumn(mark("Kind"), 40, weight=9), WorkColumn(mark("Count"), 8, weight=9, right=True))
    empty = mark("There is none")

    def __init__(self, shown: Shown, title: Said, parts: Callable[[], Sequence[Part]]) -> None:
        super().__init__(shown, title)
        self._parts = parts

    @property
    def total(self) -> int:
        """Return the sum."""
        return sum(part.many for part in self._parts())

    def rows(self) -> list[ListRow]:
        """Return the kinds."""
        return [ListRow(part.key, ((part.name(), Tone.GREY), (f"{part.many:,}", part.tone))) for part in self._parts()]

    def opened(self, key: str) -> Level | Go | str:
        """Return the list of one kind."""
        return next((part.opens() for part in self._parts() if part.key == key), super().opened(key))


class CaseLines(AskedLevel["BoardCasePage"]):
    """The cases behind a tile, the newest first. No word of what they say stands here."""

    columns = (
        WorkColumn(mark("Number"), 18, weight=9), WorkColumn(mark("Filed at"), 12, weight=8),
        WorkColumn(mark("Seat"), 6, weight=6), WorkColumn(mark("State"), 12, weight=7),
        WorkColumn(mark("Place"), 14, weight=4), WorkColumn(mark("Class"), 0, least=12, weight=8),
    )  # fmt: skip
    nothing = mark("No case stands behind this number (any more).")
    acts = ("case_call",)

    def __init__(self, shown: Shown, title: Said, tile: str) -> None:
        super().__init__(shown, title)
        self._tile = tile

    def question(self) -> BoardQuestion[BoardCasePage] | None:
        """Return what is to be asked for the next page."""
        if not self.pages:
            return ask.cases(self._tile)
        return ask.cases(self._tile, self.pages[-1].next) if self.pages[-1].next else None

    @property
    def goes_on(self) -> bool:
        """Whether there is a next page."""
        return bool(self.pages and self.pages[-1].next)

    @property
    def total(self) -> int:
        """Return how many the centre counts."""
        return self.pages[0].total if self.pages else 0

    def rows(self) -> list[ListRow]:
        """Return the cases."""
        pack, zone, now = self.shown.pack, self.shown.zone, self.shown.now()
        return [
            ListRow(str(case.case_id), (
                (number_words(case.number), _LIGHTS.get(case.light, Tone.BRIGHT)),
                (exact(case.created_at, now, zone), Tone.GREY), (case.seat, Tone.GREY),
                (coded(pack, "state", case.state), Tone.GREY), (place_name_words(pack, case.area_code), Tone.GREY),
                (class_name_words(pack, case.class_code), Tone.GREY),
            ))
            for page in self.pages
            for case in page.lines
        ]  # fmt: skip

    def opened(self, key: str) -> Level | Go | str:
        """Return the case in Find."""
        case = self._case(key)
        return Go("find", case_id=key, words=number_words(case.number if case else ""))

    def call_of(self, key: str) -> UUID | None:
        """Return the call that a case came from; None where the switch knew of none."""
        case = self._case(key)
        return case.call_id if case else None

    def _case(self, key: str) -> CaseOnBoard | None:
        return next((case for page in self.pages for case in page.lines if str(case.case_id) == key), None)


class CasesOfCall(CaseLines):
    """The cases that came from one call."""

    def __init__(self, shown: Shown, call_id: UUID) -> None:
        super().__init__(shown, lambda: tr("cases of one call"), "")
        self._call_id = call_id

    def question(self) -> BoardQuestion[BoardCasePage] | None:
        """Return what is to be asked: all cases of the call come at once."""
        return ask.cases_of_call(self._call_id) if not self.pages else None


def outcome_words(outcome: str) -> str:
    """Return what became of a call at the desk, by the command that made its case."""
    return tr(COMMANDS[outcome].name) if outcome in COMMANDS else outcome
