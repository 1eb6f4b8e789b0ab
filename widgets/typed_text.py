"""A text being typed: its value, the caret, and the way back from the last change. Pure."""

from dataclasses import dataclass, field

from widgets.shown_text import edge_after, edge_before

_UNDO_STEPS = 100


@dataclass(slots=True)
class TypedText:
    """A value and the caret's place in it. Every change can be undone; typing on is one change, not one a key."""

    value: str = ""
    caret: int = 0
    _undo: list[tuple[str, int]] = field(default_factory=list)
    _typing_at: int = -1

    def insert(self, text: str) -> None:
        """Put `text` in at the caret."""
        if self._typing_at != self.caret or len(text) > 1:
            self._remember()
        self.value = self.value[: self.caret] + text + self.value[self.caret :]
        self.caret += len(text)
        self._typing_at = self.caret if len(text) == 1 else -1

    def delete_left(self) -> bool:
        """Take away the sign before the caret; say whether there was one."""
        return self.delete(edge_before(self.value, self.caret), self.caret)

    def delete_right(self) -> bool:
        """Take away the sign after the caret; say whether there was one."""
        return self.delete(self.caret, edge_after(self.value, self.caret))

    def delete(self, start: int, end: int) -> bool:
        """Take away `value[start:end]`; say whether that was anything."""
        if start >= end:
            return False
        self._remember()
        self.value = self.value[:start] + self.value[end:]
        self.caret = start
        return True

    def replace(self, value: str, caret: int | None = None) -> None:
        """Take another value; the caret stands at its end unless said otherwise."""
        self._remember()
        self.value = value
        self.caret = len(value) if caret is None else max(0, min(caret, len(value)))

    def move(self, caret: int) -> None:
        """Set the caret, kept inside the value."""
        self.caret = max(0, min(caret, len(self.value)))
        self._typing_at = -1

    def left(self) -> None:
        """Move one sign to the left."""
        self.move(edge_before(self.value, self.caret))

    def right(self) -> None:
        """Move one sign to the right."""
        self.move(edge_after(self.value, self.caret))

    def line_start(self) -> int:
        """Return where the caret's line starts."""
        return self.value.rfind("\n", 0, self.caret) + 1

    def undo(self) -> bool:
        """Go back before the last change; say whether there was one."""
        if not self._undo:
            return False
        self.value, self.caret = self._undo.pop()
        self._typing_at = -1
        return True

    def _remember(self) -> None:
        self._undo.append((self.value, self.caret))
        del self._undo[:-_UNDO_STEPS]
        self._typing_at = -1
