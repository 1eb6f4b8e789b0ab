"""Likely duplicates of what is being typed: same caller, same place and class, or a similar text.

Candidates come from indexes (caller's key, place and class, the rarest pairs of signs of the text). Each is scored by
what it shares with the probe: the place above all, since the same words from another village are another matter, then
class, caller, and text weighted by how rare its signs are on this seat. No case is ever merged by itself: a person
decides.
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
_RARE_TERMS = 12
"""Terms of the text that are asked of the search table, rarest first."""
_PER_TERM = 150
"""Newest cases taken for each of them."""
_READ = 40
"""Candidates by text that are read and scored."""
_PER_INDEX = 40
_SAMPLE = 1000
"""Newest cases from which the weights are learned."""

# The parts of a score; the sum is cut at 1. Tuned on seeded repeats (`benchmarks/duplicates.py`).
_CALLER = 0.40
_PLACE = 0.35
_CLASS = 0.25
_TEXT = 0.25
_TELLING = 0.55
_NAMED = 0.95
"""How near a place is that the text names, when the field says the street only or nothing …"""
_UNNAMED = 0.6
"""… and what is left of the nearness of the others there."""
_OFFERED_FROM = 0.30
_ELSEWHERE = 0.3
"""What a likeness of text or class counts for when the place is known to be another one."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each term says: the logarithm of how rare it is among newest texts. `rarest` is for terms never met.

    `per_sign` is what a sign of a text adds on average to the square of its length as a vector of weights.
    """

    by_term: dict[str, float]
    rarest: float
    per_sign: float

    def of(self, term: str) -> float:
        """Return the weight of a term."""
        return self.by_term.get(term, self.rarest)


def learn(connection: Connection) -> Weights:
    """Learn the weights from the newest cases of the cache."""
    met: Counter[str] = Counter()
    rows = connection.execute("SELECT text FROM cases ORDER BY rowid DESC LIMIT ?", (_SAMPLE,)).fetchall()
    for (text,) in rows:
        met.update(query_terms(text))
    size = len(rows) + 1
    rarest = math.log(size / 0.5)
    squares = sum(count * math.log(size / (count + 0.5)) ** 2 for count in met.values())
    signs = sum(len(text) for (text,) in rows)
    # A term met once in the sample is as good as one never met, and most terms are such.
    by_term = {term: math.log(size / (count + 0.5)) for term, count in met.items() if count > 1}
    return Weights(by_term, rarest, squares / signs if signs else 1.0)


def likely(
    connection: Connection,
    probe: Probe,
    weights: Weights,
    key_of: Callable[[str], str | None],
    name_of: Callable[[str], str],
) -> list[Likely]:
    """Return at most `MOST` cases that may be the same matter, best first.

    `key_of` gives the keyed hash of a telephone number, `name_of` the name of the place of an area code, empty for
    one that is not known.
    """
    terms = {term: weights.of(term) for term in query_terms(probe.text)} if len(probe.text) >= _ENOUGH_TEXT else {}
    same_caller = _by_caller(connection, key_of(probe.phone) if probe.phone else None)
    near = _by_place_and_class(connection, probe)
    rowids = {*same_caller, *near, *_by_text(connection, terms)}
    candidates = [each for rowid in rowids if (each := _candidate(connection, rowid, terms)) is not None]
    asked = _Asked.of(probe, terms, weights.per_sign, [each for each in candidates if each.rowid in near], name_of)
    found: list[tuple[float, int, tuple[Likeness, ...]]] = []
    for each in candidates:
        score, why = asked.score(each, same_caller=each.rowid in same_caller)
        if score >= _OFFERED_FROM:
            found.append((score, each.rowid, why))
    return [_offer(connection, rowid, score, why) for score, rowid, why in heapq.nlargest(MOST, found)]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A case to be compared: `shared` are the probe's terms that its text has, `signs` the length of the text."""

    rowid: int
    area_code: str
    class_code: str
    shared: tuple[str, ...]
    signs: int


def _candidate(connection: Connection, rowid: int, terms: Iterable[str]) -> _Candidate | None:
    row = connection.execute("SELECT area_code, class_code, text FROM cases WHERE rowid = ?", (rowid,)).fetchone()
    if row is None:
        return None
    area_code, class_code, text = row
    return _Candidate(rowid, area_code, class_code, tuple(term for term in terms if term in text), len(text))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A probe made ready for comparison.

    `terms` are weighed by how rare they are on this seat, `telling` by how rare they are among the cases of the same
    place and class: there everybody says "no water", and the building is what tells one matter from the next.
    `names_place` says that the text names the place of one of them.
    """

    probe: Probe
    terms: dict[str, float]
    telling: dict[str, float]
    square: float
    per_sign: float
    name_of: Callable[[str], str]
    names_place: bool

    @classmethod
    def of(
        cls,
        probe: Probe,
        terms: dict[str, float],
        per_sign: float,
        near: list[_Candidate],
        name_of: Callable[[str], str],
    ) -> _Asked:
        met = Counter(term for each in near for term in each.shared)
        telling = {term: math.log((len(near) + 1) / count) ** 2 for term, count in met.items()}
        names = {name for each in near if (name := name_of(each.area_code)) and name in probe.text}
        square = sum(weight * weight for weight in terms.values())
        return cls(probe, terms, telling, square, per_sign, name_of, bool(names))

    def score(self, case: _Candidate, *, same_caller: bool) -> tuple[float, tuple[Likeness, ...]]:
        """Return 0 to 1, and what of it weighs, the strongest first."""
        place = self._nearness(case.area_code)
        here = _ELSEWHERE + (1 - _ELSEWHERE) * place if self.probe.area_code else 1.0
        kind = _kinship(self.probe.class_code, case.class_code)
        parts = {
            Likeness.SAME_PLACE_AND_CLASS: _PLACE * place + _CLASS * kind * here,
            Likeness.SIMILAR_TEXT: (_TEXT * self._likeness(case) + _TELLING * self._told(case)) * here,
            Likeness.SAME_CALLER: _CALLER if same_caller else 0.0,
        }
        why = sorted((each for each, part in parts.items() if part >= 0.1), key=lambda each: -parts[each])
        return sum(parts.values()), tuple(why)

    def _likeness(self, case: _Candidate) -> float:
        """Return nearly the cosine of both texts, 0 to 1."""
        shared = sum(self.terms[term] ** 2 for term in case.shared)
        return min(shared / math.sqrt(self.square * self.per_sign * case.signs), 1.0) if shared else 0.0

    def _told(self, case: _Candidate) -> float:
        """Return what share of the telling terms the case has, 0 to 1."""
        whole = sum(self.telling.values())
        return sum(self.telling.get(term, 0.0) for term in case.shared) / whole if whole else 0.0

    def _nearness(self, area_code: str) -> float:
        near = _nearness(self.probe.area_code, area_code)
        if near == 1.0 or (self.probe.area_code and not near):
            return near
        name = self.name_of(area_code)
        if name and name in self.probe.text:
            return max(near, _NAMED)
        return near * _UNNAMED if self.names_place else near


def _nearness(mine: str, theirs: str) -> float:
    """Return 1 for the same place, less for one inside the other (a street and its community), for neighbours."""
    if not mine or not theirs:
        return 0.0
    if mine == theirs:
        return 1.0
    if mine.startswith(theirs) or theirs.startswith(mine):
        return 0.8 if min(len(mine), len(theirs)) >= 9 else 0.3
    return 0.25 if len(mine) >= 9 and mine[:9] == theirs[:9] else 0.0


def _kinship(mine: str, theirs: str) -> float:
    """Return 1 for the same class, less for the classes beside it."""
    if not mine or not theirs:
        return 0.0
    return 1.0 if mine == theirs else 0.5 if mine[:4] == theirs[:4] else 0.15 if mine[:2] == theirs[:2] else 0.0


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
    """Return the newest cases of this place, of the street itself, and of this class in the street around it."""
    found: set[int] = set()
    if len(probe.area_code) < 9:
        return found
    street = probe.area_code[:9]
    at = "SELECT rowid FROM cases INDEXED BY cases_by_place WHERE area_code = ?"
    questions: list[tuple[str, tuple[str, ...]]] = [(at, (probe.area_code,)), (at, (street,))]
    if probe.class_code:
        around = "SELECT rowid FROM cases INDEXED BY cases_by_place WHERE area_code >= ? AND area_code < ?"
        questions.append((f"{around} AND class_code = ?", (street, street + "~", probe.class_code)))
        questions.append((f"{at} AND class_code = ?", (probe.area_code, probe.class_code)))
    for statement, values in questions:
        rows = connection.execute(f"{statement} ORDER BY rowid DESC LIMIT {_PER_INDEX}", values)
        found.update(rowid for (rowid,) in rows)
    return found


def _by_text(connection: Connection, terms: dict[str, float]) -> list[int]:
    """Return the cases that share most with the rarest terms."""
    shared: dict[int, float] = {}
    pairs = {term: weight for term, weight in terms.items() if len(term) > 1}
    for term in heapq.nlargest(_RARE_TERMS, pairs, key=pairs.__getitem__):
        rows = connection.execute(
            "SELECT rowid FROM case_text WHERE case_text MATCH ? ORDER BY rowid DESC LIMIT ?",
            (f'"{term}"', _PER_TERM),
        ).fetchall()
        weight = pairs[term]
        for (rowid,) in rows:
            shared[rowid] = shared.get(rowid, 0.0) + weight
    return heapq.nlargest(_READ, shared, key=shared.__getitem__)


def _offer(connection: Connection, rowid: int, score: float, why: tuple[Likeness, ...]) -> Likely:
    row = connection.execute(f"SELECT {LINE_COLUMNS} FROM cases WHERE rowid = ?", (rowid,)).fetchone()
    return Likely(line_of(row), min(score, 1.0), why)
