"""A seat without files: it answers as the facade does, judges by the real rulebook, and remembers what it was given."""

from __future__ import annotations

import errno
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from uuid_utils import uuid7

from city_packs.model import CityPack
from hotline.caller_notes import is_asked
from hotline.calling_back import REPLY_PASSED
from hotline.case_doc import CaseDoc, masked_order, timeline_entry
from hotline.codes import LIVE, Light, Request, Role, State, SyncState
from hotline.command_table import COMMANDS
from hotline.commands import IntakeCommand
from hotline.context import Actor, Context
from hotline.handling import asked_extension
from hotline.likely_doc import LikelyCase
from hotline.masking import masked_value
from hotline.order_number import OrderNumber
from hotline.outcome import Applied, Refusal
from hotline.phones import tidy
from hotline.queue_doc import Proposal, QueueCounts, QueueLine, QueuePage
from hotline.queues import QUEUE_OF
from hotline.report_doc import RepeatReview
from hotline.rulebook import apply
from hotline.running_clocks import is_running, light_at, red_first
from hotline.wire import MutationResult
from hotline.work_order import WorkOrder
from local_cache.errors import (
    GivenRefused,
    NoLine,
    NoSuchDraft,
    NotKnown,
    NotSaved,
    Refused,
    SignInFailed,
    Why,
    WhyNot,
)
from local_cache.model import (
    Alert,
    CallerHistory,
    CaseLine,
    CaseView,
    DeskAct,
    Disposal,
    Draft,
    Hand,
    KeptState,
    Likely,
    Need,
    OwnLine,
    OwnState,
    Page,
    Probe,
    Query,
    Saved,
    SeatStatus,
    SessionInfo,
)
from local_cache.report_questions import ReportQuestion

SHIFT_ENDS = ("00:00", "08:00", "16:00")


def done(value: Any) -> Future[Any]:
    """Return a future that has been answered."""
    future: Future[Any] = Future()
    future.set_result(value)
    return future


def failed(error: Exception) -> Future[Any]:
    """Return a future that has failed."""
    future: Future[Any] = Future()
    future.set_exception(error)
    return future


@dataclass
class FakeSeat:
    """The facade's methods that screens use. Tests read the lists, and set what it answers."""

    pack_: CityPack
    now: Callable[[], datetime]
    status: SeatStatus = field(default_factory=lambda: SeatStatus(shift_ends=SHIFT_ENDS))
    commands: list[tuple[Any, UUID | None]] = field(default_factory=list)
    orders: dict[UUID, WorkOrder] = field(default_factory=dict)
    docs: dict[UUID, CaseDoc] = field(default_factory=dict)
    states: dict[UUID, SyncState] = field(default_factory=dict)
    unsent: set[UUID] = field(default_factory=set)
    own: list[OwnLine] = field(default_factory=list)
    kept: dict[str, Draft] = field(default_factory=dict)
    discarded: list[Draft] = field(default_factory=list)
    draft_writes: list[Draft] = field(default_factory=list)
    acts: list[tuple[str, str]] = field(default_factory=list)
    histories: dict[str, CallerHistory] = field(default_factory=dict)
    likely: list[Likely] = field(default_factory=list)
    likely_there: list[LikelyCase] = field(default_factory=list)
    probes: list[Probe] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)
    open_needs: list[Need] = field(default_factory=list)
    open_alerts: list[Alert] = field(default_factory=list)
    settled: list[tuple[str, str]] = field(default_factory=list)
    reveals: list[tuple[UUID, str, str]] = field(default_factory=list)
    disposals: list[dict[str, str]] = field(default_factory=list)
    late: list[tuple[Future[Any], Any]] = field(default_factory=list)
    hold_likely: bool = False
    hold_saves: bool = False
    hold_sign_out: bool = False
    hold_queue: bool = False
    hold_gives: bool = False
    pages_of: int = 50
    listed: dict[UUID, QueueLine] = field(default_factory=dict)
    given: list[tuple[Any, UUID]] = field(default_factory=list)
    done_once: dict[tuple[str, str], MutationResult] = field(default_factory=dict)
    answers_lost: int = 0
    asked_queues: list[tuple[str, str]] = field(default_factory=list)
    acting: SessionInfo | None = None
    reports: dict[str, Any] = field(default_factory=dict)
    asked_reports: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    reviews: list[tuple[tuple[UUID, ...], str]] = field(default_factory=list)
    split_asked: list[Any] = field(default_factory=list)
    lead_board: Any = None
    titles: Sequence[Any] = ()
    disk_full: bool = False
    password: str = "secret"
    has_line: bool = True
    counter: int = 0
    locked: bool = False
    own_states: list[KeptState] = field(default_factory=list)
    desk_acts: list[DeskAct] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    said_of_leaders: list[tuple[str, str, str]] = field(default_factory=list)
    gave_up: list[Any] = field(default_factory=list)
    shows_number: bool = False

    # ---- people

    def session(self) -> SessionInfo:
        return SessionInfo("1042", "王敏", frozenset({Role.OPERATOR}), "s-1", self.has_line, self.now())

    def sign_in(self, operator_id: str, password: str) -> Future[SessionInfo]:
        if password != self.password:
            return failed(SignInFailed(WhyNot.WRONG_PASSWORD))
        return done(replace(self.session(), operator_id=operator_id))

    def lock_session(self) -> Future[None]:
        if self.disk_full:
            return failed(NotSaved(Why.DISK_FULL))
        self.locked = True
        return done(None)

    def sign_out(self, session: SessionInfo, disposal: dict[str, str]) -> Future[None]:
        """Settle the drafts at once, as the disk does; the answer may come later."""
        self.disposals.append(disposal)

        def settle() -> None:
            if self.disk_full:
                raise NotSaved(Why.DISK_FULL)

        if not self.disk_full:
            self._dispose(disposal, session.operator_id)
        if self.hold_sign_out:
            future: Future[None] = Future()
            self.late.append((future, settle))
            return future
        return failed(NotSaved(Why.DISK_FULL)) if self.disk_full else done(None)

    def _dispose(self, disposal: dict[str, str], operator: str) -> None:
        for draft_id, what in disposal.items():
            if draft_id not in self.kept:
                continue
            draft = self.kept.pop(draft_id)
            if what == Disposal.DISCARD:
                self.discarded.insert(0, draft)
            else:
                owner = "" if what == Disposal.HAND_OVER else operator
                self.kept[draft_id] = replace(draft, operator=owner, parked=True, kept=what == Disposal.KEEP)

    # ---- the operator's side of the telephone

    def note_state(self, own: OwnState, pause: str = "") -> Future[None]:
        if not self.own_states or self.own_states[-1].own != own:
            self.own_states.append(KeptState(own, self.now(), len(self.own_states) + 1))
        self.own_states[-1] = replace(self.own_states[-1], pause=pause)
        guest = (each for each in self.status.leaders if each.leader_day_id == own.leader_day_id)
        self.status = replace(self.status, guest=next(guest, None))
        return done(None)

    def last_state(self) -> Future[KeptState | None]:
        return done(self.own_states[-1] if self.own_states else None)

    def put_hand(self, hand: Hand | None) -> Future[None]:
        self.status = replace(self.status, hand=hand)
        return done(None)

    def say_of_leader(self, leader_day_id: str, words: str, operator_id: str) -> None:
        self.said_of_leaders.append((leader_day_id, words, operator_id))

    def keep_text(self, name: str, text: str) -> Future[Path]:
        self.texts.append((name, text))
        return done(Path(f"{name}.txt"))

    def desk_act(self, act: DeskAct) -> None:
        self.desk_acts.append(act)

    def take_missed(self, leave_out: Sequence[str]) -> Future[Any]:
        if not self.has_line:
            return failed(NoLine())
        waiting = [each for each in self.gave_up if str(each.call_id) not in leave_out]
        return done(waiting[0] if waiting else None)

    def tell_desk_news(self) -> Future[None]:
        return done(None)

    # ---- drafts

    def put_draft(self, draft: Draft) -> Future[None]:
        if self.disk_full:
            return failed(NotSaved(Why.DISK_FULL))
        self.kept[draft.id] = draft
        self.discarded = [each for each in self.discarded if each.id != draft.id]
        self.draft_writes.append(draft)
        return done(None)

    def drafts(self, operator: str) -> Future[list[Draft]]:
        return done([each for each in self.kept.values() if each.operator in ("", operator)])

    def discard_draft(self, draft_id: str, last: Draft | None = None) -> Future[None]:
        if self.disk_full:
            return failed(NotSaved(Why.DISK_FULL))
        if last is not None:
            self.kept[draft_id] = last
        if draft_id not in self.kept:
            return failed(NoSuchDraft(draft_id))
        self.discarded.insert(0, self.kept.pop(draft_id))
        return done(None)

    def discarded_drafts(self, operator: str) -> Future[list[Draft]]:
        return done([each for each in self.discarded if each.operator == operator])

    def kept_drafts_count(self) -> Future[int]:
        return done(sum(each.kept for each in self.kept.values()))

    def seen_recovery(self) -> Future[None]:
        self.status = replace(self.status, recovered=None)
        return done(None)

    # ---- saving

    def save(
        self,
        intent: Any,
        *,
        session: SessionInfo,
        case_id: UUID | None = None,
        draft_id: str | None = None,
        base_revision: int | None = None,
        first: Sequence[Any] = (),
        put_away: Draft | None = None,
        read_out: bool = False,
    ) -> Future[Saved]:
        def work() -> Saved:
            for each in first:
                self._save(each, session, case_id, None)
            saved = self._save(intent, session, case_id, draft_id)
            self.shows_number = read_out and bool(saved.number)
            if put_away is not None:
                self.kept.pop(put_away.id, None)
                self.discarded.insert(0, put_away)
            return saved

        if self.hold_saves:
            future: Future[Saved] = Future()
            self.late.append((future, work))
            return future
        try:
            return done(work())
        except Exception as error:
            return failed(error)

    def number_is_read(self) -> Future[None]:
        self.shows_number = False
        return done(None)

    def _save(self, intent: Any, session: SessionInfo, case_id: UUID | None, draft_id: str | None) -> Saved:
        if self.disk_full:
            raise NotSaved(Why.DISK_FULL)
        number = str(OrderNumber("0042", 3, self.counter + 1))
        command = intent(number) if callable(intent) else intent
        makes_case = isinstance(command, IntakeCommand)
        order_id = UUID(str(uuid7())) if makes_case else case_id
        context = Context(
            at=self.now(), actor=Actor(session.operator_id, session.roles, "0042"), pack=self.pack_, order_id=order_id,
            seen_as=masked_value,
        )  # fmt: skip
        before = self.orders.get(case_id) if case_id else None
        parent = self.docs.get(before.parent) if before is not None and before.parent else None
        if parent is not None:
            context = replace(context, others={parent.order.id: parent.order})
        outcome = apply(before, command, context)
        if isinstance(outcome, Refusal):
            raise Refused(outcome)
        assert isinstance(outcome, Applied)
        self.commands.append((command, case_id))
        if callable(intent):
            self.counter += 1
        if draft_id:
            self.kept.pop(draft_id, None)
        if outcome.order is not None:
            self.put_order(outcome.order, outcome)
            self.states[outcome.order.id] = SyncState.ON_THIS_SEAT
        mutation_id = UUID(str(uuid7()))
        shown_id = order_id if outcome.order else None
        line = self.line(outcome.order) if outcome.order else None
        self.own.insert(0, OwnLine(len(self.commands), mutation_id, command.op, shown_id, line, self.now(),
                                   SyncState.ON_THIS_SEAT))  # fmt: skip
        return Saved(shown_id, number if callable(intent) else "", len(self.commands), mutation_id,
                     SyncState.ON_THIS_SEAT, self.now())  # fmt: skip

    def put_order(self, order: WorkOrder, outcome: Applied | None = None) -> CaseLine:
        """Let the seat know a case; return it as a line."""
        self.orders[order.id] = order
        before = self.docs[order.id].timeline if order.id in self.docs else ()
        events = tuple(timeline_entry(each) for each in outcome.events) if outcome else ()
        self.docs[order.id] = CaseDoc(order=masked_order(order), timeline=(*before, *events))
        return self.line(order)

    def line(self, order: WorkOrder) -> CaseLine:
        return CaseLine(
            order.id, order.order_no, order.title, order.state, order.class_code, order.area_code,
            masked_value("caller_name", order.caller_name), order.created_at, order.updated_at,
            self.states.get(order.id),
        )  # fmt: skip

    def answer_late(self) -> None:
        """Answer what was held back, in its order."""
        late, self.late = self.late, []
        for future, work in late:
            try:
                future.set_result(work())
            except Exception as error:
                future.set_exception(error)

    # ---- looking up

    def caller_history(self, number: str, call_id: str = "") -> Future[CallerHistory]:
        return done(self.histories.get(number, CallerHistory("", 0, (), (), (), None)))

    def likely_duplicates(self, probe: Probe) -> Future[list[Likely]]:
        self.probes.append(probe)
        if self.hold_likely:
            future: Future[list[Likely]] = Future()
            answer = list(self.likely)
            self.late.append((future, lambda: answer))
            return future
        return done(list(self.likely))

    def likely_at_centre(self, case_id: UUID) -> Future[tuple[LikelyCase, ...]]:
        if not self.has_line:
            return failed(NoLine())
        return done(tuple(each for each in self.likely_there if each.order.id != case_id))

    def search(self, query: Query) -> Future[Page]:
        self.queries.append(query)
        lines = [self.line(order) for order in self.orders.values() if query.text in order.title + order.content]
        if query.state:
            lines = [line for line in lines if line.state is query.state]
        if query.digits:
            lines = [line for line in lines if tidy(query.digits) in line.number]
        if query.phone_part:
            lines = []
        if query.area_code:
            lines = [line for line in lines if line.area_code.startswith(query.area_code)]
        lines.sort(key=lambda line: line.created_at, reverse=True)
        return done(Page(tuple(lines), len(lines), "", self.now()))

    def search_centre(self, query: Query) -> Future[Page]:
        if not self.has_line:
            return failed(NoLine())
        self.queries.append(query)
        page: Page = self.search(query).result()
        return done(replace(page, at_centre=True))

    def case(self, case_id: UUID) -> Future[CaseView | None]:
        if case_id not in self.docs:
            return done(None)
        needs = tuple(each for each in self.open_needs if each.case_id == case_id)
        at_centre = case_id not in self.unsent
        return done(CaseView(self.docs[case_id], self.states.get(case_id), needs, at_centre))

    def sync_states(self, case_ids: list[UUID]) -> Future[dict[UUID, SyncState]]:
        return done({each: self.states[each] for each in case_ids if each in self.states})

    def own_recent(self, limit: int = 20) -> Future[list[OwnLine]]:
        return done(self.own[:limit])

    def needs(self) -> Future[list[Need]]:
        return done(list(self.open_needs))

    def alerts(self) -> Future[list[Alert]]:
        return done(list(self.open_alerts))

    def settle(self, need_id: str, choice: str) -> Future[None]:
        self.settled.append((need_id, choice))
        self.open_needs = [each for each in self.open_needs if each.id != need_id]
        return done(None)

    def note_alert(self, alert_id: UUID) -> Future[None]:
        self.open_alerts = [each for each in self.open_alerts if each.doc.id != alert_id]
        return done(None)

    def reveal(self, case_id: UUID, field_name: str, reason: str, session: SessionInfo) -> Future[str]:
        assert "reveal" in COMMANDS
        self.reveals.append((case_id, field_name, reason))
        return done(str(getattr(self.orders[case_id], field_name)))

    # ---- work lists

    def queue(self, name: str, cursor: str = "") -> Future[QueuePage]:
        """Answer a page of the list, what goes red first at its top; `pages_of` lines a page."""
        self.asked_queues.append((name, cursor))
        if not self.has_line:
            return failed(NoLine())
        waiting = [line for line in self.listed.values() if self._stands_in(name, self.now_order(line))]
        waiting.sort(key=lambda line: (red_first(line.order.clocks) or self.now() + timedelta(days=99), line.order.id))
        lights = [light_at(each, self.now()) for line in waiting for each in line.order.clocks if is_running(each)]
        counts = QueueCounts(
            waiting=len(waiting),
            to_decide=sum(self._is_to_decide(self.now_order(line)) for line in waiting) if name == "supervision" else 0,
            yellow=lights.count(Light.YELLOW), red=lights.count(Light.RED),
            oldest=min((line.order.state_since for line in waiting), default=None),
        )  # fmt: skip
        first = int(cursor or 0)
        last = first + self.pages_of
        lines = tuple(line.model_copy(update={"order": masked_order(self.now_order(line))}) for line in waiting)
        page = QueuePage(
            as_of=self.now(), counts=counts, lines=lines[first:last], next=str(last) if last < len(lines) else None
        )
        if self.hold_queue:
            future: Future[QueuePage] = Future()
            self.late.append((future, lambda: page))
            return future
        return done(page)

    def _stands_in(self, name: str, order: WorkOrder) -> bool:
        if name == "supervision":
            return order.state in LIVE or order.naming is not None
        if name == "extension":
            return asked_extension(order) is not None
        if name == "naming":
            return order.naming is not None and order.naming.state is Request.ASKED
        if name == "exclusion":
            return order.exclusion is not None and order.exclusion.state is Request.ASKED
        if name == "caller_note":
            return is_asked(order.caller_note)
        parent = self.orders.get(order.parent) if order.parent else None
        if name == "callback" and order.state is State.MERGED and parent is not None:
            return parent.state in REPLY_PASSED and order.closed_because is None
        return str(QUEUE_OF.get(order.state, "")) == name

    def _is_to_decide(self, order: WorkOrder) -> bool:
        roles = self.acting.roles if self.acting is not None else frozenset()
        theirs = ("extension",) if roles & {Role.SUPERVISOR, Role.LEAD} else ("naming",)
        return any(self._stands_in(name, order) for name in theirs)

    def now_order(self, line: QueueLine) -> WorkOrder:
        return self.orders[line.order.id]

    def waits(self, order: WorkOrder, *proposed: Proposal, callers: int = 1) -> WorkOrder:
        """Let a case wait in the list of its state."""
        self.put_order(order)
        self.listed[order.id] = QueueLine(order=order, proposed=proposed, number_of_callers=callers)
        return order

    def give(
        self, case_id: UUID, command: Any, *, base_revision: int | None = None, draft_id: str = ""
    ) -> Future[MutationResult]:
        """Judge as the centre does, once for each draft, and change what the list answers from then on."""
        key = draft_id, command.model_dump_json()

        def work() -> MutationResult:
            if not self.has_line:
                raise NoLine
            if key in self.done_once:
                return self.done_once[key]
            result = as_whoever_acts()
            if draft_id:
                self.done_once[key] = result
            if self.answers_lost:
                self.answers_lost -= 1
                raise NotKnown(command.op)
            return result

        def as_whoever_acts() -> MutationResult:
            session = self.acting or self.session()
            if command.op == "split" and not command.number:  # the centre mints it
                self.split_asked.append(command)
                self.counter += 1
                number = str(OrderNumber("9999", 1, self.counter))
                return work_on(command.model_copy(update={"number": number}), session)
            return work_on(command, session)

        def work_on(command: Any, session: SessionInfo) -> MutationResult:
            context = Context(
                at=self.now(), actor=Actor(session.operator_id, session.roles, "0042", session.unit), pack=self.pack_,
                order_id=case_id, seen_as=masked_value, others=self.orders,
            )  # fmt: skip
            outcome = apply(self.orders[case_id], command, context)
            if isinstance(outcome, Refusal):
                raise GivenRefused(outcome, self.orders[case_id].state)
            self.given.append((command, case_id))
            assert outcome.order is not None
            self.put_order(outcome.order, outcome)
            for other in outcome.also:
                self.put_order(other.order)
            return MutationResult(
                seq=len(self.given), mutation_id=UUID(str(uuid7())), outcome="applied", case_id=case_id,
                revision=outcome.order.revision, state=outcome.order.state,
            )  # fmt: skip

        if self.hold_gives:
            future: Future[MutationResult] = Future()
            self.late.append((future, work))
            return future
        try:
            return done(work())
        except Exception as error:
            return failed(error)

    # ---- the lead's board, where a test has made one

    def board(self, question: Any) -> Future[Any]:
        return self.lead_board.ask(question)  # type: ignore[no-any-return]

    def board_act(self, act: Any) -> Future[Any]:
        return self.lead_board.act(act)  # type: ignore[no-any-return]

    def board_act_beside(self, act: Any, operator_id: str, password: str) -> Future[Any]:
        return self.lead_board.act_beside(act, operator_id, password)  # type: ignore[no-any-return]

    # ---- practice

    def scenario_titles(self) -> Future[tuple[Any, ...]]:
        return done(tuple(self.titles))

    def keep_practice(self, wanted: Any, language: str) -> Future[tuple[Path, ...]]:
        if not self.has_line:
            return failed(NoLine())
        return done((Path(f"/seat/reports/practice-{wanted.first}-{wanted.last}-{language}.html"),))

    # ---- reports

    def report(self, question: ReportQuestion[Any]) -> Future[Any]:
        """Answer with the page of this name; a callable makes it of what was asked."""
        self.asked_reports.append((question.name, dict(question.asked)))
        if not self.has_line:
            return failed(NoLine())
        page = self.reports[question.name]
        return done(page(dict(question.asked)) if callable(page) else page)

    def review_repeat(self, cases: Sequence[UUID], words: str, *, draft_id: str = "") -> Future[RepeatReview]:
        if not self.has_line:
            return failed(NoLine())
        self.reviews.append((tuple(cases), words))
        return done(RepeatReview(at=self.now(), operator="6001", words=words))

    def whole_report(self, period: str, form: str, language: str) -> Future[bytes]:
        return done(f"{period} {form} {language}".encode()) if self.has_line else failed(NoLine())

    def keep_report(self, period: str, language: str) -> Future[tuple[Path, ...]]:
        if self.disk_full:
            return failed(OSError(errno.ENOSPC, "full", "/seat/reports/report.html"))
        return done(tuple(Path(f"/seat/reports/report-{period}-{language}.{form}") for form in ("html", "xlsx")))

    def call_act(self, call_id: UUID, act: str) -> Future[None]:
        self.acts.append((str(call_id), act))
        return done(None) if self.has_line else failed(NoLine())
