"""The journal as the centre has it: asked for again while somebody looks, shown with its age without a line."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from local_cache import handover_questions as ask
from local_cache import news as seat_news
from local_cache.errors import CentreSaid
from screens.parts.base import ConsoleScreen
from screens.parts.trouble import trouble_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotline.handover_doc import Handover, HandoverPlaces
    from local_cache.news import News

READ_S = 10.0
"""So often the journal is asked for while it is looked at."""
STALE_S = 25.0
"""What was read longer ago than that is not what is open now."""


class JournalLive(ConsoleScreen[None]):
    """Reads the journal of `sub_centre`, that of the asking lead's own seat unless another one was asked for."""

    def __init__(self, *, id: str, sub_centre: str = "") -> None:  # noqa: A002
        super().__init__(id=id)
        self.sub_centre = sub_centre
        self.places: tuple[str, ...] = ()
        """The sub-centres for which this lead may sign."""
        self.present: Handover | None = None
        """The journal that is worked on, as it was read last."""
        self.has_none = False
        """Whether there is no sub-centre whose journal this lead may sign."""
        self._asked_at: datetime | None = None
        self._read_at: datetime | None = None
        self._asking = False
        self._then: list[Callable[[], object]] = []

    def paint_journal(self) -> None:
        """Show what is known now."""
        raise NotImplementedError

    # ---- how old it is

    @property
    def read_ago(self) -> float | None:
        """How many seconds ago the journal was read; None for never, and where the seat's clock was set back."""
        ago = (self.services.now() - self._read_at).total_seconds() if self._read_at is not None else -1.0
        return ago if ago >= 0 else None

    @property
    def is_live(self) -> bool:
        """Say whether what is shown is what is open now."""
        ago = self.read_ago
        return ago is not None and ago < STALE_S and self.services.seat.status.line_up

    def now_at_centre(self) -> datetime:
        """Return the moment by the centre's clock up to which things are shown: it stands while nothing is read."""
        if self.present is None:
            return self.services.now()
        ago = self.read_ago if self.is_live else None
        return self.present.now + timedelta(seconds=ago or 0.0)

    # ---- reading

    def tick(self) -> None:
        """Let a second pass: what is old is said to be, and asked for again."""
        if self.services.session is None or not self.in_sight:
            return
        asked, now = self._asked_at, self.services.now()
        if asked is None or not timedelta() <= now - asked < timedelta(seconds=READ_S):
            self.read()
        self.paint_journal()

    def read(self, then: Callable[[], object] | None = None) -> None:
        """Ask for the journal as it is now; `then` is called when it is there."""
        if then is not None:
            self._then.append(then)
        if self._asking or self.services.session is None:
            return
        self._asking, self._asked_at = True, self.services.now()
        if self.places:
            self._read_present()
        else:
            self.when_done(self.services.seat.board(ask.places()), self._places_came, self._not_read)

    def _places_came(self, told: HandoverPlaces) -> None:
        self.places = told.sub_centres
        self.sub_centre = self.sub_centre or next(iter(told.sub_centres), "")
        if self.sub_centre:
            self._read_present()
        else:
            self._asking = False
            self.has_none = True
            self.paint_journal()

    def _read_present(self) -> None:
        asked_at = self.services.now()
        question = ask.present(self.sub_centre)
        self.when_done(self.services.seat.board(question), lambda told: self.came(told, asked_at), self._not_read)

    def came(self, told: Handover, asked_at: datetime | None = None) -> None:
        """Take the journal as the centre has just told it."""
        self._asking = False
        if told.sub_centre == self.sub_centre:
            self.present, self.has_none = told, False
            self._read_at = asked_at if asked_at is not None else self.services.now()
        waiting, self._then = self._then, []
        self.paint_journal()
        for then in waiting:
            then()

    def _not_read(self, error: Exception) -> None:
        self._asking = False
        self._then.clear()
        if isinstance(error, CentreSaid):
            self._read_at = None
            self.say(lambda: trouble_words(error), wrong=True)
        self.paint_journal()

    def hear(self, news: News) -> None:
        """Ask as soon as there is a line again; say at once that there is none."""
        if isinstance(news, seat_news.StatusChanged) and self.in_sight:
            if news.status.line_up and not self.is_live:
                self.read()
            self.paint_journal()
        elif isinstance(news, seat_news.PackChanged):
            self.paint_journal()
