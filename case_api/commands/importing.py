"""`case-api import`: cases from elsewhere, filed at their own times."""

import csv
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid5

from sqlalchemy import select

from case_api.cases.keeping import purged_of
from case_api.cases.numbers import next_number
from case_api.centre import Centre
from case_api.commands.asking import opened
from case_api.commands.keeping_away import the_only_import
from case_api.exit_codes import Exit, RefusedError
from case_api.imports import PastCase, import_cases
from case_api.replay import Demand, replay
from case_api.storage.engine import reading, writing
from case_api.storage.locks import Lock, alone
from case_api.storage.tables_cases import cases
from hotline.case_doc import timeline_entry
from hotline.codes import Role
from hotline.commands import FileCase
from hotline.context import Actor, Context
from hotline.la311 import La311Case, La311Error, case_of_row, read_rows, unit_of
from hotline.outcome import Applied, Refusal
from hotline.rulebook import apply
from wording import tr

_IDS = UUID("01930f2c-0000-7000-8000-00000000a311")
_AT_ONCE = 200
_STREET_LEVEL = 3


def la311(options: Namespace) -> Exit:
    """Bring in a CSV file of MyLA311; rows that were brought in before are left alone."""
    centre = opened(options).centre
    if options.loop:
        return _round_the_loop(centre, options.file)
    new = known = 0
    with the_only_import(centre.engine), options.file.open(encoding="utf-8", newline="") as lines:
        try:
            for batch in _batches(_read(lines, centre)):
                fresh = _unknown(centre, batch)
                new += import_cases(centre, _filed(centre, fresh)).taken
                known += len(batch) - len(fresh)
        except (La311Error, UnicodeDecodeError, csv.Error) as error:
            print(_words(error, options.file), file=sys.stderr)
            return Exit.DOES_NOT_HOLD
        finally:
            print(tr("cases brought in: {new}, there already: {known}").format(new=new, known=known))
    return Exit.DONE


def _round_the_loop(centre: Centre, file: Path) -> Exit:
    """Let the rows go the whole way to the archive, at their own times."""
    units = sorted(centre.pack.units)
    with alone(centre.engine, Lock.IN_USE) as nobody_serves, file.open(encoding="utf-8", newline="") as lines:
        if not nobody_serves:
            words = tr(
                "the centre is in use: end `case-api serve`, `case-api worker` and `case-api import` first, on every "
                "machine"
            )
            raise RefusedError(words)
        try:
            demands = [_demand(each, units) for each in _read(lines, centre)]
        except (La311Error, UnicodeDecodeError, csv.Error) as error:
            print(_words(error, file), file=sys.stderr)
            return Exit.DOES_NOT_HOLD
        replayed = replay(centre, demands)
    print(tr("cases brought in: {new}, there already: {known}").format(new=replayed.taken, known=replayed.known))
    return Exit.DONE


def _demand(each: La311Case, units: list[str]) -> Demand:
    unit = unit_of(each.owner, units)
    said = f"MyLA311: {each.status}"
    return Demand(_case_id(each), each.intake, each.created_at, unit, each.closed_at, each.cancelled, said)


def _words(error: Exception, file: Path) -> str:
    match error:
        case La311Error(request=""):
            words = tr("{file}: the first line does not name the columns {columns}: is this a file of MyLA311?")
            return words.format(file=file, columns=", ".join(error.columns))
        case La311Error():
            words = tr("{file}: request {request}: {column} is not a time such as 01/31/19 14:05")
            return words.format(file=file, request=error.request, column=error.columns[0])
        case UnicodeDecodeError():
            return tr("{file} is not UTF-8: save it as UTF-8").format(file=file)
    return tr("{file}: this is not proper CSV").format(file=file)


def _read(lines: Iterable[str], centre: Centre) -> Iterator[La311Case]:
    classes = [leaf.code for leaf in centre.pack.leaf_classes()]
    areas = [area.code for area in centre.pack.areas.values() if area.level == _STREET_LEVEL]
    for row in read_rows(lines):
        yield case_of_row(row, classes, areas)


def _batches(found: Iterator[La311Case]) -> Iterator[list[La311Case]]:
    while batch := list(islice(found, _AT_ONCE)):
        yield batch


def _unknown(centre: Centre, batch: list[La311Case]) -> list[La311Case]:
    ids = {_case_id(each): each for each in batch}
    with reading(centre.engine) as conn:
        known = {*conn.scalars(select(cases.c.id).where(cases.c.id.in_(list(ids)))), *purged_of(conn, ids)}
    return [each for case_id, each in ids.items() if case_id not in known]


def _filed(centre: Centre, fresh: list[La311Case]) -> Iterator[PastCase]:
    """File each case by the rulebook at its own time, under a number of the centre."""
    with writing(centre.engine) as conn:
        numbers = [next_number(conn) for _ in fresh]
    actor = Actor("import", frozenset({Role.OPERATOR}))
    for each, number in zip(fresh, numbers, strict=True):
        command = FileCase(number=number, intake=each.intake, pack_version=centre.pack.version)
        outcome = apply(None, command, Context(each.created_at, actor, centre.pack, order_id=_case_id(each)))
        if isinstance(outcome, Refusal) or outcome.order is None:
            words = tr("request {request} does not fit the city pack: {reason}")
            raise RefusedError(words.format(request=each.outside_no, reason=_reason(outcome)))
        yield PastCase(outcome.order, tuple(timeline_entry(event) for event in outcome.events))


def _reason(outcome: Refusal | Applied) -> str:
    return outcome.code.value if isinstance(outcome, Refusal) else "no_order"


def _case_id(each: La311Case) -> UUID:
    return uuid5(_IDS, each.outside_no)
