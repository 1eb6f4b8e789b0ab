"""Whole practice sessions in a process of their own; prints as JSON what came of it and what was imported.

`python -m tests.practice.whole_session PRACTICE_FOLDER line_cut|shift [leak]`. With `leak` the first text that is typed
also goes where nothing of practice may go: into the live seat's files.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from practice.session_state import OneCall

TYPED = "练习暗号"
CALLS = 10
_PATIENCE_S = 30.0


class Played:
    """One session and who takes its calls, by a clock that is turned."""

    def __init__(self, root: Path, kind: str) -> None:
        from city_packs.reader import read_pack
        from city_packs.shipped import shipped_packs
        from hotline.codes import PracticeKind
        from local_cache.ids import new_id
        from local_cache.sync.pacing import Backoff
        from practice.folder import PracticeFolder
        from practice.session import PracticeSession
        from practice.session_plan import Trainee, planned
        from tests.practice.machine import LINE_AGAIN_S, Turned
        from tests.practice.scenarios import SCENARIO

        Backoff.next = lambda _: LINE_AGAIN_S  # type: ignore[method-assign]
        self.pack, self.machine = read_pack(shipped_packs()["zaozhuang"]), Turned()
        folder = PracticeFolder(root)
        folder.make()
        self._lock = folder.hold()
        caller = replace(SCENARIO.caller, leaves_after=300.0)
        scenarios = [
            replace(SCENARIO, code=f"call-{place}", minutes=1.0, caller=replace(caller, phone=f"1990000{place:04}"))
            for place in range(CALLS if kind == PracticeKind.SHIFT else 1)
        ]
        plan = planned(str(new_id()), PracticeKind(kind), Trainee("1042", "王敏"), scenarios, city="zaozhuang")
        self.session = PracticeSession.begin(
            folder, plan, {each.code: each for each in scenarios}, self.pack, rubric=1, columns=80, rows=24,
            machine=self.machine,
        )  # fmt: skip
        self.seat = self.session.open_seat()
        self.until(lambda: self.seat.status.line_up)

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds * 2)):
            self.machine.turn(0.5)
            self.session.tick()

    def until(self, holds: Callable[[], object], *, step: float = 0.0) -> None:
        end = time.monotonic() + _PATIENCE_S
        while not holds():
            if time.monotonic() > end:
                raise SystemExit("waited in vain")
            time.sleep(0.005)
            self.wait(step) if step else self.session.tick()

    def state(self, name: str) -> None:
        from hotline.codes import AgentState
        from local_cache.model import OwnState

        call = self.session._state.call
        call_id = call.call_id if call and name not in ("ready", "paused") else ""
        self.seat.note_state(OwnState(AgentState(name), "1042", call_id=call_id)).result(_PATIENCE_S)
        self.wait(0.5)

    def answer(self) -> OneCall:
        """Be ready until the next call rings, and answer it."""
        before = len(self.session._state.calls)
        self.state("ready")
        self.until(lambda: len(self.session._state.calls) > before, step=5.0)
        self.state("talking")
        self.session.ask("where")
        return self.session._state.calls[-1]

    def file(self, call: OneCall) -> None:
        """Take a case down in a call, and wait until that is recorded."""
        from hotline.codes import CaseType
        from hotline.commands import FileCase
        from hotline.work_order import CallTimes, Intake

        pack, session = self.pack, self.seat.session
        intake = Intake(
            case_type=CaseType.HELP, class_code=pack.leaf_classes()[0].code, content=f"{TYPED}{call.number}号",
            area_code=min(area.code for area in pack.areas.values() if area.level == 4), caller_phone=call.phone,
        )  # fmt: skip
        times = CallTimes(call_id=UUID(call.call_id))
        if session is None:
            raise SystemExit("nobody is signed in")
        self.seat.save(
            lambda number: FileCase(number=number, intake=intake, call=times, pack_version=pack.version),
            session=session,
        ).result(_PATIENCE_S)
        self.until(lambda: call.on_file is not None)

    def wrap_up(self) -> None:
        self.wait(5)
        self.state("wrap_up")
        self.state("ready")

    def end(self) -> list[str]:
        """Wait for the end; return what has arrived at practice's own centre."""
        self.until(lambda: self.session.is_over, step=1.0)
        found = [each.order.content for each in self.session.centre._book.cases.values()]
        self.seat.close()
        self.session.close()
        self._lock.release()
        return found


def main(root: Path, kind: str, *, leak: bool) -> None:
    tried: list[str] = []

    def watch(event: str, _arguments: tuple[object, ...]) -> None:
        if event in ("socket.connect", "socket.bind", "socket.getaddrinfo"):
            tried.append(event)

    sys.addaudithook(watch)
    played = Played(root, kind)
    for _ in range(len(played.session.plan.calls)):
        call = played.answer()
        if kind == "line_cut":
            played.wait(20)
            played.until(lambda: not played.seat.status.line_up)
        played.file(call)
        played.wrap_up()
    arrived = played.end()
    if leak:
        _leak(arrived[0])
    print(json.dumps({"arrived": arrived, "tried": tried, "imported": sorted(sys.modules)}))


def _leak(text: str) -> None:
    from contextlib import closing

    from hotline.codes import CaseType, Role
    from hotline.commands import FileCase
    from hotline.work_order import Intake
    from local_cache.folder import SeatFolder
    from local_cache.model import SessionInfo
    from local_cache.seat import Seat, utc_now

    with closing(Seat.open(SeatFolder.usual(), start_sync=False, ballast_size=0)) as live:
        pack = live.pack().result(_PATIENCE_S)
        intake = Intake(
            case_type=CaseType.HELP, class_code=pack.leaf_classes()[0].code, content=text, caller_phone="19900005678",
            area_code=min(area.code for area in pack.areas.values() if area.level == 4),
        )  # fmt: skip
        session = live.resume_session().result() or SessionInfo(
            "1042", "", frozenset({Role.OPERATOR}), "s-1", False, utc_now()
        )
        live.save(
            lambda number: FileCase(number=number, intake=intake, pack_version=pack.version), session=session
        ).result(_PATIENCE_S)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], leak="leak" in sys.argv[3:])
