"""What came of a call-back: the answers in the order in which they are given, and which question comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hotline.codes import NotReached, Satisfaction, Solved
from screens.callbacks import script
from screens.parts.case_words import coded
from wording import tr

if TYPE_CHECKING:
    from city_packs.model import CityPack

YES, NO = "yes", "no"
REACHED = "reached"


def _yes_or_no(text: str) -> bool:
    return text == YES


def _as_text(answer: bool | str) -> str:
    return str(answer) if not isinstance(answer, bool) else YES if answer else NO


_ANSWERS: dict[str, Callable[[str], Any]] = {
    "reached": _yes_or_no, "not_reached": NotReached, "contacted": _yes_or_no, "solved": Solved,
    "satisfied": Satisfaction, "redo": _yes_or_no,
}  # fmt: skip
"""How each answer is read from the text that keeps it."""


@dataclass(frozen=True, slots=True)
class Results:
    """What the citizen said, as far as they were asked; `not_reached` stands in its place where nobody answered.

    `by_unit` says whether a unit replied: else nobody is asked whether it was in touch.
    """

    reached: bool | None = None
    not_reached: NotReached | None = None
    contacted: bool | None = None
    solved: Solved | None = None
    satisfied: Satisfaction | None = None
    redo: bool | None = None
    opinion: str = ""
    by_unit: bool = True

    @property
    def step(self) -> str:
        """Return what is asked next."""
        if self.reached is None:
            return REACHED
        if not self.reached:
            return script.OPINION
        for step, given in ((script.CONTACTED, self.contacted), (script.SOLVED, self.solved),
                            (script.SATISFIED, self.satisfied)):  # fmt: skip
            if given is None and (self.by_unit or step != script.CONTACTED):
                return step
        return script.REDO if self.solved is Solved.UNSOLVED and self.redo is None else script.OPINION

    def with_answer(self, answer: str) -> Results:
        """Return the results with an answer to what is asked now, the key of one of its options."""
        match self.step:
            case "reached":
                reached = answer == REACHED
                return replace(self, reached=reached, not_reached=None if reached else NotReached(answer))
            case script.CONTACTED:
                return replace(self, contacted=answer == YES)
            case script.SOLVED:
                return replace(self, solved=Solved(answer))
            case script.SATISFIED:
                return replace(self, satisfied=Satisfaction(answer))
        return replace(self, redo=answer == YES)

    def one_back(self) -> Results:
        """Return the results without the answer that was given last."""
        if self.redo is not None:
            return replace(self, redo=None)
        if self.satisfied is not None:
            return replace(self, satisfied=None)
        if self.solved is not None:
            return replace(self, solved=None)
        if self.contacted is not None:
            return replace(self, contacted=None)
        return replace(self, reached=None, not_reached=None)

    def held(self) -> dict[str, str]:
        """Return what was answered as text, by its name; `with_held` reads it again."""
        told = {name: getattr(self, name) for name in _ANSWERS}
        return {name: _as_text(value) for name, value in told.items() if value is not None} | (
            {"opinion": self.opinion} if self.opinion else {}
        )

    def with_held(self, held: Mapping[str, str]) -> Results:
        """Return the results with the answers that `held` told."""
        answers = {name: of(held[name]) for name, of in _ANSWERS.items() if name in held}
        return replace(self, **answers, opinion=held.get("opinion", ""))

    def words(self, pack: CityPack) -> list[str]:
        """Return each answer in words, in the order in which they were given."""
        yes, no = tr("the unit was in touch"), tr("the unit was not in touch")
        return list(filter(None, (
            coded(pack, "not_reached", self.not_reached) if self.not_reached else "",
            "" if self.contacted is None else yes if self.contacted else no,
            coded(pack, "solved", self.solved) if self.solved else "",
            coded(pack, "satisfaction", self.satisfied) if self.satisfied else "",
            "" if self.redo is None else tr("to be done again") if self.redo else tr("not to be done again"),
        )))  # fmt: skip
