"""One list of the trainer's: what it asks, what stands in it, what is said of the marked line, what opens. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from wording import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline.practice_trainer_doc import Appeal
    from local_cache.board_questions import BoardQuestion
    from screens.parts.text_rows import Row
    from screens.parts.work_list import WorkColumn
    from screens.trainer.shown import Shown
    from widgets.line_list import ListRow

Told = TypeVar("Told")
ASKING = mark("Asking the centre ...")
NOTHING_BEHIND = mark("Nothing more stands behind this line")


class Level(Generic[Told]):
    """A list. `key` is its marked line when it was left for another one; `pages` are what the centre has said."""

    columns: Sequence[WorkColumn] = ()
    nothing = mark("There is none")
    """The message id for a list of which it is known that it has no lines."""
    acts: frozenset[str] = frozenset()
    """The commands that mean something here."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.key = ""
        self.empty = ASKING
        self.pages: list[Told] = []
        self.is_asking = False

    def title(self) -> str:
        """Return what the list is of, where it opened from another one."""
        return ""

    def question(self, *, anew: bool) -> BoardQuestion[Any] | None:
        """Return what is to be asked: the first page (`anew`), or the next one; None after the last."""
        raise NotImplementedError

    @property
    def goes_on(self) -> bool:
        """Whether the centre has more lines than these."""
        return bool(self.pages) and self.question(anew=False) is not None

    @property
    def is_awaited(self) -> bool:
        """Whether its first lines are on their way from the centre."""
        return not self.pages and self.empty == ASKING and self.question(anew=True) is not None

    def take(self, page: Told, *, anew: bool) -> None:
        """Take what the centre says: in place of all before, or after it."""
        self.pages = [page] if anew else [*self.pages, page]
        self.empty = self.nothing

    def rows(self) -> list[ListRow]:
        """Return the lines, each with a cell for every column."""
        raise NotImplementedError

    def about(self, key: str, width: int) -> list[Row]:  # noqa: ARG002
        """Return what stands below the list about a line."""
        return []

    def unanswered(self, key: str) -> Appeal | None:  # noqa: ARG002
        """Return the appeal of a line that waits for an answer, None for none."""
        return None

    def opened(self, key: str) -> Level[Any] | str:  # noqa: ARG002
        """Return the list that opens from a line, or the message id of why there is none."""
        return NOTHING_BEHIND
