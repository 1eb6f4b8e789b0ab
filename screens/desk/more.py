"""The second page of the form: what is rarely said. It opens on a key and gives its values back whole."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from screens.desk.choices import choices_for
from screens.desk.form import DeskForm, Value
from screens.desk.form_fields import FIELDS, MORE_FIELDS, FieldKind, FormField
from screens.desk.form_problems import words
from screens.parts.base import key_of
from screens.parts.over import Keys, OverScreen, keys_of, told_of
from widgets.entry import Check, Entry
from widgets.field import Field
from widgets.form import Form
from widgets.key_line import KeyLine
from widgets.picker import Picker
from widgets.toggle import Toggle
from wording import tr

LABEL_CELLS = 20


class MoreFields(OverScreen[dict[str, Value]]):
    """Asks for the fields of the second page; None leaves them as they were."""

    DEFAULT_CSS = """
    MoreFields { align: center bottom; background: transparent; }
    MoreFields > Vertical { height: auto; width: 100%; background: $panel; }
    """
    BINDINGS = keys_of("save")

    def __init__(self, form: DeskForm) -> None:
        super().__init__()
        self._form = DeskForm(form.pack, form.values, form.caller_phone)
        self._before = form

    def compose(self) -> ComposeResult:
        """All fields, one a row."""
        with Vertical():
            with Form(id="more"):
                for each in MORE_FIELDS:
                    yield self._entry(each)
            yield KeyLine()

    def on_mount(self) -> None:
        """Start at the first."""
        self.paint()
        self.query_one(Form).start()

    def keys(self) -> Keys:
        """Enter goes on; the key that saves takes all."""
        return [(tr("Enter"), tr("go on")), (key_of(self.app, "save"), tr("take it")), *super().keys()]

    def relabel(self) -> None:
        """Write everything again in the other language, what is offered too."""
        for picker in self.query(Picker):
            picker.choices = choices_for(self._form.pack, picker.id or "")
        super().relabel()

    def _entry(self, field: FormField) -> Entry:
        name, value = field.name, self._form[field.name]
        if field.kind is FieldKind.TOGGLE:
            return Toggle(id=name, label=field.label, label_width=LABEL_CELLS, on=bool(value))
        if field.kind is FieldKind.CODE:
            choices = choices_for(self._form.pack, name)
            return Picker(id=name, label=field.label, label_width=LABEL_CELLS, choices=choices, value=str(value))
        return Field(
            id=name, label=field.label, label_width=LABEL_CELLS, value=str(value), limit=field.limit,
            kind="phone" if field.kind is FieldKind.PHONE else "text", check=self._check(name),
        )  # fmt: skip

    def _check(self, name: str) -> Check:
        def check(value: str) -> str:
            self._form.put(name, value)
            problem = self._form.problem(name)
            return words(problem) if problem else ""

        return check

    @on(Form.Finished)
    def _finished(self, message: Form.Finished) -> None:
        message.stop()
        self.action_save()

    def action_save(self) -> None:
        """Give the values back, if nothing is wrong with them."""
        form = self.query_one(Form)
        if form.judge() is not None:
            return
        self.dismiss(self._values())

    def _values(self) -> dict[str, Value]:
        entries = {entry.id: entry for entry in self.query(Entry) if entry.id in FIELDS}
        return {name: entry.on if isinstance(entry, Toggle) else entry.value for name, entry in entries.items() if name}

    def would_lose(self) -> bool:
        """Say whether a field is not as it was."""
        return bool(self._changed())

    def _changed(self) -> set[str]:
        return {name for name, value in self._values().items() if value != self._before[name]}

    def asked(self) -> str:
        """Return what the page is called."""
        return tr("more fields")

    def written(self) -> str:
        """Return what was changed, a line for each field."""
        changed = self._changed()
        return "\n".join(told_of(each) for each in self.query(Entry) if each.id in changed)
