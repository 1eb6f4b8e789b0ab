"""What stands on a wall at a moment, as words and figures; and whether they are those of now. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from hotline.call_figures import CallRate
from hotline.rates import FORMULAS, RateName
from hotline.wall_doc import DistrictLine, WallAnswer
from local_cache.wall.seen import WallSeen, WallTrouble
from screens.parts.rate_words import rate_words
from widgets.clock_text import span
from widgets.lamp import Piece, Tone
from wording import language, mark, tr

UNKNOWN = "--"
"""In place of a figure that is not known now."""
_ON_TIME = next(formula for formula in FORMULAS if formula.rate is RateName.ON_TIME)
_TURNED_AWAY = {
    WallTrouble.UNKNOWN_TOKEN: mark("The centre does not know this token: check it, or add the display again"),
    WallTrouble.REVOKED: mark("This display was revoked: add it again and start with the new token"),
    WallTrouble.OTHER_NAME: mark("The certificate is not for this address: use the address that it names"),
    WallTrouble.OTHER_AUTHORITY: mark("The certificate is of another authority: give the centre's own with --ca"),
}
_NEVER_REACHED = (
    mark("Centre not reached: no line, or a wrong address; tried again and again"),
    mark("What answers at this address is no centre: check it; tried again and again"),
)
"""Where no figures ever came: whether it is the line or the address, a wall cannot know before something answers."""


@dataclass(frozen=True, slots=True)
class WallTile:
    """A figure with its label and what stands in small below."""

    label: str
    figure: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class WallView:
    """All that stands on a wall. `warning` is empty while all is well; `clock` is `14:32`, the moment of the figures.

    `districts` are names with rates, the whole city first.
    """

    title: str
    state: Piece
    warning: str
    wrong: bool
    clock: str
    day: str
    tiles: tuple[WallTile, ...]
    formulas: tuple[str, ...]
    heading: str
    districts: tuple[tuple[str, str], ...]
    current: bool


def view_of(seen: WallSeen, counted: float) -> WallView:
    """Return what stands on a wall that knows this, at a count of its clock."""
    answer, current = seen.answer, seen.is_current(counted)
    as_of = answer.as_of if answer else None
    english = language() == "en"
    seconds = f"{answer.service_level_s:g}" if answer else "15"
    return WallView(
        title=_title(answer, english=english),
        state=_state(seen, counted),
        warning=_warning(seen, counted),
        wrong=seen.trouble in _TURNED_AWAY,
        clock=f"{as_of:%H:%M}" if as_of else "--:--",
        day=f"{as_of:%m-%d}" if as_of else "",
        tiles=_tiles(answer, seconds, current=current),
        formulas=(
            tr("Connect rate: answered of all whom the hotline could answer, short hang-ups left out"),
            tr("Answered within {seconds} s, of those answered").format(seconds=seconds),
            tr("{name}: {words}").format(name=tr(_ON_TIME.name), words=tr(_ON_TIME.words)),
        ),
        heading=tr("{rate}, this month").format(rate=tr(_ON_TIME.name)),
        districts=_districts(answer.districts if answer else (), english=english),
        current=current,
    )


def _title(answer: WallAnswer | None, *, english: bool) -> str:
    if answer is None:
        return tr("12345 hotline")
    return tr("{city} 12345 hotline").format(city=answer.city_en if english else answer.city)


def _state(seen: WallSeen, counted: float) -> Piece:
    if seen.lost_at is not None:
        return tr("no line {span}").format(span=span(counted - seen.lost_at)), Tone.YELLOW
    return (tr("on line"), Tone.GREY) if seen.answer else (tr("opening ..."), Tone.GREY)


def _warning(seen: WallSeen, counted: float) -> str:
    """Return what is wrong, and what can be done about it."""
    answer, age = seen.answer, seen.age(counted)
    if seen.trouble in _TURNED_AWAY:
        return tr(_TURNED_AWAY[seen.trouble])
    lost = seen.lost_at is not None
    if (answer is None or answer.as_of is None) and not lost and not seen.keeps:
        return tr("The centre can keep nothing now: there are no figures until it can")
    if answer is None:
        return tr(_NEVER_REACHED[seen.trouble is WallTrouble.NO_CENTRE]) if lost else ""
    if answer.as_of is None or age is None:
        return tr("The switch was never heard: there are no figures of calls")
    at = f"{answer.as_of:%H:%M:%S}" if age < timedelta(hours=12) else f"{answer.as_of:%m-%d %H:%M}"
    if seen.is_current(counted) and lost:
        return tr("No line to the centre: the figures are of {at}").format(at=at)
    if seen.is_current(counted):
        return "" if seen.keeps else tr("The centre can keep nothing now: the figures are of {at}").format(at=at)
    words = tr("Not current: the figures are of {at}, {span} ago")
    if lost:
        words = tr("Not current: the figures are of {at}, {span} ago; no line to the centre")
    elif not seen.keeps:
        words = tr("Not current: the figures are of {at}, {span} ago; the centre can keep nothing now")
    elif not answer.current:
        words = tr("Not current: the figures are of {at}, {span} ago; the switch is not heard")
    return words.format(at=at, span=span(age.total_seconds()))


_FIGURES: tuple[tuple[str, Callable[[WallAnswer], str]], ...] = (
    (mark("Calls today"), lambda answer: str(answer.figures.offered)),
    (mark("Connect rate"), lambda answer: rate_words(answer.figures.share(CallRate.CONNECT))),
    (mark("Within {seconds} s"), lambda answer: rate_words(answer.figures.share(CallRate.WITHIN_OF_ANSWERED))),
    (mark("Waiting"), lambda answer: str(answer.waiting)),
)
"""The figures of a wall (Z4), each with its label."""


def _tiles(answer: WallAnswer | None, seconds: str, *, current: bool) -> tuple[WallTile, ...]:
    tiles = []
    for label, figure_of in _FIGURES:
        words, figure = tr(label).format(seconds=seconds), figure_of(answer) if answer else UNKNOWN
        was = tr("it was {figure}").format(figure=figure) if answer and answer.as_of else ""
        tiles.append(WallTile(words, figure) if current else WallTile(words, UNKNOWN, was))
    return tuple(tiles)


def _districts(lines: tuple[DistrictLine, ...], *, english: bool) -> tuple[tuple[str, str], ...]:
    return tuple((line.name_en if english else line.name, rate_words(line.rate)) for line in lines)
