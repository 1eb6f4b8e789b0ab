"""What lies on the bottom rows of a screen: the keys that work there too, the change of language, what is not lost."""

from __future__ import annotations

from typing import TypeVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from screens.parts.base import key_of, label_of
from screens.services import Go, LanguageChosen
from widgets.commands import BY_ID
from widgets.entry import Entry
from widgets.key_line import KeyLine
from widgets.keymap import Keymap
from widgets.lean_screen import LeanModal
from widgets.picker import Picker
from widgets.toggle import Toggle
from wording import language, tr

Result = TypeVar("Result")
Keys = list[tuple[str, str]]


def keys_of(*commands: str) -> list[BindingType]:
    """Return the bindings of a few commands, for what lies on top of a screen."""
    return [*Keymap().bindings([BY_ID[each] for each in commands])]


def told_of(entry: Entry) -> str:
    """Return a line that says what an entry holds."""
    choice = entry.choice if isinstance(entry, Picker) else None
    value = choice.label if choice else tr(entry.value) if isinstance(entry, Toggle) else entry.value
    return tr("{label}: {value}").format(label=tr(entry.label), value=value)


class OverScreen(LeanModal[Result | None]):
    """Lies over a screen until it is answered or left; None for left.

    Help and lock lie over it in their turn and leave it as it is; so does the change of language, after which `paint`
    writes everything again. What would be lost by leaving is thrown away by the second key that leaves, not the first;
    the way to the desk leaves it open as it stands, for a call may ring.
    """

    ALLOW_SELECT = False
    BINDINGS = keys_of("back", "help", "language", "lock", "desk")
    _warned = False

    # ---- what it shows

    def paint(self) -> None:
        """Write what the screen composed itself, in the present language."""
        self.paint_keys()

    def keys(self) -> Keys:
        """Return the keys that work here, each with what it does."""
        desk = [(key_of(self.app, "desk"), label_of("desk"))] if self.check_action("desk", ()) else []
        return [(key_of(self.app, "back"), tr("back")), *desk]

    def paint_keys(self) -> None:
        """Show the keys; while leaving would throw something away, that stands first, with a sign."""
        keys, back = self.keys(), key_of(self.app, "back")
        if self._warned:
            keys = [
                ("! " + back, tr("once more: throw away what is written")),
                *(each for each in keys if each[0] != back),
            ]
        self.query_one(KeyLine).offer_keys(keys)

    def relabel(self) -> None:
        """Write everything again after the language has changed; what is being typed stays."""
        for widget in self.query(Widget):
            retranslate = getattr(widget, "retranslate", None)
            if retranslate is not None:
                retranslate()
        self.paint()

    # ---- leaving

    def would_lose(self) -> bool:
        """Say whether something was written here that is kept nowhere else."""
        return False

    def asked(self) -> str:
        """Return what was asked here, in the present language."""
        return ""

    def written(self) -> str:
        """Return as one text what would be lost, empty for nothing: when the seat changes hands its writer keeps it."""
        return ""

    def action_back(self) -> None:
        """Close without an answer; where something would be lost, say so first."""
        if self.would_lose() and not self._warned:
            self._warned = True
            self.paint_keys()
        else:
            self.dismiss(None)

    @on(Entry.Changed)
    def _went_on(self) -> None:
        """Take the warning back: somebody writes on."""
        if self._warned:
            self._warned = False
            self.paint_keys()

    # ---- what works here as everywhere

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer the way to the desk only elsewhere."""
        return action != "desk" or getattr(self.app.screen_stack[0], "PLACE", "") != "desk"

    def action_desk(self) -> None:
        """Go to the desk; what is written here is here again for whoever comes back."""
        self.post_message(Go("desk"))

    def action_help(self) -> None:
        """Show every key."""
        self.post_message(Go("help"))

    def action_language(self) -> None:
        """Speak the other language."""
        self.post_message(LanguageChosen("en" if language() == "zh" else "zh"))

    def action_lock(self) -> None:
        """Lock the seat."""
        self.post_message(Go("lock"))
