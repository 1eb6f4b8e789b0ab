"""The bottom line: the keys that work now, at most nine, in the order of use."""

from collections.abc import Sequence

from rich.cells import cell_len

from widgets.command import ConsoleCommand
from widgets.keymap import Keymap, key_words
from widgets.lamp import Piece, Tone
from widgets.one_line import OneLine
from wording import tr

MOST = 9


class KeyLine(OneLine):
    """Shows commands with their keys. What does not fit the width or is more than nine is left to the help screen."""

    DEFAULT_CSS = "KeyLine { background: $panel; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._offered: tuple[tuple[str, str], ...] = ()

    def offer(self, commands: Sequence[ConsoleCommand], keymap: Keymap) -> None:
        """Offer commands that work now, in the order of use, under the operator's own keys."""
        self.offer_keys([(key_words(keymap.keys(command.id)[0]), tr(command.label)) for command in commands])

    def offer_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Offer `(key as it is read, what it does)` pairs."""
        self._offered = tuple(keys[:MOST])
        self._fit()

    def on_resize(self) -> None:
        """Fit the keys to the width."""
        self._fit()

    def _fit(self) -> None:
        pieces: list[Piece] = []
        room = self.size.width or 80
        for key, label in self._offered:
            needed = cell_len(key) + cell_len(label) + 4
            if needed > room:
                break
            room -= needed
            pieces += [(f" {key} ", Tone.ACCENT), (f"{label}  ", Tone.GREY)]
        self.say(pieces)
