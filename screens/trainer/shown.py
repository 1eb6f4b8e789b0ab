"""What all lists of the trainer share: whose results of which weeks are seen, names, and what is marked. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from city_packs.model import named
from hotline.texts import visible
from local_cache.practice_questions import Wanted
from wording import language, tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, tzinfo

    from city_packs.model import CityPack
    from city_packs.scenario_titles import ScenarioTitle
    from hotline.practice_trainer_doc import Group
    from screens.services import Services

WEEKS = (4, 13, 52)
"""So many weeks are seen at once, the present one included."""


class Shown:
    """`person`, with a name, or `group` narrow results down; `scenarios` and `people` are marked for what is set.

    `names` are those of the trainees that were seen in their list, by name of sign-in.
    """

    def __init__(self, services: Services) -> None:
        self.services = services
        self.weeks = WEEKS[0]
        self.group: Group | None = None
        self.person: tuple[str, str] | None = None
        self.groups: Sequence[Group] = ()
        self.titles: dict[str, ScenarioTitle] = {}
        self.scenarios: dict[str, None] = {}
        self.people: dict[str, None] = {}
        self.names: dict[str, str] = {}

    @property
    def pack(self) -> CityPack:
        """Return the city's names."""
        return self.services.city_pack

    @property
    def zone(self) -> tzinfo:
        """Return the city's time."""
        return self.services.zone

    @property
    def now(self) -> datetime:
        """Return the present moment."""
        return self.services.now()

    @property
    def today(self) -> date:
        """Return the day by the city's calendar."""
        return self.now.astimezone(self.zone).date()

    @property
    def wanted(self) -> Wanted:
        """Return whose results of which weeks are asked for."""
        monday = self.today - timedelta(days=self.today.weekday())
        return Wanted(
            monday - timedelta(weeks=self.weeks - 1),
            self.today,
            person=self.person[0] if self.person else "",
            group=str(self.group.group_id) if self.group else "",
        )

    def whose_words(self) -> str:
        """Return whose results are seen."""
        if self.person is not None:
            return visible(self.person[1])
        return visible(self.group.name) if self.group is not None else tr("all trainees")

    def scenario_words(self, code: str) -> str:
        """Return the title of a scenario, its code where it did not come with this program."""
        title = self.titles.get(code)
        if title is None:
            return visible(code)
        return title.title.en if language() == "en" else title.title.zh

    def class_name(self, code: str) -> str:
        """Return the name of a class alone, for where there is little room."""
        known = self.pack.classes
        return named(known[code], language()) if code in known else self.class_words(code)

    def class_words(self, code: str) -> str:
        """Return the name of a class with those above it."""
        if not code:
            return tr("no class")
        return self.pack.class_label(code, language()) if code in self.pack.classes else visible(code)
