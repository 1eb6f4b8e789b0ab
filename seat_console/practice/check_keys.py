"""Checks that the keys of a scenario's own session earn all points at the desk, with the console in both languages."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from city_packs.errors import PackError
from city_packs.model import CityPack
from city_packs.read_scenario import ReadScenario
from city_packs.rubric import WHOLE
from hotline.codes import PracticeKind
from practice.check import lost_where
from practice.folder import PracticeFolder
from practice.marks import Marks
from practice.session_plan import Trainee
from practice.turned_machine import TurnedMachine
from seat_console.practice.keys_at_desk import PATIENCE_S, SIZE, KeysAtDesk, WentAstray
from seat_console.practice.material import Material
from seat_console.practice.past import Past
from wording import LANGUAGES, Language, language, set_language, tr


def check_keys(read: ReadScenario, pack: CityPack, *, patience_s: float = PATIENCE_S) -> list[PackError]:
    """Return where the keys lose points or go astray: with the console in Chinese, else with it in English.

    They are played in a folder of their own, which is gone afterwards: nothing of a seat or of anybody's practice is
    opened. `patience_s` bounds each wait for this machine.
    """
    for spoken in LANGUAGES:
        if found := [*_lost(read, pack, spoken, patience_s)]:
            message = tr("with the console in English: {words}") if spoken == "en" else "{words}"
            at = read.keys_line
            return [PackError(read.file, at + line, "keys", message.format(words=words)) for line, words in found]
    return []


def _lost(read: ReadScenario, pack: CityPack, spoken: Language, patience_s: float) -> Iterator[tuple[int, str]]:
    """Yield each line of the keys by which something is lost, and what."""
    scenario, own = read.scenario, language()
    with TemporaryDirectory(prefix="seat-practice-") as root:
        folder = PracticeFolder(Path(root) / "practice")
        folder.make()
        past = Past(folder, Material.of(pack, scenario), Trainee("author", "author"))
        hands = KeysAtDesk(past, TurnedMachine(), patience_s=patience_s)
        set_language(spoken)
        held = folder.hold()
        try:
            session = hands.begin(PracticeKind.DRILL, scenario.code, None, spoken, os.terminal_size(SIZE))
            [call] = past.session(session).calls
        except WentAstray as astray:
            set_language(own)
            yield astray.line, tr(astray.why)
            return
        finally:
            set_language(own)
            held.release()
    yield from _by_line(call.marks, hands.pressed[scenario.code])


def _by_line(marks: Marks, pressed: list[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """Yield the lines after which something was lost: the last at which it shows in the record."""
    lost: dict[int, list[str]] = {}
    for words, evidence in lost_where(marks):
        until = evidence[-1][1] if evidence else 0
        line = max((line for ms, line in pressed if ms <= until), default=pressed[0][1])
        lost.setdefault(line, []).append(words)
    message = tr("the keys earn {total} of {whole} at the desk, by these it loses: {lost}")
    for line, each in sorted(lost.items()):
        yield line, message.format(total=f"{marks.total:g}", whole=WHOLE, lost=", ".join(each))
