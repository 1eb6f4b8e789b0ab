"""`city_search`: words of two Han characters in years of a city at the centre, from rare to common, on either engine.

The time is that of a first page over HTTP; what a word finds in all is held against a plain look for it in the texts.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import httpx
from sqlalchemy import Engine, select

from benchmarks.centre import PASSWORD, ServedCentre
from benchmarks.city_years import SIZES, CityYears
from benchmarks.corpus import tangshan
from benchmarks.engines import on_each_engine
from benchmarks.report import Figure, at_least, at_most, quantile
from benchmarks.seats import draw
from case_api.accounts.grants import grant_history
from case_api.cases.indexing import note_outdated
from case_api.cases.query import CaseQuery
from case_api.cases.search import search
from case_api.centre import Centre
from case_api.cipher import Cipher
from case_api.demo_people import DISPATCHER
from case_api.storage.engine import open_engine, reading, take_time
from case_api.storage.tables_cases import cases
from hotline.codes import Role
from hotline.context import Actor

_WORDS = 60
_ROUNDS = 5
_DRAWN = 20_000
_READER = Actor(DISPATCHER, frozenset({Role.DISPATCHER}))

Texts = list[tuple[UUID, str]]


def measure() -> Iterator[Figure]:
    """Yield the time of a first page, and the share of words whose full result is what LIKE finds, by engine."""
    return on_each_engine(_figures)


def _figures(engine: str, root: Path, database: str) -> Iterator[Figure]:
    size = max(SIZES)
    with ServedCentre(root / "centre", database=database) as served:
        opened = open_engine(database or f"sqlite:///{root / 'centre' / 'centre.db'}")
        centre = Centre(opened, Cipher(bytes(32)), tangshan(), grant_history)
        note_outdated(centre)  # what the demo has stays due: a few cases that no index has, as at any moment
        CityYears(opened, with_terms=True).grow(size, 300)
        texts = _texts(opened)
        words = _seeded_words([text for _, text in texts])
        with httpx.Client(base_url=served.address, timeout=60) as client:
            person = {"operator_id": DISPATCHER, "password": PASSWORD}
            headers = {"Authorization": f"Bearer {client.post('/v1/sessions', json=person).json()['token']}"}
            spent = [_first_page(client, headers, word) for _ in range(1 + _ROUNDS) for word in words][_WORDS:]
        yield at_most(f"city_search_{engine}_{size}", quantile(spent, 0.99), "ms p99", 100)
        same = sum(_all_of(centre, word) == [case_id for case_id, text in texts if word in text] for word in words)
        opened.dispose()
    yield at_least(f"city_search_{engine}_equals_like", same / len(words), "of words", 1.0)


def _texts(engine: Engine) -> Texts:
    """Return what can be found of each case, newest first."""
    fields = ("title", "content", "address_text", "answer")
    newest_first = select(cases.c.id, cases.c.doc).order_by(cases.c.created_at.desc(), cases.c.id.desc())
    with reading(engine) as conn:
        take_time(conn)
        rows = conn.execution_options(yield_per=5000).execute(newest_first)
        return [(row.id, "\n".join(json.loads(row.doc)["order"].get(name, "") for name in fields)) for row in rows]


def _seeded_words(texts: list[str]) -> list[str]:
    """Return words of two Han characters, evenly from the rarest to the most common."""
    chance = draw(12)
    seen: Counter[str] = Counter()
    for text in chance.sample(texts, min(_DRAWN, len(texts))):
        start = chance.randrange(len(text) - 1)
        word = text[start : start + 2]
        if all("\u4e00" <= sign <= "\u9fff" for sign in word):
            seen[word] += 1
    ranked = [word for word, _ in seen.most_common()]
    return [ranked[round(place * (len(ranked) - 1) / (_WORDS - 1))] for place in range(_WORDS)]


def _first_page(client: httpx.Client, headers: dict[str, str], word: str) -> float:
    start = time.perf_counter()
    client.post("/v1/cases/search", json={"text": word}, headers=headers).raise_for_status()
    return (time.perf_counter() - start) * 1000


def _all_of(centre: Centre, word: str) -> list[UUID]:
    found: list[UUID] = []
    cursor = ""
    while True:
        page = search(centre, CaseQuery(text=word, cursor=cursor, limit=200), _READER)
        found.extend(doc.order.id for doc in page.cases)
        if page.next is None:
            return found
        cursor = page.next
