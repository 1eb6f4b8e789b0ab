"""What a work list shows, and how it changes under somebody who works on it: a line that is marked never goes away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from hotline.queue_doc import QueueLine, QueuePage


class WorkLines:
    """The lines of a work list in their order, by the id of their case.

    `gone` is the one that is no longer in the list and stays only because it is marked: a key that was meant for it
    must not hit the line that would come into its place.
    """

    def __init__(self) -> None:
        self._lines: dict[str, QueueLine] = {}
        self._settled: dict[str, int] = {}
        self.gone = ""

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, key: str) -> QueueLine:
        return self._lines[key]

    def get(self, key: str) -> QueueLine | None:
        """Return the line of a case, None where there is none."""
        return self._lines.get(key)

    def items(self) -> list[tuple[str, QueueLine]]:
        """Return the lines in their order, each with the id of its case."""
        return list(self._lines.items())

    def take(self, pages: Sequence[QueuePage], marked: str) -> None:
        """Show what the pages hold, the first one of the list first; the marked line stays where it is no longer there.

        What was settled here is left out until the centre knows more of it than it knew then.
        """
        fresh = {str(line.order.id): line for page in pages for line in page.lines}
        fresh = {key: line for key, line in fresh.items() if line.order.revision > self._settled.get(key, 0)}
        self.gone = ""
        if marked in self._lines and marked not in fresh:
            self.gone = marked
            entries = list(fresh.items())
            entries.insert(list(self._lines).index(marked), (marked, self._lines[marked]))
            fresh = dict(entries)
        self._lines = fresh

    def settle(self, case_id: UUID, revision: int) -> None:
        """Take a case out that somebody here has just sent on; `revision` is the one that they saw."""
        key = str(case_id)
        self._settled[key] = revision
        self._lines.pop(key, None)
        if self.gone == key:
            self.gone = ""

    def leave(self, marked: str) -> bool:
        """Drop the line that stayed only because it was marked, now that another one is; say whether there was one."""
        if not self.gone or self.gone == marked:
            return False
        del self._lines[self.gone]
        self.gone = ""
        return True
