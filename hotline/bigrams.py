"""One way to cut text into search terms, for FTS5 on the seat and for `tsvector` on PostgreSQL.

Every run of letters, digits and Han signs becomes its single signs and its overlapping pairs, across scripts too
(`12号楼` gives `12`, `2号`, `号楼`), so that a search finds exactly what LIKE would find. Trigram indexes find
nothing below three signs and `pg_trgm` scans for two, which is why this exists.
"""

import re
import unicodedata
from collections.abc import Iterator

_RUNS = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Return text as it is indexed and compared: NFKC, lower case."""
    return unicodedata.normalize("NFKC", text).casefold()


def index_terms(text: str) -> Iterator[str]:
    """Yield every term under which `text` is to be found: the signs and the pairs of its runs."""
    for run in _RUNS.findall(folded(text)):
        yield from run
        yield from (run[start : start + 2] for start in range(len(run) - 1))


def query_terms(text: str) -> list[str]:
    """Return the terms that every hit must have, without repeats; hits are still to be checked with `contains`.

    A run of one sign asks for that sign, a longer one for its pairs. Empty when `text` has no letter or digit.
    """
    terms: dict[str, None] = {}
    for run in _RUNS.findall(folded(text)):
        pairs = [run[start : start + 2] for start in range(len(run) - 1)]
        terms.update(dict.fromkeys(pairs or [run]))
    return list(terms)


def contains(text: str, query: str) -> bool:
    """Say whether each blank-separated part of `query` stands in `text`, both folded: what LIKE would find.

    >>> contains("机场路12号楼", "12号楼"), contains("机场路12号，3号楼", "12号楼")
    (True, False)
    """
    where = folded(text)
    return all(part in where for part in folded(query).split())
