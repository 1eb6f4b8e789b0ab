"""A Textual program for the tests: it writes the name of every key it gets to a file, and shows the last one."""

import sys
from pathlib import Path

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from widgets.key_order import OrderedKeys


class KeyLogger(OrderedKeys[None]):
    """Says `ready`, then one line a key."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Static()

    def on_mount(self) -> None:
        self.note("ready")

    def on_key(self, event: events.Key) -> None:
        self.note(event.key)

    def note(self, line: str) -> None:
        with Path(sys.argv[1]).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        self.query_one(Static).update(f"<{line}>")


if __name__ == "__main__":
    KeyLogger().run()
