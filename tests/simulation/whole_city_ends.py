"""One seat and one centre of a whole city, with clocks, units and call-backs; the line is there when a test says so.

The seat is the simulation's: the real outbox, overlay, cache and engine; the centre is the real one.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID

from case_api.identity import Device
from case_api.imports import PastCase, import_cases
from case_api.sync.give import give_command
from hotline.case_doc import CaseDoc, timeline_entry
from hotline.commands import SCHEMA
from hotline.context import Actor
from hotline.wire import Hints, MutationResult
from local_cache import cases, needs, outbox
from local_cache.model import Need, Saved
from local_cache.overlay import Surroundings
from local_cache.saving import Intent
from local_cache.sync.pushing import Pace
from tests.case_api.core.pushing import Grants
from tests.case_api.core.rows import doc_of
from tests.hotline.whole_city import CALLER_BACK, DISPATCHER, LEAD, OPERATOR, OTHER_OPERATOR, Loop
from tests.simulation.centre_side import CentreSide
from tests.simulation.line import FaultyLine, Post, Weather
from tests.simulation.schemas import NEW
from tests.simulation.seat_side import Disk, SimSeat

SEAT = OPERATOR.seat
AT_THE_SEAT = tuple(replace(each, seat=SEAT) for each in (OPERATOR, OTHER_OPERATOR, CALLER_BACK, DISPATCHER, LEAD))
"""Who signs in there, one after another."""


class Ends:
    """Both ends, with the cases of a loop that both know."""

    def __init__(self, loop: Loop, seed: int = 0) -> None:
        self.loop = loop
        self._rand = Random(seed)
        self.side = CentreSide(lambda: loop.at, Hints())
        centre, grants = self.side.centre, Grants()
        grants.roles = {who.operator: who.roles for who in AT_THE_SEAT}
        centre.pack, centre.grants = loop.city.pack, grants
        past = [
            PastCase(order, tuple(map(timeline_entry, loop.timelines[case]))) for case, order in loop.orders.items()
        ]
        import_cases(centre, past)
        self.weather = Weather(0.0, revoked=set(), oldest_read=NEW)
        sub_centre = next(iter(loop.city.pack.sub_centres))
        self.seat = SimSeat(
            Disk.fresh("only"), Device(self.new_id(), SEAT, 2, sub_centre), clock=lambda: loop.at,
            rand=self._rand, new_id=self.new_id, schema=NEW,
            connect=lambda seat: FaultyLine(seat, self.side, self.weather, Post(), self._rand),
        )  # fmt: skip
        self.seat.around = Surroundings(
            loop.city.pack, SEAT, centre.cipher.phone_hash_key, people={who.operator: who for who in AT_THE_SEAT}
        )  # fmt: skip
        self.seat.enrol()
        self.seat.page = 500
        self.seat.start()
        self.seat.engine.pull_once()

    def new_id(self) -> UUID:
        return UUID(int=self._rand.getrandbits(128), version=4)

    def save(self, who: Actor, intent: Intent, case_id: UUID | None = None) -> Saved:
        """Save a command at the seat. Raises `Refused`."""
        return self.seat.save(intent, who.operator, case_id, roles=who.roles)

    def shown(self, case_id: UUID) -> CaseDoc:
        """Return a case as it is on the seat's screens."""
        doc = cases.shown(self.seat.disk.cache, case_id)
        assert doc is not None
        return doc

    def at_centre(self, case_id: UUID) -> CaseDoc:
        """Return a case as the centre has it."""
        return doc_of(self.side.centre, case_id)

    def give(self, who: Actor, case_id: UUID, op: str, **payload: Any) -> None:
        """Give a command at the centre, behind the seat's back."""
        result = give_command(self.side.centre, case_id, self.new_id(), op, SCHEMA, payload, who)
        assert result.outcome == "applied", result

    def line_is_back(self) -> list[MutationResult]:
        """Push until nothing waits, then pull; return what became of everything, in the seat's order."""
        while self.seat.engine.push_once().pace is not Pace.IDLE:
            pass
        self.seat.engine.pull_once()
        rows = outbox.everything(self.seat.disk.work)
        assert {row.state for row in rows} <= {outbox.ACKED}
        return [MutationResult.model_validate_json(row.result or "") for row in rows]

    def needs(self) -> list[Need]:
        """Return what the seat asks of its people."""
        return needs.open_needs(self.seat.disk.work)
