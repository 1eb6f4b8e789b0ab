"""One list of the reports: what stands in it, what is said of the marked line, and what opens from it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from wording import mark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from city_packs.model import CityPack
    from hotline.case_doc import CaseDoc
    from screens.parts.text_rows import Row
    from screens.parts.work_list import WorkColumn
    from screens.services import Services
    from widgets.line_list import ListRow

LAST = 26
"""Cells of a last column, so that its head stands beside how many lines there are, which takes the end of the row."""
NO_CASE = mark("No case stands behind this number")


class Level:
    """A list that lies in, or opens from, a report. `key` is its marked line when it was left for another list."""

    columns: Sequence[WorkColumn] = ()
    empty = ""
    """The message id for a list without lines."""
    key = ""

    def __init__(self, services: Services) -> None:
        self.services = services

    @property
    def pack(self) -> CityPack:
        """Return the city's names."""
        return self.services.city_pack

    @property
    def zone(self) -> tzinfo:
        """Return the city's time."""
        return self.services.zone

    @property
    def goes_on(self) -> bool:
        """Whether the centre has more lines than these."""
        return False

    def rows(self) -> list[ListRow]:
        """Return the lines, each with a cell for every column."""
        raise NotImplementedError

    def about(self, key: str, width: int) -> list[Row]:  # noqa: ARG002
        """Return what stands below the list about a line."""
        return []

    def opened(self, key: str, *, second: bool = False) -> Level | str:  # noqa: ARG002
        """Return the list that opens from a line, or the message id of why there is none.

        `second` opens the second number of the line.
        """
        return NO_CASE

    def title(self) -> str:
        """Return what the list is of, for the way back to be seen; empty for the report itself."""
        return ""


class CaseLevel(Level):
    """A list of which every line is a case: what is said below it is the case itself."""

    def case_id(self, key: str) -> UUID:
        """Return the case of a line."""
        return UUID(key)

    def doc(self, key: str) -> CaseDoc | None:  # noqa: ARG002
        """Return the case of a line as it came with the list; None where it has to be asked for."""
        return None
