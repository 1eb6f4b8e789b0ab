"""Reads the class tree and the code lists: what things are called."""

from city_packs.code_tables import FIXED, OPEN
from city_packs.entries import LEAF_LEVEL, CaseClass, CodeEntry
from city_packs.readings import Readings
from city_packs.rows import Row
from city_packs.source import PackSource
from wording import tr

CLASS_COLUMNS = ("code", "name", "name_en", "keywords", "unit_kind", "case_type", "urgency", "time_class")
_LEVEL_OF_LENGTH = {2: 1, 4: 2, 6: 3}


def read_classes(source: PackSource, unit_kinds: set[str], readings: Readings) -> dict[str, CaseClass]:
    """Return the classes by code: 2, 4 and 6 digits, each one's parent being its code without the last two."""
    rows = source.csv("classes", CLASS_COLUMNS, ("code",))
    classes: dict[str, CaseClass] = {}
    for row in rows:
        code = row.text("code", needed=False)
        level = _LEVEL_OF_LENGTH.get(len(code), 0) if code.isdecimal() and code.isascii() else 0
        if level == 0:
            row.wrong("code", tr("{code} is not 2, 4 or 6 digits").format(code=code))
        classes[code] = _read_class(row, code, level, unit_kinds, readings)
    branches = {each.parent for each in classes.values()}
    for row in rows:
        each = classes[row.text("code", needed=False)]
        if each.parent is not None and each.parent not in classes:
            row.wrong("code", tr("its parent {code} is missing").format(code=each.parent))
        if each.level in (1, 2) and each.code not in branches:
            row.wrong("code", tr("{code} has nothing below it").format(code=each.code))
    return dict(sorted(classes.items()))


def _read_class(row: Row, code: str, level: int, unit_kinds: set[str], readings: Readings) -> CaseClass:
    name = row.text("name")
    leaf = level == LEAF_LEVEL
    kind = row.text("unit_kind", needed=leaf) or None
    if kind is not None and kind not in unit_kinds:
        row.wrong("unit_kind", tr("no unit is of kind {kind}").format(kind=kind))
    if not leaf:
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
        usual_unit_kind=kind,
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
    for row in rows:
        name = row.text("list", needed=False)
        code = row.text("code", needed=False)
        if name not in lists:
            row.wrong("list", tr("{name} is not a known code list").format(name=name))
            continue
        if name in FIXED and code not in FIXED[name]:
            row.wrong("code", tr("{code} is not a code of {name}").format(code=code, name=name))
        words = row.text("name")
        lists[name].append(CodeEntry(code, words, row.text("name_en"), readings.initials(words)))
    for name, entries in lists.items():
        missing = FIXED.get(name, frozenset()) - {entry.code for entry in entries}
        for code in sorted(missing):
            message = tr("{code} of the list {name} has no name").format(code=code, name=name)
            source.findings.add(source.place_of("code_lists"), 0, name, message)
        if name in OPEN and not entries:
            source.findings.add(
                source.place_of("code_lists"), 0, name, tr("the list {name} is empty").format(name=name)
            )
    return {name: tuple(entries) for name, entries in lists.items()}
