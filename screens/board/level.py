"""One list that opens on the board: what stands in it, what is said of the marked line, what opens from it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from screens.parts.base import Said
from wording import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, tzinfo

    from city_packs.model import CityPack
    from local_cache.board_picture import BoardPicture
    from local_cache.board_questions import BoardQuestion
    from screens.parts.text_rows import Row
    from screens.parts.work_list import WorkColumn
    from screens.services import Go, Services
    from widgets.line_list import ListRow

Told = TypeVar("Told")
ASKING = mark("Asking the centre ...")
NOTHING_BEHIND = mark("Nothing more stands behind this line")


class Shown:
    """What lists are made of: the board's picture, and the moment by the centre's clock up to which it is shown."""

    def __init__(self, services: Services, picture: BoardPicture, now: Callable[[], datetime]) -> None:
        self.services = services
        self.picture = picture
        self.now = now

    @property
    def pack(self) -> CityPack:
        """Return the city's names."""
        return self.services.city_pack

    @property
    def zone(self) -> tzinfo:
        """Return the city's time."""
        return self.services.zone


class Level:
    """A list. `key` is its marked line when it was left for another one."""

    columns: Sequence[WorkColumn] = ()
    empty = ""
    """The message id for a list without lines."""
    key = ""
    acts: Sequence[str] = ()
    """The commands that work on its lines."""

    def __init__(self, shown: Shown, title: Said) -> None:
        self.shown = shown
        self.title = title

    @property
    def goes_on(self) -> bool:
        """Whether the centre has more lines than these."""
        return False

    @property
    def total(self) -> int:
        """Return how many there are, shown or not."""
        return len(self.rows())

    def rows(self) -> list[ListRow]:
        """Return the lines, each with a cell for every column."""
        raise NotImplementedError

    def about(self, key: str, width: int) -> list[Row]:  # noqa: ARG002
        """Return what stands below the list about a line."""
        return []

    def opened(self, key: str) -> Level | Go | str:  # noqa: ARG002
        """Return the list or place that opens from a line, or the message id of why there is none."""
        return NOTHING_BEHIND

    def opens(self, key: str) -> bool:
        """Say whether something opens from a line, which may be none."""
        return bool(key) and not isinstance(self.opened(key), str)


class AskedLevel(Level, Generic[Told]):
    """A list of the centre's. It asks for its first page when it opens, for the next ones when the mark comes there."""

    empty = ASKING
    nothing = mark("There is none")
    """The message id for a list of which the centre has said that it has no lines."""

    def __init__(self, shown: Shown, title: Said) -> None:
        super().__init__(shown, title)
        self.pages: list[Told] = []
        self.is_asking = False

    def question(self) -> BoardQuestion[Any] | None:
        """Return what is to be asked for the next page; None after the last."""
        raise NotImplementedError

    def again(self) -> BoardQuestion[Any] | None:
        """Return what is to be asked for all of it as it is now; None where only newer lines would come in between."""
        return None

    def take(self, page: Told, *, anew: bool = False) -> None:
        """Add a page, or begin again with it."""
        self.pages = [page] if anew else [*self.pages, page]
        self.empty = self.nothing
