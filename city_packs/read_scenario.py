"""The one reader of scenarios of practice: a file in, a whole valid `Scenario` or all of its errors out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from city_packs.errors import Findings, PackError, PackErrors
from city_packs.model import CityPack
from city_packs.read_caller import read_caller, read_past_cases
from city_packs.read_reference import check_told_in_english, read_records, read_traps, read_truth
from city_packs.rows import Row
from city_packs.scenario import KeyAt, Scenario
from city_packs.scenario_fields import FICTIONAL, number, texts, whole, words
from city_packs.session_keys import BadKeys, parse_keys
from city_packs.source_text import is_garbled, read_text
from city_packs.toml_file import TomlFile
from city_packs.truth_fits import check_truth
from wording import tr

MOST_BYTES = 64 * 1024
"""Of a scenario file."""
_MOST_TITLE = 60
_CODE = re.compile(r"(?=.{1,64}$)[a-z]+(-[a-z]+)*(-?[0-9]{1,2})?")
"""As a result may name it (`hotline.practice_doc`): no number that could be somebody's stands in one."""
_TRUTH = re.compile(r"\s*\[{1,2}\s*truth\s*\]")
_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_HEAD = ("title", "title_en", "version", "city", "level", "minutes", "sources", "topics")
_TABLES = ("caller", "line", "reply", "case", "truth", "record", "trap", "session")


@dataclass(frozen=True, slots=True)
class ReadScenario:
    """A scenario with its file, and the lines of its first record, of what each trap costs, and of the first keys."""

    scenario: Scenario
    file: str
    record_line: int
    cost_lines: Mapping[str, int]
    keys_line: int


def read_scenario(path: Path, pack_of: Callable[[str], CityPack | None]) -> ReadScenario:
    """Return the scenario in a file; its code is the file's name. Raises `PackErrors` with every error that was found.

    `pack_of` gives a city's pack by its code, None for a city that nobody knows.
    """
    findings = Findings()
    found = _read(path, pack_of, findings)
    errors = findings.in_order()
    if found is None or errors:
        raise PackErrors(errors)
    return found


def read_scenarios(
    folder: Path, pack_of: Callable[[str], CityPack | None]
) -> tuple[tuple[ReadScenario, ...], list[PackError]]:
    """Return the scenarios of a folder that are without error, in the order of their codes, and all errors."""
    if not folder.is_dir():
        missing = tr("there is no such folder: check the name")
        message = _not_toml() if folder.exists() else missing
        return (), [PackError(str(folder), 0, "", message)]
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        message = tr("there is no scenario in this folder: each is a file such as water-cut.toml")
        return (), [PackError(str(folder), 0, "", message)]
    good: list[ReadScenario] = []
    others = sorted(each for each in folder.iterdir() if ".toml" in each.name.lower() and each not in paths)
    errors = [PackError(str(each), 0, "", _not_toml()) for each in others]
    for path in paths:
        try:
            good.append(read_scenario(path, pack_of))
        except PackErrors as found:
            errors += found.errors
    return tuple(good), errors


def name_trouble(path: Path) -> str:
    """Return why a file of this name would be no scenario, in the present language; empty for a name that is right."""
    if path.suffix != ".toml":
        return _not_toml()
    if _CODE.fullmatch(path.stem):
        return ""
    return tr("the name of the file is the scenario's code: small letters and dashes, two digits at its end at most")


def _not_toml() -> str:
    return tr("is not read as a scenario: its name must end in .toml")


def _read(path: Path, pack_of: Callable[[str], CityPack | None], findings: Findings) -> ReadScenario | None:
    text = _text(path, findings)
    if text is None:
        return None
    file = TomlFile(path, findings, text)
    if findings.lost(path.stem):
        return None
    if trouble := name_trouble(path):
        findings.add(str(path), 0, "", trouble)
    _check_numbers(path, text, findings)
    file.only({*_HEAD, *_TABLES})
    head = file.top()
    city = head.text("city")
    pack = pack_of(city) if city else None
    if pack is None:  # without a city none of its codes can be judged
        if city:
            head.wrong("city", tr("{city} is no city that the program has").format(city=city))
        return None
    cases = read_past_cases(file, pack)
    keys, keys_line = _keys(file.table("session", needed=True), text.split("\n"))
    scenario = Scenario(
        code=path.stem,
        version=whole(head, "version", 1, 9999),
        city=city,
        title=words(head, "title", most=_MOST_TITLE, on_one_line=True),
        level=whole(head, "level", 1, 3),
        minutes=number(head, "minutes", 0.5, 30),
        topics=texts(head, "topics"),
        sources=texts(head, "sources"),
        caller=read_caller(file),
        truth=read_truth(file, pack, cases),
        cases=cases,
        records=read_records(file, pack, cases),
        traps=read_traps(file, pack, cases),
        keys=keys,
    )
    check_truth(file, scenario.truth, scenario.records, pack)
    check_told_in_english(file, scenario.caller, scenario.records)
    rows = file.entries("trap")
    lines = {trap.code: row.field_lines.get("costs", row.line) for row, trap in zip(rows, scenario.traps, strict=False)}
    first_record = next((row.line for row in file.entries("record")), 0)
    return ReadScenario(scenario, str(path), first_record, lines, keys_line)


def _text(path: Path, findings: Findings) -> str | None:
    """Return the text of a file that can be judged, or None after taking down why it cannot."""
    try:
        size = path.stat().st_size
    except OSError:
        size = 0  # said where it is read
    if size > MOST_BYTES:
        message = tr("has {size} KB: a scenario has {most} KB at most")
        findings.add(str(path), 0, "", message.format(size=-(-size // 1024), most=MOST_BYTES // 1024))
        return None
    text = read_text(path, findings)
    if text is None or is_garbled(text):
        return None
    lines = text.split("\n")
    truths = [place for place, line in enumerate(lines, 1) if _TRUTH.match(line)]
    if len(truths) > 1:
        message = tr("stands here already in line {line}: a scenario has one truth")
        findings.add(str(path), truths[1], "truth", message.format(line=truths[0]))
        return None
    return text


def _check_numbers(path: Path, text: str, findings: Findings) -> None:
    """Take down each mobile number, wherever it stands, that may be somebody's."""
    for place, line in enumerate(text.split("\n"), 1):
        for found in _MOBILE.findall(line):
            field = line.partition("=")[0].strip()
            if not FICTIONAL.fullmatch(found) and field != "phone":  # that one is judged where it is read
                message = tr("{number} is no fictional number: 1990000 and four digits")
                findings.add(str(path), place, field if field.isidentifier() else "", message.format(number=found))


def _keys(row: Row, lines: list[str]) -> tuple[tuple[KeyAt, ...], int]:
    """Return the keys, and the line of the file on which their text begins."""
    row.only({"keys"})
    text = row.text("keys")
    begins = row.field_lines.get("keys", row.line)
    begins += lines[begins - 1].rstrip().endswith(("'''", '"""'))  # TOML leaves out a line end right behind them
    try:
        return parse_keys(text and str(row.values["keys"])), begins
    except BadKeys as bad:
        row.findings.add(row.file, begins + bad.line, "keys", str(bad))
        return (), begins
