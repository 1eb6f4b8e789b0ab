"""The clocks of a case above it: until when what has to be done, and what was asked about that. Pure."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from rich.cells import cell_len

from hotline.codes import Request
from hotline.length_words import length_words
from hotline.running_clocks import handling_clock, is_running, light_at
from hotline.texts import visible
from screens.parts.case_words import coded, unit_words
from screens.parts.lamp_words import LIGHT_WORDS, TONES
from screens.parts.loop_words import clock_words, due_words, supervise_words
from screens.parts.text_rows import Row, wrapped
from widgets.clock_text import exact, span
from widgets.lamp import Piece, Tone, signed
from wording import mark, tr

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.order_parts import Extension, RunningClock, Supervision
    from hotline.work_order import WorkOrder

_APART = 3
"""Blanks between two clocks in a row."""
_ANSWERS = {
    Request.ASKED: mark("waits for a decision"),
    Request.GRANTED: mark("agreed to"),
    Request.TURNED_DOWN: mark("not agreed to"),
}


def clock_rows(order: WorkOrder, pack: CityPack, now: datetime, zone: tzinfo, width: int) -> list[Row]:
    """Return the clocks that run, what goes red first at the top, as many in a row as have room."""
    running = sorted((each for each in order.clocks if is_running(each)), key=lambda each: each.red_at)
    rows: list[list[Piece]] = []
    room = 0
    for clock in running:
        piece = _clock(clock, pack, now, zone)
        cells = cell_len(piece[0]) + _APART
        if rows and cells <= room:
            rows[-1] += [(" " * _APART, Tone.FAINT), piece]
        else:
            rows.append([piece])
            room = width + _APART
        room -= cells
    return [part for row in rows for part in ([row] if len(row) > 1 else wrapped(row[0][0], width, row[0][1]))]


def _clock(clock: RunningClock, pack: CityPack, now: datetime, zone: tzinfo) -> Piece:
    """Return when a clock is due and how much is left; a provisional due time says so."""
    light, name = light_at(clock, now), clock_words(pack, clock.code)
    if clock.paused_at is not None:
        since = exact(clock.paused_at, now, zone)
        return tr("{clock}: rests since {at}").format(clock=name, at=since), Tone.GREY
    due = due_words(clock.due_at, now, zone, provisional=clock.provisional)
    left = (clock.due_at - now).total_seconds()
    more = (tr("{span} left") if left >= 0 else tr("{span} over")).format(span=span(abs(left)))
    words = tr("{clock}: due {at}").format(clock=name, at=due)
    lamp = tr(LIGHT_WORDS[light]) if light in LIGHT_WORDS else ""
    return signed("  ".join(filter(None, (words, more, lamp))), TONES[light])


def request_words(state: Request) -> str:
    """Return what became of something that was asked for."""
    return tr(_ANSWERS[state])


def extension_rows(order: WorkOrder, pack: CityPack, now: datetime, zone: tzinfo, width: int) -> list[Row]:
    """Return the extension that was asked for last, and how much more may be."""
    rows: list[Row] = []
    if order.extensions:
        asked = order.extensions[-1]
        tone = Tone.YELLOW if asked.state is Request.ASKED else Tone.GREY
        rows += wrapped(_extension(order, asked, pack, now, zone), width, tone)
    if words := days_left_words(order, now):
        rows += wrapped(words, width, Tone.GREY)
    return rows


def _extension(order: WorkOrder, asked: Extension, pack: CityPack, now: datetime, zone: tzinfo) -> str:
    clock = handling_clock(order.clocks)
    length = length_words(asked.days, clock.unit) if clock else f"{asked.days:g}"
    words = tr("Extension by {length}: {state} ({unit}, {at}): {reason}").format(
        length=length, state=request_words(asked.state), unit=unit_words(pack, asked.unit),
        at=exact(asked.at, now, zone), reason=visible(asked.reason),
    )  # fmt: skip
    return (
        tr("{words}; evidence: {text}").format(words=words, text=visible(asked.evidence)) if asked.evidence else words
    )


def days_left_words(order: WorkOrder, now: datetime) -> str:
    """Return by how much the handling clock may still be extended; empty where it may not be, or not any more."""
    clock = handling_clock(order.clocks)
    left = clock.extension - clock.extended if clock is not None and now < clock.due_at else 0
    if clock is None or left <= 0:
        return ""
    return tr("May still be extended by {length}").format(length=length_words(left, clock.unit))


def notice_rows(order: WorkOrder, pack: CityPack, now: datetime, zone: tzinfo, width: int) -> list[Row]:
    """Return the notices of supervision, unanswered ones first; an answered one with its answer."""
    waiting = [each for each in order.supervisions if each.answered_at is None]
    answered = [each for each in order.supervisions if each.answered_at is not None]
    return [row for each in (*waiting, *reversed(answered)) for row in _notice(each, pack, now, zone, width)]


def _notice(notice: Supervision, pack: CityPack, now: datetime, zone: tzinfo, width: int) -> list[Row]:
    if notice.answered_at is not None:
        at = exact(notice.answered_at, now, zone)
        words = tr("{kind}, answered {at}").format(kind=supervise_words(notice.kind), at=at)
        words = tr("{label}: {value}").format(label=words, value=visible(notice.answer))
        return wrapped(words, width, Tone.GREY)
    late = now >= notice.due
    told, tone = signed(notice_words(notice, pack, now, zone), Tone.RED if late else Tone.YELLOW)
    return wrapped(told, width, tone)


def notice_words(notice: Supervision, pack: CityPack, now: datetime, zone: tzinfo) -> str:
    """Return a notice that waits for an answer: of which kind, until when, and what it says."""
    units = " ".join(unit_words(pack, unit) for unit in notice.units)
    text = tr("{words} ({more})").format(words=visible(notice.text), more=units) if units else visible(notice.text)
    due = exact(notice.due, now, zone)
    words = tr("{kind}, to be answered by {at}").format(kind=supervise_words(notice.kind), at=due)
    return tr("{label}: {value}").format(label=words, value=text) if text else words  # the system's own say nothing


def hold_rows(order: WorkOrder, pack: CityPack, now: datetime, zone: tzinfo, width: int) -> list[Row]:
    """Return why a case rests, what is planned, and when it is looked at again."""
    hold = order.hold
    if hold is None:
        return []
    words = tr("On hold since {at}: {reason}; plan: {plan}; looked at again on {day}").format(
        at=exact(hold.at, now, zone), reason=coded(pack, "clock_pause", hold.reason), plan=visible(hold.plan),
        day=hold.review_on.isoformat(),
    )  # fmt: skip
    return wrapped(words, width, Tone.YELLOW)
