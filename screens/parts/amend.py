"""Amend a case: its fields on a form, and what was changed as old and new values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical

from hotline.intake_rules import CONTENT_LIMIT, LINE_LIMIT, NAME_LIMIT, PHONE_LIMIT, TITLE_LIMIT
from hotline.masking import has_star
from hotline.phones import PhoneError, normal
from hotline.texts import unkeepable
from screens.parts.base import Said, key_of, nothing
from screens.parts.choices import area_choices, class_choices, code_choices
from screens.parts.over import Keys, OverScreen, keys_of, told_of
from screens.parts.text_rows import TextRows
from widgets.choices import Choices
from widgets.entry import Check, Entry
from widgets.field import Field
from widgets.form import Form
from widgets.key_line import KeyLine
from widgets.lamp import Tone
from widgets.message_line import MessageLine
from widgets.narrative import Narrative
from widgets.picker import Picker
from widgets.toggle import Toggle
from wording import language, mark, tr

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.work_order import WorkOrder

LABEL_CELLS = 20
Changes = dict[str, tuple[Any, Any]]


class Wrong(NamedTuple):
    """Why what was typed was not taken, and the field that it is about, empty for none."""

    words: Said = nothing
    field: str = ""


NOTHING_WRONG = Wrong()

PERSONAL_TEXTS = (
    ("caller_name", mark("Name"), NAME_LIMIT, False),
    ("contact_phone", mark("Phone"), PHONE_LIMIT, True),
    ("respondent_name", mark("Party complained of"), NAME_LIMIT, False),
)
"""Shown masked; what is not touched stays as it is at the centre."""


class AmendCase(OverScreen[Changes]):
    """Asks for the fields of a case that may still be amended; its result is what differs, None for nothing."""

    DEFAULT_CSS = """
    AmendCase { align: center bottom; background: transparent; }
    AmendCase > Vertical { height: auto; width: 100%; background: $panel; }
    """
    BINDINGS = keys_of("save")

    def __init__(
        self,
        heading: Said,
        order: WorkOrder,
        pack: CityPack,
        changed: Changes | None = None,
        wrong: Wrong = NOTHING_WRONG,
    ) -> None:
        """`changed` was typed before, and `wrong` says why it was not taken."""
        super().__init__()
        self._heading = heading
        self._order = order
        self._pack = pack
        self._changed = changed or {}
        self._wrong = wrong
        self._said: tuple[Said, Tone] = nothing, Tone.RED

    def compose(self) -> ComposeResult:
        """The fields, in the order of the desk."""
        order = self._order
        with Vertical():
            yield TextRows(id="heading")
            with Form(id="amend"):
                yield self._picker("area_code", mark("Place"))
                yield self._picker("class_code", mark("Class"))
                yield self._picker("case_type", mark("Type"))
                yield self._picker("urgency", mark("Urgency"))
                yield Toggle(id="confidential", label=mark("Confidential"), label_width=LABEL_CELLS,
                             on=self._held("confidential") is True)  # fmt: skip
                for name, label, limit, is_phone in PERSONAL_TEXTS:
                    shown = str(getattr(order, name))
                    yield Field(id=name, label=label, label_width=LABEL_CELLS, value=self._text(name), limit=limit,
                                kind="phone" if is_phone else "text",
                                check=_unless(shown, _phone if is_phone else _name))  # fmt: skip
                yield Field(id="address_text", label=mark("Address"), label_width=LABEL_CELLS,
                            value=self._text("address_text"), limit=LINE_LIMIT, check=keepable)  # fmt: skip
                yield Field(id="title", label=mark("Title"), label_width=LABEL_CELLS, value=self._text("title"),
                            limit=TITLE_LIMIT, check=keepable)  # fmt: skip
                yield Narrative(id="content", label=mark("Content"), label_width=LABEL_CELLS, rows=4,
                                value=self._text("content"), limit=CONTENT_LIMIT, check=keepable)  # fmt: skip
            yield MessageLine()
            yield KeyLine()

    def on_mount(self) -> None:
        """Start at the first field."""
        form = self.query_one(Form)
        form.start()
        entry = next((each for each in form.entries if each.id == self._wrong.field), None)
        if entry is not None:
            form.go_to(entry)
            entry.show_error(self._wrong.words)
        else:
            self._say(self._wrong.words, Tone.RED)
        self.paint()

    def _say(self, words: Said, tone: Tone) -> None:
        """Put a message on the line; it follows the language."""
        self._said = words, tone
        self.query_one(MessageLine).show(words(), tone)

    def paint(self) -> None:
        """Write heading and keys."""
        self.query_one("#heading", TextRows).show([(self._heading(), Tone.ACCENT)])
        super().paint()

    def keys(self) -> Keys:
        """Enter goes on; the key that saves takes all."""
        return [(tr("Enter"), tr("go on")), (key_of(self.app, "save"), tr("take it")), *super().keys()]

    def relabel(self) -> None:
        """Write everything again in the other language, what is offered too."""
        for picker in self.query(Picker):
            picker.choices = self._choices(picker.id or "")
        super().relabel()
        self._say(*self._said)

    def _held(self, name: str) -> Any:
        """Return what a field is to show: what was typed before, else what the case holds."""
        return self._changed[name][1] if name in self._changed else getattr(self._order, name)

    def _text(self, name: str) -> str:
        return str(self._held(name) or "")

    def _picker(self, name: str, label: str) -> Picker:
        return Picker(id=name, label=label, label_width=LABEL_CELLS, choices=self._choices(name),
                      value=self._text(name))  # fmt: skip

    def _choices(self, name: str) -> Choices:
        """Return what the picker of a field offers in the present language."""
        if name == "area_code":
            return area_choices(self._pack)
        if name == "class_code":
            return class_choices(self._pack, language())
        return code_choices(self._pack, name, language())

    def action_save(self) -> None:
        """Give what was changed, if nothing is wrong with it."""
        form = self.query_one(Form)
        if form.judge() is not None:
            return
        changes = self._changes()
        if not changes:
            self._say(lambda: tr("Nothing was changed"), Tone.YELLOW)
            return
        self.dismiss(changes)

    def _changes(self) -> Changes:
        return changes_of(self._order, {entry.id: entry for entry in self.query(Entry) if entry.id})

    def would_lose(self) -> bool:
        """Say whether anything was changed."""
        return bool(self._changes())

    def asked(self) -> str:
        """Return the heading."""
        return self._heading()

    def written(self) -> str:
        """Return what was changed, a line for each field."""
        changes = self._changes()
        return "\n".join(told_of(each) for each in self.query(Entry) if each.id in changes)


def changes_of(order: WorkOrder, entries: dict[str, Entry]) -> Changes:
    """Return each field that differs, with the value that the operator saw and the new one, as JSON."""
    before = order.model_dump(mode="json", include=set(entries))
    after: dict[str, Any] = {}
    for name, entry in entries.items():
        after[name] = entry.on if isinstance(entry, Toggle) else entry.value
    return {name: (before[name], new) for name, new in after.items() if new != (before[name] or type(new)())}


def keepable(text: str) -> str:
    """Return what is wrong with a text that cannot be stored, empty for one that can."""
    sign = unkeepable(text)
    return tr("The character {sign} cannot be stored: delete it").format(sign=sign) if sign else ""


def _unless(as_shown: str, check: Check) -> Check:
    """Judge nothing that is empty or stands as it is shown: a mask that nobody touched is no new value."""
    return lambda text: check(text) if text and text != as_shown else ""


def _phone(text: str) -> str:
    try:
        normal(text)
    except PhoneError:
        return tr("No such number: digits with area code")
    return ""


def _name(text: str) -> str:
    if has_star(text):
        return tr("A star hides part of a name: type the whole name, or leave it empty")
    return keepable(text)
