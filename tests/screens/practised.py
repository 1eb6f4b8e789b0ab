"""A practice session that has ended, as its screens are given it: the shipped scenario with one mistake, marked."""

from datetime import UTC, datetime
from functools import cache

from city_packs.model import CityPack
from city_packs.read_rubric import newest_rubric
from city_packs.read_scenario import read_scenario
from city_packs.reader import read_pack
from city_packs.scenario import Scenario
from city_packs.shipped import shipped_packs
from hotline.codes import PracticeKind
from practice.finished import FinishedCall, FinishedSession
from practice.marking import marks
from practice.record import Head, KeyPressed, Record
from practice.reference import as_reference
from practice.shown_frames import FrameWriter, ShownFrames

SESSION = "0192f0c8-0000-7000-8000-0000000000a1"
GREY = ("#949494", "#121212", 0)


@cache
def city() -> CityPack:
    return read_pack(shipped_packs()["zaozhuang"])


@cache
def scenario() -> Scenario:
    file = shipped_packs()["zaozhuang"] / "scenarios" / "construction-noise-at-night.toml"
    return read_scenario(file, lambda _: city()).scenario


@cache
def session(trap: str = "", *, calls: int = 1) -> FinishedSession:
    """Return a session of some calls that all went as the reference says, but for one mistake."""
    found = next((each for each in scenario().traps if each.code == trap), None)
    call = as_reference(scenario(), found)
    head = Head(
        SESSION, PracticeKind.DRILL, "1042", (scenario().code,), 1, "zh", 80, 24, datetime(2026, 11, 21, tzinfo=UTC)
    )
    events = (*(KeyPressed(2000 + 100 * place, key, key) for place, key in enumerate("停水")),
              KeyPressed(2300, "f8", used=False), *call.acts)  # fmt: skip
    done = FinishedCall(call, scenario(), marks(call, scenario(), newest_rubric(), city()))
    return FinishedSession(Record(head, events), (done,) * calls)


def frames(*shown: tuple[int, str], columns: int = 80, rows: int = 24) -> ShownFrames:
    """Return screens that show one word each in their second row, from a moment on; the last row is a key line."""
    lines: list[bytes] = []
    writer = FrameWriter(lines.append)
    for ms, word in shown:
        painted = {y: [("" if y else "top", GREY)] for y in range(rows)} if not lines else {}
        writer.put(
            ms, columns, rows, {**painted, 1: [(word, GREY)], rows - 2: [("said", GREY)], rows - 1: [("keys", GREY)]}
        )
    return ShownFrames(b"".join(lines))
