"""What the shipped scenarios are called: enough to choose among them, without the long look that playing one takes."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from city_packs.scenario import Scenario, Words
from city_packs.shipped import shipped_packs
from hotline.codes import Urgency

_RISKS = (Urgency.CRITICAL, Urgency.URGENT)


@dataclass(frozen=True, slots=True)
class ScenarioTitle:
    """A scenario by its code: its title, its level 1 to 3, the class that its case really is, empty for none.

    `minutes` are what a good operator needs, `city` is the code of its city. `at_risk` says that its case is urgent.
    """

    code: str
    title: Words
    level: int
    class_code: str = ""
    minutes: float = 0.0
    city: str = ""
    version: int = 1
    at_risk: bool = False

    @classmethod
    def of(cls, scenario: Scenario) -> "ScenarioTitle":
        """Return the title of a scenario that has been read."""
        return cls(
            scenario.code, scenario.title, scenario.level, scenario.truth.class_code, scenario.minutes, scenario.city,
            scenario.version, scenario.truth.urgency in _RISKS,
        )  # fmt: skip


def scenario_titles(city: str) -> tuple[ScenarioTitle, ...]:
    """Return the shipped scenarios of a city, easy ones first, then by code; a file that is none is left out."""
    folder = shipped_packs().get(city)
    found = (_title(file) for file in folder.glob("scenarios/*.toml")) if folder is not None else ()
    return tuple(sorted((each for each in found if each), key=lambda each: (each.level, each.code)))


def _title(file: Path) -> ScenarioTitle | None:
    try:
        said: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        title = Words(str(said["title"]), str(said.get("title_en", said["title"])))
        truth = said.get("truth", {})
        return ScenarioTitle(
            code=file.stem,
            title=title,
            level=int(said["level"]),
            class_code=str(truth.get("class_code", "")),
            minutes=float(said["minutes"]),
            city=str(said["city"]),
            version=int(said["version"]),
            at_risk=truth.get("urgency") in _RISKS,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
