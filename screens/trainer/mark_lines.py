"""The marks of one call: what each item came to, what was lost, and what was written under it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.practice_words import FATALS, ITEMS, KINDS, LOSSES, named
from hotline.texts import visible
from local_cache import practice_questions as ask
from screens.parts.practice_words import mean_words, result_when
from screens.parts.text_rows import wrapped
from screens.parts.work_list import WorkColumn
from screens.trainer.level import Level
from widgets.clock_text import exact
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import listed, mark, tr, trn

if TYPE_CHECKING:
    from uuid import UUID

    from hotline.practice_doc import ResultCall
    from hotline.practice_trainer_doc import Appeal, WholeResult
    from local_cache.board_questions import BoardQuestion
    from screens.parts.text_rows import Row
    from screens.trainer.shown import Shown

WHOLE = "*"
"""The line of the whole call."""


class MarksOfCall(Level["WholeResult"]):
    """The whole call first, then its items in the order of the rubric."""

    columns = (
        WorkColumn(mark("Item"), 24), WorkColumn(mark("Points"), 11, right=True),
        WorkColumn(mark("Lost by"), 0, least=12), WorkColumn(mark("Written"), 20, weight=5),
    )  # fmt: skip
    acts = frozenset({"trainer_note"})

    def __init__(self, shown: Shown, session: UUID, place: int) -> None:
        super().__init__(shown)
        self.session = session
        self.place = place

    @property
    def call(self) -> ResultCall | None:
        """The call, once the centre has told of it."""
        return self.pages[-1].result.calls[self.place] if self.pages else None

    def title(self) -> str:
        """Say whose call it is, and of which scenario."""
        call = self.call
        if call is None:
            return ""
        whole = self.pages[-1]
        when = result_when(whole.result, self.shown.now, self.shown.zone)
        kind, name = named(KINDS, whole.result.kind), visible(whole.name)
        return f"{name}  {self.shown.scenario_words(call.scenario)}  {kind}  {when}"

    def question(self, *, anew: bool) -> BoardQuestion[WholeResult] | None:
        """Ask for the result: it comes at once."""
        return ask.result(self.session) if anew else None

    def rows(self) -> list[ListRow]:
        """Return the whole and its items."""
        call = self.call
        if call is None:
            return []
        fatal = listed([named(FATALS, code) for code in call.fatal])
        total = (f"{call.total:g} / 100", Tone.RED if call.fatal else Tone.BRIGHT)
        lines = [
            ListRow(WHOLE, (
                (tr("whole call"), Tone.BRIGHT), total, (fatal, Tone.RED), (self._written(None), Tone.ACCENT)
            ))
        ]  # fmt: skip
        for item in call.items:
            lost = listed([named(LOSSES, code) for code in item.losses])
            tone = Tone.YELLOW if item.got < item.of else Tone.GREY
            lines.append(ListRow(item.item, (
                (named(ITEMS, item.item), Tone.BRIGHT), (f"{item.got:g} / {item.of:g}", tone), (lost, tone),
                (self._written(item.item), Tone.ACCENT),
            )))  # fmt: skip
        return lines

    def about(self, key: str, width: int) -> list[Row]:
        """Return the times of the call, or what was written under the marked line."""
        call = self.call
        if call is None:
            return []
        item = None if key == WHOLE else key
        rows: list[Row] = []
        if item is None:
            rows += wrapped(_times(call), width, Tone.GREY)
            rows += wrapped(self.shown.class_words(call.class_code), width, Tone.GREY)
            result = self.pages[-1].result
            if len(result.calls) > 1:
                which = tr("call {place} of {count}").format(place=self.place + 1, count=len(result.calls))
                rows += wrapped(listed([which, mean_words(result)]), width, Tone.GREY)
        for note in self.pages[-1].notes:
            if (note.place, note.item) == (self.place, item):
                at = exact(note.at, self.shown.now, self.shown.zone)
                words = tr("Note by {name}, {at}: {words}")
                rows += wrapped(words.format(name=visible(note.by), at=at, words=visible(note.words)), width)
        for appeal in self.appeals(key):
            rows += appeal_rows(appeal, width)
        return rows

    def appeals(self, key: str) -> list[Appeal]:
        """Return the appeals against a line."""
        item = None if key == WHOLE else key
        found = self.pages[-1].appeals if self.pages else ()
        return [each for each in found if (each.place, each.item) == (self.place, item)]

    def unanswered(self, key: str) -> Appeal | None:
        """Return the first appeal against a line that nobody has answered."""
        return next((each for each in self.appeals(key) if not each.by), None)

    def _written(self, item: str | None) -> str:
        whole = self.pages[-1]
        notes = sum((each.place, each.item) == (self.place, item) for each in whole.notes)
        appeals = sum((each.place, each.item) == (self.place, item) for each in whole.appeals)
        return written_words(notes, appeals)


def written_words(notes: int, appeals: int) -> str:
    """Return how much was written under a mark; empty for nothing."""
    said = [trn("{count} note", "{count} notes", notes).format(count=notes)] if notes else []
    said += [trn("{count} appeal", "{count} appeals", appeals).format(count=appeals)] if appeals else []
    return listed(said)


def appeal_rows(appeal: Appeal, width: int) -> list[Row]:
    """Return an appeal and its answer in full."""
    rows = wrapped(tr("Appeal: {words}").format(words=visible(appeal.reason)), width)
    if not appeal.by:
        return [*rows, [(tr("Not answered yet"), Tone.YELLOW)]]
    verdict = tr("agreed") if appeal.agreed else tr("not agreed")
    words = tr("{name}, {verdict}: {words}")
    said = words.format(name=visible(appeal.by), verdict=verdict, words=visible(appeal.answer))
    return [*rows, *wrapped(said, width, Tone.GREY)]


def _times(call: ResultCall) -> str:
    said = []
    for words, seconds in (
        (tr("first key after {seconds} s"), call.first_key_s), (tr("saved after {seconds} s"), call.save_s),
        (tr("wrap-up {seconds} s"), call.wrap_up_s),
    ):  # fmt: skip
        if seconds is not None:
            said.append(words.format(seconds=f"{seconds:.1f}"))
    return listed(said)
