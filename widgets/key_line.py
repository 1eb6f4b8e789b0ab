"""The bottom line: the keys that work now, at most nine, in the order of use."""

from collections.abc import Collection, Sequence

from rich.cells import cell_len

from widgets.lamp import Piece, Tone
from widgets.one_line import OneLine

MOST = 9


class KeyLine(OneLine):
    """Shows keys with what they do. What does not fit the width or is more than nine is left to the help screen."""

    DEFAULT_CSS = "KeyLine { background: $panel; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._offered: tuple[tuple[str, str], ...] = ()
        self._needed: frozenset[str] = frozenset()

    def offer_keys(self, keys: Sequence[tuple[str, str]], needed: Collection[str] = ()) -> None:
        """Offer `(key as it is read, what it does)` pairs; room is given to the `needed` keys before all others."""
        self._offered = tuple(keys)
        self._needed = frozenset(needed)
        self._fit()

    def on_resize(self) -> None:
        """Fit the keys to the width."""
        self._fit()

    def _fit(self) -> None:
        room = self.size.width or 80
        shown: set[int] = set()
        for place in sorted(range(len(self._offered)), key=lambda each: self._offered[each][0] not in self._needed):
            key, label = self._offered[place]
            cells = cell_len(key) + cell_len(label) + 3
            if cells <= room and len(shown) < MOST:
                shown.add(place)
                room -= cells
        pieces: list[Piece] = []
        for place in sorted(shown):
            key, label = self._offered[place]
            pieces += [(f" {key} ", Tone.ACCENT), (f"{label} ", Tone.GREY)]
        self.say(pieces)
