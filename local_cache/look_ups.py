"""What a seat's files can be asked. Every question takes a connection to both files and runs in a reader's thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from uuid import UUID

from hotline.case_doc import AlertDoc, CaseDoc
from hotline.codes import LIVE, SyncState
from hotline.unit_view import is_with, own_unit, without_caller_note
from local_cache import callers, cases, duplicates, needs, outbox, states
from local_cache.asked_back import asked_back
from local_cache.encrypted import Connection
from local_cache.enrolment import Enrolment
from local_cache.model import (
    Alert,
    CallerHistory,
    CaseView,
    Likely,
    Need,
    OwnLine,
    Page,
    Probe,
    Query,
    SessionInfo,
)
from local_cache.overlay import Surroundings, server_case, was_set_aside
from local_cache.packs import PackShelf
from local_cache.search import search


class LookUps:
    """The questions of one seat. `in_flight` says which mutations are on their way to the centre just now.

    `around` is what the rulebook is told on this seat. `reader` gives who is signed in: the seat holds the cases of its
    sub-centre for those who take calls there, and somebody of a unit, who may sit here too, sees their unit's alone.
    """

    def __init__(
        self,
        here: Enrolment,
        shelf: PackShelf,
        in_flight: Callable[[], frozenset[UUID]],
        around: Callable[[], Surroundings],
        reader: Callable[[], SessionInfo | None],
    ) -> None:
        self._here = here
        self._shelf = shelf
        self._around = around
        self._reader = reader
        self._in_flight = in_flight
        self._weights: duplicates.Weights | None = None

    def history(self, both: Connection, number: str, call_id: str = "") -> CallerHistory:
        """Return what this seat knows of a number in any writing; the call `call_id` is none of those before."""
        found = callers.history(both, self._key_of(number) if self._unit is None else None, call_id)
        lines = states.with_states(both, found.lines, self._around(), self._in_flight())
        return replace(found, lines=lines, live=tuple(line for line in lines if line.state in LIVE))

    def search(self, both: Connection, query: Query) -> Page:
        """Return a page of the cached cases that fit, newest first; somebody of a unit asks the centre."""
        if self._unit is not None:
            return Page((), 0, "", callers.as_of(both))
        page = search(both, query, self._key_of)
        return replace(page, lines=states.with_states(both, page.lines, self._around(), self._in_flight()))

    def likely(self, both: Connection, probe: Probe) -> list[Likely]:
        """Return the cases that may be the same matter, best first."""
        if self._unit is not None:
            return []
        return duplicates.likely(both, probe, self._weights or self.learn(both), self._key_of, self._shelf.place)

    def learn(self, both: Connection) -> duplicates.Weights:
        """Count how rare each word is, which takes a moment, and keep it for `likely`."""
        self._weights = duplicates.learn(both)
        return self._weights

    def case(self, both: Connection, case_id: UUID) -> CaseView | None:
        """Return one case as this seat knows it, or None."""
        doc = cases.shown(both, case_id)
        if doc is None or (self._unit is not None and not is_with(doc.order, self._unit)):
            return None
        doc = doc if self._unit is None else without_caller_note(doc)
        state = self.sync_states(both, [case_id]).get(case_id)
        made_here = [row for row in outbox.for_cases(both, [case_id]).get(case_id, ()) if row.base_revision is None]
        unsent = any(row.state == outbox.PENDING for row in made_here)
        aside = any(map(was_set_aside, made_here)) and server_case(both, case_id, self._here.seat) is None
        return CaseView(doc, state, tuple(needs.of_case(both, case_id)), at_centre=not (unsent or aside))

    def as_there(self, doc: CaseDoc | None) -> CaseView | None:
        """Return a case that only the centre knows."""
        return CaseView(doc, None) if doc else None

    def sync_states(self, both: Connection, case_ids: Iterable[UUID]) -> dict[UUID, SyncState]:
        """Return where this seat's own work on these cases is."""
        return states.sync_states(both, case_ids, self._around(), self._in_flight())

    def set_aside(self, both: Connection) -> Counter[SyncState]:
        """Count the own mutations that are held or parked at the centre and count for nothing there."""
        return states.set_aside(both, self._around())

    def own_recent(self, both: Connection, limit: int) -> list[OwnLine]:
        """Return this seat's newest commands, newest first."""
        return states.own_recent(both, limit, self._around(), self._in_flight())

    def needs(self, both: Connection) -> list[Need]:
        """Return the needs-you list, each entry with its case: what came back, then what dispatchers ask."""
        found = needs.open_needs(both) + asked_back(both, self._reader())
        known = cases.lines(both, {str(each.case_id) for each in found if each.case_id}).values()
        told = states.with_states(both, tuple(known), self._around(), self._in_flight())
        lines = {line.case_id: line for line in told}
        return [
            _with_who(both, replace(each, line=lines.get(each.case_id) if each.case_id else None)) for each in found
        ]

    def alerts(self, both: Connection) -> list[Alert]:
        """Return the alerts that no lead has noted as seen here, newest first, each with its case."""
        unseen = f"SELECT doc FROM alerts WHERE '{needs.ALERT}' || id NOT IN (SELECT id FROM needs)"
        rows = both.execute(f"{unseen} ORDER BY at DESC, id DESC").fetchall()
        found = [AlertDoc.model_validate_json(doc) for (doc,) in rows]
        lines = cases.lines(both, {str(each.data.get("case_id", "")) for each in found})
        return [Alert(each, lines.get(str(each.data.get("case_id", "")))) for each in found]

    @property
    def _unit(self) -> str | None:
        """The unit whose cases alone are shown to whoever is signed in; None for who sees all that the seat holds.

        It is empty for who sees no case.
        """
        reader = self._reader()
        return own_unit(reader.roles, reader.unit) if reader is not None else None

    def _key_of(self, number: str) -> str | None:
        return callers.key_of(self._here.phone_hash_key, number)


def _with_who(both: Connection, need: Need) -> Need:
    """Return a conflict with who made the other change and when, as far as the case's timeline tells."""
    doc = cases.shown(both, need.case_id) if need.kind == needs.Kind.CONFLICT and need.case_id else None
    if doc is None:
        return need
    fields = {each["field"] for each in need.detail.get("fields", ())}
    for entry in reversed(doc.timeline):
        if entry.kind == "amend_case" and fields.intersection(entry.data.get("changes", ())):
            return replace(need, theirs_by=entry.operator, theirs_at=entry.at)
    return need
