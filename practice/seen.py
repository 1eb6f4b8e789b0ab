"""What a call is marked by: its record, the scenario, the rubric, and where in the record something shows."""

from collections.abc import Container
from dataclasses import dataclass

from city_packs.model import CityPack
from city_packs.rubric import Rubric, RubricItem
from city_packs.scenario import Scenario
from practice.calls import CallRecord
from practice.marks import Span
from practice.taken import Pair, Taken


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the items of one call are marked by. `pairs` has each record of the reference once."""

    call: CallRecord
    scenario: Scenario
    rubric: Rubric
    pack: CityPack
    taken: tuple[Taken, ...]
    pairs: tuple[Pair, ...]

    def item(self, code: str) -> RubricItem:
        """Return what the rubric says of an item."""
        return self.rubric.items[code]

    @property
    def answered(self) -> int:
        """When the call was answered, or rang where it never was."""
        return self.call.rang if self.call.answered is None else self.call.answered

    @property
    def on_file(self) -> tuple[Taken, ...]:
        """The commands that put something on file; to mark abuse does not."""
        return tuple(each for each in self.taken if each.op != "mark_abuse")

    def keys_at(self, fields: Container[str], taken: Taken | None = None) -> tuple[Span, ...]:
        """Return from when to when keys went to these fields, else the moment of the command that has them."""
        spans: list[Span] = []
        running = False
        for key in self.call.keys:
            if key.at not in fields:
                running = False
            elif running:
                spans[-1] = (spans[-1][0], key.ms)
            else:
                spans.append((key.ms, key.ms))
                running = True
        if not spans and taken is not None:
            spans.append((taken.ms, taken.ms))
        return tuple(spans)

    def talk(self) -> tuple[Span, ...]:
        """Return the call from its answer to its end."""
        return ((self.answered, self.call.end),)
