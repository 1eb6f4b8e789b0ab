"""Handing a shift over (交接班): the journal, the signature of the lead who goes, then that of the lead who comes.

What was signed never changes. What came open after the first signature is added by the second one, and what came
after that stands in the next journal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from case_api.board.acting import Acting, not_there, refused
from case_api.board.counter import newest_n
from case_api.board.seat_names import names_of
from case_api.problems import ProblemError
from case_api.shifts import explanations
from case_api.shifts.explanations import explained
from case_api.shifts.journal import open_items, seats_of
from case_api.shifts.shift_in_question import leads_on_roster, may_sign, shift_in_question, sign_from
from case_api.storage.tables_handovers import handover_items, handovers
from city_packs.model import CityPack
from hotline.handover_doc import Explain, Handover, HandoverRefusal, JournalItem, Signature
from hotline.shifts import Shift, Shifts
from hotline.texts import unkeepable
from hotline.wire import Problem

_NAMED = 10
"""So many of what keeps a shift from being handed over are named in the refusal."""


@dataclass(frozen=True, slots=True)
class Handovers:
    """The handovers of a city."""

    pack: CityPack
    shifts: Shifts

    # ---- reading

    def now(self, conn: Connection, sub_centre: str, now: datetime) -> Handover:
        """Return the handover that leads of a sub-centre work on. Raises `ProblemError` (not-found)."""
        return self._read(conn, sub_centre, self._in_question(conn, sub_centre, now), now, over=False)

    def of_shift(self, conn: Connection, sub_centre: str, begins: datetime, now: datetime) -> Handover:
        """Return the handover of the shift that began at a moment, as it was signed. Raises `ProblemError`."""
        present = self._in_question(conn, sub_centre, now)
        if begins == present.begins:
            return self._read(conn, sub_centre, present, now, over=False)
        row = _row(conn, sub_centre, begins)
        if row is None:
            raise not_there("No lead has signed a handover of this shift.")
        return self._read(conn, sub_centre, Shift(row.begins_at, row.ends_at), now, over=True)

    def check_place(self, conn: Connection, sub_centre: str) -> None:
        """Check that there is such a sub-centre. Raises `ProblemError` (not-found)."""
        known = sub_centre in self.pack.sub_centres or (not unkeepable(sub_centre) and seats_of(conn, sub_centre))
        if not known:
            raise not_there("There is no such sub-centre.")

    def _in_question(self, conn: Connection, sub_centre: str, now: datetime) -> Shift:
        self.check_place(conn, sub_centre)
        shift = shift_in_question(conn, self.shifts, sub_centre, now)
        if shift is None:
            raise not_there("This centre has no shifts: name their ends as shift_ends in case-api.toml.")
        return shift

    def _read(self, conn: Connection, sub_centre: str, shift: Shift, now: datetime, *, over: bool) -> Handover:
        row = _row(conn, sub_centre, shift.begins)
        over = over or (row is not None and row.taken_at is not None)
        n = newest_n(conn)
        signed = _signed_items(conn, sub_centre, shift.begins) if row is not None else ()
        return Handover(
            n=n,
            begins=shift.begins,
            ends=shift.ends,
            sub_centre=sub_centre,
            now=now,
            sign_from=sign_from(shift),
            over=over,
            items=signed if over else (*signed, *self._open(conn, sub_centre, shift, now, signed, late=bool(row))),
            handed=signature(conn, row.handed_by, row.handed_at) if row else None,
            taken=signature(conn, row.taken_by, row.taken_at) if row and row.taken_at else None,
            leads_going=leads_on_roster(conn, shift, sub_centre),
            leads_coming=leads_on_roster(conn, self.shifts.after(shift), sub_centre),
        )

    def _open(
        self,
        conn: Connection,
        sub_centre: str,
        shift: Shift,
        now: datetime,
        signed: Sequence[JournalItem],
        *,
        late: bool,
    ) -> tuple[JournalItem, ...]:
        """Return what is open now and was not signed."""
        known = {item.key for item in signed}
        found = [item for item in open_items(conn, self.pack, sub_centre, now) if item.key not in known]
        if late:
            found = [item.model_copy(update={"late": True}) for item in found]
        return explained(conn, sub_centre, found, shift.begins)

    # ---- acting

    def explain(self, act: Acting, sub_centre: str, asked: Explain) -> Handover:
        """Keep a lead's words about items of the journal; what was signed is left as it is.

        Raises `ProblemError`: not-found, forbidden, and refused, with `code`.
        """
        present = self._to_act_on(act, sub_centre, asked.begins)
        signed = present.handed is not None
        items = [item for item in present.items if item.late or not signed]
        if signed and not {item.key for item in items} & set(asked.keys):
            raise refused(HandoverRefusal.HANDED_ALREADY, "This was signed: it does not change any more.")
        explanations.explain(act, sub_centre, items, asked)
        return self.now(act.conn, sub_centre, act.now)

    def hand_over(self, act: Acting, sub_centre: str, begins: datetime) -> Handover:
        """Sign as the lead who goes. The same lead's signature again changes nothing.

        Raises `ProblemError`: not-found, forbidden, and refused, with `code`.
        """
        present = self._to_act_on(act, sub_centre, begins)
        if present.handed is not None:
            if present.handed.by == act.by.person.operator:
                return present
            words = f"{present.handed.by_name} has signed already: the lead who takes over signs next."
            raise refused(HandoverRefusal.HANDED_ALREADY, words, by_name=present.handed.by_name)
        _check_red(present)
        values = {"begins_at": present.begins, "sub_centre": sub_centre, "ends_at": present.ends}
        signed = {"handed_at": act.now, "handed_by": act.by.person.operator, "taken_by": ""}
        act.conn.execute(insert(handovers).values(**values, **signed))
        _keep(act, present, present.items, first=0)
        _note(act, "hand_over_shift", present)
        return self.now(act.conn, sub_centre, act.now)

    def take_over(self, act: Acting, sub_centre: str, begins: datetime) -> Handover:
        """Sign as the lead who comes, another one than who goes. Again changes nothing.

        Raises `ProblemError`: not-found, forbidden, and refused, with `code`.
        """
        lead = act.by.person.operator
        self._in_question(act.conn, sub_centre, act.now)
        row = _row(act.conn, sub_centre, begins)
        if row is not None and row.taken_at is not None and row.taken_by == lead:
            return self._read(act.conn, sub_centre, Shift(row.begins_at, row.ends_at), act.now, over=True)
        present = self._to_act_on(act, sub_centre, begins)
        if present.handed is None:
            raise refused(HandoverRefusal.NOT_HANDED, "The lead who goes signs first.")
        if present.handed.by == lead:
            raise refused(HandoverRefusal.SAME_LEAD, "The lead who takes over is another one than who hands over.")
        _check_red(present)
        late = [item for item in present.items if item.late]
        _keep(act, present, late, first=len(present.items) - len(late))
        this = (handovers.c.begins_at == present.begins, handovers.c.sub_centre == sub_centre)
        act.conn.execute(update(handovers).where(*this).values(taken_at=act.now, taken_by=lead))
        _note(act, "take_over_shift", present)
        return self.of_shift(act.conn, sub_centre, begins, act.now)

    def _to_act_on(self, act: Acting, sub_centre: str, begins: datetime) -> Handover:
        """Return the handover that a lead of the sub-centre may act on now."""
        present = self.now(act.conn, sub_centre, act.now)
        if sub_centre not in may_sign(act.conn, act.by.person.operator):
            words = "You are not on the roster of this sub-centre: its leads sign."
            raise ProblemError(Problem.FORBIDDEN, 403, words, {"code": HandoverRefusal.NOT_YOUR_SUB_CENTRE})
        if present.begins == begins:
            return present
        row = _row(act.conn, sub_centre, begins)
        if row is not None and row.taken_at is not None:
            raise refused(HandoverRefusal.TAKEN_ALREADY, "This shift was handed over: both leads have signed.")
        raise refused(HandoverRefusal.OTHER_SHIFT, "Another shift is handed over now: read its journal.")


def signature(conn: Connection, operator_id: str, at: datetime) -> Signature:
    """Return a signature as it is told."""
    return Signature(by=operator_id, by_name=names_of(conn, [operator_id])[operator_id], at=at)


def _check_red(present: Handover) -> None:
    if present.now < present.sign_from:
        words = "It is too early: a shift is handed over in its last half hour."
        raise refused(HandoverRefusal.TOO_EARLY, words, sign_from=present.sign_from)
    if present.unexplained:
        named = [item.number for item in present.unexplained]
        more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
        words = f"Red and without an explanation: {', '.join(named[:_NAMED])}{more}."
        raise refused(HandoverRefusal.UNEXPLAINED, words, count=len(named), numbers=named[:_NAMED])


def _keep(act: Acting, present: Handover, items: Sequence[JournalItem], first: int) -> None:
    of_shift = {"begins_at": present.begins, "sub_centre": present.sub_centre}
    rows = [
        {**of_shift, "key": item.key, "place": place, "red": item.is_red, "item": item.model_dump_json()}
        for place, item in enumerate(items, first)
    ]
    if rows:
        act.conn.execute(insert(handover_items), rows)


def _note(act: Acting, op: str, present: Handover) -> None:
    """Add a signature to the write audit, with what tells this journal from any other."""
    journal = sha256("\n".join(item.model_dump_json() for item in present.items).encode()).hexdigest()
    shift, items = present.begins.isoformat(), str(len(present.items))
    act.note(op, present.sub_centre, shift=shift, items=items, journal=journal)


def _row(conn: Connection, sub_centre: str, begins: datetime) -> Row[Any] | None:
    found = select(handovers).where(handovers.c.begins_at == begins, handovers.c.sub_centre == sub_centre)
    return conn.execute(found).one_or_none()


def _signed_items(conn: Connection, sub_centre: str, begins: datetime) -> tuple[JournalItem, ...]:
    of_shift = (handover_items.c.begins_at == begins, handover_items.c.sub_centre == sub_centre)
    found = conn.scalars(select(handover_items.c.item).where(*of_shift).order_by(handover_items.c.place))
    return tuple(map(JournalItem.model_validate_json, found))
