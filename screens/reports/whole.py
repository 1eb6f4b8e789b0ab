"""The whole report on a period: read as text, or written to files of the seat."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from local_cache.errors import NoLine
from screens.parts.scroll_rows import ScrollRows
from screens.parts.text_rows import Row, wrapped
from screens.parts.trouble import trouble_words
from screens.reports.reading import ReportReading
from screens.reports.whole_text import WholeText
from widgets.lamp import Tone
from wording import language, tr
from wording.os_trouble import os_row

if TYPE_CHECKING:
    from pathlib import Path


class WholeReport(ReportReading):
    """Reads the whole report, or has it written; `written_files` are those that were written last."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.written_files: tuple[Path, ...] = ()
        self._said_written: object = None

    def action_read_whole(self) -> None:
        """Read the whole report on the period."""
        name = self.span.name
        self.say(lambda: tr("{period}: the centre is asked for the whole report ...").format(period=name))

        def came(text: bytes) -> None:
            self.say("")
            self.ask_later(lambda: self.app.push_screen(WholeText(text.decode("utf-8", "replace"))))

        def failed(error: Exception) -> None:
            self.say(partial(_trouble, error), wrong=True)

        self.when_done(self.services.seat.whole_report(name, "text", language()), came, failed)

    def action_write_files(self) -> None:
        """Write the whole report on the period as page and workbook."""
        name = self.span.name
        self.say(lambda: tr("{period}: the centre is asked for the whole report ...").format(period=name))

        def written(files: tuple[Path, ...]) -> None:
            self.written_files = files
            self.say(lambda: tr("Written as a page to be printed and as a workbook: the files are named above"))
            self._said_written = self._said
            self.query_one(ScrollRows).to_top()
            self.paint_case()

        def failed(error: Exception) -> None:
            why = os_row(error) if isinstance(error, OSError) else _trouble(error)
            self.say(lambda: tr("NOT written: {why}").format(why=why), wrong=True)

        self.when_done(self.services.seat.keep_report(name, language()), written, failed)

    def forget_files(self) -> None:
        """Name the files no longer, nor say that they are named."""
        self.written_files = ()
        if self._said is self._said_written:
            self.say("")

    def file_rows(self, width: int) -> list[Row]:
        """Return where the files are."""
        return [row for file in self.written_files for row in wrapped(str(file), width, Tone.BRIGHT)]


def _trouble(error: Exception) -> str:
    """Return why no report came; nothing of it is on this seat."""
    if isinstance(error, NoLine):
        return tr("No line to the centre: try again when it is back")
    return trouble_words(error)
