"""What is practised with: the city's pack, its scenarios, and the rubric."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar

from city_packs.model import CityPack
from city_packs.read_rubric import newest_rubric
from city_packs.read_scenario import read_scenario
from city_packs.reader import read_pack
from city_packs.rubric import Rubric
from city_packs.scenario import Scenario
from city_packs.scenario_titles import ScenarioTitle, scenario_titles
from city_packs.shipped import CityHead, head_of, shipped_packs
from hotline.codes import PracticeKind
from practice.session_plan import SHIFT_CALLS

_Value = TypeVar("_Value")
SCENARIOS = "scenarios"
"""The folder of a city pack in which its scenarios lie."""


class NoScenario(Exception):  # noqa: N818  (it says what there is)
    """There is no city of this code, or none of its scenarios can be read."""


@dataclass(frozen=True, slots=True)
class Material:
    """Cities by code, and their scenarios by code: read as a whole when they are played or marked, and not before.

    `titles` are what can be chosen, in the order of city, level and title; `heads` what its cities are called.
    """

    packs: Mapping[str, CityPack]
    scenarios: Mapping[str, Scenario]
    rubric: Rubric
    """The newest one: by it new sessions are marked."""
    titles: tuple[ScenarioTitle, ...] = ()
    heads: Mapping[str, CityHead] = field(default_factory=dict)

    @classmethod
    def shipped(cls, city: str = "") -> "Material":
        """Return what is shipped, of one city or of all. Raises `NoScenario`."""
        folders = {each: shipped_packs()[each] for each in cities() if city in ("", each)}
        titles = {
            title.code: title
            for each in folders
            for title in sorted(scenario_titles(each), key=lambda each: (each.level, each.title.zh))
        }
        if not titles:
            raise NoScenario(city)
        packs = WhenAsked(folders, lambda code: read_pack(folders[code]))

        def read(code: str) -> Scenario:
            return read_scenario(folders[titles[code].city] / SCENARIOS / f"{code}.toml", packs.get).scenario

        heads = {code: head_of(folder) for code, folder in folders.items()}
        return cls(packs, WhenAsked(titles, read), newest_rubric(), tuple(titles.values()), heads)

    @classmethod
    def of(cls, pack: CityPack, scenario: Scenario) -> "Material":
        """Return a single scenario with its city."""
        head = CityHead(pack.name, pack.name_en, pack.time_zone)
        title = ScenarioTitle.of(scenario)
        return cls({pack.city: pack}, {scenario.code: scenario}, newest_rubric(), (title,), {pack.city: head})

    @property
    def time_zone(self) -> str:
        """The time zone of the first city."""
        return next(iter(self.heads.values())).time_zone

    def pack_of(self, scenario: str) -> CityPack:
        """Return the pack that a scenario is played with. Raises `KeyError`, `PackErrors`."""
        return self.packs[self.scenarios[scenario].city]

    def calls_of(self, kind: PracticeKind, chosen: str, without: Container[str] = ()) -> list[Scenario]:
        """Return what a session plays: the chosen one; in a shift up to ten of its city, from the chosen one on.

        Those `without` which it is to be are not drawn into a shift.
        """
        if kind is not PracticeKind.SHIFT:
            return [self.scenarios[chosen]]
        city = self.scenarios[chosen].city
        codes = [each.code for each in self.titles if each.city == city and each.code not in without]
        at = codes.index(chosen)
        return [self.scenarios[code] for code in (*codes[at:], *codes[:at])[:SHIFT_CALLS]]


def cities() -> list[str]:
    """Return the shipped cities that have scenarios."""
    return [city for city, folder in shipped_packs().items() if (folder / SCENARIOS).is_dir()]


class WhenAsked(Mapping[str, _Value]):
    """Values by code, each made when it is asked for first, in whichever thread, and kept."""

    def __init__(self, codes: Iterable[str], make: Callable[[str], _Value]) -> None:
        self._codes = tuple(codes)
        self._make = make
        self._made: dict[str, _Value] = {}
        self._gate = Lock()

    def __getitem__(self, code: str) -> _Value:
        if code not in self._codes:
            raise KeyError(code)
        with self._gate:
            if code not in self._made:
                self._made[code] = self._make(code)
            return self._made[code]

    def __contains__(self, code: object) -> bool:
        return code in self._codes

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)
