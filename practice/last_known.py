"""The latest moment that is known in a practice folder: no session begins before it, whatever the machine's clock says.

A clock that ran ahead dates what is done by it ahead too. The centre puts that right: what was begun before it spoke
last is over, so no moment of it lies later than that, whatever it is dated.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from hotline.practice_doc import PracticeResult
from local_cache.practice_exchange import PracticeExchange
from practice.course_book import sittings_in
from practice.folder import PracticeFolder
from practice.honest_clock import KnownMoments
from practice.session_file import kept_plans

_Dated = tuple[datetime | None, datetime]
"""The centre's word that was known when something began, and when it ended or was last known to go on."""


def known_moments(folder: PracticeFolder) -> KnownMoments:
    """Return what is known of the time: the centre's last word, and what was begun since it came.

    Before its first word that is all that was ever begun here, and every result that waits.
    """
    exchange = PracticeExchange(folder.root)
    word = max((work.now for _, work in exchange.all_assigned()), default=None)
    begun = (*_sessions(folder), *_sittings(folder))
    if word is not None:
        return KnownMoments(word, max([word, *(ended for known, ended in begun if known == word)]))
    results = (each.said for each in exchange.waiting())  # of a wiped session only that is left
    moments = [*(ended for _, ended in begun), *(said.ended for said in results if isinstance(said, PracticeResult))]
    return KnownMoments(None, max(moments, default=None))


def _sessions(folder: PracticeFolder) -> Iterator[_Dated]:
    return ((kept.anchor.word, kept.anchor.wall) for _, kept in kept_plans(folder))


def _sittings(folder: PracticeFolder) -> Iterator[_Dated]:
    for file in sorted(folder.course.glob("*.jsonl")):
        with suppress(OSError):
            yield from ((each.word, each.ended) for each in sittings_in(file.read_bytes()))
