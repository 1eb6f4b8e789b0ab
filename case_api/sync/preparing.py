"""Makes a judge for a batch: reads every case, number and grant that the batch may touch, in one go each."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import Connection

from case_api.cases import numbers
from case_api.cases.keeping import Kept, load, purged_of
from case_api.centre import Centre
from case_api.identity import GrantHistory, GrantState, Standing
from case_api.shifts.guests import guest_answers
from case_api.sync.free_number import FreeNumbers
from case_api.sync.judge import Judge
from case_api.sync.verdict import Source
from hotline import order_number
from hotline.wire import Mutation

_NAMES_A_CASE = ("parent", "new_id")
_ASK_FOR_TIES = frozenset({"unmerge", "record_callback", "close_unreachable", "file_away"})

RolesOf = Callable[[Mutation, datetime], GrantState]
"""What the operator of a mutation might do at a moment."""


def judge_for(
    centre: Centre,
    conn: Connection,
    source: Source,
    mutations: Iterable[Mutation],
    *,
    roles_of: RolesOf | None = None,
    strict: bool = False,
) -> Judge:
    """Return a judge that has at hand what these mutations are about. Their cases are locked.

    `roles_of` stands in for the grants of the seat; `strict` as in `Judge`.
    """
    mutations = list(mutations)
    case_ids = {mutation.case_id for mutation in mutations if mutation.case_id}
    found = load(conn, centre, case_ids.union(*map(_named_in, mutations)))
    found |= load(conn, centre, _tied_to(found, mutations) - found.keys())
    return Judge(
        centre,
        source,
        found,
        FreeNumbers(
            conn,
            centre.grants,
            source.seat,
            numbers.taken(conn, {number for mutation in mutations if (number := _number_in(mutation))}),
        ),
        roles_of or _Roles(centre, conn, source.seat),
        strict,
        purged_of(conn, case_ids - found.keys()),
        partial(guest_answers, conn, source.seat),
    )


class _Roles:
    """Answers what an operator might do at a moment; reads an operator's grants and a session's seat once.

    Work that was carried here counts by the seat at which its operator had signed in: the one whose queue it goes
    through now need not know her.
    """

    def __init__(self, centre: Centre, conn: Connection, seat: str) -> None:
        self._centre, self._conn, self._seat = centre, conn, seat
        self._histories: dict[tuple[str, str], GrantHistory] = {}
        self._seats: dict[tuple[str, str], str | None] = {}

    def __call__(self, mutation: Mutation, at: datetime) -> GrantState:
        here = self._history(mutation.operator_id, self._seat)(at)
        if here.standing is Standing.OK:
            return here
        made_at = self._seat_of_session(mutation.operator_id, mutation.session_id)
        return here if made_at in (None, self._seat) else self._history(mutation.operator_id, made_at)(at)

    def _seat_of_session(self, operator_id: str, session_id: str) -> str | None:
        key = operator_id, session_id
        if key not in self._seats:
            self._seats[key] = self._centre.seat_of_session(self._conn, operator_id, session_id)
        return self._seats[key]

    def _history(self, operator_id: str, seat: str) -> GrantHistory:
        history = self._histories.get((operator_id, seat))
        if history is None:
            history = self._histories[operator_id, seat] = self._centre.grants(self._conn, operator_id, seat)
        return history


def _named_in(mutation: Mutation) -> Iterator[UUID]:
    """Yield the cases besides its own that a payload names: a parent, or one that a split is to make."""
    for field in _NAMES_A_CASE:
        named = mutation.payload.get(field)
        try:
            if isinstance(named, str):
                yield UUID(named)
        except ValueError:
            continue  # the command cannot be read, and the judge says so


def _tied_to(found: Mapping[UUID, Kept], mutations: Iterable[Mutation]) -> set[UUID]:
    """Return the parents and merged cases of those that are found, as far as a command of the batch asks for them."""
    asked = {mutation.case_id for mutation in mutations if mutation.op in _ASK_FOR_TIES}
    orders = [kept.order for case_id, kept in found.items() if case_id in asked]
    return {order.parent for order in orders if order.parent}.union(*(order.merged_cases for order in orders))


def _number_in(mutation: Mutation) -> str | None:
    number = mutation.payload.get("number")
    if not isinstance(number, str):
        return None
    try:
        return order_number.plain(number)
    except order_number.NumberError:
        return None
