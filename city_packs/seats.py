"""Reads the seats of sub-centres: single ones and spans, and none of them twice."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from city_packs.rows import Row
from hotline.order_number import CENTRE_SEAT, KEPT_SEATS, PRACTICE_SEAT
from wording import listed, tr

_SEATS = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?")


@dataclass(frozen=True, slots=True)
class SeatSpan:
    """Seats from `first` to `last`, both included, as they are written down."""

    words: str
    first: int
    last: int

    def seats(self) -> list[str]:
        """Return the seats, four digits each."""
        return [f"{number:04}" for number in range(self.first, self.last + 1)]

    def shared(self, other: "SeatSpan") -> str:
        """Return the seats that stand in the other span too, written as one is, or nothing."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        if first > last:
            return ""
        return f"{first:04}" if first == last else f"{first:04}-{last:04}"


def span_of(words: str) -> SeatSpan | None:
    """Return the seat or the span of seats that is written down, or None where it is neither."""
    match = _SEATS.fullmatch(words)
    if match is None or (match[2] and match[2] < match[1]):
        return None
    return SeatSpan(words, int(match[1]), int(match[2] or match[1]))


def kept_words() -> str:
    """Return what is wrong with a code that no seat may have."""
    words = tr("a seat code has four digits and is not {centre}, the centre's own, nor {practice}, that of practice")
    return words.format(centre=CENTRE_SEAT, practice=PRACTICE_SEAT)


def as_spans(seats: Iterable[str]) -> str:
    """Write seats down as a pack does.

    >>> as_spans(["0042", "0002", "0001", "0003"])
    '0001-0003 0042'
    """
    spans: list[list[str]] = []
    for seat in sorted(seats):
        if spans and int(seat) == int(spans[-1][-1]) + 1:
            spans[-1] = [spans[-1][0], seat]
        else:
            spans.append([seat])
    return " ".join("-".join(span) for span in spans)


def seat_spans(row: Row) -> list[SeatSpan]:
    """Return the spans of a sub-centre; what is none is taken down."""
    words = row.words("seats")
    spans: list[SeatSpan] = []
    for written in words:
        found = span_of(written)
        if found is None:
            no_seat = tr("{span} is no seat such as 0042 and no span such as 0001-0009")
            row.wrong("seats", no_seat.format(span=written))
            continue
        spans.append(found)
    if any(not KEPT_SEATS.isdisjoint(span.seats()) for span in spans):
        row.wrong("seats", kept_words())
    if not words:
        row.wrong("seats", tr("a sub-centre needs at least one seat"))
    return spans


def check_overlaps(spans: list[tuple[Row, SeatSpan]]) -> None:
    """Take each span that has seats of other spans down once: first the one that meets most, which is what is wrong."""
    spans = list(spans)
    while True:
        met = [[each for each in spans if each is not one and one[1].shared(each[1])] for one in spans]
        most = max(range(len(spans)), key=lambda place: (len(met[place]), place), default=None)
        if most is None or not met[most]:
            return
        row, span = spans.pop(most)
        others = listed(
            tr("{seats} in line {line}").format(seats=span.shared(other), line=at.line) for at, other in met[most]
        )
        row.wrong("seats", tr("seats of {span} stand elsewhere too: {others}").format(span=span.words, others=others))
