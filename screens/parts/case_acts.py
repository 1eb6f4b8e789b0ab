"""What an operator does to the case that is shown: urge, note, answer a question, amend, withdraw, reveal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar
from uuid import UUID

from hotline.codes import LIVE, RevealReason, State, SyncState
from hotline.context import Actor
from hotline.intake_rules import CONTENT_LIMIT, LINE_LIMIT
from hotline.masking import PERSONAL
from local_cache.errors import GuestAnswers, Refused
from local_cache.model import CaseView, Saved
from screens.parts.amend import NOTHING_WRONG, AmendCase, Changes, Wrong, keepable
from screens.parts.ask import Choose, Option, Write
from screens.parts.base import Answer, ConsoleScreen, Said
from screens.parts.begun import ANSWER, NOTE
from screens.parts.case_words import coded, field_words, number_words, sync_words
from screens.parts.over import OverScreen
from screens.parts.trouble import refusal_words, trouble_words
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.commands import Command
    from hotline.work_order import WorkOrder

OPS = {
    "urge": "urge", "note": "add_note", "amend": "amend_case", "withdraw": "withdraw", "reveal": "reveal",
    "caller_note": "propose_caller_note", "lift_note": "lift_caller_note", "unmerge": "unmerge",
}  # fmt: skip
"""What each act gives to the case, as the table of commands names it."""
REVEALED_FOR_S = 60.0
"""A revealed number is hidden again after so long."""


class Numbered(Protocol):
    """A case of which as much is known here as tells it from all others."""

    @property
    def id(self) -> UUID:
        """The case."""

    @property
    def order_no(self) -> str:
        """Its number."""


Asked = TypeVar("Asked", bound=Numbered)


@dataclass(frozen=True, slots=True)
class Told:
    """What the message line says of an act on a case: it ends with where the act is, and that changes.

    `words` is a message id.
    """

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
        self._why_refused: object = None
        self._draft_id = ""
        """The draft of what was written in the question that was asked last, until it is given to be saved."""

    # ---- what the screen does

    def read_case(self, case_id: UUID) -> None:
        """Read the case again."""
        raise NotImplementedError

    def paint_case(self) -> None:
        """Paint the case that is shown."""
        raise NotImplementedError

    # ---- acts

    def actor(self) -> Actor:
        """Return who acts here, for the rulebook."""
        session = self.services.signed_in
        return Actor(session.operator_id, session.roles, self.services.seat_code, session.unit)

    def why_not(self, act: str) -> str:
        """Return why an act can do nothing to the case that is shown, whatever is typed; empty if it can."""
        from hotline.rulebook import may_be_given_offline, refused_at_once

        session = self.services.session
        if self.view is None or session is None:
            return ""
        order = self.view.doc.order
        asked = act == "note" and order.state is State.WITH_SEAT
        op = "answer_query" if asked else OPS[act]
        refusal = refused_at_once(op, order, self.actor())
        if refusal is not None:
            over = order.state not in LIVE and refusal.code == "wrong_state"
            return tr("This case is over: if the matter goes on, file a new one") if over else refusal_words(refusal)
        if not self.services.seat.status.line_up and not may_be_given_offline(op, order):
            return tr("A unit has the case already: this needs the line to the centre")
        return ""

    def begun(self, act: str) -> WorkOrder | None:
        """Return the case to do something to; None where it cannot be done, which is said."""
        if self.view is None:
            return None
        if words := self.why_not(act):
            self.say(lambda: self.why_not(act) or words, wrong=True)
            self._why_refused = self._said
            return None
        return self.view.doc.order

    def forget_refusal(self) -> None:
        """Take away why an act could not be done, where that is still what is said: it was of another moment."""
        if self._said is self._why_refused:
            self.say("")

    def _ask_about(
        self,
        case: Asked,
        act: str,
        question: OverScreen[Answer],
        then: Callable[[Asked, Answer | None], object],
        chosen: str = "",
    ) -> None:
        """Ask something about a case; what is written is kept as a draft until it is saved or thrown away.

        `act` is what the draft is begun as, and `chosen` what was chosen before this could be asked.
        """
        question.keep_for(case.id, self._draft_id, act, number_words(case.order_no), chosen)

        def answered(answer: Answer | None) -> None:
            self._draft_id = "" if answer is None else question.draft_id
            then(case, answer)

        self.app.push_screen(question, answered)

    def _give(
        self,
        order: WorkOrder,
        command: Command,
        words: str,
        again: Callable[[Wrong], None],
        *,
        then: Callable[[], object] | None = None,
        instead: Callable[[Exception], bool] | None = None,
    ) -> None:
        """Save an act on the case as it was when it was asked about: another one may be shown by now.

        Where it cannot be saved, `again` asks once more with what was typed, unless `instead` says that it has found
        another way. `then` is called once it is saved.
        """
        draft_id, self._draft_id = self._draft_id, ""

        def saved(done: Saved) -> None:
            self._tell(Told(order.id, words, number_words(order.order_no)), done.state)
            if then is not None:
                then()
            if self.wanted == order.id:
                self.read_case(order.id)

        def failed(error: Exception) -> None:
            self._draft_id = draft_id  # whichever way it goes on, it is the same text
            if instead is not None and instead(error):
                return
            self._draft_id = ""
            self.seat_failed(error)
            field = error.refusal.field if isinstance(error, Refused) else ""
            wrong = Wrong(lambda: trouble_words(error), field)
            self.ask_later(partial(self._ask_with, draft_id, partial(again, wrong)))

        future = self.services.seat.save(
            command, session=self.services.signed_in, case_id=order.id, base_revision=order.revision, draft_id=draft_id
        )
        self.when_done(future, saved, failed)

    def _ask_with(self, draft_id: str, again: Callable[[], None]) -> None:
        self._draft_id = draft_id
        again()

    def _tell(self, told: Told, state: SyncState) -> None:
        def words() -> str:
            where = sync_words(self.services.city_pack, state)
            return tr("{words} {number}, {where}").format(words=tr(told.words), number=told.number, where=where)

        self.say(words)
        self._told = told

    def say(self, words: str | Said, *, wrong: bool = False) -> None:
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
        if order := self.begun("urge"):
            self._ask_urge(order)

    def _ask_urge(self, order: WorkOrder, said: str = "", wrong: Wrong = NOTHING_WRONG) -> None:
        def heading() -> str:
            return tr("Urge (urged before: {count}): what was said to the caller?").format(count=order.urge_count)

        question = Write(
            of_case(order, heading),
            mark("Said to the caller"),
            text=said,
            wrong=wrong.words,
            limit=LINE_LIMIT,
            check=keepable,
        )
        self._ask_about(order, "urge", question, self._urged)

    def _urged(self, order: WorkOrder, said: str | None) -> None:
        from hotline.commands import Urge

        if said is not None:
            self._give(order, Urge(said=said.strip()), mark("Urged"), partial(self._ask_urge, order, said))

    def action_note(self) -> None:
        """Add a note; to a case whose dispatcher has asked something, the answer."""
        if order := self.begun("note"):
            asked = order.state is State.WITH_SEAT
            (self._ask_answer if asked else self._ask_note)(order)

    def _ask_note(self, order: WorkOrder, text: str = "", wrong: Wrong = NOTHING_WRONG) -> None:
        question = _writes(of_case(order, lambda: tr("Add a note")), mark("Note"), text, wrong)
        self._ask_about(order, NOTE, question, self._noted)

    def _noted(self, order: WorkOrder, text: str | None) -> None:
        from hotline.commands import AddNote

        if text:
            self._give(order, AddNote(text=text), mark("Note added"), partial(self._ask_note, order, text))

    def _ask_answer(self, order: WorkOrder, text: str = "", wrong: Wrong = NOTHING_WRONG) -> None:
        heading = of_case(order, lambda: tr("The dispatcher asks: {query}").format(query=order.query))
        self._ask_about(order, ANSWER, _writes(heading, mark("Answer"), text, wrong), self._query_answered)

    def _query_answered(self, order: WorkOrder, text: str | None) -> None:
        from hotline.commands import AnswerQuery

        if text:
            again = partial(self._ask_answer, order, text)
            self._give(order, AnswerQuery(answer=text), mark("Question answered"), again)

    def action_withdraw(self) -> None:
        """Withdraw the case on the caller's word; asks why."""
        if order := self.begun("withdraw"):
            self._ask_withdraw(order)

    def _ask_withdraw(self, order: WorkOrder, reason: str = "", wrong: Wrong = NOTHING_WRONG) -> None:
        heading = of_case(order, lambda: tr("Withdraw: what did the caller say?"))
        question = Write(heading, mark("Reason"), text=reason, wrong=wrong.words, limit=LINE_LIMIT, check=must_say)
        self._ask_about(order, "withdraw", question, self._withdrawn)

    def _withdrawn(self, order: WorkOrder, reason: str | None) -> None:
        from hotline.commands import Withdraw

        if reason:
            again = partial(self._ask_withdraw, order, reason)
            self._give(order, Withdraw(reason=reason), mark("Withdrawn"), again)

    def action_amend(self) -> None:
        """Amend the fields of the case."""
        if order := self.begun("amend"):
            self._ask_amend(order)

    def _ask_amend(self, order: WorkOrder, changes: Changes | None = None, wrong: Wrong = NOTHING_WRONG) -> None:
        heading = of_case(order, lambda: tr("Amend: change what is wrong"))
        question = AmendCase(heading, order, self.services.city_pack, changes, wrong)
        self._ask_about(order, "amend", question, self._amended)

    def _amended(self, order: WorkOrder, changes: Changes | None) -> None:
        from hotline.commands import AmendCase as Amendment

        if changes:
            self._give(order, Amendment(changes=changes), mark("Amended"), partial(self._ask_amend, order, changes))

    # ---- revealing

    def action_reveal(self) -> None:
        """Show one masked field: which, and why; both are written down."""
        order = self.begun("reveal")
        if order is None:
            return
        if self.services.seat.status.guest is not None:
            self.seat_failed(GuestAnswers())
            return
        names = [name for name in type(order).model_fields if name in PERSONAL and "*" in str(getattr(order, name))]
        if not names:
            self.say(lambda: tr("Nothing is masked in this case"))
            return

        def options() -> list[Option]:
            return [Option(name, f"{field_words(name)}  {getattr(order, name)}") for name in names]

        question = Choose(of_case(order, lambda: tr("Reveal: which?")), options)
        self.app.push_screen(question, partial(self._field_chosen, order))

    def _field_chosen(self, order: WorkOrder, name: str | None) -> None:
        if name is None:
            return
        pack = self.services.city_pack

        def reasons() -> list[Option]:
            return [Option(each.value, coded(pack, "reveal_reason", each)) for each in RevealReason]

        question = Choose(of_case(order, lambda: tr("Reveal: why? It is written down with your name.")), reasons)
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


def of_case(order: WorkOrder, heading: Said) -> Said:
    """Return a heading with the number of the case that it is about: the list may move under the question."""
    return lambda: f"{number_words(order.order_no)}  {heading()}".strip()


def _writes(heading: Said, label: str, text: str, wrong: Wrong) -> Write:
    return Write(heading, label, text=text, wrong=wrong.words, rows=4, limit=CONTENT_LIMIT, check=must_say)


def must_say(text: str) -> str:
    """Return what is wrong with a text that has to say something, empty for one that can be taken."""
    return keepable(text) if text.strip() else tr("Write something first")
