"""One sitting of the keyboard course: how well each key is known by its end, the slowest first. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.practice_words import KINDS, named
from hotline.texts import visible
from local_cache import practice_questions as ask
from practice.course import ITEMS
from screens.parts.course_words import ItemWords, again_words
from screens.parts.practice_words import result_when
from screens.parts.text_rows import wrapped
from screens.parts.work_list import WorkColumn
from screens.trainer.level import Level
from widgets.keymap import key_words
from widgets.lamp import Tone
from wording import mark, tr, trn

if TYPE_CHECKING:
    from uuid import UUID

    from hotline.practice_trainer_doc import WholeResult
    from local_cache.board_questions import BoardQuestion
    from screens.parts.text_rows import Row
    from screens.trainer.shown import Shown
    from widgets.line_list import ListRow


class CourseKeys(Level["WholeResult"]):
    """The keys of the course that somebody has been asked for."""

    columns = (
        WorkColumn(mark("Key"), 14), WorkColumn(mark("Action"), 0, least=12), WorkColumn(mark("Time"), 9, right=True),
        WorkColumn(mark("Wrong keys"), 10, right=True), WorkColumn(mark("Comes again"), 14, weight=5),
    )  # fmt: skip
    nothing = mark("No key was asked for yet")

    def __init__(self, shown: Shown, session: UUID) -> None:
        super().__init__(shown)
        self.session = session
        services = shown.services
        self._words = ItemWords(services.desk_fields(), lambda command: key_words(services.keymap.keys(command)[0]))

    def title(self) -> str:
        """Say whose sitting it is, and of when."""
        if not self.pages:
            return ""
        whole = self.pages[-1]
        when = result_when(whole.result, self.shown.now, self.shown.zone)
        return f"{visible(whole.name)}  {named(KINDS, whole.result.kind)}  {when}"

    def question(self, *, anew: bool) -> BoardQuestion[WholeResult] | None:
        """Ask for the result: it comes at once."""
        return ask.result(self.session) if anew else None

    def rows(self) -> list[ListRow]:
        """Return the keys, those that this program does not know left out."""
        known = [key for page in self.pages for key in page.result.keys if key.item in ITEMS]
        known.sort(key=lambda key: (-key.ms, -key.wrong))
        return [self._words.row(key.item, key.ms, key.wrong, again_words(1 << (key.box - 1))) for key in known]

    def about(self, key: str, width: int) -> list[Row]:
        """Return how much of the course there has been, and what the marked key does."""
        if not self.pages:
            return []
        result = self.pages[-1].result
        steps = trn("{count} step in this sitting", "{count} steps in this sitting", result.steps)
        asked = tr("Keys asked for so far: {count} / {all}. Times are the median of the last ones; a slow one has a !")
        said = asked.format(count=len(result.keys), all=len(ITEMS))
        rows = [*wrapped(steps.format(count=result.steps), width), *wrapped(said, width, Tone.GREY)]
        return [*rows, *wrapped(self._words.does(key), width, Tone.GREY)] if key else rows
