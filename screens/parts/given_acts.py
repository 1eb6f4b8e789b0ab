"""What is done to a case at the centre itself: dispatch, decide, merge. It needs the line, and nothing is put off."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from hotline.codes import LIVE
from hotline.command_table import COMMANDS
from hotline.outcome import Refusal, RefusalCode
from local_cache.errors import GivenRefused, NoLine, NotKnown
from screens.parts.amend import Wrong
from screens.parts.case_acts import OPS, CaseActs
from screens.parts.case_words import number_words
from screens.parts.trouble import refusal_words, trouble_words
from wording import mark, tr

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from hotline.codes import State
    from hotline.commands import Command
    from hotline.wire import MutationResult
    from hotline.work_order import WorkOrder
    from screens.parts.base import Said

_ONCE_MORE = mark("No answer came. Take it again as it is: it is done once, whether the centre took it or not")
_MOVED_ON = mark("The case has moved on and cannot take this now: read how it stands")
_NOT_SENT = mark("Not done: there is no line to the centre. Nothing has changed")
Again = Callable[[Wrong], None]


class GivenActs(CaseActs):
    """A screen whose acts go to the centre at once. `GIVEN` names for each of its acts the commands that do it.

    An act may be given as soon as one of its commands may; `why_none` has the last word for what the table of commands
    does not know. What an act did is said with the number of its case, whichever is shown by then.
    """

    GIVEN: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._under_way: set[UUID] = set()

    # ---- what the screen does

    def why_none(self, act: str, order: WorkOrder) -> str:  # noqa: ARG002
        """Return why an act means nothing for a case, in words; empty leaves it to the table of commands."""
        return ""

    def why_not_now(self, act: str, order: WorkOrder) -> str:  # noqa: ARG002
        """Return what has to come before an act that is for another state than the case's, in words."""
        return self._moved_on()

    def _moved_on(self, state: State | None = None) -> str:
        """Return what to do where a case in `state` cannot take an act any more: not everybody may add a note."""
        if state is not None and state not in LIVE:
            return tr("This case is over")
        may_note = self.services.roles & COMMANDS["add_note"].roles
        return refusal_words(Refusal(RefusalCode.WRONG_STATE)) if may_note else tr(_MOVED_ON)

    def act_done(self, order: WorkOrder, result: MutationResult, *, stays: bool) -> None:
        """Go on after an act; `stays` says that the case is still one of this list."""
        raise NotImplementedError

    def act_failed(self, order: WorkOrder) -> None:
        """Ask the centre how things stand: an act was refused, or nobody knows what became of it."""
        raise NotImplementedError

    # ---- whether

    def why_not(self, act: str) -> str:
        """Return why an act can do nothing to the case that is shown; empty if it can."""
        from hotline.rulebook import refused_at_once

        if act not in self.GIVEN:
            return super().why_not(act)
        if self.view is None or self.services.session is None:
            return ""
        order = self.view.doc.order
        if words := self.why_none(act, order):
            return words
        refusals = [refused_at_once(op, order, self.actor()) for op in self.GIVEN[act]]
        if all(refusals):
            told = [each for each in refusals if each is not None]
            # That a command is for another state says least: another one of the act may be for this one.
            first = min(told, key=lambda each: each.code is RefusalCode.WRONG_STATE)
            if first.code is not RefusalCode.WRONG_STATE:
                return refusal_words(first)
            return tr("This case is over") if order.state not in LIVE else self.why_not_now(act, order)
        return self.why_no_line()

    def why_no_line(self) -> str:
        """Return why nothing can be given now; empty while there is a line."""
        return "" if self.services.seat.status.line_up else tr(_NOT_SENT)

    def begun(self, act: str) -> WorkOrder | None:
        """Return the case to do something to; None where it cannot be done, which is said."""
        order = super().begun(act)
        if order is not None and order.id in self._under_way:
            self.say(lambda: tr("The centre has not answered yet: wait for it"), wrong=True)
            return None
        return order

    def is_act(self, action: str) -> bool:
        """Say whether an action is done to the case that is shown."""
        return action in self.GIVEN or action in OPS

    # ---- giving

    def give(
        self, order: WorkOrder, command: Command, words: Said, *, again: Again | None = None, stays: bool = False
    ) -> None:
        """Give a command for a case as it was shown; where it cannot be done, `again` asks anew with what was typed.

        `words` say what was done; `stays` that the case is still one of this list. What was written stays a draft
        until the centre has taken it.
        """
        number = number_words(order.order_no)
        draft_id, self._draft_id = self._draft_id, ""
        self._under_way.add(order.id)
        self.say(lambda: tr("{number}: the centre is asked ...").format(number=number))

        def done(result: MutationResult) -> None:
            self._under_way.discard(order.id)
            if draft_id:
                self.services.seat.discard_draft(draft_id)
            self.say(lambda: tr("{number}: {words}").format(number=number, words=words()))
            self.act_done(order, result, stays=stays)

        def failed(error: Exception) -> None:
            self._under_way.discard(order.id)
            moved_on = isinstance(error, GivenRefused) and error.refusal.code is RefusalCode.WRONG_STATE
            state = error.state if isinstance(error, GivenRefused) else None
            why = partial(self._moved_on, state) if moved_on else partial(given_trouble, error)
            self.say(lambda: tr("{number}: {words}").format(number=number, words=why()), wrong=True)
            self.act_failed(order)
            if again is not None:
                field = error.refusal.field if isinstance(error, GivenRefused) else ""
                wrong = Wrong(why if moved_on else partial(trouble_asked_again, error), field)
                self.ask_later(partial(self._ask_with, draft_id, partial(again, wrong)))

        given = self.services.seat.give(order.id, command, base_revision=order.revision, draft_id=draft_id)
        self.when_done(given, done, failed)

    def _give(
        self,
        order: WorkOrder,
        command: Command,
        words: str,
        again: Again,
        *,
        then: Callable[[], object] | None = None,
        instead: Callable[[Exception], bool] | None = None,
    ) -> None:
        """Give notes and changes to the centre, too, as long as there is a line.

        The next act on the case may follow at once, and must not overtake them; nor does this seat need to hold it.
        """
        if then is None and instead is None and self.services.seat.status.line_up:
            self.give(order, command, lambda: tr(words), again=again, stays=True)
        else:
            super()._give(order, command, words, again, then=then, instead=instead)


def trouble_asked_again(error: Exception) -> str:
    """Return the same for the question that asks again: what stands there is done once, however often it is given."""
    return tr(_ONCE_MORE) if isinstance(error, NotKnown) else given_trouble(error)


def given_trouble(error: Exception) -> str:
    """Return what became of a command that did not take effect, and what to do."""
    return tr(_NOT_SENT) if isinstance(error, NoLine) else trouble_words(error)
