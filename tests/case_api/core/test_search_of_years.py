"""Words in years of cases: every page in its order, whatever a word's season, indexed or due."""

import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from case_api.cases import hits
from case_api.cases.indexing import index_due, note_outdated
from case_api.cases.query import CaseQuery
from case_api.cases.search import search
from case_api.centre import Centre
from case_api.imports import PastCase, import_cases
from case_api.storage.engine import reading
from case_api.storage.time_terms import terms_between, time_terms
from hotline.case_doc import CaseDoc
from hotline.codes import Role
from hotline.context import Actor
from hotline.order_number import OrderNumber
from tests.case_api.core.pushing import START, past_case

_READER = Actor("d-1", frozenset({Role.DISPATCHER}))
_DAY = timedelta(days=1)


def _store(centre: Centre, texts: dict[datetime, str]) -> list[UUID]:
    """Store cases of these moments and return their ids, newest first."""
    stored = []
    for count, (at, content) in enumerate(texts.items(), 1):
        order = past_case(centre, count).order
        changes = {"created_at": at, "content": content, "order_no": str(OrderNumber("0042", 1, count))}
        stored.append(order.model_copy(update=changes))
    import_cases(centre, [PastCase(order) for order in stored])
    return [order.id for order in sorted(stored, key=lambda order: (order.created_at, order.id), reverse=True)]


def _all_pages(centre: Centre, limit: int, **asked: str) -> list[UUID]:
    found: list[UUID] = []
    cursor = ""
    while True:
        page = search(centre, CaseQuery(limit=limit, cursor=cursor, **asked), _READER)
        found += [doc.order.id for doc in page.cases]
        if page.next is None:
            return found
        cursor = page.next


@pytest.mark.parametrize(("limit", "cases"), [(1, 20), (7, 60), (200, 60)])
def test_every_page_is_right_whatever_the_season_of_a_word(
    centre: Centre, monkeypatch: pytest.MonkeyPatch, limit: int, cases: int
) -> None:
    monkeypatch.setattr(hits, "FEW", 3)
    chance = random.Random(limit)
    note_outdated(centre)
    moments = {START - timedelta(days=chance.choice((2, 40, 900)) * chance.random()) for _ in range(cases)}
    of_one_day = {START - timedelta(days=400, seconds=second) for second in range(12)}
    moments |= {datetime(1969, 12, 31, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)}
    texts = dict.fromkeys(moments, "路灯不亮") | dict.fromkeys(of_one_day, "供暖不热，路灯不亮")
    wanted = _store(centre, texts)
    index_due(centre, limit=40)  # the rest stays due
    assert _all_pages(centre, limit, text="路灯") == wanted
    assert len(_all_pages(centre, limit, text="供暖 不亮")) == 12
    assert _all_pages(centre, limit, text="灯供") == []
    while index_due(centre):
        pass
    assert _all_pages(centre, limit, text="路灯") == wanted


def test_of_what_is_due_only_cases_with_the_word_are_read_whole(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    note_outdated(centre)
    wanted = _store(centre, {START - _DAY * place: "路灯不亮" if place % 50 == 0 else "停水" for place in range(200)})
    read: list[UUID] = []

    class Read(CaseDoc):
        def model_post_init(self, context: object) -> None:
            read.append(self.order.id)

    monkeypatch.setattr("case_api.cases.search.CaseDoc", Read)
    assert _all_pages(centre, 200, text="路灯") == read == wanted[::50]


def test_a_first_page_of_a_common_word_reads_few_of_its_cases(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hits, "FEW", 10)
    note_outdated(centre)
    wanted = _store(centre, {START - _DAY * place: "路灯不亮" for place in range(300)})
    while index_due(centre):
        pass
    looked: list[int] = []
    places = hits._places
    monkeypatch.setattr(hits, "_places", lambda *asked: (found := places(*asked), looked.append(len(found)))[0])
    page = search(centre, CaseQuery(text="路灯", limit=10), _READER)
    assert [doc.order.id for doc in page.cases] == wanted[:10]
    assert sum(looked) < 80


def test_an_index_of_an_older_program_is_not_asked(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = _store(centre, {START - _DAY * place: "路灯不亮" for place in range(5)})
    note_outdated(centre)
    while index_due(centre):
        pass
    monkeypatch.setattr("case_api.cases.indexing._TERMS", "of another program")
    monkeypatch.setattr("case_api.cases.search.hits", None)
    assert _all_pages(centre, 2, text="路灯") == wanted


def test_with_most_cases_due_there_is_no_index_to_ask(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hits, "MANY_DUE", 3)
    note_outdated(centre)
    wanted = _store(centre, {START - _DAY * place: "路灯不亮" for place in range(5)})
    with reading(centre.engine) as conn:
        assert not hits.may_be_looked_up(conn)
    assert _all_pages(centre, 2, text="路灯") == wanted


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 2, 28), date(2026, 2, 28)),
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2023, 12, 30), date(2026, 1, 2)),
        (date(2025, 1, 1), date(2025, 12, 31)),
        (date(2024, 11, 15), date(2025, 3, 14)),
        (date(9999, 12, 30), date.max),
        (date(1969, 12, 31), date(1970, 1, 1)),
    ],
)
def test_every_day_of_a_span_and_no_other_has_one_of_its_terms(first: date, last: date) -> None:
    terms = list(terms_between(first, last))
    assert len(set(terms)) == len(terms) < 90
    day = max(first.toordinal() - 40, 1)
    while day <= min(last.toordinal() + 40, date.max.toordinal()):
        here = date.fromordinal(day)
        moment = datetime(here.year, here.month, here.day, 23, 59, tzinfo=UTC)
        assert len(set(time_terms(moment)) & set(terms)) == (first <= here <= last)
        day += 1
