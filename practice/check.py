"""What `seat-console practice check` says: every error of scenarios, each with its file and line.

Beyond what their reader finds, the reference is played and marked: it earns all points, one who does nothing next to
none, and each trap costs exactly what its file says. Whoever calls it plays the keys: that takes a desk.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from city_packs.errors import PackError, PackErrors
from city_packs.model import CityPack
from city_packs.read_rubric import newest_rubric
from city_packs.read_scenario import ReadScenario, read_scenario, read_scenarios
from city_packs.rubric import WHOLE, Rubric
from city_packs.scenario import Trap
from practice.case_draft import TO_FILL_IN
from practice.marking import marks
from practice.marks import Marks, Span
from practice.reference import as_empty, as_reference
from wording import LANGUAGES, tr

_FIELD = re.compile(r"\s*(\w+) *=")
MOST_OF_NOTHING = 5
"""Points of one who answers and does nothing."""
PlayKeys = Callable[[ReadScenario, CityPack], list[PackError]]
"""Plays the keys of a scenario and returns where they do not earn all points."""


def check(path: Path, pack_of: Callable[[str], CityPack | None], play_keys: PlayKeys | None = None) -> list[PackError]:
    """Return every error of a scenario, or of all in a folder; none means that all can be played and marked.

    `pack_of` gives a city's pack by its code, None for a city that nobody knows. The keys of a scenario that is good
    in all else are played where there is `play_keys`.
    """
    read, errors = _read(path, pack_of)
    rubric = newest_rubric()
    for each in read:
        errors += _to_fill_in(each.file)
        pack = pack_of(each.scenario.city)
        if pack is not None:
            found = check_marks(each, rubric, pack)
            errors += found or (play_keys(each, pack) if play_keys else [])
    return sorted(errors, key=lambda error: (error.file, error.line, error.field))


def _read(path: Path, pack_of: Callable[[str], CityPack | None]) -> tuple[tuple[ReadScenario, ...], list[PackError]]:
    if path.is_dir() or path.suffix != ".toml":
        return read_scenarios(path, pack_of)
    try:
        return (read_scenario(path, pack_of),), []
    except PackErrors as found:
        return (), found.errors


def _to_fill_in(file: str) -> list[PackError]:
    """Return the lines of a drafted file in which its author has not written anything yet."""
    lines = Path(file).read_text(encoding="utf-8").split("\n")
    message = tr("is still to be filled in")
    return [
        PackError(file, at, field[1] if (field := _FIELD.match(line)) else "", message)
        for at, line in enumerate(lines, 1)
        if TO_FILL_IN in line
    ]


def check_marks(read: ReadScenario, rubric: Rubric, pack: CityPack) -> list[PackError]:
    """Return where the marks of the reference, of nothing, and of each trap are not what the file says."""
    scenario = read.scenario
    errors: list[PackError] = []
    for language in LANGUAGES:
        good = marks(as_reference(scenario, language=language), scenario, rubric, pack)
        if good.total != WHOLE:
            message = tr("the reference's own record earns {total} of {whole}: {lost}")
            words = message.format(total=f"{good.total:g}", whole=WHOLE, lost=_lost(good))
            return [PackError(read.file, read.record_line, "record", words)]
    empty = marks(as_empty(scenario), scenario, rubric, pack)
    if empty.total > MOST_OF_NOTHING:
        message = tr("one who does nothing earns {total}, more than {most}")
        words = message.format(total=f"{empty.total:g}", most=MOST_OF_NOTHING)
        errors.append(PackError(read.file, 0, "", words))
    for trap in scenario.traps:
        misled = marks(as_reference(scenario, trap), scenario, rubric, pack)
        words = _wrong_cost(trap, misled)
        if words:
            errors.append(PackError(read.file, read.cost_lines[trap.code], "costs", words))
    return errors


def _wrong_cost(trap: Trap, misled: Marks) -> str:
    if trap.fatal:
        if trap.fatal not in {each.code for each in misled.fatal}:
            return tr("the trap {trap} is never walked into").format(trap=trap.code)
        return ""
    if misled.fatal:
        message = tr("the mistake of {trap} is fatal by the rubric: {fatal}")
        return message.format(trap=trap.code, fatal=", ".join(each.code for each in misled.fatal))
    lost = round(WHOLE - misled.total, 2)
    if lost == trap.costs:
        return ""
    message = tr("the file says {costs} for {trap}, and the mistake loses {lost}: {what}")
    return message.format(trap=trap.code, lost=f"{lost:g}", costs=f"{trap.costs:g}", what=_lost(misled))


def _lost(found: Marks) -> str:
    return ", ".join(words for words, _ in lost_where(found))


def lost_where(found: Marks) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Yield what was lost in the file's own words, each with where it shows in the record: what is fatal first."""
    for fatal in found.fatal:
        yield _why(fatal.code, fatal.values), fatal.evidence
    for item in found.items:
        for loss in item.losses:
            if loss.points:
                yield f"{item.item} {loss.points:g} ({_why(loss.code, loss.values)})", loss.evidence


def _why(code: str, values: Mapping[str, str]) -> str:
    return " ".join((code, *(f"{name}={value}" for name, value in values.items())))
