"""Which list stands behind a tile, a seat or a trouble. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.stays import Tile as Counts
from screens.board import tiles
from screens.board.call_lines import CallLines, WaitingLines
from screens.board.case_lines import CaseLines, Part, Parts, outcome_words
from screens.board.level import NOTHING_BEHIND
from screens.board.missed_lines import MissedLines
from screens.board.notice_lines import NoticeLines
from screens.board.seat_state_lines import SeatStateLines
from screens.parts.case_words import number_words
from screens.services import Go
from widgets.lamp import Tone
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.board_doc import Trouble
    from local_cache.board_questions import SpanOfTime
    from screens.board.level import Level, Shown

_CALLS: dict[str, Counts] = {
    tiles.OFFERED: Counts.OFFERED,
    tiles.ANSWERED: Counts.ANSWERED,
    tiles.ABANDONED: Counts.ABANDONED,
    tiles.CONNECT: Counts.ANSWERED,
    tiles.WITHIN_ANSWERED: Counts.ANSWERED_WITHIN,
    tiles.WITHIN_OFFERED: Counts.ANSWERED_WITHIN,
    tiles.WAIT: Counts.ANSWERED,
    tiles.TALK: Counts.HANDLED,
    tiles.WRAP_UP: Counts.WRAP_UPS,
}
"""The calls behind a tile; behind a rate those that it counts."""
_CASES = {tiles.ON_THE_SPOT: "answered_on_the_spot", tiles.TO_DISPATCH: "to_dispatch"}
"""The cases behind a tile, as the centre calls their list."""
_CALLED_BACK = "called_back"
_NO_SWITCH = mark("Nothing can be opened: the worker of the centre has no line to the switch")


def behind_tile(key: str, shown: Shown, span: SpanOfTime) -> Level:
    """Return the list behind a tile."""

    def said() -> str:
        answer = shown.picture.answer
        return tiles.list_title(key, answer) if answer is not None else ""

    if key in (tiles.WAITING, tiles.LONGEST):
        return WaitingLines(shown, lambda: tr("Callers who wait now"))
    if key in _CALLS:
        return CallLines(shown, said, _CALLS[key], span)
    if key in _CASES:
        return CaseLines(shown, said, _CASES[key])
    makers = {tiles.CALL_BACKS: _call_backs, tiles.FILED: _filed, tiles.LAMPS: _lamps}
    return Parts(shown, said, lambda: makers[key](shown))


def behind_trouble(trouble: Trouble, shown: Shown) -> Level | Go | str:
    """Return the list or place where something can be done about a trouble."""
    match trouble.kind:
        case "long_wait":
            return WaitingLines(shown, lambda: tr("Callers who wait now"))
        case "unread_notice":
            notices = NoticeLines(shown)
            notices.key = str(trouble.notice_id or "")
            return notices
        case "switch_down":
            return _NO_SWITCH
        case "handover_due":
            return Go("shift", words=trouble.words)
        case _ if trouble.case_id is not None:
            return Go("find", case_id=str(trouble.case_id), words=number_words(trouble.number))
    return SeatStateLines(shown, trouble.seat) if trouble.seat else NOTHING_BEHIND


def _call_backs(shown: Shown) -> list[Part]:
    answer = shown.picture.answer
    if answer is None:
        return []

    def called() -> Level:
        return CallLines(shown, lambda: tr("Called back today"), _CALLED_BACK, "day")

    return [
        Part("due", lambda: tr("still to be called back"), answer.missed_waiting, lambda: MissedLines(shown)),
        Part("called", lambda: tr("called back today"), answer.called_back, called),
    ]


def _filed(shown: Shown) -> list[Part]:
    answer = shown.picture.answer
    outcomes = answer.filed.by_outcome if answer is not None else {}

    def part(outcome: str, many: int) -> Part:
        return Part(
            outcome, lambda: outcome_words(outcome), many,
            lambda: CaseLines(shown, lambda: outcome_words(outcome), outcome),
        )  # fmt: skip

    return [part(outcome, many) for outcome, many in sorted(outcomes.items(), key=lambda each: -each[1])]


def _lamps(shown: Shown) -> list[Part]:
    answer = shown.picture.answer
    if answer is None:
        return []
    return [
        _cases(shown, "red", mark("red lamp"), answer.red, Tone.RED),
        _cases(shown, "yellow", mark("yellow lamp"), answer.yellow, Tone.YELLOW),
    ]


def _cases(shown: Shown, tile: str, name: str, many: int, tone: Tone) -> Part:
    return Part(tile, lambda: tr(name), many, lambda: CaseLines(shown, lambda: tr(name), tile), tone)
