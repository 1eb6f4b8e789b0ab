"""Reads the class tree and the code lists: what things are called."""

from collections import Counter

from city_packs.code_tables import FIXED, OPEN
from city_packs.entries import LEAF_LEVEL, CaseClass, CodeEntry
from city_packs.errors import Known
from city_packs.readings import Readings
from city_packs.rows import Row
from city_packs.source import PackSource
from wording import tr

CLASS_COLUMNS = ("code", "name", "name_en", "keywords", "unit_kind", "case_type", "urgency", "time_class")
_LEVEL_OF_LENGTH = {2: 1, 4: 2, 6: 3}


def class_rows(source: PackSource) -> list[Row]:
    """Return the rows of the class tree."""
    return source.csv("classes", CLASS_COLUMNS, ("code",))


def kinds_asked_for(rows: list[Row]) -> set[str]:
    """Return the kinds of units that the class tree asks for: the ones that there are."""
    return {kind for row in rows if (kind := row.text("unit_kind", needed=False))}


def read_classes(source: PackSource, rows: list[Row], unit_kinds: set[str], readings: Readings) -> dict[str, CaseClass]:
    """Return the classes by code: 2, 4 and 6 digits, each one's parent being its code without the last two."""
    classes: dict[str, CaseClass] = {}
    known_kinds = Known(source.findings, "units", unit_kinds)
    for row in rows:
        code = row.text("code", needed=False)
        level = _LEVEL_OF_LENGTH.get(len(code), 0) if code.isdecimal() and code.isascii() else 0
        if level == 0 and code:
            row.wrong("code", tr("{code} is not 2, 4 or 6 digits").format(code=code))
        classes[code] = each = _read_class(row, code, level, readings)
        kind = each.usual_unit_kind
        if kind and kind not in known_kinds:
            row.wrong("unit_kind", tr("no unit is of kind {kind}").format(kind=kind))
    known = Known(source.findings, "classes", classes)
    branches = {each.parent for each in classes.values()}
    for row in rows:
        each = classes[row.text("code", needed=False)]
        if each.parent is not None and each.parent not in known:
            row.wrong("code", tr("its parent {code} is missing").format(code=each.parent))
        if each.level in (1, 2) and each.code not in branches and not source.findings.lost("classes", each.code):
            row.wrong("code", tr("{code} has nothing below it").format(code=each.code))
    return dict(sorted(classes.items()))


def _read_class(row: Row, code: str, level: int, readings: Readings) -> CaseClass:
    name = row.text("name")
    leaf = level == LEAF_LEVEL
    if level and not leaf:
        for field in ("unit_kind", "case_type", "urgency", "time_class"):
            if row.text(field, needed=False):
                row.wrong(field, tr("stands at leaves only"))
    initials, pinyin = readings.initials_and_pinyin(name)
    keywords = row.words("keywords")
    return CaseClass(
        code=code,
        parent=code[:-2] or None,
        level=level,
        name=name,
        name_en=row.text("name_en"),
        keywords=keywords,
        initials=initials,
        usual_unit_kind=row.code("unit_kind", needed=leaf) or None,
        case_type=row.one_of("case_type", set(FIXED["case_type"]), needed=leaf),
        urgency=row.one_of("urgency", set(FIXED["urgency"]), needed=leaf),
        time_class=row.one_of("time_class", set(FIXED["time_class"]), needed=leaf),
        sounds=(pinyin, *(sound for word in keywords for sound in readings.initials_and_pinyin(word))),
    )


def read_code_lists(source: PackSource, readings: Readings) -> dict[str, tuple[CodeEntry, ...]]:
    """Return the code lists by name. A list that rules depend on names every code of `hotline.codes` and no other."""
    columns = ("list", "code", "name", "name_en")
    rows = source.csv("code_lists", columns, ("list", "code"))
    lists: dict[str, list[CodeEntry]] = {name: [] for name in (*FIXED, *OPEN)}
    strange: Counter[str] = Counter()
    for row in rows:
        name = row.text("list", needed=False)
        code = row.text("code", needed=False)
        if name not in lists:
            if name:
                row.wrong("list", tr("{name} is not a known code list").format(name=name))
            source.findings.lose(row.file, code)
            continue
        if name in FIXED and code not in FIXED[name]:
            strange[name] += 1
            if code:
                row.wrong("code", tr("{code} is not a code of {name}").format(code=code, name=name))
        if name in OPEN:
            row.code("code", needed=False)
        words = row.text("name")
        lists[name].append(CodeEntry(code, words, row.text("name_en"), readings.initials(words)))
    for name, entries in lists.items():
        missing = FIXED.get(name, frozenset()) - {entry.code for entry in entries}
        # As many as there are strange codes are these, misspelt.
        for code in sorted(missing) if len(missing) > strange[name] else ():
            message = tr("{code} of the list {name} has no name").format(code=code, name=name)
            source.miss("code_lists", name, code, message)
        if name in OPEN and not entries:
            source.miss("code_lists", name, name, tr("the list {name} is empty").format(name=name))
    return {name: tuple(entries) for name, entries in lists.items()}
