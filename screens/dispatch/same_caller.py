"""What the dispatcher is told of other live cases of the same citizen, by whatever channel they came. Pure."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from hotline.texts import visible
from local_cache.errors import NoLine
from screens.parts.case_words import coded, number_words
from screens.parts.trouble import trouble_words
from widgets.clock_text import exact
from wording import listed, tr, trn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from city_packs.model import CityPack
    from hotline.likely_doc import LikelyCase
    from hotline.work_order import WorkOrder

Found = tuple["LikelyCase", ...] | Exception
"""What the centre proposes for merging with a case, or why it could not be asked."""


def same_caller_words(found: Found, pack: CityPack, now: datetime, zone: tzinfo, key: str) -> str:
    """Return that the same caller has another live case, empty where they have none; `key` is the key of merging."""
    if isinstance(found, NoLine):
        return tr("Not known without a line whether this caller has another live case.")
    if isinstance(found, Exception):
        words = tr("Not known whether this caller has another live case: {trouble}")
        return words.format(trouble=trouble_words(found))
    own = same_callers(found)
    if not own:
        return ""
    words = trn(
        "This caller has {count} live case too: {case} ({key} to merge)",
        "This caller has {count} live cases too, the likeliest: {case} ({key} to merge)",
        len(own),
    )
    return words.format(count=len(own), case=case_words(own[0], pack, now, zone), key=key)


def same_callers(found: Sequence[LikelyCase]) -> list[WorkOrder]:
    """Return the cases of the same caller, likeliest first."""
    return [each.order for each in found if each.same_caller]


def case_words(order: WorkOrder, pack: CityPack, now: datetime, zone: tzinfo) -> str:
    """Return a case by its number, how and when it came, its state and its title."""
    parts = (
        number_words(order.order_no),
        channel_words(order, pack),
        exact(order.created_at, now, zone),
        coded(pack, "state", order.state),
        visible(order.title),
    )
    return listed(filter(None, parts))


def channel_words(order: WorkOrder, pack: CityPack) -> str:
    """Return by which channel a case came, and the number by which that channel knows it."""
    return f"{coded(pack, 'channel', order.channel)} {visible(order.outside_no)}".rstrip()
