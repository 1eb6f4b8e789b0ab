"""Trainees: who is at what now, what they still have to do, how they did; and groups of them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.texts import visible
from local_cache import practice_questions as ask
from screens.parts.text_rows import wrapped
from screens.parts.work_list import WorkColumn
from screens.trainer.level import NOTHING_BEHIND, Level
from screens.trainer.result_lines import ResultLines
from widgets.clock_text import exact, minutes
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import listed, mark, tr, trn

if TYPE_CHECKING:
    from hotline.practice_trainer_doc import Group, GroupList, Trainee, TraineeList
    from local_cache.board_questions import BoardQuestion
    from screens.parts.text_rows import Row

MARKED, NOT_MARKED = "x", ""


class PeopleLines(Level["TraineeList"]):
    """Trainees by name of sign-in; Enter opens their calls."""

    columns = (
        WorkColumn("", 1), WorkColumn(mark("Trainee"), 12), WorkColumn(mark("Name"), 14),
        WorkColumn(mark("Now"), 16), WorkColumn(mark("Still to do"), 14), WorkColumn(mark("Played"), 5, right=True),
        WorkColumn(mark("Mean"), 5, right=True), WorkColumn(mark("Fatal"), 5, weight=6, right=True),
        WorkColumn(mark("Last result"), 11, weight=5), WorkColumn(mark("Groups"), 0, least=6, weight=3),
    )  # fmt: skip
    nothing = mark("No trainee: give somebody the role (case-api user roles)")
    acts = frozenset({"mark_line", "assign_practice", "put_group"})

    def question(self, *, anew: bool) -> BoardQuestion[TraineeList] | None:
        """Ask for the first page or the next one."""
        cursor = "" if anew else self.pages[-1].next
        return ask.trainees(self.shown.wanted, cursor) if anew or cursor else None

    def take(self, page: TraineeList, *, anew: bool) -> None:
        """Take the page, and note who they are: what is set may be for one of them."""
        super().take(page, anew=anew)
        self.shown.names.update((each.operator_id, each.name) for each in page.trainees)

    def trainee(self, key: str) -> Trainee | None:
        """Return who stands in a line."""
        return next((each for page in self.pages for each in page.trainees if each.operator_id == key), None)

    def rows(self) -> list[ListRow]:
        """Return the trainees."""
        now, zone = self.shown.now, self.shown.zone
        return [
            ListRow(each.operator_id, (
                (MARKED if each.operator_id in self.shown.people else NOT_MARKED, Tone.ACCENT),
                (each.operator_id, Tone.GREY), (visible(each.name), Tone.BRIGHT), (self._now(each), Tone.ACCENT),
                (_to_do(each), Tone.YELLOW if each.overdue else Tone.GREY), (str(each.calls or ""), Tone.GREY),
                (f"{each.mean:.1f}" if each.mean is not None else "", Tone.BRIGHT),
                (str(each.fatal or ""), Tone.RED), (exact(each.last_at, now, zone) if each.last_at else "", Tone.GREY),
                (visible(" ".join(each.groups)), Tone.GREY),
            ))
            for page in self.pages for each in page.trainees
        ]  # fmt: skip

    def _now(self, each: Trainee) -> str:
        if each.practising_since is None:
            return ""
        span = minutes(max(0.0, (self.shown.now - each.practising_since).total_seconds()))
        return tr("practice {span}").format(span=span)

    def about(self, key: str, width: int) -> list[Row]:
        """Return where somebody practises, and what is still to be done."""
        each = self.trainee(key)
        if each is None:
            return []
        said = []
        if each.practising_since is not None:
            since = exact(each.practising_since, self.shown.now, self.shown.zone)
            said.append(tr("went to practice at seat {seat}, {at}").format(seat=each.seat, at=since))
        if each.open:
            said.append(trn("{count} assignment to do", "{count} assignments to do", each.open).format(count=each.open))
        if each.overdue:
            said.append(trn("{count} overdue", "{count} overdue", each.overdue).format(count=each.overdue))
        return wrapped(listed(said) or tr("nothing is left to do"), width, Tone.GREY)

    def opened(self, key: str) -> Level | str:  # type: ignore[type-arg]
        """Return the calls of a trainee."""
        each = self.trainee(key)
        if each is None:
            return NOTHING_BEHIND
        name = each.name
        return ResultLines(self.shown, lambda: tr("calls of {name}").format(name=visible(name)), person=key)


class GroupLines(Level["GroupList"]):
    """Groups by name; Enter shows who is in one."""

    columns = (
        WorkColumn(mark("Group"), 24),
        WorkColumn(mark("Trainees"), 8, right=True),
        WorkColumn(mark("Who"), 0, least=12),
    )
    nothing = mark("No group yet: mark trainees and make one")
    acts = frozenset({"put_group", "end_line", "assign_practice"})

    def question(self, *, anew: bool) -> BoardQuestion[GroupList] | None:
        """Ask for all groups."""
        return ask.groups() if anew else None

    def group(self, key: str) -> Group | None:
        """Return the group of a line."""
        return next((each for page in self.pages for each in page.groups if str(each.group_id) == key), None)

    def rows(self) -> list[ListRow]:
        """Return the groups."""
        return [
            ListRow(str(each.group_id), (
                (visible(each.name), Tone.BRIGHT), (str(len(each.people)), Tone.GREY),
                (" ".join(each.people), Tone.GREY),
            ))
            for page in self.pages for each in page.groups
        ]  # fmt: skip

    def about(self, key: str, width: int) -> list[Row]:
        """Return everybody who is in the marked group."""
        each = self.group(key)
        return wrapped(" ".join(each.people), width, Tone.GREY) if each is not None else []


def _to_do(each: Trainee) -> str:
    if not each.open:
        return ""
    return (
        tr("{open}, {overdue} overdue").format(open=each.open, overdue=each.overdue) if each.overdue else str(each.open)
    )
