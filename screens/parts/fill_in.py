"""A question of several fields at the bottom of a screen: what is asked of a case that one line does not answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from screens.parts.amend import NOTHING_WRONG, Wrong, keepable
from screens.parts.base import Said, key_of, nothing
from screens.parts.over import Keys, OverScreen, keys_of, told_of
from screens.parts.text_rows import Row, TextRows, begin_of, wrapped
from widgets.choices import Choices
from widgets.entry import Entry
from widgets.form import Form
from widgets.key_line import KeyLine
from widgets.lamp import Tone
from widgets.narrative import Narrative
from widgets.picker import Picker
from widgets.toggle import NO
from wording import tr

Typed: TypeAlias = Mapping[str, str]
"""What stands in the fields of a question, by their ids."""
Fields: TypeAlias = Callable[[Typed], Iterable[Entry]]
"""Makes the fields anew, with what was typed in them before; nothing typed gives what they begin with."""
_HEADING_ROWS = 2
_SAYS_ROWS = 3


class FillIn(OverScreen[Typed]):
    """Asks for a few fields; the answer is what stands in each, None for leaving.

    Enter goes on and from the last field gives the answer; the key that saves gives it from anywhere. `typed` and
    `wrong` are of an earlier try that was not taken. `choices` makes what the pickers of these ids offer, in the
    language of the moment. `says` is shown above the fields.
    """

    DEFAULT_CSS = """
    FillIn { align: center bottom; background: transparent; }
    FillIn > Vertical { height: auto; width: 100%; background: $panel; }
    FillIn KeyLine { background: $surface; }
    """
    BINDINGS = keys_of("save")

    def __init__(
        self,
        heading: Said,
        fields: Fields,
        *,
        typed: Typed | None = None,
        wrong: Wrong = NOTHING_WRONG,
        choices: Mapping[str, Callable[[], Choices]] | None = None,
        says: Said | None = None,
    ) -> None:
        super().__init__()
        self._heading = heading
        self._fields = fields
        self._typed = typed or {}
        self._wrong = wrong
        self._choices = choices or {}
        self._says = says
        self._said: Said = nothing
        self._begun_with = {entry.id: entry.value for entry in fields({})}

    def compose(self) -> ComposeResult:
        """Heading, what is worth knowing, the fields, what was wrong, keys."""
        with Vertical():
            yield TextRows(id="heading")
            if self._says is not None:
                yield TextRows(id="says")
            with Form(id="fields"):
                yield from self._fields(self._typed)
            yield TextRows(id="wrong", rows=0)
            yield KeyLine()

    def on_mount(self) -> None:
        """Start at the first field, or at the one that was wrong."""
        for picker in self.query(Picker):
            if make := self._choices.get(picker.id or ""):
                held = self._typed.get(picker.id or "", "")
                picker.choices = make()
                picker.value = held or picker.value
        form = self.query_one(Form)
        form.start()
        entry = next((each for each in form.entries if each.id == self._wrong.field), None)
        if entry is not None:
            form.go_to(entry)
            entry.show_error(self._wrong.words)
        else:
            self._said = self._wrong.words
        self._show_said()
        self.paint()

    def _show_said(self) -> None:
        """Say what was wrong with the whole of it, in as many rows as it takes."""
        words, told = self._said(), self.query_one("#wrong", TextRows)
        _show_whole(told, self._wrapped(f"! {words}", Tone.RED) if words else [])

    def _wrapped(self, words: str, tone: Tone) -> list[Row]:
        return wrapped(words, max(10, self.app.size.width - 2), tone)

    def paint(self) -> None:
        """Write heading, words and keys."""
        heading = self._wrapped(self._heading(), Tone.ACCENT)
        _show_whole(self.query_one("#heading", TextRows), begin_of(heading, _HEADING_ROWS))
        for says in self.query("#says").results(TextRows):
            words = self._says() if self._says is not None else ""
            _show_whole(says, begin_of(self._wrapped(words, Tone.GREY), _SAYS_ROWS))
        super().paint()

    def on_resize(self) -> None:
        """Use the room there is."""
        self.paint()
        self._show_said()

    def keys(self) -> Keys:
        """Enter goes on; the key that saves takes all."""
        more = [(key_of(self.app, "save"), tr("take it"))]
        return [(tr("Enter"), tr("go on")), *more, *super().keys()]

    def relabel(self) -> None:
        """Write everything again in the other language, what is offered too."""
        for picker in self.query(Picker):
            if make := self._choices.get(picker.id or ""):
                picker.choices = make()
        super().relabel()
        self._show_said()

    # ---- what is written

    def asked(self) -> str:
        """Return the heading."""
        return self._heading()

    def would_lose(self) -> bool:
        """Say whether anything stands here that did not at the beginning."""
        return bool(self._changed())

    def written(self) -> str:
        """Return what was filled in: a single text as it is, several fields a line each."""
        changed = self._changed()
        if [type(entry) for entry in changed] == [Narrative]:
            return changed[0].value
        return "\n".join(map(told_of, changed))

    def held(self) -> Typed:
        """Return what stands in the fields that were filled in."""
        return {entry.id or "": entry.value for entry in self._changed()}

    def take_up(self, held: Typed) -> None:
        """Begin with what stood in the fields."""
        self._typed = held

    def _changed(self) -> list[Entry]:
        return [entry for entry in self.query(Entry) if entry.value != self._begun_with.get(entry.id)]

    # ---- giving the answer

    @on(Form.Finished)
    def _finished(self, message: Form.Finished) -> None:
        message.stop()
        self.action_save()

    def action_save(self) -> None:
        """Give what stands in the fields, if nothing is wrong with it."""
        form = self.query_one(Form)
        if form.judge() is None:
            self.dismiss(form.values())


def _show_whole(shown: TextRows, rows: Sequence[Row]) -> None:
    shown.styles.height = len(rows)
    shown.show(*rows)


def is_yes(typed: Typed, field: str) -> bool:
    """Say whether a yes-or-no field says yes."""
    return typed.get(field, NO) != NO


def must_say(text: str) -> str:
    """Return what is wrong with a text that has to say something, empty for nothing."""
    return keepable(text) if text.strip() else tr("Write something first")


def must_choose(value: str) -> str:
    """Return what is wrong with a picker that has to hold something, empty for nothing."""
    return "" if value else tr("Choose one of the list")
