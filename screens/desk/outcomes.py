"""How a call ends: filed, answered, refused, handed off, logged without a case, or added to a case that exists."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hotline.codes import OtherCall
from hotline.command_table import COMMANDS
from hotline.intake_rules import CONTENT_LIMIT
from screens.desk import commands
from screens.desk.another import AnotherMatter
from screens.desk.form_fields import FIELDS, FieldKind
from screens.desk.form_problems import words
from screens.desk.hand_off import THREE_WAY, hand_off_heading, hand_off_options, hand_off_view
from screens.desk.promise import dispatch_aim_words, promise_words
from screens.desk.refusal import refusal_options, refusal_view
from screens.desk.saved_panel import SavedView
from screens.desk.side_pane import calm_phrases
from screens.parts.ask import Choose, Option, Write
from screens.parts.case_words import coded, field_words
from widgets.clock_text import minutes
from wording import listed, mark, tr

if TYPE_CHECKING:
    from hotline.commands import Command
    from local_cache.model import CaseLine

REFUSAL, HANG_UP, DISCARD = "refusal", "hang_up", "discard"
_RECORD = "record"
_WRITTEN = (FieldKind.TEXT, FieldKind.PHONE, FieldKind.MOMENT)
"""What a note does not hold, and nobody chose only to find the case."""


class Outcomes(AnotherMatter):
    """The ends of a call. Each is one command of the rulebook, on this seat's disk before the desk says so."""

    # ---- cases

    def action_save(self) -> None:
        """File the case, or go to the first field that stands in its way."""
        if self._is_ready("file_case"):
            self._file()

    def _file(self) -> None:
        form, call, at, zone = self._as_it_stands()

        def says() -> SavedView:
            promise = promise_words(form)
            told = (tr("Promise: {promise}").format(promise=promise) if promise else "", dispatch_aim_words(form.pack))
            return SavedView(tr("Filed. Read the number to the caller:"), told=tuple(filter(None, told)))

        self._save(lambda number: commands.file_case(form, call, number, at, zone), says)

    def action_answer(self) -> None:
        """Write down what the caller was told in the call, and close the case with it."""
        if not self._is_ready("answer_directly"):
            return
        question = Write(
            lambda: tr("Answered in the call: what was the caller told?"), mark("Answer"), text=self.desk.answer,
            rows=4, limit=CONTENT_LIMIT, check=_must_say, changed=self._answer_typed,
        )  # fmt: skip
        self.ask(question, self._answered)

    def _answer_typed(self, text: str) -> None:
        self.desk.answer = text
        self.keeper.touched()

    def _answered(self, text: str | None) -> None:
        if text is None:
            return
        form, call, at, zone = self._as_it_stands()
        self._save(
            lambda number: commands.answer_directly(form, call, number, at, zone, text),
            lambda: SavedView(tr("Answered in the call. The number, if the caller wants it:")),
        )

    def action_outcome(self) -> None:
        """Choose how a call ends that makes no case for a unit."""
        live = self.desk.call.is_live

        def options() -> list[Option]:
            hang_up = [Option(HANG_UP, tr("Hang up; the draft stays"))] if live else []
            return [
                *self.more_outcomes(),
                *(Option(code.value, coded(self.pack, "other_call", code)) for code in OtherCall),
                Option(REFUSAL, tr("Propose a refusal, with the lawful route")),
                *hang_up,
                Option(DISCARD, tr("Throw the draft away")),
            ]

        self.ask(Choose(lambda: tr("End the call without filing a case"), options), self._outcome_chosen)

    def more_outcomes(self) -> list[Option]:
        """Return the ends that only some calls have; a part above has them."""
        return []

    def _outcome_chosen(self, key: str | None) -> None:
        if key == REFUSAL:
            self.propose_refusal()
        elif key == HANG_UP:
            self.hang_up()
        elif key == DISCARD:
            self.discard()
        elif key is not None:
            self._ask_and_log(OtherCall(key))

    def _ask_and_log(self, outcome: OtherCall) -> None:
        """Record the call at once where nothing was written that goes with the draft; else ask."""
        self.view.read_all()
        kept = {"contact_phone"} if self.desk.caller_number and not self.desk.call.number else set[str]()
        if self.desk.is_unwritten or (not self.desk.answer and not self.desk.form.values.keys() - kept):
            self._log(outcome)
            return

        def record() -> list[Option]:
            return [Option(_RECORD, tr("Record it and throw the draft away"), self.lost(*kept))]

        def heading() -> str:
            name = coded(self.pack, "other_call", outcome)
            return tr("{outcome}: recorded without a case. Throw the draft away?").format(outcome=name)

        def chosen(key: str | None) -> None:
            if key is not None and self.done is None:
                self._log(outcome)

        self.ask(Choose(heading, record), chosen)

    def _log(self, outcome: OtherCall) -> None:
        from hotline.commands import LogCall

        form, call, _, _ = self._as_it_stands()
        note = form.text("content").replace("\n", " ")[:200]
        command = LogCall(outcome=outcome, caller_phone=self.desk.caller_number, note=note, call=call.times())

        def says() -> SavedView:
            name = coded(self.pack, "other_call", outcome)
            return SavedView(tr("Noted without a case: {outcome}").format(outcome=name))

        self._save(command, says, keep_draft=not self.desk.is_unwritten)

    def propose_refusal(self) -> None:
        """Choose why the hotline may not take it; the lawful route of the marked reason is read out before Enter."""
        if self._is_ready("propose_refusal"):
            pack = self.pack
            question = Choose(
                lambda: tr("Propose a refusal: read the route out, then Enter"),
                lambda: refusal_options(pack),
                enter=mark("propose it"),
            )
            self.ask(question, self._refused)

    def _refused(self, reason: str | None) -> None:
        if reason is None:
            return
        form, call, at, zone = self._as_it_stands()
        self._save(
            lambda number: commands.propose_refusal(form, call, number, at, zone, reason),
            lambda: refusal_view(form.pack, reason),
        )

    def action_emergency(self) -> None:
        """Record a hand-off to an emergency line by its digit, three-way or not; the telephone makes it."""
        if not self._is_ready("hand_off"):
            return
        pack, gone, line_up = self.pack, not self.desk.call.is_live, self.services.seat.status.line_up
        question = Choose(
            lambda: hand_off_heading(caller_gone=gone, line_up=line_up),
            lambda: hand_off_options(pack, caller_gone=gone),
        )
        self.ask(question, self._handed_off)

    def _handed_off(self, key: str | None) -> None:
        if key is None:
            return
        # Asked again: the caller may have hung up, or the line gone, while the list was open.
        form, call, at, zone = self._as_it_stands()
        line, gone = key.removeprefix(THREE_WAY), not call.is_live
        three_way, line_up = key.startswith(THREE_WAY) and not gone, self.services.seat.status.line_up
        self._save(
            lambda number: commands.hand_off(form, call, number, at, zone, line, three_way=three_way, caller_gone=gone),
            lambda: hand_off_view(line, three_way=three_way, caller_gone=gone, line_up=line_up),
        )

    # ---- a case that exists

    def action_urge(self) -> None:
        """Urge the case that is offered instead of filing another; what was typed is added to it as a note."""
        case = self.desk.offered()
        if case is not None:
            self._add_to(case, mark("Urged. The case that goes on:"), urge=True)

    def action_note(self) -> None:
        """Add what was typed to the case that is offered instead of filing another."""
        case = self.desk.offered()
        self.view.read_all()
        if case is None:
            return
        if not self.desk.form.text("content").strip():

            def what() -> str:
                return tr("Write down what to add, then press {key}").format(key=self.key_of("note"))

            self.view.show_error("content", what)
            self.fit()
            self.view.go("content")
            self._complain_of("content", what)
            return
        self._add_to(case, mark("Added as a note. The case that goes on:"), urge=False)

    def _add_to(self, case: CaseLine, heading: str, *, urge: bool) -> None:
        from hotline.commands import AddNote, Urge

        self.view.read_all()
        if (problem := self.desk.form.problem("content")) is not None:
            self.view.show_error("content", partial(words, problem))
            self.view.go("content")
            self._complain_of("content", partial(words, problem))
            return
        content = self.desk.form.text("content").strip()
        steps: list[Command] = [Urge()] if urge else []
        if content:
            steps.append(AddNote(text=content))
        *first, last = steps

        def says() -> SavedView:
            return SavedView(tr(heading), case.number, told=(coded(self.pack, "state", case.state),))

        left_out = self._not_in_a_note(case)
        may = all(COMMANDS[each.op].starts_from(case.state) for each in steps)
        if not (left_out and may):  # where it may not, the save says why
            self._save(last, says, case_id=case.case_id, first=first)
            return

        def rest() -> list[Option]:
            told = tr("Not added: {fields}. {key} brings them back within 30 days").format(
                fields=listed(map(field_words, left_out)), key=self.key_of("drafts")
            )
            return [Option(_RECORD, tr("Go on without the rest"), told)]

        def chosen(key: str | None) -> None:
            if key is not None and self.done is None:
                self._save(last, says, case_id=case.case_id, first=first, keep_draft=True)

        self.ask(Choose(lambda: tr("Only the content goes to a case that exists. Go on?"), rest), chosen)

    def _not_in_a_note(self, case: CaseLine) -> list[str]:
        """Return the written fields that a note does not hold; the case knows the number that brought it already."""
        known = {"contact_phone"} if self.desk.is_of_this_caller(case) else set[str]()
        return [name for name in self.desk.form.values if FIELDS[name].kind in _WRITTEN and name not in known]

    # ---- abuse

    def action_abuse(self) -> None:
        """Stamp the moment and let the lead know; a caller who is still there is shown what to hear, and goes on.

        A call that is over is marked once at its end: a key pressed again, or held down, has no other moment to stamp.
        """
        from hotline.commands import MarkAbuse

        call, now, marked = self.desk.call, self.now(), self.desk.abuse
        if call.answered_at is None:
            self.say(self._no_call_to_mark, wrong=True, true=lambda: self.desk.call.answered_at is None)
            return
        seconds, live, is_heard = call.talk_seconds(now), call.is_live, True

        def where() -> str:
            if not is_heard:
                words = tr("Abuse marked at {at}. The caller is on hold and hears nothing: {key}")
                return words.format(at=minutes(seconds), key=self.key_of("hold"))
            if live:
                return tr("Abuse marked at {at}; the lead will be told.").format(at=minutes(seconds))
            return tr("Abuse marked at the end of the call, {at}; the lead will be told.").format(at=minutes(seconds))

        if not live and seconds in marked:
            self.say(where)
            return
        command = MarkAbuse(call=call.times(), seconds=seconds, caller_phone=self.desk.caller_number)
        marked.append(seconds)
        if live:
            texts = calm_phrases(self.pack)
            is_heard = self.read_out(texts[min(len(marked), len(texts)) - 1] if texts else None)

        def failed(error: Exception) -> None:
            marked.remove(seconds)  # so that the key can be pressed again
            self.seat_failed(error)

        future = self.services.seat.save(command, session=self.services.signed_in)
        self.when_done(future, lambda _: self.say(where), failed)

    def _no_call_to_mark(self) -> str:
        words = tr("No call was answered here. Answer or open one: {next_call}. Then mark it: {key}")
        return words.format(key=self.key_of("abuse"), next_call=self.key_of("next_call"))


def _must_say(text: str) -> str:
    return "" if text.strip() else tr("Write down what the caller was told")
