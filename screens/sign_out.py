"""The end of a shift at a seat: each draft is kept, handed over or discarded; the queue is never touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult

from local_cache.model import Disposal
from screens.parts.base import ConsoleScreen, label_of
from screens.parts.left_written import LeftWritten
from screens.parts.line_words import line_pieces
from screens.parts.over import keys_of
from screens.parts.text_rows import TextRows
from screens.parts.who_words import who_words
from screens.services import SignedOut
from widgets.clock_text import at
from widgets.key_line import KeyLine
from widgets.lamp import Tone
from widgets.line_list import Column, LineList, ListRow
from widgets.message_line import MessageLine
from widgets.status_line import StatusLine
from wording import mark, tr, trn

if TYPE_CHECKING:
    from local_cache.model import Draft

WORDS = {
    Disposal.KEEP: mark("keep for me"),
    Disposal.HAND_OVER: mark("hand to the next operator"),
    Disposal.DISCARD: mark("throw away"),
}
_KEYS = {"1": Disposal.KEEP, "2": Disposal.HAND_OVER, "3": Disposal.DISCARD}


class SignOutScreen(ConsoleScreen[None]):
    """Asks what becomes of each draft, and of what is written in open questions. To finish one, go back and do it."""

    PLACE = "sign_out"
    BINDINGS = keys_of("back", "sign_out", "help", "language", "lock")

    def __init__(self) -> None:
        super().__init__()
        self._drafts: list[Draft] = []
        self._disposal: dict[str, Disposal] = {}
        self._left = LeftWritten(self)
        self._asking = False
        self._asked = False
        self._known = False
        self._at_once = False
        self._warned = False

    def compose(self) -> ComposeResult:
        """The drafts, each with what becomes of it."""
        yield StatusLine()
        yield TextRows(id="heading", rows=2)
        yield LineList(
            (Column(mark("Draft")), Column(mark("Time"), 11), Column(mark("What becomes of it"), 28)),
            id="drafts",
            empty=mark("No draft is open."),
        )
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the drafts."""
        self.set_focus(self.query_one(LineList))
        self.paint()
        self.set_interval(1.0, self._paint_status)
        self._ask_drafts()

    def _ask_drafts(self) -> None:
        """Read the drafts, once what lies on the desk and what is written in questions is among them."""

        def read() -> None:
            drafts = self.services.seat.drafts(self.services.signed_in.operator_id)
            self.when_done(drafts, self._came, self._not_known)

        self._asked = True
        self.services.lay_down(lambda: self._left.keep(read, self._not_known), self._not_known)

    def _not_known(self, error: Exception) -> None:
        self._asked = self._at_once = False
        self.seat_failed(error)

    def _came(self, drafts: list[Draft]) -> None:
        self._drafts = drafts
        self._disposal = {each.id: Disposal.KEEP if each.operator else Disposal.HAND_OVER for each in drafts}
        self._known = True
        self.paint()
        if self._at_once:
            self._sign_out()

    def paint(self) -> None:
        """Show each draft with what becomes of it."""
        now = self.services.now()
        self._paint_status()
        self.query_one(LineList).rows = [
            ListRow(each.id, (
                (each.name or tr("no name yet"), Tone.BRIGHT),
                (at(each.updated_at, now, self.services.zone), Tone.GREY),
                (tr(WORDS[self._disposal[each.id]]), Tone.YELLOW),
            ))
            for each in self._drafts
        ]  # fmt: skip
        choose = [("1", tr("keep")), ("2", tr("hand over")), ("3", tr("throw away"))] if self._drafts else []
        back, help_ = (self.key_of("back"), tr("back")), (self.key_of("help"), label_of("help"))
        self.query_one(KeyLine).offer_keys([*choose, (tr("Enter"), tr("sign out")), back, help_])

    def _unsent_words(self) -> str:
        """Return what becomes of the cases that the centre does not have yet; empty where it has them all."""
        status = self.services.seat.status
        if status.turned_away:
            unsent = trn(
                "{count} case stays here unsent; it is sent once the seat is enrolled again.",
                "{count} cases stay here unsent; they are sent once the seat is enrolled again.",
                status.unsent,
            )
        else:
            unsent = trn(
                "{count} case is unsent; it stays on this seat and is sent without you.",
                "{count} cases are unsent; they stay on this seat and are sent without you.",
                status.unsent,
            )
        return unsent.format(count=status.unsent) if status.unsent else ""

    def _paint_status(self) -> None:
        status = self.services.seat.status
        self.query_one("#heading", TextRows).show([(tr("Sign out"), Tone.ACCENT)], [(self._unsent_words(), Tone.GREY)])
        pieces = line_pieces(status, self.services.now())
        calls = self.services.calls()
        self.query_one(StatusLine).tell(who_words(self.services), [*calls.pieces, *pieces])
        if self._warned and not calls.caller_is_there:
            self._warned = False
            self.say("")

    def on_key(self, event: events.Key) -> None:
        """Take a digit for the marked draft; Enter signs out where there is no draft to open."""
        disposal = _KEYS.get(event.character or "")
        marked = self.query_one(LineList).key
        if disposal is not None and marked:
            self._disposal[marked] = disposal
            self.paint()
        elif event.key == "enter":
            self._sign_out()

    @on(LineList.Opened)
    def _opened(self, message: LineList.Opened) -> None:
        message.stop()
        self._sign_out()

    def _sign_out(self) -> None:
        if self._asking:
            return
        if self.services.calls().caller_is_there and not self._warned:
            self._warned = True
            self.say(lambda: tr("Caller on the line: Enter again signs out; the call stays on the phone"), wrong=True)
            return
        if not self._known:  # Enter was faster than the drafts; each of them is kept
            self._at_once = True
            if not self._asked:
                self._ask_drafts()
            return
        self._asking = self.services.signing_out = True
        disposal = {draft: each.value for draft, each in self._disposal.items()}
        future = self.services.seat.sign_out(self.services.signed_in, disposal)
        self.when_done(future, lambda _: self.post_message(SignedOut()), self._failed)

    def _failed(self, error: Exception) -> None:
        self._asking = self.services.signing_out = False
        self.seat_failed(error)

    def action_back(self) -> None:
        """Go on working; what is written in a question is still there."""
        self._left.drop()
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Every key of this screen works, but signing out twice, and going back when all is settled."""
        return action != "sign_out" and not (action == "back" and self._asking)

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.paint()
