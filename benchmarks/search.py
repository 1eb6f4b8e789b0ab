"""`search`: 60 seeded words, from rare to common, one to four signs and mixed with digits, in 100,000 cases."""

import time
from collections import Counter

from benchmarks.report import Figure, at_least, at_most, quantile
from benchmarks.seats import city_seat, draw
from hotline.bigrams import contains
from local_cache.model import Query
from local_cache.seat import Seat

_CASES = 100_000
_WORDS = 60
_ROUNDS = 5


def measure() -> list[Figure]:
    """Return the time of a first page, and the share of words whose full result is what LIKE finds."""
    with city_seat(_CASES) as (seat, kept):
        words = seeded_words([told.content for told, _ in kept])
        spent = [_first_page(seat, word) for _ in range(_ROUNDS) for word in words]
        texts = seat._files.look_up.submit(  # the oracle reads the very texts that LIKE would be asked of
            lambda both: both.execute("SELECT id, text FROM cases ORDER BY rowid DESC").fetchall()
        ).result()
        same = sum(
            _all_of(seat, word) == [case_id for case_id, text in texts if contains(text, word)] for word in words
        )
    return [
        at_most("search", quantile(spent, 0.99), "ms p99", 20),
        at_least("search_equals_like", same / len(words), "of words", 1.0),
    ]


def seeded_words(contents: list[str]) -> list[str]:
    """Return words of one to four signs, some with digits, evenly from the rarest to the most common."""
    chance = draw(11)
    seen: Counter[str] = Counter()
    for content in chance.sample(contents, 3000):
        for length in (1, 2, 3, 4):
            start = chance.randrange(max(1, len(content) - length))
            word = content[start : start + length]
            if word.isalnum():
                seen[word] += 1
    ranked = [word for word, _ in seen.most_common()]
    step = len(ranked) / (_WORDS - 10)
    spread = [ranked[int(step * place)] for place in range(_WORDS - 10)]
    return [*spread, "12号楼", "2号楼", "3单元", "1号", "12", "8号院", "停水", "水", "7巷", "号楼1"]


def _first_page(seat: Seat, word: str) -> float:
    start = time.perf_counter()
    seat.search(Query(text=word)).result()
    return (time.perf_counter() - start) * 1000


def _all_of(seat: Seat, word: str) -> list[str]:
    found: list[str] = []
    cursor = ""
    while True:
        page = seat.search(Query(text=word, cursor=cursor, limit=5000)).result()
        found.extend(str(line.case_id) for line in page.lines)
        if not page.next:
            return found
        cursor = page.next
