"""Entries in the order in which they are filled: Enter goes on, a number jumps, no key falls between two of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from textual.containers import Container
from textual.message import Message

from widgets.entry import Entry


class Form(Container):
    """A container of entries (at any depth). Its order is the order of the document.

    Messages: `Form.Finished(form)` after Enter in the last entry.
    """

    DEFAULT_CSS = "Form { height: auto; width: 1fr; }"

    @dataclass
    class Finished(Message):
        """Enter was pressed in the last entry."""

        form: "Form"

        @property
        def control(self) -> "Form":
            """The form, for `@on(Form.Finished, "#id")`."""
            return self.form

    def on_mount(self) -> None:
        """Take the entries' steps."""
        for entry in self.query(Entry):
            entry.on_leave = self._step

    @property
    def entries(self) -> list[Entry]:
        """The entries that can be filled now, in order."""
        return [entry for entry in self.query(Entry) if entry.focusable]

    def entry(self, id: str) -> Entry:  # noqa: A002
        """Return an entry by its id. Raises Textual's `NoMatches`."""
        return self.query_one(f"#{id}", Entry)

    @property
    def current(self) -> Entry | None:
        """The entry that has the focus, if it is one of this form's."""
        focused = self.screen.focused
        return focused if isinstance(focused, Entry) and focused in self.entries else None

    def go_to(self, entry: Entry) -> None:
        """Give an entry the focus at once, so that the very next key is typed into it."""
        self.screen.set_focus(entry, scroll_visible=False)

    def start(self) -> None:
        """Go to the first entry."""
        for entry in self.entries[:1]:
            self.go_to(entry)

    def judge(self) -> Entry | None:
        """Let every entry judge itself; go to the first that is wrong and return it, or None when all is well."""
        wrong = [entry for entry in self.entries if not entry.judge()]
        if not wrong:
            return None
        self.go_to(wrong[0])
        return wrong[0]

    def values(self) -> dict[str, str]:
        """Return the value of every entry by its id."""
        return dict(self._pairs())

    def _pairs(self) -> Iterator[tuple[str, str]]:
        for entry in self.query(Entry):
            if entry.id is not None:
                yield entry.id, entry.value

    def _step(self, entry: Entry, step: int) -> None:
        entries = self.entries
        if entry not in entries:
            return
        target = entries.index(entry) + step
        if 0 <= target < len(entries):
            self.go_to(entries[target])
        elif step > 0:
            self.post_message(self.Finished(self))
