"""The one reader of rubrics: a file in, a whole valid `Rubric` or all of its errors out."""

from pathlib import Path

from city_packs.errors import Findings, PackErrors
from city_packs.rows import Row
from city_packs.rubric import ITEMS, WHOLE, Rubric, RubricItem
from city_packs.scenario_fields import texts, whole
from city_packs.source import SHARED
from city_packs.toml_file import TomlFile
from wording import tr

_PARTS = {"address": ("area", "facts"), "contact": ("number", "name", "wishes")}
"""Items of which the figures add up to the points."""
_ADDED = {"free", "within", "all_by", "none_from"}
"""Figures that are no points."""
_FOLDER = SHARED / "rubrics"


def read_rubric(path: Path) -> Rubric:
    """Return the rubric in a file. Raises `PackErrors` with every error that was found."""
    findings = Findings()
    file = TomlFile(path, findings)
    rubric = _rubric(file)
    if errors := findings.in_order():
        raise PackErrors(errors)
    return rubric


def rubric_of(version: int) -> Rubric:
    """Return a rubric that comes with the program. Raises `PackErrors` for one that does not."""
    return read_rubric(_FOLDER / f"{version}.toml")


def newest_rubric() -> Rubric:
    """Return the rubric by which marks are given now."""
    return rubric_of(max(int(path.stem) for path in _FOLDER.glob("*.toml")))


def _rubric(file: TomlFile) -> Rubric:
    file.only({"version", "forbidden", *ITEMS})
    head = file.top()
    items = {code: _item(file.table(code, needed=True), code) for code in ITEMS}
    rubric = Rubric(
        version=whole(head, "version", 1, 9999),
        items=items,
        forbidden=texts(head, "forbidden", needed=True),
    )
    if Path(file.file).stem != str(rubric.version):
        head.wrong("version", tr("is {version}, so the file must be {version}.toml").format(version=rubric.version))
    points = sum(item.points for item in items.values())
    if points != WHOLE:
        message = tr("the points of all items are {points} together, and must be {whole}")
        file.table(next(iter(ITEMS))).wrong("points", message.format(points=f"{points:g}", whole=WHOLE))
    return rubric


def _item(row: Row, code: str) -> RubricItem:
    group, names = ITEMS[code]
    row.only({"points", *names})
    points = row.number("points", least=0)
    figures = {name: row.number(name, least=0) for name in names}
    for name in names:
        if name not in _ADDED and figures[name] > points:
            row.wrong(name, tr("must be at most {most}").format(most=f"{points:g}"))
    if "all_by" in figures and figures["all_by"] >= figures["none_from"]:
        row.wrong("all_by", tr("must be less than {other}").format(other="none_from"))
    parts = _PARTS.get(code, ())
    if parts and sum(figures[name] for name in parts) != points:
        message = tr("{parts} give {sum} together, and the item is worth {points}")
        total = sum(figures[name] for name in parts)
        row.wrong("points", message.format(parts=", ".join(parts), sum=f"{total:g}", points=f"{points:g}"))
    return RubricItem(code, group, points, figures)
