"""Judges mutations in memory, one after another, by the rulebook; nothing here writes.

What a seat sends is never turned away: it is applied, or it met something (`conflict`, its text kept), or it waits
for a person (`held`), or nobody can read it (`parked`). See sync.md, sections 2.3 and 2.6.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from case_api.cases.keeping import Kept
from case_api.centre import Centre
from case_api.identity import GrantState, Standing
from case_api.moments import in_utc
from case_api.sync.alerting import alert_of
from case_api.sync.audit_entries import digest_of, event_told
from case_api.sync.free_number import FreeNumbers
from case_api.sync.losing import addendum, all_lost, changed_first, masked_conflicts, was_theirs_to_give, words_of
from case_api.sync.verdict import Source, Verdict
from case_api.sync.without_case import abuse_told, logged
from hotline.amending import amended_by_others
from hotline.case_doc import TimelineEntry, timeline_entry
from hotline.command_table import COMMANDS, Start
from hotline.commands import AmendCase, Command, LogCall, MarkAbuse, Reveal, parse_command
from hotline.context import Actor, Context, OrdersOf
from hotline.outcome import Also, Applied, Event, Refusal, RefusalCode
from hotline.rulebook import apply
from hotline.upcast import SchemaUnknownError, upcast
from hotline.wire import Mutation, MutationOutcome, MutationResult
from hotline.work_order import WorkOrder

_REASON = 64


class RefusedError(Exception):
    """The rulebook refuses a command of somebody who is at the centre and can mend it at once."""

    def __init__(self, refusal: Refusal, case: Kept | None) -> None:
        """Take the refusal and the case as it is."""
        super().__init__(refusal.code)
        self.refusal = refusal
        self.case = case


@dataclass(slots=True)
class Judge:
    """Judges the mutations of one transaction. `cases` holds what is stored and what this transaction has changed.

    `purged` are those of the cases named that were erased: what still comes for one is settled at once, unkept.

    `since` are digests of what the mutations' own seat has amended after one that is judged again later: what it
    wrote then was not on its screen before (`overtaken.py`).

    `guest_answers` says whether a leader answered as a guest at the mutations' own seat at a moment: nothing that is
    masked is shown there meanwhile, whatever the console does.

    `strict` raises `RefusedError` instead of keeping what was refused: for people who work at the centre.
    """

    centre: Centre
    source: Source
    cases: dict[UUID, Kept]
    numbers: FreeNumbers
    roles_of: Callable[[Mutation, datetime], GrantState]
    strict: bool = False
    purged: frozenset[UUID] = frozenset()
    guest_answers: Callable[[datetime], bool] = lambda _: False
    since: frozenset[str] = frozenset()

    def judge(self, mutation: Mutation) -> Verdict:
        """Return what becomes of a mutation. It takes effect for the next one only by `take`."""
        try:
            payload = upcast(mutation.op, mutation.schema_, mutation.payload)
        except SchemaUnknownError:
            return self._dead(mutation, MutationOutcome.PARKED, "unknown_schema")
        row = COMMANDS.get(mutation.op)
        if row is None:
            return self._dead(mutation, MutationOutcome.PARKED, RefusalCode.UNKNOWN_COMMAND)
        try:
            command = parse_command(mutation.op, payload)
        except ValidationError as error:
            return self._dead(mutation, MutationOutcome.PARKED, _unreadable(error))
        if mutation.case_id is None and row.start != {Start.NO_ORDER}:
            return self._dead(mutation, MutationOutcome.PARKED, "no_case_id")
        at = self.moment(mutation.made_at)
        state = self.roles_of(mutation, at)
        if state.standing in (Standing.REVOKED, Standing.UNKNOWN):
            return self._dead(mutation, MutationOutcome.HELD, f"operator_{state.standing}", command)
        if mutation.case_id in self.purged:
            refusal = Refusal(RefusalCode.NO_SUCH_CASE)
            if self.strict:
                raise RefusedError(refusal, None)
            return self._dead(mutation, MutationOutcome.HELD, refusal.code, command)
        late = state.standing is Standing.EXPIRED
        verdict = self._by_the_rules(mutation, command, at, state)
        if late:
            verdict.result = verdict.result.model_copy(update={"late_grant": True})
            verdict.told["late_grant"] = True
        return verdict

    def park(self, mutation: Mutation, reason: str) -> Verdict:
        """Return the verdict on a mutation that cannot be stored for a reason outside the rulebook."""
        return self._dead(mutation, MutationOutcome.PARKED, reason)

    def take(self, verdict: Verdict) -> None:
        """Let a verdict stand for the mutations after it."""
        for case in verdict.changed():
            self.cases[case.order.id] = case
            self.numbers.taken.add(case.order.order_no)

    def moment(self, made_at: datetime) -> datetime:
        """Return when something was made by the centre's clock: a wrong clock is corrected, never a reason to refuse.

        Nothing was made after it was received, and nothing longer before than seats hold cases: a clock that was set
        right between the making and the sending does no harm either. Else a case filed under a clock ten years slow
        would be born too old for every seat, and leave the screen of its own.
        """
        received = self.source.received
        try:
            corrected = made_at + self.source.skew if abs(self.source.skew) > self.centre.rules.skew else made_at
            at = min(in_utc(corrected), received)
        except OverflowError:
            return received
        return at if received - at < self.centre.rules.window else received

    def _by_the_rules(self, mutation: Mutation, command: Command, at: datetime, state: GrantState) -> Verdict:
        case = self.cases.get(mutation.case_id) if mutation.case_id else None
        command, twice = self.numbers.numbered(
            command, mutation.operator_id, at, is_new=case is None, at_centre=self.strict
        )
        actor = Actor(mutation.operator_id, state.roles, self.source.seat, state.unit)
        context = Context(
            at, actor, self.centre.pack, mutation.case_id,
            amended=self._amended(mutation, case), others=OrdersOf(self.cases),
        )  # fmt: skip
        outcome = apply(case.order if case else None, command, context)
        if isinstance(command, Reveal) and isinstance(outcome, Applied) and self.guest_answers(at):
            outcome = Refusal(RefusalCode.GUEST_ANSWERS)
        if isinstance(outcome, Refusal):
            if self.strict:
                raise RefusedError(outcome, case)
            return self._refused(mutation, command, at, outcome, case, actor)
        return self._applied(mutation, command, at, outcome, case, twice)

    def _amended(self, mutation: Mutation, case: Kept | None) -> frozenset[str]:
        if case is None or mutation.op != "amend_case":
            return frozenset()
        others = amended_by_others(case.timeline, case.order.revision, mutation.base_revision, self.source.seat)
        cipher = self.centre.cipher
        newer = (entry for entry in case.timeline if self.since and digest_of(cipher, entry) in self.since)
        return others.union(*(entry.data.get("changes", ()) for entry in newer))

    def _applied(
        self, mutation: Mutation, command: Command, at: datetime, outcome: Applied, case: Kept | None, twice: str
    ) -> Verdict:
        entries = tuple(timeline_entry(event) for event in outcome.events)
        told: dict[str, Any] = {"events": self._told(outcome.events)}
        verdict = Verdict(mutation, self._result(mutation, MutationOutcome.APPLIED, outcome.order), told)
        if isinstance(command, MarkAbuse):
            verdict.alerts = (abuse_told(self.source, mutation, command, at),)
            return verdict
        if isinstance(command, LogCall):
            verdict.call = logged(self.centre.cipher, self.source, mutation, command, at)
            return verdict
        order = outcome.order
        if order is None:
            raise TypeError(f"the rulebook gave no work order for {command.op}")
        changed = case is None or order is not case.order
        update: dict[str, Any] = {}
        if isinstance(command, Reveal):
            verdict.read = (command.field, command.reason)
        elif changed:
            verdict.case = self._kept(case, order, entries)
        if outcome.also:
            verdict.also = tuple(self._beside(case, each) for each in outcome.also)
            told["also"] = [{"case": str(each.order.id), "events": self._told(each.events)} for each in outcome.also]
        if twice:
            update["number"] = order.order_no
            verdict.shared_number = twice
            verdict.told["number"] = {"minted_twice": twice, "given": order.order_no}
            verdict.case = replace(verdict.case, other_numbers=(twice,)) if verdict.case else None
            verdict.alerts = (alert_of(self.source, mutation, at, "number_clash", number=twice, given=order.order_no),)
        if outcome.conflicts:
            verdict.lost = changed_first(outcome.conflicts)
            verdict.told["lost"] = [each.field for each in verdict.lost]
            update |= {"outcome": MutationOutcome.CONFLICT, "conflicts": masked_conflicts(verdict.lost)}
        if update:
            verdict.result = verdict.result.model_copy(update=update)
        return verdict

    def _refused(
        self, mutation: Mutation, command: Command, at: datetime, refusal: Refusal, case: Kept | None, actor: Actor
    ) -> Verdict:
        code = refusal.code
        if case is None:
            if code is RefusalCode.NO_SUCH_CASE or code is RefusalCode.NOT_YOUR_ROLE:
                return self._dead(mutation, MutationOutcome.HELD, code, command)
            return self._dead(mutation, MutationOutcome.PARKED, _with_field(refusal), command)
        if code is RefusalCode.ALREADY_RECORDED:
            return Verdict(
                mutation, self._result(mutation, MutationOutcome.DUPLICATE, case.order, code), {"reason": code}
            )
        verdict = Verdict(
            mutation,
            self._result(mutation, MutationOutcome.CONFLICT, case.order, _with_field(refusal)),
            {"reason": _with_field(refusal), "state": case.order.state},
            lost=all_lost(mutation, command, case.order, code),
        )
        text = words_of(command)
        if isinstance(command, Reveal):
            verdict.read = (command.field, command.reason)
        elif isinstance(command, AmendCase):
            verdict.result = verdict.result.model_copy(update={"conflicts": masked_conflicts(verdict.lost)})
        elif text and was_theirs_to_give(command, case.order, actor):
            verdict.case = self._with_addendum(case, mutation, at, text)
            update = {"revision": verdict.case.order.revision}
            verdict.result = verdict.result.model_copy(update=update)
        return verdict

    def _with_addendum(self, case: Kept, mutation: Mutation, at: datetime, text: str) -> Kept:
        """Keep the words of a command that came too late where people read them: in the timeline."""
        entry = addendum(mutation, self.source.seat, case.order.state, at, text)
        order = case.order.model_copy(update={"revision": case.order.revision + 1, "updated_at": at})
        return self._kept(case, order, (entry,))

    def _kept(self, case: Kept | None, order: WorkOrder, entries: tuple[TimelineEntry, ...]) -> Kept:
        mine = {self.source.seat} if self.source.seat else set()
        if case is None:
            return Kept(order, entries, frozenset(mine))
        return replace(case, order=order, timeline=(*case.timeline, *entries), seats=case.seats | mine)

    def _beside(self, case: Kept | None, also: Also) -> Kept:
        """Return another case that a command has changed or made; it is of interest where its own people sit."""
        entries = tuple(timeline_entry(event) for event in also.events)
        known = self.cases.get(also.order.id)
        if known is None:
            return Kept(also.order, entries, case.seats if case else frozenset())
        return replace(known, order=also.order, timeline=(*known.timeline, *entries))

    def _told(self, events: Iterable[Event]) -> list[dict[str, Any]]:
        return [event_told(self.centre.cipher, timeline_entry(event)) for event in events]

    def _dead(
        self, mutation: Mutation, outcome: MutationOutcome, reason: str, command: Command | None = None
    ) -> Verdict:
        """Keep a mutation for a person to look at, and tell the leads; of an erased case there is nothing to do."""
        reason = str(reason)
        case = self.cases.get(mutation.case_id) if mutation.case_id else None
        verdict = Verdict(
            mutation, self._result(mutation, outcome, case.order if case else None, reason), dead_because=reason
        )
        verdict.erased = mutation.case_id in self.purged
        if not verdict.erased:
            at = self.moment(mutation.made_at)
            alert = alert_of(self.source, mutation, at, outcome, op=mutation.op, reason=reason)
            verdict.alerts = (alert,)
        if isinstance(command, Reveal):
            verdict.read = (command.field, command.reason)
        return verdict

    @staticmethod
    def _result(
        mutation: Mutation, outcome: MutationOutcome, order: WorkOrder | None = None, reason: str = ""
    ) -> MutationResult:
        return MutationResult(
            seq=mutation.seq,
            mutation_id=mutation.mutation_id,
            outcome=outcome,
            case_id=mutation.case_id,
            revision=order.revision if order else None,
            state=order.state.value if order else None,
            reason=reason,
        )


def _with_field(refusal: Refusal) -> str:
    return f"{refusal.code}:{refusal.field}"[:_REASON] if refusal.field else str(refusal.code)


def _unreadable(error: ValidationError) -> str:
    """Return what is wrong with a payload, without a word of the payload: keys in it are as free as values."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"unreadable:{first['type']}"[:_REASON]
