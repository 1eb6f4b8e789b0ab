"""A call that was played as the reference says, to be changed by a test, and the marks of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from city_packs.model import CityPack
from city_packs.rubric import Rubric
from city_packs.scenario import Scenario
from practice.calls import CallRecord
from practice.marking import marks
from practice.marks import ItemMark, Marks
from practice.record import Act, KeyPressed
from practice.reference import as_reference


@dataclass
class Played:
    """A scenario that was played well, until a test changes it."""

    scenario: Scenario
    rubric: Rubric
    pack: CityPack

    def __post_init__(self) -> None:
        self.call: CallRecord = as_reference(self.scenario)

    def take(self, place: int = 0, **values: Any) -> "Played":
        """Change what was taken down in one of the commands, its intake included."""
        act = self.call.acts[place]
        payload = {**act.payload}
        if "intake" in payload:
            payload["intake"] = {**payload["intake"], **values}
        self.call.acts[place] = replace(act, payload={**payload, **values})
        return self

    def give(self, op: str, case: str = "", ms: int = 60_000, **payload: Any) -> "Played":
        """Give one more command."""
        self.call.acts.append(Act(ms, op, payload, case, call=1, seq=len(self.call.acts) + 1))
        return self

    def type(self, signs: str, at: str = "content", ms: int = 20_000) -> "Played":
        """Type signs, `<` for a backspace and `!` for a key that does nothing."""
        for place, sign in enumerate(signs):
            key, char = {"<": ("backspace", "\x08"), "!": ("f11", ""), "\n": ("enter", "\r")}.get(sign, (sign, sign))
            self.call.keys.append(KeyPressed(ms + place * 100, key, char, at, used=sign != "!"))
        self.call.keys.sort(key=lambda key: key.ms)
        return self

    @property
    def marks(self) -> Marks:
        """The marks of the call as it stands."""
        return marks(self.call, self.scenario, self.rubric, self.pack)

    @property
    def lost(self) -> dict[str, float]:
        """What each item lost that lost anything."""
        return {item.item: round(item.of - item.got, 2) for item in self.marks.items if item.got < item.of}

    def losses(self, code: str) -> list[tuple[str, dict[str, str]]]:
        """The losses of an item, with the values for their words."""
        return [(loss.code, dict(loss.values)) for loss in self.item(code).losses]

    def item(self, code: str) -> ItemMark:
        """The mark of an item."""
        return next(item for item in self.marks.items if item.item == code)


Play = Callable[[Scenario], Played]
