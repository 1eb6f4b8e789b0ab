"""A leader who answers at the desk as a guest (领导接听日): begun for whom the rota names, ended, a sentence on them.

The operator beside them acts and signs. Who answers is part of the operator's own state: so it is on disk, and known at
the centre, with every state that they are in meanwhile, line or none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from hotline.codes import AgentState
from screens.desk.hands import Hands
from screens.parts.ask import Choose, Option, Write
from widgets.lamp import Tone
from wording import mark, tr

if TYPE_CHECKING:
    from datetime import datetime

    from local_cache.model import KeptState, Leader, OwnState
    from widgets.lamp import Piece

BEFOREHAND = timedelta(minutes=30)
"""A leader may begin so long before the rota says."""
SHOWN_FOR = timedelta(minutes=2)
"""It is said so long that one is due, or answers from now on; between calls it stands below who calls all the time."""
SENTENCE_LIMIT = 500
_END, _SENTENCE, _BEGIN = "end", "sentence", "begin"


class Guests(Hands):
    """What the top line says of the guest comes from the seat's status, and that from the state noted here."""

    def __init__(self) -> None:
        super().__init__()
        self.guest_day = ""
        """The id of the leader's day of who answers, empty for nobody."""
        self._told: set[str] = set()
        """The leaders of whom it has been said that they are due."""

    def own_state(self) -> OwnState:
        """Return what the operator is in, and who answers with them."""
        own = super().own_state()
        return own if own.state is AgentState.SIGNED_OUT else replace(own, leader_day_id=self.guest_day)

    def _state_came(self, last: KeptState | None) -> None:
        if last is not None and last.own.operator_id == self.operator:
            self.guest_day = last.own.leader_day_id
        super()._state_came(last)
        self.tell_due()

    @property
    def leaders(self) -> tuple[Leader, ...]:
        """The leaders of whom something can be said or done here now: who answers, is due, or was due before."""
        named = (each for each in self.services.seat.status.leaders if each.begins - BEFOREHAND <= self.now())
        return tuple(named) if self.takes_calls else ()

    def tell_due(self) -> None:
        """Say once of each leader that they are to answer here now, for a while or until they do."""
        for leader in self.leaders:
            if leader.leader_day_id not in self._told and self.came_back and self._is_due(leader):
                self._told.add(leader.leader_day_id)
                self._say_due(leader, self.now() + SHOWN_FOR)
                self.paint_keys()

    def _say_due(self, leader: Leader, until: datetime) -> None:
        still = partial(self._is_due, leader)
        self.say_standing(partial(self._due_words, leader), lambda: still() and self.now() < until, wrong=False)

    def _due_words(self, leader: Leader) -> str:
        who, key = f"{leader.name} {leader.title}".strip(), self.key_of("leader_guest")
        words = tr("{key}: let {who} answer here, from {at} by the rota")
        return words.format(key=key, who=who, at=self._clock(leader.begins))

    def _begun_words(self, leader: Leader) -> str:
        words = tr("{name} answers now; you do all else. Numbers masked. End: {key}")
        return words.format(name=leader.name, key=self.key_of("leader_guest"))

    def standing_pieces(self) -> list[Piece]:
        """Return what holds now, between calls also who of the leaders answers or is to, and by which key.

        There it costs no room on the line of keys, which are needed more often, nor beside a raised hand.
        """
        pieces = super().standing_pieces()
        if self.came_back and self.desk.is_blank:
            pieces += [
                (self._begun_words(each) if self.guest_day else self._due_words(each), Tone.GREY)
                for each in self.leaders
                if each.leader_day_id == self.guest_day or self._is_due(each)
            ]
        return pieces

    def _is_due(self, leader: Leader) -> bool:
        return not self.guest_day and leader.begins - BEFOREHAND <= self.now() < leader.ends

    def action_leader_guest(self) -> None:
        """Let a leader answer, or end it; add a sentence for the summary."""
        leaders = {each.leader_day_id: each for each in self.leaders}

        def options() -> list[Option]:
            return [
                Option(f"{what} {day}", self._option_words(what, leaders[day])) for what, day in self._can_do(leaders)
            ]

        def chosen(key: str | None) -> None:
            if key is not None:
                what, _, day = key.partition(" ")
                self._leader_chosen(what, leaders[day])

        if leaders:
            self.app.push_screen(Choose(lambda: tr("Leaders answer calls"), options), chosen)

    def _can_do(self, leaders: dict[str, Leader]) -> list[tuple[str, str]]:
        if self.guest_day in leaders:
            return [(_END, self.guest_day), (_SENTENCE, self.guest_day)]
        due = [(_BEGIN, each.leader_day_id) for each in leaders.values() if self.now() < each.ends]
        return due + [(_SENTENCE, each.leader_day_id) for each in leaders.values() if each.begins <= self.now()]

    def _option_words(self, what: str, leader: Leader) -> str:
        who = f"{leader.name} {leader.title}".strip()
        if what == _END:
            return tr("{who} answers no more").format(who=who)
        if what == _SENTENCE:
            return tr("A sentence for the summary: {who}").format(who=who)
        hours = f"{self._clock(leader.begins)}-{self._clock(leader.ends)}"
        return tr("{who} answers from now on ({hours} by the rota)").format(who=who, hours=hours)

    def _clock(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):%H:%M}"

    def _leader_chosen(self, what: str, leader: Leader) -> None:
        day = leader.leader_day_id
        if what == _BEGIN:
            self._let_answer(day)

            until, begun = self.now() + SHOWN_FOR, partial(self._begun_words, leader)
            in_a_call = self.done is not None or not self.desk.is_blank  # else it stands above the form
            self.say(begun if in_a_call else "", true=lambda: self.guest_day == day and self.now() < until)
        elif what == _END:
            if self.guest_day == day:
                self._let_answer("")
            self.say(lambda: tr("{who} answers no more").format(who=leader.name), true=lambda: not self.guest_day)
            self._ask_sentence(leader)
        else:
            self._ask_sentence(leader)

    def _let_answer(self, leader_day_id: str) -> None:
        self.guest_day = leader_day_id
        self.paint_all()

    def _ask_sentence(self, leader: Leader) -> None:
        def written(words: str | None) -> None:
            if words is not None and words.strip() != leader.words:
                self.services.seat.say_of_leader(leader.leader_day_id, words.strip(), self.operator)
                self.say(lambda: tr("Your sentence goes into the summary of {name}").format(name=leader.name))

        question = Write(
            lambda: tr("What is to stand in the summary of {name}? It may stay empty").format(name=leader.name),
            mark("Sentence"), text=leader.words, limit=SENTENCE_LIMIT,
        )  # fmt: skip
        self.app.push_screen(question, written)
