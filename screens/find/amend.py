"""Amend a case: its fields on a form, and what was changed as old and new values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical

from hotline.intake_rules import CONTENT_LIMIT, LINE_LIMIT, NAME_LIMIT, PHONE_LIMIT, TITLE_LIMIT
from hotline.masking import has_star
from hotline.phones import PhoneError, normal
from hotline.texts import unkeepable
from screens.parts.ask import keys_of
from screens.parts.base import key_of
from screens.parts.choices import area_choices, class_choices, code_choices
from screens.parts.text_rows import TextRows
from widgets.choices import Choices
from widgets.entry import Check, Entry
from widgets.field import Field
from widgets.form import Form
from widgets.key_line import KeyLine
from widgets.lamp import Tone
from widgets.lean_screen import LeanModal
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
    """Why an amendment was not taken, and the field that it is about, empty for none."""

    words: str = ""
    field: str = ""


NOTHING_WRONG = Wrong()

PERSONAL_TEXTS = (
    ("caller_name", mark("Name"), NAME_LIMIT, False),
    ("contact_phone", mark("Phone"), PHONE_LIMIT, True),
    ("respondent_name", mark("Party complained of"), NAME_LIMIT, False),
)
"""Shown masked; what is not touched stays as it is at the centre."""


class AmendCase(LeanModal[Changes | None]):
    """Asks for the fields of a case that may still be amended; its result is what differs, None for nothing."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    AmendCase { align: center bottom; background: transparent; }
    AmendCase > Vertical { height: auto; width: 100%; background: $panel; }
    """
    BINDINGS = keys_of("back", "save")

    def __init__(
        self,
        heading: str,
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

    def compose(self) -> ComposeResult:
        """The fields, in the order of the desk."""
        pack, order, speech = self._pack, self._order, language()
        with Vertical():
            yield TextRows(id="heading")
            with Form(id="amend"):
                yield self._picker("area_code", mark("Place"), area_choices(pack))
                yield self._picker("class_code", mark("Class"), class_choices(pack, speech))
                yield self._picker("case_type", mark("Type"), code_choices(pack, "case_type", speech))
                yield self._picker("urgency", mark("Urgency"), code_choices(pack, "urgency", speech))
                yield Toggle(id="confidential", label=mark("Confidential"), label_width=LABEL_CELLS,
                             on=self._held("confidential") is True)  # fmt: skip
                for name, label, limit, is_phone in PERSONAL_TEXTS:
                    shown = str(getattr(order, name))
                    yield Field(id=name, label=label, label_width=LABEL_CELLS, value=self._text(name), limit=limit,
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
        self.query_one("#heading", TextRows).show([(self._heading, Tone.ACCENT)])
        save, back = key_of(self.app, "save"), key_of(self.app, "back")
        self.query_one(KeyLine).offer_keys([(tr("Enter"), tr("go on")), (save, tr("take it")), (back, tr("back"))])
        form = self.query_one(Form)
        form.start()
        if self._wrong.words:
            entry = next((each for each in form.entries if each.id == self._wrong.field), None)
            if entry is not None:
                entry.show_error(self._wrong.words)
                form.go_to(entry)
            else:
                self.query_one(MessageLine).show(self._wrong.words, Tone.RED)

    def _held(self, name: str) -> Any:
        """Return what a field is to show: what was typed before, else what the case holds."""
        return self._changed[name][1] if name in self._changed else getattr(self._order, name)

    def _text(self, name: str) -> str:
        return str(self._held(name) or "")

    def _picker(self, name: str, label: str, choices: Choices) -> Picker:
        return Picker(id=name, label=label, label_width=LABEL_CELLS, choices=choices, value=self._text(name))

    def action_save(self) -> None:
        """Give what was changed, if nothing is wrong with it."""
        form = self.query_one(Form)
        if form.judge() is not None:
            return
        changes = changes_of(self._order, {entry.id: entry for entry in form.query(Entry) if entry.id})
        if not changes:
            self.query_one(MessageLine).show(tr("Nothing was changed"), Tone.YELLOW)
            return
        self.dismiss(changes)

    def action_back(self) -> None:
        """Change nothing."""
        self.dismiss(None)


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
