"""Rows that are on their way: the keys that mean one of them wait until they are there, so that none is lost."""

from collections.abc import Sized

from textual import events

from widgets.key_order import OrderedKeys
from widgets.painted import Painted

_ROW_KEYS = frozenset({"up", "down", "pageup", "pagedown", "home", "end", "enter"})


class Awaited(Painted):
    """A list that may be awaited. While it is, arrows, Enter and letters wait, and all keys behind those.

    Else they would mean nothing, and the next Enter a row that nobody has chosen. Escape forgets what has waited.
    """

    _is_awaited = False

    @property
    def is_awaited(self) -> bool:
        """Whether its first rows are on their way. Set it after the rows."""
        return self._is_awaited

    @is_awaited.setter
    def is_awaited(self, is_awaited: bool) -> None:
        before, self._is_awaited = self._is_awaited, is_awaited
        if before and not is_awaited and isinstance(self.app, OrderedKeys):
            if self.has_focus and self.app.screen is self.screen:
                self.app.hand_out_kept()
            else:
                self.app.drop_kept()

    def keeps(self, event: events.Key, rows: Sized) -> bool:
        """Keep a key that means a row while none is there; a digit alone may go to another list."""
        app = self.app
        if not isinstance(app, OrderedKeys):
            return False
        if event.key == "escape":
            app.drop_kept()
            return False
        sign = event.character if event.is_printable else None
        means_row = event.key in _ROW_KEYS or (sign is not None and not sign.isdigit())
        if not app.keeps_keys and not (self._is_awaited and not rows and means_row):
            return False
        app.keep_key(event)
        event.stop()
        event.prevent_default()
        return True
