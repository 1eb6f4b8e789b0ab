"""Reviewing a repeat complaint: a person says in a few words what follows from it, and the centre keeps that."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hotline.intake_rules import LINE_LIMIT
from local_cache.errors import NoLine
from screens.parts.ask import Write
from screens.parts.base import nothing
from screens.parts.case_acts import must_say
from screens.parts.case_words import class_name_words
from screens.parts.given_acts import given_trouble, trouble_asked_again
from screens.parts.work_list import WorkList
from screens.reports.behind_cases import CasesOfRepeat
from screens.reports.repeat_lines import RepeatLines
from screens.reports.tabs import ReportPage, Tab
from screens.reports.whole import WholeReport
from wording import mark, tr, trn

if TYPE_CHECKING:
    from hotline.report_doc import Repeat, RepeatedCase, RepeatReview
    from local_cache.model import Draft
    from screens.parts.base import Said

_REVIEW = "review"


class Reviewing(WholeReport):
    """Reviews the marked repeat, or the one whose cases are shown.

    What is half written is kept as that of a case of the repeat: of the newest when it was begun.
    """

    def _repeat(self) -> Repeat | None:
        if isinstance(self.top, CasesOfRepeat):
            return self.top.repeat
        return self.top.repeat(self.query_one(WorkList).key) if isinstance(self.top, RepeatLines) else None

    def action_review(self) -> None:
        """Ask what follows from the repeat."""
        repeat = self._repeat()
        if repeat is None:
            return
        if not self.services.seat.status.line_up:
            self.say(lambda: given_trouble(NoLine()), wrong=True)
            return
        self._ask_review(repeat)

    def action_all_repeats(self) -> None:
        """List those too that were reviewed, or leave them out."""
        self.show_report(self.tab, self.span, reviewed=not self.reviewed)

    def _ask_review(self, repeat: Repeat, text: str = "", wrong: Said = nothing) -> None:
        def heading() -> str:
            count = len(repeat.cases)
            words = trn(
                "{matter}, {count} case of one caller: what follows from it?",
                "{matter}, {count} cases of one caller: what follows from it?",
                count,
            )
            matter = class_name_words(self.services.city_pack, repeat.cases[-1].class_code) or tr("no class yet")
            return words.format(matter=matter, count=count)

        question = Write(
            heading, mark("What follows"), text=text, wrong=wrong, rows=2, limit=LINE_LIMIT, check=must_say
        )

        def answered(_: RepeatedCase, words: str | None) -> None:
            if words is not None:
                self._give_review(repeat, words)

        self._ask_about(self._left_at(repeat) or repeat.cases[-1], _REVIEW, question, answered)

    def _give_review(self, repeat: Repeat, words: str) -> None:
        self.say(lambda: tr("The centre is asked to keep the review ..."))
        draft_id, self._draft_id = self._draft_id, ""

        def kept(_: RepeatReview) -> None:
            self.services.seat.discard_draft(draft_id)
            self.say(lambda: tr("Reviewed: it comes up again with the next case of this matter"))
            self.opened = []
            self.paint_level()
            self.read()

        def failed(error: Exception) -> None:
            why = partial(given_trouble, error)
            self.say(why, wrong=True)
            wrong = partial(trouble_asked_again, error)
            self.ask_later(partial(self._ask_with, draft_id, partial(self._ask_review, repeat, words, wrong)))

        cases = [case.id for case in repeat.cases]
        self.when_done(self.services.seat.review_repeat(cases, words, draft_id=draft_id), kept, failed)

    # ---- what was left half written

    def takes_up(self, act: str) -> bool:
        """Say whether an act of a draft is one of this screen: the review is, which is not done to a single case."""
        return act == _REVIEW or super().takes_up(act)

    def words_for_left(self, draft: Draft) -> str:
        """Return what is said of a review that was left half written, and how to go on with it."""
        if draft.act != _REVIEW:
            return super().words_for_left(draft)
        report = f"{[*Tab].index(Tab.REPEATS) + 1} {tr(Tab.REPEATS.value)}"
        return tr("Half written: {what}. To go on with it: {report}, then {key}").format(
            what=draft.name, report=report, key=self.key_of(_REVIEW)
        )

    def _made(self, pages: list[ReportPage], key: str) -> None:
        super()._made(pages, key)
        if isinstance(self.report, RepeatLines):
            self.report.is_half_written = lambda repeat: self._left_at(repeat) is not None

    def _left_at(self, repeat: Repeat) -> RepeatedCase | None:
        return next((case for case in repeat.cases if self.is_left(case.id, _REVIEW)), None)
