"""One seeded history of a hotline: seats and a centre, and everything that can go wrong between them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from case_api.cases.purge import purge_case
from case_api.cases.purge_reason import PurgeReason
from case_api.centre import SyncRules
from case_api.identity import Device
from case_api.problems import ProblemError
from case_api.sync.give import give_command
from case_api.sync.release import accept_held
from case_api.sync.upkeep import age_out, compact
from hotline.case_doc import CaseDoc
from hotline.codes import OtherCall, RevealReason, Role
from hotline.commands import AddNote, AmendCase, Command, FileCase, LogCall, MarkAbuse, Reveal, Urge, Withdraw
from hotline.context import Actor
from hotline.wire import Hints
from local_cache import cases, needs, outbox
from local_cache.errors import NotSaved, Refused
from local_cache.sync.pushing import Pace, Step
from tests.simulation.centre_side import CentreSide
from tests.simulation.city import SUB_CENTRES, VERSION, intake
from tests.simulation.invariants import check_at_rest, check_step, over_at_the_centre, state_of
from tests.simulation.line import FaultyLine, Post, Weather, same_answer
from tests.simulation.schemas import NEW, OLD, TOO_NEW
from tests.simulation.seat_side import PAGES, Crashed, Disk, SimSeat

START = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
OPERATORS = ("op1", "op2", "op3")
DISPATCHER = Actor("disp1", frozenset({Role.DISPATCHER}))
_MOST_SEATS = 5
_ROUNDS_TO_REST = 10
_STEPS_TO_DRAIN = 40
_CRASHES = 0.02


@dataclass
class Faults:
    """What this world suffers; `copies` is how much oftener than usual disks are copied and put back."""

    steps: int = 150
    line: float = 0.3
    crashes: float = _CRASHES
    copies: float = 1.0
    rotate_epoch: bool = True
    clocks: bool = True
    """Whether the seats' clocks go wrong."""
    grants: bool = True
    """Whether operators lose their grants, which are judged by the clock of their seat."""


class NoRestError(AssertionError):
    """The line is good again and yet a queue does not drain (I6)."""


class World:
    """Everything in it comes from the seed: run it again and the same happens."""

    def __init__(self, seed: int, faults: Faults | None = None) -> None:
        self.faults = faults or Faults()
        self.rand = Random(seed)
        self.time = START
        self.centre = CentreSide(self.now, Hints(max_batch=self.rand.choice([2, 5, 50])))
        age_out(self.centre.centre)  # from here on it knows how far it has come
        self.weather = Weather(self.faults.line, revoked=set(), oldest_read=OLD)
        self.post = Post()
        self.lineages = 0
        self.serials: dict[str, int] = {}
        self.texts = 0
        self.restored_at = START
        self.seen_acked: set[tuple[int, str]] = set()
        self.ever_erased: set[str] = set()
        self.once_over: set[UUID] = set()
        self.steps = 0
        self.seats = [self._new_seat(f"{number:04}", SUB_CENTRES[number % 2]) for number in (1, 2, 3)]
        self.images: list[tuple[int, Disk]] = []
        self.backups: list[object] = []
        self.doing = ""

    def now(self) -> datetime:
        """Return the true time, which the centre's clock shows."""
        return self.time

    def run(self) -> None:
        """Live through the history, let it come to rest, and check everything at the end."""
        actions = list(_ACTIONS)
        weights = [_ACTIONS[action] * (self.faults.copies if action in _COPIES else 1.0) for action in actions]
        for _ in range(self.faults.steps):
            self.steps += 1
            self.time += timedelta(milliseconds=self.rand.randrange(20, 4000))
            action = self.rand.choices(actions, weights)[0]
            self.doing = action
            seat = self.rand.choice(self.seats)
            try:
                getattr(self, action)(seat)
            except Crashed:
                self._reopen(seat)
            check_step(self, seat)
        self.come_to_rest()
        check_at_rest(self)

    # --- what people do -----------------------------------------------------------------------------------------

    def file_case(self, seat: SimSeat) -> None:
        """Log a call."""
        text = self._text(seat)
        place = seat.device.sub_centre if self.rand.random() < 0.7 else self.rand.choice(SUB_CENTRES)
        phone = f"199000{self.rand.randrange(20):05}"
        taken = intake(text, place, phone)
        self._give(seat, lambda number: FileCase(number=number, intake=taken, pack_version=VERSION))

    def note(self, seat: SimSeat) -> None:
        """Add a note to a case on screen."""
        self._give_to_some(seat, lambda _: AddNote(text=self._text(seat)))

    def amend(self, seat: SimSeat) -> None:
        """Change fields of a case on screen, from the values that are shown there."""

        def command(case_id: UUID) -> Command | None:
            doc = cases.shown(seat.disk.cache, case_id)
            if doc is None:
                return None
            fields = self.rand.sample(["address_text", "caller_name", "contact_phone", "confidential"], 2)
            new = {
                "address_text": self._text(seat),
                "caller_name": self.rand.choice(["王五", "赵六", "李小明"]),
                "contact_phone": f"199000{self.rand.randrange(20):05}",
                "confidential": self.rand.random() < 0.5,
            }
            return AmendCase(changes={name: (getattr(doc.order, name), new[name]) for name in fields})

        self._give_to_some(seat, command)

    def urge(self, seat: SimSeat) -> None:
        """Urge a case on screen."""
        self._give_to_some(seat, lambda _: Urge(said=self._text(seat)))

    def withdraw(self, seat: SimSeat) -> None:
        """Withdraw a case on screen."""
        self._give_to_some(seat, lambda _: Withdraw(reason=self._text(seat)))

    def reveal(self, seat: SimSeat) -> None:
        """Look at a caller's number."""
        self._give_to_some(seat, lambda _: Reveal(field="caller_phone", reason=RevealReason.CALL_BACK))

    def other_call(self, seat: SimSeat) -> None:
        """Log a call without a case, or mark abuse."""
        if self.rand.random() < 0.5:
            self._give(seat, LogCall(outcome=OtherCall.SILENT, caller_phone="19900000001"))
        else:
            self._give(seat, MarkAbuse(seconds=7, caller_phone="19900000001"))

    def lead_comes_or_goes(self, seat: SimSeat) -> None:
        """Let a lead sign in at the seat, or out."""
        seat.device = replace(seat.device, lead=not seat.device.lead)

    def revoke(self, seat: SimSeat) -> None:
        """Let the centre send an operator home, or take one back."""
        if not self.faults.grants:
            return
        operator = self.rand.choice(OPERATORS[1:])
        book = self.rand.choice([self.centre.grants.revoked_from, self.centre.grants.expired_from])
        if book.pop(operator, None) is None:
            book[operator] = self.time

    def settle_mine(self, seat: SimSeat) -> None:
        """Look at a conflict and put one's own values back over the centre's."""
        found = [each for each in needs.open_needs(seat.disk.work) if each.kind == needs.Kind.CONFLICT]
        if found:
            chosen = self.rand.choice(found)
            self._give(seat, needs.mine_again(chosen), chosen.case_id)
            needs.settle(seat.disk.work, chosen.id, seat.now())

    # --- what people at the centre do ---------------------------------------------------------------------------

    def dispatcher_amends(self, _: SimSeat) -> None:
        """Let a dispatcher change a case while seats do."""
        found = self.centre.rows("SELECT id, doc FROM cases ORDER BY n DESC LIMIT 6")
        if found:
            case_id, doc = self.rand.choice(found)
            field = self.rand.choice(["address_text", "confidential"])
            new: object = f"派单{self.texts}" if field == "address_text" else self.rand.random() < 0.5
            self.texts += 1
            changes = {field: [getattr(CaseDoc.model_validate_json(doc).order, field), new]}
            with suppress(ProblemError):  # a case that has moved on is refused to the dispatcher's face
                give_command(
                    self.centre.centre,
                    UUID(case_id),
                    self.new_id(),
                    "amend_case",
                    NEW,
                    {"changes": changes},
                    DISPATCHER,
                )

    def supervisor_accepts(self, _: SimSeat) -> None:
        """Let a supervisor let something through that was held."""
        found = self.centre.rows(
            "SELECT mutation_id FROM dead_letters WHERE outcome = 'held' AND settled_at IS NULL ORDER BY mutation_id"
        )
        if found:
            accept_held(self.centre.centre, UUID(self.rand.choice(found)[0]), "sup1")

    def purge(self, _: SimSeat) -> None:
        """Let the centre erase a case, because a citizen may ask for it."""
        found = self.centre.rows("SELECT id FROM cases ORDER BY n DESC LIMIT 8")
        if found:
            case_id = self.rand.choice(found)[0]
            purge_case(self.centre.centre, UUID(case_id), "admin1", PurgeReason.CITIZEN_ASKED)
            self.ever_erased.add(case_id)

    def revoke_device(self, seat: SimSeat) -> None:
        """Let an administrator lock a machine out; it is enrolled again when the next one asks for it."""
        locked_out = self.weather.revoked
        if seat.device.device_id in locked_out:
            self._enrol_again(seat)
        elif not locked_out:
            locked_out.add(seat.device.device_id)

    def centre_moves_on(self, _: SimSeat) -> None:
        """Give the centre rows that older consoles cannot read, or take that back."""
        self.weather.oldest_read = NEW if self.weather.oldest_read == OLD else OLD

    # --- what the sync does -------------------------------------------------------------------------------------

    def push(self, seat: SimSeat) -> None:
        """Push once."""
        self._step(seat, seat.engine.push_once)

    def pull(self, seat: SimSeat) -> None:
        """Pull once."""
        self._step(seat, seat.engine.pull_once)

    def push_and_pull(self, seat: SimSeat) -> None:
        """Do what a seat does when all is well."""
        self._step(seat, seat.engine.push_once)
        self._step(seat, seat.engine.pull_once)

    def reconcile(self, seat: SimSeat) -> None:
        """Compare at a shift's end."""
        self._step(seat, seat.engine.reconcile_once)

    def late_request(self, _: SimSeat) -> None:
        """Let a push arrive that its seat has long given up, in any order."""
        if self.post.requests:
            device, request = self.post.requests.pop(self.rand.randrange(len(self.post.requests)))
            try:
                self.centre.push(request, device)
            except ProblemError:
                return  # whatever it says, nobody is there to hear it

    def late_answer(self, _: SimSeat) -> None:
        """Let an answer come back after others, to the console that asked if it still runs."""
        if self.post.push_answers and self.rand.random() < 0.5:
            at = self.rand.randrange(len(self.post.push_answers))
            seat, run, request, answer = self.post.push_answers.pop(at)
            if seat.runs == run and seat in self.seats:
                self._late(seat, lambda: seat.engine.take_push_answer(request, answer))
        elif self.post.pull_answers:
            at = self.rand.randrange(len(self.post.pull_answers))
            seat, run, asked, told = self.post.pull_answers.pop(at)
            if seat.runs == run and seat in self.seats:
                self._late(seat, lambda: seat.engine.take_pull_answer(asked, told))

    def repeat(self, _: SimSeat) -> None:
        """Send an answered push again word for word: nothing changes, the answer is the same (I7)."""
        lives = [sent for sent in self.post.sent if sent[0] == self.centre.life]
        if lives:
            device, request, answer = self.rand.choice(lives)[1:]
            before = state_of(self.centre)
            erased = frozenset(UUID(case_id) for (case_id,) in self.centre.rows("SELECT case_id FROM purged"))
            same_answer(answer, self.centre.push(request, device), erased)
            if state_of(self.centre) != before:
                raise AssertionError("a repeated push changed something")

    # --- what goes wrong ----------------------------------------------------------------------------------------

    def kill(self, seat: SimSeat) -> None:
        """Kill a console between two steps."""
        self._reopen(seat)

    def wipe_cache(self, seat: SimSeat) -> None:
        """Lose the disposable file."""
        seat.disk.wipe_cache()
        self._reopen(seat)

    def take_image(self, seat: SimSeat) -> None:
        """Copy a seat's whole disk."""
        self.images = [*self.images[-3:], (self.seats.index(seat), seat.disk.image(seat.disk.lineage))]

    def old_image(self, _: SimSeat) -> None:
        """Put an old image back on the disk that it was taken from; what came after it is gone from there."""
        if self.images:
            place, image = self.rand.choice(self.images)
            seat = self.seats[place]
            seat.disk = image.image(self._lineage())
            self._reopen(seat)

    def clone(self, seat: SimSeat) -> None:
        """Let two machines run from copies of one disk."""
        if len(self.seats) < _MOST_SEATS:
            self.seats.append(self._seat(seat.disk.image(self._lineage()), seat.device, seat.schema))
            seat.disk.lineage = self._lineage()

    def back_up_centre(self, _: SimSeat) -> None:
        """Copy the centre's database."""
        self.backups = [*self.backups[-2:], self.centre.image()]

    def restore_centre(self, _: SimSeat) -> None:
        """Go back to a backup; the seats still keep what came after it."""
        if self.backups:
            image = self.rand.choice(self.backups)
            self.once_over |= over_at_the_centre(self)
            if self.faults.rotate_epoch:
                self.centre.restore(image)
            else:
                self.centre.restore(image, rotate=False)
            self.restored_at = self.time
            self.backups = [each for each in self.backups if each is image]

    def clock_jumps(self, seat: SimSeat) -> None:
        """Set a seat's clock to any year of twenty."""
        years = self.rand.choice([-10, -1, 0, 0, 1, 10])
        offset = timedelta(days=365 * years, seconds=self.rand.randrange(3600))
        seat.offset = offset if self.faults.clocks else timedelta(0)

    def disk_fills(self, seat: SimSeat) -> None:
        """Fill a seat's disk, or make room."""
        seat.disk_full = not seat.disk_full

    def line_cut(self, _: SimSeat) -> None:
        """Cut every line, or mend them."""
        self.weather.up = not self.weather.up

    def upgrade(self, seat: SimSeat) -> None:
        """Put another version of the console on a seat; its queue spans it."""
        seat.schema = NEW if seat.schema == OLD else OLD
        self._reopen(seat)

    def unreadable(self, seat: SimSeat) -> None:
        """Save something that only a console of the future could have: the centre parks it."""
        before = seat.disk.written[-1:] if seat.disk.written else []
        self.note(seat)
        if seat.disk.written[-1:] != before:
            seat.disk.work.execute(
                "UPDATE outbox SET schema = ? WHERE mutation_id = ? AND state = 'pending'",
                (TOO_NEW, seat.disk.written[-1]),
            )

    def days_pass(self, _: SimSeat) -> None:
        """Let a weekend go by."""
        self.time += timedelta(days=self.rand.randrange(1, 4))

    def months_pass(self, _: SimSeat) -> None:
        """Let the 90 days of what is there go by, and the centre's worker do its upkeep."""
        self.time += timedelta(days=self.rand.randrange(60, 100))
        age_out(self.centre.centre)
        compact(self.centre.centre)

    # --- coming to rest -----------------------------------------------------------------------------------------

    def come_to_rest(self) -> None:
        """Mend everything and let all queues drain, within a bounded number of rounds (I6)."""
        while self.post.requests:
            self.late_request(self.seats[0])
        self.weather = replace(self.weather, faults=0.0, up=True)
        for seat in self.seats:
            self._mend_what_takes_a_person(seat)
            seat.disk_full = False
            seat.crashes = 0.0
            seat.page = PAGES[-1]
            seat._connect = self._line
            seat.start()
        self.centre.centre.rules = SyncRules()
        age_out(self.centre.centre)  # the worker does so every hour
        rested: dict[SimSeat, tuple[int, ...]] = {}
        for _ in range(_ROUNDS_TO_REST):
            for seat in self.seats:
                if rested.get(seat) != self._standing(seat):  # else it would ask and be told what it was before
                    self._drain(seat)
                    rested[seat] = self._standing(seat)
            if all(rested[seat] == self._standing(seat) for seat in self.seats):
                return
        raise NoRestError("the seats do not come to rest")

    def _mend_what_takes_a_person(self, seat: SimSeat) -> None:
        """Enrol a machine again that was locked out; put a newer console where the old one is refused its pulls."""
        seat.disk_full, seat.crashes = False, 0.0
        if seat.device.device_id in self.weather.revoked:
            self._enrol_again(seat)
        if seat.schema < self.weather.oldest_read:
            seat.start()
            for _ in range(_STEPS_TO_DRAIN):
                if seat.engine.push_once().pace is Pace.IDLE:
                    break
            if any(row.state == outbox.PENDING for row in outbox.everything(seat.disk.work)):
                raise NoRestError("a console that is too old to pull cannot push")
            seat.schema = NEW

    def _standing(self, seat: SimSeat) -> tuple[int, ...]:
        """Return what changes with any change of the seat's files or of what the centre has to tell."""
        pos, taken = self.centre.rows(
            "SELECT (SELECT coalesce(max(pos), 0) FROM change_log), (SELECT count(*) FROM receipts)"
        )[0]
        return (pos, taken, seat.disk.work.total_changes, seat.disk.cache.total_changes)

    @staticmethod
    def _drain(seat: SimSeat) -> None:
        """Push and pull until nothing is left to do."""
        for _ in range(_STEPS_TO_DRAIN):
            if seat.engine.push_once().pace is Pace.IDLE:
                pulled = seat.engine.pull_once()
                if pulled.pace is Pace.IDLE and not pulled.count and not pulled.offers_again:
                    return
        raise NoRestError("a queue does not drain")

    # --- helpers ------------------------------------------------------------------------------------------------

    def _new_seat(self, code: str, sub_centre: str) -> SimSeat:
        device = Device(self.new_id(), code, self._serial(code), sub_centre)
        return self._seat(Disk.fresh(self._lineage()), device, self.rand.choice([OLD, NEW]), enrol=True)

    def _serial(self, code: str) -> int:
        self.serials[code] = self.serials.get(code, 0) + 1
        return self.serials[code]

    def _enrol_again(self, seat: SimSeat) -> None:
        seat.device = replace(seat.device, device_id=self.new_id(), serial=self._serial(seat.device.seat))
        seat.enrol_again()
        self._reopen(seat)

    def _seat(self, disk: Disk, device: Device, schema: int, *, enrol: bool = False) -> SimSeat:
        seat = SimSeat(
            disk, device, clock=self.now, rand=self.rand, new_id=self.new_id, schema=schema, connect=self._line
        )
        if enrol:
            seat.enrol()
        seat.start()
        seat.crashes = self.faults.crashes
        return seat

    def _line(self, seat: SimSeat) -> FaultyLine:
        return FaultyLine(seat, self.centre, self.weather, self.post, self.rand)

    def new_id(self) -> UUID:
        """Return an id in the order of making, like UUIDv7, but from the seed."""
        self.texts += 1
        return UUID(int=self.texts << 80 | 7 << 76 | self.rand.getrandbits(62) | 2 << 62)

    def _lineage(self) -> str:
        self.lineages += 1
        return f"L{self.lineages}"

    def _text(self, seat: SimSeat) -> str:
        self.texts += 1
        return f"{seat.disk.lineage}第{self.texts}句"

    def _give(self, seat: SimSeat, intent: Command | Callable[[str], Command], case_id: UUID | None = None) -> None:
        try:
            seat.save(intent, self.rand.choice(OPERATORS), case_id)
        except (NotSaved, Refused):
            return  # the operator is told; nothing has been saved

    def _give_to_some(self, seat: SimSeat, command: Callable[[UUID], Command | None]) -> None:
        shown = seat.shown_cases()
        if shown:
            case_id = self.rand.choice(shown[-8:])
            made = command(case_id)
            if made is not None:
                self._give(seat, made, case_id)

    def _step(self, seat: SimSeat, step: Callable[[], Step]) -> None:
        before = seat.state()
        done = step()
        if done.pace not in (Pace.IDLE, Pace.MORE, Pace.DISK) and seat.state() != before:
            raise AssertionError(f"{done.pace} changed the queue or a cursor (I18)")

    def _late(self, seat: SimSeat, take: Callable[[], Step]) -> None:
        try:
            take()
        except NotSaved:
            return
        except Crashed:
            self._reopen(seat)

    def _reopen(self, seat: SimSeat) -> None:
        crashes, full = seat.crashes, seat.disk_full
        seat.crashes, seat.disk_full = 0.0, False
        seat.start()
        seat.crashes, seat.disk_full = crashes, full


_ACTIONS = {
    "file_case": 14,
    "note": 12,
    "amend": 9,
    "urge": 3,
    "withdraw": 2,
    "reveal": 2,
    "settle_mine": 2,
    "dispatcher_amends": 4,
    "supervisor_accepts": 1,
    "other_call": 2,
    "push": 16,
    "pull": 14,
    "push_and_pull": 14,
    "reconcile": 2,
    "late_request": 6,
    "late_answer": 6,
    "repeat": 3,
    "kill": 2,
    "wipe_cache": 2,
    "take_image": 3,
    "old_image": 2,
    "clone": 1,
    "back_up_centre": 3,
    "restore_centre": 1.5,
    "clock_jumps": 1,
    "disk_fills": 1.5,
    "line_cut": 1.5,
    "upgrade": 1,
    "unreadable": 0.7,
    "days_pass": 1,
    "months_pass": 0.4,
    "purge": 1.2,
    "revoke_device": 0.8,
    "centre_moves_on": 0.6,
    "lead_comes_or_goes": 1,
    "revoke": 1,
}
"""How often what happens. Saves and exchanges prevail, so that there is something to lose."""

_COPIES = ("take_image", "old_image", "clone")
