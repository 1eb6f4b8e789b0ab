"""What goes over an open seat's line: work lists, commands and reports of the centre, calls, and the sync itself."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.wire import Problem
from local_cache.asking import CallAct
from local_cache.errors import CentreSaid
from local_cache.futures import then
from local_cache.seat_inside import SeatInside

if TYPE_CHECKING:
    from hotline.commands import Command
    from hotline.queue_doc import QueueName, QueuePage
    from hotline.report_doc import RepeatReview
    from hotline.wire import MutationResult
    from local_cache.practice_questions import Wanted
    from local_cache.report_questions import Answer, Form, ReportQuestion
    from local_cache.sync.loop import Round
    from wording import Language


class AtCentre(SeatInside):
    """What is asked of the centre and told to it; each method says what becomes of it without a line."""

    def queue(self, name: QueueName, cursor: str = "") -> Future[QueuePage]:
        """Return a page of a work list of the centre, what goes red first at its top; `cursor` is `QueuePage.next`.

        Fails with `NoLine` or `CentreSaid`: a work list is never shown from what was known before.
        """
        return self._questions.queue(name, cursor)

    def give(
        self, case_id: UUID, command: Command, *, base_revision: int | None = None, draft_id: str = ""
    ) -> Future[MutationResult]:
        """Give a command at the centre, as who is signed in; done when the centre has said that it took effect.

        `base_revision` is the revision that they saw. `draft_id` is the draft that the command was written in: given
        again out of it with nothing changed it is done once, whatever became of seat and line in between. The case is
        shown here then as the centre has it. Fails with `GivenRefused`, `NoLine` when nothing was sent, `CentreSaid`,
        or `NotKnown` when no answer came, twice.
        """
        return self._giver.give(case_id, command, base_revision, draft_id)

    def report(self, question: ReportQuestion[Answer]) -> Future[Answer]:
        """Return what a report of the centre says. Fails with `NoLine` or `CentreSaid`."""
        return self._reports.ask(question)

    def review_repeat(self, cases: Sequence[UUID], words: str, *, draft_id: str = "") -> Future[RepeatReview]:
        """Keep at the centre that who is signed in has reviewed a repeat of these cases, and what follows from it.

        Given again out of the same draft with nothing changed it is kept once. Fails with `NoLine` when nothing was
        sent, `CentreSaid`, or `NotKnown` when no answer came, twice.
        """
        return self._reports.review(cases, words, draft_id)

    def whole_report(self, period: str, form: Form, language: Language) -> Future[bytes]:
        """Return the report on a month (`2026-10`) or week (`2026-W43`). Fails with `NoLine` or `CentreSaid`."""
        return self._reports.whole(period, form, language)

    def keep_report(self, period: str, language: Language) -> Future[tuple[Path, ...]]:
        """Write the report on a month or week as page and workbook to new files of this seat; return where they are.

        Fails with `NoLine`, `CentreSaid` or `OSError`.
        """
        return self._reports.keep(period, language)

    def keep_practice(self, wanted: Wanted, language: Language) -> Future[tuple[Path, ...]]:
        """Write the results of practice of some weeks as page and workbook to new files; return where they are.

        Fails with `NoLine`, `CentreSaid` or `OSError`.
        """
        return self._reports.keep_practice(wanted, language)

    def keep_text(self, name: str, text: str) -> Future[Path]:
        """Write a text to a new file of this seat, under a name that is free; return where it is.

        Fails with `OSError`.
        """
        return self._reports.keep_text(name, text)

    def call_act(self, call_id: UUID, act: CallAct) -> Future[None]:
        """Tell the switch what the operator does with a call. Fails with `NoLine` or `CentreSaid`.

        A hang-up holds here all the same: it is told again as soon as there is a line, and no more of that call is
        news but its end. Other acts would come too late then: they are for the telephone itself.
        """
        self._calls.done_here(call_id, act)
        if act == "hang_up":
            return self._ended_calls.end(call_id)
        return self._pool.submit(self._tell_switch, call_id, act)

    def _tell_switch(self, call_id: UUID, act: CallAct) -> None:
        try:
            self._centre.call_act(call_id, act)
        except CentreSaid as said:
            if said.problem == Problem.NOT_FOUND:
                self._calls.forget(call_id)
            raise

    def sync_now(self) -> Future[Round]:
        """Push and pull at once; the future holds what it came to. Fails with `NoLine`."""
        return then(self._pool.submit(self._sync_thread), lambda thread: thread.sync_now())

    def export_outbox(self, path: Path) -> Future[int]:
        """Write what is unsent to a new signed file, for a seat that has no line at all; the future holds how many.

        Fails with `FileExistsError` or another `OSError`.
        """
        return self._pool.submit(self._carried.write, path)

    def import_outbox(self, path: Path) -> Future[int]:
        """Take another seat's exported work into this queue; the future holds how many mutations were new.

        Fails with `ExportUnreadable`, `ExportElsewhere`, `OSError` or `NotSaved`.
        """

        def job() -> int:
            taken = self._carried.take_in(path)
            self._pushed()
            return taken

        return self._pool.submit(job)

    def wipe_cache(self) -> Future[None]:
        """Forget what the centre sent; it comes again with the next pull."""
        return self._pool.submit(self._files.wipe_cache)
