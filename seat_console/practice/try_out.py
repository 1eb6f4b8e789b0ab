"""`seat-console practice try FILE`: an author plays a scenario with its hidden truth in view; nothing of it is kept."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from local_cache.folder import usual_practice_folder
from seat_console.environment import prepare
from seat_console.exit_codes import Exit
from seat_console.settings import Settings, wrong_keys
from seat_console.start import seat_folder
from wording import tr

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from city_packs.scenario import Scenario, ScriptedLine, Words
    from practice.session import PracticeSession
    from screens.parts.apart import SpokenLine


def try_scenario(options: argparse.Namespace, settings: Settings) -> int:
    """Play the file until somebody leaves, or print what is wrong with it."""
    from city_packs.errors import PackErrors
    from city_packs.read_rubric import newest_rubric
    from city_packs.read_scenario import read_scenario
    from practice.check import check_marks
    from seat_console.practice.check import pack_of

    try:
        read = read_scenario(options.file, pack_of)
        scenario = read.scenario
        # What is still to be filled in keeps nobody from trying a draft; `check` names that alone.
        if errors := check_marks(read, newest_rubric(), cast("CityPack", pack_of(scenario.city))):
            raise PackErrors(errors)
    except PackErrors as error:
        for each in error.errors:
            print(each)
        return Exit.INVALID
    live = seat_folder(options, settings).root
    if _is_to_be_sat(scenario, usual_practice_folder(live)):
        print(tr("It is set as an exam for somebody who practises on this machine: try it once that is sat"),
              file=sys.stderr)  # fmt: skip
        return Exit.USAGE
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(tr("Practice needs a terminal"), file=sys.stderr)
        return Exit.USAGE
    prepare()
    with TemporaryDirectory(prefix="seat-practice-") as folder:
        return _play(scenario, Path(folder) / "practice", live, settings)


def _is_to_be_sat(scenario: "Scenario", practice: Path) -> bool:
    """Say whether somebody who practises in this folder is to sit an exam of a scenario, or sits one now."""
    from local_cache.practice_exchange import PracticeExchange
    from practice.folder import PracticeFolder
    from practice.session_plan import Trainee
    from seat_console.practice.material import Material
    from seat_console.practice.past import Past

    folder, material = PracticeFolder(practice), Material.shipped()
    people = (Trainee(operator, operator) for operator, _ in PracticeExchange(practice).all_assigned())
    return any(Past(folder, material, each).set_for().kept_back(scenario.code) for each in people)


def _play(scenario: "Scenario", root: Path, live: Path, settings: Settings) -> int:
    from practice.folder import PracticeFolder
    from practice.session_plan import Trainee
    from practice.wipe import wipe
    from screens.practice.given import Practise
    from seat_console.practice.check import pack_of
    from seat_console.practice.command import until_left
    from seat_console.practice.material import Material
    from seat_console.practice.past import Past
    from seat_console.practice.play import Player
    from widgets.commands import PRACTICE
    from widgets.keymap import Keymap, KeymapError

    pack = cast("CityPack", pack_of(scenario.city))  # it was read with it
    try:
        keymap = Keymap(settings.keys, apart=PRACTICE)
    except KeymapError as error:
        print(wrong_keys(error), file=sys.stderr)
        return Exit.USAGE
    folder = PracticeFolder(root)
    folder.make((live,))
    past = Past(folder, Material.of(pack, scenario), Trainee("author", "author"))
    player = Player(past, keymap, settings, shown=lambda session: InView(session, scenario))
    held = folder.hold()
    try:
        return until_left(past, player, keymap, settings, Practise("drill", scenario.code))
    finally:
        wipe(folder, unsent=True)
        held.release()


class InView:
    """A session as its desk shows it, with what is hidden from a trainee where the hints of a drill are."""

    def __init__(self, session: "PracticeSession", scenario: "Scenario") -> None:
        self._session = session
        self._scenario = scenario

    @property
    def kind(self) -> str:
        """Return the kind of the session."""
        return self._session.kind

    @property
    def place(self) -> tuple[int, int]:
        """Return which call it is, and of how many."""
        return self._session.place

    @property
    def to_come(self) -> tuple[int, int]:
        """Return how many callers wait to ring now, and how many ring in all from now on."""
        return self._session.to_come

    @property
    def clock_behind(self) -> bool:
        """Say whether the system's clock was set back before it began."""
        return self._session.clock_behind

    @property
    def record_ok(self) -> bool:
        """Say whether all that has happened is in the record on disk."""
        return self._session.record_ok

    def lines(self) -> "Sequence[SpokenLine]":
        """Return what was said in the call so far."""
        return self._session.lines()

    def ask(self, question: str) -> bool:
        """Say something to the caller."""
        return self._session.ask(question)

    def read(self, code: str) -> bool:
        """Read a text to the caller."""
        return self._session.read(code)

    def hints(self) -> "Sequence[Words]":
        """Return what is really so, and what the caller says unasked and has not said yet."""
        from city_packs.scenario import Words

        said = {each.code for each in self._session.lines()}
        waits = [_released(each) for each in self._scenario.caller.lines if each.code not in said]
        return tuple(Words(each, each) for each in (truth_words(self._scenario), "  ".join(waits)) if each)

    def seconds_left(self) -> float | None:
        """Return how long the session may still last."""
        return self._session.seconds_left()

    def subscribe(self, told: Callable[[], None]) -> None:
        """Call `told` whenever something was said."""
        self._session.subscribe(told)


def truth_words(scenario: "Scenario") -> str:
    """Return the hidden truth and the commands of the reference on one line, in the words of the file."""
    truth = scenario.truth
    codes = (truth.case_type, truth.class_code, truth.area_code, truth.urgency, truth.validity)
    named = {"emergency": truth.emergency, "repeats": truth.repeats}
    parts = (
        " ".join(filter(None, codes)),
        *(f"{name} {value}" for name, value in named.items() if value),
        *(f"{each.op} {each.case}".strip() for each in scenario.records),
    )
    return "; ".join(parts)


def _released(line: "ScriptedLine") -> str:
    """Return a line's code with what releases it, as the file has it."""
    if line.silence is not None:
        return f"{line.code} < silence {line.silence:g}"
    return f"{line.code} < {line.after} + {line.wait:g}" if line.after else f"{line.code} < {line.at or 0:g}"
