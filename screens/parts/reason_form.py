"""The question for a reason, of whoever decides."""

from __future__ import annotations

from hotline.intake_rules import LINE_LIMIT
from screens.parts.amend import Wrong, keepable
from screens.parts.base import Said
from screens.parts.fill_in import FillIn, Typed, must_say
from widgets.entry import Entry
from widgets.field import Field
from wording import mark

_LABEL_CELLS = 16


def reason_form(heading: Said, typed: Typed | None, wrong: Wrong, *, needed: bool, says: Said | None = None) -> FillIn:
    """Ask for a reason, the field `reason`; `says` stands above it."""

    def fields(held: Typed) -> list[Entry]:
        return [Field(id="reason", label=mark("Reason"), label_width=_LABEL_CELLS, value=held.get("reason", ""),
                      limit=LINE_LIMIT, needed=needed, check=must_say if needed else keepable)]  # fmt: skip

    return FillIn(heading, fields, typed=typed, wrong=wrong, says=says)
