"""The demo as its screens know it."""

from collections.abc import Callable

from local_cache.wall.follower import WallFollower
from local_cache.wall.seen import WallSeen


class ADemo:
    """A line that is whole until it is cut, at a seat of two people."""

    is_cut = False
    people_at_work = False
    trainer = ("8001", "known")

    def let_people_work(self, on: bool) -> None:
        self.people_at_work = on

    def cut(self) -> None:
        self.is_cut = True

    def restore(self) -> None:
        self.is_cut = False

    def after(self, operator_id: str) -> tuple[str, str]:
        return ("2001" if operator_id == "1042" else "1042"), "secret"

    def shows_wall_after(self, operator_id: str) -> bool:
        return False

    def follow_wall(self, told: Callable[[WallSeen], object]) -> WallFollower:
        raise AssertionError("no wall was asked for")
