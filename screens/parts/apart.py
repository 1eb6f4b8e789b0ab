"""What is apart from a live seat as screens see it: the demo, and a session of practice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from city_packs.scenario import Words
    from local_cache.wall.follower import WallFollower
    from local_cache.wall.seen import WallSeen


class Demo(Protocol):
    """The demo's hold on the line between seat and centre, on who sits here, and on the others who work at the centre.

    None outside the demo.
    """

    def cut(self) -> None:
        """Cut the line; returns at once."""

    def restore(self) -> None:
        """Restore the line; returns at once."""

    @property
    def is_cut(self) -> bool:
        """Say whether the line is cut now."""
        ...

    @property
    def people_at_work(self) -> bool:
        """Say whether simulated people work by themselves now."""
        ...

    def let_people_work(self, on: bool) -> None:
        """Let simulated people work, or stop them; returns at once."""

    def after(self, operator_id: str) -> tuple[str, str]:
        """Return who works at the seat after somebody: name of sign-in and password."""
        ...

    @property
    def trainer(self) -> tuple[str, str]:
        """Return who trains: name of sign-in and password."""
        ...

    def shows_wall_after(self, operator_id: str) -> bool:
        """Say whether the wall is shown after somebody, before the next one sits down."""
        ...

    def follow_wall(self, told: Callable[[WallSeen], object]) -> WallFollower:
        """Return who follows the centre for a wall, and tells what is seen."""
        ...


class SpokenLine(Protocol):
    """Something that was said in a practised call: by the caller, or by who practises."""

    @property
    def by(self) -> str:
        """Return `caller` or `own`."""
        ...

    @property
    def code(self) -> str:
        """Return the line's own code; of an own one the question, or the code of the text that was read."""
        ...

    @property
    def words(self) -> Words:
        """Return what was said."""
        ...


class Practice(Protocol):
    """A session of practice as its desk shows it. None at a live seat. Nothing here blocks."""

    @property
    def kind(self) -> str:
        """Return `drill`, `exam`, `shift`, `line_cut` or `course`."""
        ...

    @property
    def place(self) -> tuple[int, int]:
        """Return which call it is, from 1, and of how many."""
        ...

    @property
    def to_come(self) -> tuple[int, int]:
        """Return how many callers wait to ring now, and how many ring in all from now on."""
        ...

    def lines(self) -> Sequence[SpokenLine]:
        """Return what was said in the present call so far, oldest first."""
        ...

    def ask(self, question: str) -> bool:
        """Say something to the caller, a value of `city_packs.scenario.Question`; return whether somebody hears it."""
        ...

    def read(self, code: str) -> bool:
        """Read a text of the city pack to the caller, by its code; return whether somebody hears it."""
        ...

    def hints(self) -> Sequence[Words]:
        """Return what helps with this call; nothing where hints are off."""
        ...

    def seconds_left(self) -> float | None:
        """Return how long an exam may still last, None without a limit."""
        ...

    @property
    def clock_behind(self) -> bool:
        """Say whether the clock of the machine was set back before the session began."""
        ...

    @property
    def record_ok(self) -> bool:
        """Say whether all that has happened is in the record on disk."""
        ...

    def subscribe(self, told: Callable[[], None]) -> None:
        """Call `told`, from any thread, whenever something was said or has ended."""
        ...
