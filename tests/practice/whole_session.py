"""A whole practice session in a process of its own: prints what was imported, as the test beside it asks.

`python -m tests.practice.whole_session PRACTICE_FOLDER`. It opens no socket: one that is tried ends it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from uuid import UUID


def main(root: Path) -> None:
    tried: list[str] = []

    def watch(event: str, _arguments: tuple[object, ...]) -> None:
        if event in ("socket.connect", "socket.bind", "socket.getaddrinfo"):
            tried.append(event)

    sys.addaudithook(watch)
    from dataclasses import replace

    from city_packs.reader import read_pack
    from city_packs.shipped import shipped_packs
    from hotline.codes import AgentState, CaseType, PracticeKind
    from hotline.commands import FileCase
    from hotline.work_order import CallTimes, Intake
    from local_cache.ids import new_id
    from local_cache.model import OwnState
    from practice.folder import PracticeFolder
    from practice.session import PracticeSession
    from practice.session_plan import Trainee, planned
    from tests.practice.machine import Turned
    from tests.practice.scenarios import SCENARIO

    pack, machine, who = read_pack(shipped_packs()["zaozhuang"]), Turned(), Trainee("1042", "王敏")
    folder = PracticeFolder(root)
    folder.make()
    scenario = replace(SCENARIO, caller=replace(SCENARIO.caller, leaves_after=300.0))
    plan = planned(str(new_id()), PracticeKind.LINE_CUT, who, [scenario], city="zaozhuang")
    with folder.hold():
        session = PracticeSession.begin(
            folder, plan, {scenario.code: scenario}, pack, rubric=1, columns=80, rows=24, machine=machine
        )
        seat = session.open_seat()

        def wait(seconds: float) -> None:
            for _ in range(round(seconds * 2)):
                machine.turn(0.5)
                session.tick()

        def state(agent: AgentState) -> None:
            call = session._state.call
            ours = call.call_id if call and agent is not AgentState.READY else ""
            seat.note_state(OwnState(agent, "1042", call_id=ours)).result(30)
            wait(5)

        def until_so(holds: object) -> None:
            end = time.monotonic() + 30
            while not holds():  # type: ignore[operator]
                if time.monotonic() > end:
                    raise SystemExit("waited in vain")
                time.sleep(0.01)
                session.tick()

        until_so(lambda: seat.status.line_up)
        for each in (AgentState.READY, AgentState.TALKING):
            state(each)
        session.ask("where")
        wait(20)
        until_so(lambda: not seat.status.line_up)
        call = session._state.call
        assert call is not None
        assert seat.session is not None
        intake = Intake(
            case_type=CaseType.HELP, class_code=pack.leaf_classes()[0].code, content="练习中键入的话",
            area_code=min(area.code for area in pack.areas.values() if area.level == 4), caller_phone=call.phone,
        )  # fmt: skip
        times = CallTimes(call_id=UUID(call.call_id))
        seat.save(
            lambda number: FileCase(number=number, intake=intake, call=times, pack_version=pack.version),
            session=seat.session,
        ).result(30)
        until_so(lambda: call.on_file is not None)
        wait(5)
        for each in (AgentState.WRAP_UP, AgentState.READY):
            state(each)
        wait(60)
        until_so(lambda: session.is_over or wait(1))
        found = [each.order.content for each in session.centre._book.cases.values()]
        seat.close()
        session.close()
    print(json.dumps({"arrived": found, "tried": tried, "imported": sorted(sys.modules)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
