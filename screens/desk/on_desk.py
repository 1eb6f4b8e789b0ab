"""What lies on the desk: one draft with its call, what is known of the caller, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from hotline.masking import masked_value
from local_cache.ids import new_id
from local_cache.model import CallerHistory, CallLine, CaseLine, Draft, Likely, Likeness, Phase
from screens.desk.call import DeskCall, readable
from screens.desk.form import DeskForm
from screens.desk.form_fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from city_packs.model import CityPack
    from screens.desk.form import Value

_OF_THE_CALLER = ("contact_phone", "anonymous", "confidential", "caller_name", "channel", "subject_kind")
"""What is the same in each matter of a call: who they are, how to reach them, that they wish not to be named."""
_OF_THE_PLACE = ("area_code", "address_text")


@dataclass(slots=True)
class OnDesk:
    """A draft while it is being worked on. `likely` are cases that may be the same matter, best first.

    `named` is the name that the operator gave it, empty for one that is made from what was taken down. `about` is the
    case that it was kept for, as long as that has not been read again as `chosen`; `act` what was begun about that
    case elsewhere, empty for what was begun here. `given` is what the form began with and nobody has written, `place`
    that of the matter before it in the same call.
    """

    form: DeskForm
    call: DeskCall
    draft_id: str
    created_at: datetime
    answer: str = ""
    named: str = ""
    history: CallerHistory | None = None
    likely: tuple[Likely, ...] = ()
    chosen: CaseLine | None = None
    abuse: list[int] = field(default_factory=list)
    about: UUID | None = None
    act: str = ""
    given: Mapping[str, Value] = field(default_factory=dict)
    place: Mapping[str, Value] = field(default_factory=dict)

    @classmethod
    def blank(cls, pack: CityPack, now: datetime, call: DeskCall | None = None) -> OnDesk:
        """Return an empty draft for a call, or for nobody yet."""
        call = call or DeskCall()
        return cls(DeskForm(pack, caller_phone=call.number), call, str(new_id()), now)

    @classmethod
    def reopened(cls, draft: Draft, pack: CityPack) -> OnDesk:
        """Return a draft as it was put down."""
        call = DeskCall.from_kept(draft.call)
        values = dict(draft.fields)
        answer = str(values.pop("answer", ""))
        # What stood in the fields of a question is for that question alone.
        form = DeskForm(pack, {name: value for name, value in values.items() if name in FIELDS}, call.number)
        desk = cls(form, call, draft.id, draft.created_at, answer, about=draft.case_id, act=draft.act)
        if draft.name != desk.name():
            desk.named = draft.name
        return desk

    @classmethod
    def another(cls, before: OnDesk, call: DeskCall, now: datetime) -> OnDesk:
        """Return the draft of another matter of the same call: who calls and what they wish is kept, no more."""
        said = before.form.values
        given = {name: said[name] for name in _OF_THE_CALLER if name in said}
        place = {name: said[name] for name in _OF_THE_PLACE if name in said} or before.place
        desk = cls(DeskForm(before.form.pack, given, call.number), call, str(new_id()), now)
        desk.history, desk.abuse = before.history, before.abuse
        desk.given, desk.place = given, place
        return desk

    @property
    def may_be_same_place(self) -> bool:
        """Say whether there is a place from the matter before, and none has been taken down here."""
        return bool(self.place) and not any(self.form[name] for name in _OF_THE_PLACE)

    @property
    def is_unwritten(self) -> bool:
        """Say whether nothing has been taken down, whoever is on the telephone."""
        return self.form.values == self.given and not self.answer

    @property
    def adds_nothing(self) -> bool:
        """Say whether this is of a call that has a matter on file already, and no other one was taken down."""
        return self.call.on_file and self.is_unwritten

    @property
    def caller_number(self) -> str:
        """The number that the call came from, else the one that the caller has given; empty where neither is one."""
        return self.call.number or readable(self.form.text("contact_phone"))

    @property
    def is_blank(self) -> bool:
        """Say whether there is nothing to keep: no call, no word."""
        return self.is_unwritten and self.call == DeskCall()

    def name(self) -> str:
        """Return how the draft is called: as named, else who calls (masked), then place and class; maybe empty."""
        if self.named:
            return self.named
        caller = masked_value("caller_name", self.form.text("caller_name"))
        caller = caller or masked_value("caller_phone", self.call.number or self.form.text("contact_phone"))
        return " ".join(filter(None, (caller, self.form.title())))

    def as_draft(self, operator: str, now: datetime, focus: str, caret: int, *, parked: bool = False) -> Draft:
        """Return the draft as the seat keeps it."""
        fields = self.form.values
        if self.answer:
            fields["answer"] = self.answer
        return Draft(
            id=self.draft_id, operator=operator, fields=fields, phase=Phase.PARKED if parked else self.call.phase,
            call=self.call.kept() or None, name=self.name(), parked=parked, kept=False, focus=focus, caret=caret,
            created_at=self.created_at, updated_at=now, case_id=self.chosen.case_id if self.chosen else self.about,
            act=self.act,
        )  # fmt: skip

    def known_lines(self) -> dict[UUID, CaseLine]:
        """Return what this may repeat, then what else the caller brought before."""
        lines = {each.line.case_id: each.line for each in self.likely}
        lines.update({each.case_id: each for each in (self.history.lines if self.history else ())})
        return lines

    def is_of_this_caller(self, case: CaseLine) -> bool:
        """Say whether the number on the desk is one that brought this case, as far as this seat knows."""
        same = {each.line.case_id for each in self.likely if Likeness.SAME_CALLER in each.why}
        return case.case_id in same | {each.case_id for each in (self.history.lines if self.history else ())}

    def other_calls(self) -> tuple[CallLine, ...]:
        """Return what the caller called about before that made no case, newest first."""
        return self.history.other if self.history else ()

    def chosen_line(self) -> CaseLine | None:
        """Return the case that was chosen, as it was last heard of; also when it may be the same matter no longer."""
        return self.known_lines().get(self.chosen.case_id, self.chosen) if self.chosen else None

    def offered(self) -> CaseLine | None:
        """Return the case that urge and note act on, the one that is shown: the chosen one, else the likeliest."""
        return self.chosen_line() or (self.likely[0].line if self.likely else None)
