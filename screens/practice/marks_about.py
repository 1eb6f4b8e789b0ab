"""What stands below the marks: the own record beside a good one, what a trainer wrote, how a line-cut drill ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.parts.mark_words import field_name, value_in_words
from screens.parts.text_rows import Row, begin_of, wrapped
from widgets.lamp import Tone, signed
from widgets.shown_text import padded
from wording import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from city_packs.model import CityPack
    from practice.beside import Beside
    from practice.line_cut import LineCutEnd
    from screens.practice.given import Remark

_LEAST_OF_A_FIELD = 2


def beside_rows(fields: tuple[Beside, ...], width: int, room: int, pack: CityPack) -> list[Row]:
    """Return the own record beside a good one in `width` cells: two rows of each field at least, of all `room`."""
    half = (width - 3) // 2
    if not fields:
        return []
    heads = padded(tr("Your record"), half)
    rows: list[Row] = [[(f"{heads}   ", Tone.ACCENT), (tr("A good one"), Tone.ACCENT)]]
    pairs: list[list[list[Row]]] = []
    for each in fields:
        name = field_name(each.field)
        pairs.append([
            wrapped(tr("{label}: {value}").format(label=name, value=value_in_words(each.field, value, pack)), half)
            for value in (each.own, each.good)
        ])  # fmt: skip
    for pair, most in zip(pairs, shared([max(map(len, pair)) for pair in pairs], room), strict=True):
        own, good = (begin_of(text, most) for text in pair)
        for place in range(max(len(own), len(good))):
            left = "".join(text for text, _ in own[place]) if place < len(own) else ""
            right = "".join(text for text, _ in good[place]) if place < len(good) else ""
            rows.append([(f"{padded(left, half)}   ", Tone.BRIGHT), (right, Tone.GREY)])
    return rows


def shared(needs: Sequence[int], room: int) -> list[int]:
    """Return how many rows each field gets: what it needs while there is room, and at least two, or all of fewer.

    >>> shared([1, 8, 5], 9)
    [1, 4, 4]
    """
    rows = [min(each, _LEAST_OF_A_FIELD) for each in needs]
    while sum(rows) < room and rows != [*needs]:
        short = [place for place, need in enumerate(needs) if rows[place] < need]
        rows[min(short, key=rows.__getitem__)] += 1
    return rows


def line_cut_row(end: LineCutEnd) -> Row:
    """Say whether the number was read out, and whether the case is at the centre; what was not carries a sign."""
    read = tr("number read out") if end.number_read else tr("number not read out")
    arrived = tr("the case arrived when the line was back")
    if end.arrived is None:
        arrived = tr("nothing was saved")
    elif not end.arrived:
        arrived = tr("ended before the line was back: the case has not arrived")
    return [
        signed(read, Tone.BRIGHT if end.number_read else Tone.YELLOW), ("   ", Tone.GREY),
        signed(arrived, Tone.BRIGHT if end.arrived else Tone.YELLOW),
    ]  # fmt: skip


def remark_words(remark: Remark) -> str:
    """Say what a trainer wrote: a note, or the answer to an appeal and whether they agree with it."""
    if remark.agreed is None:
        return tr("Note of {by}: {words}").format(by=remark.by, words=remark.words)
    verdict = tr("agreed") if remark.agreed else tr("not agreed")
    return tr("{name}, {verdict}: {words}").format(name=remark.by, verdict=verdict, words=remark.words)
