"""The form's entries on the screen: made from the table of fields, filled from the model, read back into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.message import Message

from screens.desk.form import FILE_CASE, DeskForm
from screens.desk.form_fields import DESK_FIELDS, FIELDS, PICKED, FieldKind, FormField
from screens.desk.form_problems import Problem, ProblemKind, words
from screens.parts.base import Said
from widgets.choices import Choices
from widgets.entry import Entry
from widgets.field import Field
from widgets.narrative import Narrative
from widgets.picker import Picker
from widgets.toggle import Toggle
from wording import mark

SAME_PHONE = mark("the number that calls")
LABEL_CELLS = 10
"""Room for the longest label of the left column in either language."""
NARROW_ROWS = 5
_SHORT = {"anonymous", "confidential", "urgency", "address_text"}
"""Entries that stand behind another on its row, so that their label takes its own width."""


class FormView(Container):
    """The desk's entries. The model is `form`; whoever shows the view sets it with `show`."""

    DEFAULT_CSS = """
    FormView { height: auto; }
    FormView Horizontal { height: auto; }
    FormView #anonymous, FormView #confidential { width: 20; }
    FormView #caller_name { width: 40; }
    FormView Horizontal > Field { padding-right: 1; }
    """

    @dataclass
    class Put(Message):
        """The operator changed a field; `names` are all fields that are different now."""

        names: frozenset[str]

    @dataclass
    class Left(Message):
        """The operator has left a field with Enter or an arrow."""

        name: str

    def __init__(self, form: DeskForm, keep_here: Callable[[str], bool], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.form = form
        self._keep_here = keep_here
        self._choices: dict[str, Choices] = {}
        self._entries: dict[str, Entry] = {}
        self._kept_back = ""
        """The end of the call that was kept back; Enter goes round what stands in its way before anything else."""

    def compose(self) -> ComposeResult:
        """Lay the entries out in the order of a call."""
        self._entries = {each.name: _entry(each, self._check(each.name)) for each in DESK_FIELDS}
        made = dict(self._entries)
        with Horizontal():
            yield from _take(made, "contact_phone", "anonymous", "confidential")
        yield from _take(made, "area_code", "class_code")
        with Horizontal():
            yield from _take(made, "case_type", "urgency")
        with Horizontal():
            yield from _take(made, "caller_name", "address_text")
        yield from made.values()

    def on_mount(self) -> None:
        """Take the entries' steps and show the model."""
        for name in (each.name for each in DESK_FIELDS):
            self.entry(name).on_leave = self._step
        self.show(self.form)

    def entry(self, name: str) -> Entry:
        """Return the entry of a field."""
        return self._entries[name]

    @property
    def narrative(self) -> Narrative:
        """Return the entry of the narrative."""
        return cast(Narrative, self._entries["content"])

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the fields that stand here, in their order."""
        return tuple(each.name for each in DESK_FIELDS)

    @property
    def words_shown(self) -> int:
        """Return how many rows the words below the entries take."""
        return sum(self.entry(name).words_rows for name in self.names)

    def give_rows(self, rows: int) -> None:
        """Give the narrative so many rows."""
        narrative = self.narrative
        if narrative.rows != rows:
            narrative.rows = rows
            narrative.styles.height = rows + narrative.words_rows

    # ---- showing the model

    def offer(self, choices: dict[str, Choices]) -> None:
        """Give the pickers what they offer, and show again what the model holds."""
        self.read_typed()
        self._choices = choices
        for name, offered in choices.items():
            entry = self._entries[name]
            if isinstance(entry, Picker):
                entry.choices = offered
        with self.prevent(Entry.Changed, Picker.Picked):
            for name in choices:
                self._show(FIELDS[name])
        self.mark()

    def show(self, form: DeskForm) -> None:
        """Show another form, or the same one after a change that the operator did not make in an entry."""
        self.form = form
        self._kept_back = ""
        with self.prevent(Entry.Changed, Picker.Picked):
            for each in DESK_FIELDS:
                self.entry(each.name).show_error("")
                self._show(each)
        self.mark()

    def _show(self, form_field: FormField) -> None:
        entry = self.entry(form_field.name)
        if form_field.name == "contact_phone" and isinstance(entry, Field):
            entry.placeholder = SAME_PHONE if self.form.caller_phone else ""
            entry.refresh()
        value = self.form[form_field.name]
        if isinstance(entry, Toggle):
            entry.on = bool(value)
        else:
            entry.value = str(value)

    def mark(self, op: str = FILE_CASE) -> None:
        """Put the marks of what is still needed where they belong."""
        for each in DESK_FIELDS:
            entry = self.entry(each.name)
            needed = self.form.is_required(each.name, op) and not self.form.is_filled(each.name)
            if entry.needed != needed:
                entry.needed = needed
                entry.refresh()

    def show_problems(self, op: str) -> str | None:
        """Say at each field what is wrong for the command; return the first one's name, or None when all is well."""
        problems = self.form.problems(op)
        self._kept_back = op if problems else ""
        for each in DESK_FIELDS:
            problem = problems.get(each.name)
            self.entry(each.name).show_error(partial(words, problem) if problem else "")
        return next(iter(problems), None)

    def show_error(self, name: str, said: Said) -> None:
        """Say at one field what is wrong."""
        if FIELDS.get(name) in DESK_FIELDS:
            self.entry(name).show_error(said)

    # ---- going about

    def go(self, name: str, caret: int | None = None) -> None:
        """Give a field the focus at once, with its caret where it was."""
        entry = self.entry(name)
        self.screen.set_focus(entry, scroll_visible=False)
        if caret is not None and isinstance(entry, Field | Narrative):
            entry.caret = caret

    @property
    def place(self) -> tuple[str, int]:
        """Return the name of the focused field and the caret in it; an empty name when none has the focus."""
        focused = self.screen.focused
        if not isinstance(focused, Entry) or focused.id not in FIELDS:
            return "", 0
        return focused.id, focused.caret if isinstance(focused, Field | Narrative) else 0

    def _step(self, entry: Entry, step: int) -> None:
        name = entry.id or ""
        self.post_message(self.Left(name))
        if step > 0 and self._keep_here(name):
            return
        names = [each.name for each in DESK_FIELDS]
        if step < 0:
            self.go(names[max(0, names.index(name) - 1)])
        else:
            first = self.form.next_missing(name, self._kept_back) if self._kept_back else None
            self.go(first if first not in (None, name) else self.form.next_after(name))

    # ---- reading back

    @on(Entry.Changed)
    def _changed(self, message: Entry.Changed) -> None:
        message.stop()
        self._read(message.entry)

    def read_all(self) -> None:
        """Bring the model up to what stands in the entries, before it is saved."""
        for each in DESK_FIELDS:
            self._read(self.entry(each.name))

    def read_typed(self) -> None:
        """Bring the model up to what is being typed; what is picked stays, pickers may not know their choices yet."""
        for each in DESK_FIELDS:
            if each.kind not in PICKED:
                self._read(self.entry(each.name))

    def _read(self, entry: Entry) -> None:
        name = entry.id
        if name not in FIELDS or (isinstance(entry, Picker) and name not in self._choices):
            return
        value = entry.on if isinstance(entry, Toggle) else entry.value
        if self.form[name] == value:
            return
        changed = self.form.put(name, value)
        with self.prevent(Entry.Changed, Picker.Picked):
            for other in changed - {name}:
                self._show(FIELDS[other])
        for each in changed & self._entries.keys():  # what the class has filled is no longer missing either
            if self.entry(each).error and self.form.problem(each) is None:
                self.entry(each).show_error("")
        self.mark()
        self.post_message(self.Put(changed))

    def _check(self, name: str) -> Callable[[str], str]:
        def check(_: str) -> str:
            # The entry's own message is still on its way, and where Enter goes next depends on the model.
            self._read(self.entry(name))
            problem = self.form.problem(name)
            if problem is None and self._kept_back and name in self.form.missing(self._kept_back):
                problem = Problem(name, ProblemKind.MISSING)  # to pass by does not make it less needed
            return words(problem) if problem else ""

        return check


def _take(made: dict[str, Entry], *names: str) -> Iterable[Entry]:
    return [made.pop(name) for name in names]


def _entry(form_field: FormField, check: Callable[[str], str]) -> Entry:
    width = 0 if form_field.name in _SHORT else LABEL_CELLS
    name, label, number = form_field.name, form_field.label, form_field.jump
    match form_field.kind:
        case FieldKind.TOGGLE:
            return Toggle(id=name, label=label, number=number, label_width=width)
        case FieldKind.NARRATIVE:
            return Narrative(
                id=name, label=label, number=number, label_width=width, rows=NARROW_ROWS, limit=form_field.limit,
                check=check,
            )  # fmt: skip
        case kind if kind in PICKED:
            return Picker(
                id=name,
                label=label,
                number=number,
                label_width=width,
                check=check,
                open_on_focus=kind is FieldKind.CODE,
            )
        case kind:
            return Field(
                id=name, label=label, number=number, label_width=width, limit=form_field.limit, check=check,
                kind="phone" if kind is FieldKind.PHONE else "text",
            )  # fmt: skip
