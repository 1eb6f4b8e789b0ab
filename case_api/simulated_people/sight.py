"""What a simulated person has before them when they decide, and what they do then."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from case_api.demo_people import DemoPerson
from case_api.simulated_people.town import Town
from hotline.commands import Command
from hotline.queue_doc import QueueLine
from hotline.work_order import WorkOrder


@dataclass(frozen=True, slots=True)
class Act:
    """A command for a case."""

    case_id: UUID
    command: Command


@dataclass(frozen=True, slots=True)
class Sight:
    """A line of a list as one person sees it. `draw` is theirs for this case at this revision, and always the same.

    `same_caller` asks the centre for the live cases of the same citizen.
    """

    me: DemoPerson
    town: Town
    line: QueueLine
    now: datetime
    draw: Random
    same_caller: Callable[[], Sequence[WorkOrder]]

    @property
    def order(self) -> WorkOrder:
        """The case."""
        return self.line.order

    def happens(self, chance: float) -> bool:
        """Draw whether something happens; `chance` from 0 to 1."""
        return self.draw.random() < chance

    def say(self, what: str) -> str:
        """Draw one of the phrases of a kind."""
        return str(self.draw.choice(phrases()[what]))

    def do(self, command: Command) -> Act:
        """Give a command to the case."""
        return Act(self.order.id, command)


Behaviour = Callable[[Sight], Act | None]
"""What somebody of a role does to a case of their list; None for nothing, as long as it stays as it is."""


@cache
def phrases() -> dict[str, Any]:
    """Return what simulated people say, by kind."""
    return tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))
