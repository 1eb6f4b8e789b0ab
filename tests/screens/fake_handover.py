"""A centre with one handover that a test moves on, as a lead's console asks for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hotline.handover_doc import (
    Explanation,
    Handover,
    HandoverLine,
    HandoverList,
    HandoverPlaces,
    ItemKind,
    JournalItem,
    Signature,
)
from local_cache.board_questions import BoardAct, BoardQuestion
from local_cache.errors import CentreSaid, NoLine, SignInFailed, WhyNot

from .fake_seat import done, failed

OTHER_LEAD = ("2002", "the-password")


def red(number: int, since: datetime, unit: str = "", **more: Any) -> JournalItem:
    """Return a case whose lamp is red."""
    case_id = UUID(int=number)
    return JournalItem(
        key=f"red_lamp:{case_id}", kind=ItemKind.RED_LAMP, since=since, case_id=case_id, number=f"004201{number:07}",
        unit=unit, **more,
    )  # fmt: skip


def silent(seat: str, since: datetime) -> JournalItem:
    """Return a seat without a line."""
    return JournalItem(key=f"silent_seat:{seat}", kind=ItemKind.SILENT_SEAT, since=since, seat=seat, operator="李红")


@dataclass
class FakeHandover:
    """What stands at the centre. `acts` are what came over the line, `asked` the paths that were asked."""

    now: Callable[[], datetime]
    items: list[JournalItem] = field(default_factory=list)
    places: tuple[str, ...] = ("01",)
    ends: datetime | None = None
    handed: Signature | None = None
    taken: Signature | None = None
    signed: list[HandoverLine] = field(default_factory=list)
    of_before: Handover | None = None
    leads: tuple[str, ...] = ("赵刚",)
    has_line: bool = True
    refusal: CentreSaid | None = None
    acts: list[tuple[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def handover(self) -> Handover:
        """Return the handover as it is now."""
        ends = self.ends or self.now() + timedelta(minutes=20)
        return Handover(
            n=len(self.acts), begins=ends - timedelta(hours=8), ends=ends, sub_centre=self.places[0], now=self.now(),
            sign_from=ends - timedelta(minutes=30), over=self.taken is not None, items=tuple(self.items),
            handed=self.handed, taken=self.taken, leads_going=self.leads,
        )  # fmt: skip

    def ask(self, question: BoardQuestion[Any]) -> Future[Any]:
        """Answer as the centre does."""
        self.asked.append(question.path)
        if not self.has_line:
            return failed(NoLine())
        match question.path.split("/"):
            case ["board", "handovers"]:
                return done(HandoverPlaces(sub_centres=self.places))
            case ["board", "handovers", _, "signed"]:
                return done(HandoverList(lines=tuple(self.signed)))
            case ["board", "handovers", _]:
                return done(self.of_before if question.asked else self.handover())
        raise AssertionError(question.path)

    def act(self, act: BoardAct[Any]) -> Future[Any]:
        """Do what a lead asks, or say why not."""
        return self._act(act, "2001", "赵刚")

    def act_beside(self, act: BoardAct[Any], operator_id: str, password: str) -> Future[Any]:
        """Do it for the lead who stands beside."""
        if self.has_line and (operator_id, password) != OTHER_LEAD:
            return failed(SignInFailed(WhyNot.WRONG_PASSWORD))
        return self._act(act, operator_id, "周涛")

    def _act(self, act: BoardAct[Any], by: str, name: str) -> Future[Any]:
        if not self.has_line:
            return failed(NoLine())
        if self.refusal is not None:
            refusal, self.refusal = self.refusal, None
            return failed(refusal)
        self.acts.append((act.path.rpartition("/")[2], act.said))
        said: Any = act.said
        match self.acts[-1][0]:
            case "explanations":
                told = Explanation(words=said.words, by=by, by_name=name, at=self.now())
                self.items = [
                    item.model_copy(update={"explanation": told}) if item.key in said.keys else item
                    for item in self.items
                ]
            case "handed":
                self.handed = Signature(by=by, by_name=name, at=self.now())
            case "taken":
                self.taken = Signature(by=by, by_name=name, at=self.now())
        return done(self.handover())
