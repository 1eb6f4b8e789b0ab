"""The trainer's lists: which one is seen, what it opened from, and asking the centre for it."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from local_cache import practice_questions as ask
from local_cache.errors import NoLine
from screens.parts.base import ConsoleScreen
from screens.parts.trouble import trouble_words
from screens.trainer.shown import Shown
from screens.trainer.tabs import Tab, level_of
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.practice_trainer_doc import GroupList
    from screens.trainer.level import Level

_NO_LINE = mark("No line to the centre: the trainer's lists come from there")
ASK_EVERY_S = 20.0
"""While somebody looks, a list is asked for so often; one of which more pages were read only by its key."""


class TrainerReading(ConsoleScreen[None]):
    """`opened` are the lists that lie over the tab's own one, the one that is seen last."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.tab = Tab.PEOPLE
        self.opened: list[Level[Any]] = []
        self.fresh = False
        self._shown: Shown | None = None
        self._of_tab: Level[Any] | None = None
        self._asked_at = 0.0

    @property
    def shown(self) -> Shown:
        """What all lists share."""
        if self._shown is None:
            self._shown = Shown(self.services)
        return self._shown

    @property
    def top(self) -> Level[Any]:
        """The list that is seen."""
        if self._of_tab is None:
            self._of_tab = level_of(self.tab, self.shown)
        return self.opened[-1] if self.opened else self._of_tab

    def paint_level(self) -> None:
        """Show the list that is seen."""
        raise NotImplementedError

    def show_tab(self, tab: Tab) -> None:
        """Go to a list of the first row; what was opened over the last one is left."""
        self.tab, self.opened, self._of_tab = tab, [], None
        self.say("")
        self.paint_level()
        self.read_anew()

    def open_level(self, level: Level[Any]) -> None:
        """Lay a list over what is seen."""
        self.opened.append(level)
        self.say("")
        self.paint_level()
        self.read_anew()

    def read_anew(self) -> None:
        """Ask for the list that is seen as it is now."""
        self._asked_at = monotonic()
        self._read(anew=True)

    def read_on(self) -> None:
        """Ask for the next page of the list that is seen."""
        if self.top.goes_on:
            self._read(anew=False)

    def read_again_soon(self) -> None:
        """Ask again where the list is not read further than its first page and some time has passed."""
        if monotonic() - self._asked_at >= ASK_EVERY_S and len(self.top.pages) <= 1:
            self.read_anew()

    def _read(self, *, anew: bool) -> None:
        level = self.top
        question = level.question(anew=anew)
        if question is None or level.is_asking:
            return
        level.is_asking = True

        def came(page: object) -> None:
            level.is_asking, self.fresh = False, True
            level.take(page, anew=anew)
            if self.top is level:
                self.paint_level()

        def failed(error: Exception) -> None:
            level.is_asking, self.fresh = False, False
            if self.top is level:
                why = tr(_NO_LINE) if isinstance(error, NoLine) else trouble_words(error)
                level.empty = why if not level.pages else level.empty
                self.say(why, wrong=True)
                self.paint_level()

        self.when_done(self.services.seat.board(question), came, failed)

    def read_names(self) -> None:
        """Learn the groups, and what the scenarios are called."""

        def groups_came(told: GroupList) -> None:
            self.shown.groups = told.groups

        self.when_done(self.services.seat.board(ask.groups()), groups_came, lambda _: None)
        if not self.shown.titles:
            titles = self.services.seat.scenario_titles()
            self.when_done(titles, self._titles_came, lambda _: None)

    def _titles_came(self, titles: Any) -> None:
        self.shown.titles = {each.code: each for each in titles}
        self.paint_level()
