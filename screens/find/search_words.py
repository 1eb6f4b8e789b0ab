"""The search words: whoever comes back to them types new ones, or goes on with the old."""

from rich.segment import Segment
from textual.strip import Strip

from widgets.field import Field
from widgets.shown_text import clipped


class SearchWords(Field):
    """A field whose words, after `start_anew`, give way to the first sign typed or pasted; any other key keeps them."""

    _to_replace = False

    def start_anew(self) -> None:
        """Show the words as ones that the next sign takes the place of."""
        self._to_replace = bool(self.value)
        self.caret = len(self.value)

    def press(self, key: str, character: str | None) -> bool:
        """Take a key; the first one decides over the words of before."""
        if self._give_way(character is not None or key in ("backspace", "delete")) and character is None:
            return True
        return super().press(key, character)

    def paste(self, text: str) -> None:
        """Paste in place of the words of before."""
        self._give_way(True)
        super().paste(text)

    def _give_way(self, replaced: bool) -> bool:
        """End what `start_anew` began; say whether there were words, and they are gone."""
        if not self._to_replace:
            return False
        self._to_replace = False
        self.refresh_rows(0)
        if replaced:
            self.value = ""
        return replaced

    def on_blur(self) -> None:
        """Keep the words."""
        self._to_replace = False

    def paint_line(self, y: int) -> Strip:
        """Return the field's line, with words that give way on a band of their own."""
        if y or not (self._to_replace and self.has_focus):
            return super().paint_line(y)
        shown = clipped("".join(self._shown().shown), self._room())
        return self.line([*self.caption(), Segment(shown, self.paint.caret)])
