"""What a screen has the centre do that is about no case: what came of it is said, or it is asked for again with why."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from local_cache.errors import NotKnown
from screens.parts.base import ConsoleScreen
from screens.parts.given_acts import given_trouble, trouble_asked_again
from wording import mark, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from local_cache.board_questions import BoardAct
    from screens.parts.base import Said

Told = TypeVar("Told", bound=BaseModel)
_LOOK_FIRST = mark("No answer came: whether the centre took it is not known. Look before doing it again")


class ToldActs(ConsoleScreen[None]):
    """A screen with such acts. Nothing is put off: without a line nothing is done."""

    def after_act(self, *, done: bool) -> None:
        """Ask how things stand after an act; `done` says whether the centre has said that it did it."""
        raise NotImplementedError

    def tell_centre(
        self, act: BoardAct[Told], done: Callable[[Told], Said], again: Callable[[Said], object] | None = None
    ) -> None:
        """Have the centre do something; say what came of it, or ask `again` with the words for why not."""

        def came(told: Told) -> None:
            self.say(done(told))
            self.after_act(done=True)

        def failed(error: Exception) -> None:
            self.after_act(done=False)
            if again is not None:
                self.say("")
                self.ask_later(lambda: again(lambda: trouble_asked_again(error)))
            else:
                unknown = isinstance(error, NotKnown)
                self.say(lambda: tr(_LOOK_FIRST) if unknown else given_trouble(error), wrong=True)

        self.say(lambda: tr("Telling the centre ..."))
        self.when_done(self.services.seat.board_act(act), came, failed)
