"""Reports of the centre at a seat: asked in the name of who is signed in, a repeat reviewed, the whole one kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from local_cache.errors import NotKnown
from local_cache.ids import id_of
from local_cache.report_files import write_anew

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor, Future
    from pathlib import Path
    from uuid import UUID

    from hotline.report_doc import RepeatReview, ReviewRequest
    from local_cache.asking import Centre
    from local_cache.folder import SeatFolder
    from local_cache.practice_questions import Wanted
    from local_cache.report_questions import Answer, Form, ReportQuestion
    from local_cache.sync.transport import Proof, Transport
    from wording import Language

_FILES: tuple[Form, ...] = ("html", "xlsx")


class Reports:
    """Asks the centre through `centre`, in `pool`; keeps whole reports in the seat's `folder`."""

    def __init__(self, centre: Centre, pool: Executor, folder: SeatFolder) -> None:
        self._centre = centre
        self._pool = pool
        self._folder = folder

    def ask(self, question: ReportQuestion[Answer]) -> Future[Answer]:
        """Return what the centre answers. Fails with `NoLine` or `CentreSaid`."""
        return self._pool.submit(self._answer, question)

    def review(self, cases: Sequence[UUID], words: str, draft_id: str) -> Future[RepeatReview]:
        """Review a repeat. Fails with `NoLine`, `CentreSaid`, or `NotKnown` when no answer came, twice."""
        from hotline.report_doc import ReviewRequest

        asked = ReviewRequest(cases=tuple(cases), words=words)
        key = id_of(draft_id, asked.model_dump_json())
        return self._pool.submit(self._centre.ask, partial(_reviewed_once, key, asked))

    def whole(self, period: str, form: Form, language: Language) -> Future[bytes]:
        """Return the whole report. Fails with `NoLine` or `CentreSaid`."""
        return self._pool.submit(self._whole, period, form, language)

    def keep(self, period: str, language: Language) -> Future[tuple[Path, ...]]:
        """Write the whole report to new files. Fails with `NoLine`, `CentreSaid` or `OSError`."""
        return self._pool.submit(self._keep, period, language)

    def keep_practice(self, wanted: Wanted, language: Language) -> Future[tuple[Path, ...]]:
        """Write the results of practice to new files. Fails with `NoLine`, `CentreSaid` or `OSError`."""
        return self._pool.submit(self._keep_practice, wanted, language)

    def keep_text(self, name: str, text: str) -> Future[Path]:
        """Write a text to a new file. Fails with `OSError`."""
        return self._pool.submit(write_anew, self._folder.reports, name, "txt", text.encode())

    def _answer(self, question: ReportQuestion[Answer]) -> Answer:
        from hotline.report_doc import BehindPage

        answer = self._centre.ask(lambda line, proof: line.report(question, proof))
        if isinstance(answer, BehindPage):
            self._centre.remember(answer.cases)
        return answer

    def _whole(self, period: str, form: Form, language: Language) -> bytes:
        return self._centre.ask(lambda line, proof: line.whole_report(period, form, language, proof))

    def _keep(self, period: str, language: Language) -> tuple[Path, ...]:
        return self._write(f"report-{period}-{language}", lambda form: self._whole(period, form, language))

    def _keep_practice(self, wanted: Wanted, language: Language) -> tuple[Path, ...]:
        def whole(form: Form) -> bytes:
            return self._centre.ask(lambda line, proof: line.whole_practice(wanted, form, language, proof))

        return self._write(f"practice-{wanted.first}-{wanted.last}-{language}", whole)

    def _write(self, name: str, whole: Callable[[Form], bytes]) -> tuple[Path, ...]:
        """Write a file of each form, once all of them have come."""
        contents = [(form, whole(form)) for form in _FILES]
        return tuple(write_anew(self._folder.reports, name, form, content) for form, content in contents)


def _reviewed_once(key: UUID, asked: ReviewRequest, line: Transport, proof: Proof) -> RepeatReview:
    """Give a review, and once more under its key if the answer got lost: the centre keeps it once."""
    from local_cache.sync.transport import TransportDown

    try:
        return line.review_repeat(key, asked, proof)
    except TransportDown as down:
        if not down.sent:
            raise
    try:
        return line.review_repeat(key, asked, proof)
    except TransportDown:
        raise NotKnown("review_repeat") from None
