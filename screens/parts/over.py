"""What lies on the bottom rows of a screen: the keys that work there too, the change of language, what is not lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar

from textual import on
from textual.binding import BindingType
from textual.timer import Timer
from textual.widget import Widget

from local_cache.ids import new_id
from local_cache.model import Draft, Phase
from screens.parts.base import WRITE_AFTER_S, ConsoleScreen, key_of, label_of, services_of, when_done
from screens.parts.begun import act_words
from screens.parts.work_places import has_desk
from screens.services import Go, LanguageChosen
from widgets.commands import BY_ID
from widgets.entry import Entry
from widgets.key_line import KeyLine
from widgets.keymap import Keymap, key_words
from widgets.lean_screen import LeanModal
from widgets.picker import Picker
from widgets.toggle import Toggle
from wording import language, tr

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping
    from uuid import UUID

    from textual.await_complete import AwaitComplete
    from textual.message_pump import MessagePump
    from textual.screen import ScreenResultCallbackType

Result = TypeVar("Result")
Keys = list[tuple[str, str]]
_HELD = "held."
"""What the fields of a question hold stands in its draft under their ids, behind this: the desk's have ids as well."""
_CHOSEN = "chosen"
"""What was chosen before the question stands in its draft under this."""


def held_in(draft: Draft) -> dict[str, str]:
    """Return what stood in each field of the question that a draft was written in, by the ids of the fields."""
    return {key.removeprefix(_HELD): str(each) for key, each in draft.fields.items() if key.startswith(_HELD)}


def chosen_in(draft: Draft) -> str:
    """Return what was chosen before the question that a draft was written in; empty where nothing was asked before."""
    return str(draft.fields.get(_CHOSEN, ""))


def keys_of(*commands: str) -> list[BindingType]:
    """Return the bindings of a few commands, for what lies on top of a screen."""
    return [*Keymap().bindings([BY_ID[each] for each in commands])]


def is_written(screen: object) -> TypeGuard[OverScreen[Any]]:
    """Say whether this is a question with a text in it that would be lost; nothing is in one that is still opening."""
    return isinstance(screen, OverScreen) and screen.is_mounted and bool(screen.written())


def told_of(entry: Entry) -> str:
    """Return a line that says what an entry holds."""
    choice = entry.choice if isinstance(entry, Picker) else None
    value = choice.label if choice else tr(entry.value) if isinstance(entry, Toggle) else entry.value
    return tr("{label}: {value}").format(label=tr(entry.label), value=value)


class OverScreen(LeanModal[Result | None]):
    """Lies over a screen until it is answered or left; None for left.

    Help and lock lie over it in their turn and leave it as it is; so does the change of language, after which `paint`
    writes everything again. What would be lost by leaving is thrown away by the second key that leaves, not the first;
    the way to the desk leaves it open as it stands, for a call may ring. What is written about a case (`keep_for`) is
    on disk soon after each key as a parked draft, which goes with the text's being saved or thrown away.
    """

    ALLOW_SELECT = False
    BINDINGS = keys_of("back", "help", "language", "lock", "sign_out", "desk")
    _warned = False
    _draft_id = ""
    _act = ""
    _number = ""
    _chosen = ""
    _timer: Timer | None = None
    about: UUID | None = None

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
        if isinstance(self.focused, Picker) and not self.focused.value:
            keys.insert(1, (key_words("space"), tr("show the list")))
        if self._warned:
            keys = [
                ("! " + back, tr("once more: throw away what is written")),
                *(each for each in keys if each[0] != back),
            ]
        self.query_one(KeyLine).offer_keys(keys)

    def on_descendant_focus(self) -> None:
        """Name the key that shows the choices, where there are some."""
        self.paint_keys()

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
        """Take the warning back, and keep what is written: somebody writes on."""
        if self._warned:
            self._warned = False
            self.paint_keys()
        if self.about is not None:
            self._keep_soon()

    def held(self) -> Mapping[str, str]:
        """Return what stands in each field that was written in, by its id; nothing where it cannot be taken up."""
        return {}

    def take_up(self, held: Mapping[str, str]) -> None:
        """Begin with what the fields held; called before it is shown."""

    # ---- keeping what is written

    def keep_for(self, case_id: UUID, draft_id: str, act: str, number: str, chosen: str = "") -> None:
        """Keep what is written here about a case as a draft; `draft_id` is that of an earlier try, empty for none.

        `act` is what is done to the case, as a draft names it, and `number` the case's. `chosen` is what was chosen
        before, where this is the question only after that.
        """
        self.about, self._draft_id, self._act, self._number, self._chosen = case_id, draft_id, act, number, chosen

    @property
    def draft_id(self) -> str:
        """The draft of what is written here, whether there is one or not."""
        self._draft_id = self._draft_id or str(new_id())
        return self._draft_id

    def called(self) -> str:
        """Return the name of what is written here: the act and the number of its case, else what was asked."""
        return f"{act_words(self._act)} {self._number}".strip() if self._act else self.asked()

    def as_draft(self) -> Draft:
        """Return what is written as the text of a parked draft of its operator, and what it was begun as."""
        services, text = services_of(self.app), self.written()
        fields: dict[str, str | bool] = {"content": text, **{_HELD + key: each for key, each in self.held().items()}}
        if self._chosen:
            fields[_CHOSEN] = self._chosen
        now = services.now()
        return Draft(
            id=self.draft_id, operator=services.signed_in.operator_id, fields=fields, phase=Phase.PARKED,
            call=None, name=self.called(), parked=True, kept=False, focus="content", caret=len(text), created_at=now,
            updated_at=now, case_id=self.about, act=self._act,
        )  # fmt: skip

    def _keep_soon(self) -> None:
        if self._timer is None:
            self._timer = self.set_timer(WRITE_AFTER_S, self._keep)

    def _keep(self) -> None:
        self._timer = None
        services = services_of(self.app)
        if self.about is None or services.signing_out or services.session is None:
            return
        if not self.written():
            services.seat.discard_draft(self.draft_id)
            return
        # Where the disk does not take it, it is tried again for as long as the question is open.
        when_done(self, services.seat.put_draft(self.as_draft()), lambda _: None, lambda _: self._keep_soon())

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close with an answer, whose draft goes with its being saved, or without: the draft is thrown away then."""
        if result is None and self.about is not None:
            services_of(self.app).seat.discard_draft(self.draft_id)  # where none is on disk yet, none has to go
        self.about = None  # nothing is written after this
        return super().dismiss(result)

    def _push_result_callback(
        self,
        requester: MessagePump,
        callback: ScreenResultCallbackType[Result | None] | None,
        future: asyncio.Future[Result | None] | None = None,
    ) -> None:
        """Have no answer taken whose writer has signed out with the next key: what was written is a draft of theirs."""
        services = services_of(self.app)
        somebody = services.session is not None

        def taken(answer: Result | None) -> Any:
            gone = somebody and services.session is None
            return None if gone or callback is None else callback(answer)

        super()._push_result_callback(requester, taken, future)

    # ---- what works here as everywhere

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer the way to the desk only elsewhere, and where there is one: between two practices there is none."""
        services = services_of(self.app)
        practice = services.practice
        at_desk = getattr(self.app.screen_stack[0], "PLACE", "") == "desk"
        between = practice is not None and not practice.kind
        return action != "desk" or not (at_desk or between or not has_desk(services.roles))

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

    def action_sign_out(self) -> None:
        """Leave from the screen below, which writes its draft first; what is written here is asked about as well."""
        below = self.app.screen_stack[0]
        if isinstance(below, ConsoleScreen):
            below.action_sign_out()
