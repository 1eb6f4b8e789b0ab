"""What stands below the list: the marked entry whole, with both versions of each field side by side. Pure."""

from __future__ import annotations

from datetime import datetime, tzinfo
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from hotline.masking import PERSONAL, masked_value
from hotline.texts import visible
from screens.needs_you.entries import alert_cell, alert_says, case_cell, has_a_choice, title_of, what_to_do
from screens.needs_you.reasons import reason_words
from screens.parts.case_words import coded, field_words, number_words, state_words
from screens.parts.text_rows import Row, wrapped
from screens.parts.value_words import value_words
from widgets.clock_text import exact, minutes
from widgets.lamp import Piece, Tone
from widgets.shown_text import padded
from wording import tr, trn

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from local_cache.model import Alert, CaseLine, Need


def need_rows(need: Need, pack: CityPack, now: datetime, zone: tzinfo, width: int) -> list[Row]:
    """Return the case, what to do, and both versions or what else is known of an entry."""
    rows = _case_row(case_cell(need), need.line, pack)
    rows += wrapped(what_to_do(need), width, Tone.BRIGHT)
    if need.theirs_by and need.theirs_at is not None:
        who = tr("Theirs: operator {operator}, {at}")
        rows += wrapped(who.format(operator=need.theirs_by, at=exact(need.theirs_at, now, zone)), width, Tone.GREY)
    count = len(need.detail.get("fields", ()))
    if count > 1 and has_a_choice(need):
        words = trn("The choice settles {count} field", "The choice settles all {count} fields together", count)
        rows += wrapped(words.format(count=count), width, Tone.GREY)
    versions = _both_versions(need, pack, now, zone, width)
    if not versions:
        return rows + _detail(need, pack, width)
    return rows + _reason_rows(str(need.detail.get("reason") or ""), width) + versions


def alert_rows(alert: Alert, pack: CityPack, width: int) -> list[Row]:
    """Return the case, what has happened, and what else is known of an alert."""
    rows = _case_row(alert_cell(alert), alert.line, pack)
    rows += [*wrapped(alert_says(alert), width, Tone.BRIGHT), []]
    data = alert.doc.data
    if alert.doc.kind == "abuse":
        into, caller = minutes(int(data.get("seconds") or 0)), str(data.get("caller") or "")
        rows.append([(tr("{at} into the call   {caller}").format(at=into, caller=caller), Tone.GREY)])
    return rows + _reason_rows(str(data.get("reason") or ""), width)


def _case_row(cell: str, line: CaseLine | None, pack: CityPack) -> list[Row]:
    if not cell:
        return []
    row: list[Piece] = [(cell, Tone.ACCENT)]
    if line is not None:
        row += [(f"  {title_of(line)}", Tone.BRIGHT), (f"  {state_words(pack, line)}", Tone.GREY)]
    return [row]


def _both_versions(need: Need, pack: CityPack, now: datetime, zone: tzinfo, width: int) -> list[Row]:
    """Return each field: as it was, and below it yours at the left and theirs at the right."""

    def shown(name: str, value: Any) -> str:
        masked = masked_value(name, value) if name in PERSONAL and isinstance(value, str) else value
        return value_words(name, masked, pack, now, zone) or tr("nothing")

    rows: list[Row] = []
    half = (width - 2) // 2
    for each in need.detail.get("fields", ()):
        name = each["field"]
        rows += [[], [(field_words(name), Tone.ACCENT)]]
        rows += wrapped(tr("It was: {value}").format(value=shown(name, each.get("base"))), width, Tone.GREY)
        mine = [tr("yours"), *_lines(shown(name, each["mine"]), half)]
        theirs = [tr("theirs"), *_lines(shown(name, each["theirs"]), half)]
        for place, (left, right) in enumerate(zip_longest(mine, theirs, fillvalue="")):
            tone = Tone.BRIGHT if place else Tone.YELLOW
            rows.append([(padded(left, half), tone), ("  ", tone), (right, tone)])
    return rows


def _lines(text: str, width: int) -> list[str]:
    return ["".join(piece for piece, _ in row) for row in wrapped(text, width)]


def _detail(need: Need, pack: CityPack, width: int) -> list[Row]:
    """Return what is known of an entry without two versions."""
    detail = need.detail
    if question := visible(str(detail.get("question") or "")):
        return [[], *wrapped(question, width, Tone.ACCENT)]
    old, new = (str(detail.get(name) or "") for name in ("old", "new"))
    if new:
        words = tr("Read out: {old}   Now: {new}").format(old=number_words(old), new=number_words(new))
        return [[], [(words, Tone.BRIGHT)]]
    told = " ".join(str(detail[name]) for name in ("status", "problem") if detail.get(name))
    support = wrapped(tr("For support: {told}").format(told=told), width, Tone.GREY) if told else []
    state = str(detail.get("state") or "") if not need.line else ""
    stood = wrapped(tr("The case was: {state}").format(state=coded(pack, "state", state)), width, Tone.GREY)
    return [[], *_reason_rows(str(detail.get("reason") or ""), width), *(stood if state else ()), *support]


def _reason_rows(reason: str, width: int) -> list[Row]:
    words = reason_words(reason)
    return wrapped(tr("Reason: {reason}").format(reason=words), width, Tone.GREY) if words else []
