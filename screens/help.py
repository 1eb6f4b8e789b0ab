"""Every key with what it does, from the table of commands; those of the screen underneath stand first."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from screens.parts.base import ConsoleScreen
from screens.parts.over import keys_of
from screens.parts.practice_help import FIRST_AT_DESK, KEYS_BETWEEN, SAID_INSTEAD, said_by_digit, works_between
from screens.parts.text_rows import TextRows
from screens.parts.who_words import banner_pieces
from screens.parts.work_places import has_desk
from widgets.command import ConsoleCommand
from widgets.commands import COMMANDS, DEMO, DESK, LOCK, PRACTICE, SIGN_IN, commands_of, is_at
from widgets.key_line import KeyLine
from widgets.keymap import key_words
from widgets.lamp import Tone
from widgets.line_list import GAP, Column, LineList, ListRow
from widgets.message_line import MessageLine
from widgets.narrative import NEW_LINE
from widgets.shown_text import rows_of
from wording import mark, tr

FIELD_KEYS: Sequence[tuple[str, str]] = (
    (mark("Enter"), mark("Go on to the next field that is not filled; take the marked row of a list.")),
    (mark("Up, Down, Tab"), mark("Go to the field above or below.")),
    ("Ctrl+Z", mark("Undo in a text.")),
)
"""Keys of every form that belong to no command."""
FORM_KEYS: Sequence[tuple[str, str]] = (
    (mark("letters, digits, Chinese"), mark("In a picker: narrow the list; the one that is left is taken.")),
    (mark("1-8 in an open list"), mark("Take that row.")),
    (mark("Backspace"), mark("In a picker: open the list again.")),
    (mark("Space"), mark("In a yes-or-no field: turn it; in a picker: show the list.")),
    (key_words(NEW_LINE), mark("A new line in a long text.")),
    (
        mark("{jump}, then 0-9"),
        mark("Go to the field of that number; Enter goes to the next missing one, + to more fields."),
    ),
)
"""Keys of the desk's form that belong to no command."""
_COLUMNS = (Column(mark("Key"), 24), Column(mark("Action"), 14), Column(mark("What it does")))
_BEFORE_WORDS = 2 + sum(column.width + GAP for column in _COLUMNS)
"""Cells left of the words: those of the list's mark and of the columns before."""


class HelpScreen(ConsoleScreen[None]):
    """Lists keys. `place` is the screen it was opened from."""

    PLACE = "help"
    BINDINGS = keys_of("back", "help", "language", "lock")

    def __init__(self, place: str) -> None:
        super().__init__()
        self._place = place

    def compose(self) -> ComposeResult:
        """A heading, the list, the keys."""
        yield TextRows(id="heading")
        yield LineList(_COLUMNS, id="keys")
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the list."""
        self.paint()
        self.set_focus(self.query_one(LineList))

    def paint(self) -> None:
        """Fill the list in the present language; words that are longer than their column go on in the row below."""
        keymap, apart = self.services.keymap, self.services.apart
        room = max(20, self.size.width - _BEFORE_WORDS)
        rows: list[ListRow] = []

        def put(name: str, key: str, label: str, does: str, tone: Tone) -> None:
            first, *others = (row.shown.strip() for row in rows_of(does, room))
            rows.append(ListRow(name, ((key, Tone.ACCENT), (label, Tone.GREY), (first, tone))))
            rows.extend(ListRow(f"{name} {place}", (("", Tone.GREY), ("", Tone.GREY), (words, tone)))
                        for place, words in enumerate(others))  # fmt: skip

        for group, tone in self._groups():
            for each in group:
                if is_at(each, apart):
                    keys = " / ".join(map(key_words, keymap.keys(each.id)))
                    does = SAID_INSTEAD.get(each.id, each.help) if apart == PRACTICE else each.help
                    put(each.id, keys, tr(each.label), tr(does), tone)
                if each.id == "ask" and apart == PRACTICE:
                    for said in said_by_digit(self.key_of("ask")):
                        put(f"say {said[0]}", *said, tone)
        for key, does in self._other_keys():
            put(f"form {key}", tr(key).format(jump=self.key_of("jump")), "", tr(does), Tone.BRIGHT)
        self.query_one(LineList).rows = rows
        works_here = self._is_signed_out or self._place in KEYS_BETWEEN
        words = tr("Every key that works here") if works_here else tr("Every key; those of this screen first")
        self.query_one("#heading", TextRows).show([*banner_pieces(self.services), (words, Tone.ACCENT)])
        self.query_one(KeyLine).offer_keys([(f"{self.key_of('help')} / {self.key_of('back')}", tr("back"))])

    @property
    def _is_signed_out(self) -> bool:
        return self._place in (SIGN_IN, LOCK)

    def _other_keys(self) -> Sequence[tuple[str, str]]:
        """Return the keys that belong to no command."""
        if self._place in KEYS_BETWEEN:
            return KEYS_BETWEEN[self._place]
        return FIELD_KEYS if self._is_signed_out else (*FIELD_KEYS, *FORM_KEYS)

    def _groups(self) -> list[tuple[list[ConsoleCommand], Tone]]:
        """Return the commands in the order in which they are listed; without a session only those that work then.

        So it is between two sessions of practice; at its desk what nobody knows from a live one stands first.
        """
        if self._place in KEYS_BETWEEN:
            return [(works_between(self._place), Tone.BRIGHT)]
        if self._is_signed_out:
            works = [each for each in COMMANDS if each.without_session]
            return [([each for each in works if not each.places or {self._place, DEMO} & {*each.places}], Tone.BRIGHT)]
        here = [each for each in commands_of(self._place) if each.places]
        own = [each for each in COMMANDS if {DEMO, PRACTICE} & {*each.places}]
        practised = self.services.apart == PRACTICE and self._place == DESK
        first = [each for name in FIRST_AT_DESK for each in COMMANDS if practised and each.id == name]
        no_use = () if has_desk(self.services.roles) else ("desk", "find")
        anywhere = [each for each in COMMANDS if not each.places and each.id not in no_use]
        elsewhere = [each for each in COMMANDS if each.places and each not in (*here, *own)]
        return [([*dict.fromkeys((*first, *here, *own, *anywhere))], Tone.BRIGHT), (elsewhere, Tone.GREY)]

    def on_resize(self) -> None:
        """Use the room there is."""
        self.paint()

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
