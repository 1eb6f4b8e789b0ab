"""One case as it is read aloud to a caller, with its timeline below. Pure."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from hotline.codes import SET_ASIDE
from hotline.texts import visible
from screens.parts.case_words import class_words, coded, number_words, place_words, sync_words
from screens.parts.note_words import on_case_words
from screens.parts.read_aloud import read_aloud
from screens.parts.text_rows import Row, begin_of, wrapped
from screens.parts.timeline import timeline_line
from widgets.clock_text import exact
from widgets.lamp import Tone
from wording import listed, tr, trn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from city_packs.model import CityPack
    from hotline.work_order import WorkOrder
    from local_cache.model import CaseView


_FIRST_ROWS = 3
"""So much of a text is seen above what has to be known about its case."""
_WHO_AND_WHERE = 2
"""The facts that come first: the caller and the place."""


def case_rows(
    view: CaseView, pack: CityPack, now: datetime, zone: tzinfo, width: int, revealed: Mapping[str, str]
) -> list[Row]:
    """Return the case's rows: number and state, the four answers, who and where, the text, the timeline.

    `revealed` holds personal fields that this operator has just asked for; all others stay masked.
    """
    aside = view.sync if view.sync in SET_ASIDE else None
    rows = _head_rows(view, pack)
    for line in read_aloud(
        view.doc, pack, now, zone, at_centre=view.at_centre, aside=None if view.at_centre else aside
    ):
        rows += wrapped(line, width, Tone.BRIGHT)
    rows += [[], *_fact_rows(view, pack, now, zone, width, revealed)]
    if note := on_case_words(view.doc.order.caller_note, now, zone):
        rows += wrapped(tr("{label}: {value}").format(label=tr("Note on the caller"), value=note), width, Tone.YELLOW)
    rows += [[], *wrapped(visible(view.doc.order.content), width, Tone.BRIGHT)]
    return [*rows, *_timeline_rows(view, pack, now, zone, width)]


def work_rows(
    view: CaseView,
    pack: CityPack,
    now: datetime,
    zone: tzinfo,
    width: int,
    revealed: Mapping[str, str],
    *,
    about: Sequence[Row] = (),
    gone: bool = False,
    text_first: bool = False,
) -> list[Row]:
    """Return the rows of a case that somebody has to go on with: what is to be decided, the text, who and where.

    `about` stands below the number; `gone` says that the case is no longer theirs. With `text_first` the begin of the
    text, who and where stand above `about`: what is asked is seen without scrolling, whatever clocks there are.
    """
    order = view.doc.order
    rows = _head_rows(view, pack)
    rows[0] = [*rows[0], (f"   {tr('Followed up by')} {order.follow_up}", Tone.GREY)]
    if gone:
        words = tr("No longer in this list: somebody else went on with it, or it was decided")
        rows += wrapped(words, width, Tone.YELLOW)
    told = _told_rows(order, width)
    facts = _fact_rows(view, pack, now, zone, width, revealed)
    if text_first:
        who_and_where = _fact_rows(view, pack, now, zone, width, revealed, most=_WHO_AND_WHERE)
        whole = [[], *told] if len(told) > _FIRST_ROWS else []
        rows += [*begin_of(told, _FIRST_ROWS), *who_and_where, *about, *whole, [], *facts[len(who_and_where) :]]
    else:
        rows += [*about, *told, [], *facts]
    return [*rows, *_timeline_rows(view, pack, now, zone, width)]


def _told_rows(order: WorkOrder, width: int) -> list[Row]:
    title = order.title if not order.content.startswith(order.title) else ""
    rows = wrapped(visible(title), width, Tone.BRIGHT) if title else []
    return [*rows, *wrapped(visible(order.content), width, Tone.BRIGHT)]


def _head_rows(view: CaseView, pack: CityPack) -> list[Row]:
    order = view.doc.order
    where = sync_words(pack, view.sync) if view.sync else ""
    aside = view.sync if view.sync in SET_ASIDE else None
    rows: list[Row] = [
        [(number_words(order.order_no), Tone.ACCENT), (f"   {coded(pack, 'state', order.state)}", Tone.BRIGHT),
         (f"   {where}" if where else "", Tone.YELLOW if view.needs or aside else Tone.GREY)],
    ]  # fmt: skip
    if view.doc.other_numbers:
        numbers = listed(map(number_words, view.doc.other_numbers))
        rows.append([(tr("Once read out as {numbers}").format(numbers=numbers), Tone.YELLOW)])
    if order.urge_count:  # up here, where it is seen before the case is urged once more
        times = trn("{count} time", "{count} times", order.urge_count).format(count=order.urge_count)
        rows.append([(tr("{label}: {value}").format(label=tr("Urged"), value=times), Tone.YELLOW)])
    return rows


def _fact_rows(
    view: CaseView, pack: CityPack, now: datetime, zone: tzinfo, width: int, revealed: Mapping[str, str],
    *, most: int | None = None,
) -> list[Row]:  # fmt: skip
    order = view.doc.order
    caller = "  ".join(filter(None, (
        revealed.get("caller_name", order.caller_name), revealed.get("caller_phone", order.caller_phone),
        revealed.get("contact_phone", order.contact_phone),
    )))  # fmt: skip
    if order.anonymous:
        caller = f"{caller}  {tr('anonymous')}".strip()
    if order.confidential:
        caller = f"{caller}  {tr('confidential')}".strip()
    party = "  ".join(filter(None, (
        revealed.get("respondent_name", order.respondent_name),
        revealed.get("respondent_phone", order.respondent_phone),
    )))  # fmt: skip
    place = "  ".join(filter(None, (place_words(pack, order.area_code), order.address_text)))
    facts = (
        (tr("Caller"), caller),
        (tr("Place"), place),
        (tr("Class"), class_words(pack, order.class_code)),
        (tr("Party complained of"), party),
        (tr("Taken down"), f"{exact(order.created_at, now, zone)}  {order.origin_seat} {order.origin_operator}"),
        (tr("Question of the dispatcher"), order.query),
        (tr("Answer"), order.answer),
    )
    return [
        row
        for label, value in facts[:most]
        if value
        for row in wrapped(tr("{label}: {value}").format(label=label, value=visible(value)), width, Tone.GREY)
    ]


def _timeline_rows(view: CaseView, pack: CityPack, now: datetime, zone: tzinfo, width: int) -> list[Row]:
    if not view.doc.timeline:
        return []
    rows: list[Row] = [[], [(tr("Timeline, newest first"), Tone.ACCENT)]]
    for entry in reversed(view.doc.timeline):
        rows += wrapped(timeline_line(entry, pack, now, zone), width, Tone.GREY)
    return rows
