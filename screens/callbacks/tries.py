"""How often somebody was tried before: `try 2 of 3 over 2 days`. Pure."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from screens.parts.case_words import coded
from widgets.clock_text import age, exact
from wording import listed, tr, trn

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.work_order import Callback, WorkOrder


def tries_of(order: WorkOrder) -> tuple[Callback, ...]:
    """Return the tries that reached nobody: those by which the rulebook closes a case without its citizen."""
    return tuple(each for each in order.callbacks if not each.reached)


def tries_cell(order: WorkOrder, pack: CityPack, now: datetime) -> str:
    """Return the tries as they stand in the list: `1/3, 2 h ago`, empty before the first one."""
    tries = tries_of(order)
    if not tries:
        return ""
    most = _setting(pack, "callback_tries")
    count = f"{len(tries)}/{most}" if most else str(len(tries))
    return tr("{count}, {ago}").format(count=count, ago=age(tries[-1].at, now))


def tries_words(order: WorkOrder, pack: CityPack, now: datetime, zone: tzinfo) -> str:
    """Return which try this is, over how many days the city wants them, and what came of the earlier ones."""
    tries, most, days = tries_of(order), _setting(pack, "callback_tries"), _setting(pack, "callback_days")
    if not tries:
        return ""
    number = len(tries) + 1
    words = tr("Try {number}").format(number=number)
    if most and days:
        over = trn("{count} day", "{count} days", days).format(count=days)
        words = tr("Try {number} of {most} over {days}").format(number=number, most=max(most, number), days=over)
    before = listed(f"{exact(each.at, now, zone)} {coded(pack, 'not_reached', each.not_reached or '')}".strip()
                    for each in tries)  # fmt: skip
    return tr("{words}; before: {tries}").format(words=words, tries=before)


def _setting(pack: CityPack, name: str) -> int:
    """Return a number of the city's settings, 0 before its pack is there."""
    return int(pack.settings.get(name, 0))
