"""What the centre has said of shifts and of leaders who answer at this seat: kept, so that it holds without a line."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from local_cache import meta
from local_cache.model import DeskAct, Leader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotline.desk_doc import DeskNews
    from local_cache.agent_states import AgentStates
    from local_cache.encrypted import Connection
    from local_cache.owed import OwedActs
    from local_cache.status import Board
    from local_cache.writer import Writer


class Rota:
    """Puts it into the seat's status; who of the leaders answers now, the seat's own state says."""

    def __init__(self, writer: Writer, board: Board, states: AgentStates, owed: OwedActs) -> None:
        self._writer = writer
        self._board = board
        self._states = states
        self._owed = owed

    def begin(self, work: Connection) -> None:
        """Take up what was said last, in a job on `work.db`; the states are known already."""
        held = json.loads(meta.get(work, meta.ROTA) or "{}")
        self._show(held.get("shift_ends", ()), (_leader(each) for each in held.get("leaders", ())))

    def came(self, news: DeskNews) -> None:
        """Take in what the centre says; on disk only if it is something new.

        A guest whom the rota names no more stays for as long as they answer, and a sentence that the centre has yet to
        hear of as it was written here.
        """
        named = [
            Leader(str(each.leader_day_id), each.begins, each.ends, each.name, each.title, each.beside, each.words)
            for each in news.leaders
        ]
        before = self._board.status
        written = {
            each.leader_day_id: each.words for each in before.leaders if self._owed.owes(words_path(each.leader_day_id))
        }
        named = [replace(each, words=written.get(each.leader_day_id, each.words)) for each in named]
        if before.guest and all(each.leader_day_id != before.guest.leader_day_id for each in named):
            named.append(before.guest)
        self._show(news.shift_ends, named)
        now = self._board.status
        if (now.shift_ends, now.leaders) != (before.shift_ends, before.leaders):
            held = {"shift_ends": now.shift_ends, "leaders": [_held(each) for each in now.leaders]}
            self._writer.submit(lambda work: meta.put(work, meta.ROTA, json.dumps(held)))

    def say(self, leader_day_id: str, words: str, operator_id: str) -> None:
        """Put a sentence into the summary of a leader's day; it stands here before the centre has it."""
        self._owed.tell(DeskAct(words_path(leader_day_id), {"words": words}, by=operator_id))
        status = self._board.status
        changed = (
            replace(each, words=words) if each.leader_day_id == leader_day_id else each for each in status.leaders
        )
        self._show(status.shift_ends, changed)

    def look(self) -> None:
        """See who answers by the state that the seat is in now."""
        status = self._board.status
        self._show(status.shift_ends, status.leaders)

    def _show(self, shift_ends: Iterable[str], leaders: Iterable[Leader]) -> None:
        known, last = tuple(leaders), self._states.last
        wanted = last.own.leader_day_id if last is not None else ""
        guest = next((each for each in known if each.leader_day_id == wanted), None)
        self._board.change(shift_ends=tuple(shift_ends), leaders=known, guest=guest)


def words_path(leader_day_id: str) -> str:
    """Return where the sentence on a leader's day is told to."""
    return f"desk/leader-days/{leader_day_id}/words"


def _held(leader: Leader) -> dict[str, Any]:
    return {**asdict(leader), "begins": leader.begins.isoformat(), "ends": leader.ends.isoformat()}


def _leader(held: dict[str, Any]) -> Leader:
    moments = {name: datetime.fromisoformat(held[name]) for name in ("begins", "ends")}
    return Leader(**{**held, **moments})
