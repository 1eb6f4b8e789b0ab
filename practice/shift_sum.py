"""What a session of several calls came to, by its result: in which items most was lost, of a call and of all. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from hotline.practice_doc import ResultCall


@dataclass(frozen=True, slots=True)
class ItemLost:
    """Points `lost` on an item out of `of`, in so many `calls` that lost any."""

    item: str
    lost: float
    of: float
    calls: int


def most_lost(calls: Iterable[ResultCall]) -> tuple[ItemLost, ...]:
    """Return the items that lost anything, those that lost most first; of as much in the order of the rubric."""
    lost: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for call in calls:
        for item in call.items:
            lost[item.item].append((item.of - item.got, item.of))
    found = (
        ItemLost(item, sum(each for each, _ in all_), sum(of for _, of in all_), sum(each > 0 for each, _ in all_))
        for item, all_ in lost.items()
    )
    return tuple(sorted((each for each in found if each.calls), key=lambda each: -each.lost))
