"""Another matter of a call whose first one is on file: a new draft of the same call, or back to what was saved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.codes import AgentState
from screens.desk.on_desk import OnDesk
from screens.desk.saved_panel import SavedPanel
from screens.desk.saving import Saving
from wording import sentences, tr

if TYPE_CHECKING:
    from screens.desk.call import DeskCall
    from screens.desk.desk_base import Done


class AnotherMatter(Saving):
    """Whoever calls often has two matters (一事一单): each is a case of its own, and both are of one call."""

    def __init__(self) -> None:
        super().__init__()
        self._panel: Done | None = None
        """The panel that was left for another matter of its call."""

    @property
    def may_take_another(self) -> bool:
        """Whether what is shown as saved was of a call: while it lasts, and in the wrap-up after it."""
        done = self.done
        return done is not None and not self.saving and self.takes_calls and done.call.state is not AgentState.READY

    def action_another(self) -> None:
        """Open a draft of the same call: caller and wishes as before, the matter empty, the place on a key."""
        left = self.done
        if left is None:
            return
        desk = OnDesk.another(self.desk, replace(left.call, on_file=True), self.now())
        self.open(desk)
        self._panel = left

        def words() -> str:
            same = tr("The same place: {key}, then =").format(key=self.key_of("jump"))
            said = tr("Another matter of this call; the caller is kept.")
            return sentences(said, same if desk.may_be_same_place else "")

        self.say(words, true=lambda: self.desk is desk and desk.is_unwritten)

    def open(self, desk: OnDesk, focus: str = "", caret: int | None = None) -> None:
        """Put a draft on the desk; there is no way back to a panel but from the draft for which it was left."""
        self._panel = None
        super().open(desk, focus, caret)

    def clear(self, call: DeskCall) -> None:
        """Show again what was saved in this call, if its caller is still there: they may ask for the number."""
        left = self._panel
        if left is None or not call.is_live:
            super().clear(call)
            return
        self._panel = None
        left.call = call
        self.desk, self.done = OnDesk.another(self.desk, call, self.now()), left
        self.reading = ""
        self.say("")
        self.look_up.forget()
        self.show_form(form=False)
        self.set_focus(self.query_one(SavedPanel))
        self.tell_done()
        self.where_is()
        self.paint_all()
