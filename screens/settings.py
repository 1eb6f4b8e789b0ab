"""Keys and language: every command with its key; a new key is pressed, checked and in force at once."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult

from screens.parts.base import ConsoleScreen, label_of
from screens.parts.line_words import line_pieces
from screens.parts.over import keys_of
from screens.parts.text_rows import TextRows
from screens.parts.who_words import who_words
from screens.services import KeysChosen
from widgets.commands import COMMANDS, is_at
from widgets.key_line import KeyLine
from widgets.keymap import Keymap, free_words, key_words, problems_of
from widgets.lamp import Tone
from widgets.line_list import Column, LineList, ListRow
from widgets.message_line import MessageLine
from widgets.status_line import StatusLine
from wording import language, mark, sentences, tr

_LANGUAGES = {"zh": "中文", "en": "English"}
"""Each in its own words, so that it is found whichever is set."""


class SettingsScreen(ConsoleScreen[None]):
    """Lists commands with their keys. Enter on a row, then the new key, until one is free; Backspace gives the default.

    The key that goes back takes no new key, unless it is the way back that is to have another.
    """

    PLACE = "settings"
    BINDINGS = keys_of("back", "help", "language", "lock")
    DEFAULT_CSS: ClassVar[str] = "SettingsScreen #heading { margin-bottom: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._waiting_for = ""
        self._free_for = ""

    def compose(self) -> ComposeResult:
        """A heading, the list, a line for messages, the keys."""
        yield StatusLine()
        yield TextRows(id="heading", rows=2)
        yield LineList((Column(mark("Action"), 18), Column(mark("Key"), 18), Column(mark("What it does"))), id="keys")
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the keys."""
        self.paint()
        self.set_interval(1.0, self._paint_status)
        self.set_focus(self.query_one(LineList))

    def paint(self) -> None:
        """Fill the list in the present language."""
        keymap = self.services.keymap
        self._paint_status()
        self._head()
        self.query_one(LineList).rows = [
            ListRow(each.id, (
                (tr(each.label), Tone.BRIGHT),
                (" / ".join(map(key_words, keymap.keys(each.id))),
                 Tone.GREY if keymap.keys(each.id) == each.keys else Tone.YELLOW),
                (tr(each.help), Tone.GREY),
            ))
            for each in COMMANDS
            if is_at(each, self.services.apart)
        ]  # fmt: skip
        switch = key_words(keymap.keys("language")[0])
        self.query_one(KeyLine).offer_keys([
            (tr("Enter"), tr("new key")), (tr("Backspace"), tr("default key")),
            (switch, label_of("language")), (self.key_of("back"), tr("back")),
            (self.key_of("help"), label_of("help")),
        ])  # fmt: skip

    def _paint_status(self) -> None:
        pieces = line_pieces(self.services.seat.status, self.services.now())
        self.query_one(StatusLine).tell(who_words(self.services), [*self.services.calls().pieces, *pieces])

    def _head(self) -> None:
        """Write the heading, and below it the keys that are free while one is asked for, else the language."""
        if self._free_for:  # as things stand: what the command has now is not free either
            words = free_words(self._free_for, self.services.keymap.wishes, apart=self.services.apart)
        else:
            words = tr("Language: {language}").format(language=_LANGUAGES[language()])
            if self.services.practice is not None:
                words += "   " + tr("New keys hold in this practice alone, not at the live desk")
        self.query_one("#heading", TextRows).show([(tr("Keys and language"), Tone.ACCENT)], [(words, Tone.GREY)])

    # ---- a new key

    @on(LineList.Opened)
    def _opened(self, message: LineList.Opened) -> None:
        message.stop()
        command = self._waiting_for = self._free_for = message.key
        self.set_focus(None)
        self.say(lambda: tr("Press the new key for: {command}").format(command=label_of(command)))
        self._head()

    def on_key(self, event: events.Key) -> None:
        """Take the new key, whatever it does elsewhere; or give the default back."""
        if self._waiting_for:
            event.stop()
            event.prevent_default()
            command = self._waiting_for
            if command != "back" and event.key in self.services.keymap.keys("back"):
                self.say("")
                self._free_for = self._waiting_for = ""
                self.paint()
            elif self._wish(command, event.key):
                self._waiting_for = ""
            if not self._waiting_for:
                self.set_focus(self.query_one(LineList))
        elif event.key == "backspace" and (marked := self.query_one(LineList).key):
            event.stop()
            self._wish(marked, "")

    def _wish(self, command: str, key: str) -> bool:
        """Set a key in force, the default for none; say whether the command can have it, and if not why."""
        wishes = self.services.keymap.wishes
        if key:
            wishes[command] = key
        else:
            wishes.pop(command, None)
        apart = self.services.apart
        if _problem(wishes, command, apart=apart):

            def words() -> str:
                on = tr("Press another key, or {back}.").format(back=self.key_of("back")) if self._waiting_for else ""
                return sentences(_problem(wishes, command, apart=apart), on)

            self.say(words, wrong=True)
            self._free_for = command
            self.paint()
            return False
        self._free_for = ""
        self.services.keymap = Keymap(wishes, apart=apart)
        self.post_message(KeysChosen(wishes))
        key = self.services.keymap.keys(command)[0]
        self.say(lambda: tr("{command} is now {key}").format(command=label_of(command), key=key_words(key)))
        self.paint()
        return True

    def action_back(self) -> None:
        """Close the settings."""
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """While a new key is waited for, no command takes it."""
        return not self._waiting_for

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.paint()


def _problem(wishes: dict[str, str], command: str, *, apart: str) -> str:
    """Return why a command cannot have the key that is wished for it, empty where it can."""
    problems = problems_of(wishes, apart=apart)
    own = [each for each in problems if each.command == command]
    return next((each.words for each in (*own, *problems)), "")
