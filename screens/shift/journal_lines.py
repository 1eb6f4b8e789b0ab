"""The items of a journal as lines: what is open, for how long, whose it is, and what was written about it. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hotline.handover_doc import KIND_NAMES, ItemKind
from hotline.texts import visible
from screens.parts.case_words import class_name_words, number_words, place_name_words, unit_words
from screens.parts.house_words import queue_words, sent_to_words
from screens.parts.text_rows import wrapped
from screens.parts.work_list import WorkColumn
from widgets.clock_text import exact, span
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import mark, tr, trn

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime, tzinfo

    from city_packs.model import CityPack
    from hotline.handover_doc import JournalItem
    from screens.parts.text_rows import Row
    from widgets.lamp import Piece

COLUMNS = (
    WorkColumn("", 2, least=2), WorkColumn(mark("Open"), 22, weight=9),
    WorkColumn(mark("For"), 8, weight=7, right=True), WorkColumn(mark("Which"), 19, weight=9),
    WorkColumn(mark("Unit"), 14, weight=5),
    WorkColumn(mark("Explanation"), 0, least=24, weight=9),
)  # fmt: skip
FOLDED_FROM = 6
"""So many of a kind that is not red are one line, so that what is red stays in sight."""
_FOLDED = "kind "
"""Begins the key of such a line."""
NOTHING_OPEN = mark("Nothing is open: there is nothing to explain")


def kind_words(kind: ItemKind) -> str:
    """Return what is open."""
    return tr(KIND_NAMES[kind])


def which_words(item: JournalItem, pack: CityPack) -> str:
    """Return which case, seat, queue or place an item is about."""
    if item.number:
        return number_words(item.number)
    if item.seat:
        return f"{item.seat} {visible(item.operator)}".strip()
    return sent_to_words(pack, item.place) if item.place else queue_words(pack, item.queue)


def rows(items: Sequence[JournalItem], unfolded: Collection[ItemKind], pack: CityPack, now: datetime) -> list[ListRow]:
    """Return the items as lines; of what is not red and comes in numbers, one line for each kind until unfolded."""
    many = Counter(item.kind for item in items if not item.is_red and item.kind not in unfolded)
    folded = {kind for kind, count in many.items() if count >= FOLDED_FROM}
    lines: dict[str, ListRow] = {}
    for item in items:
        if item.kind not in folded:
            lines[item.key] = ListRow(item.key, _cells(item, pack, now))
        elif (key := _FOLDED + item.kind.value) not in lines:
            lines[key] = ListRow(key, _folded_cells([each for each in items if each.kind is item.kind], now))
    return [*lines.values()]


def folded_kind(key: str) -> ItemKind | None:
    """Return the kind that a line stands for, None for a line of one item."""
    return ItemKind(key.removeprefix(_FOLDED)) if key.startswith(_FOLDED) else None


def _folded_cells(items: Sequence[JournalItem], now: datetime) -> tuple[Piece, ...]:
    missing = sum(item.explanation is None for item in items)
    left = trn("{count} without explanation", "{count} without explanation", missing).format(count=missing)
    oldest = min(item.since for item in items)
    return (
        ("", Tone.GREY),
        (kind_words(items[0].kind), Tone.BRIGHT),
        (span((now - oldest).total_seconds()), Tone.YELLOW),
        (trn("{count} of them", "{count} of them", len(items)).format(count=len(items)), Tone.BRIGHT),
        ("", Tone.GREY),
        (left if missing else tr("all explained"), Tone.GREY),
    )


def about(item: JournalItem, pack: CityPack, now: datetime, zone: tzinfo, width: int) -> list[Row]:
    """Return all that is known of an item, and what was written about it, whole."""
    since = tr("since {at}").format(at=exact(item.since, now, zone))
    words = [kind_words(item.kind), which_words(item, pack), since]
    if item.kind is ItemKind.UNREAD_NOTICE:
        words.append(trn("{count} has not read it", "{count} have not read it", item.unread).format(count=item.unread))
    words += [class_name_words(pack, item.class_code), place_name_words(pack, item.area_code)]
    words.append(unit_words(pack, item.unit) if item.unit else "")
    if item.late:
        words.append(tr("came after the first signature"))
    head: list[Row] = wrapped("  ".join(filter(None, words)), width, Tone.GREY)
    return [*head, *_explained(item, now, zone, width)]


def _explained(item: JournalItem, now: datetime, zone: tzinfo, width: int) -> list[Row]:
    said = item.explanation
    if said is None:
        return [[_none(item)]]
    by = tr("{who}, {at}").format(who=visible(said.by_name), at=exact(said.at, now, zone))
    if said.before:
        by = tr("{who}, in an earlier shift").format(who=by)
    return [[(by, Tone.ACCENT)], *wrapped(visible(said.words), width)]


def _none(item: JournalItem) -> Piece:
    return (tr("no explanation yet"), Tone.RED) if item.is_red else (tr("not explained, need not be"), Tone.GREY)


def _cells(item: JournalItem, pack: CityPack, now: datetime) -> tuple[Piece, ...]:
    missing = item.is_red and item.explanation is None
    tone = Tone.RED if item.is_red else Tone.YELLOW
    said = (visible(item.explanation.words).replace("\n", " "), Tone.BRIGHT) if item.explanation else _none(item)
    return (
        ("!!" if missing else "!" if item.is_red else "", tone),
        (kind_words(item.kind), Tone.BRIGHT),
        (span((now - item.since).total_seconds()), tone),
        (which_words(item, pack), Tone.BRIGHT),
        (unit_words(pack, item.unit) if item.unit else "", Tone.GREY),
        said if item.explanation or item.is_red else ("", Tone.GREY),
    )
