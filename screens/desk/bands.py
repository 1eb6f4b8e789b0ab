"""The lines around the form in words: the caller, what will be done with the case, what it may repeat. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from hotline.masking import masked_value
from local_cache.model import CallerHistory, CallLine, CaseLine, Likely, Likeness
from screens.desk.promise import promise_words
from screens.parts.case_words import coded, number_words, state_words, unit_words
from widgets.clock_text import age, at
from widgets.lamp import Piece, Tone
from wording import listed, mark, tr, trn

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from screens.desk.call import DeskCall
    from screens.desk.form import DeskForm
    from screens.desk.on_desk import OnDesk
    from screens.parts.text_rows import Row

_WHY = {Likeness.SAME_CALLER: mark("same caller"), Likeness.SIMILAR_TEXT: mark("similar text")}
_STREET = 9
"""Digits of an area code that name the street or town; two places with the same ones are neighbours."""


def caller_rows(
    desk: OnDesk, waiting: DeskCall | None, idle: str, standing: Sequence[Piece], now: datetime, zone: tzinfo,
    answers: str = "",
) -> list[Row]:  # fmt: skip
    """Return two rows: who calls and how often before, and what of theirs is still being worked on.

    While another call waits, it stands above the caller: what is known of the one is not said of the other. `idle` is
    said of a desk on which nothing lies; `standing` stands before what is being worked on. `answers` is the key that
    answers the call that waits where nobody is on the line: Enter goes on in the draft that lies here.
    """
    if waiting is None:
        return _caller_rows(desk, idle, standing, now, zone)
    rings: list[Piece] = [(_rings_words(waiting), Tone.YELLOW)]
    if answers and waiting.is_ringing and not desk.call.is_live:
        rings.append((tr("Answer it: {key}").format(key=answers), Tone.BRIGHT))
    return [_apart(rings), [] if desk.is_blank else _caller_rows(desk, idle, standing, now, zone)[0]]


def _rings_words(call: DeskCall) -> str:
    number = masked_value("caller_phone", call.number) or tr("number withheld")
    words = tr("Ringing: {number}") if call.is_ringing else tr("On the telephone: {number}")
    return words.format(number=number)


def _caller_rows(desk: OnDesk, idle: str, standing: Sequence[Piece], now: datetime, zone: tzinfo) -> list[Row]:
    pack = desk.form.pack
    number = masked_value("caller_phone", desk.call.number)
    first: list[Piece]
    if desk.call.is_ringing:
        first = [(_rings_words(desk.call), Tone.ACCENT)]
    elif number:
        first = [(tr("Caller: {number}").format(number=number), Tone.ACCENT)]
    elif desk.is_blank:
        return [[(idle, Tone.GREY)], _apart(standing)]
    elif desk.call.call_id:
        first = [(tr("No number came with this call"), Tone.GREY)]
    else:
        first = []  # no call came: the operator opened the draft
    history = desk.history
    if history is None or history.calls == 0:
        if desk.call.number and history is not None:
            first.append((tr("first call"), Tone.GREY))
        return [_apart(first), _apart(standing)]
    if history.name:
        first.append((history.name, Tone.BRIGHT))
    before = trn("{count} call before", "{count} calls before", history.calls)
    first.append((before.format(count=history.calls), Tone.BRIGHT))
    if history.as_of is not None:
        first.append((tr("on this seat, as of {at}").format(at=at(history.as_of, now, zone)), Tone.FAINT))
    return [_apart(first), _apart([*standing, _live(history, pack, now)])]


def _apart(pieces: Sequence[Piece]) -> Row:
    """Return what is said in one row with a gap between; any of it may stand first."""
    return [(f"   {words}" if place else words, tone) for place, (words, tone) in enumerate(pieces)]


def _live(history: CallerHistory, pack: CityPack, now: datetime) -> Piece:
    if not history.live:
        return tr("No open case"), Tone.GREY
    newest = history.live[0]
    words = tr("{count} open: {case}").format(count=len(history.live), case=line_words(newest, pack, now))
    return words, Tone.BRIGHT


def line_words(line: CaseLine, pack: CityPack, now: datetime) -> str:
    """Return a case on one line: title, state, how old."""
    state = state_words(pack, line)
    return f"{line.title}  {state}  {age(line.created_at, now)}"


def call_words(call: CallLine, pack: CityPack, now: datetime) -> str:
    """Return a call that made no case on one line: what came of it, what was taken down, how long ago."""
    outcome = coded(pack, "other_call", call.outcome)
    return "  ".join(filter(None, (outcome, call.note, age(call.at, now))))


def handling_row(form: DeskForm) -> Row:
    """Return what may be promised, and where the case will probably go."""
    unit = form.advice()
    if not unit:
        return [(tr("File for dispatch"), Tone.GREY)]
    row: list[Piece] = []
    if promise := promise_words(form):
        row.append((tr("Promise: {promise}").format(promise=promise), Tone.BRIGHT))
    row.append((tr("probably to {unit}").format(unit=unit_words(form.pack, unit)), Tone.GREY))
    return _apart(row)


def likely_rows(
    likely: Sequence[Likely], chosen: CaseLine | None, form: DeskForm, now: datetime, begun: str
) -> list[Row]:
    """Return two rows: the case that this may repeat, and what of it is the same as in the form.

    `begun` says what the draft was begun as elsewhere and where to do that, empty for nothing. It has the second row.
    """
    first, second = _likely_rows(likely, chosen, form, now)
    return [first, [(begun, Tone.YELLOW)] if begun else second]


def _likely_rows(likely: Sequence[Likely], chosen: CaseLine | None, form: DeskForm, now: datetime) -> list[Row]:
    pack = form.pack
    if chosen is not None:
        return [[(tr("Chosen: "), Tone.GREY), (_numbered(chosen, pack, now), Tone.BRIGHT)], []]
    if not likely:
        return [[], []]
    best = likely[0]
    why = listed(likeness_words(best, form))
    more = tr("   {count} more: see the history").format(count=len(likely) - 1) if len(likely) > 1 else ""
    return [
        [(tr("Likely: "), Tone.YELLOW), (_numbered(best.line, pack, now), Tone.BRIGHT)],
        [(f"        {why}", Tone.GREY), (more, Tone.FAINT)],
    ]


def likeness_words(likely: Likely, form: DeskForm) -> list[str]:
    """Return what is alike, the strongest first; "same" is said only of what really is the same."""
    words: list[str] = []
    for each in likely.why:
        if each is Likeness.SAME_PLACE_AND_CLASS:
            words += _place_words(form.text("area_code"), likely.line.area_code)
            words += _class_words(form.text("class_code"), likely.line.class_code)
        else:
            words.append(tr(_WHY[each]))
    return words


def _place_words(mine: str, theirs: str) -> list[str]:
    if not theirs:
        return []
    if mine == theirs:
        return [tr("same place")]
    if not mine:
        return [tr("place named in the text")]
    near = mine[:_STREET] == theirs[:_STREET] or mine.startswith(theirs) or theirs.startswith(mine)
    return [tr("near by")] if near else []


def _class_words(mine: str, theirs: str) -> list[str]:
    if not mine or not theirs:
        return []
    if mine == theirs:
        return [tr("same class")]
    return [tr("class beside it")] if mine[:4] == theirs[:4] else []


def _numbered(line: CaseLine, pack: CityPack, now: datetime) -> str:
    return f"{number_words(line.number) if line.number else ''}  {line_words(line, pack, now)}"
