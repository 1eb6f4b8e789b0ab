"""The board's picture kept up to date: a poke or a while of quiet, then a pull after the last number, one at a time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from local_cache import board_questions as ask
from local_cache import news as seat_news
from local_cache.board_picture import BoardPicture
from local_cache.errors import CentreSaid
from screens.board.level import Shown
from screens.parts.base import ConsoleScreen
from screens.parts.top_line import paint_top_line

if TYPE_CHECKING:
    from hotline.board_doc import BoardAnswer
    from local_cache.news import News

TICK_S = 1.0
"""Clocks go on so often, and it is looked how old the picture is."""
PULL_S = 1.5
"""So long after the last answer a board asks by itself: what only time changes nobody pokes for."""
STALE_S = 3.75
"""A board that has heard nothing for so long says how old it is, also on a line that seems to be there."""


class BoardLive(ConsoleScreen[None]):
    """Pulls while it is in sight. `is_live` says whether what is shown is so now; else it is as of `shown_at`."""

    class Changed(Message):
        """The picture is another one, in the seats that stand in `changed`."""

        def can_replace(self, message: Message) -> bool:
            """Let one repaint do for several answers."""
            return isinstance(message, BoardLive.Changed)

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.picture = BoardPicture()
        self.changed: set[str] = set()
        """The seats that were told of since the last repaint."""
        self.refused: Exception | None = None
        """Why the centre gives no board, None while it does."""
        self._asking = False
        self._again = False
        self._heard_at: datetime | None = None

    def paint_board(self) -> None:
        """Show the picture as it is now."""
        raise NotImplementedError

    def paint_age(self) -> None:
        """Show how old the picture is."""
        raise NotImplementedError

    # ---- how old it is

    @property
    def is_live(self) -> bool:
        """Say whether what is shown is so now."""
        ago = self.heard_ago()
        fresh = ago is not None and ago < STALE_S
        return fresh and self.services.seat.status.line_up and self.refused is None

    def shown_at(self) -> datetime:
        """Return the moment, by the centre's clock, up to which the board is shown: clocks stand while it is cut."""
        if self.is_live:
            return self.picture.at_centre(self.services.now())
        answer = self.picture.answer
        return answer.now if answer is not None else self.services.now()

    def heard_ago(self) -> float | None:
        """Return how many seconds ago the centre was heard last; None for never.

        None, too, where this machine's clock was set back since: nobody knows how long ago that was.
        """
        ago = (self.services.now() - self._heard_at).total_seconds() if self._heard_at is not None else -1.0
        return ago if ago >= 0 else None

    def shown(self) -> Shown:
        """Return what lists are made of."""
        return Shown(self.services, self.picture, self.shown_at)

    # ---- pulling

    def pull(self) -> None:
        """Ask what is different; while an answer is on its way, ask once more after it."""
        if not self.in_sight or self.services.session is None:
            return
        if self._asking:
            self._again = True
            return
        self._asking, self._again = True, False
        asked_at = self.services.now()
        wanted = ask.changes(self.picture.after, self.picture.epoch)
        self.when_done(self.services.seat.board(wanted), lambda answer: self._came(answer, asked_at), self._not_pulled)

    def pull_if_quiet(self) -> None:
        """Ask where nothing has been heard for a while."""
        ago = self.heard_ago()
        if ago is None or ago >= PULL_S:
            self.pull()

    def _came(self, answer: BoardAnswer, asked_at: datetime) -> None:
        self._asking = False
        now = self.services.now()
        changed = self.picture.take(answer, asked_at, now)
        if changed is None:
            self.pull()
            return
        was_live = self.is_live
        self._heard_at, self.refused = now, None
        self.changed |= changed
        if not was_live:
            self.changed |= self.picture.seats.keys()
        self.post_message(self.Changed())
        if self._again:
            self.pull()

    def _not_pulled(self, error: Exception) -> None:
        self._asking = False
        self.refused = error if isinstance(error, CentreSaid) else self.refused
        self.paint_age()

    @on(Changed)
    def _picture_changed(self, message: Changed) -> None:
        message.stop()
        if self.in_sight:
            self.paint_board()

    def hear(self, news: News) -> None:
        """Pull when the centre pokes, and as soon as there is a line again; say at once that there is none."""
        match news:
            case seat_news.BoardPoked():
                self.pull()
            case seat_news.StatusChanged():
                if news.status.line_up and not self.is_live:
                    self.pull()
                if self.in_sight:
                    paint_top_line(self)
                self.paint_age()
