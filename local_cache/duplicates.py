"""Likely duplicates of what is being typed: same caller, same place and class, or a similar text.

Candidates come from indexes (caller's key, place and class, the rarest pairs of signs of the text); each is then read
and scored by what it shares with the probe, weighted by how rare that is on this seat. No candidate is ever merged by
itself: a person decides.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hotline.bigrams import query_terms
from local_cache.cases import LINE_COLUMNS, line_of
from local_cache.encrypted import Connection
from local_cache.model import Likely, Likeness, Probe

MOST = 8
"""Cases offered at most."""
_ENOUGH_TEXT = 4
"""Signs that a text must have before it is compared."""
_RARE_TERMS = 16
"""Terms of the text that are asked of the search table, rarest first."""
_PER_TERM = 300
"""Newest cases taken for each of them."""
_READ = 60
"""Candidates by text that are read and scored."""
_PER_INDEX = 40
_SAMPLE = 3000
"""Newest cases from which the weights are learned."""

# What each likeness adds to a score; the sum is cut at 1. Tuned on seeded repeats (`benchmarks/duplicates`).
_CALLER = 0.45
_PLACE = {12: 0.30, 9: 0.15, 6: 0.04}
_CLASS = {6: 0.20, 4: 0.10, 2: 0.03}
_TEXT = 0.90
_OFFERED_FROM = 0.28


@dataclass(frozen=True, slots=True)
class Weights:
    """How much a term says: the logarithm of how rare it is in a sample of `cases` texts."""

    cases: int
    seen: dict[str, int]

    def of(self, term: str) -> float:
        """Return the weight of a term; one never seen weighs most."""
        return math.log((self.cases + 1) / (self.seen.get(term, 0) + 0.5))


def learn(connection: Connection) -> Weights:
    """Learn the weights from the newest cases of the cache."""
    seen: Counter[str] = Counter()
    rows = connection.execute("SELECT text FROM cases ORDER BY rowid DESC LIMIT ?", (_SAMPLE,)).fetchall()
    for (text,) in rows:
        seen.update(set(query_terms(text)))
    # A term met once in the sample is as good as one never met, and most terms are such.
    return Weights(len(rows), {term: count for term, count in seen.items() if count > 1})


def likely(connection: Connection, probe: Probe, weights: Weights, key_of: Callable[[str], str | None]) -> list[Likely]:
    """Return at most `MOST` cases that may be the same matter, best first."""
    same_caller = _by_caller(connection, key_of(probe.phone) if probe.phone else None)
    terms = query_terms(probe.text) if len(probe.text) >= _ENOUGH_TEXT else []
    weighed = {term: weights.of(term) for term in terms}
    rowids = {*same_caller, *_by_place_and_class(connection, probe), *_by_text(connection, weighed)}
    found = (_scored(connection, rowid, probe, weighed, weights, rowid in same_caller) for rowid in rowids)
    good = [each for each in found if each is not None]
    return heapq.nlargest(MOST, good, key=lambda each: (each.score, each.line.created_at))


def _by_caller(connection: Connection, key: str | None) -> set[int]:
    if key is None:
        return set()
    rows = connection.execute(
        "SELECT c.rowid FROM case_phones p JOIN cases c ON c.id = p.case_id WHERE p.phone_key = ?"
        " ORDER BY c.rowid DESC LIMIT ?",
        (key, _PER_INDEX),
    )
    return {rowid for (rowid,) in rows}


def _by_place_and_class(connection: Connection, probe: Probe) -> set[int]:
    """Return the newest cases of this place and class, and of the street around it."""
    found: set[int] = set()
    if not probe.area_code:
        return found
    whole = "SELECT rowid FROM cases INDEXED BY cases_by_place WHERE area_code = ?"
    wider = "SELECT rowid FROM cases INDEXED BY cases_by_place WHERE area_code >= ? AND area_code < ?"
    by_class = " AND class_code = ?" if probe.class_code else ""
    class_value = (probe.class_code,) if probe.class_code else ()
    newest = f" ORDER BY rowid DESC LIMIT {_PER_INDEX}"
    street = probe.area_code[:9]
    for statement, values in (
        (whole + by_class, (probe.area_code, *class_value)),
        (whole, (probe.area_code,)),
        (wider + by_class, (street, street + "~", *class_value)),
    ):
        found.update(rowid for (rowid,) in connection.execute(statement + newest, values))
    return found


def _by_text(connection: Connection, weighed: dict[str, float]) -> list[int]:
    """Return the cases that share most with the rarest terms."""
    shared: dict[int, float] = {}
    pairs = {term: weight for term, weight in weighed.items() if len(term) > 1}
    for term in heapq.nlargest(_RARE_TERMS, pairs, key=pairs.__getitem__):
        rows = connection.execute(
            "SELECT rowid FROM case_text WHERE case_text MATCH ? ORDER BY rowid DESC LIMIT ?",
            (f'"{term}"', _PER_TERM),
        )
        weight = pairs[term]
        for (rowid,) in rows:
            shared[rowid] = shared.get(rowid, 0.0) + weight
    return heapq.nlargest(_READ, shared, key=shared.__getitem__)


def _scored(
    connection: Connection,
    rowid: int,
    probe: Probe,
    weighed: dict[str, float],
    weights: Weights,
    same_caller: bool,
) -> Likely | None:
    row = connection.execute(f"SELECT {LINE_COLUMNS}, text FROM cases WHERE rowid = ?", (rowid,)).fetchone()
    if row is None:
        return None
    line = line_of(row[:-1])
    place = _nested(probe.area_code, line.area_code, _PLACE)
    kind = _nested(probe.class_code, line.class_code, _CLASS)
    text = _TEXT * _likeness(weighed, set(query_terms(row[-1])), weights) if weighed else 0.0
    parts = {
        Likeness.SAME_CALLER: _CALLER if same_caller else 0.0,
        Likeness.SAME_PLACE_AND_CLASS: place + kind if place and kind else (place + kind) / 2,
        Likeness.SIMILAR_TEXT: text,
    }
    score = min(sum(parts.values()), 1.0)
    if score < _OFFERED_FROM:
        return None
    why = sorted((likeness for likeness, part in parts.items() if part >= 0.1), key=lambda each: -parts[each])
    return Likely(line, score, tuple(why))


def _nested(mine: str, theirs: str, worth: dict[int, float]) -> float:
    """Return what the longest common level of two codes is worth; a level is a length of the code."""
    for length, value in worth.items():
        if len(mine) >= length and mine[:length] == theirs[:length] and len(theirs) >= length:
            return value
    return 0.0


def _likeness(weighed: dict[str, float], theirs: Iterable[str], weights: Weights) -> float:
    """Return 0 to 1: the weight of what both share, against what the probe has and what both have."""
    mine = sum(weighed.values())
    others = set(theirs)
    shared = sum(weight for term, weight in weighed.items() if term in others)
    all_theirs = sum(weights.of(term) for term in others)
    if not mine or not all_theirs:
        return 0.0
    return 0.5 * shared / mine + 0.5 * 2 * shared / (mine + all_theirs)
