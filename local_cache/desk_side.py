"""The seat's side of what desk and centre tell each other besides cases: states, a raised hand, notices, orders."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from local_cache import meta
from local_cache.model import Hand
from local_cache.news import DeskNewsChanged
from local_cache.rota import Rota

if TYPE_CHECKING:
    from concurrent.futures import Future

    from hotline.desk_doc import Beat, DeskLine, DeskNews, MissedCaller
    from local_cache.agent_states import AgentStates
    from local_cache.encrypted import Connection
    from local_cache.model import KeptState, OwnState
    from local_cache.owed import OwedActs
    from local_cache.status import Board
    from local_cache.writer import Writer


class DeskSide:
    """What one seat tells with each beat, and what it was told last. `changed` is told that the next beat may not wait.

    What has been done here already is not shown as news again, whether the centre knows of it or not.
    """

    def __init__(
        self, writer: Writer, board: Board, states: AgentStates, owed: OwedActs, now: Callable[[], datetime]
    ) -> None:
        self._writer = writer
        self._board = board
        self.states = states
        self._owed = owed
        self.rota = Rota(writer, board, states, owed)
        self._now = now
        self._gate = threading.RLock()
        """Lines come in one thread and news in another: who tells later is to tell the newer."""
        self._news: DeskNews | None = None
        self._line: DeskLine | None = None
        self._heard_at = now()
        self.changed: Callable[[], object] = lambda: None
        states.changed = lambda: self.changed()

    def begin(self, work: Connection) -> None:
        """Take up what the program before this one left, in a job on `work.db`."""
        self.states.begin(work)
        self._owed.begin(work)
        self.rota.begin(work)
        text = meta.get(work, meta.HAND)
        if text is not None:
            held = json.loads(text)
            raised_at = datetime.fromisoformat(held["raised_at"])
            self._board.change(hand=Hand(UUID(held["hand_id"]), raised_at, held["words"], held["call_id"]))

    # --- to the centre ------------------------------------------------------------------------------------------

    def note_state(self, own: OwnState, pause: str = "") -> Future[None]:
        """Keep what the operator is in, as `AgentStates.note` does, and show who answers with them."""
        noted = self.states.note(own, pause)
        self.rota.look()
        return noted

    def put_hand(self, hand: Hand | None) -> Future[None]:
        """Raise a hand, give it other words, or take it down for None; it stays up over a start anew."""
        self._board.change(hand=hand)
        self.changed()

        def job(work: Connection) -> None:
            if hand is None:
                meta.drop(work, meta.HAND)
            else:
                held = {"hand_id": str(hand.hand_id), "raised_at": hand.raised_at.isoformat()}
                meta.put(work, meta.HAND, json.dumps({**held, "words": hand.words, "call_id": hand.call_id}))

        return self._writer.submit(job)

    def beat(self, states: tuple[KeptState, ...]) -> Beat:
        """Return a sign of life that carries these states."""
        from hotline.desk_doc import Beat, RaisedHand, StateChange

        status = self._board.status
        hand = status.hand
        raised = (
            RaisedHand(
                hand_id=hand.hand_id, raised_at=hand.raised_at, words=hand.words,
                call_id=UUID(hand.call_id) if hand.call_id else None,
            )
            if hand
            else None
        )  # fmt: skip
        return Beat(
            sent_at=self._now(), unsent=status.unsent, oldest_unsent_at=status.oldest_unsent_at,
            kept_drafts=status.kept_drafts, hand=raised,
            states=tuple(
                StateChange(
                    seq=each.seq, state=each.own.state, since=each.since, operator_id=each.own.operator_id,
                    reason=each.own.reason, call_id=UUID(each.own.call_id) if each.own.call_id else None,
                    leader_day_id=UUID(each.own.leader_day_id) if each.own.leader_day_id else None,
                )
                for each in states
            ),
        )  # fmt: skip

    # --- from the centre ----------------------------------------------------------------------------------------

    def news_came(self, news: DeskNews) -> None:
        """Tell the desk what the centre says, but for what has been done about it here.

        Of the queue the stream says the newest: what was asked for may have been answered before that came.
        """
        with self._gate:
            if self._line is None:
                self._news, self._heard_at = news, self._now()
            else:
                self._news = news.model_copy(update=dict(self._line))
            self.tell()
        self.rota.came(news)
        self._owed.try_again()

    def line_came(self, line: DeskLine | None) -> None:
        """Take in what the centre's stream says of the queue; None where it says it anew or not any more."""
        with self._gate:
            self._line = line
            if line is not None:
                self._heard_at = self._now()
                if self._news is not None:
                    self._news = self._news.model_copy(update=dict(line))
                    self.tell()

    @property
    def claimed(self) -> tuple[MissedCaller, ...]:
        """The callers whom this seat is to call back, as the centre said last, but those of whom it was told."""
        news, owes = self._news, self._owed.owes
        return tuple(each for each in news.claimed if not _is_over(each, owes)) if news else ()

    def tell(self) -> None:
        """Tell the desk what the centre said last, once more: something has been done about it."""
        with self._gate:
            if self._news is not None:
                self._board.tell(DeskNewsChanged(self._left_of(self._news), self._heard_at))

    def _left_of(self, news: DeskNews) -> DeskNews:
        """Return news without what has been done about them here."""
        owes = self._owed.owes
        left = {
            "notices": tuple(each for each in news.notices if not owes(f"desk/notices/{each.notice_id}/read")),
            "orders": tuple(each for each in news.orders if not owes(f"desk/orders/{each.order_id}/done")),
            "claimed": self.claimed,
            "hand": news.hand if news.hand and not owes(f"desk/hands/{news.hand.hand_id}/seen") else None,
        }
        return news.model_copy(update=left)


def _is_over(caller: MissedCaller, owes: Callable[[str], bool]) -> bool:
    """Say whether a caller was called back here, or given back, and the centre may not know."""
    return any(owes(f"missed-callers/{caller.call_id}/{act}") for act in ("tried", "release"))
