"""The same commands give the same case at a seat without a line and later at the centre, on the real files of both.

The rulebook alone is held to it in `tests/hotline/test_offline_and_at_the_centre.py`, the protocol in
`test_simulation.py` with few commands; here every command that the table lets a seat give without a line goes the
whole way, in a city with clocks. Where the centre had moved on, what lost is kept there and shown at the seat.
"""

from random import Random
from typing import Any

import pytest

from hotline.case_doc import CaseDoc
from hotline.codes import State
from hotline.command_table import COMMANDS, Offline, Start
from hotline.commands import Command, parse_command
from hotline.rulebook import may_be_given_offline
from local_cache.errors import Refused
from tests.hotline.random_commands import RandomCommands
from tests.hotline.whole_city import (
    CALLER_BACK,
    DISPATCHER,
    LEAD,
    OPERATOR,
    OTHER_OPERATOR,
    Loop,
    city,
    local,
    person_of,
)
from tests.simulation.whole_city_ends import Ends
from tests.soak import times

OFFLINE = {op: row for op, row in COMMANDS.items() if row.offline is not Offline.NO}
NEW_CASE = sorted(op for op, row in OFFLINE.items() if Start.NEW in row.start)
TO_A_CASE = sorted(op for op, row in OFFLINE.items() if any(isinstance(each, State) for each in row.start))
_WHO = {"record_callback": (CALLER_BACK,), "add_note": (OPERATOR, DISPATCHER, LEAD, CALLER_BACK)}


def some_cases(town: str) -> Loop:
    """Return cases in every stage that a seat's commands begin from."""
    loop = Loop(city(town), local("2026-11-20 14:00"))
    for _ in range(3):
        loop.filed()
        loop.to_call_back()
    for unit in ("", loop.city.units[2]):
        loop.in_hand(unit)
    for _ in range(2):
        asked = loop.filed()
        loop.done(DISPATCHER, "query_seat", asked, question="几号楼?")
    loop.replied()
    for _ in range(2):
        parent, child = loop.filed(), loop.filed()
        loop.done(DISPATCHER, "merge", child, parent=parent)
        loop.done(DISPATCHER, "assign", parent, unit=loop.city.bureau)
        loop.done(person_of(loop.city.bureau), "sign", parent)
        loop.done(person_of(loop.city.bureau), "reply", parent, reply="已修复", solved="solved")
        loop.done(DISPATCHER, "review_reply", parent, accept=True)
    loop.go_on(minutes=5)
    return loop


def fields_of(doc: CaseDoc) -> dict[str, Any]:
    """Return a case field by field, and its timeline entry by entry."""
    order = {f"order.{name}": value for name, value in doc.order.model_dump(mode="json").items()}
    lines = {f"timeline.{at}": entry.model_dump(mode="json") for at, entry in enumerate(doc.timeline)}
    return {**order, **lines, "phone_keys": sorted(doc.phone_keys)}


def differing(here: CaseDoc, there: CaseDoc) -> dict[str, tuple[Any, Any]]:
    """Return what differs between a case at the seat and at the centre."""
    one, other = fields_of(here), fields_of(there)
    return {name: (one.get(name), other.get(name)) for name in one | other if one.get(name) != other.get(name)}


@pytest.mark.parametrize("seed", range(times(10, 200)))
def test_what_a_seat_did_without_a_line_stands_at_the_centre_field_by_field(seed: int) -> None:
    draw = Random(seed)
    loop = some_cases(draw.choice(["dongsheng", "zaozhuang"]))
    ends, commands = Ends(loop, seed), RandomCommands(draw, loop)
    known, saved = list(loop.orders), 0
    ends.weather.up = False
    for _ in range(120):
        loop.go_on(minutes=draw.randrange(12))
        op = draw.choice([*NEW_CASE, *TO_A_CASE, *TO_A_CASE])
        case = None if op in NEW_CASE and draw.random() < 0.4 else draw.choice(known)
        order = ends.shown(case).order if case else None
        if not may_be_given_offline(op, order):
            continue
        who = draw.choice(_WHO.get(op, (OPERATOR, OTHER_OPERATOR)))
        payload = commands.payload(op, order, who)

        def command(number: str, op: str = op, payload: dict[str, Any] = payload) -> Command:
            return parse_command(op, payload | ({"number": number} if "number" in payload else {}))

        try:
            made = ends.save(who, command, case)
        except (Refused, ValueError):
            continue
        saved += 1
        known += [made.case_id] if case is None and made.case_id else []
    assert saved > 25
    before = {case: doc for case in known if not (doc := ends.shown(case)).order.merged_cases}
    loop.go_on(hours=9)
    ends.weather.up = True
    told = ends.line_is_back()
    assert {each.reason for each in told} == {""}  # only of a value that was wrong when it was typed there are two
    assert {each.outcome for each in told if not each.conflicts} == {"applied"}
    for case, doc in before.items():
        assert differing(doc, ends.at_centre(case)) == {}
    for case in known:  # that a merged caller has gone their own way, their parent shows from the centre's answer on
        assert differing(ends.shown(case), ends.at_centre(case)) == {}
