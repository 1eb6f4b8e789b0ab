"""The marked calls of a session as the screens show them: marked again here, or as their marks were kept. Pure.

Marks are made again by the version of a scenario that was played. Of another version, and of a scenario that is no
longer here, what was kept when the session ended is shown: what was lost, by name, without a reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from hotline.practice_words import FATALS, LOSSES, named
from practice.beside import beside
from practice.calls import calls_of
from practice.line_cut import LineCutEnd, line_cut_end
from screens.parts.mark_words import fatal_words, loss_words, points_words
from screens.parts.practice_words import in_language, no_longer_here

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from city_packs.model import CityPack
    from city_packs.scenario import Words
    from hotline.practice_doc import PracticeResult, ResultCall
    from practice.beside import Beside
    from practice.finished import FinishedCall, FinishedSession


class MarkedItem(Protocol):
    """What an item earned `of` its points."""

    @property
    def item(self) -> str: ...
    @property
    def of(self) -> float: ...
    @property
    def got(self) -> float: ...


class MarkedCall(Protocol):
    """One call with its marks. An `item` is a code of the rubric, empty for the whole call."""

    @property
    def title(self) -> str:
        """Return what its scenario is called, in the present language."""

    @property
    def total(self) -> float:
        """Return its points, 0 to 100; 0 where anything was fatal."""

    @property
    def versions(self) -> tuple[int, int]:
        """Return the versions of the scenario and of the rubric by which it was marked."""

    @property
    def kept(self) -> bool:
        """Say whether these are marks that were kept, of a scenario that is another one by now or no longer here."""

    @property
    def items(self) -> Sequence[MarkedItem]:
        """Return the items in the order of the rubric."""

    def fatal(self, pack: CityPack) -> list[str]:
        """Return what made the whole nothing, in words."""

    def losses(self, item: str, pack: CityPack) -> list[tuple[str, str]]:
        """Return why points of an item were lost: how many, empty where that is not known, and why."""

    def beside(self, item: str) -> tuple[Beside, ...]:
        """Return what was taken down beside a good record; nothing where there is none."""

    @property
    def rang(self) -> int:
        """Return when it rang, in milliseconds of the session."""

    def began_at(self, item: str) -> int:
        """Return when points of an item, or all of them, began to be lost; when it rang where that is not known."""


@dataclass(frozen=True, slots=True)
class MarkedSession:
    """A session of a trainee, as they are named on screens, with its calls.

    Of those that were `planned` these are what rang; `line_cut` is how that drill ended.
    """

    session: str
    trainee: str
    calls: Sequence[MarkedCall]
    planned: int
    line_cut: LineCutEnd | None = None

    @classmethod
    def as_marked(cls, finished: FinishedSession, trainee: str) -> MarkedSession:
        """Return a session that was marked again."""
        record = finished.record
        calls = [*map(_Marked, finished.calls)]
        return cls(record.head.session, trainee, calls, len(record.head.scenarios), line_cut_end(record))

    @classmethod
    def as_kept(
        cls, result: PracticeResult, finished: FinishedSession, titles: Mapping[str, Words], trainee: str
    ) -> MarkedSession:
        """Return a session by what was kept of its marks; what `finished` holds of its calls was marked again.

        `titles` are those of the scenarios that are here.
        """
        rang = {call.number: call.rang for call in calls_of(finished.record)}
        again = {done.call.number: _Marked(done) for done in finished.calls}
        calls = [
            again.get(number) or _Kept(call, titles.get(call.scenario), rang.get(number, 0))
            for number, call in enumerate(result.calls, 1)
        ]
        planned = len(finished.record.head.scenarios)
        return cls(str(result.session), trainee, calls, planned, line_cut_end(finished.record))


@dataclass(frozen=True, slots=True)
class _Marked:
    done: FinishedCall

    @property
    def title(self) -> str:
        return in_language(self.done.scenario.title)

    @property
    def total(self) -> float:
        return self.done.marks.total

    @property
    def versions(self) -> tuple[int, int]:
        return self.done.marks.version, self.done.marks.rubric

    @property
    def kept(self) -> bool:
        return False

    @property
    def items(self) -> Sequence[MarkedItem]:
        return self.done.marks.items

    def fatal(self, pack: CityPack) -> list[str]:
        return [fatal_words(each, self.done.scenario, pack) for each in self.done.marks.fatal]

    def losses(self, item: str, pack: CityPack) -> list[tuple[str, str]]:
        return [
            (points_words(loss.points), loss_words(loss, self.done.scenario, pack))
            for each in self.done.marks.items if each.item == item for loss in each.losses
        ]  # fmt: skip

    def beside(self, item: str) -> tuple[Beside, ...]:
        return beside(item, self.done.scenario, self.done.call.acts) if item else ()

    @property
    def rang(self) -> int:
        return self.done.call.rang

    def began_at(self, item: str) -> int:
        marks = self.done.marks
        of_item = [loss for each in marks.items if each.item == item for loss in each.losses]
        spans = [span for each in (of_item if item else marks.fatal) for span in each.evidence]
        return min((span[0] for span in spans), default=self.rang)


@dataclass(frozen=True, slots=True)
class _Kept:
    call: ResultCall
    words: Words | None
    rang: int

    @property
    def title(self) -> str:
        return in_language(self.words) if self.words is not None else no_longer_here(self.call.scenario)

    @property
    def total(self) -> float:
        return self.call.total

    @property
    def versions(self) -> tuple[int, int]:
        return self.call.version, self.call.rubric

    @property
    def kept(self) -> bool:
        return True

    @property
    def items(self) -> Sequence[MarkedItem]:
        return self.call.items

    def fatal(self, pack: CityPack) -> list[str]:  # noqa: ARG002
        return [named(FATALS, code) for code in self.call.fatal]

    def losses(self, item: str, pack: CityPack) -> list[tuple[str, str]]:  # noqa: ARG002
        return [("", named(LOSSES, code)) for each in self.call.items if each.item == item for code in each.losses]

    def beside(self, item: str) -> tuple[Beside, ...]:  # noqa: ARG002
        return ()

    def began_at(self, item: str) -> int:  # noqa: ARG002
        return self.rang
