"""What a trainer does: sets work, makes groups, writes under marks, answers appeals. Nothing is done until said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from hotline.codes import PracticeKind
from hotline.practice_trainer_doc import AppealReply, AssignRequest, GroupRequest, NoteRequest
from hotline.practice_words import ITEMS, named
from hotline.texts import visible
from local_cache import practice_questions as ask
from local_cache.ids import new_id
from screens.parts.amend import NOTHING_WRONG, Wrong
from screens.parts.ask import Choose, Option
from screens.parts.base import nothing
from screens.parts.fill_in import is_yes
from screens.parts.told_acts import ToldActs
from screens.parts.work_list import WorkList
from screens.trainer import forms
from screens.trainer.mark_lines import WHOLE, MarksOfCall
from screens.trainer.people_lines import GroupLines, PeopleLines
from screens.trainer.reading import TrainerReading
from screens.trainer.set_lines import AssignmentLines, ScenarioLines
from wording import mark, tr, trn

if TYPE_CHECKING:
    from hotline.practice_trainer_doc import Appeal, Group, PracticeAssignment
    from local_cache.board_questions import BoardAct
    from screens.parts.base import Said
    from screens.parts.fill_in import Typed

_MARK_SCENARIOS = mark("Mark scenarios first, in list 3; only the keyboard course has none")
_NO_SCENARIO = mark("The keyboard course has no scenarios: take the marks away, or choose another kind")


class TrainerActing(ToldActs, TrainerReading):
    """The acts. Where the centre does not do one, what was typed is asked for again, with why."""

    @property
    def marked_key(self) -> str:
        """The line that the mark is on, empty for none."""
        return self.query_one(WorkList).key

    def after_act(self, *, done: bool) -> None:
        """Show what the act changed; where it failed the lists stay as they are."""
        if done:
            self.read_names()
            self.read_anew()

    # ---- marks on lines

    def action_mark_line(self) -> None:
        """Mark a scenario or a trainee for what is set next, or take the mark away."""
        key, top = self.marked_key, self.top
        held = self.shown.scenarios if isinstance(top, ScenarioLines) else self.shown.people
        if not key:
            return
        if key in held:
            del held[key]
        else:
            held[key] = None
        self.paint_level()

    # ---- assignments

    def action_assign_practice(self) -> None:
        """Set the marked scenarios for people or a group."""
        self._ask_assignment(new_id(), self._person_here())

    def _person_here(self) -> tuple[str, str] | None:
        top = self.top
        each = top.trainee(self.marked_key) if isinstance(top, PeopleLines) else None
        return (each.operator_id, each.name) if each is not None else self.shown.person

    def _ask_assignment(
        self, key: UUID, person: tuple[str, str] | None, typed: Typed | None = None, wrong: Wrong = NOTHING_WRONG
    ) -> None:
        form = forms.assign_form(self.shown, person, typed, wrong)
        self.app.push_screen(form, partial(self._assignment_written, key, person))

    def _assignment_written(self, key: UUID, person: tuple[str, str] | None, typed: Typed | None) -> None:
        due = forms.day_of(typed["due"]) if typed is not None else None
        if typed is None or due is None:
            return
        kind, whom = PracticeKind(typed["kind"]), typed["whom"]
        if (kind is PracticeKind.COURSE) == bool(self.shown.scenarios):
            words = _NO_SCENARIO if self.shown.scenarios else _MARK_SCENARIOS
            self._ask_assignment(key, person, typed, Wrong(lambda: tr(words)))
            return
        people = tuple(self.shown.people) if whom == forms.MARKED else ()
        if whom.startswith(forms.PERSON):
            people = (whom.removeprefix(forms.PERSON),)
        group = UUID(whom.removeprefix(forms.GROUP)) if whom.startswith(forms.GROUP) else None
        asked = AssignRequest(
            assignment_id=key, title=typed["title"], kind=kind, scenarios=tuple(self.shown.scenarios), people=people,
            group=group, due=due,
        )  # fmt: skip

        def done(told: PracticeAssignment) -> Said:
            self.shown.scenarios.clear()
            self.shown.people.clear()
            return lambda: tr("{title} is set for {count} until {day}").format(
                title=visible(told.title), count=told.people, day=told.due
            )

        self.tell_centre(ask.assign(asked), done, lambda why: self._ask_assignment(key, person, typed, Wrong(why)))

    def action_end_line(self) -> None:
        """End the marked assignment or group, once that was said again."""
        top, key = self.top, self.marked_key
        if isinstance(top, AssignmentLines) and (assignment := top.assignment(key)) is not None:
            act: BoardAct[Any] = ask.end_assignment(assignment.assignment_id)
            self._ask_end(visible(assignment.title), act)
        elif isinstance(top, GroupLines) and (group := top.group(key)) is not None:
            self._ask_end(visible(group.name), ask.end_group(group.group_id))

    def _ask_end(self, name: str, act: BoardAct[Any]) -> None:
        def chosen(answer: str | None) -> None:
            if answer == "end":
                self.tell_centre(act, lambda _: lambda: tr("{name} has ended").format(name=name))

        def options() -> list[Option]:
            return [Option("keep", tr("No, keep it")), Option("end", tr("Yes, end it; results stay"))]

        self.app.push_screen(Choose(lambda: tr("End {name}?").format(name=name), options), chosen)

    # ---- groups

    def action_put_group(self) -> None:
        """Change the marked group, or make one of the marked trainees."""
        top = self.top
        group = top.group(self.marked_key) if isinstance(top, GroupLines) else None
        self._ask_group(group.group_id if group else new_id(), group)

    def _ask_group(
        self, key: UUID, group: Group | None, typed: Typed | None = None, wrong: Wrong = NOTHING_WRONG
    ) -> None:
        name = group.name if group else ""
        people = " ".join(dict.fromkeys((*(group.people if group else ()), *self.shown.people)))

        def written(filled: Typed | None) -> None:
            if filled is None:
                return
            asked = GroupRequest(group_id=key, name=filled["name"], people=forms.people_of(filled["people"]))
            again = partial(self._ask_group_again, key, group, filled)
            self.tell_centre(ask.put_group(asked), self._group_is_there, again)

        self.app.push_screen(forms.group_form(name, people, typed, wrong), written)

    def _ask_group_again(self, key: UUID, group: Group | None, typed: Typed, why: Said) -> None:
        self._ask_group(key, group, typed, Wrong(why))

    def _group_is_there(self, told: Group) -> Said:
        self.shown.people.clear()
        name, count = visible(told.name), len(told.people)
        return lambda: trn("{name} has {count} trainee", "{name} has {count} trainees", count).format(
            name=name, count=count
        )

    # ---- under marks

    def action_trainer_note(self) -> None:
        """Write a note to the trainee under the marked line."""
        top = self.top
        if isinstance(top, MarksOfCall) and top.call is not None:
            self._ask_note(top, new_id(), None if self.marked_key == WHOLE else self.marked_key)

    def _ask_note(self, top: MarksOfCall, key: UUID, item: str | None, text: str = "", wrong: Said = nothing) -> None:
        def heading() -> str:
            of = named(ITEMS, item) if item else tr("whole call")
            return tr("Note to {name}: {item}").format(name=visible(top.pages[-1].name), item=of)

        def written(words: str | None) -> None:
            if words is None:
                return
            asked = NoteRequest(note_id=key, place=top.place, item=item, words=words)
            self.tell_centre(
                ask.write_note(top.session, asked),
                lambda _: lambda: tr("The note is at the centre; the trainee reads it after their next sign-in"),
                lambda why: self._ask_note(top, key, item, words, why),
            )

        self.app.push_screen(forms.note_form(heading, text, wrong), written)

    def action_answer_appeal(self) -> None:
        """Answer the marked appeal, or the first one against the marked line that waits."""
        appeal = self.top.unanswered(self.marked_key)
        if appeal is not None:
            self._ask_answer(appeal)

    def _ask_answer(self, appeal: Appeal, typed: Typed | None = None, wrong: Wrong = NOTHING_WRONG) -> None:
        def heading() -> str:
            of = named(ITEMS, appeal.item) if appeal.item else tr("whole call")
            return tr("Answer to {name}, {scenario}, {item}: {words}").format(
                name=visible(appeal.name), scenario=self.shown.scenario_words(appeal.scenario), item=of,
                words=visible(appeal.reason),
            )  # fmt: skip

        def written(filled: Typed | None) -> None:
            if filled is None:
                return
            asked = AppealReply(words=filled["words"], agreed=is_yes(filled, "agreed"))
            self.tell_centre(
                ask.answer_appeal(appeal.appeal_id, asked),
                lambda told: lambda: tr("{name} has answered this appeal").format(name=visible(told.by)),
                lambda why: self._ask_answer(appeal, filled, Wrong(why)),
            )

        self.app.push_screen(forms.answer_form(heading, typed, wrong), written)
