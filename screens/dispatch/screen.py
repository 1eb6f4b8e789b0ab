"""The dispatcher's screen: what goes red first stands first, and one key passes and dispatches."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from hotline.codes import Role
from screens.dispatch.deciding import Deciding
from screens.dispatch.lines import COLUMNS, about_rows, cells_of
from screens.parts.base import bindings_of
from wording import mark, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline.queue_doc import QueueLine, QueueName
    from screens.parts.text_rows import Row
    from widgets.lamp import Piece


class DispatchScreen(Deciding):
    """The list of what waits for dispatch or for a decision; a lead turns to the leads' own list and back."""

    PLACE = "dispatch"
    KEYS: ClassVar = (
        "assign", "accept", "turn_down", "refuse", "reassign", "merge", "query", "split", "unmerge", "other_list",
        "amend", "note", "reveal", "work", "desk",
    )  # fmt: skip
    BINDINGS = bindings_of("dispatch")
    COLUMNS = COLUMNS
    EMPTY = mark("Nothing waits for dispatch or for a decision.")

    def __init__(self) -> None:
        super().__init__(id="dispatch")
        self._leads_own: bool | None = None

    # ---- which list

    @property
    def list_name(self) -> QueueName:
        """Return the dispatchers' list, or the leads' own of refusals and of what was returned twice."""
        return "lead" if self._is_leads_own else "dispatch"

    @property
    def _is_leads_own(self) -> bool:
        roles = self.services.roles
        return Role.LEAD in roles and (Role.DISPATCHER not in roles if self._leads_own is None else self._leads_own)

    def action_other_list(self) -> None:
        """Turn to the other list."""
        self._leads_own = not self._is_leads_own
        self.say("")
        self.read_anew()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a lead has two lists; a merge is undone also where no case is left in the list."""
        if action == "other_list":
            return Role.LEAD in self.services.roles
        if action == "unmerge":
            return self.services.session is not None
        return super().check_action(action, parameters)

    # ---- what is shown

    @property
    def waiting_words(self) -> str:
        """Return the message id that counts what waits."""
        return mark("for a lead {count}") if self._is_leads_own else mark("to dispatch {count}")

    def aim(self) -> str:
        """Return what the hotline aims at between desk and dispatch."""
        minutes = "" if self._is_leads_own else self._aim_minutes()
        return tr("aim {minutes} min").format(minutes=minutes) if minutes else ""

    def _aim_minutes(self) -> str:
        pack = self.services.city_pack
        profile = pack.clock_profiles.get(pack.default_profile)
        for clock in profile.clocks if profile is not None else ():
            if clock.stop == "dispatch" and clock.unit == "minutes":
                return f"{clock.red:g}"
        return ""

    def cells(self, line: QueueLine) -> Sequence[Piece]:
        """Return a line of the list."""
        return cells_of(line, self.services.city_pack, self.services.now())

    def about(self, line: QueueLine, width: int) -> list[Row]:
        """Return what is proposed or has to be decided."""
        decided = about_rows(line, self.services.city_pack, self.services.now(), self.services.zone, width)
        return [*self.same_caller_rows(line.order, width), *decided]
