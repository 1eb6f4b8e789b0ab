"""The baseline of `key_echo` and `start`: a Textual app with one stock Input and nothing else."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class BareApp(App[None]):
    """One field."""

    def compose(self) -> ComposeResult:
        """Yield the one Input."""
        yield Input()


if __name__ == "__main__":
    BareApp().run()
