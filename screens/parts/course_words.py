"""What the keyboard course asks for, in words of the desk, and a row of how it went."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from practice.course import FIELD, FORM, FORM_SAVE, quick_ms
from screens.parts.base import label_of
from widgets.commands import BY_ID
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import mark, tr, trn

_FILLS = {
    f"{FORM}4": mark("Find the place by the first letters of its name; Enter takes it."),
    f"{FORM}5": mark("Find the class by the first letters of its name, or its digits; Enter takes it."),
    f"{FORM}0": mark("Write this sentence."),
    FORM_SAVE: mark("Fill in the form and file it."),
}
"""What is to be done on the form."""


@dataclass(frozen=True, slots=True)
class ItemWords:
    """Words for items: `fields` are labels (message ids) by the digit of their place, `key_of` names a key."""

    fields: Mapping[str, str]
    key_of: Callable[[str], str]

    def label(self, item: str) -> str:
        """Return its name."""
        if item == FORM_SAVE:
            return tr("A whole case")
        if item.startswith(FORM):
            return tr("Fill in: {field}").format(field=tr(self.fields[item.removeprefix(FORM)]))
        if item.startswith(FIELD):
            return tr("Field: {field}").format(field=tr(self.fields[item.removeprefix(FIELD)]))
        return label_of(item)

    def does(self, item: str) -> str:
        """Return a sentence on what is to be done."""
        if item.startswith(FORM):
            return tr(_FILLS[item])
        command = BY_ID["jump" if item.startswith(FIELD) else item]
        return tr(command.help)

    def key(self, item: str) -> str:
        """Return its key, or where on the form it begins."""
        if item == FORM_SAVE:
            return self.key_of("save")
        for kind in (FIELD, FORM):
            if item.startswith(kind):
                return f"{self.key_of('jump')} {item.removeprefix(kind)}"
        return self.key_of(item)

    def row(self, item: str, ms: int | None, wrong: int, again: str) -> ListRow:
        """Return a row with the time that it took, None where it is new, and how often something else was done."""
        slow = ms is not None and ms > quick_ms(item)
        time = (tr("new") if ms is None else tr("{seconds} s").format(seconds=f"{ms / 1000:.1f}")) + ("!" * slow)
        missed = (str(wrong) + "!", Tone.YELLOW) if wrong else ("", Tone.GREY)
        return ListRow(item, (
            (self.key(item), Tone.ACCENT), (self.label(item), Tone.BRIGHT),
            (time, Tone.YELLOW if slow else Tone.GREY), missed, (again, Tone.GREY),
        ))  # fmt: skip


def again_words(lessons: int) -> str:
    """Return after how many lessons something comes again."""
    if lessons == 1:
        return tr("next lesson")
    return trn("in {count} lesson", "in {count} lessons", lessons).format(count=lessons)
