"""Every key with what it does, from the table of commands; those of the screen underneath stand first."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from screens.parts.ask import keys_of
from screens.parts.base import ConsoleScreen
from screens.parts.text_rows import TextRows
from widgets.commands import COMMANDS, DEMO, commands_of
from widgets.key_line import KeyLine
from widgets.keymap import key_words
from widgets.lamp import Tone
from widgets.line_list import Column, LineList, ListRow
from widgets.message_line import MessageLine
from wording import mark, tr

FORM_KEYS: Sequence[tuple[str, str]] = (
    (mark("Enter"), mark("Go on to the next field that is not filled; take the marked row of a list.")),
    (mark("letters, digits, Chinese"), mark("In a picker: narrow the list; the one that is left is taken.")),
    (mark("1-8 in an open list"), mark("Take that row.")),
    (mark("Backspace"), mark("In a picker: open the list again.")),
    (mark("Space"), mark("In a yes-or-no field: turn it; in a picker: show the list.")),
    (mark("Up, Down, Tab"), mark("Go to the field above or below.")),
    ("Ctrl+N", mark("A new line in a long text.")),
    ("Ctrl+Z", mark("Undo in a text.")),
    (
        mark("Ctrl+G, then 0-9"),
        mark("Go to the field of that number; Enter goes to the next missing one, + to more fields."),
    ),
)
"""Keys of the form that belong to no command."""


class HelpScreen(ConsoleScreen[None]):
    """Lists keys. `place` is the screen it was opened from."""

    PLACE = "help"
    BINDINGS = keys_of("back", "help", "language")

    def __init__(self, place: str) -> None:
        super().__init__(id="help")
        self._place = place

    def compose(self) -> ComposeResult:
        """A heading, the list, the keys."""
        yield TextRows(id="heading")
        yield LineList((Column(mark("Key"), 24), Column(mark("Action"), 16), Column(mark("What it does"))), id="keys")
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the list."""
        self.paint()
        self.set_focus(self.query_one(LineList))

    def paint(self) -> None:
        """Fill the list in the present language."""
        keymap = self.services.keymap
        here = [each for each in commands_of(self._place) if each.places]
        anywhere = [each for each in COMMANDS if not each.places]
        elsewhere = [each for each in COMMANDS if each.places and each not in here and DEMO not in each.places]
        demo = [each for each in COMMANDS if DEMO in each.places and self.services.demo is not None]
        rows = [ListRow(f"form{place}", ((tr(key), Tone.ACCENT), ("", Tone.GREY), (tr(does), Tone.BRIGHT)))
                for place, (key, does) in enumerate(FORM_KEYS)]  # fmt: skip
        commands = [
            ListRow(
                each.id,
                ((" / ".join(map(key_words, keymap.keys(each.id))), Tone.ACCENT), (tr(each.label), Tone.GREY),
                 (tr(each.help), tone)),
            )
            for group, tone in ((here + demo, Tone.BRIGHT), (anywhere, Tone.BRIGHT), (elsewhere, Tone.GREY))
            for each in group
        ]  # fmt: skip
        self.query_one(LineList).rows = [*commands, *rows]
        self.query_one("#heading", TextRows).show([(tr("Every key; those of this screen first"), Tone.ACCENT)])
        self.query_one(KeyLine).offer_keys([("F1 / Esc", tr("back"))])

    def action_back(self) -> None:
        """Close the help."""
        self.dismiss(None)

    def action_help(self) -> None:
        """Close the help with the key that opened it."""
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Every key of this screen works."""
        return True

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.paint()
