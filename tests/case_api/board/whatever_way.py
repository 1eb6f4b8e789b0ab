"""How news of a floor comes to the centre: late, twice, out of order, lost until it is told again, by two processes."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fastapi import FastAPI

from case_api.accounts.devices import add_seat
from case_api.accounts.passwords import PasswordBook
from case_api.accounts.users import add_user
from case_api.centre import Centre
from case_api.storage.engine import writing
from hotline.board_doc import BoardAnswer, SeatRow
from hotline.call_events import CallEvent
from hotline.codes import Role
from hotline.desk_doc import BEAT_STATES
from tests.case_api.cheap_passwords import CHEAP
from tests.case_api.http.conftest import PASSWORD, Clock
from tests.case_api.http.seat import SeatClient
from tests.hotline.made_calls import a_second_later

from .beating import acknowledged
from .lived import Did, Lived
from .ringing import board, told

OPERATOR = "op-everywhere"
"""Whoever works at any of the seats: who it is makes no difference."""
LATE_S = 240.0
_TOKEN_LASTS = timedelta(minutes=40)


@dataclass
class Process:
    """An API process with a lead's board in front of it, which asks for what changed and puts that into what it has."""

    app: FastAPI
    lead: SeatClient
    known: BoardAnswer | None = None
    seen: dict[str, SeatRow] = field(default_factory=dict)

    async def look(self, *, cut_off: bool = False) -> BoardAnswer:
        """Bring the board up to date; one that was `cut_off` for long has nothing to go on from."""
        answer = await board(self.lead, None if cut_off else self.known)
        self.seen = ({} if answer.whole else self.seen) | {row.seat: row for row in answer.seats}
        self.known = answer
        return answer

    def reached_by(self, seat: SeatClient) -> SeatClient:
        """Return the same device as it speaks to this process."""
        there = SeatClient(self.lead.http, seat.key, seat.enrolled, seat.now)
        there.token = seat.token
        return there


@dataclass
class Console:
    """A device of a seat: what was done at it, by its own numbers and its own clock, which may be off."""

    client: SeatClient
    seat: str
    did: Sequence[Did]
    off: timedelta
    acknowledged: int = 0
    sent: set[int] = field(default_factory=set)

    def done_by(self, now: datetime) -> int:
        """Return the number of the last state that it went into."""
        return sum(each.since <= now for each in self.did)

    def told(self, seq: int) -> dict[str, Any]:
        """Return a state as a beat carries it."""
        each = self.did[seq - 1]
        call = {"call_id": str(each.call_id)} if each.call_id else {}
        since = (each.since + self.off).isoformat()
        about = {"reason": each.reason, "operator_id": OPERATOR, **call}
        return {"seq": seq, "state": each.state, "since": since, **about}

    async def beats(self, to: Process, seqs: Sequence[int]) -> None:
        """Send some of its states."""
        client = to.reached_by(self.client)
        states = [self.told(seq) for seq in seqs]
        up_to = await acknowledged(client, *states, sent_at=client.now() + self.off)
        self.acknowledged = max(self.acknowledged, up_to)
        self.sent.update(seqs)

    async def says_the_rest(self, to: Process, now: datetime, *, and_again: bool) -> None:
        """Send what never came, or all that it did from the first on."""
        rest = [seq for seq in range(1, self.done_by(now) + 1) if and_again or seq not in self.sent]
        for place in range(0, len(rest), BEAT_STATES):
            await self.beats(to, rest[place : place + BEAT_STATES])


class Way:
    """The way of one floor's news to one centre, drawn by a seed. `story` is in what pieces its events were told."""

    def __init__(
        self, draw: random.Random, floor: Lived, centre: Centre, clock: Clock, processes: list[Process]
    ) -> None:
        self.draw, self.floor, self.centre, self.clock = draw, floor, centre, clock
        self.processes = processes
        self.consoles: list[Console] = []
        self.story: list[tuple[datetime, list[CallEvent]]] = []
        self._lost: list[CallEvent] = []
        self._under_way = self._sent_off()
        self._tokens_at = clock()

    async def opens(self, code_for: Callable[[str], str]) -> None:
        """Enrol the devices of all seats and let somebody in; at some they go on at a second device."""
        passwords = PasswordBook(CHEAP)
        with writing(self.centre.engine) as conn:
            add_user(conn, passwords, OPERATOR, "孙丽", [Role.OPERATOR], PASSWORD, places=["*"], at=self.clock())
        for number, (seat, did) in enumerate(self.floor.seats.items()):
            if number > 2:
                with writing(self.centre.engine) as conn:
                    add_seat(conn, seat, "north", at=self.clock())
            cut = self.draw.randrange(1, len(did)) if number % 2 == 0 else len(did)
            for part in (did[:cut], did[cut:]):
                if part:
                    off = timedelta(minutes=self.draw.choice((0, 0, 37, -200)))
                    client = await SeatClient.enrolled(self.processes[0].lead.http, code_for(seat), self.clock)
                    assert (await client.sign_in(OPERATOR, PASSWORD)).status_code == 200
                    self.consoles.append(Console(client, seat, part, off))

    async def goes_on(self, seconds: float) -> None:
        """Let time pass, with whatever of the news comes by then."""
        self.clock.pass_by(seconds=seconds)
        now = self.clock()
        await self._new_tokens(now)
        come = [event for at, event in self._under_way if at <= now]
        self._under_way = [(at, event) for at, event in self._under_way if at > now]
        self.draw.shuffle(come)
        while come:
            size = self.draw.randint(1, 12)
            self._tells(come[:size])
            come = come[size:]
            if self.draw.random() < 0.2:
                await self._one_of_two().look(cut_off=self.draw.random() < 0.1)
        speaking = [each for each in self.consoles if each.done_by(now) and self.draw.random() < 0.35]
        await asyncio.gather(*(each.beats(self._one_of_two(), self._some(each, now)) for each in speaking))
        if self.draw.random() < 0.3:
            await self._one_of_two().app.state.house.seats.look()  # who was not heard for long is silent now

    async def is_reconciled(self) -> None:
        """Let everything be told that happened up to now: what the switch says after a gap, what consoles kept."""
        now = self.clock()
        missing = [event for _, event in self._under_way if event.at <= now]
        self._under_way = [(at, event) for at, event in self._under_way if event.at > now]
        missing += [event for event in self._lost if event.at <= now]
        self._lost = [event for event in self._lost if event.at > now]
        every = [event for call in self.floor.calls for event in call.events if event.at <= now]
        known = [event for event in every if self.draw.random() < 0.2]
        self._tells(sorted([*missing, *known], key=lambda event: event.at))
        speaking = [each for each in self.consoles if each.done_by(now)]
        again = [self.draw.random() < 0.3 for _ in speaking]
        pairs = zip(speaking, again, strict=True)
        await asyncio.gather(*(each.says_the_rest(self._one_of_two(), now, and_again=twice) for each, twice in pairs))
        old = [[self.draw.randint(1, each.done_by(now))] if self.draw.random() < 0.4 else [] for each in speaking]
        for states in (
            old,
            [()] * len(speaking),
        ):  # what one process wrote of a seat the other one sees before it beats
            for process in self.processes:
                await process.look()
            pairs_of = zip(speaking, states, strict=True)
            await asyncio.gather(*(each.beats(self._one_of_two(), some) for each, some in pairs_of))

    def _sent_off(self) -> list[tuple[datetime, CallEvent]]:
        """Return when which event comes; what is lost is kept for later."""
        draw, found = self.draw, list[tuple[datetime, CallEvent]]()
        for event in (event for call in self.floor.calls for event in call.events):
            gap = next((gap for gap in self.floor.gaps if event.at in gap), None)
            if draw.random() < 0.06:
                self._lost.append(event)
                continue
            late = draw.uniform(0, LATE_S) if draw.random() < 0.3 else draw.uniform(0, 2)
            found.append(((gap.until if gap else event.at) + timedelta(seconds=late), event))
            if draw.random() < 0.15:
                found.append((event.at + timedelta(seconds=LATE_S + draw.uniform(0, LATE_S)), event))
            if draw.random() < 0.05 and not gap:
                twin = a_second_later(event, draw.uniform(0, 0.9))
                found.append((twin.at + timedelta(seconds=late + draw.uniform(1, LATE_S)), twin))
        return found

    def _tells(self, events: Sequence[CallEvent]) -> None:
        self.story.append((self.clock(), list(events)))
        told(self.centre, events)

    def _some(self, console: Console, now: datetime) -> list[int]:
        """Return the numbers that a beat carries: what is new, or what came before, or some of it, or nothing."""
        done = console.done_by(now)
        fresh = list(range(console.acknowledged + 1, done + 1))[:BEAT_STATES]
        kind = self.draw.random()
        if kind < 0.6:
            return fresh
        if kind < 0.75:
            return [seq for seq in fresh if self.draw.random() < 0.6]
        if kind < 0.9:
            first = self.draw.randint(1, done)
            return list(range(first, min(done, first + 5) + 1))
        return []

    def _one_of_two(self) -> Process:
        return self.draw.choice(self.processes)

    async def _new_tokens(self, now: datetime) -> None:
        if now - self._tokens_at < _TOKEN_LASTS:
            return
        self._tokens_at = now
        for client in (*(each.client for each in self.consoles), self.processes[0].lead):
            client.token = (await client.ask_token()).json()["token"]
        lead = self.processes[0].lead
        assert (await lead.sign_in("op-lead", PASSWORD)).status_code == 200
        for each in self.processes[1:]:
            each.lead.person = lead.person
