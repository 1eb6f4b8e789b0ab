"""What the desk asks for on a key: a field's number, the second page, a phrase, an earlier case of the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from hotline.texts import visible
from screens.desk.bands import call_words, line_words
from screens.desk.form_fields import field_at
from screens.desk.jump import NEXT_MISSING, SAME_PLACE, Jump
from screens.desk.more import MoreFields
from screens.desk.outcomes import Outcomes
from screens.desk.side_pane import phrase_text, phrase_title, phrases_of
from screens.parts.ask import Choose, Option
from screens.parts.case_words import number_words
from screens.parts.note_words import beside_words
from screens.services import Go
from wording import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local_cache.model import NoteLine

_CALL = "call "
"""How the key of a call begins that made no case."""
_NOTE = "note "
"""How the key of a note on the caller begins."""


class Questions(Outcomes):
    """The small lists over the desk, and what is done with what was chosen in them."""

    def action_jump(self) -> None:
        """Go to a field by its number, or to the next one that is missing."""
        self.view.read_all()
        self.ask(Jump(same_place=self.desk.may_be_same_place), self._jumped)

    def _jumped(self, key: str | None) -> None:
        if key is None or self.done is not None:
            return
        self.view.read_all()
        if key == NEXT_MISSING:
            name = self.desk.form.next_missing(self.view.place[0])
            if name is None:
                self.say(lambda: tr("Nothing is missing"), true=self._is_complete)
            else:
                self.view.go(name)
        elif key == SAME_PLACE:
            self._fill(self.desk.place)
            self.look_up.touched()
            self.view.go(self.desk.form.first_open())
        elif key == "+":
            self.ask(MoreFields(self.desk.form), self._more_filled)
        elif field := field_at(key):
            self.view.go(field.name)

    def _is_complete(self) -> bool:
        return not self.desk.form.problems()

    def _more_filled(self, values: dict[str, str | bool] | None) -> None:
        self._fill(values or {})

    def _fill(self, values: Mapping[str, str | bool]) -> None:
        for name, value in values.items():
            self.desk.form.put(name, value)
        self.show_in_form()
        self.keeper.touched()
        self.settle_complaint()
        self.paint_handling()

    def action_ask(self) -> None:
        """Say something to the caller of practice."""
        from screens.desk.ask_caller import AskCaller  # a live desk has no use for it

        self.ask(AskCaller(), self._asked)

    def _asked(self, said: str | None) -> None:
        from city_packs.scenario import NUMBER  # nor for this

        practice, done = self.services.practice, self.done
        if said is None or practice is None:
            return
        if said != NUMBER:
            is_heard = practice.ask(said)
        elif done is not None and (done.number or done.says().number):
            is_heard = practice.read(NUMBER)
        elif is_heard := self.desk.call.is_live:
            self.say(lambda: tr("There is no number to read out yet: save first"))
        if not is_heard:
            self.tell_unheard()

    def action_phrases(self) -> None:
        """Put a phrase into the narrative, or read a script out."""
        phrases = phrases_of(self.desk.form)

        def options() -> list[Option]:
            return [Option(each.code, phrase_title(each), phrase_text(each)) for each in phrases]

        self.ask(Choose(lambda: tr("Phrases and scripts"), options), self._phrase_taken)

    def _phrase_taken(self, code: str | None) -> None:
        if code is None:
            return
        phrase = self.pack.phrases[code]
        if phrase.kind == "phrase":
            self.view.narrative.insert(phrase_text(phrase))
            self.view.go("content")
        else:
            self.read_out(phrase)

    def action_history(self) -> None:
        """List what this caller brought before and what this may repeat; a case that is taken can be urged or noted."""
        lines, calls, notes = self.desk.known_lines(), self.desk.other_calls(), self.notes
        if self.knows_none():
            self.say(lambda: tr("Nothing is known of this caller, and no case is like this one"), true=self.knows_none)
            return

        def options() -> list[Option]:
            cases = [Option(str(key), line_words(line, self.pack, self.now())) for key, line in lines.items()]
            others = [Option(f"{_CALL}{at}", call_words(call, self.pack, self.now())) for at, call in enumerate(calls)]
            return [*map(_note_option, range(len(notes)), notes), *cases, *others]

        def chosen(key: str | None) -> None:
            if key is None:
                return
            if key.startswith(_NOTE):
                note = notes[int(key.removeprefix(_NOTE))]
                self.post_message(Go("find", case_id=str(note.case_id), words=number_words(note.number)))
                return
            if key.startswith(_CALL):
                call = calls[int(key.removeprefix(_CALL))]
                self.say(lambda: call_words(call, self.pack, self.now()))
                return
            self.desk.chosen = lines[UUID(key)]
            self.paint_likely()

        self.ask(Choose(self._earlier_cases, options), chosen)

    def _earlier_cases(self) -> str:
        """Return the heading; these are the cases on this seat, so it names the way to those at the centre."""
        earlier = tr("Earlier cases: choose one to urge or note")
        if not self.services.seat.status.line_up:
            return earlier
        find, centre = self.key_of("find"), self.key_of("search_centre")
        return tr("{earlier}. More at the centre: {find}, then {key}").format(earlier=earlier, find=find, key=centre)

    def knows_none(self) -> bool:
        """Say whether there is nothing from before to list."""
        return not self.desk.known_lines() and not self.desk.other_calls()


def _note_option(at: int, note: NoteLine) -> Option:
    label = tr("{label}: {value}").format(label=tr("Caller note"), value=visible(note.text))
    return Option(f"{_NOTE}{at}", label, beside_words(note))
