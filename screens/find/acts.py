"""What an operator does to the case that is shown: urge, note, answer a question, amend, withdraw, reveal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.codes import RevealReason, State, SyncState
from hotline.intake_rules import CONTENT_LIMIT, LINE_LIMIT
from hotline.masking import PERSONAL
from local_cache.model import CaseView, Saved
from screens.find.amend import AmendCase, Changes, keepable
from screens.parts.ask import Choose, Option, Write
from screens.parts.base import ConsoleScreen
from screens.parts.case_words import coded, field_words, number_words
from wording import tr

if TYPE_CHECKING:
    from hotline.commands import Command
    from hotline.work_order import WorkOrder

REVEALED_FOR_S = 60.0
"""A revealed number is hidden again after so long."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the message line says of an act on a case: it ends with where the act is, and that changes."""

    case_id: UUID
    words: str
    number: str


class CaseActs(ConsoleScreen[None]):
    """A screen that shows one case, `view`; each act is on this seat's disk before the screen says so."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.view: CaseView | None = None
        self.wanted: UUID | None = None
        self.revealed: dict[str, str] = {}
        self._told: Told | None = None

    # ---- what the screen does

    def read_case(self, case_id: UUID) -> None:
        """Read the case again."""
        raise NotImplementedError

    def paint_case(self) -> None:
        """Paint the case that is shown."""
        raise NotImplementedError

    # ---- acts

    def _give(self, order: WorkOrder, command: Command, words: str) -> None:
        """Save an act on the case as it was when it was asked about: another one may be shown by now."""

        def saved(done: Saved) -> None:
            self._tell(Told(order.id, words, number_words(order.order_no)), done.state)
            if self.wanted == order.id:
                self.read_case(order.id)

        future = self.services.seat.save(
            command, session=self.services.signed_in, case_id=order.id, base_revision=order.revision
        )
        self.when_done(future, saved)

    def _tell(self, told: Told, state: SyncState) -> None:
        where = coded(self.services.city_pack, "sync_state", state)
        self.say(tr("{words} {number}, {where}").format(words=told.words, number=told.number, where=where))
        self._told = told

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Put a message on the line; what stood there of an act is followed no longer."""
        self._told = None
        super().say(words, wrong=wrong)

    def where_is(self) -> None:
        """Ask where the act is that the message line speaks of, and say exactly what the seat answers."""
        told = self._told
        if told is None:
            return

        def tell(states: dict[UUID, SyncState]) -> None:
            if self._told is told and told.case_id in states:
                self._tell(told, states[told.case_id])

        self.when_done(self.services.seat.sync_states([told.case_id]), tell)

    def action_urge(self) -> None:
        """Urge the case; asks each time what the caller was told, which may be left empty."""
        if self.view is None:
            return
        order = self.view.doc.order
        heading = tr("Urge (so far {count} times): what was said to the caller?").format(count=order.urge_count)
        question = Write(_of(order, heading), tr("Said to the caller"), limit=LINE_LIMIT, check=keepable)
        self.app.push_screen(question, partial(self._urged, order))

    def _urged(self, order: WorkOrder, said: str | None) -> None:
        from hotline.commands import Urge

        if said is not None:
            self._give(order, Urge(said=said.strip()), tr("Urged"))

    def action_note(self) -> None:
        """Add a note; to a case whose dispatcher has asked something, the answer."""
        if self.view is None:
            return
        order = self.view.doc.order
        if order.state is State.WITH_SEAT:
            heading = _of(order, tr("The dispatcher asks: {query}").format(query=order.query))
            self.app.push_screen(_writes(heading, tr("Answer")), partial(self._query_answered, order))
        else:
            self.app.push_screen(_writes(_of(order, tr("Add a note")), tr("Note")), partial(self._noted, order))

    def _noted(self, order: WorkOrder, text: str | None) -> None:
        from hotline.commands import AddNote

        if text:
            self._give(order, AddNote(text=text), tr("Note added"))

    def _query_answered(self, order: WorkOrder, text: str | None) -> None:
        from hotline.commands import AnswerQuery

        if text:
            self._give(order, AnswerQuery(answer=text), tr("Question answered"))

    def action_withdraw(self) -> None:
        """Withdraw the case on the caller's word; asks why."""
        if self.view is None:
            return
        order = self.view.doc.order
        heading = _of(order, tr("Withdraw: what did the caller say?"))
        question = Write(heading, tr("Reason"), limit=LINE_LIMIT, check=_must_say)
        self.app.push_screen(question, partial(self._withdrawn, order))

    def _withdrawn(self, order: WorkOrder, reason: str | None) -> None:
        from hotline.commands import Withdraw

        if reason:
            self._give(order, Withdraw(reason=reason), tr("Withdrawn"))

    def action_amend(self) -> None:
        """Amend the fields of the case."""
        if self.view is None:
            return
        order = self.view.doc.order
        heading = _of(order, tr("Amend: change what is wrong"))
        self.app.push_screen(AmendCase(heading, order, self.services.city_pack), partial(self._amended, order))

    def _amended(self, order: WorkOrder, changes: Changes | None) -> None:
        from hotline.commands import AmendCase as Amendment

        if changes:
            self._give(order, Amendment(changes=changes), tr("Amended"))

    # ---- revealing

    def action_reveal(self) -> None:
        """Show one masked field: which, and why; both are written down."""
        if self.view is None:
            return
        order = self.view.doc.order
        names = [name for name in type(order).model_fields if name in PERSONAL and "*" in str(getattr(order, name))]
        if not names:
            self.say(tr("Nothing is masked in this case"))
            return
        options = [Option(name, f"{field_words(name)}  {getattr(order, name)}") for name in names]
        self.app.push_screen(Choose(_of(order, tr("Reveal: which?")), options), partial(self._field_chosen, order))

    def _field_chosen(self, order: WorkOrder, name: str | None) -> None:
        if name is None:
            return
        reasons = [Option(each.value, coded(self.services.city_pack, "reveal_reason", each)) for each in RevealReason]
        question = Choose(_of(order, tr("Reveal: why? It is written down with your name.")), reasons)
        self.app.push_screen(question, lambda reason: self._reveal(order.id, name, reason))

    def _reveal(self, case_id: UUID, name: str, reason: str | None) -> None:
        if reason is None:
            return

        def told(value: str) -> None:
            if self.view is not None and self.view.doc.order.id == case_id:
                self.revealed[name] = value
                self.paint_case()
                self.set_timer(REVEALED_FOR_S, lambda: self._hide(case_id, name))

        future = self.services.seat.reveal(case_id, name, reason, self.services.signed_in)
        self.when_done(future, told)

    def _hide(self, case_id: UUID, name: str) -> None:
        if self.view is not None and self.view.doc.order.id == case_id and self.revealed.pop(name, None) is not None:
            self.paint_case()


def _of(order: WorkOrder, heading: str) -> str:
    """Return a heading with the number of the case that it is about: the list may move under the question."""
    return f"{number_words(order.order_no)}  {heading}".strip()


def _writes(heading: str, label: str) -> Write:
    return Write(heading, label, rows=4, limit=CONTENT_LIMIT, check=_must_say)


def _must_say(text: str) -> str:
    return keepable(text) if text.strip() else tr("Write something first")
